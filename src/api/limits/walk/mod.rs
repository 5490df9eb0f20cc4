//! The parsed document, walked once: how deep and wide it is with its fragments expanded, and how large its answer
//! may be.
//!
//! A fragment is walked once, however often it is spread, and its cost is remembered; so the walk takes as many steps
//! as the document has selections. Operations that are not asked for count as well, but for `nodes`: to validate them
//! is work.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Pos, Positioned, ServerError, Variables};
use async_graphql_value::{ConstValue, Value};

use super::super::shape::{FieldShape, Shape};
use super::values::Values;
use super::{Cost, DEFAULT_PAGE, Limits, MOST_ARGUMENTS, MOST_DEPTH, MOST_PAGE, Measure};
use crate::api::answer::VALIDATION_FAILED;

/// Rows of a list that is no page: what the bundled editions have on the long side.
const LIST: u64 = 8;

/// Rows of the list of all types of the schema.
const TYPES: u64 = 150;

/// What the graph of an earlier time counts as, in fields: it is built for whoever asks for it.
const AS_OF_FIELDS: u64 = 100;

/// A document with what a request says of it.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    pub document: &'a ExecutableDocument,
    /// The operation that is asked for by name.
    pub operation: Option<&'a str>,
    pub variables: &'a Variables,
}

impl<'a> Document<'a> {
    /// The operation that would be run; `None` when the request does not say which.
    pub fn asked(&self) -> Option<&'a OperationDefinition> {
        asked(self.document, self.operation)
    }
}

/// The operation of a document that would be run; `None` when the request does not say which.
pub fn asked<'a>(document: &'a ExecutableDocument, wanted: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut may_run = document.operations.iter().filter(|(name, _)| match wanted {
        Some(wanted) => name.is_some_and(|name| name == wanted),
        None => true,
    });
    let (_, operation) = may_run.next()?;
    may_run.next().is_none().then_some(&operation.node)
}

/// Adds to a cost of the text what the document costs.
///
/// # Errors
/// `LIMIT_EXCEEDED` at the first selection past a limit, `GRAPHQL_VALIDATION_FAILED` for a fragment that spreads itself.
pub fn measure(
    document: Document<'_>,
    text: Cost,
    limits: &Limits,
    shape: &Shape,
) -> Result<Cost, Box<ServerError>> {
    Walk::new(document, limits, shape).all(text)
}

/// What a selection set costs for one object. Its values are counted per object and per row of the page that the object
/// is, so that a fragment has one cost whatever page it is spread in.
#[derive(Debug, Clone, Copy, Default)]
struct Subtree {
    depth: u64,
    fields: u64,
    aliases: u64,
    directives: u64,
    arguments: u64,
    fixed: u64,
    per_row: u64,
}

impl Subtree {
    fn add(&mut self, other: Self) {
        self.depth = self.depth.max(other.depth);
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.arguments = self.arguments.saturating_add(other.arguments);
        self.fixed = self.fixed.saturating_add(other.fixed);
        self.per_row = self.per_row.saturating_add(other.per_row);
    }
}

struct Walk<'a> {
    document: Document<'a>,
    operation: Option<&'a OperationDefinition>,
    limits: &'a Limits,
    shape: &'a Shape,
    /// `None` while it is walked.
    fragments: HashMap<&'a str, Option<Subtree>>,
    /// Those that any operation spreads.
    spread: HashSet<&'a str>,
    values: Values<'a>,
    /// Selections looked at.
    #[cfg(test)]
    steps: u64,
}

impl<'a> Walk<'a> {
    fn new(document: Document<'a>, limits: &'a Limits, shape: &'a Shape) -> Self {
        Self {
            document,
            operation: None,
            limits,
            shape,
            fragments: HashMap::new(),
            spread: HashSet::new(),
            values: Values::new(document.variables, None),
            #[cfg(test)]
            steps: 0,
        }
    }

