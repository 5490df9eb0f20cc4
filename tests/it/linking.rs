//! What holds of links whatever the corpus, on one made of chance.

#[path = "../../benches/score/mod.rs"]
mod score;

use std::sync::LazyLock;

use gcm_hub::graph::{Graph, Input};
use gcm_hub::linking::{Assessment, End, Linker};
use gcm_hub::record::{Body, LinkType, Terms, terms};
use gcm_hub::reference::{OrganisationKind, organisations};

use crate::corpus::made::{self, Corpus};

const SIZE: usize = 300;

struct Linked {
    corpus: Corpus,
    graph: Graph,
    links: Vec<Assessment>,
}

static LINKED: LazyLock<Linked> = LazyLock::new(|| {
    let corpus = made::generate(7, SIZE, SIZE);
    let graph = Graph::build(corpus.input.clone(), crate::now());
    let links = Linker::new(&graph).suggest(&graph);
    Linked { corpus, graph, links }
});

/// A corpus so small that a country may have one programme only, which says much, and never enough.
static SMALL: LazyLock<Corpus> = LazyLock::new(|| made::generate(6, 60, 60));

fn linked(input: Input) -> Vec<Assessment> {
    let graph = Graph::build(input, crate::now());
    Linker::new(&graph).suggest(&graph)
}

#[test]
fn no_programme_is_supported_for_its_country_alone() {
    let links = linked(SMALL.input.clone());
    let supports = links
        .iter()
        .filter(|link| link.kind == LinkType::Supports && !matches!(link.from, End::Commitment(_)));
    let mut seen = 0;
    for link in supports {
        let mut reasons = link.criteria.iter().filter(|criterion| criterion.weight > 0.0);
        assert!(reasons.any(|criterion| !["prior", "country"].contains(&criterion.name)), "{link:?}");
        seen += 1;
    }
    assert!(seen > 15, "{seen} links are too few to say so");
}

#[test]
fn a_country_united_nations_bodies_and_a_word_of_the_field_in_common_make_no_link() {
    let is_un = |name: &str| {
        let mut bodies = organisations().iter();
        bodies.any(|body| body.acronym == name && body.kind == OrganisationKind::UnitedNations)
    };
    let mut left = 0;
    let mut input = SMALL.input.clone();
    let loaded = input.sources.iter_mut().filter_map(|source| source.loaded.as_mut());
    for record in loaded.flat_map(|loaded| &mut loaded.reading.records) {
        match &mut record.body {
            Body::Commitment(commitment) => commitment.terms = Terms::default(),
            Body::ProgressItem(item) => {
                item.terms = terms("migration").into();
                item.mentions.clear();
                item.places.clear();
                item.organisations.retain(|body| is_un(&body.value));
                left += usize::from(!item.countries.is_empty() && !item.organisations.is_empty());
            }
            _ => {}
        }
    }
    let links = linked(input);
    let of_items: Vec<_> = links.iter().filter(|link| matches!(link.from, End::Item(_))).collect();
    assert!(of_items.is_empty(), "{of_items:?}");
    assert!(left > 20, "{left} items have a country and a body left");
}

#[test]
fn what_is_suggested_is_what_is_assessed_and_the_same_each_time() {
    let Linked { graph, links, .. } = &*LINKED;
    let linker = Linker::new(graph);
    let again = linker.suggest(graph);
    assert_eq!(format!("{again:?}"), format!("{links:?}"));
    for link in links {
        let assessed = linker.assess(graph, link.kind, link.from, link.to);
        assert_eq!(format!("{assessed:?}"), format!("{link:?}"));
    }
}

#[test]
fn planted_links_are_found() {
    let Linked { corpus, graph, links } = &*LINKED;
    let (suggested, planted) = (score::suggested(links), score::planted(graph, &corpus.planted));
    let of = |kind| score::score(kind, &suggested, &planted);
    let (names, supports, any) = (of(Some(LinkType::Names)), of(Some(LinkType::Supports)), of(None));
    assert_eq!((names.precision(), names.recall()), (1.0, 1.0), "{names:?}");
    assert!(of(Some(LinkType::SameAs)).recall() > 0.6, "{:?}", of(Some(LinkType::SameAs)));
    assert!(supports.recall() > 0.85, "{supports:?}");
    assert!(any.recall() > 0.9, "{any:?}");
}
