//! Characters beyond the first 65,536 in strings, which the GraphQL specification writes in two ways, `\u{1F600}` and
//! `\ud83d\ude00` (section 2.9.4). The engine's parser knows neither, so it is given the characters themselves.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::api::limits::end_of_string;

/// The text with such characters as they are. What cannot be a character is left for the parser to refuse.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', '#']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let end = if from.starts_with('#') {
            from.find(['\r', '\n']).unwrap_or(from.len())
        } else {
            end_of_string(from.as_bytes(), 0).min(from.len())
        };
        let Some((word, after)) = from.split_at_checked(end) else { return Cow::Borrowed(text) };
        if word.starts_with('#') || word.starts_with("\"\"\"") {
            plain.push_str(word);
        } else {
            string(word, &mut plain);
        }
        rest = after;
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Adds a string, and after it as many blanks as it became shorter, so that errors name the places that the text has.
fn string(text: &str, plain: &mut String) {
    let (mut rest, mut blanks) = (text, 0);
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let length = match character(from) {
            Some((character, length)) => {
                let from = plain.len();
                if character.is_control() || matches!(character, '"' | '\\') {
                    let _ = write!(plain, "\\u{:04x}", u32::from(character));
                } else {
                    plain.push(character);
                }
                blanks += length.saturating_sub(plain[from..].chars().count());
                length
            }
            // With the character that it is for, which may be a backslash.
            None => {
                let length = from.chars().take(2).map(char::len_utf8).sum();
                plain.push_str(&from[..length]);
                length
            }
        };
        rest = &from[length..];
    }
    plain.push_str(rest);
    plain.extend(std::iter::repeat_n(' ', blanks));
}

/// The character that an escape of one of the two ways is for, and how long the escape is.
fn character(escape: &str) -> Option<(char, usize)> {
    let digits = escape.strip_prefix("\\u")?;
    if let Some(digits) = digits.strip_prefix('{') {
        let digits = digits.split_once('}')?.0;
        return Some((char::from_u32(hexadecimal(digits)?)?, digits.len() + "\\u{}".len()));
    }
    let (high, low) = (digits.get(..4)?, digits.get(4..)?.strip_prefix("\\u")?.get(..4)?);
    let pair = [hexadecimal(high)?, hexadecimal(low)?].map(|half| u16::try_from(half).unwrap_or_default());
    // Two that are no pair are two characters, which the parser knows.
    if !(0xd800..0xdc00).contains(&pair[0]) {
        return None;
    }
    let character = char::decode_utf16(pair).next()?.ok()?;
    Some((character, "\\ud83d\\ude00".len()))
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_number.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::text::read;

    #[test]
    fn characters_of_every_plane_may_be_escaped_in_strings() {
        for (text, expected) in [
            (r#"{a(b:"\ud83d\ude00") c}"#, "{a(b:\"\u{1f600}\")            c}"),
            (r#"{a(b:"\u{1F600}\n\u{41}") c}"#, "{a(b:\"\u{1f600}\\nA\")            c}"),
            (r#"{a(b:"\u{22}\u{0a}\u00e9")}"#, r#"{a(b:"\u0022\u000a\u00e9")}"#),
            // A block string has no escapes, a comment no strings, and an escaped backslash escapes nothing.
            (r#"{a(b:"""\u{41}""")}"#, r#"{a(b:"""\u{41}""")}"#),
            ("{a # \"\\u{41}\n}", "{a # \"\\u{41}\n}"),
            (r#"{a(b:"\\u{41}")}"#, r#"{a(b:"\\u{41}")}"#),
        ] {
            let plain = plain(text);
            assert_eq!(plain.replace(' ', ""), expected.replace(' ', ""), "{text}");
            let place = |text: &str| text.rfind('c').map(|at| text[..at].chars().count());
            assert!(!text.contains(" c}") || place(&plain) == place(text), "{plain}");
            assert!(read(text).is_ok(), "{text}");
        }
        for text in [
            r#"{a(b:"\ud83d")}"#,
            r#"{a(b:"\ude00\ud83d")}"#,
            r#"{a(b:"\ud83d\u0041")}"#,
            r#"{a(b:"\u{110000}")}"#,
            r#"{a(b:"\u{}")}"#,
            r#"{a(b:"\u{+41}")}"#,
            r#"{a(b:"\u{41")}"#,
            r#"{a(b:"\u{41}"#,
            r#"{a(b:"\ué")}"#,
            r#"{a(b:"\é")}"#,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
