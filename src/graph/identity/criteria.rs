//! Whether two programme records describe one programme: signed weights that add up.
//!
//! The weights are log-odds in the manner of Fellegi and Sunter, set by judgement: the corpus is too small to learn
//! them. A country alone never joins; at least one criterion that tells programmes of one country apart must speak
//! for it. What records are compared by is in [`compared`](super::compared), which of them are in
//! [`neighbours`](super::neighbours).

use super::Rarity;
use super::compared::{Compared, ratio};
use super::words::{named, shared_terms, sums};
use crate::graph::node::Criterion;
use crate::record::Stated;

/// Below this sum two records are two programmes. With even odds at 0, it asks for about 9 to 1.
const ENOUGH: f64 = 2.2;

/// Criteria that tell programmes of one country apart.
const TELLING: [&str; 4] = ["title", "places", "subject", "continues"];

/// The weights for and against two records being one programme, added up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    /// Their sum.
    pub sum: f64,
    tells_apart: bool,
}

impl Score {
    /// Whether the two are one programme.
    #[must_use]
    pub fn joins(&self) -> bool {
        self.sum >= ENOUGH && self.tells_apart
    }
}

/// Weighs two programme records: what the first one's phases continue counts, what the other's do does not.
#[must_use]
pub fn score(one: &Compared<'_>, other: &Compared<'_>, rarity: &Rarity) -> Score {
    let mut score = Score::default();
    weigh(one, other, rarity, |name, weight, _| {
        score.sum += weight;
        score.tells_apart |= weight > 0.0 && TELLING.contains(&name);
    });
    score
}

/// The reasons behind [`score`], for people; their evidence is filled in by the graph.
#[must_use]
pub fn reasons(one: &Compared<'_>, other: &Compared<'_>, rarity: &Rarity) -> Vec<Criterion> {
    let mut reasons = Vec::new();
    weigh(one, other, rarity, |name, weight, detail| {
        reasons.push(Criterion { name, weight, detail: detail(), evidence: Vec::new() });
    });
    reasons
}

