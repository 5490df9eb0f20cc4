//! What a country or region is named for: the rule that tells a place of work from every other mention.
//!
//! The rule reads the words just before and just after a mention, within its sentence. Without a sign of another
//! role a name is a place of work; a demonym needs a sign that work is done there.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::role_rules::RULES;
use crate::reference::MentionForm;
pub(super) use crate::sources::reading::pattern;

/// What a country or region is named for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PlaceRole {
    /// Work is or was done there, or the text is about it: "In Peru, …", "UNDP Peru", "a study on Peru".
    Work,
    /// Work is planned there and not done: "workshops are planned in Peru", "to be implemented in Peru".
    Planned,
    /// It pays, or a fund or partnership bears its name: "funded by Peru", "Peru-UNDP projects".
    Donor,
    /// An office or institution that serves others sits there or bears its name: an embassy, a regional hub, a
    /// university.
    Seat,
    /// People come from there or are its nationals: "refugees from Peru", "Peruvian workers".
    Origin,
    /// People or goods go there: "migration to Peru".
    Destination,
    /// It is there to compare or to situate: "bordering Peru", "the war in Peru"; a demonym that says no more.
    Context,
}

/// The role of the mention (or list of mentions) at some bytes of a text. Bounded work, whatever the text.
#[must_use]
pub fn role_of(text: &str, range: &Range<usize>, form: MentionForm) -> PlaceRole {
    let before = before(text, range.start);
    let after = after(text, range.end);
    let mut rules = RULES.iter();
    match rules.find(|rule| rule.fits(before, after, form)) {
        Some(rule) => rule.role,
        None => PlaceRole::Context,
    }
}

/// No rule looks farther than this many bytes.
const REACH: usize = 200;

/// The end of the mention's sentence so far.
fn before(text: &str, end: usize) -> &str {
    let mut start = end.saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let reach = text.get(start..end).unwrap_or_default();
    SENTENCE_END.find_iter(reach).last().and_then(|end| reach.get(end.end()..)).unwrap_or(reach)
}

/// The rest of the mention's sentence, as far as rules look.
fn after(text: &str, start: usize) -> &str {
    let mut end = text.len().min(start + REACH / 2);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default()
}

static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.!?;][”’)\x22]*\s+|\n"));
