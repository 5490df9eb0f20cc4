//! The corpus that benches are run on, and that the graph joins its programmes however many there are.

#[path = "../../benches/corpus/mod.rs"]
pub(crate) mod made;

use std::collections::HashMap;
use std::sync::LazyLock;

use gcm_hub::graph::{Graph, Node};
use gcm_hub::record::{Body, LinkType, Record, Sha256, terms};

use made::Corpus;

/// Countries with more programmes than are compared one by one.
static LARGE: LazyLock<(Corpus, Graph)> = LazyLock::new(|| {
    let corpus = made::generate(3, 1200, 1000);
    let graph = Graph::build(corpus.input.clone(), crate::now());
    (corpus, graph)
});

fn records(corpus: &Corpus) -> impl Iterator<Item = &Record> {
    corpus
        .input
        .sources
        .iter()
        .filter_map(|source| source.loaded.as_ref())
        .flat_map(|loaded| &loaded.reading.records)
}

#[test]
fn a_seed_gives_the_same_corpus_on_every_machine() {
    let digest = |seed| {
        let corpus = made::generate(seed, 30, 40);
        Sha256::of(&serde_json::to_vec(&records(&corpus).collect::<Vec<_>>()).unwrap()).to_string()
    };
    assert_eq!(digest(1), "fb5c4d1fd5bb23929f6511cb8d07fce175455c1f2f4b6834e20220936997d404");
    assert_ne!(digest(2), digest(1));
}

#[test]
fn the_terms_of_an_invented_programme_are_those_of_its_text() {
    let (corpus, _) = &*LARGE;
    for record in records(corpus) {
        let Body::Programme(programme) = &record.body else { continue };
        assert!(programme.terms.iter().is_sorted());
        let missing: Vec<_> = terms(&programme.title.value)
            .into_iter()
            .filter(|term| !programme.terms.contains(term))
            .collect();
        assert!(missing.is_empty(), "{missing:?} of `{}`", programme.title.value);
    }
}

#[test]
fn planted_links_have_both_ends_in_the_graph_and_their_share_of_the_items() {
    let (corpus, graph) = &*LARGE;
    let mut counts: HashMap<(LinkType, bool), usize> = HashMap::new();
    for link in &corpus.planted {
        assert!(matches!(graph.node(link.from), Some(Node::ProgressItem(_))));
        let to_programme = match graph.node(link.to) {
            Some(Node::Programme(_)) => true,
            Some(Node::ProgressItem(_)) => false,
            other => panic!("a link to {other:?}"),
        };
        *counts.entry((link.kind, to_programme)).or_default() += 1;
    }
    let of = |kind, to_programme| counts.get(&(kind, to_programme)).copied().unwrap_or_default();
    assert!((20..=60).contains(&of(LinkType::Names, true)), "{counts:?}");
    assert!((3..=25).contains(&of(LinkType::SameAs, true)), "{counts:?}");
    assert!((70..=130).contains(&of(LinkType::Supports, true)), "{counts:?}");
    assert!((15..=50).contains(&of(LinkType::SameAs, false)), "{counts:?}");
    assert_eq!(counts.len(), 4, "{counts:?}");
}

#[test]
fn a_retitled_programme_is_found_among_many_of_its_country() {
    let (corpus, graph) = &*LARGE;
    let most =
        gcm_hub::reference::countries().iter().map(|country| graph.programmes_in(country.code).len()).max();
    assert!(most > Some(100), "the largest country has {most:?} programmes");
    let apart =
        corpus.identities.iter().filter(|(one, other)| graph.node(*one) != graph.node(*other)).count();
    let joined = graph.programmes.iter().filter(|(_, programme)| programme.records.len() > 1).count();
    assert!(corpus.identities.len() > 80);
    assert_eq!(apart, 0, "of {}", corpus.identities.len());
    assert_eq!(joined, corpus.identities.len(), "no programme is joined with another");
}
