//! What a collector of traces is sent of a real server, and what the hub does when there is none.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use gcm_hub::http::Setup;
use gcm_hub::telemetry::{Answered, Incoming, Settings, Traces};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::TempFolder;
use crate::process::{Serving, hub};
use crate::server::{Client, JSON, Running};

/// What no collector may be told.
const SECRET: &str = "hushhush";

/// The head of a request, in small letters, and its body.
type Posted = (String, Vec<u8>);

/// A collector on loopback, which keeps what it is sent.
pub(crate) struct Collector {
    pub(crate) address: SocketAddr,
    taken: Arc<Mutex<Vec<Posted>>>,
    /// It answers nobody while this is held.
    gate: Arc<Mutex<()>>,
}

impl Collector {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let this =
            Self { address: listener.local_addr().unwrap(), taken: Arc::default(), gate: Arc::default() };
        let (taken, gate) = (Arc::clone(&this.taken), Arc::clone(&this.gate));
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let (taken, gate) = (Arc::clone(&taken), Arc::clone(&gate));
                thread::spawn(move || {
                    while let Some((head, body)) = posted(&mut stream) {
                        taken.lock().unwrap().push((head, body));
                        drop(gate.lock().unwrap());
                        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    }
                });
            }
        });
        this
    }

    fn settings(&self) -> Settings {
        settings(self.address)
    }

    /// What came, as it came.
    fn taken(&self) -> Vec<Posted> {
        self.taken.lock().unwrap().clone()
    }

    fn batches(&self) -> Vec<ExportTraceServiceRequest> {
        let decoded = |(_, body): &Posted| ExportTraceServiceRequest::decode(&body[..]).unwrap();
        self.taken().iter().map(decoded).collect()
    }

    /// All spans so far, in the order in which they began.
    pub(crate) fn spans(&self) -> Vec<Span> {
        let resources = self.batches().into_iter().flat_map(|batch| batch.resource_spans);
        let scopes = resources.flat_map(|resource| resource.scope_spans);
        let mut spans: Vec<Span> = scopes.flat_map(|scope| scope.spans).collect();
        spans.sort_by_key(|span| span.start_time_unix_nano);
        spans
    }
}

/// A request with its body; `None` at the end of the connection.
fn posted(stream: &mut TcpStream) -> Option<Posted> {
    let mut received = Vec::new();
    let mut byte = [0];
    while !received.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        received.push(byte[0]);
    }
    let head = String::from_utf8(received).unwrap().to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).ok()?;
    Some((head, body))
}

fn settings(address: SocketAddr) -> Settings {
    let endpoint = format!("http://{address}").parse().unwrap();
    Settings { otlp_endpoint: Some(endpoint), ..Settings::default() }
}

/// A runtime that sends, and what it sends.
fn traces(settings: &Settings) -> (Runtime, Traces) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let traces = runtime.block_on(async { Traces::start(settings) }).unwrap();
    (runtime, traces)
}

/// An attribute as text; empty when there is none.
pub(crate) fn attribute(span: &Span, key: &str) -> String {
    of(&span.attributes, key)
}

fn of(attributes: &[KeyValue], key: &str) -> String {
    let value = attributes.iter().find(|attribute| attribute.key == key);
    let text = |value: &Value| match value {
        Value::StringValue(text) => text.clone(),
        Value::IntValue(number) => number.to_string(),
        Value::ArrayValue(array) => format!("{:?}", array.values),
        other => panic!("{other:?}"),
    };
    value.and_then(|value| value.value.as_ref()?.value.as_ref()).map(text).unwrap_or_default()
}

fn incoming(traceparent: Option<&str>) -> Incoming<'_> {
    Incoming { method: "GET", route: Some("/healthz"), request_id: "one", traceparent }
}

fn answered(status: u16) -> Answered<'static> {
    Answered { status, cache: None, operation: None, nodes: None, errors: &[] }
}

