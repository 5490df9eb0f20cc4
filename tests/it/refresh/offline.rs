//! The program itself: who is asked when nobody may be, and what `gcm-hub sync` does and says.

use std::process::Output;

use super::*;
use crate::process::{Serving, hub};
use crate::server::Client;
use crate::until;

/// A data folder with a configuration beside it.
struct Installed {
    folder: TempFolder,
    publisher: Publisher,
}

impl Installed {
    fn new(name: &str, config: impl Fn(&Publisher) -> String) -> Self {
        let publisher = Publisher::start(gives(pledge(16, &[])));
        let this = Self { folder: TempFolder::new(&format!("refresh-{name}")), publisher };
        this.configure(&config(&this.publisher));
        this
    }

    fn configure(&self, config: &str) {
        std::fs::write(self.file(), config).unwrap();
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.0.join("config.toml")
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.0.join("data")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        hub(&self.data()).arg("--config").arg(self.file()).args(arguments).output().unwrap()
    }

    /// What a run of `sync` prints, and its exit code.
    fn sync(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let Output { status, stdout, stderr } = self.run(&[&["sync"], arguments].concat());
        (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }

    fn serve(&self, options: &[&str]) -> Serving {
        let file = self.file();
        Serving::start(&self.data(), &[&["--config", file.to_str().unwrap()], options].concat())
    }

    fn operator(&self) -> String {
        bearer(&self.data(), "UNDP", "operator")
    }

    /// How often anything was asked, `robots.txt` too.
    fn asked(&self) -> usize {
        self.publisher.origin.requests().len() + self.publisher.origin.count("/robots.txt")
    }
}

fn refresh(client: Client, token: &str) -> Value {
    let query = format!("mutation {{ refreshSource(input: {{source: \"{SLUG}\"}}) {{ outcome message }} }}");
    client.graphql(Some(token), &query, json!({})).unwrap().json()["data"]["refreshSource"].clone()
}

fn freshness(client: Client) -> Value {
    let query =
        format!("{{ source(slug: \"{SLUG}\") {{ freshness {{ state reason nextCheckAt checkedAt }} }} }}");
    client.graphql(None, &query, json!({})).unwrap().json()["data"]["source"]["freshness"].clone()
}

#[test]
fn offline_nobody_is_asked_and_the_same_hub_online_asks_by_itself() {
    let installed = Installed::new("offline", usual);
    let operator = installed.operator();
    // As an option, in the environment, in the file.
    let serving = installed.serve(&["--offline"]);
    let payload = refresh(serving.client, &operator);
    assert_eq!(payload["outcome"], "NOT_ASKED", "{payload}");
    assert!(payload["message"].as_str().unwrap().contains("offline"), "{payload}");
    let told = freshness(serving.client);
    assert_eq!((&told["state"], &told["nextCheckAt"]), (&json!("NEVER"), &Value::Null), "{told}");
    assert!(told["reason"].as_str().unwrap().contains("the hub is offline"), "{told}");
    assert!(serving.kill().contains("the hub is offline"));
    for arguments in [&["--offline"][..], &["--offline", SLUG]] {
        let (code, printed, told) = installed.sync(arguments);
        assert_eq!((code, printed.as_str()), (Some(1), ""), "{told}");
        assert!(told.contains("offline"), "{told}");
    }
    let by_environment = hub(&installed.data())
        .arg("--config")
        .arg(installed.file())
        .arg("sync")
        .env("GCM_HUB_OFFLINE", "1")
        .output()
        .unwrap();
    assert!(
        !by_environment.status.success()
            && String::from_utf8_lossy(&by_environment.stderr).contains("offline")
    );
    installed.configure(&usual(&installed.publisher).replace("[refresh]", "[refresh]\noffline = true"));
    assert_eq!(installed.sync(&[]).0, Some(1));
    assert_eq!(installed.asked(), 0, "somebody was asked offline");

    // The same without it asks as soon as it starts, and is live by itself.
    installed.configure(&usual(&installed.publisher));
    let serving = installed.serve(&[]);
    until(|| freshness(serving.client)["state"] == "LIVE");
    assert!(installed.asked() > 0);
    // Its own check may be about to end: then this is the report of that.
    let outcome = refresh(serving.client, &operator)["outcome"].clone();
    assert!(["UPDATED", "UNCHANGED"].contains(&outcome.as_str().unwrap()), "{outcome}");
    assert!(serving.kill().contains(SLUG));
}

#[test]
fn who_does_not_say_whose_hub_it_is_asks_nobody_and_is_told_what_to_configure() {
    let installed =
        Installed::new("nameless", |publisher| usual(publisher).replace("contact = \"ops@example.org\"", ""));
    let serving = installed.serve(&[]);
    let payload = refresh(serving.client, &installed.operator());
    assert_eq!(payload["outcome"], "NOT_ASKED");
    for told in [&payload["message"], &freshness(serving.client)["reason"]] {
        assert!(told.as_str().unwrap().contains("`contact` under [fetch]"), "{told}");
    }
    drop(serving);
    let (code, _, told) = installed.sync(&[]);
    assert!(code == Some(1) && told.contains("`contact`"), "{told}");
    assert_eq!(installed.asked(), 0);
    // An option is enough.
    assert_eq!(installed.sync(&["--contact", "ops@example.org"]).0, Some(0));
    let agent = installed.publisher.origin.requests()[0].header("user-agent").unwrap().to_owned();
    assert!(agent.contains("ops@example.org"), "{agent}");
}

#[test]
fn sync_tells_what_happened_in_a_table_and_in_its_exit_code() {
    let installed = Installed::new("sync", usual);
    let is = |arguments: &[&str], code: i32, words: &[&str]| {
        let (found, printed, told) = installed.sync(arguments);
        assert_eq!(found, Some(code), "{printed}{told}");
        // Where a table breaks its lines is not what this is about.
        let flat: String = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.iter().all(|word| flat.contains(word)), "{words:?}: {flat} {told}");
    };
    is(&[], 0, &[SLUG, "updated to", "Next check", "UTC"]);
    is(&[SLUG, SLUG], 0, &["unchanged: its publisher gives"]);
    installed.publisher.plays(Arc::new(|_| reply(503, &[], "")));
    is(&[SLUG], 1, &["failed:", "503"]);
    installed.publisher.plays(gives(pledge(4, &[])));
    is(&[], 3, &["held:", "editions accept"]);
    is(&[], 3, &["held:"]);
    installed.publisher.plays(gives(pledge(16, &[])));
    is(&[], 0, &["unchanged:"]);
    // A source that may not be asked, and one that there is not.
    is(&["mptf-in-action"], 1, &["not asked:"]);
    let (code, printed, told) = installed.sync(&["bread-plege"]);
    assert_eq!((code, printed.as_str()), (Some(1), ""));
    assert!(told.contains("bread-plege") && told.contains(SLUG), "{told}");
}

