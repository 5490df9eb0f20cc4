//! Full text: what is found by which words, in which order, and what is shown of it.

use async_graphql::{Request, Variables};
use gcm_hub::api::{Snapshot, schema};
use gcm_hub::graph::{Graph, Node};
use gcm_hub::reference::countries;
use gcm_hub::search::{Field, Index, Kind};
use serde_json::json;

use crate::bundled_hub;
use crate::two_pledges::{SAME_LAYOUT, with_another};

#[test]
fn every_programme_is_found_first_by_its_own_title() {
    let served = bundled_hub().served();
    for (place, programme) in served.programmes.iter() {
        let found = served.search_index().search(&programme.title, &[Kind::Programme]);
        assert!(found.all_words, "{}", programme.title);
        assert_eq!(found.hits[0].node, Node::Programme(place), "{}", programme.title);
    }
}

#[test]
fn every_country_is_found_by_all_its_names() {
    let served = bundled_hub().served();
    for country in countries() {
        let names = country.aliases.iter().chain(&country.demonyms).chain([&country.name]);
        for name in names.chain([&country.code.as_str()]) {
            let found = served.search_index().search(&format!("{name} "), &[Kind::Country]);
            let is_it = found.hits.iter().any(|hit| hit.node == Node::Country(country.code));
            assert!(is_it && found.all_words, "{} by {name}", country.name);
        }
    }
}

#[test]
fn the_text_of_a_document_that_the_hub_holds_is_searched_and_shown() {
    let graph = Graph::build(with_another(SAME_LAYOUT), crate::now());
    let index = Index::of(&graph);
    let with_text = graph.items.iter().filter_map(|(place, item)| Some((place, item.text.as_deref()?)));
    let mut asked = 0;
    for (place, text) in with_text {
        let word = text.split(|c: char| !c.is_alphabetic()).max_by_key(|word| word.len()).unwrap();
        let found = index.search(word, &[Kind::ProgressItem]);
        assert!(found.hits.iter().any(|hit| hit.node == Node::ProgressItem(place)), "{word}");
        let shown = index.highlights(&graph, Node::ProgressItem(place), &found);
        let fragment = shown.iter().find(|shown| shown.field == Field::Text).unwrap();
        assert!(fragment.pieces.iter().any(|piece| piece.marked && piece.text == word), "{fragment:?}");
        let whole: String = fragment.pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(text.contains(&whole), "{whole}");
        let words = whole.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
        assert_eq!(fragment.cut_before || fragment.cut_after, whole.len() < text.len());
        assert!(words <= 31, "{words} words: {whole}");
        asked += 1;
    }
    assert!(asked > 2);
}

#[test]
fn the_same_graph_gives_the_same_answer() {
    let served = bundled_hub().served();
    let (one, other) = (Index::of(&served), Index::of(&served));
    for text in ["migration", "ministry labour", "t", "border managment"] {
        let hits = one.search(text, &[]).hits;
        assert_eq!(hits, other.search(text, &[]).hits, "{text}");
        assert!(hits.is_sorted_by(|a, b| a.score >= b.score), "{text}");
    }
}

#[test]
fn ten_thousand_words_find_what_has_some_of_them() {
    let served = bundled_hub().served();
    let text: String = (0..10_000).map(|number| format!("w{number} ")).collect();
    let found = served.search_index().search(&(text + "moldova "), &[Kind::Country]);
    assert!(!found.all_words);
    assert_eq!(found.hits.len(), 1);
}

async fn answer(text: &str) -> serde_json::Value {
    let request = Request::new("query($text: String!) { search(text: $text, first: 1) { totalCount } }");
    let request = request.variables(Variables::from_json(json!({ "text": text })));
    let response = schema().execute(request.data(Snapshot(bundled_hub().served()))).await;
    serde_json::to_value(&response).unwrap()
}

#[tokio::test]
async fn a_text_that_nobody_types_is_refused_and_the_error_says_how_long_it_may_be() {
    let refused = answer(&"migration ".repeat(10_000)).await;
    let error = &refused["errors"][0];
    assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{refused}");
    assert!(error["message"].as_str().unwrap().contains("100000 characters: 256 at most"), "{refused}");
    let one_too_many = answer(&"é".repeat(257)).await;
    assert!(one_too_many["errors"].is_array(), "{one_too_many}");
    let just_right = answer(&("é".repeat(246) + " migration")).await;
    assert!(
        just_right["errors"].is_null() && just_right["data"]["search"]["totalCount"] != 0,
        "{just_right}"
    );
}
