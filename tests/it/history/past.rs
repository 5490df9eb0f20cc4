//! `asOf`: the graph as the documents stood, with the decisions of that time.

use std::collections::BTreeSet;
use std::sync::Arc;

use gcm_hub::curation::{Statement, What};
use gcm_hub::hub::{Freshnesses, Hub, PastError};
use gcm_hub::record::{Body, Edition, Sha256};
use gcm_hub::refresh::{bundled, open_hub};
use gcm_hub::sources::source;
use gcm_hub::store::{MemoryStore, Store, StoredEdition};
use serde_json::{Value, json};

use super::{Asked, time};
use crate::TempFolder;
use crate::server::Running;

const MOLDOVA: &str = "mda-leveraging-positive-impact-offsetting-loss";

/// The bundled booklet with other facts, as an edition of a date.
fn edition(as_of: &str, got: &str, budget: f64, without: &str) -> StoredEdition {
    let loaded = bundled(source("mptf-pipeline").unwrap()).unwrap();
    let (mut reading, mut identities) = (loaded.reading, loaded.identities);
    reading.records.retain(|record| without.is_empty() || !record.key.starts_with(without));
    identities.retain(|key, _| without.is_empty() || !key.starts_with(without));
    for record in &mut reading.records {
        if let (true, Body::Programme(body)) = (record.key.starts_with("mda/"), &mut record.body) {
            body.budget.as_mut().unwrap().value.amount = budget;
        }
    }
    let edition = Edition {
        sha256: Sha256::of(as_of.as_bytes()),
        as_of: as_of.parse().ok(),
        retrieved_at: Some(time(got)),
        ..loaded.edition
    };
    StoredEdition { edition, reading, text: None, identities, retired: BTreeSet::new() }
}

/// The bundled booklet, then one of 2022 and one of 2023 that lacks Peru; UNDP decides in May 2024.
fn hub() -> (Arc<MemoryStore>, Arc<Hub>) {
    let store = Arc::new(MemoryStore::new());
    store.commit(&edition("2022-06", "2026-01-01", 1.0, "")).unwrap();
    store.commit(&edition("2023-02", "2026-02-01", 2.0, "per/")).unwrap();
    let hub = Arc::new(open_hub(Arc::clone(&store) as Arc<dyn Store>, Arc::default(), crate::now()).unwrap());
    let served = hub.served();
    let place = served.programme(MOLDOVA).unwrap();
    let link = served.links.of(gcm_hub::linking::End::Programme(place))[0];
    let statement = Statement {
        what: What::Confirm { link: served.links.links[link].id },
        agency: "UNDP".to_owned(),
        by: "Ana".to_owned(),
        note: None,
        client_mutation_id: None,
    };
    hub.decide(statement, time("2024-05-01")).unwrap();
    (store, hub)
}

fn serving(hub: &Arc<Hub>, name: &str) -> Asked {
    let folder = TempFolder::new(name);
    Asked { server: Running::over(Arc::clone(hub), &folder.0), _folder: folder }
}

