//! Refreshing over the real thing: a publisher on loopback that plays good and bad answers, a store in a folder, the
//! reader's child process, and the server that goes on answering.

mod at_once;
mod decisions;
mod offline;
mod publishers;
mod review;
mod schedule;
mod traces;
mod truth;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use gcm_hub::clock::Clock;
use gcm_hub::config::Config;
use gcm_hub::fetch::Fetcher;
use gcm_hub::hub::{Hub, Outcome, Report};
use gcm_hub::reader::{Limits, Reader};
use gcm_hub::record::{Sha256, Watch};
use gcm_hub::refresh::{Checker, Plan, Refresher, open_hub};
use gcm_hub::sources::SOURCES;
use gcm_hub::store::{SledStore, Store, open_or_set_aside};
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;

use crate::origin::{Origin, Reply, Request, reply};
use crate::pages::render::{Layout, page};
use crate::process::bearer;
use crate::server::Running;
use crate::{TempFolder, now};

/// A source of our own, which no edition ships with.
const SLUG: &str = "bread-pledge";

/// What is asked of one source, and of the whole graph beside it.
const STATE: &str = "query($slug: String!) {
    hub { graphVersion counts { records programmes pledges progressItems links } }
    progressItems { totalCount } programmes { totalCount }
    source(slug: $slug) { recordCount editions { totalCount nodes { sha256 } }
        freshness { state reason checkedAt confirmedAt nextCheckAt held { sha256 reason records rejects } } } }";

/// A publisher whose script can be changed.
struct Publisher {
    origin: Origin,
    script: Arc<Mutex<Script>>,
}

type Script = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

impl Publisher {
    fn start(script: Script) -> Self {
        let script = Arc::new(Mutex::new(script));
        let played = Arc::clone(&script);
        let origin = Origin::start(move |request| {
            // A script may take its time, and be changed meanwhile.
            let script = Arc::clone(&played.lock().unwrap());
            script(request)
        });
        Self { origin, script }
    }

    fn plays(&self, script: Script) {
        *self.script.lock().unwrap() = script;
    }

    fn address(&self) -> String {
        self.origin.url("/pledge").to_string()
    }
}

/// Gives a page, and says when it is what the caller has already.
fn gives(page: String) -> Script {
    let etag = format!("\"{}\"", Sha256::of(page.as_bytes()));
    Arc::new(move |request| match request.header("if-none-match") {
        Some(known) if known == etag => reply(304, &[], ""),
        _ => reply(200, &[("Content-Type", "text/html; charset=utf-8"), ("ETag", &etag)], &page),
    })
}

/// Gives a page to everybody, without a word of its version.
fn gives_all(page: String) -> Script {
    Arc::new(move |_| reply(200, &[("Content-Type", "text/html; charset=utf-8")], &page))
}

/// The page of a pledge with that many progress items, and these as well. Two with the same number are the same.
fn pledge(items: usize, more: &[&str]) -> String {
    const COUNTRIES: [&str; 12] = [
        "Chad", "Mali", "Togo", "Benin", "Peru", "Nepal", "Ghana", "Kenya", "Fiji", "Jamaica", "Panama",
        "Senegal",
    ];
    const DEEDS: [&str; 4] = [
        "built round ovens of red clay for the market",
        "taught young millers to read a pair of scales",
        "counted every loaf that was baked in a year",
        "mended the old mill by the river with the mayor",
    ];
    let item = |i: usize| format!("In {}, UNICEF {}.", COUNTRIES[i % 12], DEEDS[i / 12]);
    let all: Vec<String> = (0..items).map(item).chain(more.iter().map(ToString::to_string)).collect();
    let commitments = ["Baking more bread, and sharing it with all.", "Teaching millers how flour travels."];
    let mut text =
        "UNICEF Pledge - Bread for Everyone\n\nTogether with bakers and mayors, UNICEF commits to:\n\n"
            .to_owned();
    for (number, words) in commitments.iter().enumerate() {
        text += &format!("{}. {words}\n\n", number + 1);
    }
    text += "LAST UPDATED: MAR /4/ 22\n\n";
    for (number, words) in commitments.iter().enumerate() {
        text += &format!("{}. {words}\n\n", number + 1);
        for item in all.iter().skip(number).step_by(2) {
            text += &format!("  • {item}\n");
        }
        text += "\n";
    }
    page(&text, Layout::Managed)
}

/// The configuration of a hub that asks for one source at an address, and for no other.
fn config(publisher: &Publisher, slug: &str, address: &str) -> String {
    let own = SOURCES.iter().any(|source| source.slug() == slug);
    let described = if own { "" } else { "kind = \"pledge-page\"\npublisher = \"UNICEF\"\n" };
    let mut config = format!(
        "[fetch]\ncontact = \"ops@example.org\"\nallowed_hosts = [\"{}\"]\nconnect_timeout = \"60s\"\n\
         read_timeout = \"60s\"\ntotal_timeout = \"60s\"\nmost_bytes = 1048576\nretries = 1\nretry_pause = \"1ms\"\n\
         host_interval = \"0s\"\nfailures_kept = \"0s\"\nbreaker_failures = 100\n\
         [refresh]\nschedule = \"6h\"\njitter = \"0s\"\n\
         [[sources]]\nslug = \"{slug}\"\n{described}addresses = [\"{address}\"]\n",
        publisher.origin.host()
    );
    for source in SOURCES.iter().filter(|source| source.slug() != slug) {
        config += &format!("[[sources]]\nslug = \"{}\"\nenabled = false\n", source.slug());
    }
    config
}

