//! Whether a document surely passes the engine's rules, found out at the cost of reading it once. It knows every rule
//! for what most people ask: one query, fields, arguments, fragments, variables, `@skip` and `@include`; but that on
//! fields that overlap, which `limits::conflict` holds. Of anything else, and of everything that is wrong, it says that
//! it is not sure, and the engine's own rules are asked.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, Field, OperationType, Selection, SelectionSet, Type,
    VariableDefinition,
};
use async_graphql::{Name, Positioned};
use async_graphql_value::{ConstValue, Value};
use rustc_hash::FxHashMap;

use super::types::{Kind, Types};
use crate::api::shape::{Input, InputField, Shape};
use crate::api::value;
use crate::api::variables::named;

/// Whether a document surely passes in which `limits::conflict` finds nothing: fields that overlap are its to judge,
/// and are not looked at here. Fragments do not spread themselves.
pub fn surely_pass(document: &ExecutableDocument, shape: &Shape, types: &Types) -> bool {
    Rules { document, shape, types, defined: HashMap::new(), used: HashSet::new(), spread: HashSet::new() }
        .document()
        .is_some()
}

/// `None` is "not sure" in all of this.
struct Rules<'a> {
    document: &'a ExecutableDocument,
    shape: &'a Shape,
    types: &'a Types,
    defined: HashMap<&'a str, &'a VariableDefinition>,
    used: HashSet<&'a str>,
    spread: HashSet<&'a str>,
}

impl<'a> Rules<'a> {
    fn document(&mut self) -> Option<()> {
        let mut operations = self.document.operations.iter();
        let (_, operation) = operations.next()?;
        let operation = &operation.node;
        sure(operations.next().is_none() && operation.ty == OperationType::Query)?;
        sure(operation.directives.is_empty())?;
        for defined in operation.variable_definitions.iter().map(|defined| &defined.node) {
            self.variable(defined)?;
        }
        self.selections(Shape::root(operation.ty), &operation.selection_set.node)?;
        sure(self.used.len() == self.defined.len() && self.spread.len() == self.document.fragments.len())
    }

    fn variable(&mut self, defined: &'a VariableDefinition) -> Option<()> {
        let ty = &defined.var_type.node;
        self.shape.input(named(ty))?;
        sure(defined.directives.is_empty())?;
        sure(defined.default_value.as_ref().is_none_or(|default| self.fits(&default.node, ty)))?;
        sure(self.defined.insert(&defined.name.node, defined).is_none())
    }

    fn selections(&mut self, of: &'a str, set: &'a SelectionSet) -> Option<()> {
        sure(!set.items.is_empty())?;
        self.set(of, set)
    }

    fn set(&mut self, of: &'a str, set: &'a SelectionSet) -> Option<()> {
        for selection in &set.items {
            self.directives(selection.node.directives())?;
            match &selection.node {
                Selection::Field(field) => self.field(of, &field.node)?,
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map_or(of, |on| &on.node.on.node);
                    self.overlap(of, on)?;
                    self.selections(on, &fragment.node.selection_set.node)?;
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    let fragment = &self.document.fragments.get(name)?.node;
                    let on = fragment.type_condition.node.on.node.as_str();
                    self.overlap(of, on)?;
                    if self.spread.insert(name) {
                        sure(fragment.directives.is_empty())?;
                        self.selections(on, &fragment.selection_set.node)?;
                    }
                }
            }
        }
        Some(())
    }

    fn field(&mut self, of: &str, field: &'a Field) -> Option<()> {
        let set = &field.selection_set.node;
        if field.name.node == "__typename" {
            return sure(field.arguments.is_empty() && set.items.is_empty());
        }
        let known = self.shape.field(of, &field.name.node)?;
        self.arguments(&known.arguments, &field.arguments)?;
        let ty = known.named();
        match self.types.get(ty)? {
            Kind::Leaf => sure(set.items.is_empty()),
            Kind::Object(_) | Kind::OneOf(_) => self.selections(ty, set),
        }
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>]) -> Option<()> {
        for (index, directive) in directives.iter().enumerate() {
            let Directive { name, arguments } = &directive.node;
            sure(matches!(name.node.as_str(), "skip" | "include"))?;
            sure(directives[..index].iter().all(|other| other.node.name.node != name.node))?;
            let [(name, condition)] = arguments.as_slice() else { return None };
            sure(name.node == "if")?;
            match &condition.node {
                Value::Boolean(_) => {}
                Value::Variable(name) => {
                    let ty = &self.defined(name)?.var_type.node;
                    sure(!ty.nullable && ty.base == BaseType::Named(Name::new("Boolean")))?;
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn arguments(
        &mut self,
        known: &'a FxHashMap<String, InputField>,
        given: &'a [(Positioned<Name>, Positioned<Value>)],
    ) -> Option<()> {
        for (index, (name, value)) in given.iter().enumerate() {
            sure(given[..index].iter().all(|(other, _)| other.node != name.node))?;
            self.value(&value.node, &known.get(name.node.as_str())?.ty)?;
        }
        let has = |wanted: &str| given.iter().any(|(name, _)| name.node == wanted);
        sure(known.iter().all(|(name, argument)| argument.may_be_absent() || has(name)))
    }

    fn value(&mut self, value: &'a Value, ty: &Type) -> Option<()> {
        if let Some(constant) = value.clone().into_const() {
            return sure(self.fits(&constant, ty));
        }
        match (value, &ty.base) {
            (Value::Variable(name), _) => sure(may_stand_for(&self.defined(name)?.var_type.node, ty)),
            (Value::List(rows), BaseType::List(row)) => {
                rows.iter().try_for_each(|value| self.value(value, row))
            }
            (Value::Object(values), BaseType::Named(name)) => {
                let Some(Input::Object(fields)) = self.shape.input(name) else { return None };
                values
                    .iter()
                    .try_for_each(|(name, value)| self.value(value, &fields.get(name.as_str())?.ty))?;
                sure(
                    fields
                        .iter()
                        .all(|(name, field)| field.may_be_absent() || values.contains_key(name.as_str())),
                )
            }
            _ => None,
        }
    }

    fn fits(&self, value: &ConstValue, ty: &Type) -> bool {
        value::check(value, ty, self.shape).is_ok()
    }

    fn defined(&mut self, name: &'a Name) -> Option<&'a VariableDefinition> {
        self.used.insert(name);
        self.defined.get(name.as_str()).copied()
    }

    /// Whether a value of one type may be of the other.
    fn overlap(&self, one: &str, other: &str) -> Option<()> {
        match self.types.get(one)? {
            Kind::Leaf => None,
            Kind::Object(_) => sure(self.may_be(other, one)),
            Kind::OneOf(types) => sure(types.iter().any(|ty| self.may_be(other, ty))),
        }
    }

    fn may_be(&self, of: &str, object: &str) -> bool {
        self.types.get(of).is_some_and(|kind| !matches!(kind, Kind::Leaf)) && self.types.is(object, of)
    }
}

fn sure(condition: bool) -> Option<()> {
    condition.then_some(())
}

/// Whether a variable of a type surely may be given where a type is wanted.
fn may_stand_for(variable: &Type, wanted: &Type) -> bool {
    if variable.nullable && !wanted.nullable {
        return false;
    }
    match (&variable.base, &wanted.base) {
        (BaseType::Named(variable), BaseType::Named(wanted)) => variable == wanted,
        // Of a list that cannot be null the engine does not let pass what the specification does.
        (BaseType::List(row), BaseType::List(wanted_row)) => {
            variable.nullable == wanted.nullable && may_stand_for(row, wanted_row)
        }
        _ => false,
    }
}
