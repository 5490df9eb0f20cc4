//! Abbreviations: "M4SD" for a title whose words begin so.

/// Whether a word abbreviates a title (given as words in lower case): its letters are, in their order, initials of
/// the title's words; the last word is among them, at most a third of the words that carry meaning is passed over,
/// and no two neighbours. "4" stands for "for" and "2" for "to".
pub(super) fn abbreviates(word: &str, title: &[&str]) -> bool {
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    let letters: Vec<char> = word.chars().map(|c| c.to_ascii_lowercase()).collect();
    if capitals < 2
        || !(FEWEST..=MOST).contains(&letters.len())
        || letters.iter().any(|c| !c.is_ascii_alphanumeric())
    {
        return false;
    }
    let titled: Vec<(char, bool)> = title.iter().map(|word| initial(word)).collect();
    let digits = letters.iter().filter(|c| c.is_ascii_digit()).count();
    let words = titled.iter().filter(|(_, meaning)| *meaning).count() + digits;
    3 * letters.len() >= 2 * words && fits(&letters, &titled, true)
}

const FEWEST: usize = 3;
const MOST: usize = 10;

/// A word's initial, and whether the word carries meaning.
fn initial(word: &str) -> (char, bool) {
    match word {
        "for" => ('4', false),
        "to" => ('2', false),
        "the" | "of" | "and" | "in" | "on" | "a" | "through" | "with" => {
            (word.chars().next().unwrap_or(' '), false)
        }
        _ => (word.chars().next().unwrap_or(' '), true),
    }
}

/// Whether letters are initials of the rest of a title. `may_skip`: whether a word that carries meaning may be passed
/// over here.
fn fits(letters: &[char], title: &[(char, bool)], may_skip: bool) -> bool {
    match (letters.split_first(), title.split_first()) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(_), None) => false,
        (Some((letter, letters)), Some(((initial, meaning), rest))) => {
            let taken = letter == initial && fits(letters, rest, true);
            let whole = [&[*letter], letters].concat();
            taken
                || (!meaning && fits(&whole, rest, may_skip))
                || (*meaning && may_skip && fits(&whole, rest, false))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, title: &str, expected: bool) {
        let title = title.to_lowercase();
        let words: Vec<&str> = title.split(' ').collect();
        assert_eq!(abbreviates(word, &words), expected, "{word} for {title}");
    }

    #[test]
    fn initials_abbreviate_a_title() {
        check("M4SD", "Making Migration Work for Sustainable Development", true);
        check("MMWSD", "Making Migration Work for Sustainable Development", true);
        check("MMICD", "Mainstreaming Migration into Climate and Development", true);
        check("W2G", "Ways to Grow", true);
    }

    #[test]
    fn other_letters_do_not() {
        check("SDG", "Making Migration Work for Sustainable Development", false);
        check("MSD", "Making Migration Work for Sustainable Development", false);
        check("M4D", "Making Migration Work for Sustainable Development", false);
        check("GCM", "Making Migration Work for Sustainable Development", false);
        check("making", "Making Migration Work for Sustainable Development", false);
        check("MD", "Migration and Development", false);
        check("COVID", "Cohesion Of Villages In Danger", true);
        check("", "", false);
    }
}
