//! Pledges of two sources in one graph: each its own, though their records have the same keys.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use async_graphql::Request;
use gcm_hub::api::{Snapshot, schema};
use gcm_hub::graph::identity::carry_over;
use gcm_hub::graph::{Graph, Input, Loaded};
use gcm_hub::hub::Served;
use gcm_hub::record::{Edition, Reading, Sha256};
use gcm_hub::refresh::input;
use gcm_hub::sources::{Sources, source};
use gcm_hub::store::MemoryStore;

use crate::parsers::text;

const ANOTHER: &str = "another-pledge";

/// The bundled editions, and beside the pledge among them another page of that kind.
pub(crate) fn with_another(page: &str) -> Input {
    let known = source("undp-pledge").unwrap();
    let mut input = input(&MemoryStore::new(), &Sources::default()).unwrap();
    let mut another = input.sources.iter().find(|one| one.info.slug == known.info.slug).unwrap().clone();
    another.info.slug = ANOTHER.into();
    let lines = text(page, known.media_type).unwrap();
    let reading: Reading = (known.parse)(&lines).unwrap();
    let edition = Edition {
        source: ANOTHER.to_owned(),
        sha256: Sha256::of(page.as_bytes()),
        as_of: reading.as_of.as_ref().map(|date| date.value),
        ..another.loaded.take().unwrap().edition
    };
    let identities = carry_over(ANOTHER, None, &[], &reading.records, &BTreeSet::new());
    another.loaded = Some(Loaded { edition, reading, text: Some(lines), identities });
    input.sources.push(another);
    input
}

const UPDATES: &str = include_str!("../../src/sources/pledge_page/testdata/one-paragraph-many-updates.txt");
const JOINT: &str = include_str!("../../src/sources/pledge_page/testdata/bullets-with-no-progress-yet.txt");
pub(crate) const SAME_LAYOUT: &str =
    include_str!("../../src/sources/pledge_page/testdata/commitments-stand-twice.txt");

#[test]
fn each_pledge_has_its_own_slug_identifiers_commitments_and_items() {
    for page in [UPDATES, JOINT, SAME_LAYOUT] {
        let graph = Graph::build(with_another(page), crate::now());
        let (one, other) = (graph.pledge("undp-pledge").unwrap(), graph.pledge(ANOTHER).unwrap());
        assert_eq!(graph.pledges.iter().count(), 2);
        assert_ne!(graph.pledges[one].id, graph.pledges[other].id);
        assert_eq!(
            (
                graph.pledges[one].commitments.len(),
                graph.organisations[graph.pledges[one].organisation].acronym.as_str()
            ),
            (7, "UNDP")
        );
        let ids: HashSet<_> = graph.items.iter().map(|(_, item)| item.id).collect();
        assert_eq!(ids.len(), graph.items.iter().count(), "items of two pledges share an identifier");
        let ids: HashSet<_> = graph.commitments.iter().map(|(_, commitment)| commitment.id).collect();
        assert_eq!(
            ids.len(),
            graph.commitments.iter().count(),
            "commitments of two pledges share an identifier"
        );
        for (_, item) in graph.items.iter() {
            assert_eq!(graph.commitments[item.commitment].pledge, item.pledge);
        }
    }
}

#[test]
fn a_second_pledge_changes_nothing_of_the_first() {
    let first = |input: Input| {
        let graph = Graph::build(input, crate::now());
        let pledge = graph.pledge("undp-pledge").unwrap();
        let items = graph.items.iter().filter(|(_, item)| item.pledge == pledge);
        items
            .map(|(_, item)| format!("{} {} {:?}", item.id, item.position, item.countries.len()))
            .collect::<Vec<_>>()
    };
    let alone = first(input(&MemoryStore::new(), &Sources::default()).unwrap());
    assert_eq!(alone.len(), 45);
    assert_eq!(first(with_another(SAME_LAYOUT)), alone);
}

#[tokio::test]
async fn who_pledges_jointly_and_when_items_were_reported_can_be_asked() {
    let answer = async |page: &str, query: &str| {
        let served =
            Arc::new(Served::new(Graph::build(with_another(page), crate::now()), Arc::default(), &[]));
        let response = schema().execute(Request::new(query).data(Snapshot(served))).await;
        assert!(response.errors.is_empty(), "{:?}", response.errors);
        serde_json::to_value(response.data).unwrap()
    };
    let data = answer(
        JOINT,
        r#"{ pledge(slug: "another-pledge") { organisation { acronym } jointlyWith { acronym } lastUpdated }
             organisation(acronym: "UNICEF") { pledges { slug } } }"#,
    )
    .await;
    assert_eq!(
        data,
        serde_json::json!({
            "pledge": {
                "organisation": { "acronym": "IOM" },
                "jointlyWith": [{ "acronym": "UNICEF" }, { "acronym": "Government of Ghana" }],
                "lastUpdated": null,
            },
            "organisation": { "pledges": [{ "slug": "another-pledge" }] },
        })
    );
    let data = answer(
        UPDATES,
        r#"{ pledge(slug: "another-pledge") { lastUpdated progressItems { nodes { position reportedOn } } }
             undp: pledge(slug: "undp-pledge") { jointlyWith { acronym } progressItems(first: 1) { nodes { reportedOn } } } }"#,
    )
    .await;
    let dates: Vec<_> = data["pledge"]["progressItems"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["reportedOn"].clone())
        .collect();
    assert_eq!(dates, ["2022-03-12", "2022-03-12", "2022-09-30", "2022-11", "2023", "2023-12-12"]);
    assert_eq!(
        data["undp"],
        serde_json::json!({ "jointlyWith": [], "progressItems": { "nodes": [{ "reportedOn": null }] } })
    );
}
