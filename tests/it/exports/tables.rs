//! Answers as tables: their rows, columns and cells.

use serde_json::{Value, json};

use super::{graphql, lines, ok, operation, table};

#[test]
fn the_rows_are_those_of_the_first_connection_with_dotted_columns() {
    let data = graphql(operation("pipeline-list"), json!({ "first": 3 }));
    let nodes = &data["programmes"]["nodes"];
    assert_eq!(lines(&ok("/api/pipeline-list.ndjson?first=3").streamed()), *nodes.as_array().unwrap());
    let text = ok("/api/pipeline-list.csv?first=3").streamed();
    let table = table(&text);
    assert_eq!(
        table[0].join(","),
        "slug,title,countries.code,thematicArea.number,budget.amount,budget.currency,durationMonths,stageAsPrinted,iatiStatus"
    );
    for (row, node) in table[1..].iter().zip(nodes.as_array().unwrap()) {
        assert_eq!(row[0], node["slug"].as_str().unwrap());
        assert_eq!(row[4], node["budget"]["amount"].to_string());
        let codes =
            node["countries"].as_array().unwrap().iter().map(|country| country["code"].as_str().unwrap());
        assert_eq!(row[2], codes.collect::<Vec<_>>().join("; "));
    }
    assert_eq!(text.matches("\r\n").count(), 4);
    let other = ok("/api/country-profile.csv?country=Moldova&rows=country.sources").streamed();
    assert!(other.starts_with("slug,title\r\n"), "{other}");
}

#[test]
fn evidence_is_in_a_table_on_request() {
    let bare = table(&ok("/export/results.csv").streamed());
    let whole = table(&ok("/export/results.csv?evidence=true&bom=true").streamed());
    let added: Vec<_> = whole[0].iter().filter(|column| column.starts_with("evidence.")).collect();
    assert!(added.iter().any(|column| *column == "evidence.quoteSha256"), "{added:?}");
    assert_eq!(whole[0].len(), bare[0].len() + added.len());
    // The reader of tables takes the mark off.
    let begins = |path: &str| ok(path).streamed().starts_with('\u{feff}');
    assert!(begins("/export/results.csv?bom=true") && !begins("/export/results.csv"));
    let line = whole[0].iter().position(|column| column == "evidence.firstLine").unwrap();
    assert!(whole[1..].iter().all(|row| row[line].parse::<u32>().is_ok()));
}

/// What stands in a cell for the values at a path, written down from the README and not from the code.
fn cell(row: &Value, path: &[&str]) -> String {
    fn collect(value: &Value, path: &[&str], found: &mut Vec<String>) {
        match (value, path) {
            (Value::Array(items), _) => items.iter().for_each(|item| collect(item, path, found)),
            (Value::Object(fields), [step, rest @ ..]) => {
                // Connections are not named in columns.
                let inside = ["nodes", "edges"].iter().find_map(|name| fields.get(*name));
                match (fields.get(*step), inside) {
                    (Some(value), _) => collect(value, rest, found),
                    (None, Some(inside)) => collect(inside, path, found),
                    // A field of another type of a union.
                    (None, None) => found.push(String::new()),
                }
            }
            (Value::String(text), _) => {
                let number = text.trim_start_matches(['-', '+']).parse::<f64>().is_ok();
                let formula =
                    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
                found.push(if formula && !number { format!("'{text}") } else { text.clone() });
            }
            (Value::Null, _) => found.push(String::new()),
            (plain, _) => found.push(plain.to_string()),
        }
    }
    let mut found = Vec::new();
    collect(row, path, &mut found);
    found.join("; ")
}

#[test]
fn a_table_that_is_read_back_says_what_the_json_says() {
    let mut paths: Vec<String> = vec![
        "/export/programmes".to_owned(),
        "/export/links".to_owned(),
        "/export/results".to_owned(),
        "/export/organisations".to_owned(),
    ];
    paths.extend(gcm_hub::http::operations().iter().map(|operation| format!("/api/{}", operation.name)));
    let mut cells = 0;
    for path in paths {
        let rows = lines(&ok(&format!("{path}.ndjson")).streamed());
        let table = table(&ok(&format!("{path}.csv")).streamed());
        assert_eq!(table.len(), rows.len() + 1, "{path}");
        for (line, row) in table[1..].iter().zip(&rows) {
            for (column, read) in table[0].iter().zip(line) {
                let names: Vec<&str> = column.split('.').collect();
                assert_eq!(*read, cell(row, &names), "{path} {column}: {row}");
                cells += 1;
            }
        }
    }
    assert!(cells > 5000, "{cells}");
}
