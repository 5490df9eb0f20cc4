//! Facts on the real documents, wherever they are at hand (`GCM_HUB_DOCUMENTS`), and on the bundle, which is always.
//!
//! Nothing here is read from a snapshot: the figures are those that a person counts in the documents.

mod editions;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use async_graphql::{Request, Value};
use gcm_hub::api::{Snapshot, schema};
use gcm_hub::document::{Document, text};
use gcm_hub::hub::Served;
use gcm_hub::record::Body;
use gcm_hub::refresh::{Bundle, Given, IngestError, Ingested, bundle, ingest, read_edition};
use gcm_hub::sources::{SOURCES, Source, Sources, source};
use gcm_hub::store::{MemoryStore, Store};

use crate::{bundled_hub, documents_folder, hub_over, now};

/// Where each source's document lies, from the folder's own list.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let list = std::fs::read_to_string(folder.join("sources.toml")).unwrap();
    let list: toml::Table = toml::from_str(&list).unwrap();
    list.into_iter().map(|(slug, entry)| (slug, entry["file"].as_str().unwrap().to_owned())).collect()
}

pub(crate) fn document(folder: &Path, source: &Source) -> Document {
    let file = &files(folder)[source.slug()];
    Document {
        bytes: std::fs::read(folder.join(file)).unwrap(),
        media_type: source.media_type,
        origin: source.info.homepage.as_deref().unwrap_or(source.slug()).to_owned(),
        charset: None,
    }
}

/// Reads a document and makes it the edition in service.
pub(crate) fn ingested(
    store: &dyn Store,
    source: &Source,
    document: &Document,
    given: Given,
) -> Result<Ingested, IngestError> {
    ingest(store, source, document, text::read(document).unwrap(), given, now(), &mut |_| {})
}

pub(crate) fn full_store(folder: &Path) -> MemoryStore {
    let store = MemoryStore::default();
    for source in &SOURCES {
        ingested(&store, source, &document(folder, source), Given::default()).unwrap();
    }
    store
}

async fn ask(served: std::sync::Arc<Served>, query: &str) -> Value {
    let response = schema().execute(Request::new(query).data(Snapshot(served))).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    response.data
}

#[test]
fn the_bundle_is_what_the_parsers_make_of_the_documents() {
    let Some(folder) = documents_folder() else { return };
    for source in &SOURCES {
        let document = document(&folder, source);
        let text = text::read(&document).unwrap();
        let (edition, reading) = read_edition(source, &document, &text, &Given::default(), None).unwrap();
        let expected = Bundle { edition, reading };
        let found = bundle(source).unwrap();
        assert!(
            found == expected,
            "the bundled edition of {0} is not what its parser makes of the document: look at what changed and write \
             it with `gcm-hub bundle {0} FILE`",
            source.slug()
        );
    }
}

#[test]
fn no_wording_copies_a_run_of_the_documents() {
    let Some(folder) = documents_folder() else { return };
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    // Running words that only a sentence has in a row; names and titles are shorter or stand alone.
    const MOST: usize = 12;
    for source in &SOURCES {
        let read = text::read(&document(&folder, source)).unwrap();
        let of_document = words(&read.prose(1, read.len()));
        let runs: BTreeSet<&[String]> = of_document.windows(MOST).collect();
        let wording: toml::Table = toml::from_str(source.wording).unwrap();
        for entry in wording["wording"].as_array().unwrap() {
            let own = words(entry["text"].as_str().unwrap());
            let copied = own.windows(MOST).find(|run| runs.contains(run));
            assert!(copied.is_none(), "{}: {copied:?}", source.slug());
        }
    }
}

#[test]
fn every_text_that_is_described_has_words_of_our_own() {
    for source in &SOURCES {
        let bundle = bundle(source).unwrap();
        let missing =
            gcm_hub::refresh::unworded(&bundle.reading, &gcm_hub::refresh::wording(&Sources::default()));
        assert!(missing.is_empty(), "{}:\n{missing}", source.slug());
    }
}

