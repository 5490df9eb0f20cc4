//! Words, numbers and marks of a text, with where they stand.

use std::ops::Range;

/// One word, number or mark.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    /// As printed.
    pub text: &'a str,
    /// In lower case.
    pub lower: String,
    /// Where it begins, in bytes.
    pub start: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Begins with a letter; hyphens, apostrophes and slashes inside belong to it ("community-based", "COVID-19").
    Word,
    /// Begins with a digit.
    Number(Number),
    /// Any other character that is no space.
    Mark(char),
}

/// A number in digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// Its value, with a "k" counted in.
    pub value: f64,
    /// Digits alone: no separator, no decimals, no "k", "%" or "+".
    pub bare: bool,
    /// Ends in "k", "mn" or "bn": a rounded short form.
    pub short: bool,
    /// Ends in "%".
    pub percent: bool,
    /// Ends in "+".
    pub plus: bool,
    /// Part of something that is no count: "3.2.1", "15th", "24-year-old", "24/7", "10:30".
    pub broken: bool,
}

impl Number {
    /// A number with nothing but its digits and separators.
    pub(super) fn is_plain(&self) -> bool {
        !(self.short || self.percent || self.plus || self.broken)
    }

    /// Four digits, from 1900 to 2099.
    pub(super) fn looks_like_a_year(&self) -> bool {
        self.bare && !self.broken && (1900.0..2100.0).contains(&self.value)
    }
}

impl Token<'_> {
    /// Where it ends, in bytes.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is that mark.
    pub(super) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Whether it begins with a capital letter.
    pub(super) fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// The tokens of a text, in order. Linear: every character is read a bounded number of times.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some((_, first)) = characters.get(at) {
        if first.is_whitespace() {
            at += 1;
            continue;
        }
        let lexer = Lexer { text, characters: &characters };
        let (next, kind) = if first.is_ascii_digit() {
            let (next, number) = lexer.number(at);
            (next, Kind::Number(number))
        } else if first.is_alphanumeric() {
            (lexer.word(at), Kind::Word)
        } else {
            (at + 1, Kind::Mark(*first))
        };
        let range = lexer.bytes(at, next);
        let printed = text.get(range.clone()).unwrap_or_default();
        tokens.push(Token { text: printed, lower: printed.to_lowercase(), start: range.start, kind });
        at = next;
    }
    tokens
}

struct Lexer<'a> {
    text: &'a str,
    characters: &'a [(usize, char)],
}

impl Lexer<'_> {
    fn character(&self, at: usize) -> Option<char> {
        self.characters.get(at).map(|(_, character)| *character)
    }

    fn bytes(&self, first: usize, next: usize) -> Range<usize> {
        let byte = |at: usize| self.characters.get(at).map_or(self.text.len(), |(byte, _)| *byte);
        byte(first)..byte(next)
    }

    fn is_digit(&self, at: usize) -> bool {
        self.character(at).is_some_and(|c| c.is_ascii_digit())
    }

    fn is_letter(&self, at: usize) -> bool {
        self.character(at).is_some_and(char::is_alphabetic)
    }

    fn word(&self, first: usize) -> usize {
        let mut at = first;
        while let Some(c) = self.character(at) {
            let joins = matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '/')
                && self.character(at + 1).is_some_and(char::is_alphanumeric);
            if !c.is_alphanumeric() && !joins {
                break;
            }
            at += 1;
        }
        at
    }

    fn digits(&self, first: usize) -> usize {
        (first..).find(|at| !self.is_digit(*at)).unwrap_or(first)
    }

    /// Whether a separator and exactly three digits stand here.
    fn is_group(&self, at: usize, separator: char) -> bool {
        self.character(at) == Some(separator)
            && (at + 1..at + 4).all(|digit| self.is_digit(digit))
            && !self.is_digit(at + 4)
    }

    fn number(&self, first: usize) -> (usize, Number) {
        let mut at = self.digits(first);
        let mut bare = true;
        let separator = self.character(at).filter(|c| *c == ',' || c.is_whitespace() && *c != '\n');
        if let Some(separator) = separator.filter(|_| at - first <= 3) {
            while self.is_group(at, separator) {
                at += 4;
                bare = false;
            }
        }
        if self.character(at) == Some('.') && self.is_digit(at + 1) {
            at = self.digits(at + 1);
            bare = false;
        }
        let value = self.value(first, at);
        let joined = first.checked_sub(1).and_then(|before| self.character(before));
        let mut broken =
            value.is_none() || joined.is_some_and(|c| matches!(c, ',' | '.' | '#' | '+' | '/' | ':' | '№'));
        let mut number =
            Number { value: value.unwrap_or(0.0), bare, short: false, percent: false, plus: false, broken };
        for (suffix, times) in [("k", 1e3), ("K", 1e3), ("mn", 1e6), ("bn", 1e9)] {
            let end = at + suffix.len();
            if suffix.chars().enumerate().all(|(i, c)| self.character(at + i) == Some(c))
                && !self.is_letter(end)
            {
                (number.value, number.bare, number.short, at) = (number.value * times, false, true, end);
                break;
            }
        }
        match self.character(at) {
            Some('%') => (number.percent, number.bare, at) = (true, false, at + 1),
            Some('+') => (number.plus, number.bare, at) = (true, false, at + 1),
            Some('.' | '/' | ':') if self.is_digit(at + 1) => broken = true,
            Some('/' | '-' | '\u{2010}' | '\u{2011}') if self.is_letter(at + 1) => broken = true,
            Some(c) if c.is_alphanumeric() => broken = true,
            _ => {}
        }
        while broken
            && self.character(at).is_some_and(|c| {
                c.is_alphanumeric()
                    || matches!(c, '.' | '/' | ':' | '-' | ',') && self.is_alphanumeric(at + 1)
            })
        {
            at += 1;
        }
        number.broken = broken;
        (at, number)
    }

    fn is_alphanumeric(&self, at: usize) -> bool {
        self.character(at).is_some_and(char::is_alphanumeric)
    }

    /// The value of digits with their separators; `None` beyond what a count of people or money can be.
    fn value(&self, first: usize, next: usize) -> Option<f64> {
        if next - first > 24 {
            return None;
        }
        let digits = self.text.get(self.bytes(first, next))?.chars();
        digits.filter(|c| c.is_ascii_digit() || *c == '.').collect::<String>().parse().ok()
    }
}
