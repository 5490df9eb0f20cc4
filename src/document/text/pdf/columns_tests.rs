//! Tests of this module.

use super::super::rows::pieces;
use super::super::word::made::set;
use super::*;

fn side(lines: &[(&str, f32)], left: f32, size: f32) -> Vec<Piece> {
    pieces(lines.iter().flat_map(|(line, baseline)| set(line, left, *baseline, size)).collect())
}

fn texts(lines: &[Piece]) -> Vec<String> {
    lines.iter().map(Piece::text).collect()
}

#[test]
fn prose_beside_prose_is_columns() {
    let left = side(
        &[
            ("a line of some prose", 100.0),
            ("goes on below the first", 112.0),
            ("and ends in a third", 124.0),
        ],
        50.0,
        10.0,
    );
    let right = side(
        &[
            ("another column of prose", 100.0),
            ("as long as the other", 112.0),
            ("or so it seems here", 124.0),
        ],
        300.0,
        10.0,
    );
    assert!(are_columns(&left, &right));
}

#[test]
fn short_facts_beside_lines_on_other_baselines_are_columns() {
    let left =
        side(&[("STATUS", 100.0), ("Approved", 122.0), ("BUDGET", 144.0), ("1,000", 166.0)], 50.0, 9.0);
    let right = side(&[("A", 104.0), ("B", 118.0), ("C", 126.0), ("D", 148.0), ("E", 162.0)], 300.0, 8.0);
    assert!(are_columns(&left, &right));
}

#[test]
fn a_wrapped_value_and_a_wrapped_label_stay_with_each_other() {
    let left =
        side(&[("PARTICIPATING", 100.0), ("ORGANISATIONS", 112.0), ("KEY PARTNERS", 124.0)], 50.0, 10.0);
    let right =
        side(&[("ILO", 100.0), ("Ministry of Mills; Union", 124.0), ("of Millers", 136.0)], 300.0, 10.0);
    assert!(!are_columns(&left, &right));
    let rows: Vec<_> =
        table(left, right).iter().map(|(labels, values)| (texts(labels), texts(values))).collect();
    let row = |labels: &[&str], values: &[&str]| {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        (owned(labels), owned(values))
    };
    let expected = [
        row(&["PARTICIPATING", "ORGANISATIONS"], &["ILO"]),
        row(&["KEY PARTNERS"], &["Ministry of Mills; Union", "of Millers"]),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_label_centred_against_its_value_has_all_of_it() {
    let left = side(&[("KEY PARTNERS", 112.0), ("BUDGET", 150.0)], 50.0, 10.0);
    let right = side(
        &[
            ("Ministry of Mills;", 100.0),
            ("Union of Millers", 112.0),
            ("and Bakers", 124.0),
            ("1,000", 150.0),
        ],
        300.0,
        10.0,
    );
    let rows = table(left, right);
    assert_eq!(rows.iter().map(|row| row.1.len()).collect::<Vec<_>>(), [3, 1]);
}

#[test]
fn boxes_have_their_label_above_in_a_type_of_its_own() {
    let left = side(&[("BUDGET (USD)", 100.0), ("1,000 and more", 114.0)], 50.0, 10.0);
    let right = side(&[("DURATION", 100.0), ("ten months", 114.0)], 300.0, 10.0);
    assert!(are_boxes(&left, &right));
    let value = side(&[("ten months", 100.0), ("no more", 114.0)], 300.0, 10.0);
    assert!(!are_boxes(&left, &value));
}