    /// The cost of all operations, added to that of the text.
    fn all(&mut self, text: Cost) -> Result<Cost, Box<ServerError>> {
        let mut cost = text;
        let asked = self.document.asked();
        for (_, operation) in self.document.document.operations.iter() {
            self.operation = Some(&operation.node);
            self.values = Values::new(self.document.variables, self.operation);
            // What a fragment costs depends on the variables' defaults, which are the operation's.
            self.fragments.clear();
            let root = Some(Shape::root(operation.node.ty));
            let mut one = self.selection_set(&operation.node.selection_set, root, 1)?;
            let variables = operation.node.variable_definitions.iter();
            let directives = variables.map(|variable| variable.node.directives.len()).sum::<usize>();
            one.directives += (operation.node.directives.len() + directives) as u64;
            one.arguments =
                one.arguments.saturating_add(self.values.of_directives(&operation.node.directives)?);
            if !asked.is_none_or(|asked| std::ptr::eq(asked, &operation.node)) {
                (one.fixed, one.per_row) = (0, 0);
            }
            cost.depth = cost.depth.max(one.depth);
            cost.fields += one.fields;
            cost.aliases += one.aliases;
            cost.directives += one.directives;
            cost.arguments = cost.arguments.saturating_add(one.arguments);
            cost.nodes = cost.nodes.max(one.fixed);
            let Cost { fields, aliases, directives, arguments, .. } = cost;
            self.check(&Subtree { fields, aliases, directives, arguments, ..one }, operation.pos)?;
        }
        let all = self.document.document.fragments.iter();
        let unused = all.filter(|(name, _)| !self.spread.contains(name.as_str()));
        // The first of the document, as they are kept in no order.
        match unused.min_by_key(|(_, fragment)| fragment.pos) {
            // The engine would refuse it too, after it has looked into each.
            Some((name, fragment)) => Err(wrong(
                format!("no operation spreads the fragment `{name}`: take it out, or spread it"),
                fragment.pos,
            )),
            None => Ok(cost),
        }
    }

