//! A further edition of a document: what stays, what is refused, and what waits until it is accepted.

use std::collections::{BTreeMap, BTreeSet};

use gcm_hub::document::{Document, MediaType};
use gcm_hub::record::EntityKind;
use gcm_hub::refresh::{Doubt, Given, IngestError, Ingested};
use gcm_hub::sources::{SOURCES, Sources, source};
use gcm_hub::store::{MemoryStore, Store};

use super::{document, full_store, ingested};
use crate::{documents_folder, now};

#[test]
fn identifiers_and_slugs_outlive_a_changed_edition() {
    let Some(folder) = documents_folder() else { return };
    let store = full_store(&folder);
    let pipeline = source("mptf-pipeline").unwrap();
    let before = store.current("mptf-pipeline").unwrap().unwrap();
    let of_kind = |stored: &gcm_hub::store::StoredEdition| -> BTreeMap<_, _> {
        stored
            .identities
            .iter()
            .filter(|(_, m)| m.id.kind() == EntityKind::Programme)
            .map(|(k, m)| (k.clone(), m.clone()))
            .collect()
    };
    let old = of_kind(&before);
    let mut changed = document(&folder, pipeline);
    let words = String::from_utf8(changed.bytes).unwrap();
    // Retitled and rebudgeted: as happens between two meetings of a steering committee.
    let words = words.replacen("Making migration safe for women", "Safe migration for women and girls", 1);
    let words = words.replacen(
        "Reinforcing protection of vulnerable migrants\nin Ghana",
        "Protecting vulnerable people who migrate in Ghana",
        1,
    );
    changed.bytes = words.into_bytes();
    let given = Given { label: Some("next".into()), ..Given::default() };
    let done = ingested(&store, pipeline, &changed, given).unwrap();
    assert_eq!((done.changes.added.len(), done.changes.removed.len()), (0, 0));
    assert_eq!(done.changes.changed.len(), 2, "{:?}", done.changes);
    let after = of_kind(&store.current("mptf-pipeline").unwrap().unwrap());
    let ids = |identities: &BTreeMap<String, gcm_hub::record::Minted>| -> BTreeSet<_> {
        identities.values().map(|minted| (minted.id, minted.slug.clone())).collect()
    };
    assert_eq!(ids(&old), ids(&after));
    assert_ne!(old.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
}

#[test]
fn a_programme_that_goes_and_comes_back_has_its_identifier_again() {
    let Some(folder) = documents_folder() else { return };
    let store = full_store(&folder);
    let pipeline = source("mptf-pipeline").unwrap();
    let identities = || store.current("mptf-pipeline").unwrap().unwrap().identities;
    let before = identities();
    let whole = document(&folder, pipeline);
    let words = String::from_utf8(whole.bytes.clone()).unwrap();
    // One sheet in the middle: from its heading to that of the next.
    let (start, end) = (words.find("\n GHANA\n").unwrap(), words.find("\n MEXICO\nPARTICIPATING").unwrap());
    let without =
        Document { bytes: (words[..start].to_owned() + &words[end..]).into_bytes(), ..whole.clone() };
    let done = ingested(&store, pipeline, &without, Given::default()).unwrap();
    assert_eq!((done.changes.removed.len(), done.changes.added.len(), done.changes.changed.len()), (1, 0, 0));
    let between = identities();
    assert_eq!(between.len(), before.len() - 1);
    assert!(between.iter().all(|(key, minted)| before[key] == *minted));
    let gone = before.iter().find(|(key, _)| !between.contains_key(*key)).unwrap().1;
    let graph = gcm_hub::refresh::load(&store, &Sources::default(), now()).unwrap();
    assert!(graph.node(gone.id).is_none() && graph.programme(gone.slug.as_ref().unwrap()).is_none());
    ingested(&store, pipeline, &whole, Given::default()).unwrap();
    assert_eq!(identities(), before);
}

#[test]
fn a_document_cut_short_is_refused_and_changes_nothing() {
    let Some(folder) = documents_folder() else { return };
    let store = full_store(&folder);
    for source in &SOURCES {
        let before = store.current(source.slug()).unwrap();
        let mut cut = document(&folder, source);
        let half = String::from_utf8_lossy(&cut.bytes[..cut.bytes.len() / 2]).into_owned();
        cut.bytes = half.into_bytes();
        let records = before.as_ref().unwrap().reading.records.len();
        let result = ingested(&store, source, &cut, Given::default());
        // Half of the global programme's leaflet still has both of its records: what it may lack of them is tested below.
        if records > 2 {
            let error = result.unwrap_err();
            let cause = std::error::Error::source(&error).unwrap().to_string();
            assert!(cause.contains("cut short") || cause.contains("expected"), "{error}: {cause}");
            assert_eq!(store.current(source.slug()).unwrap(), before);
        }
    }
}

#[test]
fn a_document_of_another_source_is_refused_and_changes_nothing() {
    let Some(folder) = documents_folder() else { return };
    let store = MemoryStore::default();
    for given in &SOURCES {
        for wanted in &SOURCES {
            if given.slug() == wanted.slug() {
                continue;
            }
            let mut document = document(&folder, given);
            document.media_type = wanted.media_type;
            let error = ingested(&store, wanted, &document, Given::default()).unwrap_err();
            let cause = std::error::Error::source(&error).unwrap().to_string();
            let pair = format!("{} as {}", given.slug(), wanted.slug());
            assert!(cause.contains("expected") && cause.contains("found"), "{pair}: {cause}");
            assert!(store.current(wanted.slug()).unwrap().is_none());
        }
    }
}

/// Why an edition was not taken.
fn doubted(result: Result<Ingested, IngestError>) -> (Doubt, String) {
    let error = result.unwrap_err();
    let told = error.to_string();
    let IngestError::Doubtful { doubt, .. } = error else { panic!("{error}") };
    (doubt, told)
}

fn first_lines(document: &Document, count: usize) -> Document {
    let words = String::from_utf8(document.bytes.clone()).unwrap();
    let lines: Vec<&str> = words.lines().take(count).collect();
    Document { bytes: (lines.join("\n") + "\n").into_bytes(), ..document.clone() }
}

#[test]
fn a_leaflet_whose_records_stay_and_lose_their_facts_is_refused() {
    let Some(folder) = documents_folder() else { return };
    let store = full_store(&folder);
    let leaflet = source("iom-undp-programme").unwrap();
    let whole = document(&folder, leaflet);
    let (doubt, told) = doubted(ingested(&store, leaflet, &first_lines(&whole, 40), Given::default()));
    let Doubt::StatesLess { kept, lost } = doubt else { panic!("{doubt}") };
    assert!(lost > kept && told.contains("`--accept`"), "{doubt}");
    assert_eq!(store.editions(leaflet.slug()).unwrap().len(), 1);
    assert!(ingested(&store, leaflet, &whole, Given::default()).unwrap().changes.is_empty());
}

const LEAFLET: &str =
    include_str!("../../../src/sources/programme_leaflet/testdata/labels-and-countries-printed-twice.md");

fn leaflet(words: &str) -> Document {
    let bytes = words.as_bytes().to_vec();
    Document { bytes, media_type: MediaType::Markdown, origin: "leaflet.md".into(), charset: None }
}

#[test]
fn a_thin_edition_of_few_records_comes_into_service_only_when_it_is_accepted() {
    let (store, source) = (MemoryStore::default(), source("iom-undp-programme").unwrap());
    let accepted = || Given { accept: true, ..Given::default() };
    let whole = ingested(&store, source, &leaflet(LEAFLET), accepted()).unwrap();
    let before = store.current(source.slug()).unwrap();
    let thin = first_lines(&leaflet(LEAFLET), 22);
    let (doubt, _) = doubted(ingested(&store, source, &thin, Given::default()));
    assert!(matches!(doubt, Doubt::StatesLess { .. }), "{doubt}");
    assert_eq!(store.current(source.slug()).unwrap(), before);
    let lenient = Given { most_removed: 1.0, ..Given::default() };
    assert_eq!(ingested(&store, source, &thin, lenient).unwrap().records, whole.records);
    // What states more is no loss.
    ingested(&store, source, &leaflet(LEAFLET), Given::default()).unwrap();
}

#[test]
fn an_older_edition_comes_into_service_only_when_it_is_accepted() {
    let (store, source) = (MemoryStore::default(), source("iom-undp-programme").unwrap());
    let given = |as_of: &str, accept| Given { as_of: as_of.parse().ok(), accept, ..Given::default() };
    ingested(&store, source, &leaflet(LEAFLET), given("2023-03", true)).unwrap();
    let other = leaflet(&format!("{LEAFLET}\n"));
    let (doubt, told) = doubted(ingested(&store, source, &other, given("2022", false)));
    assert!(matches!(doubt, Doubt::Older { .. }) && doubt.to_string().contains("2022"), "{doubt}");
    assert!(told.contains("`--past`") && told.contains("`--accept`"), "{told}");
    // The same year may be later, and the same bytes are no other edition.
    ingested(&store, source, &leaflet(LEAFLET), given("2022", false)).unwrap();
    ingested(&store, source, &other, given("2023", false)).unwrap();
    let older = leaflet(&format!("{LEAFLET}\n\n"));
    ingested(&store, source, &older, given("2021", true)).unwrap();
}

#[test]
fn an_older_real_document_is_not_taken_for_a_new_edition() {
    let Some(folder) = documents_folder() else { return };
    let store = full_store(&folder);
    let pledge = source("undp-pledge").unwrap();
    let mut other = document(&folder, pledge);
    other.bytes.extend_from_slice(b"\n");
    let given = |as_of: &str| Given { as_of: as_of.parse().ok(), ..Given::default() };
    let (doubt, _) = doubted(ingested(&store, pledge, &other, given("2023-10")));
    assert!(doubt.to_string().contains("2023-11-11"), "{doubt}");
    ingested(&store, pledge, &other, given("2023-11")).unwrap();
}
