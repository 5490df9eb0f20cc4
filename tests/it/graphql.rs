//! Golden tests: a `.graphql` file and the answer beside it.
//!
//! `tests/it/graphql/<type>/<case>.graphql` is asked of the bundled hub, and its answer compared with
//! `<case>.snap`. The saved operations of `schema/operations` are asked with their default variables, and their
//! answers lie in `tests/it/graphql/operations`. A test never writes a snapshot: to accept an answer, look at it and
//! write it with `gcm-hub --data-dir EMPTY query -f CASE.graphql > CASE.snap`.

use std::fs;
use std::path::{Path, PathBuf};

use async_graphql::Request;
use gcm_hub::api::{Snapshot, schema, sdl};

use crate::bundled_hub;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "graphql") {
            found.push(path);
        }
    }
    found.sort();
    found
}

async fn answer(document: &str) -> String {
    let hub = bundled_hub();
    let request = Request::new(document).data(Snapshot(hub.served())).data(hub);
    let response = schema().execute(request).await;
    serde_json::to_string_pretty(&response).unwrap() + "\n"
}

/// Asks each document and compares; reports the first line that differs in each.
async fn check(cases: Vec<(PathBuf, PathBuf)>) {
    assert!(!cases.is_empty());
    let mut wrong = Vec::new();
    for (document, snapshot) in cases {
        let found = answer(&fs::read_to_string(&document).unwrap()).await;
        let expected = fs::read_to_string(&snapshot).unwrap_or_default();
        if found != expected {
            let (found, expected): (Vec<_>, Vec<_>) = (found.lines().collect(), expected.lines().collect());
            let at = (0..).find(|line| found.get(*line) != expected.get(*line)).unwrap();
            wrong.push(format!(
                "{}: line {}\n  expected {:?}\n  found    {:?}",
                snapshot.display(),
                at + 1,
                expected.get(at),
                found.get(at)
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn cases_answer_as_their_snapshots_say() {
    let cases = documents(&here("tests/it/graphql"));
    check(cases.into_iter().map(|document| (document.clone(), document.with_extension("snap"))).collect())
        .await;
}

#[tokio::test]
async fn saved_operations_answer_as_their_snapshots_say() {
    let snapshots = here("tests/it/graphql/operations");
    let operations = documents(&here("schema/operations"));
    assert!(operations.len() >= 12, "only {} saved operations", operations.len());
    let with_snapshot = |document: PathBuf| {
        let snapshot = snapshots.join(document.file_name().unwrap()).with_extension("snap");
        (document, snapshot)
    };
    check(operations.into_iter().map(with_snapshot).collect()).await;
}

#[tokio::test]
async fn the_readme_answers_as_the_hub_does() {
    let readme = fs::read_to_string(here("README.md")).unwrap();
    let mut asked = 0;
    for part in readme.split("gcm-hub query '").skip(1) {
        let (query, rest) = part.split_once("'\n```").unwrap();
        let (_, rest) = rest.split_once("```json\n").unwrap();
        let (expected, _) = rest.split_once("```").unwrap();
        let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
        let found: serde_json::Value = serde_json::from_str(&answer(query).await).unwrap();
        assert_eq!(found["data"], expected, "{query}");
        asked += 1;
    }
    assert_eq!(asked, 4);
}

#[test]
fn saved_operations_say_whose_question_they_are() {
    for document in documents(&here("schema/operations")) {
        let text = fs::read_to_string(&document).unwrap();
        let first = text.lines().next().unwrap();
        assert!(
            first.starts_with("# ") && first.contains(':') && first.len() > 30,
            "{}: {first}",
            document.display()
        );
    }
}

#[test]
fn the_committed_schema_is_that_of_the_code() {
    let committed = fs::read_to_string(here("schema/hub.graphql")).unwrap_or_default();
    let differs =
        committed.lines().zip(sdl().lines().map(str::to_owned).collect::<Vec<_>>()).find(|(a, b)| a != b);
    assert!(
        committed == sdl(),
        "schema/hub.graphql is not that of the code ({differs:?}): write it with `gcm-hub schema > schema/hub.graphql`"
    );
}

#[test]
fn everything_in_the_schema_is_described() {
    let sdl = sdl();
    let lines: Vec<&str> = sdl.lines().collect();
    let mut bare = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let text = line.trim();
        let named = text.chars().next().is_some_and(|c| c.is_alphabetic());
        let opens = ["schema", "extend", "directive"].iter().any(|word| text.starts_with(word));
        let in_schema_block = lines[..number]
            .iter()
            .rev()
            .find(|line| line.ends_with('{'))
            .is_some_and(|line| line.starts_with("schema"));
        if !named || opens || (in_schema_block && line.starts_with('\t')) || in_description(&lines, number) {
            continue;
        }
        let before = lines[..number].last().copied().unwrap_or_default().trim();
        if !before.ends_with("\"\"\"") && !before.starts_with('"') {
            bare.push(format!("line {}: {text}", number + 1));
        }
    }
    assert!(bare.is_empty(), "not described:\n{}", bare.join("\n"));
}

/// Whether a line of the schema stands inside a block description.
fn in_description(lines: &[&str], number: usize) -> bool {
    let marks = lines[..number].iter().map(|line| line.matches("\"\"\"").count()).sum::<usize>();
    marks % 2 == 1
}
