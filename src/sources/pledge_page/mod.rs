//! Pledge pages: a pledge on the Global Compact, its commitments, and what was done about each.
//!
//! Lines become blocks (`blocks`), blocks an outline of commitments with their items (`outline`), and each item
//! is read for countries, names and figures (`item`).

mod blocks;
mod gathered;
mod item;
mod marks;
mod mentions;
mod objectives;
mod outline;
mod page;
mod passage;
mod pledgers;
mod repeats;
mod report;
mod statement;
mod title;

use std::borrow::Cow;

use super::{Source, UnknownLayout, dates, reading};
use crate::document::MediaType;
use crate::document::text::Text;
use crate::record::{Reading, SourceInfo, SourceKind, Stated};
use outline::Outline;

/// Where the page is published.
const ADDRESS: &str =
    "https://migrationnetwork.un.org/pledge/undp-pledge-global-compact-safe-orderly-and-regular-migration";

/// UNDP's pledge.
pub(super) const SOURCE: Source = Source {
    info: SourceInfo {
        slug: Cow::Borrowed("undp-pledge"),
        title: Cow::Borrowed("UNDP pledge on the Global Compact for Migration"),
        publisher: Cow::Borrowed("UNDP"),
        kind: SourceKind::PledgePage,
        homepage: Some(Cow::Borrowed(ADDRESS)),
    },
    media_type: MediaType::Plain,
    parser: "pledge-page/2",
    parse,
    address: Some(ADDRESS),
    bundled: include_str!("bundled/records.json"),
    wording: include_str!("bundled/wording.toml"),
};

/// Reads a pledge page.
fn parse(text: &Text) -> Result<Reading, UnknownLayout> {
    let order = dates::order(text.lines().map(|(_, line)| line.text.as_str()));
    let outline = outline::outline(&blocks::blocks(text), order);
    match title::title(text) {
        Some(title) if is_a_pledge(text, &title, &outline) => Ok(report::report(text, &outline, title)),
        _ => Err(UnknownLayout {
            kind: "pledge page",
            expected:
                "a title or an opening that speaks of a pledge, and commitments: numbered or lettered lines, \
                       headings above lists, or a paragraph with dated updates"
                    .to_owned(),
            found: reading::beginning(text),
        }),
    }
}

/// Whether there are commitments, and the title or what stands right before the first of them says that they are.
fn is_a_pledge(text: &Text, title: &Stated<String>, outline: &Outline) -> bool {
    let first = outline.commitments.first().and_then(|commitment| commitment.statements.first());
    let Some(end) = first.and_then(|statement| statement.pieces.last()) else { return false };
    let says_so = |words: &str| {
        ["pledg", "commits to", "commit to", "undertake"].iter().any(|sign| words.contains(sign))
    };
    let titled =
        title.at.first().is_some_and(|at| at.first <= end.line) && says_so(&title.value.to_lowercase());
    let before = text.lines().rev().skip_while(|(number, _)| *number > end.line);
    let mut opening = before.filter(|(_, line)| !line.text.is_empty()).take(OPENING);
    titled || opening.any(|(_, line)| says_so(&line.text.to_lowercase()))
}

/// So many lines with words may lie between what says that commitments follow and the end of the first of them: a
/// preamble, not a book in which the word happens to stand.
const OPENING: usize = 60;

#[cfg(test)]
mod tests;
