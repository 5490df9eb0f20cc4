//! Whether two programme records describe one programme: signed weights that add up.
//!
//! The weights are log-odds in the manner of Fellegi and Sunter, set by judgement: the corpus is too small to learn
//! them. A country alone never joins; at least one criterion that tells programmes of one country apart must speak
//! for it.

use std::collections::{BTreeSet, HashMap};

use rapidfuzz::fuzz;

use crate::graph::node::Criterion;
use crate::record::{ProgrammeRecord, Stated, terms};
use crate::reference::CountryCode;

/// Below this sum two records are two programmes. With even odds at 0, it asks for about 9 to 1.
const ENOUGH: f64 = 2.2;

/// How rare the terms of a corpus are.
#[derive(Debug, Default)]
pub struct Rarity {
    documents: f64,
    counts: HashMap<String, f64>,
}

impl Rarity {
    /// Counts the terms of each text once.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a [String]>) -> Self {
        let mut rarity = Self::default();
        for terms in texts {
            rarity.documents += 1.0;
            for term in terms {
                *rarity.counts.entry(term.clone()).or_default() += 1.0;
            }
        }
        rarity
    }

    /// The information of a term, in natural units: 0 for one that stands everywhere.
    #[must_use]
    pub fn weight(&self, term: &str) -> f64 {
        let count = self.counts.get(term).copied().unwrap_or(0.0);
        ((self.documents + 1.0) / (count + 1.0)).ln().max(0.0)
    }

    /// The shared terms of two sorted lists, the most telling first, and their summed weight.
    #[must_use]
    pub fn shared<'a>(&self, one: &'a [String], other: &[String]) -> (Vec<&'a str>, f64) {
        let other: BTreeSet<&str> = other.iter().map(String::as_str).collect();
        let mut shared: Vec<&str> =
            one.iter().map(String::as_str).filter(|term| other.contains(term)).collect();
        shared.sort_by(|a, b| self.weight(b).total_cmp(&self.weight(a)).then(a.cmp(b)));
        let sum = shared.iter().map(|term| self.weight(term)).sum();
        (shared, sum)
    }

    /// How alike two texts are by their weighted terms: 0 to 1 (weighted Jaccard).
    #[must_use]
    pub fn likeness(&self, one: &[String], other: &[String]) -> f64 {
        let (_, shared) = self.shared(one, other);
        let all: BTreeSet<&String> = one.iter().chain(other).collect();
        let whole: f64 = all.into_iter().map(|term| self.weight(term)).sum();
        if whole > 0.0 { shared / whole } else { 0.0 }
    }
}

/// The reasons for and against two records being one programme.
#[derive(Debug, Clone)]
pub struct Likeness {
    /// The reasons; their evidence is filled in by the graph.
    pub criteria: Vec<Criterion>,
    /// Their sum.
    pub score: f64,
}

impl Likeness {
    /// Whether the two are one programme.
    #[must_use]
    pub fn joins(&self) -> bool {
        let tells_apart = |criterion: &Criterion| criterion.weight > 0.0 && TELLING.contains(&criterion.name);
        self.score >= ENOUGH && self.criteria.iter().any(tells_apart)
    }
}

/// Criteria that tell programmes of one country apart.
const TELLING: [&str; 4] = ["title", "places", "subject", "continues"];

/// Weighs two programme records. `continued` are the titles of programmes that the first record's phases say they
/// continue.
#[must_use]
pub fn decide(
    one: &ProgrammeRecord,
    other: &ProgrammeRecord,
    rarity: &Rarity,
    continued: &[String],
) -> Likeness {
    let mut criteria = Vec::new();
    let mut add = |name, weight: f64, detail: String| {
        if weight.abs() >= 0.05 {
            criteria.push(Criterion { name, weight, detail, evidence: Vec::new() });
        }
    };
    if one.kind != other.kind {
        add("kind", -8.0, "one is a joint programme, the other a global one".to_owned());
    }
    let (weight, detail) = countries(one, other);
    add("countries", weight, detail);
    let (weight, detail) = title(one, other);
    add("title", weight, detail);
    let (weight, detail) = places(one, other);
    add("places", weight, detail);
    let (weight, detail) = subject(one, other, rarity);
    add("subject", weight, detail);
    if let (Some(mine), Some(theirs)) = (value(&one.thematic_area), value(&other.thematic_area)) {
        let same = mine == theirs;
        let detail =
            if same { format!("both in thematic area {mine}") } else { format!("areas {mine} and {theirs}") };
        add("thematicArea", if same { 1.0 } else { -3.0 }, detail);
    }
    if let (Some(mine), Some(theirs)) = (value(&one.budget), value(&other.budget)) {
        let ratio = mine.amount.min(theirs.amount) / mine.amount.max(theirs.amount).max(f64::EPSILON);
        let weight = if ratio >= 0.98 {
            1.0
        } else if ratio >= 0.8 {
            0.4
        } else {
            -0.8
        };
        add("budget", weight, format!("{} and {} {}", mine.amount, theirs.amount, mine.currency));
    }
    if let (Some(mine), Some(theirs)) = (value(&one.duration_months), value(&other.duration_months)) {
        let apart = mine.abs_diff(*theirs);
        let weight = if apart == 0 {
            0.5
        } else if apart <= 12 {
            0.1
        } else {
            -0.5
        };
        add("durationMonths", weight, format!("{mine} and {theirs} months"));
    }
    let (weight, detail) = organisations(one, other);
    add("participation", weight, detail);
    let named = continued.iter().map(|title| (fuzz_ratio(title, &other.title.value), title));
    if let Some((ratio, title)) = named.max_by(|a, b| a.0.total_cmp(&b.0))
        && ratio >= 0.8
    {
        add("continues", 4.0, format!("one names the other as what it continues: {title}"));
    }
    let score = criteria.iter().map(|criterion| criterion.weight).sum();
    Likeness { criteria, score }
}

