//! What a record states, field by field, in a plain and comparable form: what claims are made of, and what two editions
//! are compared by.

mod pledge;
mod programme;
mod value;

pub use programme::CLAIM_FIELDS;
pub(super) use programme::claims;
pub(super) use value::stage_name;

use crate::record::{Availability, Body, Fingerprint, Lines, Prose, Record, Stated};

/// The value of one field that a record states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stating {
    /// The name of the GraphQL field, where there is one of it.
    pub field: &'static str,
    /// The value in a plain, comparable form; of running text its fingerprint.
    pub value: String,
    /// How the record knows it.
    pub availability: Availability,
    /// Where it stands; empty for what follows from the record's place.
    pub at: Vec<Lines>,
}

/// Every field that [`of`] knows.
pub const FIELDS: [&str; 42] = [
    "budget",
    "commitment",
    "continues",
    "countries",
    "countriesAsPrinted",
    "country",
    "donors",
    "durationMonths",
    "earlierFigures",
    "figure",
    "figures",
    "gcmObjectives",
    "kind",
    "lastUpdated",
    "mentions",
    "name",
    "number",
    "organisation",
    "organisations",
    "otherTitles",
    "outcomes",
    "participation",
    "participations",
    "partnerGroups",
    "partners",
    "period",
    "periodMonths",
    "places",
    "planned",
    "pledge",
    "position",
    "prioritySectors",
    "programme",
    "regionLabel",
    "regions",
    "stage",
    "stageAsPrinted",
    "text",
    "thematicArea",
    "theme",
    "title",
    "urls",
];

/// What a record states: each field once, lists as one value. Its key is no field, and neither are the stems of its
/// words, which follow from its text.
#[must_use]
pub fn of(record: &Record) -> Vec<Stating> {
    match &record.body {
        Body::Programme(body) => programme::programme(body),
        Body::Phase(body) => programme::phase(body),
        Body::Result(body) => programme::result(body),
        Body::Office(body) => programme::office(body),
        Body::Pledge(body) => pledge::pledge(body),
        Body::Commitment(body) => pledge::commitment(body),
        Body::ProgressItem(body) => pledge::item(body),
    }
}

/// What people call a record: its title or name, or what it is and where.
#[must_use]
pub fn label(record: &Record) -> String {
    match &record.body {
        Body::Programme(body) => body.title.value.clone(),
        Body::Phase(body) => body.title.value.clone(),
        Body::Result(body) => value::figure(&body.figure.value),
        Body::Pledge(body) => body.title.value.clone(),
        Body::Commitment(body) => format!("commitment {}", body.number.value),
        Body::ProgressItem(_) => format!("item {}", record.key),
        Body::Office(body) => body.name.value.clone(),
    }
}

/// Fields in the order of their adding; what a record does not state is not among them.
#[derive(Default)]
struct Fields(Vec<Stating>);

impl Fields {
    fn add(&mut self, field: &'static str, value: impl Into<String>, at: &[Lines]) {
        let (value, at) = (value.into(), at.to_vec());
        self.0.push(Stating { field, value, availability: Availability::Stated, at });
    }

    fn one<T>(&mut self, field: &'static str, stated: Option<&Stated<T>>, plain: impl Fn(&T) -> String) {
        if let Some(stated) = stated {
            self.add(field, plain(&stated.value), &stated.at);
        }
    }

    /// A list as one value, in the order of the document.
    fn list<T>(&mut self, field: &'static str, list: &[Stated<T>], plain: impl Fn(&T) -> String) {
        if !list.is_empty() {
            let values: Vec<String> = list.iter().map(|stated| plain(&stated.value)).collect();
            self.add(field, values.join("; "), &lines_of(list));
        }
    }

    /// A list as one value, sorted and each once.
    fn set<T>(&mut self, field: &'static str, list: &[Stated<T>], by: &str, plain: impl Fn(&T) -> String) {
        if !list.is_empty() {
            let mut values: Vec<String> = list.iter().map(|stated| plain(&stated.value)).collect();
            values.sort_unstable();
            values.dedup();
            self.add(field, values.join(by), &lines_of(list));
        }
    }

    fn prose(&mut self, field: &'static str, prose: Option<&Prose>) {
        if let Some(Prose { at, fingerprint: Fingerprint(fingerprint) }) = prose {
            self.add(field, fingerprint.to_string(), at);
        }
    }
}

/// Every line that states a value of a list, each range once.
fn lines_of<T>(values: &[Stated<T>]) -> Vec<Lines> {
    let mut lines: Vec<Lines> = values.iter().flat_map(|value| value.at.iter().cloned()).collect();
    lines.sort();
    lines.dedup();
    lines
}