/// Says each criterion with its weight and how to put it into words, which is done only for the pair that is joined.
fn weigh(
    one: &Compared<'_>,
    other: &Compared<'_>,
    rarity: &Rarity,
    mut say: impl FnMut(&'static str, f64, &dyn Fn() -> String),
) {
    let mut add = |name, weight: f64, detail: &dyn Fn() -> String| {
        if weight.abs() >= 0.05 {
            say(name, weight, detail);
        }
    };
    let (mine, theirs) = (one.body, other.body);
    if mine.kind != theirs.kind {
        add("kind", -8.0, &|| "one is a joint programme, the other a global one".to_owned());
    }
    add("countries", countries(one, other), &|| where_to(one, other));
    let alike = ratio(&one.title, &other.title);
    // Rewritten titles still share some words; below half nothing is said.
    let weight = if alike >= 0.5 { (alike - 0.5) * 7.0 } else { 0.0 };
    add("title", weight, &|| format!("titles alike by {:.0} %", alike * 100.0));
    add("places", places(one, other), &|| match shared_places(one, other).as_slice() {
        [] => "their titles name different places".to_owned(),
        shared => format!("both titles name {}", shared.join(", ")),
    });
    let (shared, sum) = rarity.shared(&one.terms, &other.terms);
    let likeness = rarity.share_of_all(sum, &one.terms, &other.terms);
    add("subject", (likeness * 12.0 - 0.6).clamp(-0.6, 2.5), &|| {
        shared_terms(&shared, rarity, &[&mine.title.value, &theirs.title.value])
    });
    if let (Some(mine), Some(theirs)) = (value(&mine.thematic_area), value(&theirs.thematic_area)) {
        let same = mine == theirs;
        add("thematicArea", if same { 1.0 } else { -3.0 }, &|| {
            if same { format!("both in thematic area {mine}") } else { format!("areas {mine} and {theirs}") }
        });
    }
    if let (Some(mine), Some(theirs)) = (value(&mine.budget), value(&theirs.budget)) {
        let ratio = mine.amount.min(theirs.amount) / mine.amount.max(theirs.amount).max(f64::EPSILON);
        let weight = if ratio >= 0.98 {
            1.0
        } else if ratio >= 0.8 {
            0.4
        } else {
            -0.8
        };
        add("budget", weight, &|| sums(mine, theirs));
    }
    if let (Some(mine), Some(theirs)) = (value(&mine.duration_months), value(&theirs.duration_months)) {
        let apart = mine.abs_diff(*theirs);
        let weight = if apart == 0 {
            0.5
        } else if apart <= 12 {
            0.1
        } else {
            -0.5
        };
        add("durationMonths", weight, &|| format!("{mine} and {theirs} months"));
    }
    add("participation", organisations(one, other), &|| match shared_organisations(one, other).as_slice() {
        [] => "organisations in common: none".to_owned(),
        shared => format!("organisations in common: {}", shared.join(", ")),
    });
    let named = one.continued.iter().map(|(title, sorted)| (ratio(sorted, &other.title), title));
    if let Some((ratio, title)) = named.max_by(|a, b| a.0.total_cmp(&b.0))
        && ratio >= 0.8
    {
        add("continues", 4.0, &|| format!("one names the other as what it continues: {title}"));
    }
}

fn value<T>(stated: &Option<Stated<T>>) -> Option<&T> {
    stated.as_ref().map(|stated| &stated.value)
}

fn countries(one: &Compared<'_>, other: &Compared<'_>) -> f64 {
    let (mine, theirs) = (&one.countries, &other.countries);
    if mine.is_empty() || theirs.is_empty() {
        return match (&one.region, &other.region) {
            (Some(mine), Some(theirs)) if mine == theirs => 1.2,
            (Some(_), Some(_)) => -3.0,
            _ => 0.0,
        };
    }
    if mine == theirs {
        return 1.2;
    }
    let both = mine.iter().filter(|code| theirs.contains(code)).count();
    if both == 0 {
        -6.0
    } else if both == mine.len().min(theirs.len()) {
        0.6
    } else {
        -1.0
    }
}

fn where_to(one: &Compared<'_>, other: &Compared<'_>) -> String {
    if one.countries.is_empty() || other.countries.is_empty() {
        let label = |of: &Compared<'_>| value(&of.body.region_label).cloned().unwrap_or_default();
        return format!("regions {} and {}", label(one), label(other));
    }
    if one.countries == other.countries {
        return format!("the same countries: {}", named(&one.countries));
    }
    format!("other countries: {}, and {}", named(&one.countries), named(&other.countries))
}

fn places(one: &Compared<'_>, other: &Compared<'_>) -> f64 {
    if one.places.is_empty() || other.places.is_empty() {
        return 0.0;
    }
    if one.places.iter().any(|place| other.places.contains(place)) { 2.0 } else { -1.0 }
}

fn shared_places<'a>(one: &Compared<'a>, other: &Compared<'_>) -> Vec<&'a str> {
    let named = one.body.places.iter().zip(&one.places);
    named.filter(|(_, folded)| other.places.contains(folded)).map(|(place, _)| place.value.as_str()).collect()
}

fn organisations(one: &Compared<'_>, other: &Compared<'_>) -> f64 {
    let (mine, theirs) = (&one.organisations, &other.organisations);
    if mine.is_empty() || theirs.is_empty() {
        return 0.0;
    }
    let shared = mine.iter().filter(|name| theirs.contains(name)).count();
    0.8 * shared as f64 / mine.len().min(theirs.len()) as f64 - 0.2
}

fn shared_organisations<'a>(one: &Compared<'a>, other: &Compared<'_>) -> Vec<&'a str> {
    one.organisations.iter().copied().filter(|name| other.organisations.contains(name)).collect()
}
