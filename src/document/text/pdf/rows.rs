//! Words to pieces of lines: what stands on one baseline, near enough to be read in one go.

use super::word::{Piece, Word};

/// No line has more parts between raised marks.
const MOST_PARTS: usize = 8;

/// Marks of a list's items. Fonts for symbols have theirs in the private area.
pub(super) const BULLETS: [char; 9] = ['•', '▪', '◦', '●', '‣', '■', '\u{f0b7}', '\u{f0a7}', '\u{2043}'];

/// A gap that is wider, in sizes of the font, parts columns. Spaces in justified lines stay below.
const JOINS: f32 = 1.0;
/// Behind a bullet the gap may be this wide.
const BEHIND_BULLET: f32 = 4.0;
/// Baselines of one line differ by no more, in sizes of the font.
const LEVEL: f32 = 0.25;
/// How far a mark above or below the line may stand off it, and how large it may be.
const RAISED: f32 = 0.6;
const SMALL: f32 = 0.85;

/// The pieces of a page.
pub(super) fn pieces(mut words: Vec<Word>) -> Vec<Piece> {
    words.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut words = words.into_iter().peekable();
    while let Some(first) = words.next() {
        let mut level = vec![first];
        while let Some(word) = words.next_if(|word| {
            level
                .first()
                .is_some_and(|first| word.baseline - first.baseline <= LEVEL * first.size.min(word.size))
        }) {
            level.push(word);
        }
        level.sort_by(|one, other| one.left.total_cmp(&other.left));
        let from = pieces.len();
        for word in level {
            let own = pieces.get_mut(from..).unwrap_or_default();
            match own.last_mut() {
                // Bold that is made by printing twice.
                Some(last) if last.words.iter().rev().take(3).any(|there| is_double(there, &word)) => {}
                Some(last) if joins(last, &Piece::new(word.clone())) => last.absorb(Piece::new(word)),
                _ => pieces.push(Piece::new(word)),
            }
        }
    }
    // A mark between two parts of a line joins them one after the other.
    for _ in 0..MOST_PARTS {
        let count = pieces.len();
        pieces = rejoin(pieces);
        if pieces.len() == count {
            break;
        }
    }
    pieces
}

fn is_double(there: &Word, word: &Word) -> bool {
    there.text == word.text && (there.left - word.left).abs() < 0.2 * word.size
}

/// Whether the right piece goes on where the left one ends.
fn joins(left: &Piece, right: &Piece) -> bool {
    let gap = right.left - left.right;
    let most = if is_bullet(left) { BEHIND_BULLET } else { JOINS };
    gap <= most * left.size.max(right.size)
}

/// Whether a piece is only what an item begins with: a bullet, "1.", "a)".
fn is_bullet(piece: &Piece) -> bool {
    let [word] = piece.words.as_slice() else { return false };
    let mut signs = word.text.chars();
    match (signs.next(), signs.next()) {
        (Some(sign), None) => BULLETS.contains(&sign) || "-–—*·o".contains(sign),
        _ => {
            let name = word.text.trim_end_matches(['.', ')']);
            name.len() < word.text.len() && name.len() <= 2 && name.chars().all(char::is_alphanumeric)
        }
    }
}

/// Puts footnote marks, ordinals' endings and bullets that stand a little off the line back into it.
fn rejoin(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut lines: Vec<Piece> = Vec::new();
    for piece in pieces {
        // Pieces come by baseline: what is far above has no part in this line.
        let near = lines
            .iter_mut()
            .rev()
            .take_while(|line| piece.baseline - line.baseline <= 2.0 * piece.size.max(line.size));
        let home = near.into_iter().find(|line| is_beside(line, &piece));
        match home {
            Some(line) => line.absorb(piece),
            None => lines.push(piece),
        }
    }
    lines.sort_by(|one, other| one.baseline.total_cmp(&other.baseline).then(one.left.total_cmp(&other.left)));
    lines
}

fn is_beside(line: &Piece, piece: &Piece) -> bool {
    let size = line.size.max(piece.size);
    let off = (piece.baseline - line.baseline).abs();
    let mark = line.size.min(piece.size) <= SMALL * size;
    let (left, right) = if line.left <= piece.left { (line, piece) } else { (piece, line) };
    let bullet = is_bullet(left);
    if off > if mark { RAISED } else { LEVEL + 0.1 } * size || !(mark || bullet || off <= LEVEL * size) {
        return false;
    }
    let inside = mark && right.right <= left.right;
    inside || (right.left - left.right > -0.3 * size && joins(left, right))
}

#[cfg(test)]
mod tests {
    use super::super::word::made::set;
    use super::*;

    fn texts(words: Vec<Word>) -> Vec<String> {
        pieces(words).iter().map(Piece::text).collect()
    }

    #[test]
    fn words_on_one_baseline_are_a_line_whatever_the_drawing_order() {
        let mut words = set("one line of words", 50.0, 100.0, 10.0);
        words.extend(set("and the next", 50.0, 112.0, 10.0));
        words.reverse();
        assert_eq!(texts(words), ["one line of words", "and the next"]);
    }

    #[test]
    fn a_wide_gap_parts_columns_and_a_bullet_keeps_its_item() {
        let mut words = set("left column", 50.0, 100.0, 10.0);
        words.extend(set("right column", 300.0, 101.0, 10.0));
        words.extend(set("•", 50.0, 120.0, 10.0));
        words.extend(set("an item", 75.0, 120.0, 10.0));
        assert_eq!(texts(words), ["left column", "right column", "• an item"]);
    }

    #[test]
    fn an_ordinal_and_a_footnote_mark_stay_in_their_line() {
        let mut words = set("The 12", 50.0, 100.0, 10.0);
        words.extend(set("th", 78.0, 96.0, 6.0));
        words.extend(set("well is dug", 90.0, 100.0, 10.0));
        words.extend(set("3", 140.2, 95.5, 6.0));
        assert_eq!(texts(words), ["The 12th well is dug3"]);
    }

    #[test]
    fn what_is_printed_twice_for_boldness_is_read_once() {
        let mut words = set("BUDGET (USD)", 50.0, 100.0, 10.0);
        words.extend(set("BUDGET (USD)", 50.4, 100.0, 10.0));
        assert_eq!(texts(words), ["BUDGET (USD)"]);
    }
}
