//! Work in different countries: a contradiction.

use super::country::stated;
use super::{Pair, Reason, listed};
use crate::linking::side::Side;
use crate::linking::weights::ELSEWHERE;
use crate::reference::{CountryCode, country};

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    let all = |side: &'_ Side| side.countries().chain(side.borrowed.iter().copied()).collect::<Vec<_>>();
    let (mut mine, mut theirs) = (all(pair.from), all(pair.to));
    if mine.is_empty() || theirs.is_empty() || mine.iter().any(|code| theirs.contains(code)) {
        return None;
    }
    Some(Reason::new(ELSEWHERE.value, move || {
        let detail = format!("no country in common: {} here, {} there", names(&mut mine), names(&mut theirs));
        let mut evidence = stated(pair.graph, pair.from.end, &mine);
        evidence.extend(stated(pair.graph, pair.to.end, &theirs));
        (detail, evidence)
    }))
}

fn names(codes: &mut Vec<CountryCode>) -> String {
    codes.sort_unstable();
    codes.dedup();
    let names: Vec<&str> = codes.iter().take(3).map(|code| country(*code).name).collect();
    listed(&names)
}
