//! Finding links.

use super::samples::*;
use crate::curation::in_words;
use crate::graph::Programme;
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
fn a_link_is_in_the_countries_that_both_sides_share() {
    let graph = graph();
    let of = |slug: &str| graph.programmes[graph.programme(slug).unwrap()].countries.clone();
    let (planning, planned) = graph.items.iter().find(|(_, item)| !item.planned.is_empty()).unwrap();
    let plans: Vec<_> = planned.planned.iter().map(|country| country.value).collect();
    let only_there =
        |(_, row): &(_, &Programme)| row.countries.len() == 1 && plans.contains(&row.countries[0]);
    let (there, row) = graph.programmes.iter().find(only_there).unwrap();
    let plan = row.countries[0];
    let (nowhere, _) =
        graph.items.iter().find(|(_, row)| row.countries.is_empty() && row.planned.is_empty()).unwrap();
    let (result, _) =
        graph.results.iter().find(|(_, row)| row.countries == ["IDN".parse().unwrap()]).unwrap();
    let botswana = programme(graph, ONCE);
    let countries = |from: End, to: End| {
        let made = [suggestion(LinkType::Supports, from, to, 0.8)];
        let links = over(graph, &made, &[]);
        let link = links.of(from)[0];
        for code in &links.links[link].countries {
            assert!(links.in_country(*code).contains(&link), "{code}");
        }
        links.links[link].countries.clone()
    };
    assert_eq!(countries(End::Item(planning), End::Programme(there)), [plan], "what is planned counts");
    assert!(countries(End::Item(planning), botswana).is_empty(), "nothing is shared");
    assert!(countries(End::Result(result), botswana).is_empty());
    assert_eq!(countries(End::Item(nowhere), botswana), of(ONCE), "one side names none");
    assert_eq!(countries(programme(graph, TWICE), botswana), of(TWICE), "an identity, here of the records");
}

#[test]
fn the_link_of_a_commitment_is_in_the_countries_of_its_items_links() {
    let graph = graph();
    let from = item(graph, "5.14");
    let End::Item(place) = from else { panic!("{from:?}") };
    let commitment = End::Commitment(graph.items[place].commitment);
    let code = "MDA".parse().unwrap();
    let to = programme(graph, "mda-leveraging-positive-impact-offsetting-loss");
    let elsewhere = programme(graph, "vnm-data-driven-discourse-planning");
    let made = [(from, to), (commitment, to), (commitment, elsewhere)]
        .map(|(from, to)| suggestion(LinkType::Supports, from, to, 0.8));
    let links = over(graph, &made, &[]);
    let of: Vec<_> = links.of(commitment).iter().map(|place| &links.links[*place]).collect();
    let with = |to: End| of.iter().find(|link| link.assessment.to == to).unwrap();
    assert_eq!(with(to).countries, [code]);
    assert!(!links.in_country(code).iter().any(|place| {
        let of = &links.links[*place].assessment;
        of.from == commitment && of.to != to
    }));
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
