//! What is at `/api` and `/export` and on the command line, against what GraphQL answers.

mod openapi;
mod tables;

use std::collections::HashSet;
use std::io::{Read, Write};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use gcm_hub::api::{Limits, Schema};
use gcm_hub::export::Ground;
use gcm_hub::graph::Graph;
use gcm_hub::hub::Served;
use serde_json::{Value, json};

use crate::TempFolder;
use crate::server::{Answer, Running, encoded};

/// One server for every test: none of them changes anything.
static SERVER: LazyLock<Running> = LazyLock::new(Running::start);

fn operation(name: &str) -> &'static str {
    gcm_hub::http::operations().iter().find(|operation| operation.name == name).unwrap().document
}

fn graphql(query: &str, variables: Value) -> Value {
    let answer = SERVER.ask("*/*", &json!({ "query": query, "variables": variables })).json();
    assert!(answer.get("errors").is_none(), "{answer}");
    answer["data"].clone()
}

fn ok(path: &str) -> Answer {
    let answer = SERVER.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer
}

fn table(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_saved_operation_answers_by_name_in_every_form() {
    for operation in gcm_hub::http::operations() {
        let data = graphql(operation.document, json!({}));
        let name = operation.name;
        assert_eq!(ok(&format!("/api/{name}.json")).json(), data, "{name}");
        let rows = lines(&ok(&format!("/api/{name}.ndjson")).streamed());
        let table = table(&ok(&format!("/api/{name}.csv")).streamed());
        assert_eq!(table.len(), rows.len() + 1, "{name}");
        assert!(table[0].iter().all(|column| !column.contains("evidence.")), "{name}: {:?}", table[0]);
    }
}

#[test]
fn variables_are_parameters_of_their_types() {
    let variables = json!({ "countries": ["MDA", "TJK"], "first": 2 });
    let data = graphql(operation("agency-worklist"), variables);
    assert_eq!(ok("/api/agency-worklist?countries=MDA,TJK&first=2").json(), data);
    assert_eq!(ok("/api/agency-worklist?countries=MDA&countries=TJK&first=2").json(), data);
    let links = json!({ "links": { "country": ["MDA"], "status": ["SUGGESTED"] } });
    let data = graphql(operation("commitment-coverage"), links.clone());
    let links = encoded(&links["links"].to_string());
    assert_eq!(ok(&format!("/api/commitment-coverage?links={links}")).json(), data);
}

#[test]
fn the_form_is_that_of_the_ending_or_else_of_accept() {
    let asked = |path: &str, accept: &str| SERVER.send(&format!("GET {path}"), &[("Accept", accept)], b"");
    let answer = asked("/api/pipeline-list", "text/csv");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"pipeline-list.csv\"");
    assert_eq!(answer.header("vary"), "accept, accept-encoding, authorization, gcm-hub-cost");
    let answer = asked("/export/programmes.ndjson", "text/csv");
    assert_eq!(answer.header("content-type"), "application/x-ndjson; charset=utf-8");
    let answer = asked("/api/freshness", "text/html, */*;q=0.1");
    assert_eq!(answer.header("content-disposition"), "inline; filename=\"freshness.json\"");
    asked("/export/programmes", "text/html").refuses(406, "NOT_ACCEPTABLE", "`text/csv`");
}

#[test]
fn exports_say_of_which_graph_they_are_and_how_old() {
    let version = graphql("{ hub { graphVersion } }", json!({}))["hub"]["graphVersion"].clone();
    for path in ["/api/freshness", "/export/countries.csv"] {
        let answer = ok(path);
        assert_eq!(answer.header("gcm-hub-graph-version"), version.as_str().unwrap(), "{path}");
        assert!(answer.header("gcm-hub-age").parse::<u64>().is_ok(), "{path}");
    }
}

