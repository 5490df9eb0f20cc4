//! What is wrong with a document at the first place where it departs from the grammar, said so that its writer can mend
//! it.

use super::grammar::Reader;
use super::token::{Kind, Token};
use crate::api::limits::position;

/// So much of what was found is quoted, in characters.
const QUOTED: usize = 40;

/// Something wrong.
#[derive(Debug)]
pub struct Slip {
    /// Where, in bytes.
    pub at: usize,
    /// What was expected there, what was found, and the remedy.
    pub said: String,
}

const QUOTES: &str = "write text in straight double quotes: `\"text\"`";

impl Reader<'_> {
    /// Something else than was expected. `hint` is the remedy where nothing about what was found is more telling; empty
    /// for none.
    pub fn slip(&self, expected: &str, hint: &str) -> Slip {
        let Token { kind, at, .. } = self.token;
        let said = match kind {
            Kind::Unclosed if self.token.text.starts_with("\"\"\"") => {
                "expected `\"\"\"` at the end of the text that begins here, found the end of the document: close it with `\"\"\"`"
                    .to_owned()
            }
            Kind::Unclosed => "expected `\"` at the end of the string that begins here, found the end of its line: close \
                               it there, or write `\"\"\"` on both sides of text of several lines"
                .to_owned(),
            Kind::BadEscape => format!(
                "expected a string, found {} with a backslash before what none belongs before: double the backslash, \
                 or write the character itself",
                self.found()
            ),
            _ => format!("expected {expected}, found {}: {}", self.found(), self.remedy(hint)),
        };
        Slip { at, said }
    }

    fn found(&self) -> String {
        match self.token.kind {
            Kind::End if self.before.is_some() => "the end of the document".to_owned(),
            Kind::End if self.text.contains('#') => "nothing but comments".to_owned(),
            Kind::End => "nothing".to_owned(),
            _ => {
                let text = self.token.text.chars();
                let mut quoted: String = text.clone().take(QUOTED).flat_map(shown).collect();
                if text.count() > QUOTED {
                    quoted.push('…');
                }
                format!("`{quoted}`")
            }
        }
    }

    fn remedy(&self, hint: &str) -> String {
        let Token { kind, text, .. } = self.token;
        match (kind, text.chars().next()) {
            (Kind::Unknown, Some('\'' | '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '`')) => {
                QUOTES.to_owned()
            }
            (Kind::Unknown, Some('-' | '0'..='9')) => {
                format!("{QUOTES}, also dates and words with a hyphen; numbers are like `12` and `-1.5`")
            }
            (Kind::Unknown, Some('/')) => "comments begin with `#`".to_owned(),
            (Kind::Unknown, Some('.')) => {
                "what is below a field stands in braces after it, as in `hub { version }`".to_owned()
            }
            (Kind::Unknown, _) => "take it away, or, if it is text, put that in double quotes".to_owned(),
            (Kind::End, _) if self.before.is_none() => {
                "write a query, such as `{ hub { version } }`".to_owned()
            }
            _ => self.bracket().unwrap_or_else(|| match (kind, hint) {
                (_, hint) if !hint.is_empty() => hint.to_owned(),
                (Kind::Text, _) => "names have no quotes: take them away".to_owned(),
                _ => "take it away, or write before it what is missing".to_owned(),
            }),
        }
    }

    /// The remedy, when a bracket is missing or one too many.
    fn bracket(&self) -> Option<String> {
        let (token, open) = (self.token, self.open.last());
        let closes = token.is("}") || token.is(")") || token.is("]");
        let Some(open) = open else {
            return closes.then(|| "nothing is open that it could close: take it away".to_owned());
        };
        let close = match open.text {
            "{" => "}",
            "(" => ")",
            _ => "]",
        };
        let cuts_short = closes && !token.is(close);
        let goes_on = token.is("{") && open.is("(");
        let at = position(self.text, open.at);
        let which = format!("`{}` of line {}, column {}", open.text, at.line, at.column);
        if token.kind == Kind::End {
            return Some(format!("close the {which} with `{close}`"));
        }
        (cuts_short || goes_on).then(|| format!("close the {which} with `{close}` before it"))
    }
}

/// A character as it can be shown.
fn shown(character: char) -> impl Iterator<Item = char> {
    let hidden = character.is_control() && character != '\n';
    let plain = (!hidden).then_some(if character == '\n' { ' ' } else { character });
    plain.into_iter().chain(hidden.then(|| character.escape_unicode()).into_iter().flatten())
}
