//! Tests of this module.

use super::*;

fn read_plain(bytes: &[u8]) -> Result<Text, ReadError> {
    read(&Document {
        bytes: bytes.to_vec(),
        media_type: MediaType::Plain,
        origin: "test".into(),
        charset: None,
    })
}

fn read_markdown(text: &str) -> Text {
    read(&Document {
        bytes: text.into(),
        media_type: MediaType::Markdown,
        origin: "test".into(),
        charset: None,
    })
    .unwrap()
}

#[test]
fn lines_count_line_feeds_whatever_the_line_ends() {
    let unix = read_plain(b"one\n\nthree\n").unwrap();
    let dos = read_plain(b"one\r\n\r\nthree\r\n").unwrap();
    assert_eq!(unix, dos);
    assert_eq!((unix.len(), unix.line(3).unwrap().text.as_str()), (3, "three"));
    assert_eq!((unix.line(0), unix.line(4)), (None, None));
}

#[test]
fn spaces_and_bullets_are_read_away_and_stay_printed() {
    let text = read_plain("\u{c} two\u{a0}\u{a0}words \n  •  an item".as_bytes()).unwrap();
    assert_eq!(text.line(1).unwrap().text, "two words");
    assert_eq!(text.line(1).unwrap().printed, "\u{c} two\u{a0}\u{a0}words ");
    assert_eq!((text.line(2).unwrap().shape, text.line(2).unwrap().text.as_str()), (Shape::Item, "an item"));
}

#[test]
fn markdown_markup_becomes_shape_text_and_links() {
    let text = read_markdown("## A **bold** title\n- **6** [huts](https://example.org/a) <u>built</u>  \n##");
    assert_eq!(
        (text.line(1).unwrap().shape, text.line(1).unwrap().text.as_str()),
        (Shape::Heading(2), "A bold title")
    );
    assert_eq!(
        (text.line(2).unwrap().shape, text.line(2).unwrap().text.as_str()),
        (Shape::Item, "6 huts built")
    );
    assert_eq!(text.line(2).unwrap().links, ["https://example.org/a"]);
    assert_eq!(text.line(3).unwrap().shape, Shape::Blank);
}

#[test]
fn a_quote_is_the_printed_lines_and_prose_is_the_read_ones() {
    let text = read_plain(b" socio-\neconomic ties\n\nhold ").unwrap();
    assert_eq!(text.quote(1, 4).unwrap(), " socio-\neconomic ties\n\nhold ");
    assert_eq!(text.prose(1, 4), "socio-economic ties hold");
    assert_eq!((text.quote(0, 1), text.quote(4, 5), text.quote(3, 1)), (None, None, None));
}

#[test]
fn what_is_no_text_is_refused_with_a_remedy() {
    assert_eq!(read_plain(b"").unwrap_err(), ReadError::Empty);
    assert_eq!(read_plain(b" \n\n ").unwrap_err(), ReadError::Empty);
    assert_eq!(read_plain(b"fine\nbad \xff").unwrap_err(), ReadError::NotUtf8 { line: 2 });
    assert!(
        matches!(read_plain(b"%PDF-1.7 ..."), Err(ReadError::Binary { what, .. }) if what == "a PDF file")
    );
    assert!(matches!(read_plain(b"a\0b"), Err(ReadError::Binary { .. })));
    assert_eq!(read_plain(&b"\n".repeat(MOST_LINES)).unwrap_err(), ReadError::Empty);
    let lines = ReadError::TooManyLines { most: MOST_LINES };
    assert_eq!(read_plain(&b"a\n".repeat(MOST_LINES + 1)).unwrap_err(), lines);
    assert!(matches!(read_plain(&vec![b'a'; MOST_BYTES + 1]), Err(ReadError::TooLarge { .. })));
}

#[test]
fn the_end_of_a_file_s_name_tells_its_media_type_and_its_content_does_not() {
    for (name, expected) in [
        ("page.HTML", Some(MediaType::Html)),
        ("a.page.htm", Some(MediaType::Html)),
        ("leaflet.md", Some(MediaType::Markdown)),
        ("booklet.txt", None),
        ("html", None),
    ] {
        assert_eq!(MediaType::of_file_name(name), expected, "{name}");
    }
    let markup = read_plain(b"<!doctype html><p>words").unwrap();
    assert_eq!(markup.line(1).unwrap().text, "<!doctype html><p>words");
    assert_eq!(MediaType::from_name("application/xhtml+xml; charset=utf-8"), Some(MediaType::Html));
}
