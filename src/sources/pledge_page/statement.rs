//! The pledge and its commitments: from the outline to records, and what is noted on the way.

use super::objectives::objectives_in;
use super::outline::{Commitment, Outline};
use super::page::Page;
use super::passage::Passage;
use super::pledgers::pledgers;
use crate::record::{CommitmentRecord, Flag, Lines, PartialDate, PledgeRecord, Stated, terms};

/// The key of the pledge's record; a page holds one pledge.
pub(super) const PLEDGE: &str = "pledge";

/// The date that the page speaks for: the latest of its updates.
pub(super) fn last_updated(page: &Page<'_>, outline: &Outline) -> Option<Stated<PartialDate>> {
    let (date, piece) = outline.updates.iter().max_by_key(|(date, _)| (date.first_day(), date.month()))?;
    Some(page.stated(*date, piece.line))
}

/// The pledge; `None` when the page does not say who pledges.
pub(super) fn pledge(page: &Page<'_>, outline: &Outline, title: Stated<String>) -> Option<PledgeRecord> {
    let mut pledgers = pledgers(page, outline, &title).into_iter();
    let organisation = pledgers.next()?;
    Some(PledgeRecord {
        title,
        organisation,
        jointly_with: pledgers.collect(),
        last_updated: last_updated(page, outline),
    })
}

/// One commitment; `None` when its statement holds no word.
pub(super) fn commitment(page: &Page<'_>, commitment: &Commitment) -> Option<CommitmentRecord> {
    let first = commitment.statements.first()?;
    let prose = page.prose(std::slice::from_ref(&first.pieces))?;
    let passage = Passage::of(page.text, &first.pieces);
    let named = objectives_in(&passage.words).into_iter();
    let at = commitment.statements.iter().flat_map(|statement| page.cite_pieces(&statement.pieces)).collect();
    Some(CommitmentRecord {
        pledge: PLEDGE.to_owned(),
        number: Stated { value: commitment.name.clone(), at },
        text: prose,
        gcm_objectives: named
            .map(|named| Stated::new(named.number, passage.cite(page, &named.range)))
            .collect(),
        terms: terms(&first.words).into(),
    })
}

/// What the page repeats differently, or leaves without items.
pub(super) fn flags(page: &Page<'_>, commitment: &Commitment, sections_expected: bool) -> Vec<Flag> {
    let mut flags = Vec::new();
    let mut flag = |code: &str, message: String, at: Vec<Lines>| {
        flags.push(Flag { code: code.to_owned(), message, record: Some(commitment.name.clone()), at });
    };
    let name = &commitment.name;
    let everywhere =
        || commitment.statements.iter().flat_map(|statement| page.cite_pieces(&statement.pieces)).collect();
    if let Some((first, headings)) = commitment.statements.split_first() {
        for heading in headings {
            let (one, other) = (plain(&first.words), plain(&heading.words));
            if one == other {
                continue;
            }
            let same_words = letters(&one) == letters(&other);
            let difference = if same_words { "punctuation" } else { "words" };
            let message = format!(
                "commitment {name} stands twice, with other {difference} in its section's heading; they are joined by number and the first is read"
            );
            let at = [&first.pieces, &heading.pieces]
                .into_iter()
                .flat_map(|pieces| page.cite_pieces(pieces))
                .collect();
            flag("heading-differs", message, at);
        }
        if headings.is_empty() && sections_expected {
            let how = match commitment.items.is_empty() {
                true => "its progress is unknown",
                false => "the items right after the list are read as its own",
            };
            let message = format!("commitment {name} is listed and no section is headed by it; {how}");
            flag("commitment-without-section", message, everywhere());
        }
    }
    if commitment.items.is_empty() {
        let message = format!(
            "no item of progress stands under commitment {name}; that none is reported does not say that none was made"
        );
        flag("commitment-without-items", message, everywhere());
    }
    flags
}

/// A statement without what never differs in earnest: its final mark, spaces, forms of quotation marks.
fn plain(words: &str) -> String {
    let words = words.trim_end_matches(['.', ':', ';', ' ', ',']);
    words.replace(['’', '‘', '´'], "'").replace(['“', '”'], "\"").replace('‑', "-")
}

fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
