//! The words that say what kind of thing is named.

use crate::record::MentionKind::{self, Activity, Programme, Project, Publication};
use crate::sources::names::Word;

/// Words for kinds, singular; a plural is formed with an s or stands here itself.
const KINDS: [(&str, MentionKind); 58] = [
    ("programme", Programme),
    ("program", Programme),
    ("programa", Programme),
    ("project", Project),
    ("proyecto", Project),
    ("projet", Project),
    ("initiative", Project),
    ("iniciativa", Project),
    ("strategy", Project),
    ("strategies", Project),
    ("estrategia", Project),
    ("flagship", Project),
    ("plan", Project),
    ("roadmap", Project),
    ("policy", Project),
    ("publication", Publication),
    ("report", Publication),
    ("study", Publication),
    ("studies", Publication),
    ("research", Publication),
    ("article", Publication),
    ("guide", Publication),
    ("guidance", Publication),
    ("guideline", Publication),
    ("guía", Publication),
    ("toolkit", Publication),
    ("handbook", Publication),
    ("manual", Publication),
    ("paper", Publication),
    ("brief", Publication),
    ("book", Publication),
    ("booklet", Publication),
    ("newsletter", Publication),
    ("blog", Publication),
    ("module", Publication),
    ("workstream", Activity),
    ("panel", Activity),
    ("campaign", Activity),
    ("forum", Activity),
    ("talk", Activity),
    ("series", Activity),
    ("event", Activity),
    ("conference", Activity),
    ("webinar", Activity),
    ("workshop", Activity),
    ("training", Activity),
    ("course", Activity),
    ("dialogue", Activity),
    ("consultation", Activity),
    ("seminar", Activity),
    ("summit", Activity),
    ("symposium", Activity),
    ("roundtable", Activity),
    ("hackathon", Activity),
    ("competition", Activity),
    ("survey", Activity),
    ("exhibition", Activity),
    ("day", Activity),
];

/// The kind that a word is for, in the singular or plural.
pub(super) fn kind(word: &Word<'_>) -> Option<MentionKind> {
    let lower = word.bare().to_lowercase();
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    KINDS.iter().find(|(known, _)| *known == lower || *known == singular).map(|(_, kind)| *kind)
}

/// Whether a word for a kind stands in the plural.
pub(super) fn is_plural(word: &Word<'_>) -> bool {
    let lower = word.bare().to_lowercase();
    lower.ends_with('s') && lower != "series"
}
