//! A server over a real socket and who asks it: what the tests that talk to one share.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use gcm_hub::access::Gate;
use gcm_hub::http::Setup;
use gcm_hub::hub::Hub;
use serde_json::{Value, json};
use tokio::sync::oneshot;

pub(crate) const JSON: &str = "application/json";

/// Who asks a server at an address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client(pub(crate) SocketAddr);

impl Client {
    pub(crate) fn connect(self) -> TcpStream {
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

    pub(crate) fn send(self, start: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_send(start, headers, body).expect("an answer with a head")
    }

    pub(crate) fn get(self, path: &str) -> Answer {
        self.send(&format!("GET {path}"), &[], b"")
    }

    pub(crate) fn post(self, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        self.send("POST /graphql", headers, body.as_ref())
    }

    pub(crate) fn ask(self, accept: &str, body: &Value) -> Answer {
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
        Self::with(Setup::default())
    }

    /// The same, set up otherwise.
    pub(crate) fn with(setup: Setup) -> Self {
        let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-such-folder");
        Self::set(crate::bundled_hub(), &nowhere, setup)
    }

    /// A server of a hub, to which those may write whose tokens are in a folder.
    pub(crate) fn over(hub: Arc<Hub>, tokens: &Path) -> Self {
        Self::set(hub, tokens, Setup::default())
    }

    /// The same, set up otherwise.
    pub(crate) fn set(hub: Arc<Hub>, tokens: &Path, setup: Setup) -> Self {
        let gate = Arc::new(Gate::new(tokens, None).unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async { stopped.await.unwrap_or_default() };
        let (listens, listening) = std::sync::mpsc::channel();
        // It may be started from within another runtime, which must not be blocked by this one.
        let thread = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
            runtime.block_on(async {
                let listener = gcm_hub::http::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
                listens.send(listener.local_addr()?).unwrap();
                gcm_hub::http::serve(listener, hub, gate, setup, shutdown).await
            })
        });
        let client = Client(listening.recv().unwrap());
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
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
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

    /// All headers of a name, as one list.
    pub(crate) fn all(&self, name: &str) -> String {
        let same = self.headers.iter().filter(|(header, _)| header == name);
        same.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The text of a body, also of one that was sent in chunks: all of them, to the last.
    pub(crate) fn streamed(&self) -> String {
        String::from_utf8(self.sent()).unwrap()
    }

    /// The bytes of a body as they were sent, put together from chunks where it came in those.
    pub(crate) fn sent(&self) -> Vec<u8> {
        if self.header("transfer-encoding") != "chunked" {
            return self.body.clone();
        }
        let (mut rest, mut whole) = (self.body.as_slice(), Vec::new());
        loop {
            let end = rest.windows(2).position(|two| two == b"\r\n").expect("a chunk with its size");
            let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
            if size == 0 {
                return whole;
            }
            whole.extend_from_slice(&rest[end + 2..end + 2 + size]);
            rest = &rest[end + 2 + size + 2..];
        }
    }

    /// The bytes of a body before they were compressed.
    pub(crate) fn decoded(&self) -> Vec<u8> {
        let (sent, mut plain) = (self.sent(), Vec::new());
        let bytes = sent.as_slice();
        match self.header("content-encoding") {
            "" => return sent,
            "gzip" => flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain),
            "br" => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut plain),
            "zstd" => zstd::stream::read::Decoder::new(bytes).unwrap().read_to_end(&mut plain),
            other => panic!("{other}"),
        }
        .unwrap();
        plain
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
