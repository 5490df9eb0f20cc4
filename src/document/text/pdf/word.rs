//! A word of a page, and words that stand side by side: what the rules of layout work on. Points of 1/72 inch; `y`
//! grows downwards, as reading does.

/// A word as the page shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    /// Where the line stands on which it is written.
    pub(super) baseline: f32,
    /// The size of its font.
    pub(super) size: f32,
    pub(super) bold: bool,
}

/// Words that a reader takes in one go: those of a line, or of the part of a line that is in one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// From left to right; never empty.
    pub(super) words: Vec<Word>,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) baseline: f32,
    /// The largest size of its words: a footnote mark does not make a line small.
    pub(super) size: f32,
}

impl Piece {
    pub(super) fn new(word: Word) -> Self {
        let (left, right, baseline, size) = (word.left, word.right, word.baseline, word.size);
        Self { words: vec![word], left, right, baseline, size }
    }

    /// Takes in another's words, each at its place.
    pub(super) fn absorb(&mut self, other: Self) {
        if other.size > self.size * 1.05 {
            self.baseline = other.baseline;
        }
        self.size = self.size.max(other.size);
        self.left = self.left.min(other.left);
        self.right = self.right.max(other.right);
        self.words.extend(other.words);
        self.words.sort_by(|one, other| one.left.total_cmp(&other.left));
    }

    /// The words with a space between two, but for what stands as close as letters do.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut end = f32::MAX;
        for word in &self.words {
            if !text.is_empty() && word.left - end > CLOSE * word.size {
                text.push(' ');
            }
            text.push_str(&word.text);
            end = word.right;
        }
        text
    }

    /// Whether all its words are bold.
    pub(super) fn is_bold(&self) -> bool {
        self.words.iter().all(|word| word.bold)
    }

    /// The words, counted.
    pub(super) fn count(&self) -> usize {
        self.words.len()
    }

    /// How wide its first word is.
    pub(super) fn first_width(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.right - word.left)
    }
}

/// No space between words is as narrow, in sizes of the font.
const CLOSE: f32 = 0.1;

#[cfg(test)]
pub(super) mod made {
    //! Words set for tests: every letter half as wide as its font is high.

    use super::Word;

    /// The words of a line that begins at `left`, in that size.
    pub(in super::super) fn set(line: &str, left: f32, baseline: f32, size: f32) -> Vec<Word> {
        let mut at = left;
        let mut words = Vec::new();
        for text in line.split(' ') {
            let right = at + text.chars().count() as f32 * size / 2.0;
            words.push(Word { text: text.into(), left: at, right, baseline, size, bold: false });
            at = right + size / 4.0;
        }
        words
    }
}
