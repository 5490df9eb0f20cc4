//! `gcm-hub editions` and `ingest --past`, as people run them.

use std::path::Path;

use crate::TempFolder;
use crate::process::{hub, printed};

const BOOKLET: &str = include_str!("../../src/sources/pipeline_booklet/testdata/three-areas.txt");

/// Ingests the booklet with another sum.
fn ingest(folder: &Path, sum: &str, options: &[&str]) -> std::process::Output {
    let file = folder.join(format!("{}.txt", sum.replace(',', "")));
    std::fs::write(&file, BOOKLET.replace("1,250,000", sum)).unwrap();
    let arguments = ["ingest", "mptf-pipeline", file.to_str().unwrap()];
    hub(&folder.join("data")).args(arguments).args(options).output().unwrap()
}

fn said(folder: &Path, arguments: &[&str]) -> String {
    printed(&folder.join("data"), arguments)
}

fn refused(output: &std::process::Output, word: &str) {
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!output.status.success() && told.contains(word), "{output:?}");
}

#[test]
fn editions_are_listed_compared_and_pruned() {
    let folder = TempFolder::new("editions");
    for (sum, date) in [("1,250,000", "2021"), ("1,300,000", "2022-02"), ("1,400,000", "2023-03-03")] {
        assert!(ingest(&folder.0, sum, &["--accept", "--as-of", date]).status.success());
    }
    let list = said(&folder.0, &["editions", "list", "mptf-pipeline"]);
    let rows: Vec<&str> = list.lines().filter(|line| line.contains("mptf-pipeline")).collect();
    assert_eq!(rows.len(), 4, "with the bundled one: {list}");
    assert!(rows[0].contains("2023-03-03") && rows[0].contains("in service"), "{list}");
    assert!(rows[3].contains("the") && list.contains("beginning") && list.contains("not"), "{list}");
    assert!(said(&folder.0, &["editions", "list"]).contains("undp-pledge"));

    let diff = said(&folder.0, &["editions", "diff", "mptf-pipeline"]);
    assert!(diff.contains("    budget: 1300000 USD (line 28) -> 1400000 USD (line 28)\n"), "{diff}");
    assert!(diff.ends_with("0 added, 0 removed, 1 modified, 2 as before\n"), "{diff}");
    assert!(!diff.contains('\u{1b}'), "no colours but on a terminal");
    let digits = |row: &str| row.split_whitespace().nth(1).unwrap().to_owned();
    let [newest, middle, oldest] = [digits(rows[0]), digits(rows[1]), digits(rows[2])];
    let diff = said(&folder.0, &["editions", "diff", "mptf-pipeline", &oldest, &newest]);
    assert!(diff.contains("budget: 1250000 USD") && diff.contains("-> 1400000 USD"), "{diff}");
    let diff = said(&folder.0, &["editions", "diff", "mptf-pipeline", &newest, &middle]);
    assert!(diff.contains("-> 1300000 USD"), "the other way round: {diff}");
    let data = folder.0.join("data");
    let bad = |arguments: &[&str]| hub(&data).args(["editions"]).args(arguments).output().unwrap();
    refused(&bad(&["diff", "mptf-pipeline", "zz"]), "no edition of `mptf-pipeline` begins with `zz`");
    refused(&bad(&["diff", "undp-pledge"]), "has no edition before that one");
    refused(&bad(&["list", "undp"]), "unknown source `undp`");
    refused(&bad(&["prune", "--keep", "0"]), "--keep");

    let dry = said(&folder.0, &["editions", "prune", "--keep", "2"]);
    assert!(dry.contains(&format!("mptf-pipeline: {oldest} (as of 2021) would go")), "{dry}");
    assert!(dry.contains("nothing was done"), "{dry}");
    let done = said(&folder.0, &["editions", "prune", "--keep", "2", "--yes"]);
    assert!(done.contains(&format!("{oldest} (as of 2021) is gone")), "{done}");
    let list = said(&folder.0, &["editions", "list", "mptf-pipeline"]);
    assert!(!list.contains(&oldest) && list.contains(&middle) && list.contains(&newest), "{list}");
    let again = said(&folder.0, &["editions", "prune", "mptf-pipeline", "--keep", "2", "--yes"]);
    assert!(again.contains("no edition is older"), "{again}");
}

#[test]
fn a_document_of_an_earlier_time_is_kept_and_the_one_in_service_stays() {
    let folder = TempFolder::new("past");
    let past = |sum: &str, options: &[&str]| ingest(&folder.0, sum, &[&["--past"], options].concat());
    refused(&past("1,000,000", &["--as-of", "2019"]), "without `--past`");
    assert!(ingest(&folder.0, "1,400,000", &["--accept", "--as-of", "2023-03"]).status.success());
    refused(&past("1,000,000", &[]), "give `--as-of`");
    refused(&past("1,000,000", &["--as-of", "2023-04"]), "an edition of 2023-03 is kept");
    refused(&past("1,400,000", &["--as-of", "2019"]), "is kept already");
    let output = past("1,000,000", &["--as-of", "2020"]);
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("the one in service stays"));
    refused(&past("1,100,000", &["--as-of", "2021"]), "from the newest to the oldest");

    let query = "{ programmes(where: {country: [\"KEN\"], source: [\"mptf-pipeline\"]}) { nodes { id budget { amount } } }
        asOf(time: \"2020-06-01T00:00:00Z\") { programmes(where: {country: [\"KEN\"]}) { nodes { id budget { amount } } } }
        changes(where: {kind: [MODIFIED]}) { nodes { fields { before after } } } }";
    let answer: serde_json::Value = serde_json::from_str(&said(&folder.0, &["query", query])).unwrap();
    let data = &answer["data"];
    let (now, then) = (&data["programmes"]["nodes"][0], &data["asOf"]["programmes"]["nodes"][0]);
    assert_eq!(
        (&now["budget"]["amount"], &then["budget"]["amount"]),
        (&1_400_000.0.into(), &1_000_000.0.into()),
        "{data}"
    );
    assert_eq!(now["id"], then["id"]);
    let field = &data["changes"]["nodes"][0]["fields"][0];
    assert_eq!((&field["before"], &field["after"]), (&"1000000 USD".into(), &"1400000 USD".into()), "{data}");
}