#[test]
fn a_further_pledge_comes_into_the_graph_beside_undps_while_another_source_fails() {
    let other = |publisher: &Publisher| {
        let gone = publisher.origin.url("/gone");
        usual(publisher)
            + &format!(
                "[[sources]]\nslug = \"gone-pledge\"\nkind = \"pledge-page\"\npublisher = \"ILO\"\naddresses = [\"{gone}\"]\n"
            )
    };
    let installed = Installed::new("partly", other);
    let good = gives(pledge(16, &[]));
    installed.publisher.plays(Arc::new(move |request| match request.path.as_str() {
        "/gone" => reply(404, &[], ""),
        _ => good(request),
    }));
    let (code, printed, told) = installed.sync(&[]);
    assert_eq!(code, Some(1), "{printed}{told}");
    assert!(printed.contains("updated to") && printed.contains("404"), "{printed}");
    let serving = installed.serve(&["--offline"]);
    let query = "{ pledges { nodes { organisation { acronym } progressItems { totalCount } } }
        sources { slug recordCount freshness { state } } hub { counts { pledges } } }";
    let data = serving.client.graphql(None, query, json!({})).unwrap().json()["data"].clone();
    assert_eq!(data["hub"]["counts"]["pledges"], 2, "{data}");
    let pledges = data["pledges"]["nodes"].as_array().unwrap();
    let items = |of: &str| {
        let mut pledge = pledges.iter().filter(|pledge| pledge["organisation"]["acronym"] == of);
        pledge.next().map(|pledge| pledge["progressItems"]["totalCount"].as_u64().unwrap())
    };
    assert_eq!(items("UNICEF"), Some(16), "{data}");
    assert!(items("UNDP") > Some(16), "{data}");
    let state = |slug: &str| {
        let sources = data["sources"].as_array().unwrap();
        sources.iter().find(|source| source["slug"] == slug).unwrap()["freshness"]["state"].clone()
    };
    assert_eq!([state(SLUG), state("gone-pledge"), state("undp-pledge")], ["CACHED", "NEVER", "BUNDLED"]);
}
