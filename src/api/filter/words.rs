//! Words that a text must have.

/// Words of a filter, folded for comparing: accents and case do not matter.
pub struct Words(Vec<String>);

impl Words {
    /// The words of a filter.
    pub fn of(text: &str) -> Self {
        Self(fold(text).split_whitespace().map(str::to_owned).collect())
    }

    /// Whether every word begins a word of one of the texts.
    pub fn are_in<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let folded: Vec<String> = texts.into_iter().map(|text| format!(" {}", fold(text))).collect();
        self.0.iter().all(|word| {
            let word = format!(" {word}");
            folded.iter().any(|text| text.contains(&word))
        })
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
