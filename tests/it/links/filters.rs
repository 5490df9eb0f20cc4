//! Filters and orders of links and decisions, where agencies have decided.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Desk, ITEM, PROGRAMME, list};

/// The identifiers of the links that a filter lets through.
fn passing(desk: &Desk, filter: &str) -> BTreeSet<String> {
    let asked = desk.ask(&format!("{{ links(where: {filter}) {{ totalCount nodes {{ id }} }} }}"));
    let nodes = list(&asked["links"]["nodes"]);
    assert_eq!(asked["links"]["totalCount"], nodes.len());
    nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
}

fn set<const N: usize>(links: [&Value; N]) -> BTreeSet<String> {
    links.into_iter().map(|link| link.as_str().unwrap().to_owned()).collect()
}

#[test]
fn links_are_filtered_by_what_agencies_said() {
    let desk = Desk::open("filter-said");
    let (undp, iom) = (desk.curator("UNDP"), desk.curator("IOM"));
    let confirmed = desk.link(ITEM, PROGRAMME);
    let rejected = desk.link("5.16", "6.7");
    let disputed = desk.link("5.7", "6.7");
    let withdrawn = desk.link("2.4", "mkd-institutional-fact-based-data-driven");
    desk.decides(&undp, &confirmed, "CONFIRM");
    desk.decides(&iom, &rejected, "REJECT");
    desk.decides(&undp, &disputed, "CONFIRM");
    desk.decides(&iom, &disputed, "REJECT");
    let taken_back = desk.decides(&iom, &withdrawn, "REJECT");
    desk.withdraws(&iom, &taken_back);
    let proposed =
        desk.proposes(&iom, "NAMES", &desk.node("6.1"), &desk.node(PROGRAMME))["link"]["id"].clone();
    let all = passing(&desk, "{}");

    assert_eq!(passing(&desk, "{status: [CONFIRMED]}"), set([&confirmed, &proposed]));
    assert_eq!(passing(&desk, "{status: [REJECTED]}"), set([&rejected]));
    assert_eq!(passing(&desk, "{status: [CONFIRMED, REJECTED]}"), set([&confirmed, &proposed, &rejected]));
    assert_eq!(passing(&desk, "{status: []}"), all, "an empty list is no condition");
    assert_eq!(passing(&desk, "{disputed: true}"), set([&disputed]));
    assert_eq!(passing(&desk, "{disputed: false}").len(), all.len() - 1);
    assert_eq!(passing(&desk, "{undecided: false}"), set([&confirmed, &proposed, &rejected]));
    assert_eq!(passing(&desk, "{undecided: true}"), &all - &passing(&desk, "{undecided: false}"));
    assert!(passing(&desk, "{undecided: true}").is_superset(&set([&disputed, &withdrawn])));
    assert_eq!(passing(&desk, "{agency: [\"UNDP\"]}"), set([&confirmed, &disputed]));
    assert_eq!(
        passing(&desk, "{agency: [\"International Organization for Migration\"]}"),
        set([&rejected, &disputed, &proposed]),
        "not what it took back"
    );
    assert_eq!(
        passing(&desk, "{agency: [\"UNDP\", \"iom\"]}"),
        set([&confirmed, &rejected, &disputed, &proposed])
    );
    assert_eq!(passing(&desk, "{agency: [\"ILO\"]}"), BTreeSet::new());
    assert_eq!(passing(&desk, "{and: [{agency: [\"UNDP\"]}, {agency: [\"IOM\"]}]}"), set([&disputed]));
    assert_eq!(passing(&desk, "{strength: [WEAK]}"), set([&proposed]));

    let decisions = |filter: &str| {
        let asked = desk
            .ask(&format!("{{ decisions(where: {filter}) {{ nodes {{ action agency {{ acronym }} }} }} }}"));
        let words = |of: &Value| {
            format!("{} {}", of["agency"]["acronym"].as_str().unwrap(), of["action"].as_str().unwrap())
        };
        list(&asked["decisions"]["nodes"]).iter().map(words).collect::<Vec<_>>()
    };
    let newest_first = [
        "IOM PROPOSE",
        "IOM WITHDRAW",
        "IOM REJECT",
        "IOM REJECT",
        "UNDP CONFIRM",
        "IOM REJECT",
        "UNDP CONFIRM",
    ];
    assert_eq!(decisions("{}"), newest_first);
    assert_eq!(decisions("{agency: [\"UNDP\"]}"), ["UNDP CONFIRM", "UNDP CONFIRM"]);
    assert_eq!(decisions("{state: [WITHDRAWN]}"), ["IOM REJECT"]);
    assert_eq!(decisions("{link: {disputed: true}}"), ["IOM REJECT", "UNDP CONFIRM"]);
    assert_eq!(
        decisions(&format!("{{link: {{node: [{}]}}}}", desk.node("2.4"))),
        ["IOM WITHDRAW", "IOM REJECT"]
    );
    assert_eq!(decisions("{state: [STALE, ORPHANED]}"), Vec::<String>::new());

    let order = |by: &str| {
        let asked = desk.ask(&format!("{{ links(orderBy: {by}) {{ nodes {{ id }} }} }}"));
        list(&asked["links"]["nodes"]).iter().map(|node| node["id"].clone()).collect::<Vec<_>>()
    };
    // Not by the second, which several may share, but who was last and who first.
    let decided = order("{field: DECIDED_AT, direction: DESC}");
    let spoken_about = BTreeSet::from_iter(decided[..5].iter().map(|link| link.as_str().unwrap().to_owned()));
    assert_eq!(spoken_about, set([&confirmed, &rejected, &disputed, &withdrawn, &proposed]));
    assert_eq!((&decided[0], &decided[4]), (&proposed, &confirmed));
}

