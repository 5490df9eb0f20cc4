//! The arrows between modules, and what may not be in the tree.

use std::fs;
use std::path::{Path, PathBuf};

/// What a module of `src` may use of the others, besides itself. The order is the flow.
const MAY_USE: [(&str, &[&str]); 23] = [
    ("clock", &[]),
    ("document", &[]),
    ("reader", &["document"]),
    ("reference", &[]),
    ("telemetry", &[]),
    ("record", &["reference"]),
    ("sources", &["document", "record", "reference"]),
    ("fetch", &["clock", "document"]),
    ("graph", &["document", "record", "reference"]),
    ("linking", &["graph", "record", "reference"]),
    ("search", &["graph", "reference"]),
    ("store", &["document", "record"]),
    ("curation", &["graph", "linking", "record", "reference", "store"]),
    ("hub", &["curation", "graph", "linking", "record", "search"]),
    (
        "refresh",
        &[
            "clock",
            "curation",
            "document",
            "fetch",
            "graph",
            "hub",
            "reader",
            "record",
            "reference",
            "sources",
            "store",
            "telemetry",
        ],
    ),
    ("access", &["record", "reference", "store"]),
    ("api", &["access", "curation", "graph", "hub", "linking", "record", "reference", "search"]),
    ("export", &["api", "hub"]),
    ("reconcile", &["graph", "hub", "record", "reference", "search"]),
    ("http", &["access", "api", "export", "graph", "hub", "reconcile", "reference", "telemetry"]),
    ("config", &["access", "api", "fetch", "http", "refresh", "telemetry"]),
    (
        "commands",
        &[
            "access",
            "api",
            "clock",
            "config",
            "curation",
            "document",
            "export",
            "fetch",
            "graph",
            "http",
            "hub",
            "linking",
            "reader",
            "record",
            "refresh",
            "sources",
            "store",
            "telemetry",
        ],
    ),
    ("main", &["commands"]),
];

/// Crates that only one module may name: IO, GraphQL and HTTP have one home each.
const HOME_OF: [(&str, &[&str]); 23] = [
    ("sled::", &["store"]),
    ("async_graphql", &["api", "export", "http", "commands"]),
    ("axum", &["http"]),
    ("brotli::", &["http"]),
    ("clap", &["commands"]),
    ("csv::", &["export"]),
    ("flate2::", &["http"]),
    ("getrandom", &["access"]),
    ("jsonwebtoken", &["access"]),
    ("mimalloc", &["main"]),
    ("opentelemetry", &["telemetry"]),
    ("pdf_oxide", &["document"]),
    ("reqwest", &["access", "fetch", "telemetry"]),
    ("rlimit", &["reader"]),
    ("rustc_hash", &["api", "graph"]),
    ("scraper", &["document"]),
    ("siphasher", &["http"]),
    ("std::env", &["commands"]),
    ("std::fs", &["commands", "config", "store"]),
    ("std::process::Command", &[]),
    ("tokio::process", &["reader"]),
    ("twox_hash", &["http"]),
    ("zstd::", &["http"]),
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every file of `src` with its module's name and its code, tests and comments left out.
fn modules() -> Vec<(PathBuf, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let only_tests: Vec<PathBuf> = files.iter().flat_map(|path| test_modules(path)).collect();
    let mut modules = Vec::new();
    for path in files {
        let inside = path.strip_prefix(&src).unwrap().to_path_buf();
        let first = inside.iter().next().unwrap().to_string_lossy();
        let name = first.trim_end_matches(".rs").to_owned();
        if name == "lib" || only_tests.iter().any(|test| path.with_extension("").starts_with(test)) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        modules.push((inside, name, code.collect::<Vec<_>>().join("\n")));
    }
    assert!(modules.len() > 50, "the walk over src found only {} files", modules.len());
    modules
}

/// Modules that a file declares for tests only, as paths without their extension.
fn test_modules(path: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(path).unwrap();
    let home = match path.file_stem().unwrap().to_str().unwrap() {
        "mod" | "lib" | "main" => path.parent().unwrap().to_path_buf(),
        _ => path.with_extension(""),
    };
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for pair in lines.windows(2) {
        let declared = pair[1].trim_start_matches("pub ").strip_prefix("mod ");
        if let (true, Some(name)) =
            (pair[0] == "#[cfg(test)]", declared.and_then(|name| name.strip_suffix(';')))
        {
            found.push(home.join(name));
        }
    }
    found
}

/// Names of top-level modules that code refers to through `crate::`.
fn used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            used.push(word(rest));
            continue;
        };
        let (mut depth, mut begins) = (0, true);
        for (index, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                c if begins && !c.is_whitespace() => {
                    used.push(word(&list[index..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    used
}

fn word(code: &str) -> String {
    code.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn modules_use_only_what_the_flow_allows() {
    let known: Vec<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    for (path, name, code) in modules() {
        let Some((_, may)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
            wrong.push(format!("{}: `{name}` is not in the table of this test", path.display()));
            continue;
        };
        for module in used(&code) {
            if known.contains(&module.as_str()) && module != name && !may.contains(&module.as_str()) {
                wrong.push(format!("{}: `{name}` may not use `{module}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_map_in_the_readme_is_that_of_this_test() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let mut above: Vec<&str> = Vec::new();
    for row in readme.lines().filter(|line| line.starts_with("| `src/")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" |").map(str::trim).collect();
        let places = cells[0].split('`').filter_map(|place| place.strip_prefix("src/"));
        let names: Vec<&str> = places.map(|place| place.trim_end_matches(".rs").trim_matches('/')).collect();
        above.extend(&names);
        for name in names {
            let (_, may) = MAY_USE.iter().find(|(known, _)| *known == name).expect(name);
            if cells[2] == "all above" {
                assert!(may.iter().all(|used| above.contains(used)), "{name}: {may:?}");
            } else {
                assert_eq!(cells[2], may.join(", "), "{name}");
            }
        }
    }
    let missing: Vec<_> =
        MAY_USE.iter().map(|(name, _)| *name).filter(|name| !above.contains(name)).collect();
    assert_eq!(missing, ["main"]);
}

#[test]
fn crates_for_io_and_protocols_stay_in_their_module() {
    let mut wrong = Vec::new();
    for (path, name, code) in modules() {
        for (word, homes) in HOME_OF {
            let named = code.match_indices(word).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            });
            if named && !homes.contains(&name.as_str()) {
                wrong.push(format!("{}: `{word}` belongs in {}", path.display(), homes.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let silent: Vec<_> =
        files.into_iter().filter(|path| !fs::read_to_string(path).unwrap().starts_with("//!")).collect();
    assert!(silent.is_empty(), "no `//!` in {silent:?}");
}

#[test]
fn a_module_that_looks_upwards_would_be_seen() {
    let code = "use crate::{api, graph::{Ix, Table}, hub};\nlet x = crate::store::Store;";
    assert_eq!(used(code), ["api", "graph", "hub", "store"]);
}
