//! The only client of publishers' addresses: an address in, bytes with their origin out.
//!
//! It knows no store, no sources and no layouts, and reads nothing of what it brings. What it promises:
//!
//! * Publishers are treated well: `robots.txt`, few requests at once and a second, conditional ones, none while an
//!   answer is fresh or a host asked to wait, pauses that grow with failures, a name and a contact.
//! * It stays within bounds of time and memory whatever a publisher sends.
//! * It asks public addresses only, at every redirect, unless the operator lists the host.
//! * A failure is a failure, remembered briefly, and never an answer.
//!
//! An address passes, in this order: `kept` (is there an answer already, or one on its way), `publisher` (robots,
//! redirects, repetitions), `guard` (may it be asked), `host` (may it be asked now: `breaker`, `pace`), `exchange`.

mod answer;
mod breaker;
mod error;
mod exchange;
mod guard;
mod headers;
mod host;
mod kept;
mod pace;
mod publisher;
mod robots;
mod settings;

use std::sync::Arc;

pub use answer::{Answer, Fetched, Validators};
pub use error::{Cause, Failure, FetchError, Phase, shown, told};
pub use guard::Refusal;
pub use reqwest::Url;
pub use settings::Settings;

use crate::clock::Clock;

/// Fetches documents. Cheap to clone: clones share connections, what they know of hosts, and what they keep.
#[derive(Debug, Clone)]
pub struct Fetcher {
    publisher: Arc<publisher::Publisher>,
    kept: Arc<kept::Kept>,
}

/// When an address is asked although there was an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// When the answer is no longer fresh, or the failure no longer kept.
    WhenStale,
    /// In any case, unless the host is left alone; somebody wants to know.
    Always,
}

/// Settings that are of no use.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It is no host.
    #[error(
        "`{0}` in `allowed_hosts` of the section [fetch] is no host: write `name`, `name:port` or an IP address, \
         IPv6 in brackets, and name each host, as `*` stands for none"
    )]
    AllowedHost(String),
    /// There is no client with these settings.
    #[error(
        "no client for publishers: check `contact` in the section [fetch] for characters that no header may have"
    )]
    Client(#[source] reqwest::Error),
}

impl Fetcher {
    /// A fetcher with these settings. Times in its answers are of that clock; it makes no request yet.
    ///
    /// # Errors
    /// When `allowed_hosts` has what is no host, or `contact` what cannot be sent.
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, SettingsError> {
        let settings = Arc::new(settings);
        let guard = guard::Guard::new(&settings.allowed_hosts).map_err(SettingsError::AllowedHost)?;
        let client = exchange::Client::new(&settings, guard.clone()).map_err(SettingsError::Client)?;
        let kept = Arc::new(kept::Kept::new(settings.failures_kept));
        let hosts = host::Hosts::new(Arc::clone(&settings));
        let publisher = Arc::new(publisher::Publisher { settings, clock, guard, client, hosts });
        Ok(Self { publisher, kept })
    }

    /// Asks the addresses in turn, the publisher's before its mirrors', until one answers. `known` is what the hub has
    /// already, and is told only to the address that it is from. Callers who ask for one address at the same moment
    /// get the answer to one request.
    ///
    /// # Errors
    /// When none of them answers: with what happened at each.
    pub async fn fetch(
        &self,
        addresses: &[Url],
        known: Option<&Validators>,
        ask: Ask,
    ) -> Result<Arc<Fetched>, FetchError> {
        let mut failures = Vec::new();
        for address in addresses {
            match self.kept.get(&self.publisher, address, known, ask).await {
                Ok(fetched) if failures.is_empty() => return Ok(fetched),
                Ok(fetched) => return Ok(Arc::new(Fetched { failures, ..Fetched::clone(&fetched) })),
                Err(failure) => failures.push(failure),
            }
        }
        Err(FetchError { failures })
    }

    /// Forgets what these addresses answered, so that they are asked again: for an answer that is fresh by its own
    /// word, and turned out to be no document.
    pub async fn forget(&self, addresses: &[Url]) {
        for address in addresses {
            self.kept.forget(address).await;
        }
    }
}
