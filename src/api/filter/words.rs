//! Words that a text must have.

/// Words of a filter, folded for comparing: accents and case do not matter.
pub struct Words {
    /// Each with a space before, as words begin in a [`Folded`].
    words: Vec<String>,
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        let mut words: Vec<String> = fold(text).split_whitespace().map(|word| format!(" {word}")).collect();
        words.sort();
        words.dedup();
        Self { words }
    }
}

impl Words {
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
            assert_eq!(Words::from(words).are_in([text]), expected, "{words}");
        }
    }
}
