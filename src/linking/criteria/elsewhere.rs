//! Work in different countries: a contradiction.

use super::{Pair, Reason, listed};
use crate::linking::corpus::shared;
use crate::linking::weights::ELSEWHERE;
use crate::reference::{CountryCode, country};

pub(super) fn weigh(pair: &Pair<'_>) -> Option<Reason> {
    let all = |side: &crate::linking::side::Side| {
        let mut codes: Vec<CountryCode> = side.countries().chain(side.borrowed.iter().copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let (mine, theirs) = (all(pair.from), all(pair.to));
    if mine.is_empty() || theirs.is_empty() || !shared(&mine, &theirs).is_empty() {
        return None;
    }
    let names = |codes: &[CountryCode]| {
        listed(&codes.iter().take(3).map(|code| country(*code).name).collect::<Vec<_>>())
    };
    let detail = format!("no country in common: {} here, {} there", names(&mine), names(&theirs));
    Some(Reason { weight: ELSEWHERE.value, detail, evidence: Vec::new() })
}
