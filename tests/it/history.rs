//! What changed between editions, and the graph as it stood: servers over stores with several editions.

mod fields;
mod past;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use gcm_hub::document::{Document, text};
use gcm_hub::refresh::{Given, ingest, open_hub};
use gcm_hub::sources::source;
use gcm_hub::store::{MemoryStore, Store};
use serde_json::{Value, json};

use crate::TempFolder;
use crate::server::Running;

/// Editions of some sources, got one after the other.
struct Archive(Arc<MemoryStore>);

impl Archive {
    fn new() -> Self {
        Self(Arc::new(MemoryStore::new()))
    }

    /// Ingests a document, whatever it lacks of the one before.
    fn got(&self, slug: &str, words: &str, as_of: &str, at: &str) {
        let source = source(slug).unwrap();
        let document = Document {
            bytes: words.as_bytes().to_vec(),
            media_type: source.media_type,
            origin: "invented".to_owned(),
            charset: None,
        };
        let given = Given { as_of: as_of.parse().ok(), accept: true, ..Given::default() };
        let text = text::read(&document).unwrap();
        ingest(&*self.0, source, &document, text, given, time(at), &mut |_| {}).unwrap();
    }

    /// Serves what there is.
    fn serving(&self, name: &str) -> Asked {
        let folder = TempFolder::new(name);
        let store: Arc<dyn Store> = self.0.clone();
        let hub = Arc::new(open_hub(store, Arc::default(), crate::now()).unwrap());
        Asked { server: Running::over(hub, &folder.0), _folder: folder }
    }
}

/// A server that is asked.
struct Asked {
    server: Running,
    _folder: TempFolder,
}

impl Asked {
    fn response(&self, query: &str) -> Value {
        self.server.graphql(None, query, json!({})).expect("an answer").json()
    }

    fn ask(&self, query: &str) -> Value {
        let mut response = self.response(query);
        assert!(response.get("errors").is_none(), "{query} {response}");
        response["data"].take()
    }

    /// The changes that pass a filter.
    fn changes(&self, filter: &str) -> Vec<Value> {
        let found = self.ask(&format!("{{ changes(where: {{ {filter} }}) {{ nodes {{ {CHANGE} }} }} }}"));
        found["changes"]["nodes"].as_array().unwrap().clone()
    }
}

const CHANGE: &str = "id kind key label explanation at before { asOf } after { asOf } source { slug }
    subject { __typename id ... on Programme { slug } }
    fields { field before after evidenceBefore { firstLine quote edition { asOf } source { slug } }
        evidenceAfter { firstLine quote edition { asOf } } }";

fn time(text: &str) -> DateTime<Utc> {
    format!("{text}T00:00:00Z").parse().unwrap()
}

/// Replaces what is there once.
fn replaced(words: &str, old: &str, new: &str) -> String {
    assert_eq!(words.matches(old).count(), 1, "{old}");
    words.replace(old, new)
}

fn field<'a>(change: &'a Value, name: &str) -> &'a Value {
    let fields = change["fields"].as_array().unwrap();
    fields.iter().find(|field| field["field"] == name).unwrap_or_else(|| panic!("no {name} in {change}"))
}

