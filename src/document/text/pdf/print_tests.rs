//! Tests of this module.

use super::super::layout::in_order;
use super::super::rows::pieces;
use super::super::word::{Word, made::set};
use super::*;

fn page(words: Vec<Word>) -> Page {
    Page { lines: in_order(pieces(words)), links: Vec::new() }
}

fn printed(pages: &[Page]) -> Vec<String> {
    lines(pages).into_iter().map(|line| line.printed).collect()
}

fn prose(lines: &[&str], top: f32) -> Vec<Word> {
    let down = |index: usize| top + 12.0 * index as f32;
    lines.iter().enumerate().flat_map(|(index, line)| set(line, 50.0, down(index), 10.0)).collect()
}

#[test]
fn white_space_is_a_blank_line_and_a_page_a_form_feed() {
    let first = page(
        [prose(&["One paragraph of", "two lines."], 100.0), prose(&["Another that is cut"], 140.0)].concat(),
    );
    let pages =
        [first, page(prose(&["by the page."], 100.0)), page(Vec::new()), page(prose(&["The end."], 100.0))];
    let expected = [
        "One paragraph of",
        "two lines.",
        "",
        "Another that is cut",
        "\u{c}by the page.",
        "\u{c}",
        "\u{c}The end.",
    ];
    assert_eq!(printed(&pages), expected);
}

#[test]
fn a_heading_broken_into_lines_is_one_line() {
    let mut words = [set("A heading in two", 50.0, 60.0, 20.0), set("lines", 50.0, 84.0, 20.0)].concat();
    words.extend(prose(
        &["Text of a size that is usual in this", "document because there is more of it"],
        120.0,
    ));
    let read = lines(&[page(words)]);
    assert_eq!((read[0].shape, read[0].text.as_str()), (Shape::Heading(1), "A heading in two lines"));
    assert_eq!((read[1].shape, read[2].shape), (Shape::Blank, Shape::Plain));
}

#[test]
fn ligatures_symbols_and_odd_spaces_are_read_as_people_do() {
    let read = lines(&[page(prose(&["\u{f0b7} e\u{fb03}cient o\u{ad}ffice\u{200b}s"], 100.0))]);
    assert_eq!((read[0].shape, read[0].text.as_str()), (Shape::Item, "efficient offices"));
    assert!(read[0].printed.starts_with('•'));
}
