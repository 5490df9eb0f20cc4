//! Readable names for programmes.

use crate::record::{ProgrammeKind, ProgrammeRecord, slug};
use crate::reference;

/// How many words of the title a slug keeps.
const MOST_WORDS: usize = 5;

/// A readable name from where the work is and the title's telling words: `tjk-families-left-behind-khatlon`.
/// Words that say nothing in this field are left out as long as others remain.
pub(super) fn programme(record: &ProgrammeRecord) -> String {
    let mut parts = vec![place(record)];
    parts.extend(words(&record.title.value, record.kind));
    parts.retain(|word| !word.is_empty());
    parts.join("-")
}

fn place(record: &ProgrammeRecord) -> String {
    if let Some(label) = &record.region_label {
        return slug(&label.value);
    }
    if record.kind == ProgrammeKind::Global {
        return "global".to_owned();
    }
    let codes: Vec<_> =
        record.countries.iter().map(|country| country.value.code.as_str().to_lowercase()).collect();
    codes.join("-")
}

fn words(title: &str, kind: ProgrammeKind) -> Vec<String> {
    let mut title = title.to_owned();
    for mention in reference::countries_in(&title).into_iter().rev() {
        title.replace_range(mention.range, " ");
    }
    let title = title.replace("’s ", " ").replace("'s ", " ").replace(['’', '\''], "");
    let folded = slug(&title);
    let all: Vec<&str> =
        folded.split('-').filter(|word| word.len() > 2 && !FUNCTION.contains(word)).collect();
    let telling: Vec<&str> = all.iter().copied().filter(|word| !GENERIC.contains(word)).collect();
    // A global programme's name is made of the field's own words.
    let kept = if kind == ProgrammeKind::Joint && telling.len() >= 3 { telling } else { all };
    kept.into_iter().take(MOST_WORDS).map(str::to_owned).collect()
}

/// Words that only hold a title together.
const FUNCTION: [&str; 12] =
    ["and", "for", "from", "its", "into", "the", "their", "through", "with", "all", "that", "who"];

/// Words that nearly every title of the field has.
const GENERIC: [&str; 30] = [
    "addressing",
    "approaches",
    "building",
    "capacity",
    "development",
    "empowerment",
    "ensure",
    "enhance",
    "enhancing",
    "facilitating",
    "government",
    "governments",
    "human",
    "implementation",
    "improved",
    "improving",
    "innovative",
    "joint",
    "migrants",
    "migration",
    "national",
    "outcomes",
    "policy",
    "programme",
    "project",
    "promoting",
    "reinforcing",
    "strengthen",
    "strengthening",
    "support",
];
