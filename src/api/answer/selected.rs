//! What a query selects in an object, its fragments expanded: the side of the query that an answer is compared with.

use std::collections::HashSet;

use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet, Type,
};
use async_graphql::{Name, Positioned};

use crate::api::shape::Shape;

/// The selection sets of one object of an answer: several, where a key is selected several times.
#[derive(Clone)]
pub struct Selected<'a> {
    document: &'a ExecutableDocument,
    shape: &'a Shape,
    sets: Vec<(&'a str, &'a Positioned<SelectionSet>)>,
}

/// A field that is selected, with the type that it has.
struct Found<'a> {
    of: &'a str,
    field: &'a Field,
}

impl<'a> Selected<'a> {
    /// What an operation selects in its root.
    pub fn root(
        document: &'a ExecutableDocument,
        operation: &'a OperationDefinition,
        shape: &'a Shape,
    ) -> Self {
        Self { document, shape, sets: vec![(Shape::root(operation.ty), &operation.selection_set)] }
    }

    /// The keys of the object in the order of the specification (`CollectFields`): each where it is selected first. An
    /// object of one type among several lacks those of the others.
    pub fn keys(&self) -> Vec<&'a Name> {
        let mut seen = HashSet::new();
        let mut keys: Vec<_> = self.fields().iter().map(|found| &found.field.response_key().node).collect();
        keys.retain(|key| seen.insert(*key));
        keys
    }

    /// The type of a key's value, and what is selected below it. Where an interface has several fields of the key, any
    /// will do: a valid query has the same lists and marks in all of them.
    pub fn below(&self, key: &str) -> Option<(&'a Type, Self)> {
        let (mut ty, mut sets) = (None, Vec::new());
        for Found { of, field } in self.fields() {
            if field.response_key().node != key {
                continue;
            }
            if let Some(known) = self.shape.field(of, &field.name.node) {
                ty = Some(&known.ty);
                sets.push((known.named(), &field.selection_set));
            }
        }
        ty.map(|ty| (ty, Self { sets, ..*self }))
    }

    /// Whether this is a graph itself, the present one or an earlier one, whose fields may wait.
    pub fn is_query(&self) -> bool {
        self.sets.iter().any(|(of, _)| *of == "Query")
    }

    fn fields(&self) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        for (of, set) in &self.sets {
            self.collect(of, set, &mut HashSet::new(), &mut found);
        }
        found
    }

    fn collect(
        &self,
        of: &'a str,
        set: &'a Positioned<SelectionSet>,
        spread: &mut HashSet<&'a str>,
        found: &mut Vec<Found<'a>>,
    ) {
        for selection in &set.node.items {
            match &selection.node {
                Selection::Field(field) => found.push(Found { of, field: &field.node }),
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    self.collect(on.unwrap_or(of), &fragment.node.selection_set, spread, found);
                }
                Selection::FragmentSpread(selected) => {
                    let name = selected.node.fragment_name.node.as_str();
                    let fragment = self.document.fragments.get(name).filter(|_| spread.insert(name));
                    if let Some(fragment) = fragment {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.collect(on, &fragment.node.selection_set, spread, found);
                    }
                }
            }
        }
    }
}