fn fields(change: &Value) -> Vec<&str> {
    change["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect()
}

const BOOKLET: &str = include_str!("../../src/sources/pipeline_booklet/testdata/three-areas.txt");
const LEAFLET: &str =
    include_str!("../../src/sources/results_leaflet/testdata/two-features-and-a-spotlight.md");
const PLEDGE: &str = include_str!("../../src/sources/pledge_page/testdata/dated-updates.txt");

#[test]
fn a_sheet_changes_field_by_field_with_the_lines_of_both_editions() {
    let archive = Archive::new();
    archive.got("mptf-pipeline", BOOKLET, "2024-01", "2026-01-01");
    let words = replaced(BOOKLET, "1,250,000", "1,400,000");
    let words = replaced(&words, "Bridges for those who cross on foot", "Footbridges for those who cross");
    let words = replaced(&words, "A bridge is better than a ford.", "A bridge is drier than a ford.");
    archive.got("mptf-pipeline", &words, "2025-03", "2026-02-01");
    let asked = archive.serving("history-sheet");

    let found = asked.changes("kind: [MODIFIED]");
    assert_eq!(found.len(), 2, "{found:?}");
    let wells = found.iter().find(|change| change["key"].as_str().unwrap().starts_with("ken/")).unwrap();
    assert_eq!(fields(wells), ["budget"]);
    let budget = field(wells, "budget");
    assert_eq!((&budget["before"], &budget["after"]), (&json!("1250000 USD"), &json!("1400000 USD")));
    let (before, after) = (&budget["evidenceBefore"][0], &budget["evidenceAfter"][0]);
    assert!(before["quote"].as_str().unwrap().contains("1,250,000"), "{before}");
    assert!(after["quote"].as_str().unwrap().contains("1,400,000"), "{after}");
    assert_eq!(
        (&before["edition"]["asOf"], &after["edition"]["asOf"]),
        (&json!("2024-01"), &json!("2025-03"))
    );
    assert_eq!(before["source"]["slug"], "mptf-pipeline");
    assert_eq!(wells["at"], "2025-03-01T00:00:00Z");

    // Its key comes from its title: another key, and the same programme.
    let bridges = found.iter().find(|change| change["key"] != wells["key"]).unwrap();
    assert_eq!(fields(bridges), ["title", "text"], "{bridges}");
    assert_eq!(bridges["label"], "Footbridges for those who cross");
    assert_eq!(field(bridges, "title")["before"], "Bridges for those who cross on foot");
    let text = field(bridges, "text");
    assert_ne!(text["before"], text["after"]);
    assert!(text["evidenceBefore"][0]["quote"].as_str().unwrap().contains("better than a ford"), "{text}");
    assert!(text["evidenceAfter"][0]["quote"].as_str().unwrap().contains("drier than a ford"), "{text}");

    // It is found from its programme, by its identifier, and by every filter that it passes.
    let slug = bridges["subject"]["slug"].as_str().unwrap();
    let of = asked.ask(&format!("{{ programme(slug: \"{slug}\") {{ changes {{ nodes {{ kind }} }} }} }}"));
    assert_eq!(of["programme"]["changes"]["nodes"], json!([{"kind": "MODIFIED"}, {"kind": "ADDED"}]));
    let id = bridges["id"].as_str().unwrap();
    let node = asked.ask(&format!("{{ node(id: \"{id}\") {{ ... on Change {{ key }} }} }}"));
    assert_eq!(node["node"]["key"], bridges["key"]);
    let node = bridges["subject"]["id"].as_str().unwrap();
    for filter in [
        "field: [\"title\"], kind: [MODIFIED]".to_owned(),
        format!("node: [\"{node}\"], since: \"2025-03-01T00:00:00Z\""),
        "source: [\"mptf-pipeline\"], kind: [MODIFIED], field: [\"text\"]".to_owned(),
    ] {
        let keys: Vec<Value> = asked.changes(&filter).iter().map(|change| change["key"].clone()).collect();
        assert_eq!(keys, [bridges["key"].clone()], "{filter}");
    }
    assert!(asked.changes("source: [\"undp-pledge\"]").is_empty());
    assert!(asked.changes("since: \"2025-03-02T00:00:00Z\"").is_empty());
    assert!(
        asked.changes("until: \"2025-03-01T00:00:00Z\"").iter().all(|change| change["kind"] != "MODIFIED")
    );
}

#[test]
fn of_what_the_pipeline_lists_no_more_is_said_what_others_say() {
    let archive = Archive::new();
    archive.got("mptf-pipeline", BOOKLET, "2024-01", "2026-01-01");
    let asked = archive.serving("history-removed");
    let removed = asked.changes("kind: [REMOVED]");
    assert_eq!(removed.len(), 30);
    // Four of the bundled sheets are in the leaflet too.
    let (known, unknown): (Vec<&Value>, Vec<&Value>) =
        removed.iter().partition(|change| !change["subject"].is_null());
    assert_eq!((known.len(), unknown.len()), (4, 26));
    for change in known {
        let explanation = change["explanation"].as_str().unwrap();
        assert!(explanation.starts_with("no longer in “Migration MPTF, Pipeline"), "{explanation}");
        assert!(explanation.contains("; funded according to “"), "{explanation}");
        let slug = change["subject"]["slug"].as_str().unwrap();
        let of = asked.ask(&format!(
            "{{ programme(slug: \"{slug}\") {{ stage changes {{ nodes {{ kind }} }} records {{ source {{ slug }} }} }} }}"
        ));
        assert_eq!(of["programme"]["changes"]["nodes"], json!([{"kind": "REMOVED"}]), "{slug}");
        assert_eq!(of["programme"]["records"][0]["source"]["slug"], "mptf-in-action");
    }
    for change in unknown {
        let explanation = change["explanation"].as_str().unwrap();
        assert!(
            explanation.ends_with("does not say why: it may have been funded or dropped"),
            "{explanation}"
        );
        assert!(field(change, "title")["after"].is_null());
    }
    let added = asked.changes("kind: [ADDED]");
    assert_eq!(added.len(), 3);
    assert!(
        added
            .iter()
            .all(|change| change["explanation"] == "new in “Migration MPTF, Pipeline of Joint Programmes”")
    );
}

#[test]
fn what_comes_back_is_told_so_on_both_sides() {
    let archive = Archive::new();
    archive.got("mptf-pipeline", BOOKLET, "2024-01", "2026-01-01");
    // A sheet from its page number to the next one.
    let (start, end) = (BOOKLET.find("\n 2\n").unwrap(), BOOKLET.find("\n17\n").unwrap());
    let without = BOOKLET[..start].to_owned() + &BOOKLET[end..];
    archive.got("mptf-pipeline", &without, "2025-01", "2026-02-01");
    archive.got("mptf-pipeline", &(BOOKLET.to_owned() + "\n"), "2026-01", "2026-03-01");
    let asked = archive.serving("history-back");
    let found = asked.changes("since: \"2025-01-01T00:00:00Z\", kind: [ADDED, REMOVED]");
    let told: Vec<_> =
        found.iter().map(|change| (&change["kind"], change["explanation"].as_str().unwrap())).collect();
    let title = "“Migration MPTF, Pipeline of Joint Programmes”";
    assert_eq!(
        told,
        [
            (&json!("ADDED"), format!("again in {title}, which had listed it before and then not").as_str()),
            (
                &json!("REMOVED"),
                format!("no longer in {title}, until a later edition lists it again").as_str()
            ),
        ]
    );
    assert_eq!(found[0]["subject"], found[1]["subject"]);
    assert!(!found[0]["subject"].is_null());
}

#[test]
fn a_leaflet_with_another_sum_and_figure_says_which() {
    let archive = Archive::new();
    archive.got("mptf-in-action", LEAFLET, "2025-03", "2026-01-01");
    let words = replaced(LEAFLET, "1,800,000", "1,900,000");
    let words = replaced(&words, "60 teachers received books.", "65 teachers received books.");
    archive.got("mptf-in-action", &words, "2025-09", "2026-02-01");
    let asked = archive.serving("history-leaflet");
    let found = asked.changes("since: \"2025-09-01T00:00:00Z\"");
    let budget = found.iter().find(|change| fields(change) == ["budget"]).unwrap();
    assert_eq!(field(budget, "budget")["after"], "1900000 USD");
    assert_eq!(budget["subject"]["__typename"], "Programme");
    let figures: Vec<&Value> = found.iter().filter(|change| fields(change).contains(&"figure")).collect();
    let values: Vec<_> = figures
        .iter()
        .map(|change| (field(change, "figure")["before"].clone(), field(change, "figure")["after"].clone()))
        .collect();
    assert!(
        values.iter().any(|(before, _)| before.as_str().is_some_and(|text| text.starts_with("60 teachers"))),
        "{values:?}"
    );
    assert!(
        values.iter().any(|(_, after)| after.as_str().is_some_and(|text| text.starts_with("65 teachers"))),
        "{values:?}"
    );
    assert_eq!(found.len(), 1 + figures.len(), "{found:?}");
}

#[test]
fn a_reworded_item_is_quoted_from_both_editions() {
    let archive = Archive::new();
    archive.got("undp-pledge", PLEDGE, "2024-06-15", "2026-01-01");
    let words = replaced(PLEDGE, "a first parcel reached bakers", "the first parcel came to bakers");
    archive.got("undp-pledge", &words, "2025-06-15", "2026-02-01");
    let asked = archive.serving("history-item");
    let found = asked.changes("since: \"2025-01-01T00:00:00Z\"");
    let [item] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&item["kind"], &item["subject"]["__typename"]), (&json!("MODIFIED"), &json!("ProgressItem")));
    let quotes = |side: &str| field(item, "text")[side][0]["quote"].as_str().unwrap().to_owned();
    assert!(quotes("evidenceBefore").contains("a first parcel reached"));
    assert!(quotes("evidenceAfter").contains("the first parcel came to"));
    let id = item["subject"]["id"].as_str().unwrap();
    let of = asked.ask(&format!(
        "{{ node(id: \"{id}\") {{ ... on ProgressItem {{ changes {{ nodes {{ id }} }} }} }} }}"
    ));
    assert_eq!(of["node"]["changes"]["nodes"][0]["id"], item["id"]);
}

#[test]
fn pages_of_changes_go_on_where_the_one_before_ended() {
    let archive = Archive::new();
    archive.got("mptf-pipeline", BOOKLET, "2024-01", "2026-01-01");
    let asked = archive.serving("history-pages");
    let whole: Vec<Value> = asked.changes("").iter().map(|change| change["id"].clone()).collect();
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let page = asked.ask(&format!(
            "{{ changes(first: 7{after}) {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}"
        ));
        let page = &page["changes"];
        assert_eq!(page["totalCount"], whole.len());
        paged.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    assert_eq!(paged, whole);
}
