//! Tests of this module.

use super::super::rows::pieces;
use super::super::word::{Word, made::set};
use super::*;

fn order(words: Vec<Word>) -> Vec<(Begins, String)> {
    in_order(pieces(words)).into_iter().map(|placed| (placed.begins, placed.piece.text())).collect()
}

fn prose(lines: &[&str], left: f32, top: f32) -> Vec<Word> {
    let down = |index: usize| top + 12.0 * index as f32;
    lines.iter().enumerate().flat_map(|(index, line)| set(line, left, down(index), 10.0)).collect()
}

const LEFT: [&str; 3] = ["the left column begins so", "and goes on with words", "until it ends like this"];
const RIGHT: [&str; 3] = ["the right column begins so", "and goes on like that", "until it ends as well"];

#[test]
fn what_crosses_the_gutter_stands_above_and_below_the_columns() {
    let mut words =
        prose(&["A heading over the whole width of the two columns that follow below"], 50.0, 60.0);
    words.extend(prose(&RIGHT, 240.0, 100.0));
    words.extend(prose(&LEFT, 50.0, 100.0));
    words.extend(prose(&["Sources"], 50.0, 160.0));
    words.extend(prose(&["A line over the whole width of the two columns that stand above it"], 50.0, 172.0));
    let read: Vec<String> = order(words).into_iter().map(|line| line.1).collect();
    assert_eq!(read[1..4], LEFT);
    assert_eq!(read[4..7], RIGHT);
    assert!(read[7] == "Sources" && read[8].starts_with("A line over"), "{read:?}");
}

#[test]
fn a_column_may_go_on_with_the_one_before_and_a_cell_may_not() {
    let columns = order([prose(&LEFT, 50.0, 100.0), prose(&RIGHT, 240.0, 100.0)].concat());
    assert_eq!((columns[0].0, columns[3].0), (Begins::Part, Begins::Column));
    let table = order([prose(&["BUDGET"], 50.0, 100.0), prose(&["1,000"], 240.0, 100.0)].concat());
    assert_eq!(table, [(Begins::Part, "BUDGET".to_owned()), (Begins::Part, "1,000".to_owned())]);
}

#[test]
fn a_wide_space_in_one_line_of_prose_is_no_gutter() {
    let mut words = prose(&LEFT, 50.0, 100.0);
    words.extend(prose(&["a line"], 50.0, 136.0));
    words.extend(prose(&["with a space"], 94.0, 136.0));
    let read = order(words);
    assert_eq!(read[3], (Begins::Nothing, "a line with a space".to_owned()));
}
