//! Markdown, a line at a time: headings, items, emphasis and links. Blocks that span lines stay lines, because
//! evidence counts lines.

use std::sync::LazyLock;

use regex::Regex;

use super::{Line, Shape, split, tidy};

pub(super) fn lines(characters: &str) -> Vec<Line> {
    split(characters).map(line).collect()
}

fn line(printed: &str) -> Line {
    let (shape, rest) = shape(printed.trim());
    let links = LINK.captures_iter(rest).filter_map(|found| found.get(2)).map(|url| url.as_str().to_owned());
    let links = links.collect();
    let text = LINK.replace_all(rest, "$1");
    let text = MARKUP.replace_all(&text, "");
    let text = tidy(&ESCAPE.replace_all(&text, "$1"));
    let shape = if text.is_empty() { Shape::Blank } else { shape };
    Line { printed: printed.to_owned(), text, shape, links }
}

fn shape(line: &str) -> (Shape, &str) {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&level) && (line.len() == level || line[level..].starts_with(char::is_whitespace)) {
        return (Shape::Heading(level as u8), line[level..].trim());
    }
    match line.strip_prefix(['-', '*', '+', '•']) {
        Some(item) if item.starts_with(char::is_whitespace) => (Shape::Item, item.trim_start()),
        _ => (Shape::Plain, line),
    }
}

#[allow(clippy::unwrap_used, reason = "constants: that they compile is shown by any test that reads a line")]
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"!?\[([^\[\]]*)\]\(([^()\s]*)\)"));
/// Emphasis marks and the HTML that extractors leave in Markdown.
static MARKUP: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\*\*|__|`|</?(?:u|b|i|em|strong|br|sup|sub)\s*/?>"));
static ESCAPE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\([\\`*_{}\[\]()#+\-.!])"));
