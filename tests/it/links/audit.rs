//! What an auditor reads of decisions, whole: they are taken at times of their own, so that every answer is the same.

use std::fs;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use gcm_hub::curation::{Statement, What};
use gcm_hub::record::Id;
use serde_json::{Value, json};

use super::{Desk, ITEM, PROGRAMME, list};
use crate::server::Running;
use crate::{TempFolder, now};

/// A desk over the bundled editions, and its hub.
fn desk(name: &str) -> (Desk, std::sync::Arc<gcm_hub::hub::Hub>) {
    let folder = TempFolder::new(&format!("links-{name}"));
    let hub = crate::bundled_hub();
    let server = Running::over(hub.clone(), &folder.0);
    (Desk { folder, server }, hub)
}

/// An agency says something on a day.
fn says(hub: &gcm_hub::hub::Hub, agency: &str, what: What, note: Option<&str>, at: DateTime<Utc>) -> Id {
    let statement = Statement {
        what,
        agency: agency.to_owned(),
        by: "Ana".to_owned(),
        note: note.map(str::to_owned),
        client_mutation_id: None,
    };
    hub.decide(statement, at).unwrap().decision
}

fn day(day: i64) -> DateTime<Utc> {
    now() + TimeDelta::days(day)
}

#[test]
fn the_audit_trail_tells_of_each_decision_who_took_it_why_and_what_has_become_of_it() {
    let (desk, hub) = desk("audit");
    let link: Id = serde_json::from_value(desk.link(ITEM, PROGRAMME)).unwrap();
    says(&hub, "UNDP", What::Confirm { link }, Some("Named in the annual report."), day(1));
    let rejection = says(&hub, "IOM", What::Reject { link }, Some("Another project."), day(2));
    says(&hub, "IOM", What::Withdraw { decision: rejection }, None, day(3));
    says(&hub, "UNDP", What::Confirm { link }, None, day(4));
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let query = fs::read_to_string(here.join("schema/operations/link-audit-trail.graphql")).unwrap();
    let expected = fs::read_to_string(here.join("tests/it/links/audit.json")).unwrap_or_default();
    let found = desk.ask_with(&query, json!({ "agencies": ["UNDP", "IOM"] }));
    let found = serde_json::to_string_pretty(&found).unwrap() + "\n";
    assert!(found == expected, "tests/it/links/audit.json is not\n{found}");
}

#[test]
fn links_are_in_the_order_of_their_latest_decision_whatever_the_order_of_the_log() {
    let (desk, hub) = desk("decided-at");
    let [first, second] = [desk.link(ITEM, PROGRAMME), desk.link("5.16", "6.7")];
    let id = |link: &Value| -> Id { serde_json::from_value(link.clone()).unwrap() };
    says(&hub, "UNDP", What::Confirm { link: id(&first) }, None, day(10));
    says(&hub, "UNDP", What::Confirm { link: id(&second) }, None, day(5));
    says(&hub, "IOM", What::Confirm { link: id(&first) }, None, day(2));
    let asked =
        desk.ask("{ links(orderBy: {field: DECIDED_AT, direction: DESC}, first: 2) { nodes { id } } }");
    let ids: Vec<_> = list(&asked["links"]["nodes"]).iter().map(|node| &node["id"]).collect();
    assert_eq!(ids, [&first, &second]);
}