#[test]
fn links_are_filtered_by_what_the_hub_says_of_them() {
    let desk = Desk::open("filter-hub");
    let all = passing(&desk, "{}");
    let same = |filters: [&str; 2]| filters.map(|filter| passing(&desk, filter));
    let of_types =
        ["SAME_AS", "NAMES", "SUPPORTS"].map(|kind| passing(&desk, &format!("{{type: [{kind}]}}")));
    assert!(of_types.iter().all(|links| !links.is_empty()));
    assert_eq!(of_types.iter().map(BTreeSet::len).sum::<usize>(), all.len());
    let strengths = passing(&desk, "{strength: [CERTAIN, STRONG, PLAUSIBLE]}");
    assert_eq!(
        (strengths, passing(&desk, "{strength: [WEAK]}").len()),
        (all.clone(), 0),
        "the hub suggests no weak link"
    );
    assert_eq!((passing(&desk, "{minScore: 0}"), passing(&desk, "{minScore: 1}").len()), (all.clone(), 0));
    // A score is the least that it has itself.
    let scores = desk.ask("{ links { nodes { id score } } }");
    for link in list(&scores["links"]["nodes"]) {
        assert!(
            passing(&desk, &format!("{{minScore: {}}}", link["score"]))
                .contains(link["id"].as_str().unwrap())
        );
    }
    assert_eq!(passing(&desk, "{identity: true}").len(), 5);
    assert_eq!(passing(&desk, "{identity: false}"), &all - &passing(&desk, "{identity: true}"));

    let moldova = desk.ask("{ country(code: \"md\") { links { nodes { id } } } }");
    let moldova: BTreeSet<_> = list(&moldova["country"]["links"]["nodes"])
        .iter()
        .map(|link| link["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(moldova.contains(desk.link(ITEM, PROGRAMME).as_str().unwrap()) && moldova.len() < all.len());
    assert_eq!(same(["{country: [\"MDA\"]}", "{country: [\"Moldova\"]}"]), [moldova.clone(), moldova]);

    let elsewhere = desk.ask("{ country(code: \"LB\") { links { nodes { countries { code } } } } }");
    for link in list(&elsewhere["country"]["links"]["nodes"]) {
        assert!(list(&link["countries"]).contains(&json!({ "code": "LBN" })), "{link}");
    }
    let of_commitment =
        desk.ask("{ links(where: {country: [\"LBN\"]}) { nodes { to { ... on Programme { slug } } } } }");
    assert!(!of_commitment.to_string().contains(PROGRAMME), "nothing of it is in Lebanon: {of_commitment}");

    let (item, programme) = (desk.node(ITEM), desk.node(PROGRAMME));
    let both = passing(&desk, &format!("{{and: [{{node: [{item}]}}, {{node: [{programme}]}}]}}"));
    assert_eq!(both, set([&desk.link(ITEM, PROGRAMME)]));
    let either = passing(&desk, &format!("{{node: [{item}, {programme}]}}"));
    assert!(either.is_superset(&both) && either.len() > both.len());

    let leaflet = passing(&desk, "{source: [\"mptf-in-action\"], identity: true}");
    assert!(
        !leaflet.is_empty() && leaflet.is_subset(&passing(&desk, "{source: [\"mptf-pipeline\"]}")),
        "{leaflet:?}"
    );
    // UNDP made the pledge of every item and commitment.
    let of_undp = passing(&desk, "{organisation: [\"UNDP\"]}");
    assert!(of_undp.is_superset(&passing(&desk, "{source: [\"undp-pledge\"]}")));
    assert_eq!(of_undp, passing(&desk, "{organisation: [\"United Nations Development Programme\"]}"));
    let not = passing(&desk, "{not: {organisation: [\"UNDP\"]}}");
    assert_eq!(not, &all - &of_undp);
}

#[test]
fn what_has_links_is_found_and_ordered_by_how_many() {
    let desk = Desk::open("has-links");
    let who = desk.curator("UNDP");
    let programmes = |filter: &str| {
        let asked = desk.ask(&format!("{{ programmes(where: {filter}) {{ nodes {{ slug }} }} }}"));
        list(&asked["programmes"]["nodes"])
            .iter()
            .map(|node| node["slug"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(
        !programmes("{hasLinks: {}}").contains(&"tjk-families-left-behind-khatlon".to_owned()),
        "an identity is no link"
    );
    assert_eq!(programmes("{hasLinks: {status: [CONFIRMED]}}"), Vec::<String>::new());
    let link = desk.link(ITEM, PROGRAMME);
    desk.decides(&who, &link, "CONFIRM");
    assert_eq!(programmes("{hasLinks: {status: [CONFIRMED]}}"), [PROGRAMME]);
    let items = desk.ask("{ progressItems(where: {hasLinks: {agency: [\"UNDP\"]}}) { nodes { id } } }");
    assert_eq!(items["progressItems"]["nodes"], json!([{ "id": desk.node(ITEM) }]));
    let without = programmes("{not: {hasLinks: {}}}");
    assert_eq!(programmes("{hasLinks: {}}").len() + without.len(), 31);

    let ordered = |desk: &Desk, direction: &str| {
        let asked = desk.ask(&format!(
            "{{ programmes(orderBy: {{field: LINK_COUNT, direction: {direction}}}) {{ nodes {{
                slug links(where: {{identity: false, not: {{status: [REJECTED]}}}}) {{ totalCount }} }} }} }}"
        ));
        let count = |node: &Value| {
            (node["links"]["totalCount"].as_u64().unwrap(), node["slug"].as_str().unwrap().to_owned())
        };
        list(&asked["programmes"]["nodes"]).iter().map(count).collect::<Vec<_>>()
    };
    desk.decides(&who, &desk.link("5.16", PROGRAMME), "REJECT");
    let most_first = ordered(&desk, "DESC");
    assert!(most_first.iter().map(|(count, _)| count).rev().is_sorted(), "{most_first:?}");
    assert!(most_first[0].0 > most_first[1].0 && most_first[30].0 == 0, "{most_first:?}");
    let fewest_first = ordered(&desk, "ASC");
    assert!(fewest_first.is_sorted(), "by count, then slug: {fewest_first:?}");
}

