//! PDFs read through the whole of the reader: layouts as publishers make them, damage, and the same facts as from text.

mod equivalence;
mod hostile;
mod press;
mod rendering;

use gcm_hub::document::text::{ReadError, Shape, Text, read};
use gcm_hub::document::{Document, MediaType};
use press::Press;

fn read_pdf(bytes: Vec<u8>) -> Result<Text, ReadError> {
    read(&Document { bytes, media_type: MediaType::Pdf, origin: "test".into(), charset: None })
}

/// The lines with text, blank ones as "".
fn lines(press: Press) -> Vec<String> {
    read_pdf(press.finish()).unwrap().lines().map(|(_, line)| line.text.clone()).collect()
}

const LEFT: [&str; 6] = [
    "The first column tells of a mill that",
    "was built near the river before anyone",
    "had counted how many people would",
    "bring their corn to it each autumn.",
    "It ran for ninety years and then it",
    "stopped.",
];
const RIGHT: [&str; 6] = [
    "The second column is about the road",
    "over the pass, which was paved with",
    "flat stones by the people of both",
    "valleys so that carts could follow it",
    "in winter, and it is used to this day",
    "by everyone.",
];

#[test]
fn a_single_column_keeps_its_lines_and_its_paragraphs() {
    let mut press = Press::new();
    press.lines(60.0, 80.0, 11.0, &LEFT).lines(60.0, 180.0, 11.0, &RIGHT);
    let mut expected: Vec<&str> = LEFT.to_vec();
    expected.push("");
    expected.extend(RIGHT);
    assert_eq!(lines(press), expected);
}

#[test]
fn two_columns_of_prose_are_read_one_after_the_other() {
    let expected = [&LEFT[..], &[""], &RIGHT[..]].concat();
    // On the same lines and a little off them, with a paragraph's end in one.
    for off in [0.0, 3.0, 7.0] {
        let mut press = Press::new();
        press.lines(320.0, 80.0 + off, 10.0, &RIGHT).lines(60.0, 80.0, 10.0, &LEFT);
        assert_eq!(lines(press), expected, "{off}");
    }
    let mut press = Press::new();
    press.text(
        60.0,
        60.0,
        10.0,
        "A sentence over the full width of the page, above the two columns that follow it, ends here.",
    );
    press
        .lines(60.0, 90.0, 10.0, &LEFT[..3])
        .lines(60.0, 150.0, 10.0, &LEFT[3..])
        .lines(320.0, 90.0, 10.0, &RIGHT);
    let read = lines(press);
    assert_eq!(read.iter().position(|line| line == RIGHT[0]), Some(2 + 6 + 2), "{read:?}");
}

const FACTS: [(&[&str], &[&str]); 4] = [
    (&["PARTICIPATING UN", "ORGANIZATIONS"], &["ILO, IOM"]),
    (
        &["KEY PARTNERS"],
        &[
            "Ministry of Mills; Union of Millers and",
            "Bakers; the towns of Upper and Lower Mill;",
            "University of Corn",
        ],
    ),
    (&["BUDGET (USD)"], &["1,250,000"]),
    (&["DURATION (MONTHS)"], &["18"]),
];

fn facts(labels_first: bool, gap: f32) -> Vec<String> {
    let mut press = Press::new();
    let mut cells: Vec<(f32, f32, &[&str])> = Vec::new();
    let mut down = 100.0;
    for (label, value) in FACTS {
        cells.push((60.0, down, label));
        cells.push((220.0, down, value));
        down += 12.0 * label.len().max(value.len()) as f32 + gap;
    }
    cells.sort_by(
        |one, other| if labels_first { one.0.total_cmp(&other.0) } else { other.0.total_cmp(&one.0) },
    );
    for (left, down, cell) in cells {
        press.lines(left, down, 10.0, cell);
    }
    lines(press)
}

