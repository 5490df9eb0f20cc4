//! `/reconcile` as OpenRefine uses it, over a socket.

mod matching;

use std::sync::LazyLock;

use gcm_hub::api::Limits;
use gcm_hub::graph::Node;
use gcm_hub::http::Setup;
use gcm_hub::hub::Served;
use gcm_hub::reconcile::{Entity, MOST_BYTES, MOST_QUERIES, PROPERTIES, Type};
use serde_json::{Map, Value, json};

use crate::server::{Answer, Running, encoded};

/// One server for every test: none of them changes anything.
static SERVER: LazyLock<Running> = LazyLock::new(Running::start);

const FORM: &str = "application/x-www-form-urlencoded";

fn post(field: &str, value: &Value) -> Answer {
    let body = format!("{field}={}", encoded(&value.to_string()));
    SERVER.send("POST /reconcile", &[("Content-Type", FORM)], body.as_bytes())
}

/// The candidates of one query.
fn asked(query: Value) -> Vec<Value> {
    let answer = post("queries", &json!({ "q0": query }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["q0"]["result"].as_array().unwrap().clone()
}

/// What is taken without looking: the only candidate that is a match.
fn matched(query: Value) -> Option<String> {
    let candidates = asked(query);
    let mut sure = candidates.iter().filter(|candidate| candidate["match"] == true);
    let first = sure.next().map(|candidate| candidate["name"].as_str().unwrap().to_owned());
    assert!(sure.next().is_none(), "{candidates:?}");
    first
}

fn feature<'a>(candidate: &'a Value, id: &str) -> &'a Value {
    let features = candidate["features"].as_array().unwrap();
    features.iter().find(|feature| feature["id"] == id).map_or(&Value::Null, |feature| &feature["value"])
}

