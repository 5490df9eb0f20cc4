//! Bytes to characters.
//!
//! What decides, in order: a byte order mark; what the transport said; what the page says of itself (HTML only); UTF-8;
//! and for a page of which nothing is said and which is no UTF-8, windows-1252, as browsers have it. A name that nobody
//! knows says nothing. Bytes that are not what they are said to be are refused, never replaced: a name or a figure with
//! a hole in it would be read as if it were printed so.

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::bytes::Regex;

use super::ReadError;
use crate::document::{Document, MediaType};

/// The characters of a document, without a byte order mark.
pub(super) fn characters(document: &Document) -> Result<Cow<'_, str>, ReadError> {
    let bytes = document.bytes.as_slice();
    let (encoding, mark) = Encoding::for_bom(bytes).unzip();
    let bytes = bytes.get(mark.unwrap_or_default()..).unwrap_or_default();
    let said = encoding.or_else(|| named(document.charset.as_deref()?.as_bytes()));
    let is_page = document.media_type == MediaType::Html;
    let said = said.or_else(|| if is_page { declared(bytes) } else { None });
    let wide = said.is_some_and(|encoding| [UTF_16LE, UTF_16BE].contains(&encoding));
    if !wide && bytes.contains(&0) {
        return Err(binary());
    }
    let characters = match said {
        Some(encoding) if encoding != UTF_8 => decoded(bytes, encoding)?,
        _ => match utf8(bytes) {
            Err(_) if is_page && said.is_none() && !is_said(document) => decoded(bytes, WINDOWS_1252)?,
            characters => characters?,
        },
    };
    if wide && characters.contains('\0') { Err(binary()) } else { Ok(characters) }
}

fn named(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label)
}

/// Whether something is said of the encoding, be it a name that nobody knows.
fn is_said(document: &Document) -> bool {
    document.charset.is_some() || label(&document.bytes).is_some()
}

/// What a page says of itself in its first bytes. A page whose bytes could be searched for it is in no UTF-16.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let encoding = named(label(bytes)?)?;
    Some(if [UTF_16LE, UTF_16BE].contains(&encoding) { UTF_8 } else { encoding })
}

fn label(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..DECLARED_WITHIN).unwrap_or(bytes);
    let found = DECLARATION.captures_iter(head).find_map(|found| found.get(1).or(found.get(2)));
    found.map(|label| label.as_bytes())
}

/// HTML asks pages to declare their encoding within so many bytes.
const DECLARED_WITHIN: usize = 1024;

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| ReadError::NotUtf8 {
        line: 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count(),
    })
}

fn decoded<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Result<Cow<'b, str>, ReadError> {
    let characters = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    characters.ok_or_else(|| ReadError::NotInCharset { charset: encoding.name().to_lowercase() })
}

fn binary() -> ReadError {
    ReadError::Binary { what: "binary data".into(), remedy: "check that it is the right file".into() }
}

/// A comment, which declares nothing; an XML declaration; `<meta charset>` or `<meta http-equiv … content="…charset=…">`.
#[allow(clippy::unwrap_used, reason = "a constant: that it compiles is shown by any test of a page")]
static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?is-u)<!--.*?-->",
        r#"|^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']+)"#,
        r#"|<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)"#,
    ))
    .unwrap()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(media_type: MediaType, charset: Option<&str>, bytes: &[u8], expected: Result<&str, ReadError>) {
        let charset = charset.map(ToOwned::to_owned);
        let document = Document { bytes: bytes.to_vec(), media_type, origin: "test".into(), charset };
        assert_eq!(characters(&document).as_deref(), expected.as_deref());
    }

    #[test]
    fn a_byte_order_mark_goes_before_everything() {
        for media_type in MediaType::ALL {
            check(media_type, Some("iso-8859-1"), "\u{feff}é".as_bytes(), Ok("é"));
            check(media_type, None, b"\xff\xfeh\0\xe9\0", Ok("hé"));
            check(media_type, Some("utf-8"), b"\xfe\xff\0h\0\xe9", Ok("hé"));
        }
    }

    #[test]
    fn what_the_transport_says_goes_before_what_the_page_says() {
        let page = b"<meta charset=koi8-r>caf\xe9";
        check(MediaType::Html, Some("ISO-8859-1"), page, Ok("<meta charset=koi8-r>café"));
        check(MediaType::Html, None, page, Ok("<meta charset=koi8-r>cafИ"));
        check(MediaType::Plain, Some("latin1"), b"caf\xe9", Ok("café"));
        check(MediaType::Markdown, Some("utf-16le"), b"h\0\xe9\0", Ok("hé"));
    }

    #[test]
    fn a_page_declares_its_encoding_in_several_ways_and_not_in_a_comment() {
        for declaration in [
            "<META  http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
            "<meta name=x><meta charset = 'windows-1251' />",
            "<?xml version=\"1.0\" encoding=\"windows-1251\"?>",
            "<!-- <meta charset=koi8-r> --><meta charset=windows-1251>",
        ] {
            let page = [declaration.as_bytes(), b"\xff"].concat();
            check(MediaType::Html, None, &page, Ok(&format!("{declaration}я")));
        }
        let late = [b" ".repeat(1024).as_slice(), b"<meta charset=koi8-r>\xc1"].concat();
        let read = " ".repeat(1024) + "<meta charset=koi8-r>Á";
        check(MediaType::Html, None, &late, Ok(&read));
        check(MediaType::Html, None, "<meta charset=utf-16>é".as_bytes(), Ok("<meta charset=utf-16>é"));
    }

    #[test]
    fn a_page_of_which_nothing_is_said_is_utf_8_or_else_windows_1252() {
        check(MediaType::Html, None, "“é”".as_bytes(), Ok("“é”"));
        check(MediaType::Html, None, b"\x93\xe9\x94", Ok("“é”"));
        check(MediaType::Html, Some("klingon"), b"\xe9", Err(ReadError::NotUtf8 { line: 1 }));
        check(MediaType::Plain, None, b"one\n\xe9", Err(ReadError::NotUtf8 { line: 2 }));
    }

    #[test]
    fn bytes_that_are_not_what_they_are_said_to_be_are_refused() {
        check(MediaType::Html, Some("utf-8"), b"a\nb\xe9", Err(ReadError::NotUtf8 { line: 2 }));
        check(MediaType::Html, None, b"<meta charset=utf-8>\xe9", Err(ReadError::NotUtf8 { line: 1 }));
        let charset = "shift_jis".to_owned();
        check(MediaType::Plain, Some("sjis"), b"\x81", Err(ReadError::NotInCharset { charset }));
        let charset = "utf-16le".to_owned();
        check(MediaType::Plain, None, b"\xff\xfe\0\xd8", Err(ReadError::NotInCharset { charset }));
        for bytes in [b"a\0b".as_slice(), b"\xff\xfea\0\0\0"] {
            check(MediaType::Html, None, bytes, Err(binary()));
        }
    }
}
