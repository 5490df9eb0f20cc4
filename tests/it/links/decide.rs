//! What a decision does to a link, and where it shows.

use serde_json::{Value, json};

use super::{Desk, ITEM, LINK, PROGRAMME, list, only};

/// The link in every answer that has it: by identifier, in the lists, beside what it links, under its decisions.
fn everywhere(desk: &Desk, link: &Value) -> Vec<(&'static str, Value)> {
    let (item, programme) = (desk.node(ITEM), desk.node(PROGRAMME));
    let query = format!(
        "query($link: ID!, $item: ID!, $programme: ID!) {{
            node(id: $link) {{ ...L }}
            links(where: {{node: [$item]}}) {{ nodes {{ ...L }} }}
            programme: node(id: $programme) {{ ... on Programme {{
                links {{ nodes {{ ...L }} }} progressItems {{ edges {{ link {{ ...L }} }} }} }} }}
            item: node(id: $item) {{ ... on ProgressItem {{
                links {{ nodes {{ ...L }} }} programmes {{ edges {{ link {{ ...L }} }} }} }} }}
            country(code: \"MDA\") {{ links {{ nodes {{ ...L }} }} }}
            decisions {{ nodes {{ link {{ ...L }} }} }}
        }} {LINK}"
    );
    let asked = desk.ask_with(&query, json!({ "link": link, "item": item, "programme": programme }));
    let edge = |edges: &Value| list(edges).iter().map(|edge| edge["link"].clone()).collect();
    let found = |links: Vec<Value>| links.into_iter().find(|one| one["id"] == *link).unwrap_or_default();
    let nodes = |of: &Value| found(list(&of["nodes"]).to_vec());
    vec![
        ("node", asked["node"].clone()),
        ("links", nodes(&asked["links"])),
        ("programme.links", nodes(&asked["programme"]["links"])),
        ("programme.progressItems", found(edge(&asked["programme"]["progressItems"]["edges"]))),
        ("progressItem.links", nodes(&asked["item"]["links"])),
        ("progressItem.programmes", found(edge(&asked["item"]["programmes"]["edges"]))),
        ("country.links", nodes(&asked["country"]["links"])),
        ("decisions", found(edge(&asked["decisions"]["nodes"]))),
    ]
}

