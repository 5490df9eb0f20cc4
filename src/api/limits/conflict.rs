//! Whether selections under one key can be one: the engine's rule on fields that overlap, which stops here at the first
//! that cannot. The engine goes on, with an error for each argument of each field, so that some thousand bytes would be
//! answered with hundreds of megabytes.
//!
//! It passes what the engine passes and nothing else; the engine still looks for itself.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Positioned, ServerError};

use crate::api::answer::VALIDATION_FAILED;

/// The first key of a document that is two fields at once, or one with different arguments.
pub fn conflict(document: &ExecutableDocument) -> Option<Box<ServerError>> {
    let search = Search { document };
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    operations.chain(fragments).find_map(|set| search.within(set))
}

struct Search<'a> {
    document: &'a ExecutableDocument,
}

/// What is selected under a key, for one type.
type Keys<'a> = HashMap<(Option<&'a str>, &'a str), &'a Positioned<Field>>;

impl<'a> Search<'a> {
    /// In a selection set, and in those that it is made of.
    fn within(&self, set: &'a SelectionSet) -> Option<Box<ServerError>> {
        let found = self.together(None, set, &mut HashMap::new(), &mut HashSet::new());
        found.or_else(|| {
            set.items.iter().find_map(|selection| match &selection.node {
                Selection::Field(field) => self.within(&field.node.selection_set.node),
                Selection::InlineFragment(fragment) => self.within(&fragment.node.selection_set.node),
                Selection::FragmentSpread(_) => None,
            })
        })
    }

    /// Among what is selected together, fragments expanded.
    fn together(
        &self,
        on: Option<&'a str>,
        set: &'a SelectionSet,
        keys: &mut Keys<'a>,
        spread: &mut HashSet<&'a str>,
    ) -> Option<Box<ServerError>> {
        set.items.iter().find_map(|selection| match &selection.node {
            Selection::Field(field) => {
                let key = field.node.response_key().node.as_str();
                let first = *keys.entry((on, key)).or_insert(field);
                (!std::ptr::eq(first, field)).then(|| differ(key, first, field)).flatten()
            }
            Selection::InlineFragment(fragment) => {
                let on = fragment.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                self.together(on, &fragment.node.selection_set.node, keys, spread)
            }
            Selection::FragmentSpread(fragment) => {
                let name = fragment.node.fragment_name.node.as_str();
                let fragment = &self.document.fragments.get(name)?.node;
                if !spread.insert(name) {
                    return None;
                }
                let on = Some(fragment.type_condition.node.on.node.as_str());
                self.together(on, &fragment.selection_set.node, keys, spread)
            }
        })
    }
}

fn differ(key: &str, one: &Positioned<Field>, other: &Positioned<Field>) -> Option<Box<ServerError>> {
    let (first, second) = (&one.node.name.node, &other.node.name.node);
    let what = if first != second {
        format!("`{key}` is both `{first}` and `{second}`")
    } else if !same_arguments(&one.node, &other.node) {
        format!("`{key}` is selected with different arguments")
    } else {
        return None;
    };
    let mut error = ServerError::new(format!("{what}: give one of them an alias of its own"), Some(one.pos));
    error.locations.push(other.pos);
    error.extensions.get_or_insert_default().set("code", VALIDATION_FAILED);
    Some(Box::new(error))
}

/// Whether two selections of one key ask for the same. Each argument is compared with each, as the engine does; a field
/// has few (`MOST_ARGUMENTS`).
pub fn same_field(one: &Field, other: &Field) -> bool {
    one.name.node == other.name.node && same_arguments(one, other)
}

fn same_arguments(one: &Field, other: &Field) -> bool {
    one.arguments.len() == other.arguments.len()
        && one
            .arguments
            .iter()
            .all(|(name, value)| other.get_argument(&name.node).is_some_and(|other| other.node == value.node))
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn check(query: &str, expected: Option<&str>) {
        let found = conflict(&parse_query(query).unwrap());
        let message = found.as_ref().map(|error| error.message.as_str());
        match expected {
            None => assert_eq!(message, None, "{query}"),
            Some(word) => {
                assert!(message.is_some_and(|message| message.contains(word)), "{query} {message:?}");
                assert_eq!(found.unwrap().locations.len(), 2);
            }
        }
    }

    #[test]
    fn a_key_is_one_field_with_the_same_arguments() {
        check("{ a: hub { version version } a: hub { builtAt } b: sources { slug } }", None);
        check("{ p(a: 1, b: [$n]) { x } p(b: [$n], a: 1) { y } }", None);
        check("{ a: hub { version } a: sources { slug } }", Some("both `hub` and `sources`"));
        check("{ hub { p(first: 1) p(first: 2) } }", Some("different arguments"));
        check("{ hub { p p(first: 2) } }", Some("different arguments"));
        check("{ ... { ... { a: x a: y } } }", Some("both"));
        check("{ ...F a: x } fragment F on Query { a: y }", None);
        check("{ ...F ... on Query { a: x } } fragment F on Query { a: y }", Some("both"));
        check("{ ...F ...F } fragment F on Query { hub { a: x a: y } }", Some("both"));
        check("{ ... on A { a: x } ... on B { a: y } ...nowhere }", None);
    }
}