fn extended(ids: &[&str], properties: &[&str]) -> Value {
    let properties: Vec<_> = properties.iter().map(|id| json!({ "id": id })).collect();
    let answer = post("extend", &json!({ "ids": ids, "properties": properties }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// Everything that can be matched.
fn entities(served: &Served) -> Vec<Entity<'_>> {
    let countries = gcm_hub::reference::countries().iter().map(|country| Node::Country(country.code));
    let organisations = served.organisations.places().map(Node::Organisation);
    let programmes = served.programmes.places().map(Node::Programme);
    countries.chain(organisations).chain(programmes).filter_map(|node| Entity::new(served, node)).collect()
}

/// The identifier of what a name is matched with.
fn id(name: &str, of: &str) -> String {
    let candidates = asked(json!({ "query": name, "type": of }));
    candidates[0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_manifest_says_where_everything_is_for_who_asks() {
    let manifest = SERVER.get("/reconcile").json();
    let base = format!("http://{}", SERVER.client.0);
    assert_eq!(manifest["versions"], json!(["0.2"]));
    assert_eq!(manifest["batchSize"], MOST_QUERIES);
    assert_eq!(manifest["identifierSpace"], format!("{base}/entity/"));
    assert_eq!(manifest["schemaSpace"], format!("{base}/schema.graphql"));
    assert_eq!(manifest["view"]["url"], format!("{base}/entity/{{{{id}}}}"));
    assert_eq!(manifest["extend"]["propose_properties"]["service_url"], base);
    let types: Vec<&Value> =
        manifest["defaultTypes"].as_array().unwrap().iter().map(|of| &of["id"]).collect();
    assert_eq!(types, ["country", "organisation", "programme"]);
    // Every address in it leads somewhere.
    let path = |address: &Value| address.as_str().unwrap().strip_prefix(&base).unwrap().to_owned();
    for what in ["entity", "property", "type"] {
        let suggest = &manifest["suggest"][what];
        assert_eq!(suggest["service_url"], base);
        let answer = SERVER.get(&format!("{}?prefix=a", suggest["service_path"].as_str().unwrap()));
        assert_eq!(answer.status, 200, "{what}: {}", answer.text());
    }
    for address in ["documentation", "logo", "schemaSpace"] {
        assert_eq!(SERVER.get(&path(&manifest[address])).status, 200, "{address}");
    }
    for address in [&manifest["view"]["url"], &manifest["preview"]["url"]] {
        let page = path(address).replace("{{id}}", &id("Moldova", "country"));
        assert_eq!(SERVER.get(&page).status, 200, "{page}");
    }
    let proxied = SERVER.send("GET /reconcile", &[("X-Forwarded-Proto", "https")], b"").json();
    assert_eq!(proxied["identifierSpace"], format!("https://{}/entity/", SERVER.client.0));
}

#[test]
fn a_batch_that_takes_longer_than_it_may_is_given_up() {
    // No time at all, so that nothing has to be waited for.
    let limits = Limits { seconds: 0, ..Limits::default() };
    let server = Running::with(Setup { limits, ..Setup::default() });
    let body = format!("queries={}", encoded(&json!({ "q0": { "query": "Moldova" } }).to_string()));
    let answer = server.send("POST /reconcile", &[("Content-Type", FORM)], body.as_bytes());
    answer.refuses(400, "LIMIT_EXCEEDED", "`seconds`");
    assert_eq!(server.get("/reconcile").status, 200);
    server.stop().unwrap();
}

#[test]
fn nothing_says_how_old_an_answer_is_that_no_cache_keeps() {
    let answer = post("queries", &json!({ "q0": { "query": "Moldova", "limit": "1", "colour": "blue" } }));
    assert_eq!((answer.status, answer.header("cache-control"), answer.header("age")), (200, "no-store", ""));
    assert!(answer.header("gcm-hub-age").parse::<u64>().is_ok());
    assert_eq!(answer.json()["q0"]["result"].as_array().unwrap().len(), 1);
}

#[test]
fn a_batch_is_answered_alike_by_form_and_by_address() {
    let batch = json!({ "a": { "query": "Moldova" }, "b": { "query": "IOM", "limit": 1 } });
    let by_form = post("queries", &batch);
    let by_address = SERVER.get(&format!("/reconcile?queries={}", encoded(&batch.to_string())));
    assert_eq!(by_form.json(), by_address.json());
    assert_eq!(by_form.json().as_object().unwrap().len(), 2);
    assert!(!by_form.header("gcm-hub-graph-version").is_empty());
}

#[test]
fn facts_are_given_for_what_was_matched() {
    let (moldova, iom) = (id("Moldova", "country"), id("IOM", "organisation"));
    let programme = id("Making Migration Work for Sustainable Development", "programme");
    let answer = extended(
        &[&moldova, &iom, &programme, "cty_000000000000", "no id"],
        &["iso2", "iati", "country", "months", "slug"],
    );
    assert_eq!(answer["meta"][0], json!({ "id": "iso2", "name": "ISO 3166-1 alpha-2" }));
    assert_eq!(answer["meta"][2]["type"]["id"], "country");
    let rows = &answer["rows"];
    assert_eq!(rows[&moldova]["iso2"], json!([{ "str": "MD" }]));
    assert_eq!(
        rows[&iom],
        json!({ "iso2": [], "iati": [{ "str": "XM-DAC-47066" }], "country": [], "months": [], "slug": [] })
    );
    let countries = rows[&programme]["country"].as_array().unwrap();
    assert!(countries.contains(&json!({ "id": moldova, "name": "Republic of Moldova" })), "{countries:?}");
    for unknown in ["cty_000000000000", "no id"] {
        assert_eq!(rows[unknown]["iso2"], json!([]), "{unknown}");
    }
}

#[test]
fn wherever_kosovo_is_named_so_is_the_resolution() {
    let candidate = &asked(json!({ "query": "Kosovo" }))[0];
    assert!(candidate["description"].as_str().unwrap().contains("1244"), "{candidate}");
    let kosovo = candidate["id"].as_str().unwrap();
    let with_it = extended(&[kosovo], &["programme"])["rows"][kosovo]["programme"].clone();
    for programme in with_it.as_array().unwrap() {
        let id = programme["id"].as_str().unwrap();
        let countries = extended(&[id], &["country"])["rows"][id]["country"].clone();
        let named = countries.as_array().unwrap().iter().find(|country| country["id"] == kosovo).unwrap();
        assert!(named["description"].as_str().unwrap().contains("1244"), "{named}");
        assert!(SERVER.get(&format!("/entity/{id}")).text().contains("1244"), "{id}");
    }
    for page in ["entity", "reconcile/preview"] {
        assert!(SERVER.get(&format!("/{page}/{kosovo}")).text().contains("1244"), "{page}");
    }
    let typed = SERVER.get("/reconcile/suggest/entity?prefix=kosov&type=country").json();
    assert!(typed["result"][0]["description"].as_str().unwrap().contains("1244"), "{typed}");
}

#[test]
fn what_may_be_meant_is_suggested_while_one_types() {
    let suggested = |path: &str| SERVER.get(&format!("/reconcile/suggest/{path}")).json()["result"].clone();
    assert_eq!(suggested("entity?prefix=moldo&type=country")[0]["name"], "Republic of Moldova");
    let iom = id("IOM", "organisation");
    assert_eq!(suggested(&format!("entity?prefix={iom}"))[0]["id"], iom);
    assert_eq!(suggested("entity?prefix=iom")[0]["notable"], json!([Type::Organisation.json()]));
    assert_eq!(suggested("entity?prefix="), json!([]));
    let (first, rest) = (suggested("entity?prefix=migr"), suggested("entity?prefix=migr&cursor=1"));
    assert_eq!(first[1], rest[0]);
    assert_eq!(suggested("entity?prefix=migr&cursor=18446744073709551615"), json!([]));
    assert_eq!(suggested("property?prefix=alpha-3")[0]["id"], "iso3");
    assert!(suggested("property?prefix=iso&type=programme").as_array().unwrap().is_empty());
    assert_eq!(suggested("type?prefix=prog")[0]["id"], "programme");
    let proposed = SERVER.get("/reconcile/properties?type=organisation&limit=2").json();
    assert_eq!(proposed["type"], "organisation");
    assert_eq!(proposed["properties"].as_array().unwrap().len(), 2);
    assert_eq!(
        SERVER.get("/reconcile/properties").json()["properties"].as_array().unwrap().len(),
        PROPERTIES.len()
    );
}

#[test]
fn every_property_says_something_of_something() {
    let hub = crate::bundled_hub();
    let served = hub.served();
    let all = entities(&served);
    for property in PROPERTIES {
        for of in property.of {
            let said = all.iter().any(|entity| entity.of == *of && !property.values(entity).is_empty());
            assert!(said, "{} of {of:?}", property.id);
        }
        let others = all.iter().filter(|entity| !property.of.contains(&entity.of));
        assert!(others.into_iter().all(|entity| property.values(entity).is_empty()), "{}", property.id);
    }
}

#[test]
fn any_page_may_ask_and_is_told_what_is_wrong() {
    let requests = [
        SERVER.get("/reconcile"),
        SERVER.get("/reconcile?queries=x"),
        SERVER.get("/reconcile/suggest/entity?prefix=x"),
        SERVER.get("/reconcile/properties"),
        post("queries", &json!({})),
        SERVER.send("PUT /reconcile", &[], b""),
    ];
    for answer in requests {
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{}", answer.text());
    }
    let asked_before = SERVER.send(
        "OPTIONS /reconcile",
        &[("Origin", "https://sheet.example"), ("Access-Control-Request-Method", "POST")],
        b"",
    );
    assert_eq!((asked_before.status, asked_before.header("access-control-allow-methods")), (200, "GET,POST"));
    // Nobody else is let in by it.
    assert_eq!(SERVER.get("/openapi.json").header("access-control-allow-origin"), "");
}

#[test]
fn what_cannot_be_answered_is_told_with_what_could() {
    let of_form = |body: &str| SERVER.send("POST /reconcile", &[("Content-Type", FORM)], body.as_bytes());
    of_form("").refuses(400, "BAD_REQUEST", "`queries`");
    of_form("queries=%7B%7D&queries=%7B%7D").refuses(400, "BAD_REQUEST", "once");
    of_form("queries=%7B%7D&extend=%7B%7D").refuses(400, "BAD_REQUEST", "either");
    of_form("queries=%FF").refuses(400, "BAD_USER_INPUT", "`queries`");
    of_form("extend=%5B%5D").refuses(400, "BAD_USER_INPUT", "`extend`");
    post("queries", &json!({ "q9": { "query": "x", "type": "person" } })).refuses(
        400,
        "BAD_USER_INPUT",
        "`q9`",
    );
    SERVER.get("/reconcile?callback=f").refuses(400, "BAD_REQUEST", "CORS");
    SERVER.get("/reconcile?query=Moldova").refuses(400, "BAD_REQUEST", "`queries`");
    SERVER.get("/reconcile/suggest/entity").refuses(400, "BAD_REQUEST", "`prefix`");
    SERVER.get("/reconcile/suggest/entity?prefix=a&type=x").refuses(400, "BAD_USER_INPUT", "`country`");
    SERVER.get("/reconcile/suggest/entity?prefix=a&cursor=-1").refuses(400, "BAD_REQUEST", "`cursor`");
    let long = format!("/reconcile/suggest/entity?prefix={}", "x".repeat(301));
    SERVER.get(&long).refuses(400, "BAD_USER_INPUT", "301 characters");
    SERVER.get("/reconcile/suggest/place?prefix=a").refuses(404, "NOT_FOUND", "`entity`");
    SERVER.get("/entity/cty_000000000000").refuses(404, "NOT_FOUND", "`cty_000000000000`");
    let json = SERVER.send("POST /reconcile", &[("Content-Type", "application/json")], b"{}");
    json.refuses(415, "UNSUPPORTED_MEDIA_TYPE", FORM);
    SERVER.send("PUT /reconcile", &[], b"").refuses(405, "METHOD_NOT_ALLOWED", "`/reconcile`");
    let many: Map<String, Value> =
        (0..=MOST_QUERIES).map(|number| (format!("q{number}"), json!({ "query": "x" }))).collect();
    post("queries", &Value::Object(many)).refuses(413, "PAYLOAD_TOO_LARGE", "50");
    of_form(&format!("queries={}", "x".repeat(MOST_BYTES))).refuses(413, "PAYLOAD_TOO_LARGE", "1048576");
}

#[test]
fn a_preview_may_be_framed_and_has_no_scripts() {
    let moldova = id("Moldova", "country");
    let preview = SERVER.get(&format!("/reconcile/preview/{moldova}"));
    let policy = preview.header("content-security-policy");
    assert!(policy.contains("frame-ancestors *") && !policy.contains("script-src"), "{policy}");
    let html = preview.text();
    assert!(html.contains("<html lang=\"en-GB\">") && html.contains("Republic of Moldova"), "{html}");
    // From within a frame a link opens beside the page that has it.
    assert!(
        html.contains(&format!("<a href=\"/entity/{moldova}\" target=\"_blank\" rel=\"noopener\">")),
        "{html}"
    );
    assert!(!html.contains("<script"), "{html}");
    let page = SERVER.get(&format!("/entity/{moldova}"));
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
}

#[test]
fn a_page_of_facts_links_to_what_it_names() {
    let programme = id("Making Migration Work for Sustainable Development", "programme");
    for of in [id("Moldova", "country"), id("IOM", "organisation"), programme] {
        let html = SERVER.get(&format!("/entity/{of}")).text();
        let links: Vec<&str> =
            html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(links.iter().any(|link| link.starts_with("/entity/")), "{links:?}");
        for link in links.iter().filter(|link| link.starts_with('/')) {
            assert_eq!(SERVER.get(link).status, 200, "{link}");
        }
    }
    assert!(SERVER.get("/").text().contains("href=\"/reconcile\""));
}