#[test]
fn what_cannot_be_asked_is_told_with_its_parameter() {
    let refused = |path: &str, parameter: &str, word: &str| {
        let answer = SERVER.get(path);
        answer.refuses(400, "BAD_USER_INPUT", word);
        assert_eq!(answer.json()["errors"][0]["extensions"]["parameter"], parameter, "{path}");
    };
    refused("/api/pipeline-list?first=ten", "first", "a whole number");
    refused("/api/pipeline-list.csv?frist=1", "frist", "`first`");
    refused("/api/country-profile?country=Atlantis", "country", "Atlantis");
    refused("/api/source-differences?kind=NONE", "kind", "`CONFLICT`");
    refused("/api/pipeline-list.csv?evidence=true", "evidence", "no evidence");
    refused("/export/programmes.csv?where=%7B%22kountry%22:1%7D", "where.kountry", "`country`");
    refused("/export/programmes.csv?country=Atlantis", "country", "Atlantis");
    refused("/export/programmes?asOf=yesterday", "asOf", "`yesterday` is no time");
    refused("/export/programmes?asOf=2023-01-01", "asOf", "`2026-01-31T12:00:00Z`");
    refused("/export/programmes?asOf=2023-01-01T00:00:00Z&asOf=2024-01-01T00:00:00Z", "asOf", "give it once");
    refused("/export/programmes?hasResults=maybe", "hasResults", "`true` or `false`");
    SERVER.get("/api/pipeline-list?first=-1").refuses(400, "BAD_USER_INPUT", "must not be negative");
    SERVER.get("/api/nothing").refuses(404, "NOT_FOUND", "`pipeline-list`");
    SERVER.get("/export/nothing.csv").refuses(404, "NOT_FOUND", "`progressItems`");
    SERVER.get("/export/programmes.xlsx").refuses(404, "NOT_FOUND", "`ndjson`");
    assert_eq!(SERVER.send("POST /api/pipeline-list", &[], b"").status, 405);
}