#[test]
fn a_value_stands_behind_its_label_whichever_is_drawn_first() {
    let expected: Vec<&str> =
        FACTS.iter().flat_map(|(label, value)| [label, &[""][..], value, &[""]].concat()).collect();
    for labels_first in [true, false] {
        // With room between the rows, and with none.
        for gap in [8.0, 2.0, 0.0] {
            let read = facts(labels_first, gap);
            assert_eq!(read, expected[..expected.len() - 1], "{labels_first} {gap}");
        }
    }
}

#[test]
fn a_label_above_its_value_keeps_it_where_boxes_stand_side_by_side() {
    let mut press = Press::new();
    press.bold(60.0, 100.0, 9.0, "BUDGET (USD)").bold(260.0, 100.0, 9.0, "DURATION (MONTHS)");
    press.text(60.0, 114.0, 11.0, "2,200,000").text(260.0, 114.0, 11.0, "31");
    let read: Vec<String> = lines(press).into_iter().filter(|line| !line.is_empty()).collect();
    assert_eq!(read, ["BUDGET (USD)", "2,200,000", "DURATION (MONTHS)", "31"]);
}

#[test]
fn headings_are_told_by_their_size_and_items_by_their_bullets() {
    let mut press = Press::new();
    press.text(60.0, 60.0, 24.0, "Mills and roads").text(60.0, 100.0, 16.0, "What was done");
    press.lines(60.0, 125.0, 10.0, &LEFT);
    press.text(70.0, 210.0, 10.0, "•").text(85.0, 210.0, 10.0, "6 mills were mended and");
    press.text(85.0, 222.0, 10.0, "painted.");
    press.text(70.0, 236.0, 10.0, "– 2 roads were paved.");
    press.text(70.0, 250.0, 10.0, "•").text(79.0, 250.0, 10.0, "1 bridge");
    let bytes = press.finish();
    let text = read_pdf(bytes).unwrap();
    let shaped: Vec<(Shape, &str)> = text
        .lines()
        .filter(|(_, line)| line.shape != Shape::Blank && !LEFT.contains(&line.text.as_str()))
        .map(|(_, line)| (line.shape, line.text.as_str()))
        .collect();
    let expected = [
        (Shape::Heading(1), "Mills and roads"),
        (Shape::Heading(2), "What was done"),
        (Shape::Item, "6 mills were mended and"),
        (Shape::Plain, "painted."),
        (Shape::Plain, "– 2 roads were paved."),
        (Shape::Item, "1 bridge"),
    ];
    assert_eq!(shaped, expected);
}

#[test]
fn a_page_begins_with_a_form_feed_and_keeps_its_number() {
    let mut press = Press::new();
    for (index, half) in [&LEFT[..3], &LEFT[3..], &RIGHT].into_iter().enumerate() {
        if index > 0 {
            press.page();
        }
        press.lines(60.0, 80.0, 11.0, half).text(
            290.0,
            800.0,
            9.0,
            &format!("Mills and roads | {}", index + 1),
        );
    }
    let text = read_pdf(press.finish()).unwrap();
    let pages: Vec<&str> = text
        .lines()
        .filter(|(_, line)| line.printed.starts_with('\u{c}'))
        .map(|(_, line)| line.text.as_str())
        .collect();
    assert_eq!(pages, [LEFT[3], RIGHT[0]]);
    assert!(text.lines().any(|(_, line)| line.text == "Mills and roads | 2"));
}

#[test]
fn a_line_has_the_addresses_of_the_words_on_it() {
    let mut press = Press::new();
    press.text(60.0, 80.0, 11.0, "Read more of this in").link(
        170.0,
        80.0,
        11.0,
        "the report",
        "https://example.org/r",
    );
    press.text(60.0, 94.0, 11.0, "and nothing here.");
    let text = read_pdf(press.finish()).unwrap();
    let links: Vec<&[String]> = text.lines().map(|(_, line)| line.links.as_slice()).collect();
    assert_eq!(links, [&["https://example.org/r".to_owned()][..], &[]]);
}
