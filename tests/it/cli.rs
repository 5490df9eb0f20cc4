//! The program as people run it: real processes, real folders, real files.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::TempFolder;

fn hub(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gcm-hub"));
    command.arg("--data-dir").arg(folder).env_remove("GCM_HUB_CONFIG").env_remove("GCM_HUB_LISTEN");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    hub(folder).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Fails with this exit code, says each of these words on standard error and nothing on standard output.
fn refuses(folder: &Path, arguments: &[&str], code: i32, words: &[&str]) {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", err(&output));
    assert_eq!(out(&output), "", "{arguments:?}");
    for word in words {
        assert!(err(&output).contains(word), "{arguments:?}: no `{word}` in {}", err(&output));
    }
}

#[test]
fn a_query_prints_the_response_and_errors_exit_with_1() {
    let folder = TempFolder::new("query");
    let output = run(&folder.0, &["query", "{ programmes { totalCount } }"]);
    assert!(output.status.success(), "{}", err(&output));
    let answer: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(answer["data"]["programmes"]["totalCount"], 31);

    let output = run(&folder.0, &["query", "{ nothing }"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains("nothing"));
}

#[test]
fn a_query_comes_from_a_file_or_standard_input_with_variables() {
    let folder = TempFolder::new("query-input");
    let query = "query($c: CountryCode!) { country(code: $c) { code } }";
    let file = folder.0.join("query.graphql");
    std::fs::write(&file, query).unwrap();
    let data = folder.0.join("data");
    for variable in ["c=\"md\"", "c=Moldova"] {
        let output = run(&data, &["query", "-f", file.to_str().unwrap(), "-v", variable]);
        assert!(out(&output).contains("\"MDA\""), "{}", err(&output));
    }
    let mut command = hub(&data);
    command.args(["query", "-", "-v", "c=TJK"]);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(query.as_bytes()).unwrap();
    assert!(out(&child.wait_with_output().unwrap()).contains("\"TJK\""));
}

#[test]
fn an_unknown_country_is_an_error_that_names_the_near_misses() {
    let folder = TempFolder::new("near");
    let output = run(&folder.0, &["query", "{ country(code: \"Tajkistan\") { name } }"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("TJK (Tajikistan)"), "{}", out(&output));
}

#[test]
fn sources_schema_config_and_completions_print() {
    let folder = TempFolder::new("print");
    let sources = out(&run(&folder.0, &["sources"]));
    for word in ["mptf-pipeline", "undp-pledge", "2023-11-11", "bundled", "not held"] {
        assert!(sources.contains(word), "{sources}");
    }
    assert!(out(&run(&folder.0, &["schema"])).contains("type Programme implements Node"));
    assert!(out(&run(&folder.0, &["completions", "bash"])).contains("gcm-hub"));
    let config = out(&run(&folder.0, &["config"]));
    let file = folder.0.join("config.toml");
    std::fs::write(&file, &config).unwrap();
    let output = run(&folder.0, &["--config", file.to_str().unwrap(), "schema"]);
    assert!(output.status.success(), "{}", err(&output));
}

#[test]
fn the_saved_operations_print_with_the_hashes_of_their_files() {
    let folder = TempFolder::new("operations");
    let printed = out(&run(&folder.0, &["operations"]));
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/operations");
    let files = std::fs::read_dir(&schema).unwrap().count();
    assert_eq!(printed.lines().count(), files);
    for line in printed.lines() {
        let (hash, name) = line.split_once(' ').unwrap();
        let document = std::fs::read(schema.join(name).with_extension("graphql")).unwrap();
        assert_eq!(hash, gcm_hub::record::Sha256::of(&document).to_string(), "{name}");
    }
}

#[test]
fn bad_input_is_refused_with_what_to_do_and_nothing_is_lost() {
    let folder = TempFolder::new("bad");
    let data = folder.0.join("data");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let other = file("other.txt", b"A shopping list.\n\nBread, milk, and a newspaper.\n");
    let empty = file("empty.txt", b"");
    let junk = file("junk.txt", &[0x7f, b'E', b'L', b'F', 0, 1, 2, 3, 0, 0xff]);
    let latin = file("latin.txt", b"Caf\xe9\n");
    let pdf = file("real.pdf", b"%PDF-1.7\n");
    let big = folder.0.join("big.txt");
    std::fs::File::create(&big).unwrap().set_len(200 * 1024 * 1024).unwrap();
    let big = big.to_str().unwrap();
    let missing = folder.0.join("none.txt");
    refuses(&data, &["ingest", "undp-pledge", &other], 1, &["undp-pledge", "expected", "found"]);
    refuses(&data, &["ingest", "undp-pledge", &empty], 1, &["empty", "check"]);
    refuses(&data, &["ingest", "undp-pledge", &junk], 1, &["binary", "right file"]);
    refuses(&data, &["ingest", "undp-pledge", &latin], 1, &["line 1", "UTF-8", "iconv"]);
    refuses(&data, &["ingest", "undp-pledge", &pdf], 1, &["PDF", "cannot be read", "check"]);
    refuses(&data, &["ingest", "undp-pledge", big], 1, &["209715200", "right file"]);
    refuses(
        &data,
        &["ingest", "undp-pledge", missing.to_str().unwrap()],
        1,
        &["cannot read", "check the path"],
    );
    refuses(&data, &["ingest", "undp-pledge", folder.0.to_str().unwrap()], 1, &["folder"]);
    refuses(
        &data,
        &["ingest", "undp-plegde", &other],
        1,
        &["unknown source", "undp-pledge", "mptf-pipeline"],
    );
    refuses(
        &data,
        &["ingest", "undp-pledge", &other, "--media-type", "image/png"],
        1,
        &["image/png", "text/plain"],
    );
    refuses(&data, &["ingest", "undp-pledge", &other, "--as-of", "yesterday"], 2, &["2023-11-11"]);
    refuses(&data, &["query", "-v", "novalue", "{ hub { version } }"], 1, &["NAME=JSON"]);
    refuses(&data, &["query", "-f", missing.to_str().unwrap()], 1, &["cannot read"]);
    refuses(&data, &["--config", missing.to_str().unwrap(), "schema"], 1, &["cannot read the configuration"]);
    refuses(&data, &["frobnicate"], 2, &["frobnicate"]);
    let wrong = file("wrong.toml", b"colour = \"red\"\n");
    refuses(&data, &["--config", &wrong, "schema"], 1, &["colour", "gcm-hub config"]);
    let output = run(&data, &["query", "{ programmes { totalCount } }"]);
    assert!(out(&output).contains("31"), "{}", err(&output));
}

#[test]
fn a_page_is_ingested_by_the_name_of_its_file_and_read_by_its_markup() {
    let folder = TempFolder::new("page");
    let data = folder.0.join("data");
    let html = "<meta charset=windows-1252><nav><h1>Pledges</h1></nav><h1>Pledge of the World Bank</h1>
        <p>The World Bank pledges to:<ol><li>Lend ovens to caf\u{e9}s.<li>Lend mills.</ol><p>Updated on: 3 June 2021
        <h2>1. Lend ovens to caf\u{e9}s.</h2><ul><li>Ten ovens were lent <a href=https://example.org/o>in Jamaica</a>.</ul>
        <h2>2. Lend mills.</h2><ul><li>A mill was lent in Fiji.</ul>";
    let bytes: Vec<u8> = html.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let ingest = |name: &str, options: &[&str]| {
        let file = folder.0.join(name);
        std::fs::write(&file, &bytes).unwrap();
        let arguments = ["ingest", "undp-pledge", file.to_str().unwrap(), "--accept"];
        run(&data, &[&arguments, options].concat())
    };
    let output = ingest("pledge.txt", &[]);
    assert!(err(&output).contains("line 2") && err(&output).contains("UTF-8"), "{}", err(&output));
    for (name, options) in [("pledge.HTML", &[][..]), ("pledge", &["--media-type", "text/html"])] {
        let output = ingest(name, options);
        assert!(out(&output).contains("records   5, rejects 0"), "{} {}", out(&output), err(&output));
    }
    let question = "{ pledge(slug: \"undp-pledge\") { commitments { text progressItems { nodes { urls text
        evidence { quote } } } } } sources { editions { nodes { mediaType } } } }";
    let answer = out(&run(&data, &["query", question]));
    for word in [
        "Lend ovens to caf\u{e9}s.",
        "https://example.org/o",
        "\"  • Ten ovens were lent in Jamaica.\"",
        "text/html",
    ] {
        assert!(answer.contains(word), "no `{word}` in {answer}");
    }
}

