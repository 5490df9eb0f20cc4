//! From a document to a plan: fragments are put where they are spread, fields of one key are made one, in the order
//! that the GraphQL specification has (`CollectFields`, section 6.3.2), once for each type that an object may be.

use std::collections::HashSet;

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection as Selected,
    SelectionSet,
};
use async_graphql::{Name, Positioned, Variables};
use async_graphql_value::{ConstValue, Value};
use rustc_hash::FxHashMap;

use super::selection::{Given, Planned, Selection};
use super::types::{Kind, Types};
use crate::api::limits::same_field;
use crate::api::shape::Shape;

/// A plan has at most so many fields, so that types that may be many do not multiply without end.
const MOST_FIELDS: usize = 20_000;

/// An operation that can be run by writing its answer.
#[derive(Debug)]
pub struct Plan {
    /// What is selected of the root.
    pub selection: Selection,
    /// The variables with their defaults: null for one that may be null and has none.
    pub defined: Vec<(Name, Option<ConstValue>)>,
}

/// The plan of an operation; `None` when it is for the engine. It is only good when the engine's rules pass the
/// document, which is not looked at here. `variables` decide what `@skip` and `@include` leave.
pub fn compile(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    shape: &Shape,
    types: &Types,
) -> Option<Plan> {
    if operation.ty != OperationType::Query || !operation.directives.is_empty() {
        return None;
    }
    let defined = defined(operation);
    let mut compiler = Compiler { document, variables, defined: &defined, shape, types, fields: 0 };
    let selection = compiler.selection(Shape::root(operation.ty), &[&operation.selection_set.node])?;
    Some(Plan { selection, defined })
}

fn defined(operation: &OperationDefinition) -> Vec<(Name, Option<ConstValue>)> {
    let defined = operation.variable_definitions.iter().map(|defined| &defined.node);
    defined.map(|defined| (defined.name.node.clone(), defined.default_value().cloned())).collect()
}

struct Compiler<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    defined: &'a [(Name, Option<ConstValue>)],
    shape: &'a Shape,
    types: &'a Types,
    fields: usize,
}

/// The fields of one key: mostly there is one.
struct Merged<'a> {
    key: &'a str,
    first: &'a Field,
    others: Vec<&'a Field>,
}

impl<'a> Compiler<'a> {
    fn selection(&mut self, of: &str, sets: &[&'a SelectionSet]) -> Option<Selection> {
        match self.types.get(of)? {
            Kind::Leaf => Some(Selection::Leaf),
            Kind::OneOf(types) => {
                let arms = types.iter().map(|ty| self.selection(ty, sets));
                arms.collect::<Option<_>>().map(Selection::OneOf)
            }
            Kind::Object(slots) => {
                let mut merged = Vec::new();
                let mut spread = HashSet::new();
                for set in sets {
                    self.collect(of, set, &mut spread, &mut merged)?;
                }
                let fields = merged.iter().map(|merged| self.field(of, slots, merged));
                fields.collect::<Option<_>>().map(Selection::Fields)
            }
        }
    }

    fn collect(
        &self,
        of: &str,
        set: &'a SelectionSet,
        spread: &mut HashSet<&'a str>,
        merged: &mut Vec<Merged<'a>>,
    ) -> Option<()> {
        for selected in &set.items {
            if !self.is_included(selected.node.directives())? {
                continue;
            }
            match &selected.node {
                Selected::Field(field) => {
                    let key = field.node.response_key().node.as_str();
                    match merged.iter_mut().find(|known| known.key == key) {
                        Some(known) => known.others.push(&field.node),
                        None => merged.push(Merged { key, first: &field.node, others: Vec::new() }),
                    }
                }
                Selected::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    if on.is_none_or(|on| self.types.is(of, on)) {
                        self.collect(of, &fragment.node.selection_set.node, spread, merged)?;
                    }
                }
                Selected::FragmentSpread(fragment) => {
                    let name = fragment.node.fragment_name.node.as_str();
                    let fragment = &self.document.fragments.get(name)?.node;
                    if self.types.is(of, &fragment.type_condition.node.on.node) && spread.insert(name) {
                        self.collect(of, &fragment.selection_set.node, spread, merged)?;
                    }
                }
            }
        }
        Some(())
    }

    fn field(
        &mut self,
        of: &str,
        slots: &FxHashMap<&'static str, usize>,
        Merged { key, first, others }: &Merged<'a>,
    ) -> Option<Planned> {
        self.fields += 1;
        let name = first.name.node.as_str();
        if self.fields > MOST_FIELDS || others.iter().any(|other| !same_field(first, other)) {
            return None;
        }
        if name == "__typename" {
            let key = [",\"", key, "\":\"", of, "\""].concat();
            return Some(Planned {
                key: key.into_bytes().into(),
                slot: None,
                arguments: Vec::new(),
                below: Selection::Leaf,
            });
        }
        let slot = Some(*slots.get(name)?);
        let ty = self.shape.field(of, name)?.named();
        let below = match others.as_slice() {
            [] => self.selection(ty, &[&first.selection_set.node])?,
            others => {
                let all = std::iter::once(first).chain(others);
                let sets: Vec<_> = all.map(|field| &field.selection_set.node).collect();
                self.selection(ty, &sets)?
            }
        };
        let arguments = first.arguments.iter().map(|(name, value)| (name.node.clone(), given(&value.node)));
        let arguments = arguments.collect();
        let key = [",\"", key, "\":"].concat();
        Some(Planned { key: key.into_bytes().into(), slot, arguments, below })
    }

    /// Whether `@skip` and `@include` leave a selection; `None` when there are other directives.
    fn is_included(&self, directives: &[Positioned<Directive>]) -> Option<bool> {
        let mut included = true;
        for directive in directives {
            let wanted = match directive.node.name.node.as_str() {
                "include" => true,
                "skip" => false,
                _ => return None,
            };
            let condition = match &directive.node.get_argument("if")?.node {
                Value::Boolean(condition) => *condition,
                Value::Variable(name) => {
                    let default = || self.defined.iter().find(|(known, _)| known == name)?.1.as_ref();
                    match self.variables.get(name).or_else(default)? {
                        ConstValue::Boolean(condition) => *condition,
                        _ => return None,
                    }
                }
                _ => return None,
            };
            included &= condition == wanted;
        }
        Some(included)
    }
}

fn given(value: &Value) -> Given {
    match value.clone().into_const() {
        Some(constant) => Given::Constant(constant),
        None => Given::Variable(value.clone()),
    }
}
