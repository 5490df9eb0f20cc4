//! The spotlight: figures under countries under themes. A figure is a number on a line of its own with the text
//! after it, an item, or a sentence.

use super::block::Block;
use super::done::Place;
use super::feature::{codes, is_running_text, missing_number};
use super::line::{Kind, is_in_capitals};
use super::output::{Context, Output};
use super::place::{self, Places};
use crate::record::{PrintedCountry, Stated};
use crate::sources::reading::stated;

/// Reads the blocks of a spotlight.
pub(super) fn read(blocks: &[Block], output: &mut Output<'_>) {
    let text = output.text;
    let numbers = numbers(blocks);
    let mut theme: Option<Stated<String>> = None;
    let mut countries: Option<Vec<Stated<PrintedCountry>>> = None;
    let mut waiting: Option<&Block> = None;
    for (at, block) in blocks.iter().enumerate() {
        match block.kind {
            Kind::Number => {
                if numbers.get(at).copied().unwrap_or_default() {
                    unread(waiting.replace(block), output);
                }
                continue;
            }
            Kind::Heading | Kind::Plain if is_country(block, waiting) => {
                unread(waiting.take(), output);
                let named = place::countries(text, block);
                if named.is_empty() {
                    output.reject(
                        block,
                        "the heading names no country that the hub knows; the figures under it are left out",
                    );
                }
                countries = Some(named);
                continue;
            }
            Kind::Heading | Kind::Plain if is_theme(blocks, at, waiting) => {
                unread(waiting.take(), output);
                // The first heading is the spotlight's subject.
                let before = at.checked_sub(1).and_then(|before| blocks.get(before));
                let is_subject = before.is_some_and(|before| before.kind == Kind::Spotlight)
                    && block.kind == Kind::Heading;
                theme = (!is_subject).then(|| stated(text, block.text.clone(), block.first(), block.last()));
                countries = None;
                continue;
            }
            Kind::Heading | Kind::Plain | Kind::Item => {}
            _ => continue,
        }
        let entry = match waiting.take() {
            Some(number) if block.kind != Kind::Item => {
                let mut entry = number.clone();
                entry.append(block);
                entry
            }
            number => {
                unread(number, output);
                block.clone()
            }
        };
        let is_entry = block.kind == Kind::Item || entry.first() != block.first();
        let Some((found, planned)) = output.done(&entry, Place::Entry) else { continue };
        match &countries {
            None if found.is_empty() => continue,
            None if theme.is_none() && !is_entry => continue,
            None => output.reject(&entry, "no country stands above this figure"),
            Some(countries) if countries.is_empty() => {
                output.reject(&entry, "the country above this figure is not known")
            }
            Some(_) if found.is_empty() && is_entry => {
                let reason = match planned {
                    0 => "the entry states no figure",
                    _ => "the figures of the entry are of what is planned, not of what is done",
                };
                output.reject(&entry, reason);
            }
            Some(countries) => {
                let key = format!("spotlight/{}", codes(countries));
                let whole_block = !is_running_text(block) || is_entry;
                let context = Context { key: &key, programme: None, theme: theme.as_ref(), whole_block };
                let places = Places::new(text, &entry, countries, true);
                let results = output.results(&context, &entry, found, &places);
                if block.kind == Kind::Item && entry.text.starts_with(char::is_lowercase) {
                    missing_number(&entry, results.first().map(|(key, _)| key.clone()), output);
                }
            }
        }
    }
    unread(waiting, output);
}

fn unread(number: Option<&Block>, output: &mut Output<'_>) {
    if let Some(number) = number {
        output.reject(number, "no text after this number says what it counts");
    }
}

/// A line of countries, or a line in capitals: in plain text that is all that marks a country's heading.
fn is_country(block: &Block, waiting: Option<&Block>) -> bool {
    let short = block.text.len() <= 120 && !block.is_finished();
    short && (place::is_heading(&block.text) || waiting.is_none() && is_in_capitals(&block.text))
}

/// A heading; in plain text, a line that is no sentence and stands before a country.
fn is_theme(blocks: &[Block], at: usize, waiting: Option<&Block>) -> bool {
    let Some(block) = blocks.get(at) else { return false };
    if block.kind == Kind::Heading {
        return true;
    }
    if waiting.is_some() && block.text.starts_with(char::is_lowercase) {
        return false;
    }
    let next = blocks
        .get(at + 1..)
        .unwrap_or_default()
        .iter()
        .find(|next| !matches!(next.kind, Kind::Caption | Kind::Number));
    let before_country =
        next.is_some_and(|next| matches!(next.kind, Kind::Heading | Kind::Plain) && is_country(next, None));
    !block.is_finished() && block.text.split(' ').count() <= 20 && before_country
}

/// Which blocks are figures: of the numbers on lines of their own, those that are no page numbers.
///
/// Where some are bold, the bold ones. Elsewhere a figure is what a text in lower case follows ("438", then
/// "individuals benefited …"); of two in a row, the larger.
fn numbers(blocks: &[Block]) -> Vec<bool> {
    let any_bold = blocks.iter().any(|block| block.kind == Kind::Number && block.bold);
    let mut numbers = vec![false; blocks.len()];
    let mut run: Vec<usize> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if block.kind == Kind::Number {
            if any_bold {
                if let Some(number) = numbers.get_mut(at) {
                    *number = block.bold;
                }
            } else {
                run.push(at);
            }
            continue;
        }
        let goes_on = block.kind == Kind::Plain && !block.text.starts_with(char::is_uppercase);
        let size = |at: &usize| blocks.get(*at).map_or(0, |block| block.text.len());
        let figure = run.iter().rev().max_by_key(|at| size(at)).copied().filter(|_| goes_on);
        if let Some(number) = figure.and_then(|at| numbers.get_mut(at)) {
            *number = true;
        }
        run.clear();
    }
    numbers
}
