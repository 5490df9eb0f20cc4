//! A headless Chromium, driven over a pipe in the DevTools protocol: JSON messages, each ended by a zero byte.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long a test may use a browser; then it is killed and the test fails.
const PATIENCE: Duration = Duration::from_secs(180);

/// The browser, where this machine has one.
pub(super) fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("chromium")).find(|file| file.is_file())
}

/// A browser with one tab.
pub(super) struct Chromium {
    child: Arc<Mutex<Child>>,
    orders: ChildStdin,
    reports: BufReader<ChildStdout>,
    last: u64,
    session: Option<String>,
    /// Where expressions are evaluated, when it is not the page itself.
    world: Option<Value>,
    /// What the browser told without being asked.
    pub(super) events: Vec<Value>,
}

impl Chromium {
    /// Starts the browser with an empty profile, without a proxy, and with no name resolved but this machine's.
    pub(super) fn start(program: &Path, profile: &Path) -> Self {
        // Chromium reads orders from descriptor 3 and reports on 4.
        let mut command = Command::new("sh");
        command.args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#]).arg(program);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
        command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
        command.args(["--disable-dev-shm-usage", "--no-proxy-server", "--remote-debugging-pipe"]);
        command.arg("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        command.arg(format!("--user-data-dir={}", profile.display())).arg("about:blank");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (orders, reports) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let child = Arc::new(Mutex::new(child));
        let watched = Arc::downgrade(&child);
        std::thread::spawn(move || {
            std::thread::sleep(PATIENCE);
            if let Some(child) = watched.upgrade() {
                let _ = child.lock().unwrap().kill();
            }
        });
        let mut browser =
            Self { child, orders, reports, last: 0, session: None, world: None, events: Vec::new() };
        let tab = browser.order("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": tab["targetId"], "flatten": true });
        browser.session =
            browser.order("Target.attachToTarget", &attach)["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.order(&format!("{domain}.enable"), &json!({}));
        }
        browser
    }

    /// Gives an order and waits for its result.
    pub(super) fn order(&mut self, method: &str, parameters: &Value) -> Value {
        self.last += 1;
        let mut order = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            order["sessionId"] = json!(session);
        }
        self.orders.write_all(format!("{order}\0").as_bytes()).expect("the browser lives");
        loop {
            let mut message = Vec::new();
            self.reports.read_until(0, &mut message).unwrap();
            assert!(
                message.pop() == Some(0),
                "the browser ended, or took longer than {PATIENCE:?}, at `{method}`"
            );
            let mut message: Value = serde_json::from_slice(&message).unwrap();
            if message["id"] == json!(self.last) {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].take();
            }
            self.events.push(message);
        }
    }

    pub(super) fn open(&mut self, address: &str) {
        let opened = self.order("Page.navigate", &json!({ "url": address }));
        assert!(opened.get("errorText").is_none(), "{opened}");
    }

    /// Goes on in a frame of the page that has an address, whether or not it has a process of its own.
    pub(super) fn enter_frame(&mut self, address: &str) {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let targets = self.order("Target.getTargets", &json!({}));
            let mut targets = targets["targetInfos"].as_array().unwrap().iter();
            if let Some(frame) = targets.find(|target| target["type"] == "iframe" && target["url"] == address)
            {
                let attach = json!({ "targetId": frame["targetId"], "flatten": true });
                let attached = self.order("Target.attachToTarget", &attach);
                self.session = attached["sessionId"].as_str().map(str::to_owned);
                return;
            }
            let tree = self.order("Page.getFrameTree", &json!({}));
            let frame = &tree["frameTree"]["childFrames"][0]["frame"];
            if frame["url"] == address {
                let world = self.order("Page.createIsolatedWorld", &json!({ "frameId": frame["id"] }));
                self.world = Some(world["executionContextId"].clone());
                return;
            }
            assert!(Instant::now() < end, "there is no frame of {address}: {tree}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The value of an expression on the page.
    pub(super) fn value(&mut self, expression: &str) -> Value {
        let mut order = json!({ "expression": expression, "returnByValue": true });
        if let Some(world) = &self.world {
            order["contextId"] = world.clone();
        }
        let mut result = self.order("Runtime.evaluate", &order);
        assert!(result.get("exceptionDetails").is_none(), "{expression}: {result}");
        result["result"]["value"].take()
    }

    /// Waits until an expression on the page holds.
    pub(super) fn until(&mut self, expression: &str) {
        let end = Instant::now() + Duration::from_secs(60);
        while self.value(&format!("Boolean({expression})")) != json!(true) {
            let page = "document.body ? document.body.innerText : ''";
            assert!(Instant::now() < end, "`{expression}` never held; the page: {}", self.value(page));
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }
}