#[test]
fn evidence_hashes_are_those_of_the_lines_they_name() {
    let Some(folder) = documents_folder() else { return };
    let mut checked = 0;
    for source in &SOURCES {
        let text = text::read(&document(&folder, source)).unwrap();
        for record in bundle(source).unwrap().reading.records {
            for lines in record.lines() {
                let quote = text.quote(lines.first, lines.last).unwrap();
                assert_eq!(
                    gcm_hub::record::Sha256::of(quote.as_bytes()),
                    lines.sha256,
                    "{} {lines:?}",
                    record.key
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 800, "only {checked} ranges of lines");
}

#[tokio::test]
async fn the_facts_hold_on_the_bundle_and_on_the_documents() {
    let mut graphs = vec![bundled_hub().served()];
    if let Some(folder) = documents_folder() {
        graphs.push(hub_over(full_store(&folder)).served());
    }
    for graph in graphs {
        let found = ask(
            graph.clone(),
            r#"{
                all: programmes { totalCount }
                pipeline: programmes(where: {source: ["mptf-pipeline"]}) { totalCount nodes { countries { code } } }
                both: programmes(where: {and: [{source: ["mptf-pipeline"]}, {source: ["mptf-in-action"]}]}) { totalCount }
                features: results(where: {hasTheme: false}) { totalCount }
                offices { totalCount }
                global: programmes(where: {kind: GLOBAL}) {
                    nodes { phases { participations { financialSupport } } }
                }
                pledge(slug: "undp-pledge") { commitments { progressItems { totalCount } } }
            }"#,
        )
        .await
        .into_json()
        .unwrap();
        assert_eq!(found["all"]["totalCount"], 31);
        assert_eq!(found["pipeline"]["totalCount"], 30);
        assert_eq!(found["both"]["totalCount"], 4);
        assert_eq!(found["features"]["totalCount"], 47);
        assert_eq!(found["offices"]["totalCount"], 188);
        let countries: Vec<&str> = found["pipeline"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|node| node["countries"].as_array().unwrap())
            .map(|country| country["code"].as_str().unwrap())
            .collect();
        assert_eq!(countries.len(), 44);
        assert_eq!(countries.iter().collect::<BTreeSet<_>>().len(), 37);
        let phases = found["global"]["nodes"][0]["phases"].as_array().unwrap();
        let sizes: Vec<_> =
            phases.iter().map(|phase| phase["participations"].as_array().unwrap().len()).collect();
        assert_eq!(sizes, [8, 11]);
        let supported = phases[1]["participations"].as_array().unwrap();
        assert_eq!(supported.iter().filter(|part| part["financialSupport"] == true).count(), 6);
        let items: Vec<_> = found["pledge"]["commitments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|commitment| commitment["progressItems"]["totalCount"].as_i64().unwrap())
            .collect();
        assert_eq!(items, [5, 6, 0, 1, 18, 11, 4]);

        let stats = ask(
            graph,
            r#"{ programmes(where: {source: ["mptf-pipeline"]}) { groups(by: [THEMATIC_AREA]) { groups {
                keys { value } stats { count } } } nodes { stageAsPrinted partners { name } claims(fields: ["budget"]) {
                value record { source { slug } } } } } }"#,
        )
        .await
        .into_json()
        .unwrap();
        let nodes = stats["programmes"]["nodes"].as_array().unwrap();
        let partners: usize = nodes.iter().map(|node| node["partners"].as_array().unwrap().len()).sum();
        assert_eq!(partners, 228);
        let budgets = nodes.iter().flat_map(|node| node["claims"].as_array().unwrap());
        let budgets = budgets.filter(|claim| claim["record"]["source"]["slug"] == "mptf-pipeline");
        let sum: f64 = budgets
            .map(|claim| claim["value"].as_str().unwrap().split(' ').next().unwrap().parse::<f64>().unwrap())
            .sum();
        assert_eq!(sum, 60_800_000.0);
        let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
        for node in nodes {
            *statuses.entry(node["stageAsPrinted"].as_str().unwrap()).or_default() += 1;
        }
        let mut statuses: Vec<_> = statuses.into_values().collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [1, 13, 16]);
        let mut areas: Vec<(String, i64)> = stats["programmes"]["groups"]["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|group| {
                (
                    group["keys"][0]["value"].as_str().unwrap().to_owned(),
                    group["stats"]["count"].as_i64().unwrap(),
                )
            })
            .collect();
        areas.sort();
        let counts: Vec<i64> = areas.into_iter().map(|(_, count)| count).collect();
        assert_eq!(counts, [4, 8, 4, 8, 6]);
    }
}

/// Every field that is a fact, asked of both graphs; text and quotes are only in the second.
#[tokio::test]
async fn the_bundle_answers_every_fact_as_the_documents_do() {
    let Some(folder) = documents_folder() else { return };
    let full = hub_over(full_store(&folder)).served();
    let bundled = bundled_hub().served();
    let mut asked = 0;
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/operations")).unwrap() {
        let query = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        // What is found, and how well, depends on the text too.
        if query.contains("search(") {
            continue;
        }
        assert_eq!(ask(bundled.clone(), &query).await, ask(full.clone(), &query).await);
        asked += 1;
    }
    assert!(asked >= 12);
    let quotes = r#"{ programmes { nodes { slug text claims { evidence { quote } } } }
                      progressItems { nodes { text evidence { quote } } } }"#;
    let held = ask(full, quotes).await.into_json().unwrap().to_string();
    let not_held = ask(bundled, quotes).await.into_json().unwrap().to_string();
    assert!(!held.contains("\"quote\":null") && !held.contains("\"text\":null"));
    assert!(!not_held.contains("\"quote\":\"") && !not_held.contains("\"text\":\""));
}

#[test]
fn programmes_are_joined_for_reasons_and_never_for_the_country_alone() {
    let graph = bundled_hub().served();
    let mut joined = 0;
    for (_, programme) in graph.programmes.iter() {
        for record in programme.records.iter().map(|place| &graph.records[*place]) {
            if record.matched_by.is_empty() {
                continue;
            }
            joined += 1;
            let score: f64 = record.matched_by.iter().map(|criterion| criterion.weight).sum();
            assert!(score > 0.0);
            assert!(
                record
                    .matched_by
                    .iter()
                    .any(|criterion| criterion.name != "countries" && criterion.weight > 0.0)
            );
        }
    }
    assert_eq!(joined, 5);
    let offices = bundle(source("iom-mainstreaming").unwrap()).unwrap().reading.records;
    assert_eq!(offices.iter().filter(|record| matches!(record.body, Body::Office(_))).count(), 188);
}
