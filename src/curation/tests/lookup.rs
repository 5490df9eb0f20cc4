//! Finding links.

use super::samples::*;
use crate::curation::in_words;
use crate::linking::End;
use crate::record::LinkType;

#[test]
fn links_come_the_highest_score_first_in_every_list() {
    let graph = graph();
    let to = programme(graph, TWICE);
    let made: Vec<_> = graph
        .items
        .places()
        .zip([0.5, 0.9, 0.5, 0.97, 0.6])
        .map(|(place, score)| suggestion(LinkType::Supports, End::Item(place), to, score))
        .collect();
    let links = over(graph, &made, &[]);
    let of: Vec<_> = links.of(to).iter().map(|place| &links.links[*place]).collect();
    let order: Vec<_> = of.iter().map(|link| (-link.assessment.score, link.id)).collect();
    assert_eq!(order.len(), 6, "five and the identity of the programme's two records");
    assert!(order.is_sorted_by(|a, b| a.0 < b.0 || (a.0 == b.0 && a.1 < b.1)), "{order:?}");
    assert!(links.of(to).is_sorted() && links.in_country("TJK".parse().unwrap()).is_sorted());
    let reversed: Vec<_> = made.into_iter().rev().collect();
    let again = over(graph, &reversed, &[]);
    assert_eq!(
        format!("{:?}", again.links),
        format!("{:?}", links.links),
        "whatever the order of suggestions"
    );
}

#[test]
fn a_link_is_in_every_country_where_a_side_works() {
    let graph = graph();
    let (_, planning) = graph.items.iter().find(|(_, item)| !item.planned.is_empty()).unwrap();
    let from = End::of(graph.node(planning.id).unwrap()).unwrap();
    let commitment = End::Commitment(planning.commitment);
    let (result, _) =
        graph.results.iter().find(|(_, row)| row.countries == ["IDN".parse().unwrap()]).unwrap();
    let to = programme(graph, ONCE);
    let made = [
        suggestion(LinkType::Supports, from, to, 0.8),
        suggestion(LinkType::Names, commitment, to, 0.7),
        suggestion(LinkType::Names, End::Result(result), to, 0.6),
    ];
    let scores = |from: usize, code: &str| -> Vec<f64> {
        let links = over(graph, &made[from..], &[]);
        let places = links.in_country(code.parse().unwrap()).iter().map(|place| &links.links[*place]);
        places.map(|link| link.assessment.score).filter(|score| *score < 0.85).collect()
    };
    assert_eq!(scores(0, "BWA"), [0.8, 0.7, 0.6], "the programme's");
    assert_eq!(
        scores(0, planning.planned[0].value.as_str()),
        [0.8, 0.7],
        "the item's plan, also its commitment's"
    );
    assert_eq!(scores(2, "IDN"), [0.6], "the result's");
    assert!(scores(0, "FJI").is_empty());
}

#[test]
fn a_decision_is_found_and_leads_to_its_link() {
    let graph = graph();
    let key = key(graph, LinkType::Names, item(graph, "5.14"), programme(graph, ONCE));
    let decision = said("UNDP", Propose, key, 1);
    let links = over(graph, &[], std::slice::from_ref(&decision));
    let entry = links.decision(decision.id).unwrap();
    let link = links.decisions[entry].link.unwrap();
    assert_eq!((links.links[link].key, links.links[link].decisions.as_slice()), (key, [entry].as_slice()));
    assert_eq!(links.decision(key.id()), None);
    assert_eq!(links.link(decision.id), None);
}

#[test]
fn ends_have_names_for_people() {
    let graph = graph();
    assert_eq!(in_words(graph, item(graph, "5.14")), "item 5.14 of `undp-pledge`");
    let (commitment, _) = graph.commitments.iter().next().unwrap();
    assert_eq!(in_words(graph, End::Commitment(commitment)), "commitment 1 of `undp-pledge`");
    let (result, _) = graph.results.iter().next().unwrap();
    assert!(in_words(graph, End::Result(result)).starts_with("the result “60 "));
    assert!(in_words(graph, programme(graph, TWICE)).starts_with('“'));
}
