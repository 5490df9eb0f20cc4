//! Fragments on a union. The engine takes them where a value is of the union itself, but leaves them out where it is of
//! one of its types, or of an interface that those have. So it is given fragments on those instead.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, FragmentDefinition, FragmentSpread, InlineFragment, Selection,
    SelectionSet, TypeCondition,
};
use async_graphql::{Name, Pos, Positioned};

use crate::api::shape::Shape;

/// The document to be run instead of this one; `None` when it has no fragment on a union, and when one is wrong, so that
/// the engine complains of what was sent.
pub fn without_unions(document: &ExecutableDocument, shape: &Shape) -> Option<ExecutableDocument> {
    let sets = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let mut conditions = HashSet::new();
    for set in sets.chain(document.fragments.values().map(|fragment| &fragment.node.selection_set.node)) {
        conditions_of(set, &mut conditions);
    }
    let fragments = document.fragments.iter();
    let named: HashMap<_, _> = fragments
        .map(|(name, fragment)| (name.clone(), fragment.node.type_condition.node.on.node.clone()))
        .collect();
    conditions.extend(named.values().map(Name::as_str));
    if !conditions.iter().any(|on| shape.is_union(on)) {
        return None;
    }
    let on_unions = named.iter().filter(|(_, on)| shape.is_union(on));
    let on_unions = on_unions.map(|(name, on)| (name.clone(), on.clone())).collect();
    let mut change = Change { shape, named, on_unions, made: Vec::new() };
    let mut changed = document.clone();
    change.document(&mut changed)?;
    Some(changed)
}

fn conditions_of<'a>(set: &'a SelectionSet, found: &mut HashSet<&'a str>) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => conditions_of(&field.node.selection_set.node, found),
            Selection::InlineFragment(fragment) => {
                found.extend(fragment.node.type_condition.as_ref().map(|on| on.node.on.node.as_str()));
                conditions_of(&fragment.node.selection_set.node, found);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// What is done to a document; `None` where something is wrong with it.
struct Change<'a> {
    shape: &'a Shape,
    /// The document's fragments, by what they are on.
    named: HashMap<Name, Name>,
    /// Those of them that are on unions.
    on_unions: HashMap<Name, Name>,
    /// What inline fragments on unions became.
    made: Vec<(Name, Positioned<FragmentDefinition>)>,
}

impl<'a> Change<'a> {
    fn document(&mut self, document: &mut ExecutableDocument) -> Option<()> {
        let operations: Vec<_> = match &mut document.operations {
            DocumentOperations::Single(operation) => vec![&mut operation.node],
            DocumentOperations::Multiple(operations) => {
                operations.values_mut().map(|operation| &mut operation.node).collect()
            }
        };
        for operation in operations {
            self.set(Shape::root(operation.ty), &mut operation.selection_set.node)?;
        }
        for fragment in document.fragments.values_mut() {
            let fragment = &mut fragment.node;
            let on = &mut fragment.type_condition.node.on.node;
            if self.shape.is_union(on) {
                self.is_selectable(on, &fragment.selection_set.node)?;
                *on = Name::new(self.interface(on)?);
            }
            self.set(&on.clone(), &mut fragment.selection_set.node)?;
        }
        document.fragments.extend(self.made.drain(..));
        Some(())
    }

