//! Readable names for programmes.

use crate::record::{ProgrammeKind, ProgrammeRecord};
use crate::reference;

/// How many words of the title a slug keeps.
const MOST_WORDS: usize = 4;

/// A readable name from where the work is and the title's telling words: `tjk-families-left-behind-khatlon`.
/// Words that say nothing in this field are left out as long as others remain.
pub(super) fn programme(record: &ProgrammeRecord) -> String {
    let mut slug = vec![place(record)];
    slug.extend(words(&record.title.value));
    slug.retain(|word| !word.is_empty());
    slug.join("-")
}

fn place(record: &ProgrammeRecord) -> String {
    if let Some(label) = &record.region_label {
        return crate_slug(&label.value);
    }
    if record.kind == ProgrammeKind::Global {
        return "global".to_owned();
    }
    let codes: Vec<_> = record.countries.iter().map(|country| country.value.code.as_str().to_lowercase()).collect();
    codes.join("-")
}

fn words(title: &str) -> Vec<String> {
    let mut title = title.replace(['’', '\''], "");
    let mentions = reference::countries_in(&title);
    for mention in mentions.into_iter().rev() {
        title.replace_range(mention.range, " ");
    }
    let folded = crate_slug(&title);
    let all: Vec<&str> = folded.split('-').filter(|word| word.len() > 2 && !FUNCTION.contains(word)).collect();
    let telling: Vec<&str> = all.iter().copied().filter(|word| !GENERIC.contains(word)).collect();
    let kept = if telling.len() >= 2 { telling } else { all };
    kept.into_iter().take(MOST_WORDS).map(str::to_owned).collect()
}

fn crate_slug(words: &str) -> String {
    let folded = deunicode::deunicode(words).to_lowercase();
    let parts = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// Words that only hold a title together.
const FUNCTION: [&str; 14] = [
    "and", "for", "from", "its", "into", "the", "their", "through", "with", "all", "that", "who", "work", "pilot",
];

/// Words that nearly every title of the field has.
const GENERIC: [&str; 30] = [
    "addressing", "approaches", "building", "capacity", "development", "empowerment", "ensure", "enhance",
    "enhancing", "facilitating", "government", "governments", "human", "implementation", "improved", "improving",
    "innovative", "joint", "migrants", "migration", "national", "outcomes", "policy", "programme", "project",
    "promoting", "reinforcing", "strengthen", "strengthening", "support",
];