#[test]
fn a_list_is_exported_whole_with_its_filter() {
    let lists = ["programmes", "progressItems", "results", "countries", "organisations", "links"];
    for list in lists {
        let query = format!("{{ {list} {{ totalCount nodes {{ id }} }} }}");
        let data = graphql(&query, json!({}))[list].clone();
        let rows = lines(&ok(&format!("/export/{list}.ndjson")).streamed());
        assert_eq!(json!(rows.len()), data["totalCount"], "{list}");
        let ids: Vec<_> = rows.iter().take(250).map(|row| json!({ "id": row["id"] })).collect();
        assert_eq!(json!(ids), data["nodes"], "{list}");
        let array: Value = serde_json::from_str(&ok(&format!("/export/{list}.json")).streamed()).unwrap();
        assert_eq!(array, json!(rows), "{list}");
        assert_eq!(table(&ok(&format!("/export/{list}.csv")).streamed()).len(), rows.len() + 1, "{list}");
    }
    let count = graphql("{ programmes(where: {country: [\"MDA\"]}) { totalCount } }", json!({}));
    let count = count["programmes"]["totalCount"].as_u64().unwrap() as usize;
    assert!(count > 0);
    let filter = encoded(r#"{"country": ["Moldova"]}"#);
    for path in [
        "/export/programmes.ndjson?country=md".to_owned(),
        format!("/export/programmes.ndjson?where={filter}"),
    ] {
        assert_eq!(lines(&ok(&path).streamed()).len(), count, "{path}");
    }
}

#[test]
fn a_list_is_exported_as_the_documents_stood() {
    // Before the first edition of a pledge.
    let time = "2023-06-30T00:00:00Z";
    let lists = "programmes(where: {country: [\"MDA\"]}) { nodes { id } } links { totalCount }";
    let data = graphql(&format!("{{ then: asOf(time: \"{time}\") {{ {lists} }} {lists} }}"), json!({}));
    let exported = |path: &str| lines(&ok(path).streamed());
    let programmes = exported(&format!("/export/programmes.ndjson?country=MDA&asOf={time}"));
    let ids: Vec<_> = programmes.iter().map(|row| json!({ "id": row["id"] })).collect();
    assert!(!ids.is_empty());
    assert_eq!(json!(ids), data["then"]["programmes"]["nodes"]);
    let links = |time: &str| json!(exported(&format!("/export/links.ndjson?asOf={time}")).len());
    assert_eq!(links(time), data["then"]["links"]["totalCount"]);
    assert_eq!(links("2100-01-01T00:00:00Z"), data["links"]["totalCount"], "the time to come is now");
    assert_ne!(data["then"]["links"], data["links"]);
}

#[test]
fn a_client_of_http_1_0_can_tell_that_it_has_all() {
    for path in ["/export/links.ndjson", "/export/countries.json", "/api/agency-worklist.csv"] {
        let mut stream = SERVER.connect();
        write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let answer = Answer::read(&bytes).unwrap();
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{path}");
        assert_eq!(answer.text(), ok(path).streamed(), "{path}");
    }
}

#[test]
fn a_list_of_several_pages_is_exported_in_order_and_once() {
    let corpus = crate::corpus::made::generate(3, 1400, 10);
    let graph = Graph::build(corpus.input, crate::now());
    let served = Arc::new(Served::new(graph, Arc::default(), &[]));
    let pages = gcm_hub::export::list("programmes").unwrap();
    // A page of so many rows takes long on a busy machine.
    let schema = Schema::new(Limits { seconds: 600, ..Limits::default() });
    let ground = Ground { schema, served, hub: crate::bundled_hub() };
    let mut pages = pages.pages(ground, serde_json::Map::new());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (mut sizes, mut slugs) = (Vec::new(), Vec::new());
    while let Some(page) = runtime.block_on(pages.next()) {
        let page = page.unwrap();
        sizes.push(page.len());
        slugs.extend(
            page.into_iter().map(|row| row.into_json().unwrap()["slug"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(sizes.len(), 2, "{sizes:?}");
    assert!(slugs.len() > 1000 && slugs.is_sorted());
    assert_eq!(slugs.iter().collect::<HashSet<_>>().len(), slugs.len());
}

#[test]
fn limits_that_an_operator_lowers_refuse_nothing_that_is_saved() {
    let limits = Limits { nodes: 20, fields: 5, depth: 3, bytes: 100, ..Limits::default() };
    let hub = crate::bundled_hub();
    let ground = Ground { schema: Schema::new(limits), served: hub.served(), hub };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for operation in gcm_hub::http::operations() {
        let answer = runtime.block_on(ground.answer(operation.document, serde_json::Map::new()));
        assert!(answer.is_ok(), "{}: {answer:?}", operation.name);
    }
    for list in gcm_hub::export::lists() {
        let page = runtime.block_on(list.pages(ground.clone(), serde_json::Map::new()).next()).unwrap();
        assert!(!page.unwrap().is_empty(), "{}", list.question.name);
    }
    // What a caller's variables add is the caller's.
    let with_first = |first: i32| {
        let values = json!({ "first": first }).as_object().unwrap().clone();
        runtime.block_on(ground.answer(operation("pipeline-list"), values))
    };
    assert!(with_first(1).is_ok());
    let refused = with_first(900).unwrap_err();
    assert_eq!(refused.kind, gcm_hub::export::Kind::Limit, "{refused}");
}

#[test]
fn a_client_that_goes_away_or_does_not_read_costs_nobody_else_an_answer() {
    let ask = |path: &str| {
        let mut stream = SERVER.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: hub\r\n\r\n").unwrap();
        stream
    };
    let waiting: Vec<_> = (0..8).map(|_| ask("/export/links.json")).collect();
    for path in ["/export/programmes.csv", "/export/links.ndjson", "/api/agency-worklist.csv"] {
        for _ in 0..5 {
            let mut stream = ask(path);
            stream.read_exact(&mut [0; 12]).unwrap();
            drop(stream);
        }
    }
    assert!(!ok("/export/links.csv").streamed().is_empty());
    drop(waiting);
}

#[test]
fn head_tells_what_get_would_and_nothing_else_is_taken() {
    for path in ["/export/programmes.csv?country=MDA", "/api/pipeline-list.ndjson", "/openapi.json"] {
        let head = SERVER.send(&format!("HEAD {path}"), &[], b"");
        let get = ok(path);
        assert_eq!((head.status, head.body.as_slice()), (200, &b""[..]), "{path}");
        for name in ["content-type", "content-disposition", "gcm-hub-graph-version"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
        for method in ["POST", "PUT", "DELETE"] {
            SERVER.send(&format!("{method} {path}"), &[], b"").refuses(405, "METHOD_NOT_ALLOWED", "GET it");
        }
    }
    let refused = SERVER.send("HEAD /export/programmes.csv?country=Atlantis", &[], b"");
    assert_eq!((refused.status, refused.body.as_slice()), (400, &b""[..]));
}

#[test]
fn the_command_line_exports_what_the_server_does() {
    let folder = TempFolder::new("export");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gcm-hub"));
        command.arg("--data-dir").arg(&folder.0).arg("export").args(arguments).env_remove("GCM_HUB_CONFIG");
        command.output().unwrap()
    };
    let output = run(&["programmes", "--where", r#"{"country": ["MDA"]}"#, "--evidence"]);
    let served = ok("/export/programmes.csv?country=MDA&evidence=true").streamed();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), served);
    let output = run(&["links", "--as-of", "2023-06-30T00:00:00Z"]);
    let served = ok("/export/links.csv?asOf=2023-06-30T00:00:00Z").streamed();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), served);
    let output = run(&["results", "--format", "json"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), ok("/export/results.json").streamed());
    for (arguments, word) in [
        (&["nothing"][..], "`programmes`"),
        (&["programmes", "--where", "{"], "no JSON"),
        (&["programmes", "--as-of", "2023"], "`2023` is no time"),
        (&["programmes", "--where", r#"{"country": ["Atlantis"]}"#], "Atlantis"),
    ] {
        let output = run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && output.stdout.is_empty() && said.contains(word), "{said}");
    }
}