fn states(link: &Value) -> Vec<(&str, &str)> {
    list(&link["decisions"])
        .iter()
        .map(|decision| (decision["action"].as_str().unwrap(), decision["state"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_decision_shows_wherever_its_link_does() {
    let desk = Desk::open("everywhere");
    let who = desk.curator("UNDP");
    let link = desk.link(ITEM, PROGRAMME);
    let note = "Named on page 4.\nAsk the country office.";
    let payload = desk.says(&who, "decideLink", json!({ "link": link, "action": "CONFIRM", "note": note }));
    let decided = &payload["link"];
    let expected =
        json!({ "id": link, "type": "SAME_AS", "status": "CONFIRMED", "disputed": false, "suggested": true });
    assert_eq!(only(decided, &["id", "type", "status", "disputed", "suggested"]), expected);
    let reason = decided["statusReason"].as_str().unwrap();
    assert!(reason.starts_with("confirmed by UNDP on 20"), "{reason}");
    assert_eq!(states(decided), [("CONFIRM", "STANDING")]);
    assert_eq!(decided["decisions"][0]["note"], note);
    assert_eq!(payload["decision"]["id"], decided["decisions"][0]["id"]);
    assert_eq!(payload["decision"]["link"]["id"], link);
    for (place, found) in everywhere(&desk, &link) {
        assert_eq!(found, *decided, "{place}");
    }
}

#[test]
fn a_rejected_link_leaves_the_lists_of_what_is_linked_unless_they_ask_for_it() {
    let desk = Desk::open("rejected");
    let who = desk.curator("UNDP");
    let link = desk.link(ITEM, PROGRAMME);
    let payload = desk.decides(&who, &link, "REJECT");
    assert_eq!(payload["link"]["status"], "REJECTED");
    for (place, found) in everywhere(&desk, &link) {
        let expected = match place {
            "programme.progressItems" | "progressItem.programmes" => &Value::Null,
            _ => &payload["link"],
        };
        assert_eq!(found, *expected, "{place}");
    }
    let asked = desk.ask_with(
        "query($item: ID!, $slug: String!) {
            node(id: $item) { ... on ProgressItem { programmes(where: {status: [REJECTED]}) { nodes { slug } } } }
            programme(slug: $slug) { progressItems(links: {or: [{status: [REJECTED]}]}) { nodes { id } } } }",
        json!({ "item": desk.node(ITEM), "slug": PROGRAMME }),
    );
    assert_eq!(asked["node"]["programmes"]["nodes"], json!([{ "slug": PROGRAMME }]));
    assert_eq!(asked["programme"]["progressItems"]["nodes"], json!([{ "id": desk.node(ITEM) }]));
}

#[test]
fn a_rejected_link_counts_neither_as_coverage_nor_in_orders_and_filters() {
    let desk = Desk::open("counts");
    let who = desk.curator("UNDP");
    let (item, slug) = ("2.4", "mkd-institutional-fact-based-data-driven");
    let counts = |desk: &Desk| {
        let asked = desk.ask_with(
            "query($item: ID!) {
                has: programmes(where: {hasLinks: {}, country: [\"MKD\"]}) { nodes { slug } }
                items: progressItems(where: {hasLinks: {type: [SUPPORTS]}}) { nodes { id } }
                order: programmes(orderBy: {field: LINK_COUNT, direction: DESC}) { nodes { slug } }
                node(id: $item) { ... on ProgressItem { commitment { coverage { country { code } linkedItemCount } } } } }",
            json!({ "item": desk.node(item) }),
        );
        let has = list(&asked["has"]["nodes"]).iter().any(|node| node["slug"] == slug);
        let items = list(&asked["items"]["nodes"]).iter().any(|node| node["id"] == desk.node(item));
        let rank = list(&asked["order"]["nodes"]).iter().position(|node| node["slug"] == slug).unwrap();
        let coverage = list(&asked["node"]["commitment"]["coverage"]);
        let country = coverage.iter().find(|row| row["country"]["code"] == "MKD").unwrap();
        (has, items, country["linkedItemCount"].as_u64().unwrap(), rank)
    };
    let (has, items, covered, rank) = counts(&desk);
    assert_eq!((has, items, covered), (true, true, 1));
    desk.decides(&who, &desk.link(item, slug), "REJECT");
    let (has, items, covered, after) = counts(&desk);
    assert_eq!((has, items, covered), (true, false, 0), "its commitment is linked still");
    assert!(after > rank, "{rank} {after}");
    desk.decides(&who, &desk.link("2", slug), "REJECT");
    let (has, .., last) = counts(&desk);
    assert!(!has && last > after, "{after} {last}");
}

#[test]
fn items_that_are_told_apart_are_no_longer_the_same() {
    let desk = Desk::open("same-as");
    let who = desk.curator("UNDP");
    let twins = |item: &str| {
        let asked = desk.ask_with(
            "query($item: ID!) { node(id: $item) { ... on ProgressItem { sameAs { id } } } }",
            json!({ "item": desk.node(item) }),
        );
        asked["node"]["sameAs"].clone()
    };
    let link = desk.link("5.16", "6.7");
    assert_eq!(
        (twins("5.16"), twins("6.7")),
        (json!([{ "id": desk.node("6.7") }]), json!([{ "id": desk.node("5.16") }]))
    );
    let rejection = desk.decides(&who, &link, "REJECT");
    assert_eq!((twins("5.16"), twins("6.7")), (json!([]), json!([])));
    desk.withdraws(&who, &rejection);
    assert_eq!(twins("5.16"), json!([{ "id": desk.node("6.7") }]));
}

#[test]
fn a_withdrawn_decision_stays_in_the_history_and_counts_no_more() {
    let desk = Desk::open("withdrawn");
    let who = desk.curator("UNDP");
    let link = desk.link(ITEM, PROGRAMME);
    let confirmed = desk.decides(&who, &link, "CONFIRM");
    let payload = desk.withdraws(&who, &confirmed);
    let withdrawn = &payload["link"];
    assert_eq!(withdrawn["status"], "SUGGESTED");
    assert_eq!(withdrawn["statusReason"], "suggested by the hub, no decision on it stands");
    assert_eq!(states(withdrawn), [("CONFIRM", "WITHDRAWN"), ("WITHDRAW", "STANDING")]);
    assert_eq!(withdrawn["decisions"][1]["withdraws"]["id"], confirmed["decision"]["id"]);
    assert_eq!(payload["decision"]["action"], "WITHDRAW");
    for (place, found) in everywhere(&desk, &link) {
        assert_eq!(found, *withdrawn, "{place}");
    }
}

#[test]
fn what_an_agency_proposes_is_there_until_it_takes_it_back() {
    let desk = Desk::open("proposed");
    let who = desk.curator("UNDP");
    let before = desk.count("links");
    let (from, to) = (desk.node("6.1"), desk.node(PROGRAMME));
    // The other way round: it is put in the direction of its type.
    let payload = desk.proposes(&who, "SUPPORTS", &to, &from);
    let link = &payload["link"];
    assert_eq!(
        only(link, &["type", "status", "suggested"]),
        json!({ "type": "SUPPORTS", "status": "CONFIRMED", "suggested": false })
    );
    assert!(link["statusReason"].as_str().unwrap().starts_with("proposed by UNDP"), "{link}");
    assert_eq!((desk.link("6.1", PROGRAMME), desk.count("links")), (link["id"].clone(), before + 1));
    let strength = desk.ask("{ links(where: {status: [CONFIRMED]}) { nodes { strength } } }");
    assert_eq!(strength["links"]["nodes"], json!([{ "strength": "WEAK" }]));
    let gone = desk.withdraws(&who, &payload);
    assert_eq!((&gone["link"], &gone["decision"]["action"]), (&Value::Null, &json!("WITHDRAW")));
    assert_eq!(desk.count("links"), before);
    assert_eq!(desk.ask(&format!("{{ node(id: {}) {{ id }} }}", link["id"]))["node"], Value::Null);
    let log = desk.decisions();
    assert_eq!(log.len(), 2, "the history stays");
    assert!(log.iter().all(|decision| decision["link"].is_null()), "{log:?}");
    // Said again it is a new decision on the same link.
    assert_eq!(desk.proposes(&who, "SUPPORTS", &from, &to)["link"]["id"], link["id"]);
}

#[test]
fn no_agency_overrules_another() {
    let desk = Desk::open("disputed");
    let (undp, iom) = (desk.curator("UNDP"), desk.curator("IOM"));
    let link = desk.link(ITEM, PROGRAMME);
    desk.decides(&undp, &link, "CONFIRM");
    let rejected = desk.decides(&iom, &link, "REJECT");
    let disputed = &rejected["link"];
    assert_eq!(only(disputed, &["status", "disputed"]), json!({ "status": "SUGGESTED", "disputed": true }));
    assert!(
        disputed["statusReason"].as_str().unwrap().starts_with("disputed: confirmed by UNDP"),
        "{disputed}"
    );
    assert_eq!(states(disputed), [("CONFIRM", "STANDING"), ("REJECT", "STANDING")]);
    let resolved = desk.withdraws(&iom, &rejected);
    assert_eq!(
        only(&resolved["link"], &["status", "disputed"]),
        json!({ "status": "CONFIRMED", "disputed": false })
    );
    let agreed = desk.decides(&iom, &link, "CONFIRM");
    let reason = agreed["link"]["statusReason"].as_str().unwrap();
    assert!(reason.contains("confirmed by UNDP") && reason.contains(", confirmed by IOM"), "{reason}");
}

#[test]
fn an_agency_that_changes_its_mind_has_one_opinion_and_its_history() {
    let desk = Desk::open("mind");
    let (one, other) = (desk.curator("UNDP"), desk.curator("UNDP"));
    let link = desk.link(ITEM, PROGRAMME);
    desk.decides(&one, &link, "CONFIRM");
    // Another person of the same agency.
    let payload = desk.decides(&other, &link, "REJECT");
    assert_eq!(
        only(&payload["link"], &["status", "disputed"]),
        json!({ "status": "REJECTED", "disputed": false })
    );
    assert_eq!(states(&payload["link"]), [("CONFIRM", "SUPERSEDED"), ("REJECT", "STANDING")]);
    let back = desk.withdraws(&one, &payload);
    assert_eq!(back["link"]["status"], "CONFIRMED", "what it said before stands again");
}

#[test]
fn the_decision_of_the_readme_is_taken() {
    let readme = include_str!("../../../README.md");
    let mut bodies = readme.split("-d '").skip(1).filter_map(|rest| Some(rest.split_once("'\n```")?.0));
    let body = bodies.find(|body| body.contains("decideLink")).unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    let desk = Desk::open("readme");
    let who = desk.curator("UNDP");
    let response = desk.response(Some(&who), body["query"].as_str().unwrap(), body["variables"].clone());
    let expected = json!({ "link": { "status": "CONFIRMED" }, "userErrors": [] });
    assert_eq!(response["data"]["decideLink"], expected, "{response}");
}