    fn set(&mut self, of: &str, set: &mut SelectionSet) -> Option<()> {
        let mut items = Vec::with_capacity(set.items.len());
        for mut item in std::mem::take(&mut set.items) {
            match &mut item.node {
                Selection::Field(field) => {
                    // One that there is not is the engine's to complain of.
                    if let Some(shape) = self.shape.field(of, &field.node.name.node) {
                        self.set(shape.named(), &mut field.node.selection_set.node)?;
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map(|on| on.node.on.node.clone());
                    match on.filter(|on| self.shape.is_union(on) && on != of) {
                        Some(union) => {
                            items.extend(self.inline(of, &union, item)?);
                            continue;
                        }
                        None => self.fragment(of, &mut fragment.node)?,
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.clone();
                    if let Some(union) = self.on_unions.get(&name).filter(|union| *union != of) {
                        let members = self.shape.common(of, union)?;
                        if members != [of] {
                            items.extend(on_each(&members, &item, &name));
                            continue;
                        }
                    }
                }
            }
            items.push(item);
        }
        set.items = items;
        Some(())
    }

    fn fragment(&mut self, of: &str, fragment: &mut InlineFragment) -> Option<()> {
        let on = fragment.type_condition.as_ref().map(|on| on.node.on.node.clone());
        self.set(on.as_ref().map_or(of, Name::as_str), &mut fragment.selection_set.node)
    }

    /// What stands in the place of an inline fragment on a union, where a value is of another type.
    fn inline(
        &mut self,
        of: &str,
        union: &Name,
        mut item: Positioned<Selection>,
    ) -> Option<Vec<Positioned<Selection>>> {
        let members = self.shape.common(of, union)?;
        let Selection::InlineFragment(fragment) = &mut item.node else { return None };
        self.is_selectable(union, &fragment.node.selection_set.node)?;
        // Of the interface, since within it fragments on the union's other types may stand too.
        let on = self.interface(union)?;
        if members == [of] {
            fragment.node.type_condition = Some(condition(on, item.pos));
            self.fragment(of, &mut fragment.node)?;
            return Some(vec![item]);
        }
        // Made once and spread for each type, so that a document grows no faster than its fragments nest.
        let mut set = std::mem::take(&mut fragment.node.selection_set);
        self.set(on, &mut set.node)?;
        let name = Name::new(format!("__on{union}{}", self.made.len()));
        let type_condition = condition(on, item.pos);
        let made = FragmentDefinition { type_condition, directives: Vec::new(), selection_set: set };
        self.made.push((name.clone(), Positioned::new(made, item.pos)));
        Some(on_each(&members, &item, &name))
    }

    /// Whether a union has what is selected of it: nothing but its type's name and fragments that its types may match.
    fn is_selectable(&self, union: &str, set: &SelectionSet) -> Option<()> {
        let is_selectable = |item: &Positioned<Selection>| match &item.node {
            Selection::Field(field) => field.node.name.node == "__typename",
            Selection::InlineFragment(fragment) => match &fragment.node.type_condition {
                Some(on) => self.shape.common(union, &on.node.on.node).is_some(),
                None => self.is_selectable(union, &fragment.node.selection_set.node).is_some(),
            },
            Selection::FragmentSpread(spread) => {
                let on = self.named.get(&spread.node.fragment_name.node);
                on.is_some_and(|on| self.shape.common(union, on).is_some())
            }
        };
        set.items.iter().all(is_selectable).then_some(())
    }

    /// An interface that all types of a union have.
    fn interface(&self, union: &str) -> Option<&'a str> {
        self.shape.interface_of(union)
    }
}

/// For each type a fragment that spreads another, in the place and under the directives of a selection.
fn on_each(types: &[&str], item: &Positioned<Selection>, name: &Name) -> Vec<Positioned<Selection>> {
    let at = item.pos;
    let positioned = |name: &Name| Positioned::new(name.clone(), at);
    let on_one = |ty: &&str| {
        let spread = FragmentSpread { fragment_name: positioned(name), directives: Vec::new() };
        let spread = Positioned::new(Selection::FragmentSpread(Positioned::new(spread, at)), at);
        let fragment = InlineFragment {
            type_condition: Some(condition(ty, at)),
            directives: item.node.directives().to_vec(),
            selection_set: Positioned::new(SelectionSet { items: vec![spread] }, at),
        };
        Positioned::new(Selection::InlineFragment(Positioned::new(fragment, at)), at)
    };
    types.iter().map(on_one).collect()
}

fn condition(on: &str, at: Pos) -> Positioned<TypeCondition> {
    Positioned::new(TypeCondition { on: Positioned::new(Name::new(on), at) }, at)
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn changed(query: &str) -> Option<ExecutableDocument> {
        without_unions(&parse_query(query).unwrap(), Shape::hub())
    }

    #[test]
    fn only_right_fragments_on_unions_change_a_document() {
        let programmes = |set: &str| format!("{{ programmes {{ nodes {{ {set} }} }} }}");
        assert!(changed(&programmes("... on Node { id }")).is_none());
        assert!(changed(&programmes("... on Linkable { ... on Programme { id } }")).is_some());
        assert!(changed(&programmes("... on Linkable { id }")).is_none(), "a union has no fields");
        assert!(changed(&programmes("... on Linkable { ... on Organisation { id } }")).is_none());
        assert!(changed("{ countries { nodes { ... on Linkable { __typename } } } }").is_none());
        assert!(changed("{ hub { ...F } } fragment F on Linkable { __typename }").is_none());
    }

    #[test]
    fn a_document_grows_no_faster_than_its_fragments_nest() {
        let mut query = "__typename".to_owned();
        for _ in 0..20 {
            query = format!("... on Linkable {{ ... on Node {{ {query} }} }}");
        }
        let changed = changed(&format!("{{ node(id: 1) {{ {query} }} }}")).unwrap();
        assert_eq!(changed.fragments.len(), 20);
    }
}
