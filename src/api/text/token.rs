//! The words and signs of a document, for saying what is wrong with one that the parser refuses.

use crate::api::limits::end_of_string;

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name, or a word of the language.
    Name,
    /// A number.
    Number,
    /// A string.
    Text,
    /// One of the language's signs.
    Sign,
    /// A string that ends nowhere.
    Unclosed,
    /// A string with a backslash before what none belongs before.
    BadEscape,
    /// What the language does not have.
    Unknown,
    /// The end of the document.
    End,
}

/// A word or sign.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    pub kind: Kind,
    /// As it is written; empty at the end.
    pub text: &'a str,
    /// Where it begins, in bytes.
    pub at: usize,
}

impl Token<'_> {
    /// Where it ends, in bytes.
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Whether it is this sign.
    pub fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// Whether it is this name.
    pub fn is_name(&self, name: &str) -> bool {
        self.kind == Kind::Name && self.text == name
    }
}

/// The first word or sign from a place on.
pub fn next(text: &str, from: usize) -> Token<'_> {
    let at = from + blanks(&text[from..]);
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else { return Token { kind: Kind::End, text: "", at } };
    let (kind, length) = match first {
        '"' => {
            let length = end_of_string(rest.as_bytes(), 0).min(rest.len());
            // A backslash before a character of several bytes.
            let length = (length..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
            (string(&rest[..length]), length)
        }
        '.' if rest.starts_with("...") => (Kind::Sign, 3),
        '!' | '$' | '&' | '(' | ')' | ':' | '=' | '@' | '[' | ']' | '{' | '|' | '}' => (Kind::Sign, 1),
        'A'..='Z' | 'a'..='z' | '_' => (Kind::Name, word(rest, "_")),
        '-' | '0'..='9' => {
            let length = word(rest, "_-+.");
            let kind = if is_number(&rest[..length]) { Kind::Number } else { Kind::Unknown };
            (kind, length)
        }
        '.' => (Kind::Unknown, word(rest, "_.")),
        other => (Kind::Unknown, other.len_utf8()),
    };
    Token { kind, text: &rest[..length], at }
}

/// How many bytes of blanks, commas and comments a text begins with.
fn blanks(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', ',', '\t', '\r', '\n', '\u{feff}']);
        if !rest.starts_with('#') {
            return text.len() - rest.len();
        }
        rest = rest.find(['\r', '\n']).map_or("", |end| &rest[end..]);
    }
}

fn word(text: &str, joining: &str) -> usize {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || joining.contains(c);
    text.find(|c| !is_inside(c)).unwrap_or(text.len())
}

fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let (number, exponent) = digits.split_once(['e', 'E']).map_or((digits, None), |(n, e)| (n, Some(e)));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    are_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(are_digits)
        && exponent.is_none_or(are_digits)
}

fn string(word: &str) -> Kind {
    if word.starts_with("\"\"\"") {
        let closed = word.len() >= 6 && word.ends_with("\"\"\"") && !word.ends_with("\\\"\"\"");
        return if closed { Kind::Text } else { Kind::Unclosed };
    }
    let (mut characters, mut kind) = (word.chars().skip(1), Kind::Text);
    while let Some(character) = characters.next() {
        match character {
            '"' => return kind,
            '\\' if !is_escape(&mut characters) => kind = Kind::BadEscape,
            _ => {}
        }
    }
    Kind::Unclosed
}

/// Whether a backslash belongs before what follows.
fn is_escape(characters: &mut (impl Iterator<Item = char> + Clone)) -> bool {
    match characters.next() {
        Some('u') => {
            let digits: String = characters.clone().take(4).collect();
            let number = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4);
            number.is_some_and(|number| char::from_u32(number).is_some()) && !digits.starts_with('+')
        }
        Some(character) => "\"\\/bfnrt".contains(character),
        None => false,
    }
}
