//! Objects of which nothing is wanted: no field is left of the selection, since a directive skips it or since a fragment
//! is on another type. They are empty objects. The engine shows them as null, so where that may come about it is asked
//! for one field more, which is taken out of its answer again.

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Name, Pos, Positioned, Value};

/// The field that is asked for besides; a document that has it as a key of its own loses it.
const MARK: &str = "__emptyUnlessSelected";

/// The document to be run instead of this one; `None` when no selection of it can come to nothing.
pub fn marked(document: &ExecutableDocument) -> Option<ExecutableDocument> {
    let sets = document.operations.iter().map(|(_, operation)| &operation.node.selection_set);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set);
    if !sets.chain(fragments).any(|set| set.node.items.iter().any(|item| needs(&item.node))) {
        return None;
    }
    let mut document = document.clone();
    // The roots need none: what is empty there is known to be so.
    match &mut document.operations {
        DocumentOperations::Single(operation) => {
            mark_below(&mut operation.node.selection_set.node);
        }
        DocumentOperations::Multiple(operations) => {
            for operation in operations.values_mut() {
                mark_below(&mut operation.node.selection_set.node);
            }
        }
    }
    for fragment in document.fragments.values_mut() {
        mark_below(&mut fragment.node.selection_set.node);
    }
    Some(document)
}

/// Takes the marks out of an answer.
pub fn unmark(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.shift_remove(MARK);
            fields.values_mut().for_each(unmark);
        }
        Value::List(items) => items.iter_mut().for_each(unmark),
        _ => {}
    }
}

/// Whether a selection has a field somewhere below that may be an object of which nothing is wanted.
fn needs(selection: &Selection) -> bool {
    let set = match selection {
        Selection::Field(field) => {
            let set = &field.node.selection_set.node;
            if !set.items.is_empty() && !is_sure(set) {
                return true;
            }
            set
        }
        Selection::InlineFragment(fragment) => &fragment.node.selection_set.node,
        Selection::FragmentSpread(_) => return false,
    };
    set.items.iter().any(|item| needs(&item.node))
}

/// Whether something is left of a selection whatever its variables and types are.
fn is_sure(set: &SelectionSet) -> bool {
    set.items.iter().any(|item| match &item.node {
        Selection::Field(field) => {
            let mut directives = field.node.directives.iter();
            !directives.any(|directive| matches!(directive.node.name.node.as_str(), "skip" | "include"))
        }
        Selection::FragmentSpread(_) | Selection::InlineFragment(_) => false,
    })
}

fn mark_below(set: &mut SelectionSet) {
    for item in &mut set.items {
        match &mut item.node {
            Selection::Field(field) => {
                let set = &mut field.node.selection_set.node;
                mark_below(set);
                if !set.items.is_empty() && !is_sure(set) {
                    set.items.push(at_none(Selection::Field(at_none(mark()))));
                }
            }
            Selection::InlineFragment(fragment) => mark_below(&mut fragment.node.selection_set.node),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn mark() -> Field {
    Field {
        alias: Some(at_none(Name::new(MARK))),
        name: at_none(Name::new("__typename")),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: at_none(SelectionSet::default()),
    }
}

fn at_none<T>(node: T) -> Positioned<T> {
    Positioned::new(node, Pos::default())
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn is_marked(query: &str) -> bool {
        marked(&parse_query(query).unwrap()).is_some()
    }

    #[test]
    fn only_what_may_come_to_nothing_is_marked() {
        assert!(!is_marked("{ a { b c @skip(if: true) } d @skip(if: true) }"));
        assert!(!is_marked("query A($v: Boolean!) { a { b ...F } } fragment F on T { c }"));
        assert!(is_marked("{ a { b @skip(if: true) } }"));
        assert!(is_marked("{ a { ... on B { c } } }"));
        assert!(is_marked("{ a { b ...F } } fragment F on T { c { d @include(if: false) } }"));
        assert!(is_marked("{ ... on Query { a { ...F } } } fragment F on T { c }"));
    }
}
