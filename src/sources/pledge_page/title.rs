//! The page's title.

use std::sync::LazyLock;

use regex::Regex;

use super::marks::{Mark, mark, pattern};
use crate::document::text::{Line, Text};
use crate::record::Stated;
use crate::sources::reading;

/// The title: the first line that reads as the title of a pledge, with every other line that repeats it. A page
/// without one is titled by its first words.
pub(super) fn title(text: &Text) -> Option<Stated<String>> {
    let found = text
        .lines()
        .find(|(_, line)| is_title(line))
        .or_else(|| text.lines().find(|(_, line)| is_words(line)));
    let (number, line) = found?;
    let last = wrapped_to(text, number);
    let value = text.prose(number, last);
    let mut at = vec![reading::cite(text, number, last)];
    for (other, repeated) in text.lines().filter(|(other, _)| *other > last) {
        let length = last - number;
        if repeated.text == line.text && text.prose(other, other + length) == value {
            at.push(reading::cite(text, other, other + length));
        }
    }
    Some(Stated { value, at })
}

fn is_title(line: &Line) -> bool {
    is_words(line) && PLEDGE.is_match(&line.text)
}

fn is_words(line: &Line) -> bool {
    let is_line = matches!(mark(line), Mark::Words | Mark::Heading);
    let short = (2..=30).contains(&line.text.split_whitespace().count());
    is_line && short && !line.text.ends_with([':', '.', ';'])
}

/// A title may be wrapped: then its block is short, ends without a full stop and is nothing else.
fn wrapped_to(text: &Text, first: u32) -> u32 {
    // A running head may repeat the title right under it.
    let begins = text.line(first).map(|line| line.text.as_str());
    let goes_on = |number: u32| {
        text.line(number).is_some_and(|line| mark(line) == Mark::Words && Some(line.text.as_str()) != begins)
    };
    let last = (first..first + 4).find(|number| !goes_on(number + 1)).unwrap_or(first);
    let words = text.prose(first, last);
    let short = words.split_whitespace().count() <= 30 && !words.ends_with(['.', ':']);
    let begins_block = first == 1 || !goes_on(first - 1);
    if short && begins_block { last } else { first }
}

static PLEDGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bpledges?\b"));
