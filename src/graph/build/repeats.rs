//! Which results state the same thing, so that it is counted once.

use std::collections::HashMap;

use crate::graph::node::ProgrammeResult;
use crate::graph::{Graph, Ix};
use crate::record::{Figure, Fingerprint, terms};
use crate::reference::CountryCode;

/// A result with what is worked out once for all its pairs.
struct Counted {
    place: Ix<ProgrammeResult>,
    countries: Vec<CountryCode>,
    unit: Vec<String>,
    fingerprint: Fingerprint,
}

/// Two results state the same thing when they come from the same countries, have the same number (or one is the
/// other rounded) and count the same sort of thing. Within one sentence nothing repeats.
pub(super) fn link(graph: &mut Graph, fingerprints: &[Fingerprint]) {
    let counted: Vec<Counted> = graph
        .results
        .iter()
        .zip(fingerprints)
        .map(|((place, result), fingerprint)| Counted {
            place,
            countries: countries(graph, result),
            unit: terms(&result.figure.unit),
            fingerprint: *fingerprint,
        })
        .collect();
    let mut by_number: HashMap<(&[CountryCode], u64), Vec<usize>> = HashMap::new();
    for (number, one) in counted.iter().enumerate() {
        let value = bits(graph.results[one.place].figure.value);
        by_number.entry((&one.countries, value)).or_default().push(number);
    }
    let mut pairs = Vec::new();
    for (number, one) in counted.iter().enumerate() {
        let value = graph.results[one.place].figure.value;
        for value in std::iter::once(value).chain(roundings(value)) {
            let others = by_number.get(&(one.countries.as_slice(), bits(value))).into_iter().flatten();
            for other in others.filter(|other| **other != number) {
                pairs.push((number.min(*other), number.max(*other)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.retain(|(one, other)| repeats(graph, &counted[*one], &counted[*other]));
    let pairs: Vec<_> =
        pairs.into_iter().map(|(one, other)| (counted[one].place, counted[other].place)).collect();
    for (one, other) in pairs {
        graph.results[one].repeats.push(other);
        graph.results[other].repeats.push(one);
        graph.results[other].is_repeat = true;
    }
}

/// Where a result comes from: its own countries or else its programme's.
fn countries(graph: &Graph, result: &ProgrammeResult) -> Vec<CountryCode> {
    match result.programme {
        Some(programme) if result.countries.is_empty() => graph.programmes[programme].countries.clone(),
        _ => result.countries.clone(),
    }
}

/// A number as a key; 0 has one.
fn bits(value: f64) -> u64 {
    (value + 0.0).to_bits()
}

/// Two results of the same countries.
fn repeats(graph: &Graph, one: &Counted, other: &Counted) -> bool {
    let (a, b) = (&graph.results[one.place], &graph.results[other.place]);
    if one.fingerprint == other.fingerprint && a.evidence == b.evidence {
        return false;
    }
    let different = a.programme.is_some() && b.programme.is_some() && a.programme != b.programme;
    if different || a.figure.year != b.figure.year {
        return false;
    }
    let percent = |figure: &Figure| figure.unit.starts_with('%');
    if percent(&a.figure) != percent(&b.figure) || !same_number(&a.figure, &b.figure) {
        return false;
    }
    let in_common = a.terms.iter().filter(|term| b.terms.contains(term)).count();
    let fewest = a.terms.iter().count().min(b.terms.iter().count());
    let about = in_common as f64 / fewest.max(1) as f64;
    let same_unit = one.unit.iter().any(|term| other.unit.contains(term));
    // A large number seldom comes twice by chance; a few words in common are enough for it.
    let large = a.figure.value >= 100.0 && a.programme.is_some() && a.programme == b.programme;
    (same_unit && about >= 0.25) || about >= 0.5 || (large && in_common >= 3)
}

/// Equal, or one is the other rounded to fewer digits.
fn same_number(one: &Figure, other: &Figure) -> bool {
    one.value == other.value || is_rounding(one.value, other.value) || is_rounding(other.value, one.value)
}

/// What numbers are rounded to.
const UNITS: [f64; 3] = [10.0, 100.0, 1000.0];

/// Whether `rounded` is `exact` rounded to a hundred or a thousand; smaller numbers are told apart.
pub(super) fn is_rounding(rounded: f64, exact: f64) -> bool {
    rounded != exact
        && exact >= 1000.0
        && UNITS.iter().any(|unit| {
            exact / unit >= 100.0 && rounded % unit == 0.0 && ((exact / unit).round() * unit) == rounded
        })
}

/// What a number may be printed as when it is rounded, as [`is_rounding`] has it.
fn roundings(exact: f64) -> impl Iterator<Item = f64> {
    UNITS
        .into_iter()
        .map(move |unit| (exact / unit).round() * unit)
        .filter(move |rounded| is_rounding(*rounded, exact))
}