#[test]
fn what_is_linked_twice_is_listed_once_with_the_surest_link_that_is_not_rejected() {
    let desk = Desk::open("linked-twice");
    let who = desk.curator("UNDP");
    let (item, programme, same) = (desk.node(ITEM), desk.node(PROGRAMME), desk.link(ITEM, PROGRAMME));
    let proposed = desk.proposes(&who, "SUPPORTS", &item, &programme)["link"]["id"].clone();
    let edges = |links: &str| {
        let asked = desk.ask(&format!(
            "{{ programme(slug: \"{PROGRAMME}\") {{ progressItems{links} {{
                totalCount edges {{ node {{ id }} link {{ id }} }} }} }}
               node(id: {item}) {{ ... on ProgressItem {{ programmes {{ totalCount edges {{ node {{ id }} link {{ id }} }} }} }} }} }}"
        ));
        let of = |list_of: &Value, node: &Value| {
            let edges = list(&list_of["edges"]);
            assert_eq!(list_of["totalCount"], edges.len());
            let mine: Vec<_> = edges
                .iter()
                .filter(|edge| edge["node"]["id"] == *node)
                .map(|edge| edge["link"]["id"].clone())
                .collect();
            assert_eq!(mine.len(), 1, "{edges:?}");
            mine[0].clone()
        };
        (of(&asked["programme"]["progressItems"], &item), of(&asked["node"]["programmes"], &programme))
    };
    assert_eq!(
        edges(""),
        (proposed.clone(), proposed.clone()),
        "confirmed before suggested, whatever the scores"
    );
    desk.decides(&who, &same, "CONFIRM");
    assert_eq!(edges(""), (same.clone(), same.clone()), "of two confirmed ones the surer");
    desk.decides(&who, &same, "REJECT");
    assert_eq!(edges("").0, proposed);
    assert_eq!(edges("(links: {status: [CONFIRMED, REJECTED]})").0, proposed, "a rejected one comes last");
    assert_eq!(edges("(links: {status: [REJECTED]})").0, same);
}