#[test]
fn a_data_folder_that_cannot_be_one_is_refused() {
    let folder = TempFolder::new("unwritable");
    let file = folder.0.join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let inside = file.join("data");
    refuses(&inside, &["query", "{ hub { version } }"], 1, &["cannot read or write", "--data-dir"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "not a folder");
}

#[test]
fn a_damaged_store_is_set_aside_and_the_hub_answers_from_its_bundle() {
    let folder = TempFolder::new("damaged");
    assert!(run(&folder.0, &["query", "{ hub { version } }"]).status.success());
    let mut files = Vec::new();
    collect(&folder.0, &mut files);
    let database = files.iter().find(|path| path.file_name().is_some_and(|name| name == "db"));
    let database = database.expect("sled keeps a file named `db`");
    std::fs::write(database, b"this is no database").unwrap();
    let output = run(&folder.0, &["query", "{ programmes { totalCount } }"]);
    assert!(out(&output).contains("31"), "{}", err(&output));
    assert!(err(&output).contains("set aside"), "{}", err(&output));
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

#[test]
fn an_ingested_document_gives_text_and_quotes_and_survives_export_and_import() {
    let Some(documents) = crate::documents_folder() else { return };
    let folder = TempFolder::new("ingest");
    let (data, other) = (folder.0.join("data"), folder.0.join("other"));
    let list = std::fs::read_to_string(documents.join("sources.toml")).unwrap();
    let list: toml::Table = toml::from_str(&list).unwrap();
    for (slug, entry) in &list {
        let file = documents.join(entry["file"].as_str().unwrap());
        let output = run(&data, &["ingest", slug, file.to_str().unwrap(), "--label", "a label"]);
        assert!(output.status.success(), "{slug}: {}", err(&output));
        assert!(out(&output).contains("0 added, 0 removed, 0 changed"), "{}", out(&output));
        let again = run(&data, &["ingest", slug, file.to_str().unwrap(), "--label", "a label"]);
        assert!(out(&again).contains("nothing was written"), "{}", out(&again));
    }
    let question = "{ pledge(slug: \"undp-pledge\") { commitments { text evidence { quote } } } }";
    let answer = out(&run(&data, &["query", question]));
    assert!(!answer.contains("null"), "{answer}");
    let sources = out(&run(&data, &["sources"]));
    assert!(
        sources.contains("cached") && sources.contains("a label") && !sources.contains("not held"),
        "{sources}"
    );
    let verified = run(&data, &["store", "verify"]);
    assert!(verified.status.success());
    for line in ["5 editions are whole, 0 are not", "0 editions were pruned", "0 sources have been asked for"]
    {
        assert!(out(&verified).contains(line), "{}", out(&verified));
    }
    let export = folder.0.join("export.ndjson");
    let export = export.to_str().unwrap();
    assert!(out(&run(&data, &["store", "export", export])).contains("5 editions"));
    assert!(out(&run(&other, &["store", "import", export])).contains("5 editions added"));
    assert!(out(&run(&other, &["store", "import", export])).contains("0 editions added, 5 held"));
    assert_eq!(out(&run(&other, &["query", question])), answer);
}

/// A confirmation of an unknown item's link, and its withdrawal, as `decisions export` writes them.
const DECISIONS: &str = r#"{"id":"dec_000000000001","link":{"type":"NAMES","from":"itm_000000000000","to":"prg_000000000000"},"action":"CONFIRM","agency":"UNDP","by":"Someone","at":"2026-01-31T09:00:00Z","note":"named on page 4","seen":{"from":{},"to":{}}}
{"id":"dec_000000000002","link":{"type":"NAMES","from":"itm_000000000000","to":"prg_000000000000"},"action":"WITHDRAW","withdraws":"dec_000000000001","agency":"UNDP","by":"Someone","at":"2026-02-01T09:00:00Z","seen":{"from":{},"to":{}}}
"#;

#[test]
fn decisions_are_imported_listed_and_exported_as_they_were() {
    let folder = TempFolder::new("decisions");
    let (data, file) = (folder.0.join("data"), folder.0.join("decisions.ndjson"));
    std::fs::write(&file, DECISIONS).unwrap();
    assert!(out(&run(&data, &["decisions", "list"])).contains("no agency has decided"));
    for count in ["2 decisions added, 0 held already", "0 decisions added, 2 held already"] {
        let output = run(&data, &["decisions", "import", file.to_str().unwrap()]);
        assert!(output.status.success() && out(&output).contains(count), "{} {}", out(&output), err(&output));
    }
    assert_eq!(out(&run(&data, &["decisions", "export"])), DECISIONS);
    let other = folder.0.join("other.ndjson");
    assert!(run(&data, &["decisions", "export", other.to_str().unwrap()]).status.success());
    assert_eq!(std::fs::read_to_string(other).unwrap(), DECISIONS);
    let listed = out(&run(&data, &["decisions", "list"]));
    for word in ["2026-01-31", "UNDP", "confirm", "itm_000000000000", "withdrawn"] {
        assert!(listed.contains(word), "{listed}");
    }
    let json = run(&data, &["decisions", "list", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!((&json[0]["state"], &json[0]["note"]), (&"WITHDRAWN".into(), &"named on page 4".into()));
    assert_eq!(json[1]["withdraws"], "dec_000000000001");
}

#[test]
fn a_line_that_is_no_decision_is_left_out_and_exits_with_1() {
    let folder = TempFolder::new("bad-decisions");
    let (data, file) = (folder.0.join("data"), folder.0.join("decisions.ndjson"));
    std::fs::write(&file, format!("{{}}\n{}", DECISIONS.replace("\"UNDP\"", "\"UNPD\""))).unwrap();
    let output = run(&data, &["decisions", "import", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    for word in ["0 decisions added", "line 1 left out: it is no decision", "line 2", "did you mean UNDP"] {
        assert!(out(&output).contains(word), "{}", out(&output));
    }
    refuses(
        &data,
        &["decisions", "import", folder.0.join("none").to_str().unwrap()],
        1,
        &["cannot read", "none"],
    );
    refuses(
        &data,
        &["decisions", "export", folder.0.join("no/file").to_str().unwrap()],
        1,
        &["cannot write"],
    );
}
