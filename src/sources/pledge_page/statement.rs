//! The pledge and its commitments: from the outline to records, and what is noted on the way.

use super::objectives::objectives_in;
use super::outline::{Commitment, Outline};
use super::page::Page;
use super::passage::Passage;
use crate::record::{CommitmentRecord, Flag, Lines, PartialDate, PledgeRecord, Stated, terms};
use crate::reference;

/// The key of the pledge's record; a page holds one pledge.
pub(super) const PLEDGE: &str = "pledge";

/// The date that the page speaks for: the latest of its updates.
pub(super) fn last_updated(page: &Page<'_>, outline: &Outline) -> Option<Stated<PartialDate>> {
    let (date, piece) = outline.updates.iter().max_by_key(|(date, _)| date.last_day())?;
    Some(page.stated(*date, piece.line))
}

/// The pledge; `None` when the page does not say who pledges.
pub(super) fn pledge(page: &Page<'_>, outline: &Outline, title: Stated<String>) -> Option<PledgeRecord> {
    let by_title =
        pledger(&title.value).map(|organisation| Stated { value: organisation, at: title.at.clone() });
    let organisation = by_title.or_else(|| who_commits(page))?;
    Some(PledgeRecord { title, organisation, last_updated: last_updated(page, outline) })
}

/// The organisation that a title names beside the word "pledge": by acronym, or as printed where it is in no list.
fn pledger(title: &str) -> Option<String> {
    if let Some(mention) = reference::organisations_in(title).first() {
        return Some(mention.organisation.acronym.to_owned());
    }
    let lower = title.to_lowercase();
    let at = lower.find("pledge")?;
    let before = title.get(..at)?.trim().trim_end_matches(['’', '\'', 's']).trim();
    let after = title.get(at..)?.split_once(" of ").or_else(|| title.get(at..)?.split_once(" by "));
    let after = after.map(|(_, name)| {
        name.split([',', ':', '–']).next().unwrap_or(name).trim().trim_start_matches("the ")
    });
    [Some(before), after].into_iter().flatten().find(|name| is_name(name)).map(ToOwned::to_owned)
}

fn is_name(name: &str) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    (1..=8).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase) || ["of", "the", "on", "for", "and"].contains(word)
        })
        && words.first().is_some_and(|word| word.starts_with(char::is_uppercase) && word.len() > 2)
}

/// The organisation right before "commits to" or "pledges to".
fn who_commits(page: &Page<'_>) -> Option<Stated<String>> {
    for (number, line) in page.text.lines() {
        let verb = ["commits", "commit to", "pledges", "pledge to"]
            .iter()
            .filter_map(|verb| line.text.find(verb))
            .min();
        let before = verb.and_then(|at| line.text.get(..at));
        if let Some(mention) = before.and_then(|before| reference::organisations_in(before).pop()) {
            return Some(page.stated(mention.organisation.acronym.to_owned(), number));
        }
    }
    None
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
        terms: terms(&first.words),
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
