//! Where the key set comes from, and how long what was got is used.
//!
//! An address is asked at most once a minute, whatever tokens arrive: when its answer is ten minutes old, when the
//! last try failed, or when a token names a key that the answer does not have. Requests that arrive meanwhile wait for
//! the same answer. A try that fails leaves the last good key set in use, and the log says so.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use moka::future::Cache;
use reqwest::{Client, Response, Url, redirect};

use super::keys::{KeySet, KeysError};
use super::settings::{OidcError, Place};
use crate::access::chain;
use crate::store::{Look, WatchedFile};

/// The most bytes of a key set.
const LIMIT: usize = 1024 * 1024;
/// How long an answer is used.
const KEPT: TimeDelta = TimeDelta::minutes(10);
/// How long an address is left alone after it was asked.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
const PATIENCE: Duration = Duration::from_secs(5);

/// Gives the key set.
pub(super) enum Keys {
    File(Mutex<KeyFile>),
    Address(Address),
}

impl Keys {
    /// A file must be there and of use, for nobody but this machine's operator can see to it; an address may answer
    /// later.
    pub(super) fn at(place: Place) -> Result<Self, OidcError> {
        match place {
            Place::File(path) => Ok(Self::File(Mutex::new(KeyFile::open(path).map_err(OidcError::File)?))),
            Place::Address { url, loopback } => Ok(Self::Address(Address::new(url, loopback)?)),
        }
    }

    /// The key set in use at `now`; none when there never was one. With `but`, one that is newer than that.
    pub(super) async fn get(&self, now: DateTime<Utc>, but: Option<&Answer>) -> Option<Answer> {
        match self {
            Self::File(file) if but.is_none() => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                Some(Answer { turn: 0, keys: file.look() })
            }
            // It was looked at for this very request.
            Self::File(_) => None,
            Self::Address(address) => address.get(now, but).await,
        }
    }
}

/// A key set, and of which turn of asking.
pub(super) struct Answer {
    turn: u64,
    pub(super) keys: Arc<KeySet>,
}

/// A key set in a file, read again when it has changed.
pub(super) struct KeyFile {
    file: WatchedFile,
    good: Arc<KeySet>,
}

impl KeyFile {
    fn open(path: PathBuf) -> Result<Self, KeysError> {
        let mut file = WatchedFile::new(path, LIMIT as u64);
        match file.look()? {
            Look::Changed(bytes) => Ok(Self { file, good: Arc::new(KeySet::parse(&bytes)?) }),
            Look::Same | Look::Gone => Err(KeysError::NoFile(file.path().display().to_string())),
        }
    }

    fn look(&mut self) -> Arc<KeySet> {
        let found = match self.file.look() {
            Ok(Look::Same) => return Arc::clone(&self.good),
            Ok(Look::Changed(bytes)) => KeySet::parse(&bytes),
            Ok(Look::Gone) => Err(KeysError::NoFile(self.file.path().display().to_string())),
            Err(error) => Err(KeysError::File(error)),
        };
        match found {
            Ok(keys) => self.good = Arc::new(keys),
            Err(error) => {
                let path = self.file.path().display();
                tracing::warn!(
                    "the key set `{path}` cannot be used, the one before it stays: {}",
                    chain(&error)
                );
            }
        }
        Arc::clone(&self.good)
    }
}

/// A key set at an address.
pub(super) struct Address {
    client: Client,
    url: Url,
    state: Mutex<State>,
    /// What each turn of asking has brought. Who comes while a turn is under way waits for it.
    turns: Cache<u64, Option<Arc<KeySet>>>,
}

#[derive(Default)]
struct State {
    turn: u64,
    asked: Option<DateTime<Utc>>,
    failed: bool,
    good: Option<Arc<KeySet>>,
}

impl Address {
    fn new(url: Url, loopback: bool) -> Result<Self, OidcError> {
        // A redirect or a proxy would let another host answer for the one that the operator named.
        let mut client = Client::builder().redirect(redirect::Policy::none()).timeout(PATIENCE);
        if loopback {
            client = client.no_proxy();
        }
        if url.scheme() == "http" {
            client = client.tls_certs_only([]);
        }
        let turns = Cache::builder().time_to_live(Duration::from_secs(1200)).build();
        let client = client.build().map_err(OidcError::Client)?;
        Ok(Self { client, url, state: Mutex::default(), turns })
    }

    async fn get(&self, now: DateTime<Utc>, but: Option<&Answer>) -> Option<Answer> {
        let turn = self.turn(now, but)?;
        let keys = self.turns.get_with(turn, self.ask()).await?;
        Some(Answer { turn, keys })
    }

    /// The turn whose answer is to be used at `now`: a new one when it is time; none when `but` is of the last and
    /// the address is to be left alone.
    fn turn(&self, now: DateTime<Utc>, but: Option<&Answer>) -> Option<u64> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if but.is_some_and(|but| but.turn != state.turn) {
            return Some(state.turn);
        }
        // A clock that is set back must not make an answer last.
        let age = state.asked.map(|asked| (now - asked).abs());
        let patience = if but.is_some() || state.failed { PAUSE } else { KEPT };
        if age.is_none_or(|age| age >= patience) {
            state.turn += 1;
            state.asked = Some(now);
        } else if but.is_some() {
            return None;
        }
        Some(state.turn)
    }

    async fn ask(&self) -> Option<Arc<KeySet>> {
        let found = self.fetch().await;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.failed = found.is_err();
        match found {
            Ok(keys) => state.good = Some(Arc::new(keys)),
            Err(error) => {
                let kept =
                    if state.good.is_some() { "the one before it stays in use" } else { "there is none" };
                tracing::warn!("the key set at `{}` cannot be had, {kept}: {}", self.url, chain(&error));
            }
        }
        state.good.clone()
    }

    async fn fetch(&self) -> Result<KeySet, KeysError> {
        let mut response: Response = self.client.get(self.url.clone()).send().await?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(KeysError::Status(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > LIMIT {
                return Err(KeysError::TooLong(LIMIT));
            }
            body.extend_from_slice(&chunk);
        }
        KeySet::parse(&body)
    }
}
