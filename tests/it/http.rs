//! The server over real sockets: what each path answers, and what it refuses and how.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::LazyLock;

use serde_json::json;

use crate::server::{JSON, Running, encoded};
use crate::until;

const NEWER: &str = "application/graphql-response+json";

/// One server for every test that changes nothing.
static SERVER: LazyLock<Running> = LazyLock::new(Running::start);

#[test]
fn a_query_by_post_is_answered() {
    let answer = SERVER.ask("*/*", &json!({ "query": "{ programmes { totalCount } }" }));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json; charset=utf-8"));
    assert!(answer.json()["data"]["programmes"]["totalCount"].as_u64().unwrap() > 0);
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[test]
fn variables_and_the_operations_name_are_heeded() {
    let query = "query A($code: CountryCode!) { country(code: $code) { code } } query B { hub { version } }";
    let body = json!({ "query": query, "operationName": "A", "variables": { "code": "Moldova" } });
    assert_eq!(SERVER.ask(JSON, &body).json()["data"], json!({ "country": { "code": "MDA" } }));
}

#[test]
fn a_query_by_get_is_answered() {
    let query =
        encoded("query A($code: CountryCode!) { country(code: $code) { code } } query B { hub { version } }");
    let variables = encoded(r#"{"code": "md"}"#);
    let answer = SERVER.get(&format!("/graphql?query={query}&operationName=A&variables={variables}"));
    assert_eq!((answer.status, &answer.json()["data"]), (200, &json!({ "country": { "code": "MDA" } })));
}

#[test]
fn a_mutation_by_get_is_refused() {
    for query in ["mutation { a }", "mutation A { a } query B { hub { version } }"] {
        let answer = SERVER.get(&format!("/graphql?query={}", encoded(query)));
        answer.refuses(405, "METHOD_NOT_ALLOWED", "mutation");
        assert_eq!(answer.header("allow"), "POST");
    }
    let chosen = encoded("mutation A { a } query B { hub { version } }");
    assert_eq!(SERVER.get(&format!("/graphql?query={chosen}&operationName=A")).status, 405);
}

#[test]
fn a_subscription_without_a_stream_is_told_how_to_ask_for_one() {
    let query = "query A { hub { version } } subscription B { linkDecided { id } }";
    for accept in [JSON, NEWER, "*/*"] {
        let answer = SERVER.ask(accept, &json!({ "query": query, "operationName": "B" }));
        answer.refuses(406, "NOT_ACCEPTABLE", "`Accept: text/event-stream`");
    }
    assert_eq!(SERVER.ask(JSON, &json!({ "query": query, "operationName": "A" })).status, 200);
}

#[test]
fn an_address_without_a_query_says_where_to_go() {
    SERVER.get("/graphql").refuses(400, "BAD_REQUEST", "/graphiql");
    SERVER.get("/graphql?query=").refuses(400, "BAD_REQUEST", "query");
    SERVER.get("/graphql?query=%7Bhub%7D&variables=%5B1%5D").refuses(400, "BAD_REQUEST", "`variables`");
    SERVER.get("/graphql?query=a&query=b").refuses(400, "BAD_REQUEST", "query");
}

#[test]
fn the_newer_media_type_is_for_those_who_name_it() {
    let answer = SERVER.ask(NEWER, &json!({ "query": "{ hub { version } }" }));
    assert_eq!((answer.status, answer.header("content-type")), (200, &*format!("{NEWER}; charset=utf-8")));
    assert_eq!(answer.header("vary"), "accept, accept-encoding, authorization, gcm-hub-cost");
}

#[test]
fn a_request_that_cannot_be_run_has_no_data_and_in_the_newer_type_status_400() {
    for query in ["{ hub", "{ nothingOfTheSort }", "query A { hub { version } } query B { hub { version } }"]
    {
        for (accept, status) in [(NEWER, 400), (JSON, 200)] {
            let answer = SERVER.ask(accept, &json!({ "query": query }));
            let json = answer.json();
            assert_eq!((answer.status, json.get("data")), (status, None), "{query} {json}");
            assert!(!json["errors"][0]["message"].as_str().unwrap().is_empty());
        }
    }
}

#[test]
fn what_is_no_json_is_told_what_to_send() {
    let json = [("Content-Type", JSON)];
    for body in
        [&b"{"[..], b"query { hub }", b"\"{ hub }\"", b"{\"query\": 1}", b"{\"query\": \"\xff\"}", b"null"]
    {
        SERVER.post(&json, body).refuses(400, "BAD_REQUEST", r#"{"query": "#);
    }
    SERVER.post(&json, r#"{"query": "{ hub { version } }", "variables": [1]}"#).refuses(
        400,
        "BAD_REQUEST",
        "expected a map",
    );
    SERVER.post(&json, r#"{"variables": {}}"#).refuses(400, "BAD_REQUEST", "no `query`");
    SERVER.post(&json, "").refuses(400, "BAD_REQUEST", r#"{"query": "#);
}

#[test]
fn a_batch_is_refused() {
    SERVER.post(&[("Content-Type", JSON)], r#" [{"query": "{ hub { version } }"}]"#).refuses(
        400,
        "BAD_REQUEST",
        "batch",
    );
}

#[test]
fn only_json_in_utf_8_is_read() {
    let body = r#"{"query": "{ hub { version } }"}"#;
    for given in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/graphql",
        "application/json; charset=latin1",
    ] {
        SERVER.post(&[("Content-Type", given)], body).refuses(415, "UNSUPPORTED_MEDIA_TYPE", given);
    }
    let answer = SERVER.post(&[], body);
    answer.refuses(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type: application/json");
    assert_eq!((answer.header("accept"), answer.header("accept-post")), (JSON, JSON));
    for given in ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""]
    {
        assert_eq!(SERVER.post(&[("Content-Type", given)], body).status, 200, "{given}");
    }
}

#[test]
fn a_body_past_the_limit_is_refused() {
    let most = usize::try_from(gcm_hub::api::Limits::default().bytes).unwrap();
    let query = r#"{"query": "{ hub { version } }"}"#;
    let fits = format!("{query}{}", " ".repeat(most - query.len()));
    assert_eq!(SERVER.post(&[("Content-Type", JSON)], &fits).status, 200);
    let answer = SERVER.post(&[("Content-Type", JSON)], fits + " ");
    answer.refuses(413, "PAYLOAD_TOO_LARGE", &most.to_string());
}

#[test]
fn other_methods_are_refused_with_those_that_are_taken() {
    let answer = SERVER.send("DELETE /graphql", &[], b"");
    answer.refuses(405, "METHOD_NOT_ALLOWED", "POST a query");
    for method in ["GET", "POST"] {
        assert!(answer.header("allow").contains(method), "{answer:?}");
    }
    let answer = SERVER.send("POST /schema.graphql", &[], b"");
    answer.refuses(405, "METHOD_NOT_ALLOWED", "GET it");
    assert!(answer.header("allow").contains("GET"), "{answer:?}");
}

#[test]
fn an_unknown_path_names_those_that_there_are() {
    for path in ["/nothing", "/graphql/", "/graphiql/assets/nothing.js", "/assets/..%2fCargo.toml"] {
        assert_eq!(SERVER.get(path).status, 404, "{path}");
    }
    SERVER.get("/nothing").refuses(404, "NOT_FOUND", "`/graphiql`");
}

#[test]
fn a_refusal_leaves_the_connection_open() {
    let mut stream = SERVER.connect();
    let refused =
        "POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{";
    let closing = "GET /healthz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n";
    stream.write_all(format!("{refused}{closing}").as_bytes()).unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).unwrap();
    assert!(answers.starts_with("HTTP/1.1 400 ") && answers.ends_with("ok\n"), "{answers}");
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    for path in [
        "/",
        "/graphiql",
        "/explore",
        "/graphql",
        "/schema.graphql",
        "/healthz",
        "/nothing",
        "/assets/hub.css",
    ] {
        let answer = SERVER.get(path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; "), "{path} {policy}");
        assert!(
            policy.ends_with("base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            "{path} {policy}"
        );
        assert!(
            !policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'),
            "{path} {policy}"
        );
    }
}

#[test]
fn an_answer_has_the_name_of_its_request_or_one_that_is_made() {
    let named = |name: &str| {
        let answer = SERVER.send("GET /nothing", &[("X-Request-Id", name)], b"");
        answer.header("x-request-id").to_owned()
    };
    assert_eq!(named("4bf92f35-77b3.a_1"), "4bf92f35-77b3.a_1");
    let mut made = vec![SERVER.get("/healthz").header("x-request-id").to_owned()];
    for wrong in ["", "a b", "a=1", "<script>", &"a".repeat(65)] {
        made.push(named(wrong));
    }
    for name in &made {
        assert!(name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    }
    made.sort();
    made.dedup();
    assert_eq!(made.len(), 6);
}

#[test]
fn who_takes_no_form_that_there_is_gets_none() {
    for accept in ["text/html", "image/png, application/json;q=0"] {
        let answer = SERVER.ask(accept, &json!({ "query": "{ hub { version } }" }));
        answer.refuses(406, "NOT_ACCEPTABLE", "application/json");
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
        let get = SERVER.send("GET /graphql?query=%7Bhub%7Bversion%7D%7D", &[("Accept", accept)], b"");
        assert_eq!(get.status, 406);
    }
    let page = "text/html,application/xhtml+xml,*/*;q=0.8";
    assert_eq!(SERVER.ask(page, &json!({ "query": "{ hub { version } }" })).status, 200);
}

#[test]
fn pages_load_only_what_this_server_serves() {
    for path in ["/", "/graphiql", "/explore"] {
        let page = SERVER.get(path).text();
        let loaded = ["src=\"", "<link rel=\"stylesheet\" href=\"", "<link rel=\"icon\" href=\""];
        let loaded = loaded.iter().flat_map(|before| page.split(before).skip(1));
        for address in loaded.map(|rest| rest.split('"').next().unwrap()) {
            assert!(address.starts_with('/'), "{path} loads {address}");
            let answer = SERVER.get(address);
            assert_eq!(answer.status, 200, "{path} loads {address}");
            let media_type = match address.rsplit('.').next() {
                Some("js") => "text/javascript; charset=utf-8",
                Some("css") => "text/css; charset=utf-8",
                _ => "image/svg+xml",
            };
            assert_eq!(answer.header("content-type"), media_type, "{address}");
        }
    }
}

#[test]
fn an_asset_that_the_browser_has_is_not_sent_again() {
    for path in ["/assets/hub.css", "/schema.graphql"] {
        let first = SERVER.get(path);
        let tag = first.header("etag");
        assert!(first.status == 200 && tag.len() == 34, "{path} {tag}");
        for known in [tag.to_owned(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = SERVER.send(&format!("GET {path}"), &[("If-None-Match", &known)], b"");
            assert_eq!(
                (again.status, again.body.len(), again.header("etag")),
                (304, 0, tag),
                "{path} {known}"
            );
        }
        assert_eq!(SERVER.send(&format!("GET {path}"), &[("If-None-Match", "\"other\"")], b"").status, 200);
    }
}

#[test]
fn the_saved_operations_are_those_of_the_repository() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/operations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "graphql"));
    files.sort();
    let served = SERVER.get("/assets/operations.json").json();
    let served = served.as_array().unwrap();
    assert_eq!(served.len(), files.len());
    for (operation, file) in served.iter().zip(files) {
        assert_eq!(operation["name"].as_str(), file.file_stem().unwrap().to_str());
        assert_eq!(operation["document"].as_str().unwrap(), std::fs::read_to_string(&file).unwrap());
        assert_ne!(
            operation["about"],
            "",
            "{} begins with a comment that says whose question it is",
            file.display()
        );
    }
}

#[test]
fn the_schema_is_served_as_text() {
    let answer = SERVER.get("/schema.graphql");
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; charset=utf-8"));
    assert_eq!(answer.text(), gcm_hub::api::sdl());
}

#[test]
fn the_first_page_shows_every_source_and_says_what_the_hub_is_not() {
    let answer = SERVER.get("/");
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    let page = answer.text();
    for source in &gcm_hub::sources::SOURCES {
        assert!(page.contains(&*source.info.title), "{}", source.info.title);
    }
    for expected in [
        "not an official product of the United Nations",
        "1244 (1999)",
        "bundled",
        "/graphiql",
        "/schema.graphql",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(!page.contains("{{"), "{page}");
}

#[test]
fn graphiql_is_served_where_npm_was_there_and_the_explorer_where_not() {
    let page = SERVER.get("/graphiql").text();
    if gcm_hub::http::has_graphiql() {
        assert!(page.contains("graphiql.min.js"), "{page}");
    } else {
        assert!(page.contains("GraphiQL is not in this build"), "{page}");
    }
    assert!(SERVER.get("/explore").text().contains("id=\"query\""));
}

#[test]
fn health_is_a_word() {
    let answer = SERVER.get("/healthz");
    assert_eq!((answer.status, answer.text().trim()), (200, "ok"));
}

#[test]
fn a_taken_port_is_told_with_its_remedy() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(gcm_hub::http::bind(address)).unwrap_err().to_string();
    let expected = format!(
        "cannot listen on `{address}`: address in use: stop the other server or give another with `--listen`"
    );
    assert_eq!(error, expected);
}

#[test]
fn a_server_told_to_stop_ends_though_a_connection_is_open() {
    let server = Running::start();
    let mut idle = server.connect();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: hub\r\n\r\n").unwrap();
    assert!(idle.read(&mut [0; 1024]).unwrap() > 0);
    let address = server.client.0;
    server.stop().unwrap();
    // A process that another test is starting may have the port until it runs its program.
    until(|| TcpStream::connect(address).is_err());
}
