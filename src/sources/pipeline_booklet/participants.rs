//! Organisations that take part. The booklet prints them as logos, which leave no text; what it says in words is
//! here.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::joined::{Joined, trimmed};
use super::token::Token;
use crate::record::{Availability, OrganisationRole, Participant};
use crate::reference::{self, OrganisationKind};
use crate::sources::names;
use crate::sources::reading::pattern;

/// A participant with the lines that state it.
pub(super) type Found = (Participant, Vec<(u32, u32)>);

/// Organisations listed as text where the logos are.
pub(super) fn listed(slot: &Joined) -> Vec<Found> {
    let mut found = Vec::new();
    let (in_brackets, from) = with(slot);
    found.extend(in_brackets);
    let rest = from..slot.text.len();
    for (name, range) in names::list(slot.get(&rest)) {
        let start = from + range.start;
        let inner = names::list(name);
        if inner.len() > 1 && inner.iter().all(|(name, _)| reference::organisation(name).is_some()) {
            for (name, inner) in inner {
                stated(&mut found, slot, name, &(start + inner.start..start + inner.end));
            }
        } else {
            stated(&mut found, slot, name, &(start..from + range.end));
        }
    }
    found
}

/// Organisations in brackets at the head of a block ("(with the Union of Bakers, UB)"), and where the block goes on.
pub(super) fn with(block: &Joined) -> (Vec<Found>, usize) {
    let mut found = Vec::new();
    let Some((inner, end)) =
        WITH.captures(&block.text).and_then(|with| Some((with.get(1)?.range(), with.get(0)?.end())))
    else {
        return (found, 0);
    };
    let text = block.get(&inner);
    let known = reference::organisations_in(text);
    for mention in &known {
        let range = inner.start + mention.range.start..inner.start + mention.range.end;
        stated(&mut found, block, mention.organisation.acronym, &range);
    }
    if known.is_empty() {
        for (name, range) in names::list(text) {
            let is_short_form = !found.is_empty() && name.chars().all(|c| c.is_uppercase() || c == '-');
            let name = name.trim_start_matches("the ");
            if !is_short_form {
                stated(&mut found, block, name, &(inner.start + range.start..inner.start + range.end));
            }
        }
    }
    (found, end)
}

/// How many lines at the head of the partners' block are a list of UN organisations and nothing else: the
/// participants, out of step with their label.
pub(super) fn lines_above(block: &[Token<'_>]) -> usize {
    let is_of_the_un = |name: &str| {
        reference::organisation(name)
            .is_some_and(|organisation| organisation.kind == OrganisationKind::UnitedNations)
    };
    let is_list = |line: &str| {
        let names = if line.len() <= MOST_LINE { names::list(line) } else { Vec::new() };
        !names.is_empty() && names.iter().all(|(name, _)| is_of_the_un(name))
    };
    block.iter().take_while(|token| token.text().is_some_and(is_list)).count()
}

const MOST_LINE: usize = 200;

fn stated(found: &mut Vec<Found>, block: &Joined, name: &str, range: &Range<usize>) {
    let range = trimmed(&block.text, range.clone(), &[]);
    add(found, name, Availability::Stated, block.lines(&range));
}

fn add(found: &mut Vec<Found>, name: &str, availability: Availability, lines: (u32, u32)) {
    let organisation =
        reference::organisation(name).map_or(name, |organisation| organisation.acronym).to_owned();
    if let Some((_, at)) = found.iter_mut().find(|(participant, _)| participant.organisation == organisation)
    {
        if availability == Availability::MentionedInProse && at.last() != Some(&lines) {
            at.push(lines);
        }
        return;
    }
    let participant = Participant { organisation, role: OrganisationRole::Participating, availability };
    found.push((participant, vec![lines]));
}

/// UN organisations that a summary names at work; not those it only quotes, and not the network that publishes the
/// booklet.
pub(super) fn mentioned(summary: &Joined) -> Vec<Found> {
    let mut found = Vec::new();
    for mention in reference::organisations_in(&summary.text) {
        let organisation = mention.organisation;
        let own = organisation.acronym == super::SOURCE.info.publisher;
        if organisation.kind != OrganisationKind::UnitedNations
            || own
            || is_quoted(&summary.text, &mention.range)
        {
            continue;
        }
        add(&mut found, organisation.acronym, Availability::MentionedInProse, summary.lines(&mention.range));
    }
    found
}

/// Whether the words around say that the organisation is a source of something, not at work.
fn is_quoted(text: &str, range: &Range<usize>) -> bool {
    let mut start = range.start.saturating_sub(40);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let before = text.get(start..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    QUOTED_BEFORE.is_match(before) || QUOTED_AFTER.is_match(after)
}

static WITH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*\((?i:with|together with|in (?:collaboration|cooperation|partnership) with)\s+([^()]{1,200})\)[\s;,.]*",
    )
});
static QUOTED_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:according to|based on|estimated by|reported by|published by|adopted by|in line with|as defined by|set by)\s+(?:the\s+)?$",
    )
});
static QUOTED_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:['’]s?)?\s+(?i:estimates?|data|reports?|figures|statistics|guidelines?|guidance|standards|conventions?|",
        r"recommendations?|protocols?|declarations?|surveys?|stud(?:y|ies)|principles)\b",
    ))
});
