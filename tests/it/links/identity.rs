//! Agencies decide which records are one programme, and the graph obeys at once.

use serde_json::{Value, json};

use super::{Desk, list, only};

/// Joined from the booklet and the leaflet.
const JOINED: &str = "tjk-families-left-behind-khatlon";
/// Two programmes of one country.
const APART: [&str; 2] = ["zaf-making-safe-women", "zaf-united-nations-pilot-migrant-integration"];

const SOUTH_AFRICAN: &str =
    "{ programmes(where: {country: [\"ZAF\"]}) { nodes { id slug title budget { amount } } }
    links { totalCount } }";

/// The programme's identity link: of it with itself.
fn identity(desk: &Desk, slug: &str) -> Value {
    let asked = desk.ask(&format!(
        "{{ programme(slug: \"{slug}\") {{ links(where: {{identity: true}}) {{ nodes {{ id }} }} }} }}"
    ));
    let links = list(&asked["programme"]["links"]["nodes"]);
    assert_eq!(links.len(), 1, "{links:?}");
    links[0]["id"].clone()
}

/// Everything about the Tajik programmes and how many programmes there are.
fn tajik(desk: &Desk) -> Value {
    desk.ask(
        "{ hub { counts { programmes } } programmes { totalCount }
           here: programmes(where: {country: [\"TJK\"]}) {
             totalCount stats { budget { count sum } }
             nodes { id slug title budget { amount } results { totalCount } records { key source { slug } }
               claims(fields: [\"budget\"]) { value record { source { slug } } }
               links { nodes { id status statusReason suggested disputed } } } } }",
    )
}

fn sources(programme: &Value) -> Vec<&str> {
    list(&programme["records"]).iter().map(|record| record["source"]["slug"].as_str().unwrap()).collect()
}

#[test]
fn a_rejected_identity_splits_a_programme_and_its_withdrawal_joins_it_again() {
    let desk = Desk::open("split");
    let (undp, iom) = (desk.curator("UNDP"), desk.curator("IOM"));
    let whole = tajik(&desk);
    assert_eq!((&whole["programmes"]["totalCount"], &whole["here"]["totalCount"]), (&json!(31), &json!(2)));
    let (old, link) = (desk.node(JOINED), identity(&desk, JOINED));

    let rejected = desk.decides(&undp, &link, "REJECT");
    assert_eq!(
        only(&rejected["link"], &["id", "status", "suggested"]),
        json!({ "id": link, "status": "REJECTED", "suggested": false })
    );
    let split = tajik(&desk);
    assert_eq!(
        (&split["programmes"]["totalCount"], &split["hub"]["counts"]["programmes"]),
        (&json!(32), &json!(32))
    );
    assert_eq!(split["here"]["totalCount"], 3);
    let nodes = list(&split["here"]["nodes"]);
    let of = |source: &str| {
        let mut found = nodes.iter().filter(|node| {
            sources(node) == [source] && node["id"] != desk.node("tjk-safe-skilled-young-abroad")
        });
        let only = found.next().unwrap();
        assert!(found.next().is_none());
        only
    };
    let (sheet, feature) = (of("mptf-pipeline"), of("mptf-in-action"));
    // The whole had its identifier from the first record and its slug from the newest: each part keeps its own.
    assert_eq!((&sheet["id"], &feature["slug"]), (&old, &json!(JOINED)));
    assert_ne!((&feature["id"], &sheet["slug"]), (&old, &json!(JOINED)));
    for part in [sheet, feature] {
        let claims = list(&part["claims"]);
        assert_eq!(claims.len(), 1, "each has its own budget: {claims:?}");
        assert_eq!(claims[0]["record"]["source"], part["records"][0]["source"]);
        assert_eq!(part["budget"]["amount"], 2_200_000.0);
        assert_eq!(part["links"]["nodes"][0]["id"], link, "the rejected identity stays to be seen");
        assert_eq!(part["links"]["nodes"][0]["status"], "REJECTED");
    }
    assert_eq!((&sheet["results"]["totalCount"], &feature["results"]["totalCount"]), (&json!(0), &json!(19)));
    let sum = |of: &Value| of["here"]["stats"]["budget"]["sum"].as_f64().unwrap();
    assert_eq!(sum(&split) - sum(&whole), 2_200_000.0, "two programmes have two budgets");
    let resolve = |desk: &Desk| {
        let asked = desk.ask(&format!(
            "{{ a: node(id: {}) {{ id }} b: node(id: {}) {{ id }}
               c: programme(slug: {}) {{ id }} d: programme(slug: {}) {{ id }} }}",
            sheet["id"], feature["id"], sheet["slug"], feature["slug"]
        ));
        ["a", "b", "c", "d"].map(|name| asked[name]["id"].clone())
    };
    let (one, other) = (&sheet["id"], &feature["id"]);
    assert_eq!(resolve(&desk).each_ref(), [one, other, one, other]);

    // At odds, the evidence decides.
    let confirmed = desk.decides(&iom, &link, "CONFIRM");
    assert_eq!(
        only(&confirmed["link"], &["status", "disputed"]),
        json!({ "status": "SUGGESTED", "disputed": true })
    );
    assert_eq!(desk.count("programmes"), 31);
    desk.withdraws(&iom, &confirmed);
    assert_eq!(desk.count("programmes"), 32);

    let desk = desk.restarted();
    assert_eq!(tajik(&desk), split, "a restart changes nothing");
    let withdrawn = desk.withdraws(&undp, &rejected);
    assert_eq!(
        only(&withdrawn["link"], &["id", "status", "suggested"]),
        json!({ "id": link, "status": "SUGGESTED", "suggested": true })
    );
    let again = tajik(&desk);
    let without_links = |of: &Value| {
        let mut of = of.clone();
        of["here"]["nodes"].as_array_mut().unwrap().iter_mut().for_each(|node| node["links"] = Value::Null);
        of
    };
    assert_eq!(without_links(&again), without_links(&whole));
    assert_eq!(resolve(&desk).each_ref(), [&old; 4], "what was a part's own stands for the whole");
}

#[test]
fn a_proposed_identity_joins_two_programmes_and_its_withdrawal_parts_them() {
    let desk = Desk::open("join");
    let who = desk.curator("UNDP");
    let ids = APART.map(|slug| desk.node(slug));
    let before = desk.ask(SOUTH_AFRICAN);
    let payload = desk.proposes(&who, "SAME_AS", &ids[1], &ids[0]);
    let link = &payload["link"];
    assert_eq!(
        only(link, &["type", "status", "suggested"]),
        json!({ "type": "SAME_AS", "status": "CONFIRMED", "suggested": false })
    );
    let joined = |desk: &Desk| {
        let asked = desk.ask(&format!(
            "{{ programmes {{ totalCount }} here: programmes(where: {{country: [\"ZAF\"]}}) {{ totalCount nodes {{ id records {{ key }} }} }}
               a: node(id: {}) {{ id }} b: node(id: {}) {{ id }}
               c: programme(slug: \"{}\") {{ id }} d: programme(slug: \"{}\") {{ id }} }}",
            ids[0], ids[1], APART[0], APART[1]
        ));
        assert_eq!(
            (&asked["programmes"]["totalCount"], &asked["here"]["totalCount"]),
            (&json!(30), &json!(1))
        );
        let one = &asked["here"]["nodes"][0];
        assert_eq!(list(&one["records"]).len(), 2);
        for way in ["a", "b", "c", "d"] {
            assert_eq!(asked[way]["id"], one["id"], "{way}");
        }
    };
    joined(&desk);
    let (first, second) = (identity(&desk, APART[0]), identity(&desk, APART[1]));
    assert_eq!((&first, &second), (&link["id"], &link["id"]));
    let desk = desk.restarted();
    joined(&desk);
    let parted = desk.withdraws(&who, &payload);
    assert_eq!(parted["link"], Value::Null, "nothing suggests it");
    assert_eq!(desk.ask(SOUTH_AFRICAN), before);
    assert_eq!(desk.count("programmes"), 31);
}

#[test]
fn decisions_on_the_links_of_a_programme_go_with_it_when_it_is_joined() {
    let desk = Desk::open("joined-links");
    let who = desk.curator("UNDP");
    let (slug, item) = ("mkd-institutional-fact-based-data-driven", "2.4");
    let other = "per-security-social-inclusion-comprehensive-healthcare";
    let link = desk.link(item, slug);
    let confirmed = desk.decides(&who, &link, "CONFIRM");
    let joined = desk.proposes(&who, "SAME_AS", &desk.node(other), &desk.node(slug));
    let now = desk.ask(&format!(
        "{{ node(id: {link}) {{ ... on Link {{ status to {{ ... on Programme {{ id }} }} }} }} }}"
    ));
    assert_eq!(now["node"]["status"], "CONFIRMED", "the identifier that was decided on still gives the link");
    let of = |slug: &str| {
        desk.ask(&format!("{{ programme(slug: \"{slug}\") {{ id }} }}"))["programme"]["id"].clone()
    };
    assert_eq!((&now["node"]["to"]["id"], of(slug)), (&of(other), of(other)));
    desk.withdraws(&who, &joined);
    let apart =
        desk.ask(&format!("{{ node(id: {link}) {{ id ... on Link {{ status decisions {{ id }} }} }} }}"));
    assert_eq!(
        apart["node"],
        json!({ "id": link, "status": "CONFIRMED", "decisions": [{ "id": confirmed["decision"]["id"] }] })
    );
}
