//! The server over real sockets: what each path answers, and what it refuses and how.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;
use std::time::Duration;

use gcm_hub::access::Gate;
use gcm_hub::hub::Hub;
use serde_json::{Value, json};
use tokio::sync::oneshot;

const JSON: &str = "application/json";
const NEWER: &str = "application/graphql-response+json";

/// One server for every test that changes nothing.
static SERVER: LazyLock<Running> = LazyLock::new(Running::start);

/// Who asks a server at an address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client(pub(crate) SocketAddr);

impl Client {
    fn connect(self) -> TcpStream {
        let stream = TcpStream::connect(self.0).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// One request on a connection of its own; `None` when the server went away before it had answered.
    pub(crate) fn try_send(self, start: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.0).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
        let mut head = format!("{start} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.0);
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).ok()?;
        // A server that refuses a large body may hang up before it has all of it.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::read(&bytes)
    }

    fn send(self, start: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_send(start, headers, body).expect("an answer with a head")
    }

    pub(crate) fn get(self, path: &str) -> Answer {
        self.send(&format!("GET {path}"), &[], b"")
    }

    fn post(self, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        self.send("POST /graphql", headers, body.as_ref())
    }

    fn ask(self, accept: &str, body: &Value) -> Answer {
        self.post(&[("Content-Type", JSON), ("Accept", accept)], body.to_string())
    }

    /// Asks GraphQL, with an `Authorization` header or without; `None` when the server went away.
    pub(crate) fn graphql(
        self,
        authorization: Option<&str>,
        query: &str,
        variables: Value,
    ) -> Option<Answer> {
        let mut headers = vec![("Content-Type", JSON)];
        headers.extend(authorization.map(|value| ("Authorization", value)));
        let body = json!({ "query": query, "variables": variables });
        self.try_send("POST /graphql", &headers, body.to_string().as_bytes())
    }
}

/// A server on a free port, in a thread of its own.
pub(crate) struct Running {
    pub(crate) client: Client,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<std::io::Result<()>>,
}

/// What is asked of a server is asked of its address.
impl Deref for Running {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Running {
    /// A server of the bundled editions, to whom nobody may write.
    pub(crate) fn start() -> Self {
        let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-such-folder");
        Self::over(crate::bundled_hub(), &nowhere)
    }

    /// A server of a hub, to which those may write whose tokens are in a folder.
    pub(crate) fn over(hub: Arc<Hub>, tokens: &Path) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(gcm_hub::http::bind("127.0.0.1:0".parse().unwrap())).unwrap();
        let client = Client(listener.local_addr().unwrap());
        let gate = Arc::new(Gate::new(tokens, None).unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async { stopped.await.unwrap_or_default() };
        let thread =
            std::thread::spawn(move || runtime.block_on(gcm_hub::http::serve(listener, hub, gate, shutdown)));
        Self { client, stop, thread }
    }

    pub(crate) fn stop(self) -> std::io::Result<()> {
        self.stop.send(()).unwrap();
        self.thread.join().unwrap()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let split = |line: &str| {
            line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        };
        Some(Self { status, headers: lines.filter_map(split).collect(), body: bytes[end + 4..].to_vec() })
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(header, _)| header == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The JSON, if the whole of it came.
    pub(crate) fn whole_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Asserts a refusal: its status, its code, and a word of its message.
    pub(crate) fn refuses(&self, status: u16, code: &str, word: &str) {
        let json = self.json();
        let error = &json["errors"][0];
        assert_eq!((self.status, error["extensions"]["code"].as_str()), (status, Some(code)), "{json}");
        assert!(error["message"].as_str().unwrap().contains(word), "{json}");
        assert!(json.get("data").is_none(), "{json}");
    }
}

/// Percent-encodes a value for an address.
pub(crate) fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

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
    assert_eq!((answer.status, answer.json()), (200, json!({ "data": { "country": { "code": "MDA" } } })));
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
    assert_eq!(answer.header("vary"), "accept");
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
    SERVER.post(&[], body).refuses(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type: application/json");
    for given in ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""]
    {
        assert_eq!(SERVER.post(&[("Content-Type", given)], body).status, 200, "{given}");
    }
}

#[test]
fn a_body_past_the_limit_is_refused() {
    let most = gcm_hub::http::MOST_BYTES;
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
    assert!(TcpStream::connect(address).is_err());
}
