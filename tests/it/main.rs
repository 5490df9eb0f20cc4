//! Tests that talk to the real thing: real documents, a real store, a real server, a real browser.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that unwraps says what it expects")]

mod access;
mod attacks;
mod browser;
mod changed_editions;
mod cli;
mod clients;
mod contract;
mod corpus;
mod cors;
mod crowd;
mod decisions_cli;
mod decisions_kill;
mod documents;
mod editions_cli;
mod evaluation;
mod exports;
mod fetch;
mod follow;
mod graphql;
mod history;
mod http;
mod http_cache;
mod http_coding;
mod http_documents;
mod layouts;
mod linking;
mod links;
mod operating;
mod origin;
mod pages;
mod parsers;
mod pdf;
mod plan;
mod process;
mod programme_lists;
mod reconcile;
mod refresh;
mod search;
mod server;
mod shortcut;
mod sockets;
mod store_kill;
mod tidy;
mod traces;
mod two_pledges;
mod variables;
mod waiting;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use gcm_hub::hub::Hub;
use gcm_hub::store::{MemoryStore, Store};

/// The time that tests run at.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

/// Waits until something is so, and not for ever.
#[track_caller]
fn until(mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(60), "it never came");
        std::thread::yield_now();
    }
}

/// A hub over a store: what is served, and decisions on it.
fn hub_over(store: impl Store + 'static) -> Arc<Hub> {
    Arc::new(gcm_hub::refresh::open_hub(Arc::new(store), Arc::default(), now()).unwrap())
}

/// A hub over the bundled editions alone.
fn bundled_hub() -> Arc<Hub> {
    hub_over(MemoryStore::new())
}

/// The folder of the real documents, where it is at hand.
fn documents_folder() -> Option<PathBuf> {
    let folder = std::env::var_os("GCM_HUB_DOCUMENTS")?;
    let folder = PathBuf::from(folder);
    assert!(folder.is_dir(), "GCM_HUB_DOCUMENTS names `{}`, which is no folder", folder.display());
    Some(folder)
}

/// An empty folder that is gone when the test is done.
struct TempFolder(PathBuf);

impl TempFolder {
    fn new(name: &str) -> Self {
        let folder =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