/// The usual configuration, at the publisher's own address.
fn usual(publisher: &Publisher) -> String {
    config(publisher, SLUG, &publisher.address())
}

/// What asks for sources as a configuration has it.
fn checker(config: &str, store: &Arc<SledStore>, clock: Clock) -> Checker {
    let config: Config = toml::from_str(config).unwrap();
    let contact = config.fetch.contact.clone();
    let (sources, plan) = Plan::new(&config.refresh, &config.sources, contact.as_deref()).unwrap();
    let limits = Limits { memory: 256 * 1024 * 1024, cpu_seconds: 2, ..Limits::default() };
    Checker {
        store: Arc::clone(store) as Arc<dyn Store>,
        sources: Arc::new(sources),
        plan: Arc::new(plan),
        fetcher: Fetcher::new(config.fetch, clock).unwrap(),
        reader: Reader::new(env!("CARGO_BIN_EXE_gcm-hub").into(), limits),
        clock,
        changing: Arc::default(),
        traces: Default::default(),
    }
}

/// A hub over a store in a folder, served.
struct World {
    folder: TempFolder,
    store: Arc<SledStore>,
    hub: Arc<Hub>,
    server: Running,
    clock: Clock,
}

impl World {
    /// A hub with the sources of a configuration, which nobody keeps fresh yet.
    fn open(name: &str, config: &str) -> Self {
        let folder = TempFolder::new(&format!("refresh-{name}"));
        let (store, notice) = open_or_set_aside(&folder.0).unwrap();
        assert!(notice.is_none());
        let (store, clock) = (Arc::new(store), Clock::at(now()));
        let checker = checker(config, &store, clock);
        let hub = Arc::new(open_hub(checker.store, checker.sources, now()).unwrap());
        let server = Running::over(Arc::clone(&hub), &folder.0);
        Self { folder, store, hub, server, clock }
    }

    /// Such a hub with one who keeps it fresh.
    fn kept(name: &str, config: &str) -> (Self, Arc<Refresher>) {
        let world = Self::open(name, config);
        let refresher = world.refresher(config);
        (world, refresher)
    }

    fn refresher(&self, config: &str) -> Arc<Refresher> {
        Refresher::new(Arc::clone(&self.hub), checker(config, &self.store, self.clock))
    }

    /// The data of a query over HTTP, which has no error whatever publishers do.
    fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.server.graphql(None, query, variables).expect("an answer");
        let mut json = answer.json();
        assert!(answer.status == 200 && json.get("errors").is_none(), "{json}");
        json["data"].take()
    }

    fn state(&self, slug: &str) -> Value {
        self.ask(STATE, json!({ "slug": slug }))
    }

    /// The `Authorization` of a new token.
    fn token(&self, role: &str) -> String {
        bearer(&self.folder.0, "UNDP", role)
    }

    /// The payload of a mutation that is allowed.
    fn payload(&self, token: &str, mutation: &str, input: Value) -> Value {
        let mut json = self.says(Some(token), mutation, input);
        assert!(json.get("errors").is_none(), "{json}");
        json["data"][mutation].take()
    }

    /// The whole answer to a mutation about sources.
    fn says(&self, token: Option<&str>, mutation: &str, input: Value) -> Value {
        let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ outcome message at userErrors {{ code field }}
             source {{ slug recordCount freshness {{ state reason nextCheckAt }} }} }} }}"
        );
        self.server.graphql(token, &query, json!({ "input": input })).expect("an answer").json()
    }

    fn watch(&self, slug: &str) -> Watch {
        self.store.watch(slug).unwrap().unwrap_or_default()
    }
}

/// One who asks by the schedule, in the runtime of the test, until it is dropped.
struct Keeping {
    refresher: Arc<Refresher>,
    reports: Receiver<Arc<Report>>,
    task: tokio::task::JoinHandle<()>,
}

impl Keeping {
    fn start(refresher: Arc<Refresher>) -> Self {
        let running = Arc::clone(&refresher);
        let reports = refresher.reports();
        Self { refresher, reports, task: tokio::spawn(async move { running.run().await }) }
    }

    /// The next report, as soon as there is one.
    async fn report(&mut self) -> Arc<Report> {
        tokio::time::timeout(Duration::from_secs(60), self.reports.recv()).await.expect("a report").unwrap()
    }

    /// Lets the time come at which a source is to be asked again; what comes of that.
    async fn next(&mut self, world: &World, slug: &str) -> Arc<Report> {
        self.let_come(world, world.watch(slug).next_check_at.unwrap()).await;
        self.report().await
    }

    /// Moves the runtime's time, and the clock's, to a moment of that clock.
    async fn let_come(&self, world: &World, moment: DateTime<Utc>) {
        // Tasks that have not begun yet shall wait from now.
        tokio::task::yield_now().await;
        let wait = (moment - world.clock.now()).to_std().unwrap_or_default();
        tokio::time::pause();
        tokio::time::advance(wait).await;
        tokio::time::resume();
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A point in time of an answer.
fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap_or_else(|| panic!("{value}")).parse().unwrap()
}

/// Whether two times are the same but for what the machine took meanwhile, and for parts of a second.
fn about(one: DateTime<Utc>, other: DateTime<Utc>) -> bool {
    (one - other).abs() < TimeDelta::seconds(45)
}

fn sha256(page: &str) -> String {
    Sha256::of(page.as_bytes()).to_string()
}

fn is_updated(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Updated { .. })
}
