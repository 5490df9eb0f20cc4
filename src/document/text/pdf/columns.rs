//! What stands left and right of a gutter: two columns, each read to its end, or the rows of a table.

use super::word::Piece;

/// Lines farther apart than this, in sizes of their font, are of different groups.
const GROUP: f32 = 1.6;
/// Prose has lines of so many words, and so many of them.
const FEWEST_WORDS: usize = 4;
const FEWEST_LINES: usize = 3;
/// No label is broken into more lines.
const MOST_LABEL_LINES: usize = 4;

/// Whether the two sides are columns. Both are in order from top to bottom.
pub(super) fn are_columns(left: &[Piece], right: &[Piece]) -> bool {
    if is_prose(left) {
        return !is_grid(left, right);
    }
    if is_askew(left, right) {
        return true;
    }
    let starts: Vec<&Piece> = starts(left).skip(1).collect();
    if starts.is_empty() {
        return left.len() > MOST_LABEL_LINES && is_prose(right);
    }
    // In a table a label begins where a value does, so the line above it on the right does not run on.
    let runs_on = starts.iter().filter(|label| runs_past(right, label.baseline - label.size)).count();
    2 * runs_on > starts.len()
}

/// The rows of a table: a label with what stands beside it, each side in order.
pub(super) fn table(left: Vec<Piece>, right: Vec<Piece>) -> Vec<(Vec<Piece>, Vec<Piece>)> {
    let mut rows: Vec<(Vec<Piece>, Vec<Piece>)> = Vec::new();
    let mut before: Option<Piece> = None;
    for label in left {
        let begins = before.as_ref().is_none_or(|before| {
            is_apart(before, &label)
                || (begins_value(&right, &label) && !runs_past(&right, label.baseline - label.size))
        });
        before = Some(label.clone());
        match rows.last_mut() {
            Some((labels, _)) if !begins => labels.push(label),
            _ => rows.push((vec![label], Vec::new())),
        }
    }
    for group in groups(right) {
        let (top, bottom) = extent(&group);
        let beside = |row: &(Vec<Piece>, Vec<Piece>)| {
            let (first, last) = extent(&row.0);
            first <= bottom && top <= last
        };
        let mut rows_beside = rows.iter().enumerate().filter(|(_, row)| beside(row)).map(|(index, _)| index);
        match (rows_beside.next(), rows_beside.next()) {
            // A label may be centred against its value, which then begins above it.
            (Some(one), None) => {
                rows.iter_mut().skip(one).take(1).for_each(|row| row.1.extend(group.iter().cloned()))
            }
            _ => group.into_iter().for_each(|piece| give(&mut rows, piece)),
        }
    }
    rows
}

/// Gives a line to the last row that begins at its height or above it.
fn give(rows: &mut [(Vec<Piece>, Vec<Piece>)], piece: Piece) {
    let begun = rows.iter().rposition(|(labels, _)| extent(labels).0 <= piece.baseline);
    if let Some(row) = rows.get_mut(begun.unwrap_or(0)) {
        row.1.push(piece);
    }
}

/// Whether boxes stand side by side, each with its label above its value: the sides agree in how their first line
/// is set, and their other lines are set otherwise.
pub(super) fn are_boxes(left: &[Piece], right: &[Piece]) -> bool {
    let split = |side: &[Piece]| -> Option<usize> {
        let label = side.first()?;
        let value = side.iter().position(|line| !is_set_alike(label, line))?;
        (value <= MOST_LABEL_LINES && side.iter().skip(value).all(|line| !is_set_alike(label, line)))
            .then_some(value)
    };
    let (Some(labels), Some(others)) = (split(left), split(right)) else { return false };
    let (Some(one), Some(other)) = (left.first(), right.first()) else { return false };
    let same_height = (one.baseline - other.baseline).abs() < one.size;
    let value = left.get(labels).zip(right.get(others));
    same_height
        && is_set_alike(one, other)
        && value.is_some_and(|(one, other)| (one.baseline - other.baseline).abs() < 2.0 * one.size)
}

fn is_set_alike(one: &Piece, other: &Piece) -> bool {
    let capitals = |piece: &Piece| {
        let text = piece.text();
        text.contains(char::is_alphabetic) && !text.contains(char::is_lowercase)
    };
    one.is_bold() == other.is_bold()
        && (one.size - other.size).abs() < 0.1 * one.size
        && capitals(one) == capitals(other)
}

/// Whether the lines of the sides stand on baselines of their own, more often than not.
fn is_askew(left: &[Piece], right: &[Piece]) -> bool {
    let (mut askew, mut level) = (0, 0);
    for label in left {
        let off = right
            .iter()
            .map(|line| (line.baseline - label.baseline).abs() / label.size)
            .fold(f32::MAX, f32::min);
        level += usize::from(off <= OFF);
        askew += usize::from(off > OFF && off < 1.0);
    }
    askew >= FEWEST_LINES && askew > level
}

/// What is farther off the baseline, in sizes of the font, was not set beside it.
const OFF: f32 = 0.2;

fn is_prose(side: &[Piece]) -> bool {
    let long = side.iter().filter(|line| line.count() >= FEWEST_WORDS).count();
    let run = groups(side.to_vec()).iter().map(Vec::len).max().unwrap_or(0);
    run >= FEWEST_LINES && 2 * long > side.len()
}

/// Whether every group of both sides begins beside one of the other, as in a table of long cells. One pair of
/// paragraphs is no grid.
fn is_grid(left: &[Piece], right: &[Piece]) -> bool {
    let beside = |one: &[Piece], other: &[Piece]| {
        let others: Vec<&Piece> = starts(other).collect();
        starts(one).all(|start| {
            others.iter().any(|other| (other.baseline - start.baseline).abs() < 0.5 * start.size)
        })
    };
    starts(left).count() > 2 && beside(left, right) && beside(right, left)
}

/// The first line of each group.
fn starts(side: &[Piece]) -> impl Iterator<Item = &Piece> {
    let before = std::iter::once(None).chain(side.iter().map(Some));
    side.iter()
        .zip(before)
        .filter(|(line, before)| before.is_none_or(|before| is_apart(before, line)))
        .map(|(line, _)| line)
}

fn groups(side: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut groups: Vec<Vec<Piece>> = Vec::new();
    for line in side {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|before| !is_apart(before, &line)) => group.push(line),
            _ => groups.push(vec![line]),
        }
    }
    groups
}

fn is_apart(before: &Piece, line: &Piece) -> bool {
    line.baseline - before.baseline > GROUP * before.size.max(line.size)
}

/// Whether a line of the side begins at the height of the label.
fn begins_value(side: &[Piece], label: &Piece) -> bool {
    side.iter().any(|line| (line.baseline - label.baseline).abs() < 0.5 * label.size)
}

/// Whether the text of a side runs on over that height: the line above is followed closely by one that had no room
/// left for its first word there.
fn runs_past(side: &[Piece], height: f32) -> bool {
    let edge = side.iter().map(|line| line.right).fold(f32::MIN, f32::max);
    let below = side.partition_point(|line| line.baseline <= height);
    let Some(above) = below.checked_sub(1).and_then(|above| side.get(above)) else { return false };
    side.get(below).is_some_and(|line| {
        !is_apart(above, line) && above.right + line.size / 4.0 + line.first_width() > edge
    })
}

/// From the top of the first line to the baseline of the last.
fn extent(lines: &[Piece]) -> (f32, f32) {
    let top = lines.first().map_or(f32::MAX, |line| line.baseline - line.size);
    (top, lines.last().map_or(f32::MIN, |line| line.baseline))
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
