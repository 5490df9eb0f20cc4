//! How good the suggested links are on the documents that the hub ships with, and that their reasons add up.

use std::collections::BTreeSet;

use gcm_hub::curation::is_identity;
use gcm_hub::linking::evaluation::{Labels, Report, evaluate};
use gcm_hub::linking::{Linker, Strength};
use gcm_hub::record::LinkType;
use gcm_hub::refresh::load;
use gcm_hub::sources::Sources;
use gcm_hub::store::MemoryStore;

use crate::{bundled_hub, now};

const LABELS: &str = include_str!("evaluation/labels.ndjson");

/// Precision and recall of a type's links that have at least a strength.
fn figures(report: &Report, kind: LinkType, least: Strength) -> (f64, f64) {
    let row = report.rows.iter().find(|row| row.kind == Some(kind) && row.least == least).unwrap();
    (row.precision().unwrap(), row.recall().unwrap())
}

#[test]
fn the_links_are_as_good_as_people_who_read_the_documents_say() {
    let graph = load(&MemoryStore::new(), &Sources::default(), now()).unwrap();
    let (labels, bad) = Labels::read(&graph, LABELS);
    assert_eq!(bad, []);
    assert!(labels.len() > 80, "{} labelled pairs", labels.len());
    let report = evaluate(&graph, &Linker::new(&graph), &labels);
    for kind in [LinkType::SameAs, LinkType::Names] {
        assert_eq!(figures(&report, kind, Strength::Plausible), (1.0, 1.0), "{kind}");
    }
    let (precision, _) = figures(&report, LinkType::Supports, Strength::Strong);
    assert!(precision >= 0.85, "{precision}");
    let (_, recall) = figures(&report, LinkType::Supports, Strength::Plausible);
    assert!(recall >= 0.85, "{recall}");
}

#[test]
fn the_reasons_of_every_link_add_up_to_the_log_odds_of_its_score() {
    let served = bundled_hub().served();
    let mut seen = BTreeSet::new();
    for (_, link) in served.links.links.iter() {
        let of = &link.assessment;
        let sum: f64 = of.criteria.iter().map(|criterion| criterion.weight).sum();
        let likely = 1.0 / (1.0 + (-sum).exp());
        // Scores have six places, and close to 1 the log-odds of a rounded score are coarse.
        assert!(
            (likely - of.score).abs() <= 0.5e-6 + 1e-9,
            "{}: {sum} gives {likely}, not {}",
            link.id,
            of.score
        );
        assert_eq!((of.score * 1e6).round() / 1e6, of.score, "{}: a score has six places", link.id);
        if of.score < 0.99 {
            let log_odds = (of.score / (1.0 - of.score)).ln();
            assert!((log_odds - sum).abs() < 1e-4, "{}: {log_odds} and {sum}", link.id);
        }
        assert_eq!(of.criteria[0].name == "prior", !is_identity(link.key), "{}", link.id);
        assert!(of.criteria.iter().all(|criterion| criterion.weight != 0.0 && !criterion.detail.is_empty()));
        seen.insert((link.key.kind, of.strength));
    }
    assert!(seen.len() >= 4, "{seen:?}");
    assert!(served.links.links.iter().any(|(_, link)| link.assessment.score < 0.99));
}

#[test]
fn no_link_rests_on_a_country_alone() {
    let served = bundled_hub().served();
    for (_, link) in served.links.links.iter() {
        let others = |name: &str| !["prior", "country", "countries", "elsewhere"].contains(&name);
        let mut telling = link.assessment.criteria.iter().filter(|criterion| others(criterion.name));
        assert!(
            telling.any(|criterion| criterion.weight > 0.0),
            "{} {:?}",
            link.id,
            link.assessment.criteria
        );
    }
}
