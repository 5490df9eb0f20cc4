//! Work in the same country: the rarer the country, and the fewer others each side has, the more it says.

use super::{Pair, Reason, claimed, listed, text};
use crate::graph::{Evidence, Graph};
use crate::linking::End;
use crate::linking::corpus::shared;
use crate::linking::weights::{COUNTRY, PLANNED};
use crate::reference::{CountryCode, country};

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    let Pair { from, to, .. } = pair;
    let done = shared(&from.work, &to.work);
    if !done.is_empty() {
        return Some(reason(pair, done, from.work.len(), 1.0, "both work in"));
    }
    let planned = shared(&from.planned, &to.work);
    if !planned.is_empty() {
        let how = "work is planned where the programme is,";
        return Some(reason(pair, planned, from.planned.len(), PLANNED.value, how));
    }
    let borrowed = shared(&from.borrowed, &to.work);
    if borrowed.is_empty() || !from.work.is_empty() {
        return None;
    }
    Some(reason(pair, borrowed, from.borrowed.len(), 1.0, BORROWED))
}

const BORROWED: &str = "the same undertaking is told elsewhere as work in";

fn reason<'a>(
    pair: Pair<'a>,
    countries: Vec<CountryCode>,
    of: usize,
    factor: f64,
    how: &'static str,
) -> Reason<'a> {
    let rarity = |code: &CountryCode| pair.linker.corpus.rarity_of_country(*code);
    let rarest = countries.iter().map(rarity).fold(0.0, f64::max);
    let there = pair.to.work.len();
    let share = countries.len() as f64 / ((of * there) as f64).sqrt().max(1.0);
    // What the corpus has grown by counts once: it is what the prior has fallen by.
    let growth = pair.linker.corpus.growth();
    let weight = (COUNTRY.value * rarest - (COUNTRY.value - 1.0) * growth).max(0.0);
    Reason::new(weight * share * factor, move || {
        let mut evidence = stated(pair.graph, pair.from.end, &countries);
        if how == BORROWED {
            evidence.extend(told_elsewhere(pair, &countries));
        }
        evidence.extend(stated(pair.graph, pair.to.end, &countries));
        (told(how, &countries, if how == BORROWED { 1 } else { of }, there), evidence)
    })
}

fn told(how: &str, countries: &[CountryCode], of_from: usize, of_to: usize) -> String {
    let names: Vec<&str> = countries.iter().take(3).map(|code| country(*code).name).collect();
    let more = countries.len().saturating_sub(3);
    let names = if more == 0 { listed(&names) } else { format!("{} and {more} more", names.join(", ")) };
    if of_from.max(of_to) == 1 {
        return format!("{how} {names}");
    }
    let of = |all: usize| match all {
        1 => "the only one".to_owned(),
        all if all == countries.len() => "all".to_owned(),
        all => format!("{} of {all} countries", countries.len()),
    };
    format!("{how} {names} ({} here, {} there)", of(of_from), of(of_to))
}

/// The lines in which other items that name the same project place it.
fn told_elsewhere(pair: Pair<'_>, countries: &[CountryCode]) -> Vec<Evidence> {
    let projects = pair.from.names.iter().filter(|name| name.whole);
    let others =
        projects.flat_map(|name| pair.linker.items_with(name)).map(|place| pair.linker.sides[*place].end);
    others.flat_map(|end| stated(pair.graph, end, countries)).collect()
}

/// The lines that place a side's work in these countries.
pub(super) fn stated(graph: &Graph, end: End, countries: &[CountryCode]) -> Vec<Evidence> {
    match end {
        End::Item(place) => {
            let item = &graph.items[place];
            let stated = item.countries.iter().chain(&item.planned);
            let those = stated.filter(|country| countries.contains(&country.value));
            those.flat_map(|country| country.evidence.iter().cloned()).collect()
        }
        End::Programme(_) => claimed(graph, end, "countries"),
        End::Result(_) | End::Commitment(_) => text(graph, end),
    }
}