#[test]
fn a_request_is_one_span_without_its_words_its_values_or_its_token() {
    let collector = Collector::start();
    let (runtime, traces) = traces(&collector.settings());
    let server = Running::with(Setup { traces: traces.clone(), ..Setup::default() });
    let query = format!("query Ask {{ programmes(where: {{text: \"{SECRET}\"}}) {{ totalCount }} }}");
    let body = json!({ "query": query, "operationName": "Ask" }).to_string();
    let ask = |more: &[(&str, &str)]| {
        let answer = server.post(&[&[("Content-Type", JSON)], more].concat(), &body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer
    };
    let first = ask(&[
        ("X-Request-Id", "one"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ("tracestate", &format!("vendor={SECRET}")),
    ]);
    assert_eq!(first.header("gcm-hub-cache"), "miss");
    ask(&[]);
    assert_eq!(ask(&[]).header("gcm-hub-cache"), "hit");
    ask(&[("Authorization", &format!("Bearer {SECRET}"))]);
    server.ask("*/*", &json!({ "query": format!("{{ {SECRET} }}") }));
    server.get(&format!("/entity/{SECRET}"));
    server.get(&format!("/{SECRET}?{SECRET}"));
    server.send(&format!("{} /healthz", SECRET.to_uppercase()), &[], b"");
    server.stop().unwrap();
    runtime.block_on(traces.end());

    let spans = collector.spans();
    let told: Vec<_> = spans
        .iter()
        .map(|span| {
            let [status, cache] =
                ["http.response.status_code", "gcm_hub.cache"].map(|key| attribute(span, key));
            (span.name.as_str(), status, cache)
        })
        .collect();
    let told: Vec<_> =
        told.iter().map(|(name, status, cache)| (*name, status.as_str(), cache.as_str())).collect();
    assert_eq!(
        told,
        [
            ("POST /graphql", "200", "miss"),
            ("POST /graphql", "200", "miss"),
            ("POST /graphql", "200", "hit"),
            ("POST /graphql", "200", "bypass; authorization"),
            ("POST /graphql", "200", "bypass; errors"),
            ("GET /entity/{id}", "404", ""),
            ("GET", "404", ""),
            ("_OTHER /healthz", "405", ""),
        ]
    );
    // SERVER, as the protocol numbers kinds.
    assert!(spans.iter().all(|span| span.kind == 2 && span.end_time_unix_nano > span.start_time_unix_nano));
    let first = &spans[0];
    assert_eq!(hex(&first.trace_id), "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(hex(&first.parent_span_id), "b7ad6b7169203331");
    for (key, value) in [
        ("http.request.method", "POST"),
        ("http.route", "/graphql"),
        ("graphql.operation.name", "Ask"),
        ("gcm_hub.request_id", "one"),
    ] {
        assert_eq!(attribute(first, key), value, "{key}");
    }
    assert!(attribute(first, "gcm_hub.cost.nodes").parse::<u64>().unwrap() > 0);
    assert!(spans[1].trace_id != first.trace_id && spans[1].parent_span_id.is_empty());
    assert!(attribute(&spans[4], "gcm_hub.error_codes").contains("GRAPHQL_VALIDATION_FAILED"));
    // What a client does wrong is no failure of the hub.
    assert!(spans.iter().all(|span| span.status.as_ref().is_none_or(|status| status.code == 0)));
    let resource = collector.batches()[0].resource_spans[0].resource.clone().unwrap();
    assert_eq!(of(&resource.attributes, "service.name"), "gcm-hub");
    for (head, body) in collector.taken() {
        assert!(head.starts_with("post /v1/traces http/1.1"), "{head}");
        assert!(head.contains("content-type: application/x-protobuf"), "{head}");
        let sent = String::from_utf8_lossy(&body).to_lowercase();
        assert!(!sent.contains(SECRET) && !sent.contains("totalcount"), "{sent}");
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_fails_at_the_hub_is_a_failed_span_and_what_is_given_up_has_no_status() {
    let collector = Collector::start();
    let (runtime, traces) = traces(&collector.settings());
    traces.request(&incoming(None)).unwrap().end(&answered(503));
    drop(traces.request(&incoming(None)).unwrap());
    runtime.block_on(traces.end());
    let [failed, dropped] = &collector.spans()[..] else { panic!("{:?}", collector.spans()) };
    // ERROR, as the protocol numbers statuses.
    assert_eq!(failed.status.as_ref().unwrap().code, 2);
    assert_eq!(attribute(failed, "error.type"), "503");
    assert_eq!(attribute(dropped, "http.response.status_code"), "");
}

#[test]
fn a_share_of_traces_is_kept_and_a_client_decides_for_its_own() {
    let parent = |flag: &str| format!("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-{flag}");
    for (sampling_ratio, kept) in [(0.0, 1), (1.0, 11)] {
        let collector = Collector::start();
        let (runtime, traces) = traces(&Settings { sampling_ratio, ..collector.settings() });
        for _ in 0..10 {
            traces.request(&incoming(None)).unwrap().end(&answered(200));
        }
        for flag in ["00", "01"] {
            traces.request(&incoming(Some(&parent(flag)))).unwrap().end(&answered(200));
        }
        runtime.block_on(traces.end());
        assert_eq!(collector.spans().len(), kept);
    }
    // What is no parent begins a trace of its own.
    let collector = Collector::start();
    let (runtime, traces) = traces(&collector.settings());
    traces.request(&incoming(Some("00-nonsense"))).unwrap().end(&answered(200));
    runtime.block_on(traces.end());
    assert!(collector.spans()[0].parent_span_id.is_empty());
}

#[test]
fn spans_wait_in_a_bounded_queue_while_the_collector_takes_its_time() {
    let collector = Collector::start();
    let (runtime, traces) = traces(&collector.settings());
    let held = collector.gate.lock().unwrap();
    for _ in 0..10_000 {
        traces.request(&incoming(None)).unwrap().end(&answered(200));
    }
    drop(held);
    runtime.block_on(traces.end());
    let sent = collector.spans().len();
    // The queue and the batch that was on its way.
    assert!((2048..=2048 + 512).contains(&sent), "{sent}");
}

#[test]
fn a_collector_that_never_answers_holds_up_neither_requests_nor_the_end() {
    let collector = Collector::start();
    let (runtime, traces) = traces(&collector.settings());
    let server = Running::with(Setup { traces: traces.clone(), ..Setup::default() });
    let held = collector.gate.lock().unwrap();
    for _ in 0..600 {
        assert_eq!(server.get("/healthz").status, 200);
    }
    server.stop().unwrap();
    let began = Instant::now();
    runtime.block_on(traces.end());
    // A batch alone may take ten seconds, and more than one waits.
    assert!(began.elapsed() < Duration::from_secs(9), "{:?}", began.elapsed());
    drop(held);
}

#[test]
fn without_a_collector_nothing_is_made() {
    let traces = Traces::start(&Settings::default()).unwrap();
    assert!(!traces.are_on() && traces.request(&incoming(None)).is_none());
}

/// A data folder with a configuration that names a collector.
fn configured(name: &str, address: SocketAddr) -> (TempFolder, String) {
    let folder = TempFolder::new(name);
    let file = folder.0.join("config.toml");
    std::fs::write(
        &file,
        format!("[telemetry]\notlp_endpoint = \"http://{address}\"\nservice_name = \"bread\"\n"),
    )
    .unwrap();
    let file = file.display().to_string();
    (folder, file)
}

fn ask(client: Client) {
    let answer = client.ask("*/*", &json!({ "query": "{ hub { version } }" }));
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[cfg(unix)]
#[test]
fn a_hub_that_is_asked_to_stop_sends_what_waits() {
    let collector = Collector::start();
    let (folder, config) = configured("traces", collector.address);
    let serving = Serving::start(&folder.0, &["--config", &config]);
    ask(serving.client);
    let (status, told) = serving.terminate();
    assert!(status.success(), "{told}");
    assert!(told.contains(&format!("sent to http://{}", collector.address)), "{told}");
    assert_eq!(
        collector.spans().iter().map(|span| span.name.as_str()).collect::<Vec<_>>(),
        ["POST /graphql"]
    );
    let resource = collector.batches()[0].resource_spans[0].resource.clone().unwrap();
    assert_eq!(of(&resource.attributes, "service.name"), "bread");
}

#[cfg(unix)]
#[test]
fn a_collector_that_is_gone_is_a_warning_and_nothing_else() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (folder, config) = configured("traces-gone", gone);
    let serving = Serving::start(&folder.0, &["--config", &config]);
    ask(serving.client);
    let (status, told) = serving.terminate();
    assert!(status.success(), "{told}");
    let warnings: Vec<_> = told.lines().filter(|line| line.contains("WARN")).collect();
    assert_eq!(warnings.len(), 1, "{told}");
    assert!(
        warnings[0].contains("does not take traces") && warnings[0].contains(&gone.to_string()),
        "{told}"
    );
}

#[test]
fn an_empty_variable_is_no_collector_and_a_wrong_one_is_told() {
    let folder = TempFolder::new("traces-variable");
    let run = |endpoint: &str| {
        let mut command = hub(&folder.0);
        command.arg("sources").env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint).output().unwrap()
    };
    assert!(run("").status.success());
    let wrong = run("127.0.0.1:4317");
    let told = String::from_utf8(wrong.stderr).unwrap();
    assert_eq!(wrong.status.code(), Some(1), "{told}");
    assert!(told.contains("OTEL_EXPORTER_OTLP_ENDPOINT: `127.0.0.1:4317`"), "{told}");
}
