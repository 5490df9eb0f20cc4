//! Pieces of lines in reading order: a page is cut into bands that share a gutter, a band at its gutter into columns
//! or the rows of a table, and so on within.

use super::columns::{are_boxes, are_columns, table};
use super::word::Piece;

/// A line in its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) piece: Piece,
    pub(super) begins: Begins,
}

/// What a line is the first one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Begins {
    /// Of nothing: it stands below the one before it.
    Nothing,
    /// A column in which the text of the one before may go on.
    Column,
    /// A cell, or what stands above or below columns and tables.
    Part,
}

/// No narrower gap between two sides is a gutter, in sizes of the font. Wider than what joins words.
const GUTTER: f32 = 1.0;
/// One line alone parts at wider gaps only.
const GUTTER_OF_ONE: f32 = 2.0;
/// White space of this height, in sizes of the font, ends a band: what is below is another part of the page.
const PART: f32 = 4.5;
/// A table within a table within a column is as deep as pages go.
const DEEPEST: usize = 8;

/// The lines of a page in reading order.
pub(super) fn in_order(pieces: Vec<Piece>) -> Vec<Placed> {
    let mut placed = Vec::new();
    lay(pieces, 0, &mut placed);
    placed
}

fn lay(pieces: Vec<Piece>, depth: usize, placed: &mut Vec<Placed>) {
    let mut was_cut = false;
    for band in bands(pieces) {
        let from = placed.len();
        let cut = if depth < DEEPEST { cut(&band) } else { None };
        let is_cut = cut.is_some();
        match cut {
            None => placed.extend(band.into_iter().filter_map(line)),
            Some(Cut::Columns(at)) => {
                let (left, right) = sides(band, at);
                lay(left, depth + 1, placed);
                begin(placed, right, depth, Begins::Column);
            }
            Some(Cut::Table(at)) => {
                let (left, right) = sides(band, at);
                for (labels, values) in table(left, right) {
                    begin(placed, labels, depth, Begins::Part);
                    begin(placed, values, depth, Begins::Part);
                }
            }
        }
        if let Some(first) = placed.get_mut(from).filter(|_| is_cut || was_cut) {
            first.begins = Begins::Part;
        }
        was_cut = is_cut;
    }
}

/// Lays what begins something.
fn begin(placed: &mut Vec<Placed>, pieces: Vec<Piece>, depth: usize, begins: Begins) {
    let from = placed.len();
    lay(pieces, depth + 1, placed);
    // Whatever is within: the first line of a column may go on with the one before.
    if let Some(first) = placed.get_mut(from) {
        first.begins = begins;
    }
}

enum Cut {
    Columns(f32),
    Table(f32),
}

/// A row as one line.
fn line(row: Vec<Piece>) -> Option<Placed> {
    let mut row = row.into_iter();
    let mut piece = row.next()?;
    row.for_each(|other| piece.absorb(other));
    Some(Placed { piece, begins: Begins::Nothing })
}

/// Rows that follow each other and share a gutter, or have none.
type Band = Vec<Vec<Piece>>;

fn bands(pieces: Vec<Piece>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let mut band: Band = Vec::new();
    let mut open: Vec<Gap> = Vec::new();
    // One measure for all rows: a heading in a column does not close the gutter by its size.
    let least = GUTTER * usual_size(pieces.iter());
    for row in rows(pieces) {
        let own = gaps(std::slice::from_ref(&row), least);
        let left: Vec<Gap> = open.iter().filter_map(|gap| narrowed(*gap, &row, least)).collect();
        let ends = match band.last() {
            None => false,
            Some(before) if distance(before, &row) > PART => true,
            Some(_) if open.is_empty() => !own.is_empty(),
            Some(_) => left.is_empty(),
        };
        open = if ends || band.is_empty() { own } else { left };
        if ends {
            let rest = match open.first() {
                Some(gap) => values_above(&mut band, &row, *gap),
                None => strays(&mut band, &row),
            };
            bands.push(std::mem::replace(&mut band, rest));
        }
        band.push(row);
    }
    bands.push(band);
    bands.retain(|band| !band.is_empty());
    bands
}

/// Takes the rows off the end of a band that stand right of the gutter which begins below them: a label that is
/// centred against its value begins after it.
fn values_above(band: &mut Band, below: &[Piece], (_, right): Gap) -> Band {
    let mut at = band.len();
    while let Some(row) = at.checked_sub(1).and_then(|above| band.get(above)) {
        let next = band.get(at).map_or(below, Vec::as_slice);
        let beside = row.iter().all(|piece| piece.left >= right - piece.size);
        if !beside || distance(row, next) > CLOSE {
            break;
        }
        at -= 1;
    }
    band.split_off(at)
}

