//! Letters to words: what stands on one baseline without a space or a gap.

use super::word::Word;

/// A letter where the page shows it; `y` grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letter {
    pub(super) sign: char,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
}

/// A wider gap is a space that is not written, in sizes of the font. Kerning stays below.
const SPACE: f32 = 0.15;
/// Letters of one word differ by no more in their baseline, in sizes of the font.
const LEVEL: f32 = 0.05;
/// Printed twice for boldness, a letter is moved by no more.
const DOUBLE: f32 = 0.1;

/// The words that letters make, whatever their order.
pub(super) fn words(mut letters: Vec<Letter>) -> Vec<Word> {
    letters.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    let mut words = Vec::new();
    let mut letters = letters.into_iter().peekable();
    while let Some(first) = letters.next() {
        let mut level = vec![first];
        while let Some(letter) =
            letters.next_if(|letter| letter.baseline - first.baseline <= LEVEL * first.size)
        {
            level.push(letter);
        }
        // Stable: the letters of a ligature stand at one place, in the order in which they are read.
        level.sort_by(|one, other| one.left.total_cmp(&other.left));
        words.extend(level_words(&level));
    }
    words
}

fn level_words(level: &[Letter]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut before: Option<&Letter> = None;
    for letter in level {
        if letter.sign.is_whitespace() || letter.sign.is_control() {
            before = None;
            continue;
        }
        let double = |there: &Letter| {
            there.sign == letter.sign
                && there.left != letter.left
                && letter.left - there.left < DOUBLE * letter.size
        };
        if before.is_some_and(double) {
            continue;
        }
        let joins = |there: &Letter| {
            letter.left - there.right <= SPACE * letter.size
                && (letter.size - there.size).abs() <= 0.2 * there.size
        };
        match words.last_mut() {
            Some(word) if before.is_some_and(joins) => {
                word.text.push(letter.sign);
                word.right = word.right.max(letter.right);
                word.bold &= letter.bold;
            }
            _ => words.push(Word {
                text: letter.sign.to_string(),
                left: letter.left,
                right: letter.right,
                baseline: letter.baseline,
                size: letter.size,
                bold: letter.bold,
            }),
        }
        before = Some(letter);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(line: &str, left: f32, baseline: f32) -> Vec<Letter> {
        let at = |index: usize| left + 5.0 * index as f32;
        let letter = |(index, sign)| Letter {
            sign,
            left: at(index),
            right: at(index + 1),
            baseline,
            size: 10.0,
            bold: false,
        };
        line.chars().enumerate().map(letter).collect()
    }

    fn texts(letters: Vec<Letter>) -> Vec<String> {
        words(letters).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn spaces_and_gaps_part_words_and_kerning_does_not() {
        let mut letters = set("two words", 50.0, 100.0);
        letters.extend(set("gap", 97.0, 100.0));
        letters.extend(set("ped", 113.0, 100.0));
        letters.reverse();
        assert_eq!(texts(letters), ["two", "words", "gapped"]);
    }

    #[test]
    fn letters_printed_twice_for_boldness_are_read_once_and_doubled_letters_twice() {
        let mut letters = set("all", 50.0, 100.0);
        letters.extend(set("all", 50.4, 100.0));
        assert_eq!(texts(letters), ["all"]);
    }

    #[test]
    fn lines_do_not_mix() {
        let mut letters = set("above", 50.0, 100.0);
        letters.extend(set("below", 50.0, 101.0));
        assert_eq!(texts(letters), ["above", "below"]);
    }
}
