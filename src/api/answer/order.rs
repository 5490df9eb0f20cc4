//! Keys in the order in which the query has them (GraphQL specification, section 6.3.3).
//!
//! Only a graph's own fields may wait (`asOf`), and only a field that failed has lost its place; so these objects are
//! sorted and no others.

use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, PathSegment, Value};

use super::selected::Selected;

/// Sorts the root and the graphs of earlier times in it.
pub fn graphs(value: &mut Value, selected: &Selected<'_>) {
    let Value::Object(fields) = value else { return };
    sort(fields, selected);
    for (key, value) in fields {
        if let Some((_, below)) = selected.below(key)
            && below.is_query()
        {
            graphs(value, &below);
        }
    }
}

/// Sorts every object on a path.
pub fn along(value: &mut Value, selected: &Selected<'_>, path: &[PathSegment]) {
    if let Value::Object(fields) = value {
        sort(fields, selected);
    }
    let Some((first, rest)) = path.split_first() else { return };
    match (first, value) {
        (PathSegment::Field(key), Value::Object(fields)) => {
            if let (Some(value), Some((_, below))) = (fields.get_mut(key.as_str()), selected.below(key)) {
                along(value, &below, rest);
            }
        }
        (PathSegment::Index(row), Value::List(rows)) => {
            if let Some(row) = rows.get_mut(*row) {
                along(row, selected, rest);
            }
        }
        _ => {}
    }
}

fn sort(fields: &mut IndexMap<Name, Value>, selected: &Selected<'_>) {
    let keys = selected.keys();
    fields.sort_by_cached_key(|key, _| keys.iter().position(|known| *known == key));
}