fn value<T>(stated: &Option<Stated<T>>) -> Option<&T> {
    stated.as_ref().map(|stated| &stated.value)
}

fn codes(record: &ProgrammeRecord) -> BTreeSet<CountryCode> {
    record.countries.iter().map(|country| country.value.code).collect()
}

fn countries(one: &ProgrammeRecord, other: &ProgrammeRecord) -> (f64, String) {
    let (mine, theirs) = (codes(one), codes(other));
    if mine.is_empty() || theirs.is_empty() {
        let (Some(mine), Some(theirs)) = (value(&one.region_label), value(&other.region_label)) else {
            return (0.0, String::new());
        };
        let same = mine.to_lowercase() == theirs.to_lowercase();
        return (if same { 1.2 } else { -3.0 }, format!("regions {mine} and {theirs}"));
    }
    let list = |codes: &mut dyn Iterator<Item = &CountryCode>| {
        codes.map(|code| code.as_str()).collect::<Vec<_>>().join(" ")
    };
    if mine == theirs {
        return (1.2, format!("the same countries: {}", list(&mut mine.iter())));
    }
    let both = mine.intersection(&theirs).count();
    let weight = if both == 0 {
        -6.0
    } else if both == mine.len().min(theirs.len()) {
        0.6
    } else {
        -1.0
    };
    (weight, format!("countries {} and {}", list(&mut mine.iter()), list(&mut theirs.iter())))
}

/// Titles compared as sets of words; rewritten titles still share some. Below half nothing is said.
fn title(one: &ProgrammeRecord, other: &ProgrammeRecord) -> (f64, String) {
    let ratio = fuzz_ratio(&one.title.value, &other.title.value);
    let weight = if ratio >= 0.5 { (ratio - 0.5) * 7.0 } else { 0.0 };
    (weight, format!("titles alike by {:.0} %", ratio * 100.0))
}

fn places(one: &ProgrammeRecord, other: &ProgrammeRecord) -> (f64, String) {
    let folded = |record: &ProgrammeRecord| -> BTreeSet<String> {
        record.places.iter().map(|place| terms(&place.value).join(" ")).collect()
    };
    let (mine, theirs) = (folded(one), folded(other));
    if mine.is_empty() || theirs.is_empty() {
        return (0.0, String::new());
    }
    let shared: Vec<_> =
        one.places.iter().filter(|place| theirs.contains(&terms(&place.value).join(" "))).collect();
    if shared.is_empty() {
        return (-1.0, "their titles name different places".to_owned());
    }
    let names: Vec<_> = shared.iter().map(|place| place.value.as_str()).collect();
    (2.0, format!("both titles name {}", names.join(", ")))
}

fn subject(one: &ProgrammeRecord, other: &ProgrammeRecord, rarity: &Rarity) -> (f64, String) {
    let (shared, _) = rarity.shared(&one.terms, &other.terms);
    let likeness = rarity.likeness(&one.terms, &other.terms);
    let telling = shared.iter().take(6).copied().collect::<Vec<_>>().join(", ");
    let detail = format!("{} terms in common, among them {telling}", shared.len());
    (
        (likeness * 12.0 - 0.6).clamp(-0.6, 2.5),
        if shared.is_empty() { "no term in common".into() } else { detail },
    )
}

fn organisations(one: &ProgrammeRecord, other: &ProgrammeRecord) -> (f64, String) {
    let names = |record: &ProgrammeRecord| -> BTreeSet<String> {
        record.participants.iter().map(|part| part.value.organisation.clone()).collect()
    };
    let (mine, theirs) = (names(one), names(other));
    if mine.is_empty() || theirs.is_empty() {
        return (0.0, String::new());
    }
    let shared: Vec<_> = mine.intersection(&theirs).cloned().collect();
    let weight = 0.8 * shared.len() as f64 / mine.len().min(theirs.len()) as f64 - 0.2;
    (
        weight,
        format!(
            "organisations in common: {}",
            if shared.is_empty() { "none".into() } else { shared.join(", ") }
        ),
    )
}

/// How alike two titles are, 0 to 1: words sorted, so that order and repeats do not matter, accents folded.
pub(super) fn fuzz_ratio(one: &str, other: &str) -> f64 {
    let sorted = |title: &str| terms(title).join(" ");
    fuzz::ratio(sorted(one).chars(), sorted(other).chars())
}