fn graph(time: &str) -> String {
    format!(
        "asOf(time: \"{time}T00:00:00Z\") {{ hub {{ graphVersion }} programmes {{ totalCount }}
        programme(slug: \"{MOLDOVA}\") {{ id budget {{ amount }} }} peru: country(code: \"PER\") {{ programmes {{ totalCount }} }}
        decisions {{ totalCount }} links(where: {{status: [CONFIRMED]}}) {{ totalCount }} changes {{ totalCount }}
        source(slug: \"undp-pledge\") {{ freshness {{ state reason }} editions {{ totalCount }} }} }}"
    )
}

fn as_of(asked: &Asked, time: &str) -> Value {
    asked.ask(&format!("{{ {} }}", graph(time)))["asOf"].clone()
}

#[test]
fn the_graph_of_a_time_has_the_editions_and_decisions_of_that_time() {
    let (_, hub) = hub();
    let asked = serving(&hub, "past-editions");
    let facts = |graph: &Value| {
        (
            graph["programme"]["budget"]["amount"].as_f64().unwrap(),
            graph["peru"]["programmes"]["totalCount"].as_u64().unwrap(),
            graph["decisions"]["totalCount"].as_u64().unwrap(),
            graph["links"]["totalCount"].as_u64().unwrap(),
            graph["source"]["freshness"]["state"].as_str().unwrap().to_owned(),
        )
    };
    let bundled = asked.ask(&format!("{{ programme(slug: \"{MOLDOVA}\") {{ id }} }}"));
    let times =
        ["2022-05-31", "2022-06-01", "2023-02-01", "2023-11-11", "2024-04-30", "2024-05-01", "2030-01-01"];
    let graphs = times.map(|time| as_of(&asked, time));
    let found: Vec<_> = graphs.iter().map(facts).collect();
    let budget = found[0].0;
    let never = || "NEVER".to_owned();
    let bundle = || "BUNDLED".to_owned();
    assert!(budget > 2.0, "that of the bundle");
    assert_eq!(
        found,
        [
            (budget, 1, 0, 0, never()),
            (1.0, 1, 0, 0, never()),
            (2.0, 0, 0, 0, never()),
            (2.0, 0, 0, 0, bundle()),
            (2.0, 0, 0, 0, bundle()),
            (2.0, 0, 1, 1, bundle()),
            (2.0, 0, 1, 1, bundle()),
        ]
    );
    for graph in &graphs {
        assert_eq!(graph["programme"]["id"], bundled["programme"]["id"], "identifiers are the same ones");
    }
    let reason = graphs[0]["source"]["freshness"]["reason"].as_str().unwrap();
    assert_eq!(reason, "the hub keeps no edition of it that stood then");
    let changes: Vec<_> =
        graphs.iter().map(|graph| graph["changes"]["totalCount"].as_u64().unwrap()).collect();
    assert_eq!(changes, [0, 1, 3, 3, 3, 3, 3], "a budget; then a budget and Peru");
    let present = asked.ask("{ hub { graphVersion } }");
    assert_eq!(graphs[6]["hub"], present["hub"], "the time to come is now");
    assert_eq!(graphs[5]["hub"], present["hub"], "nothing has changed since");
    let versions: BTreeSet<&str> =
        graphs.iter().map(|graph| graph["hub"]["graphVersion"].as_str().unwrap()).collect();
    assert_eq!(versions.len(), 5, "one for each time at which something changed");
}

#[test]
fn a_time_within_a_time_is_of_what_was_known_then() {
    let (_, hub) = hub();
    let asked = serving(&hub, "past-nested");
    let version = |time: &str| as_of(&asked, time)["hub"]["graphVersion"].clone();
    let nested = |outer: &str, inner: &str| {
        let inner = graph(inner);
        asked.ask(&format!("{{ asOf(time: \"{outer}T00:00:00Z\") {{ {inner} }} }}"))["asOf"]["asOf"]["hub"]["graphVersion"]
            .clone()
    };
    assert_eq!(nested("2023-12-01", "2022-12-01"), version("2022-12-01"));
    assert_eq!(nested("2022-12-01", "2023-12-01"), version("2022-12-01"), "what came later was not known");
    assert_eq!(nested("2024-04-01", "2024-06-01"), version("2024-04-01"), "nor was it decided");
}

#[tokio::test]
async fn a_graph_of_the_past_is_built_once_for_all_who_ask() {
    let (store, hub) = hub();
    let present = hub.served();
    let asking = (0..8).map(|_| hub.as_of(&present, time("2022-12-01")));
    let graphs: Vec<_> =
        futures_util::future::join_all(asking).await.into_iter().map(Result::unwrap).collect();
    assert!(graphs.iter().all(|graph| Arc::ptr_eq(graph, &graphs[0])));
    // Its edition is gone, and what was built of it is there until another graph is published.
    let pruned = graphs[0].editions[graphs[0].sources[0].current.unwrap()].edition.sha256;
    assert!(store.prune("mptf-pipeline", &pruned).unwrap());
    assert!(hub.as_of(&present, time("2022-12-01")).await.is_ok());
    let published = hub.publish(crate::now(), Freshnesses::clone(present.freshnesses())).unwrap();
    assert_ne!(published.version(), present.version(), "what changed is told from what is kept");
    let error = hub.as_of(&present, time("2022-12-01")).await.unwrap_err();
    let PastError::Rebuild(cause) = error else { panic!("{error}") };
    assert!(cause.to_string().ends_with("is not kept any more: ask again"), "{cause}");
    let then = hub.as_of(&published, time("2022-12-01")).await.unwrap();
    assert_eq!(then.sources[0].editions.len(), 1, "the bundled one stands again");
}

#[test]
fn what_cannot_be_asked_is_told_and_what_cannot_be_built_is_for_now() {
    let (store, hub) = hub();
    let asked = serving(&hub, "past-bad");
    let error = asked.response("{ asOf(time: \"yesterday\") { hub { graphVersion } } }")["errors"][0].clone();
    assert!(error["message"].as_str().unwrap().contains("`yesterday` is no time"), "{error}");
    let first = as_of(&asked, "1066-10-14");
    assert_eq!(first["programmes"], as_of(&asked, "2022-05-31")["programmes"], "before everything");
    store.prune("mptf-pipeline", &Sha256::of(b"2022-06")).unwrap();
    let response = asked.response(&format!("{{ hub {{ graphVersion }} {} }}", graph("2022-12-01")));
    assert_eq!(response["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{response}");
    assert_eq!(response["errors"][0]["path"], json!(["asOf"]));
    assert!(response["errors"][0]["message"].as_str().unwrap().contains("ask again later"), "{response}");
}

#[test]
fn what_agencies_say_of_identity_goes_before_likeness_also_for_a_sheet_that_is_gone() {
    let leaflet_of = |hub: &Hub| {
        let served = hub.served();
        let removed = served
            .changes
            .iter()
            .map(|(_, change)| change)
            .find(|change| change.key.starts_with("gin-"))
            .unwrap();
        (removed.subject.is_some(), removed.explanation.contains("funded according to"))
    };
    let store = Arc::new(MemoryStore::new());
    let open = |store: &Arc<MemoryStore>| {
        Arc::new(open_hub(Arc::clone(store) as Arc<dyn Store>, Arc::default(), crate::now()).unwrap())
    };
    let hub = open(&store);
    let served = hub.served();
    let programme =
        &served.programmes[served.programme("gin-lbr-sle-border-management-social-cohesion-cross").unwrap()];
    let [sheet, feature] = [0, 1].map(|place| served.records[programme.records[place]].id);
    let link = served.links.links.iter().map(|(_, link)| link).find(|link| {
        let ends = [link.key.from, link.key.to];
        ends.contains(&sheet) && ends.contains(&feature)
    });
    let link = link.expect("the identity of two records is a link").id;
    store.commit(&edition("2022-06", "2026-01-01", 1.0, "gin-")).unwrap();
    assert_eq!(leaflet_of(&open(&store)), (true, true));
    let statement = Statement {
        what: What::Reject { link },
        agency: "IOM".to_owned(),
        by: "Ana".to_owned(),
        note: None,
        client_mutation_id: None,
    };
    hub.decide(statement, time("2026-01-02")).unwrap();
    assert_eq!(leaflet_of(&open(&store)), (false, false));
}
