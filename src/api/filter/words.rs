//! Words that a text must have.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{InputType, InputValueError, InputValueResult, Value};

/// Words of a filter, folded for comparing, once when the filter is read: accents and case do not matter. In the schema it
/// is a `String`.
pub struct Words {
    given: String,
    /// Each with a space before, as words begin in a [`Folded`].
    words: Vec<String>,
}

impl Words {
    /// The words of a filter.
    pub fn of(text: &str) -> Self {
        let mut words: Vec<String> = fold(text).split_whitespace().map(|word| format!(" {word}")).collect();
        words.sort();
        words.dedup();
        Self { given: text.to_owned(), words }
    }

    /// As they were given.
    pub fn given(&self) -> &str {
        &self.given
    }

    /// Whether every word begins a word of one of the texts.
    pub fn are_in<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        self.are_among(&Folded::of(texts))
    }

    /// Whether every word begins a word of texts that are folded already.
    pub fn are_among(&self, texts: &Folded) -> bool {
        self.words.iter().all(|word| texts.0.contains(word))
    }
}

/// Texts of a row, folded for comparing: one after the other, each word after a space.
pub struct Folded(String);

impl Folded {
    /// The texts of a row.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(texts.into_iter().map(|text| format!(" {}", fold(text))).collect())
    }
}

impl InputType for Words {
    type RawValueType = String;

    fn type_name() -> Cow<'static, str> {
        String::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        String::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let given = String::parse(value).map_err(InputValueError::propagate)?;
        Ok(Self::of(&given))
    }

    fn to_value(&self) -> Value {
        Value::String(self.given.clone())
    }

    fn as_raw_value(&self) -> Option<&String> {
        Some(&self.given)
    }
}

fn fold(text: &str) -> String {
    let folded = deunicode::deunicode(text).to_lowercase().replace('\'', "");
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_at_their_beginning_whatever_accents_case_and_order() {
        let text = "The Côte d’Ivoire’s border-management posts";
        for (words, expected) in [
            ("COTE border", true),
            ("posts manage", true),
            ("d'Ivoire", true),
            ("order", false),
            ("border posts airport", false),
            ("", true),
        ] {
            assert_eq!(Words::of(words).are_in([text]), expected, "{words}");
        }
    }
}