    fn selection_set(
        &mut self,
        set: &'a Positioned<SelectionSet>,
        of: Option<&'a str>,
        level: u64,
    ) -> Result<Subtree, Box<ServerError>> {
        Measure::Depth.check(self.limits.depth.min(MOST_DEPTH), level, set.pos)?;
        let mut sum = Subtree { depth: 1, ..Subtree::default() };
        for selection in &set.node.items {
            #[cfg(test)]
            {
                self.steps += 1;
            }
            let mut one = match &selection.node {
                Selection::Field(field) => self.field(field, of, level)?,
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    deeper(self.selection_set(&fragment.node.selection_set, on.or(of), level + 1)?)
                }
                Selection::FragmentSpread(spread) => {
                    deeper(self.fragment(&spread.node.fragment_name.node, selection.pos, level)?)
                }
            };
            let directives = selection.node.directives();
            one.directives = one.directives.saturating_add(directives.len() as u64);
            one.arguments = one.arguments.saturating_add(self.values.of_directives(directives)?);
            sum.add(one);
            self.check(&sum, selection.pos)?;
        }
        Ok(sum)
    }

    fn fragment(&mut self, name: &'a str, at: Pos, level: u64) -> Result<Subtree, Box<ServerError>> {
        match self.fragments.get(name) {
            Some(Some(known)) => {
                Measure::Depth.check(self.limits.depth.min(MOST_DEPTH), level + known.depth, at)?;
                return Ok(*known);
            }
            Some(None) => return Err(spreads_itself(name, at)),
            None => {}
        }
        // One that there is not is for the validation to complain of, which is work.
        let Some(fragment) = self.document.document.fragments.get(name) else {
            return Ok(Subtree { fields: 1, ..Subtree::default() });
        };
        let fragment = &fragment.node;
        self.fragments.insert(name, None);
        self.spread.insert(name);
        let on = Some(fragment.type_condition.node.on.node.as_str());
        let mut cost = self.selection_set(&fragment.selection_set, on, level + 1)?;
        cost.directives = cost.directives.saturating_add(fragment.directives.len() as u64);
        cost.arguments = cost.arguments.saturating_add(self.values.of_directives(&fragment.directives)?);
        self.fragments.insert(name, Some(cost));
        Ok(cost)
    }

    fn field(
        &mut self,
        field: &'a Positioned<Field>,
        of: Option<&'a str>,
        level: u64,
    ) -> Result<Subtree, Box<ServerError>> {
        let name = field.node.name.node.as_str();
        let shape = of.and_then(|of| self.shape.field(of, name));
        let given = &field.node.arguments;
        if given.len() > MOST_ARGUMENTS {
            let message = format!(
                "`{name}` is given {} arguments, and no field takes more than {MOST_ARGUMENTS}: give each once",
                given.len()
            );
            return Err(wrong(message, field.pos));
        }
        let mut below = Subtree::default();
        if !field.node.selection_set.node.items.is_empty() {
            below = deeper(self.selection_set(
                &field.node.selection_set,
                shape.map(FieldShape::named),
                level + 1,
            )?);
        }
        let rows = self.argument(&field.node, "first").or_else(|| self.argument(&field.node, "last"));
        let rows = rows.unwrap_or(DEFAULT_PAGE as u64).clamp(1, MOST_PAGE as u64);
        let values = below.fixed.saturating_add(rows.saturating_mul(below.per_row)).saturating_add(1);
        (below.fixed, below.per_row) = match shape {
            // The rows of a page are as many as the field above asks for.
            Some(_)
                if matches!(name, "nodes" | "edges") && of.is_some_and(|of| of.ends_with("Connection")) =>
            {
                (0, values)
            }
            Some(shape) if shape.is_list() => (self.length(&field.node).saturating_mul(values), 0),
            _ => (values, 0),
        };
        below.fields = below.fields.saturating_add(if name == "asOf" { AS_OF_FIELDS } else { 1 });
        below.arguments = below.arguments.saturating_add(self.values.of(given, field.pos)?);
        below.aliases = below.aliases.saturating_add(u64::from(field.node.alias.is_some()));
        Ok(below)
    }

    /// How many rows a list has that is no page.
    fn length(&self, field: &Field) -> u64 {
        let otherwise = if field.name.node == "types" { TYPES } else { LIST };
        self.argument(field, "ids").or_else(|| self.argument(field, "representations")).unwrap_or(otherwise)
    }

    /// An argument that is a number, or the length of one that is a list; from the variables or their defaults where it
    /// is one. Looked at where it is, as a variable may be large and named often.
    fn argument(&self, field: &Field, name: &str) -> Option<u64> {
        let variable = match &field.get_argument(name)?.node {
            Value::Variable(variable) => variable,
            Value::Number(number) => return Some(number.as_u64().unwrap_or(0)),
            Value::List(rows) => return Some(rows.len() as u64),
            _ => return None,
        };
        let mut defined = self.operation.iter().flat_map(|operation| &operation.variable_definitions);
        let default = || defined.find(|defined| defined.node.name.node == *variable)?.node.default_value();
        match self.document.variables.get(variable).or_else(default)? {
            ConstValue::Number(number) => Some(number.as_u64().unwrap_or(0)),
            ConstValue::List(rows) => Some(rows.len() as u64),
            _ => None,
        }
    }

    fn check(&self, sum: &Subtree, at: Pos) -> Result<(), Box<ServerError>> {
        Measure::Fields.check(self.limits.fields, sum.fields, at)?;
        Measure::Aliases.check(self.limits.aliases, sum.aliases, at)?;
        Measure::Directives.check(self.limits.directives, sum.directives, at)?;
        Measure::Arguments.check(self.limits.arguments, sum.arguments, at)?;
        Measure::Nodes.check(self.limits.nodes, sum.fixed.max(sum.per_row), at)
    }
}

fn deeper(mut cost: Subtree) -> Subtree {
    cost.depth += 1;
    cost
}

fn spreads_itself(name: &str, at: Pos) -> Box<ServerError> {
    wrong(format!("the fragment `{name}` spreads itself: take one of the spreads out"), at)
}

fn wrong(message: String, at: Pos) -> Box<ServerError> {
    let mut error = ServerError::new(message, Some(at));
    error.extensions.get_or_insert_default().set("code", VALIDATION_FAILED);
    Box::new(error)
}

#[cfg(test)]
mod tests;