/// Lines that follow each other are no farther apart, in sizes of the font.
const CLOSE: f32 = 1.6;

/// Takes the rows off the end of a band that belong to what follows: they stand on one side, nearer to the row below
/// than to the band.
fn strays(band: &mut Band, below: &[Piece]) -> Band {
    let mut widest: f32 = 0.0;
    for at in (1..band.len()).rev().take(MOST_STRAYS) {
        let (Some(above), Some(row)) = (band.get(at - 1), band.get(at)) else { break };
        widest = widest.max(distance(row, band.get(at + 1).map_or(below, Vec::as_slice)));
        if row.len() > 1 {
            break;
        }
        if distance(above, row) > widest + 0.2 {
            return band.split_off(at);
        }
    }
    Vec::new()
}

/// A heading above what is set over the full width has no more lines.
const MOST_STRAYS: usize = 3;

/// Rows from top to bottom, each from left to right.
fn rows(mut pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    pieces.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row)
                if row.first().is_some_and(|first| {
                    piece.baseline - first.baseline < 0.5 * first.size.min(piece.size)
                }) && !row.iter().any(|there| there.left < piece.right && piece.left < there.right) =>
            {
                row.push(piece);
            }
            _ => rows.push(vec![piece]),
        }
    }
    rows.iter_mut().for_each(|row| row.sort_by(|one, other| one.left.total_cmp(&other.left)));
    rows
}

/// From one row to the next, in sizes of the larger font.
fn distance(above: &[Piece], below: &[Piece]) -> f32 {
    let (Some(above), Some(below)) = (above.first(), below.first()) else { return 0.0 };
    (below.baseline - above.baseline) / above.size.max(below.size)
}

/// White space between two sides, from the left one's edge to the right one's.
type Gap = (f32, f32);

/// The size of most pieces, or near it.
fn usual_size<'a>(pieces: impl Iterator<Item = &'a Piece>) -> f32 {
    let mut sizes: Vec<f32> = pieces.map(|piece| piece.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or_default()
}

/// The gaps, at least that wide, that no piece of the rows reaches into; from left to right.
fn gaps(rows: &[Vec<Piece>], least: f32) -> Vec<Gap> {
    let mut pieces: Vec<&Piece> = rows.iter().flatten().collect();
    pieces.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut gaps = Vec::new();
    let mut end = f32::MAX;
    for piece in pieces {
        if piece.left - end >= least {
            gaps.push((end, piece.left));
        }
        end = if end == f32::MAX { piece.right } else { end.max(piece.right) };
    }
    gaps
}

/// What a row leaves of a gap; `None` when that is no gutter.
fn narrowed((mut from, mut to): Gap, row: &[Piece], least: f32) -> Option<Gap> {
    for piece in row {
        // Nearer to the left side or to the right: what stands in the gap narrows it from there.
        if piece.left <= from {
            from = from.max(piece.right);
        } else if piece.left < to {
            to = piece.left;
        }
    }
    (to - from >= least).then_some((from, to))
}

/// Where a band is cut: at the widest gutter between columns, else at the first one of a table.
fn cut(band: &Band) -> Option<Cut> {
    let least = if band.len() == 1 { GUTTER_OF_ONE } else { GUTTER };
    let gutters = gaps(band, least * usual_size(band.iter().flatten()));
    let first = gutters.first()?;
    let mut columns: Option<Gap> = None;
    for (from, to) in &gutters {
        let at = (from + to) / 2.0;
        let (left, right) = sides(band.clone(), at);
        let wider = columns.is_none_or(|(width, _)| to - from > width);
        if wider && (are_columns(&left, &right) || are_boxes(&left, &right)) {
            columns = Some((to - from, at));
        }
    }
    Some(columns.map_or(Cut::Table((first.0 + first.1) / 2.0), |(_, at)| Cut::Columns(at)))
}

fn sides(band: Band, at: f32) -> (Vec<Piece>, Vec<Piece>) {
    let (mut left, mut right): (Vec<Piece>, Vec<Piece>) =
        band.into_iter().flatten().partition(|piece| piece.right <= at);
    for side in [&mut left, &mut right] {
        side.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    }
    (left, right)
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
