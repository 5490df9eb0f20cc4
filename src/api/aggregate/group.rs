//! Grouping rows by several keys at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use async_graphql::{Result, SimpleObject};
use gcm_hub_macros::Written;

use crate::api::error::user_error;

/// One key of a group: the value, in a form that filters take, and what people call it.
#[derive(SimpleObject, Written, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKey {
    /// The name of the grouping, as in its enumeration: `COUNTRY`.
    pub by: String,
    /// The value in the form that filters take: `TJK`, `2`, `FUNDED`; null for rows that have none.
    pub value: Option<String>,
    /// What people call the value; "not stated" for rows that have none.
    pub label: String,
}

impl GroupKey {
    /// A key with a value.
    pub fn new(by: &str, value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { by: by.to_owned(), value: Some(value.into()), label: label.into() }
    }

    /// The key of rows that have no value.
    pub fn none(by: &str) -> Self {
        Self { by: by.to_owned(), value: None, label: "not stated".to_owned() }
    }
}

/// Groups with their rows, the largest first.
pub struct Groups<R> {
    /// The groups that are shown.
    pub shown: Vec<(Vec<GroupKey>, Vec<R>)>,
    /// How many groups are not shown.
    pub other_groups: usize,
    /// How many rows are in no shown group; each is counted once.
    pub other_rows: usize,
}

/// How many groups are shown at most.
///
/// # Errors
/// When `first` is negative.
pub fn most(first: Option<i32>) -> Result<usize> {
    let number = |first| {
        usize::try_from(first).map_err(|_| user_error(format!("`first` is {first}: it must not be negative")))
    };
    first.map_or(Ok(usize::MAX), number)
}

/// Groups rows by each combination of their keys; at most `first` groups are shown, the largest, then by label.
///
/// # Errors
/// When `first` is negative or no grouping is given.
pub fn group<R: Copy + Eq + Hash + Ord>(
    rows: &[R],
    groupings: usize,
    first: Option<i32>,
    keys: impl Fn(R, usize) -> Vec<GroupKey>,
) -> Result<Groups<R>> {
    if groupings == 0 {
        return Err(user_error("`by` is empty: name at least one grouping"));
    }
    if groupings > MOST_GROUPINGS {
        return Err(user_error(format!("`by` names {groupings} groupings: {MOST_GROUPINGS} at most")));
    }
    let names: BTreeSet<String> = rows.first().map_or_else(BTreeSet::new, |row| {
        (0..groupings).flat_map(|grouping| keys(*row, grouping)).map(|key| key.by).collect()
    });
    if !rows.is_empty() && names.len() < groupings {
        return Err(user_error("`by` names one grouping twice: name each once"));
    }
    let most = most(first)?;
    let mut groups: BTreeMap<Vec<GroupKey>, Vec<R>> = BTreeMap::new();
    for row in rows {
        let mut combinations = vec![Vec::new()];
        for grouping in 0..groupings {
            let values = keys(*row, grouping);
            combinations = combinations
                .into_iter()
                .flat_map(|combination: Vec<GroupKey>| {
                    values.iter().map(move |key| combination.iter().cloned().chain([key.clone()]).collect())
                })
                .collect();
        }
        for combination in combinations {
            groups.entry(combination).or_default().push(*row);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    largest_first(&mut groups, Vec::len);
    let rest = groups.split_off(groups.len().min(most));
    let shown: BTreeSet<R> = groups.iter().flat_map(|(_, rows)| rows.iter().copied()).collect();
    let other_rows = rows.iter().filter(|row| !shown.contains(row)).count();
    Ok(Groups { shown: groups, other_groups: rest.len(), other_rows })
}

/// Sorts groups by their size, then by label.
pub fn largest_first<Rows>(groups: &mut [(Vec<GroupKey>, Rows)], size: impl Fn(&Rows) -> usize) {
    let labels = |keys: &[GroupKey]| keys.iter().map(|key| key.label.clone()).collect::<Vec<_>>();
    groups.sort_by_cached_key(|(keys, rows)| (Reverse(size(rows)), labels(keys), keys.clone()));
}

/// More keys at once make tables that nobody reads, and cost the product of their values.
const MOST_GROUPINGS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(row: u32, grouping: usize) -> Vec<GroupKey> {
        match grouping {
            0 => (1..=3)
                .filter(|n| row.is_multiple_of(*n))
                .map(|n| GroupKey::new("N", n.to_string(), n.to_string()))
                .collect(),
            _ if row > 4 => vec![GroupKey::new("BIG", "true", "big")],
            _ => vec![GroupKey::none("BIG")],
        }
    }

    #[test]
    fn the_remainder_is_reported_and_each_row_counted_once() {
        let groups = group(&[1, 2, 3, 4, 5, 6], 1, Some(1), keys).unwrap();
        assert_eq!(groups.shown[0].1, [1, 2, 3, 4, 5, 6]);
        assert_eq!((groups.other_groups, groups.other_rows), (2, 0));
        let none = group(&[1, 2, 3], 1, Some(0), keys).unwrap();
        assert_eq!((none.shown.len(), none.other_groups, none.other_rows), (0, 3, 3));
    }

    #[test]
    fn several_keys_make_a_group_of_each_combination() {
        let groups = group(&[4, 6], 2, None, keys).unwrap();
        let sizes: usize = groups.shown.iter().map(|(_, rows)| rows.len()).sum();
        assert_eq!((groups.shown.len(), sizes), (5, 5));
        assert!(group(&[1], 0, None, keys).is_err());
        assert!(group(&[1], 1, Some(-1), keys).is_err());
    }
}
