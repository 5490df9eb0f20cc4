//! What a query is matched with, and what is only offered.

use gcm_hub::reconcile::MOST_QUERIES;
use serde_json::{Map, Value, json};

use super::{asked, entities, feature, id, matched, post};

#[test]
fn what_names_one_thing_for_certain_is_matched() {
    for (text, of, name) in [
        ("Moldova", "country", "Republic of Moldova"),
        ("COTE D'IVOIRE", "country", "Côte d’Ivoire"),
        ("mda", "country", "Republic of Moldova"),
        ("AND", "country", "Andorra"),
        ("Kosovo (UNSCR 1244)", "country", "Kosovo"),
        ("IOM", "organisation", "International Organization for Migration"),
        (
            "international organisation for migration",
            "organisation",
            "International Organization for Migration",
        ),
        ("Un Women", "", "United Nations Entity for Gender Equality and the Empowerment of Women"),
        ("Tajikistan", "", "Tajikistan"),
        (
            "Making Migration Work for Sustainable Development",
            "",
            "Making Migration Work for Sustainable Development",
        ),
    ] {
        let name = match of {
            // The apostrophe of the name is for the code list to choose.
            "country" if name.starts_with("Côte") => {
                asked(json!({ "query": "CIV", "type": of }))[0]["name"].clone()
            }
            _ => json!(name),
        };
        let query =
            if of.is_empty() { json!({ "query": text }) } else { json!({ "query": text, "type": of }) };
        assert_eq!(json!(matched(query.clone())), name, "{text}");
        let best = &asked(query)[0];
        assert_eq!((&best["score"], feature(best, "certain")), (&json!(100.0), &json!(true)), "{text}");
    }
}

#[test]
fn what_is_not_certain_is_offered_and_never_matched() {
    // A short word may be a code: only who asks for countries means one.
    assert_eq!(matched(json!({ "query": "AND" })), None);
    for (text, of, first) in [
        ("Tadjikistan", "country", "Tajikistan"),
        ("England", "country", "United Kingdom of Great Britain and Northern Ireland"),
        ("UNCHR", "organisation", "Office of the United Nations High Commissioner for Refugees"),
        (
            "migration work for sustainable developement",
            "programme",
            "Making Migration Work for Sustainable Development",
        ),
    ] {
        let candidates = asked(json!({ "query": text, "type": of }));
        assert_eq!(candidates[0]["name"], first, "{text}: {candidates:?}");
        assert!(candidates.iter().all(|candidate| candidate["match"] == false), "{text}: {candidates:?}");
        let scores: Vec<f64> = candidates.iter().map(|one| one["score"].as_f64().unwrap()).collect();
        assert!(scores[0] < 100.0 && scores.is_sorted_by(|a, b| a >= b), "{text}: {scores:?}");
    }
    assert_eq!(asked(json!({ "query": "xqzw" })), [] as [Value; 0]);
    assert_eq!(asked(json!({ "query": "migration", "limit": 2 })).len(), 2);
}

#[test]
fn everything_is_found_by_its_own_name_and_identifier() {
    let hub = crate::bundled_hub();
    let served = hub.served();
    let all = entities(&served);
    for part in all.chunks(MOST_QUERIES / 2) {
        let mut batch = Map::new();
        for entity in part {
            batch.insert(entity.id().to_string(), json!({ "query": entity.name(), "type": entity.of.id() }));
            batch.insert(format!("by {}", entity.id()), json!({ "query": entity.id().to_string() }));
        }
        let answer = post("queries", &Value::Object(batch)).json();
        for entity in part {
            for asked in [entity.id().to_string(), format!("by {}", entity.id())] {
                let best = &answer[asked]["result"][0];
                assert_eq!(best["id"], entity.id().to_string(), "{}: {best}", entity.name());
                assert_eq!(best["match"], true, "{}: {best}", entity.name());
            }
        }
    }
}

#[test]
fn what_else_is_known_speaks_for_or_against() {
    let title = "Making Migration Work for Sustainable Development";
    let with = |pid: &str, v: Value| {
        let query = json!({ "query": title, "type": "programme", "properties": [{ "pid": pid, "v": v }] });
        asked(query).swap_remove(0)
    };
    let moldova = id("Moldova", "country");
    for (pid, v, holds) in [
        ("country", json!("Moldova"), true),
        ("country", json!(["MDA", "FRA"]), true),
        ("country", json!({ "id": moldova, "name": "whatever" }), true),
        ("country", json!("France"), false),
        ("kind", json!("global programme"), true),
        ("organisation", json!("ILO"), false),
    ] {
        let best = with(pid, v.clone());
        assert_eq!(
            (feature(&best, pid), &best["match"]),
            (&json!(holds), &json!(holds)),
            "{pid} {v}: {best}"
        );
    }
    // What no source says speaks neither for nor against.
    let best = with("budget", json!(1));
    assert_eq!((feature(&best, "budget"), &best["match"]), (&Value::Null, &json!(true)), "{best}");
}

#[test]
fn properties_alone_lead_to_what_has_all_of_them() {
    let only = |of: &str, pid: &str, v: Value| json!({ "type": of, "properties": [{ "pid": pid, "v": v }] });
    assert_eq!(matched(only("country", "iso3", json!("MDA"))).as_deref(), Some("Republic of Moldova"));
    assert_eq!(matched(only("country", "m49", json!("498"))).as_deref(), Some("Republic of Moldova"));
    let iom = matched(only("organisation", "iati", json!("XM-DAC-47066")));
    assert_eq!(iom.as_deref(), Some("International Organization for Migration"));
    let there = asked(only("programme", "country", json!("Tajikistan")));
    assert!(there.len() > 1 && there.iter().all(|candidate| candidate["match"] == false), "{there:?}");
    assert!(there.iter().all(|candidate| feature(candidate, "country") == true), "{there:?}");
    assert!(asked(only("country", "iso3", json!("QQQ"))).is_empty());
}
