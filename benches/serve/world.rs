//! The data that all servers have, and what requests take from it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use serde_json::{Value, json};

use crate::http;
use crate::process::Server;

const DATA: &str = include_str!("operations/data.graphql");

/// What the hub holds, as it tells it.
pub struct World {
    /// Slugs of programmes, to be looked up.
    pub slugs: Vec<String>,
    /// The answer to `operations/data.graphql`: all that the questions are answered from.
    pub data: Value,
    hub: std::net::SocketAddr,
    etags: Mutex<BTreeMap<Vec<u8>, String>>,
}

impl World {
    /// What a hub holds.
    pub fn of(hub: &Server) -> Self {
        let body = json!({ "query": DATA }).to_string();
        let headers = [("Content-Type", "application/json"), ("Accept", "application/json")];
        let answer = hub.ask(&http::request("POST", hub.path, &headers, body.as_bytes()));
        let mut answer: Value = serde_json::from_slice(&answer.body).expect("the hub answers with JSON");
        assert!(answer["errors"].is_null(), "{}", answer["errors"]);
        let data = answer["data"].take();
        let programmes = data["programmes"]["nodes"].as_array().unwrap();
        let slugs: Vec<String> =
            programmes.iter().map(|row| row["slug"].as_str().unwrap().to_owned()).collect();
        assert!(!slugs.is_empty(), "the hub holds programmes");
        Self { slugs, data, hub: hub.address, etags: Mutex::default() }
    }

    /// The validator of the hub's answer to a request; empty when it gives none.
    pub fn etag(&self, request: Vec<u8>) -> String {
        let mut etags = self.etags.lock().unwrap();
        if let Some(etag) = etags.get(&request) {
            return etag.clone();
        }
        let answer = Server::ask_at(self.hub, &request);
        let etag = answer.header("etag").unwrap_or_default().to_owned();
        etags.insert(request, etag.clone());
        etag
    }
}

/// A data folder: empty, so that the hub has its bundled editions, or with the documents of `GCM_HUB_DOCUMENTS`.
pub fn data_folder(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    let Some(documents) = std::env::var_os("GCM_HUB_DOCUMENTS").map(PathBuf::from) else {
        return data;
    };
    let list = std::fs::read_to_string(documents.join("sources.toml")).expect("the documents have a list");
    let list: toml::Table = toml::from_str(&list).expect("the list is TOML");
    for (slug, entry) in &list {
        let file = documents.join(entry["file"].as_str().expect("each source has a file"));
        let mut ingest = Command::new(env!("CARGO_BIN_EXE_gcm-hub"));
        ingest.arg("--data-dir").arg(&data).arg("ingest").arg(slug).arg(file);
        let output = ingest.stdin(Stdio::null()).output().expect("the hub runs");
        assert!(output.status.success(), "{slug}: {}", String::from_utf8_lossy(&output.stderr));
    }
    data
}
