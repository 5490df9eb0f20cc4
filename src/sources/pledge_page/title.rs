//! The page's title.

use std::sync::LazyLock;

use regex::Regex;

use super::marks::{Mark, mark, pattern};
use crate::document::text::{Line, Shape, Text};
use crate::record::Stated;
use crate::sources::reading;

/// The title: the first line that reads as the title of a pledge, with every other line that repeats it. A page
/// without one is titled by its first words.
pub(super) fn title(text: &Text) -> Option<Stated<String>> {
    let found = text.lines().find(|(_, line)| is_title(line)).or_else(|| text.lines().find(|(_, line)| is_words(line)));
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
    is_line && short && !line.text.ends_with([':', '.', ',', ';']) && !line.text.starts_with("Skip to ")
}

/// A title may be wrapped: its block is short, ends without a full stop and is nothing else.
fn wrapped_to(text: &Text, first: u32) -> u32 {
    // A running head may repeat the title right under it.
    let begins = text.line(first).map(|line| line.text.as_str());
    let is_blank = |number: u32| {
        text.line(number).is_none_or(|line| line.shape == Shape::Blank || Some(line.text.as_str()) == begins)
    };
    let mut last = first;
    while !is_blank(last + 1) && last < first + 3 {
        last += 1;
    }
    let block_is_title = (first + 1..=last).all(|number| text.line(number).is_some_and(|line| mark(line) == Mark::Words));
    let block_is_title = block_is_title && is_blank(first.saturating_sub(1)) && is_blank(last + 1);
    let words = text.prose(first, last);
    let short = words.split_whitespace().count() <= 30 && !words.ends_with(['.', ':']);
    if block_is_title && short { last } else { first }
}

static PLEDGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bpledges?\b"));
