//! A publisher for tests: a real HTTP server on loopback that answers by script, also as no good server would.
//!
//! Its answers are written by hand, byte for byte. It runs on threads of its own, so that a test may pause its time.

mod reply;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use gcm_hub::fetch::Url;

pub use reply::{Reply, gzip, head, reply};

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// The path with its query.
    pub path: String,
    /// How many requests for that path there were before.
    pub nth: usize,
    headers: Vec<(String, String)>,
}

impl Request {
    /// The value of that header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The server. It stops listening when it is dropped.
pub struct Origin {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    robots: Box<dyn Fn(&Request) -> Reply + Send + Sync>,
    script: Box<dyn Fn(&Request) -> Reply + Send + Sync>,
    log: Mutex<Vec<Request>>,
    seen: Mutex<HashMap<String, usize>>,
    active: AtomicUsize,
    most_at_once: AtomicUsize,
    written: AtomicU64,
    stopped: AtomicBool,
}

impl Origin {
    /// A server without `robots.txt`.
    pub fn start(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_with_robots(|_| reply(404, &[], ""), script)
    }

    /// A server that answers for `/robots.txt` by a script of its own.
    pub fn start_with_robots(
        robots: impl Fn(&Request) -> Reply + Send + Sync + 'static,
        script: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            robots: Box::new(robots),
            script: Box::new(script),
            log: Mutex::default(),
            seen: Mutex::default(),
            active: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
            written: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if serving.stopped.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&serving);
                thread::spawn(move || shared.serve(stream));
            }
        });
        Self { address, shared }
    }

    /// The host with its port, as `allowed_hosts` wants it.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    /// Every request but those for `/robots.txt`, in their order.
    pub fn requests(&self) -> Vec<Request> {
        let log = self.shared.log.lock().unwrap();
        log.iter().filter(|request| request.path != "/robots.txt").cloned().collect()
    }

    /// How many requests there were for that path.
    pub fn count(&self, path: &str) -> usize {
        self.shared.seen.lock().unwrap().get(path).copied().unwrap_or_default()
    }

    /// The most requests that were waiting for their answer to be found at the same time.
    pub fn most_at_once(&self) -> usize {
        self.shared.most_at_once.load(Ordering::SeqCst)
    }

    /// How many bytes it could send.
    pub fn written(&self) -> u64 {
        self.shared.written.load(Ordering::SeqCst)
    }
}

impl Drop for Origin {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that listens.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    /// Answers the requests of one connection until either side closes it.
    fn serve(&self, mut stream: TcpStream) {
        let mut received = Vec::new();
        let mut buffer = [0; 16 * 1024];
        loop {
            while let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&received[..end]).into_owned();
                received.drain(..end + 4);
                let request = self.note(&head);
                let active = self.active.fetch_add(1, Ordering::SeqCst) + 1;
                self.most_at_once.fetch_max(active, Ordering::SeqCst);
                let script = if request.path == "/robots.txt" { &self.robots } else { &self.script };
                let reply = script(&request);
                // Before it is answered, as who has an answer may ask again at once.
                self.active.fetch_sub(1, Ordering::SeqCst);
                if !reply.play(&mut stream, &self.written) {
                    return;
                }
            }
            match stream.read(&mut buffer) {
                Ok(read) if read > 0 => received.extend_from_slice(&buffer[..read]),
                _ => return,
            }
            if !received.starts_with(b"GET ") {
                // What a plain server says to who speaks TLS.
                let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                return;
            }
        }
    }

    fn note(&self, head: &str) -> Request {
        let mut lines = head.lines();
        let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect();
        let mut seen = self.seen.lock().unwrap();
        let count = seen.entry(path.clone()).or_default();
        let request = Request { path, nth: *count, headers };
        *count += 1;
        self.log.lock().unwrap().push(request.clone());
        request
    }
}
