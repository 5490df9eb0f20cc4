//! Values that cannot exist are errors that name the near misses.

use async_graphql::{ID, Result};
use rapidfuzz::fuzz;

use super::read::Read;
use super::region::NamedRegion;
use crate::api::error::{unknown, user_error};
use crate::graph::Graph;
use crate::graph::plain::{self, CLAIM_FIELDS};
use crate::record::Id;
use crate::reference::{self, CountryCode};

/// Regions and sub-regions must be M49 names or codes.
pub fn regions(names: &Option<Vec<Read<NamedRegion>>>) -> Result<()> {
    for name in names.iter().flatten() {
        if name.region.is_none() {
            let name = name.text();
            let known =
                reference::regions().iter().chain(reference::sub_regions()).chain(reference::wider_regions());
            return Err(unknown("region", name, &near(name, known.map(|region| region.name))));
        }
    }
    Ok(())
}

/// Whether a country lies in one of the regions; an absent list wants nothing in particular.
pub fn in_regions(names: &Option<Vec<Read<NamedRegion>>>, code: CountryCode) -> bool {
    super::any_of(names, |name| name.has(code))
}

/// Slugs of sources must be known.
pub fn sources(graph: &Graph, slugs: &Option<Vec<String>>) -> Result<()> {
    for slug in slugs.iter().flatten() {
        if graph.source(slug).is_none() {
            return Err(unknown(
                "source",
                slug,
                &near(slug, graph.sources.iter().map(|source| source.slug())),
            ));
        }
    }
    Ok(())
}

/// Organisations must be in the code list or named by a source.
pub fn organisations(graph: &Graph, names: &Option<Vec<String>>) -> Result<()> {
    for name in names.iter().flatten() {
        if graph.organisation(name).is_none() {
            let similar = reference::similar_organisations(name);
            let similar: Vec<&str> = similar.iter().map(|organisation| organisation.acronym).collect();
            return Err(unknown("organisation", name, &similar));
        }
    }
    Ok(())
}

/// Slugs of programmes must be known.
pub fn programmes(graph: &Graph, slugs: &Option<Vec<String>>) -> Result<()> {
    for slug in slugs.iter().flatten() {
        if graph.programme(slug).is_none() {
            let known = graph.programmes.iter().map(|(_, programme)| programme.slug.as_str());
            return Err(unknown("programme", slug, &near(slug, known)));
        }
    }
    Ok(())
}

/// Slugs of pledges must be known.
pub fn pledges(graph: &Graph, slugs: &Option<Vec<String>>) -> Result<()> {
    for slug in slugs.iter().flatten() {
        if graph.pledge(slug).is_none() {
            let known = graph.pledges.iter().map(|(_, pledge)| pledge.slug.as_str());
            return Err(unknown("pledge", slug, &near(slug, known)));
        }
    }
    Ok(())
}

/// Numbers of a code list must be in it.
pub fn numbers(what: &str, numbers: &Option<Vec<i32>>, last: i32) -> Result<()> {
    match numbers.iter().flatten().find(|number| !(1..=last).contains(*number)) {
        Some(number) => Err(user_error(format!("unknown {what} `{number}`: they are numbered 1 to {last}"))),
        None => Ok(()),
    }
}

/// Names of fields must be such that claims are made of; `more` are those besides a programme's.
pub fn claim_fields(fields: &Option<Vec<String>>, more: &[&str]) -> Result<()> {
    for field in fields.iter().flatten() {
        let known = || CLAIM_FIELDS.iter().chain(more).copied();
        if !known().any(|name| name == field) {
            return Err(unknown("field of a claim", field, &near(field, known())));
        }
    }
    Ok(())
}

/// Names of fields must be such that records state.
pub fn record_fields(fields: &Option<Vec<String>>) -> Result<()> {
    for field in fields.iter().flatten() {
        if !plain::FIELDS.contains(&field.as_str()) {
            return Err(unknown("field of a record", field, &near(field, plain::FIELDS.iter().copied())));
        }
    }
    Ok(())
}

/// Identifiers must be the hub's.
pub fn ids(ids: &Option<Vec<ID>>) -> Result<()> {
    for id in ids.iter().flatten() {
        if let Err(error) = id.parse::<Id>() {
            return Err(user_error(error.to_string()));
        }
    }
    Ok(())
}

/// At most three of the known names that are most like a wrong one.
pub fn near<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let folded = wrong.to_lowercase();
    let mut scored: Vec<(f64, &str)> =
        known.map(|name| (nearness(&folded, &name.to_lowercase()), name)).collect();
    scored.retain(|(score, _)| *score >= 0.5);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by_key(|(_, name)| *name);
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

/// How near a name is to what was given, 0 to 1; one that has it whole is near.
fn nearness(given: &str, name: &str) -> f64 {
    let ratio = fuzz::ratio(given.chars(), name.chars());
    if given.len() > 2 && name.contains(given) { ratio.max(0.8) } else { ratio }
}
