//! `gcm-hub token` as an operator runs it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use chrono::{Days, Utc};
use gcm_hub::access::{Bearer, Denied, Gate, Principal, Role};
use serde_json::Value;

use crate::TempFolder;

const CREATE: [&str; 8] = ["token", "create", "--agency", "UNDP", "--name", "Ana", "--role", "curator"];

fn hub(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gcm-hub"));
    command.arg("--data-dir").arg(folder).env_remove("GCM_HUB_CONFIG").env_remove("COLUMNS").args(arguments);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    hub(folder, arguments).output().unwrap()
}

fn out(output: &Output) -> &str {
    assert!(output.status.success(), "{}", err(output));
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn listed(folder: &Path) -> Vec<Value> {
    serde_json::from_str(out(&run(folder, &["token", "list", "--json"]))).unwrap()
}

fn admit(gate: &Gate, text: &str) -> Result<Principal, Denied> {
    let bearer = Bearer::of_header(&format!("Bearer {}", text.trim_end())).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(gate.admit(Some(&bearer), Utc::now()))
}

/// Fails with this exit code, says each of these words on standard error and nothing on standard output.
fn refuses(folder: &Path, arguments: &[&str], code: i32, words: &[&str]) {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", err(&output));
    assert!(output.stdout.is_empty(), "{arguments:?}");
    for word in words {
        assert!(err(&output).contains(word), "{arguments:?}: no `{word}` in {}", err(&output));
    }
}

#[test]
fn a_token_is_alone_on_standard_output_and_works_until_it_is_revoked() {
    let folder = TempFolder::new("token");
    let gate = Gate::new(&folder.0, None).unwrap();
    let made = run(&folder.0, &[&CREATE[..], &["--role", "operator", "--expires", "30d"]].concat());
    let text = out(&made);
    assert_eq!(text.lines().count(), 1);
    assert!(text.starts_with("gcmhub_") && text.ends_with('\n'), "{}", err(&made));
    assert!(
        !err(&made).contains(text.trim_end()) && err(&made).contains("shown this once"),
        "{}",
        err(&made)
    );
    let who = admit(&gate, text).unwrap();
    assert_eq!((who.agency.as_str(), who.name.as_str(), who.roles.len()), ("UNDP", "Ana", 2));
    assert_eq!(who.require(Role::Operator), Ok(()));

    let tokens = listed(&folder.0);
    let id = tokens[0]["id"].as_str().unwrap();
    assert!(err(&made).contains(id) && text.contains(id));
    assert_eq!(tokens[0]["state"], "active");
    let table = run(&folder.0, &["token", "list"]);
    for word in [id, "UNDP", "Ana", "curator, operator", "active"] {
        assert!(out(&table).contains(word), "{}", out(&table));
    }
    assert!(!out(&table).contains(&text.trim_end()[20..]));

    assert!(out(&run(&folder.0, &["token", "revoke", id])).contains("is revoked"));
    assert_eq!(admit(&gate, text), Err(Denied::NotKnown));
    assert_eq!(listed(&folder.0)[0]["state"], "revoked");
    refuses(&folder.0, &["token", "revoke", id], 1, &[id, "already"]);
    refuses(&folder.0, &["token", "revoke", "nonesuch"], 1, &["nonesuch", "gcm-hub token list"]);
}

#[test]
fn tokens_are_made_while_another_process_has_the_store() {
    use gcm_hub::store::open_or_set_aside;
    let folder = TempFolder::new("token-beside");
    let (_store, _) = open_or_set_aside(&folder.0).unwrap();
    assert!(out(&run(&folder.0, &CREATE)).starts_with("gcmhub_"));
    assert_eq!(listed(&folder.0).len(), 1);
}

#[cfg(unix)]
#[test]
fn the_tokens_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempFolder::new("token-mode");
    out(&run(&folder.0, &CREATE));
    let mode = std::fs::metadata(folder.0.join("tokens.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn processes_that_make_tokens_at_once_lose_none() {
    let folder = TempFolder::new("token-at-once");
    let children: Vec<_> = (0..8)
        .map(|_| {
            let mut command = hub(&folder.0, &CREATE);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let made: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    assert_eq!(listed(&folder.0).len(), 8);
    let gate = Gate::new(&folder.0, None).unwrap();
    for output in &made {
        assert!(admit(&gate, out(output)).is_ok());
    }
}

#[test]
fn bad_input_is_refused_with_what_to_do_and_makes_no_token() {
    let folder = TempFolder::new("token-bad");
    let data = folder.0.join("data");
    let with = |option: &str, value: &'static str| {
        let mut arguments = CREATE;
        let at = arguments.iter().position(|it| *it == option).unwrap();
        arguments[at + 1] = value;
        arguments
    };
    refuses(&data, &with("--agency", "UNCHR"), 1, &["UNCHR", "`UNHCR`"]);
    refuses(&data, &with("--role", "king"), 2, &["king", "curator", "operator"]);
    refuses(&data, &with("--name", " "), 1, &["who the token is for"]);
    refuses(&data, &CREATE[..6], 2, &["--role"]);
    let yesterday = (Utc::now().date_naive() - Days::new(1)).to_string();
    for (expires, code, words) in [
        (yesterday.as_str(), 1, ["expired", "later day"]),
        ("0d", 1, ["expired", "later day"]),
        ("9999-12-31", 1, ["two years", "earlier day"]),
        ("soon", 2, ["90d", "2027-01-31"]),
    ] {
        refuses(&data, &[&CREATE[..], &["--expires", expires]].concat(), code, &words);
    }
    assert!(listed(&data).is_empty());

    let file = folder.0.join("file");
    std::fs::write(&file, "not a folder").unwrap();
    refuses(&file, &CREATE, 1, &["cannot read or write", "--data-dir"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "not a folder");

    std::fs::create_dir_all(&data).unwrap();
    let damaged = data.join("tokens.json");
    std::fs::write(&damaged, "{\"format\": 1, \"tokens\": [").unwrap();
    for arguments in [&CREATE[..], &["token", "list"], &["token", "revoke", "0000000000"]] {
        refuses(&data, arguments, 1, &["tokens.json", "damaged", "put back a copy", "line 1"]);
    }
    assert_eq!(std::fs::read_to_string(&damaged).unwrap(), "{\"format\": 1, \"tokens\": [");
}
