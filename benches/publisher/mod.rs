//! A publisher on loopback, and a hub over a store in a folder that asks it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use gcm_hub::clock::Clock;
use gcm_hub::config::Config;
use gcm_hub::document::{Document, MediaType, text};
use gcm_hub::fetch::{Fetcher, Url};
use gcm_hub::hub::Hub;
use gcm_hub::reader::{Limits, Reader};
use gcm_hub::record::Sha256;
use gcm_hub::refresh::{Checker, Given, Plan, Refresher, ingest, open_hub};
use gcm_hub::store::{SledStore, Store};

use super::documents::Sample;
use super::origin::{Origin, reply};

/// A publisher of one document, which can be changed.
pub struct Publisher {
    origin: Origin,
    given: Arc<Mutex<Arc<Page>>>,
}

struct Page {
    document: Document,
    etag: String,
    /// Whether it says when it is what the caller has already.
    conditional: bool,
}

impl Publisher {
    /// Gives nothing yet worth asking for.
    pub fn start() -> Self {
        let empty = Document {
            bytes: Vec::new(),
            media_type: MediaType::Plain,
            origin: String::new(),
            charset: None,
        };
        let given =
            Arc::new(Mutex::new(Arc::new(Page { document: empty, etag: String::new(), conditional: true })));
        let asked = Arc::clone(&given);
        let origin = Origin::start(move |request| {
            let page: Arc<Page> = Arc::clone(&asked.lock().expect("no thread has failed"));
            match request.header("if-none-match") {
                Some(known) if page.conditional && known == page.etag => reply(304, &[], ""),
                _ => {
                    let media_type = page.document.media_type.to_string();
                    let headers = [("Content-Type", media_type.as_str()), ("ETag", page.etag.as_str())];
                    reply(200, &headers, &page.document.bytes)
                }
            }
        });
        Self { origin, given }
    }

    /// From now on gives this document; to everybody, or only to those who do not have it.
    pub fn gives(&self, document: Document, conditional: bool) {
        let etag = format!("\"{}\"", Sha256::of(&document.bytes));
        *self.given.lock().expect("no thread has failed") = Arc::new(Page { document, etag, conditional });
    }

    /// Where the document is.
    pub fn address(&self) -> Url {
        self.origin.url("/document")
    }

    /// What the document is known by.
    pub fn etag(&self) -> String {
        self.given.lock().expect("no thread has failed").etag.clone()
    }
}

/// A hub over a folder, with an edition of each source.
pub struct World {
    folder: PathBuf,
    pub store: Arc<SledStore>,
    pub hub: Arc<Hub>,
    pub checker: Checker,
    pub refresher: Arc<Refresher>,
}

impl World {
    /// A hub in an empty folder that got the texts of the samples at that time and asks the publisher for one source.
    pub fn open(samples: &[Sample], got: DateTime<Utc>, publisher: &Publisher, slug: &str) -> Self {
        let folder = empty_folder("refresh");
        let store = Arc::new(SledStore::open(&folder).expect("the folder is empty"));
        for Sample { source, text: document, .. } in samples {
            let given = Given { accept: true, ..Given::default() };
            let text = text::read(document).expect("the text is read");
            ingest(&*store, source, document, text, given, got, &mut |_| {}).expect("it is an edition");
        }
        let checker = checker(&config(publisher, slug), &store);
        let sources = Arc::clone(&checker.sources);
        let hub = open_hub(Arc::clone(&checker.store), sources, Utc::now()).expect("the store is whole");
        let hub = Arc::new(hub);
        let refresher = Refresher::new(Arc::clone(&hub), checker.clone());
        Self { folder, store, hub, checker, refresher }
    }

    /// The folder of its store.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// An empty folder beside what the build writes; the one of that name before it is gone.
pub fn empty_folder(name: &str) -> PathBuf {
    let name = format!("bench-{name}-{}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the build folder can be written");
    folder
}

/// No pauses between requests: what they take is a matter of courtesy and not of cost.
fn config(publisher: &Publisher, slug: &str) -> String {
    format!(
        "[fetch]\ncontact = \"ops@example.org\"\nallowed_hosts = [\"{}\"]\nhost_interval = \"0s\"\n\
         [refresh]\nmost_removed = 1.0\n[[sources]]\nslug = \"{slug}\"\naddresses = [\"{}\"]\n",
        publisher.origin.host(),
        publisher.address()
    )
}

fn checker(config: &str, store: &Arc<SledStore>) -> Checker {
    let config: Config = toml::from_str(config).expect("the configuration is right");
    let contact = config.fetch.contact.clone();
    let plan = Plan::new(&config.refresh, &config.sources, contact.as_deref());
    let (sources, plan) = plan.expect("the configuration is right");
    let clock = Clock::system();
    Checker {
        store: Arc::clone(store) as Arc<dyn Store>,
        sources: Arc::new(sources),
        plan: Arc::new(plan),
        fetcher: Fetcher::new(config.fetch, clock).expect("the configuration is right"),
        reader: reader(),
        clock,
        changing: Arc::default(),
        traces: Default::default(),
    }
}

/// What reads documents: in children of the program itself.
pub fn reader() -> Reader {
    Reader::new(env!("CARGO_BIN_EXE_gcm-hub").into(), Limits::default())
}
