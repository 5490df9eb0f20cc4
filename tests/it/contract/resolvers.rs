//! Which resolvers may fail, as their definitions say: those whose type has a `Result`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Types of the code that are parts of types of the schema.
const PARTS: [(&str, &str); 6] = [
    ("Lists", "Query"),
    ("LinkMutations", "Mutation"),
    ("SourceMutations", "Mutation"),
    ("ProgrammeAggregates", "ProgrammeConnection"),
    ("ProgressItemAggregates", "ProgressItemConnection"),
    ("ResultAggregates", "ResultConnection"),
];

/// The fields, by the type of the schema, whose resolvers return a `Result`.
pub fn that_may_fail() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let blocks = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api"), &mut found);
    assert!(blocks > 30 && found.len() > 50, "only {} in {blocks} blocks", found.len());
    found
}

/// Reads the code of a folder; how many blocks of resolvers it has.
fn read(folder: &Path, found: &mut BTreeSet<(String, String)>) -> usize {
    let mut blocks = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            blocks += read(&path, found);
        } else {
            let code = fs::read_to_string(&path).unwrap();
            blocks += code.split("\n#[Object").skip(1).map(|block| resolvers(block, found)).count();
            blocks += code.split("\n#[Root]").skip(1).map(|block| resolvers(block, found)).count();
        }
    }
    blocks
}

/// Reads a block of resolvers, from what follows its attribute on.
fn resolvers(block: &str, found: &mut BTreeSet<(String, String)>) {
    let (head, body) = block.split_once("\nimpl").unwrap();
    let (body, _) = body.split_once("\n}\n").unwrap_or((body, ""));
    let of = match head.split_once("name = \"") {
        Some((_, name)) => name.split('"').next().unwrap(),
        None => {
            let name = body.split(" {").next().unwrap().trim_start_matches(|c| c != ' ').trim();
            name.split('<').next().unwrap()
        }
    };
    let of = PARTS.iter().find(|(part, _)| *part == of).map_or(of, |(_, whole)| whole);
    let mut attributes = "";
    for function in body.split("\n    async fn ").enumerate() {
        let (index, text) = function;
        let renamed =
            attributes.split_once("#[graphql(name = \"").map(|(_, name)| name.split('"').next().unwrap());
        attributes = text.rsplit_once("\n    }").map_or(text, |(_, after)| after);
        if index == 0 {
            continue;
        }
        let name = renamed.map_or_else(|| camel(text.split(['(', '<']).next().unwrap()), str::to_owned);
        let signature = text.split("{\n").next().unwrap();
        let Some((_, ty)) = signature.rsplit_once("-> ") else { continue };
        if ty.contains("Result<") {
            found.insert((of.to_owned(), name));
        }
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}
