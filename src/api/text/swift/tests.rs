//! What is read swiftly is what the engine's parser reads.

use async_graphql::parser::parse_query;

use super::*;

/// What a document comes to, with all its places; the names of what is kept by name in an order.
fn told(document: &ExecutableDocument) -> String {
    let mut parts: Vec<String> =
        document.operations.iter().map(|operation| format!("{operation:?}")).collect();
    parts.extend(document.fragments.iter().map(|fragment| format!("{fragment:?}")));
    parts.sort();
    parts.join("\n")
}

/// Whether a text is read here; what is read is what the parser reads.
#[track_caller]
fn is_read(text: &str) -> bool {
    let Some(document) = read(text) else { return false };
    let parsed = parse_query(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(told(&document), told(&parsed), "{text}");
    true
}

#[test]
fn documents_as_they_are_written_are_read_as_the_parser_reads_them() {
    for text in [
        "{a}",
        " # one\n{ a , b #two\n c }\n\n",
        "query { a }",
        "query A{a}query B($a:Int){b(a:$a)}",
        "query A($a: Int = 1, $b: [[String!]!]! = [[\"x\"]], $c: In = {a: {b: [A, true, null, -1.5]}}) @x { a }",
        "mutation M { a(b: {c: $d, c: 2}) { e } }",
        "subscription { a: b @skip(if: $c) @include(if: true) }",
        "{ a { ...F ... on B { c } ... @skip(if: false) { d } ...on C{e} ... { f } } }\nfragment F on D @x { on fragment query true null }",
        "{ a(b: \"\", c: \"x # y\", d: 0, e: -0, f: 0.50, g: [], h: {}, i: [1,2,,3]) }",
        "query($first:Int!,$where:ProgrammeFilter){programmes(first:$first where:$where){nodes{slug}}}",
        "{ a(b: 123456789012345678901234567890) }",
    ] {
        assert!(is_read(text), "{text}");
    }
}

#[test]
fn the_documents_of_this_repository_are_read_as_the_parser_reads_them() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("schema"), root.join("tests/it/graphql"), root.join("benches")];
    let (mut documents, mut swiftly) = (0, 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "graphql")
                && !path.ends_with("hub.graphql")
            {
                documents += 1;
                swiftly += usize::from(is_read(&std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(swiftly > 40 && swiftly * 10 > documents * 9, "{swiftly} of {documents}");
}

#[test]
fn what_is_unusual_or_wrong_is_left_to_the_parser() {
    for text in [
        "",
        "{",
        "{}",
        "{a",
        "{a}}",
        "a",
        "{a{}}",
        "query",
        "query A",
        "queryA{a}",
        "query A(){a}",
        "{a()}",
        "{a(b)}",
        "{a(b:)}",
        "{a:}",
        "{...}",
        "{... on}",
        "{...on{a}}",
        "{ ... on #\nB { c } }",
        "fragment F on A {a}",
        "{a} {b}",
        "{a} query A {a}",
        "query A {a} query A {a}",
        "{a} fragment F on A {a} fragment F on A {b}",
        "fragment on on A {a}",
        "{a(b: é)}",
        "{a(b:\"é\")}",
        "{a\r}",
        "{a(b:\"\\n\")}",
        "{a(b:\"\"\"c\"\"\")}",
        "{a(b:\"c)}",
        "{a(b:\"c\nd\")}",
        "{a(b:01)}",
        "{a(b:1.)}",
        "{a(b:.5)}",
        "{a(b:1e3)}",
        "{a(b:1a)}",
        "{a(b:--1)}",
        "{a(b:trueish)}",
        "query($a:Int=$b){a}",
        "query($ a:Int){a}",
        "query($a:[Int ]){a}",
        "query($a:[Int){a}",
        "query($a:Int!!){a}",
        "query($a:Int @x){a}",
        "{a @ b}",
        "{a @}",
        "{a(b:$ c)}",
        "type A {b:Int}",
        "{a.b}",
        "{a ! }",
        "\u{feff}{a}",
    ] {
        // A few of them are read all the same, as the parser reads them.
        is_read(text);
    }
    let deep = |depth: usize| format!("{}a{}", "{a".repeat(depth), "}".repeat(depth));
    assert!(is_read(&deep(39)) && !is_read(&deep(41)));
    let lists = format!("{{a(b:{}{})}}", "[".repeat(50), "]".repeat(50));
    assert!(!is_read(&lists));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_is_read_is_what_the_parser_reads(
        words in proptest::collection::vec(proptest::sample::select(vec![
            "query", "fragment", "F", "on", "A", "a", "b", "true", "null", "{", "}", "{", "}", "(", ")", "[", "]", ":", "...",
            "$", "$a", "@", "@x", "!", "=", "1", "-0", "0.5", "01", "\"\"", "\"s\"", "\"\"\"", "#", "\n", ",", " ", " ", "\t",
        ]), 0..24),
        gap in proptest::sample::select(vec!["", " "]),
    ) {
        let text = words.join(gap);
        is_read(&text);
        is_read(&format!("{{a(b:{text})}}"));
        is_read(&format!("query($a:{text}){{a}}"));
        is_read(&format!("{{{text}}}"));
    }
}
