//! Where the hub keeps its data, and how it is set up: options, environment, file, defaults.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use chrono::Utc;

use super::Options;
use crate::access::OidcSettings;
use crate::clock::Clock;
use crate::config::{self, Config, LogFormat};
use crate::fetch::{self, Fetcher};
use crate::http;
use crate::hub::Hub;
use crate::reader::{Limits, Reader};
use crate::refresh::{self, Checker, Plan};
use crate::sources::Sources;
use crate::store::{Notice, SledStore, Store, open_or_set_aside};

/// The settings in force.
pub(super) struct Place {
    /// The data folder.
    pub(super) data_dir: PathBuf,
    /// Where the server listens.
    pub(super) listen: SocketAddr,
    /// What is logged.
    pub(super) log: String,
    /// How it is logged.
    pub(super) log_format: LogFormat,
    /// Limits on requests, and how the server is set up.
    pub(super) setup: http::Setup,
    /// The sources, those of the configuration after the shipped ones.
    pub(super) sources: Arc<Sources>,
    /// How they are asked for.
    pub(super) plan: Arc<Plan>,
    /// How publishers are asked.
    pub(super) fetch: fetch::Settings,
    /// An identity provider whose tokens are taken as well.
    pub(super) oidc: Option<OidcSettings>,
}

impl Place {
    /// Puts options and environment over the file, and the file over the defaults.
    pub(super) fn find(options: &Options) -> Result<Self> {
        let folders = directories::ProjectDirs::from("", "", "gcm-hub");
        let usual = folders.as_ref().map(|folders| folders.config_dir().join("config.toml"));
        let file = options.config.clone().or_else(|| usual.filter(|path| path.exists()));
        let config = file.map_or_else(|| Ok(Config::default()), |path| Config::read(&path))?;
        let data_dir = options.data_dir.clone().or(config.data_dir);
        let data_dir = data_dir.or_else(|| folders.map(|folders| folders.data_dir().to_owned()));
        let data_dir = data_dir
            .context("this system has no home folder for the hub's data: name a folder with `--data-dir`")?;
        let listen = match config.listen {
            Some(listen) => listen,
            None => config::LISTEN.parse()?,
        };
        let log = options.log.clone().or(config.log).unwrap_or_else(|| config::LOG.to_owned());
        let mut fetch = config.fetch;
        fetch.contact = options.contact.clone().or(fetch.contact);
        let mut refresh = config.refresh;
        refresh.offline |= options.offline;
        let (sources, plan) = Plan::new(&refresh, &config.sources, fetch.contact.as_deref())?;
        let (sources, plan) = (Arc::new(sources), Arc::new(plan));
        if refresh.offline && config.oidc.as_ref().is_some_and(OidcSettings::is_fetched) {
            bail!(
                "the hub is offline, and the key set that `jwks` of `[oidc]` names would be fetched: give it as a file, \
                 or leave `[oidc]` out"
            );
        }
        Ok(Self {
            data_dir,
            listen,
            log,
            log_format: options.log_format.or(config.log_format).unwrap_or_default(),
            setup: http::Setup {
                limits: config.limits,
                settings: config.http,
                answers: config.answers,
                documents: config.documents,
            },
            sources,
            plan,
            fetch,
            oidc: config.oidc,
        })
    }

    /// Opens the store; one that cannot be used is set aside, which is told on standard error.
    pub(super) fn store(&self) -> Result<SledStore> {
        let (store, notice) = open_or_set_aside(&self.data_dir)?;
        if let Some(notice) = notice {
            tell(&notice);
        }
        Ok(store)
    }

    /// A hub over a store, that knows how fresh its sources are under this configuration.
    pub(super) fn hub(&self, store: Arc<dyn Store>) -> Result<Hub> {
        let now = Utc::now();
        let known = refresh::freshness(&*store, &self.sources, &self.plan, now)?;
        let hub = refresh::open_hub(store, Arc::clone(&self.sources), now)?;
        hub.know(known);
        Ok(hub)
    }

    /// What asks for sources and keeps what they give in a store.
    pub(super) fn checker(&self, store: Arc<dyn Store>) -> Result<Checker> {
        let clock = Clock::system();
        Ok(Checker {
            store,
            sources: Arc::clone(&self.sources),
            plan: Arc::clone(&self.plan),
            fetcher: Fetcher::new(self.fetch.clone(), clock)?,
            reader: reader()?,
            clock,
            changing: Arc::default(),
        })
    }
}

/// Reads documents, in children of this program where that is called for.
pub(super) fn reader() -> Result<Reader> {
    let program = std::env::current_exe().context("the program cannot tell where it lies")?;
    Ok(Reader::new(program, Limits::default()))
}

fn tell(notice: &Notice) {
    eprintln!("gcm-hub: {notice}");
}
