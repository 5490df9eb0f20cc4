//! What is possible: an axum handler that gives the hub's own answers out of memory, status, headers and bytes, and 304
//! to those who have them.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::any;
use tokio::net::TcpListener;

use crate::cases::Case;
use crate::http;
use crate::process::Server;
use crate::world::World;

/// Headers that the server writes by itself.
const ITS_OWN: [&str; 4] = ["date", "content-length", "connection", "transfer-encoding"];

/// Writes down what the hub answers to each case when it is asked again.
pub fn record(folder: &Path, cases: &[Case], hub: &Server, world: &World) {
    std::fs::create_dir_all(folder).unwrap();
    for (number, case) in cases.iter().enumerate() {
        let request = case.request(0, hub.path, world);
        let mut answer = hub.ask(&request);
        for _ in 0..3 {
            answer = hub.ask(&request);
        }
        let mut bytes = format!("HTTP/1.1 {} \r\n", answer.status).into_bytes();
        for (name, value) in &answer.headers {
            if !ITS_OWN.contains(&name.as_str()) {
                bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
            }
        }
        bytes.extend_from_slice(format!("content-length: {}\r\n\r\n", answer.body.len()).as_bytes());
        bytes.extend_from_slice(&answer.body);
        std::fs::write(folder.join(number.to_string()), bytes).unwrap();
    }
}

struct Kept {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// Serves what was written down, each at the path of its number.
pub fn run(folder: &Path) {
    let mut router = Router::new();
    for number in 0.. {
        let Ok(bytes) = std::fs::read(folder.join(number.to_string())) else { break };
        let answer = http::answer(&bytes);
        let mut headers = HeaderMap::new();
        for (name, value) in &answer.headers {
            if name != "content-length" {
                let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
                headers.append(name, HeaderValue::from_str(value).unwrap());
            }
        }
        let status = StatusCode::from_u16(answer.status).unwrap();
        let kept = Arc::new(Kept { status, headers, body: answer.body.into() });
        router = router.route(&format!("/{number}"), any(give).with_state(kept));
    }
    serve(router);
}

/// The request is read whole, as whoever answers it must.
async fn give(State(kept): State<Arc<Kept>>, asked: HeaderMap, _body: Bytes) -> Response {
    let etag = kept.headers.get(header::ETAG);
    let has_it = etag.is_some() && asked.get(header::IF_NONE_MATCH) == etag;
    let body = if has_it { Body::empty() } else { Body::from(kept.body.clone()) };
    let mut response = Response::new(body);
    *response.status_mut() = if has_it { StatusCode::NOT_MODIFIED } else { kept.status };
    *response.headers_mut() = kept.headers.clone();
    response
}

/// Serves on a free port of loopback and says which.
pub fn serve(router: Router) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("listening {}", listener.local_addr().unwrap());
        axum::serve(listener, router).await.unwrap();
    });
}
