//! The parsed document, walked once: how deep and wide it is with its fragments expanded, and how large its answer
//! may be.
//!
//! A fragment is walked once, however often it is spread, and its cost is remembered; so the walk takes as many steps
//! as the document has selections. Operations that are not asked for count as well, but for `nodes`: to validate them
//! is work.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Pos, Positioned, ServerError, Variables};
use async_graphql_value::{ConstValue, Value};

use super::super::shape::{FieldShape, Shape};
use super::{Cost, DEFAULT_PAGE, Limits, MOST_DEPTH, MOST_PAGE, Measure};
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
        let mut may_run = self.document.operations.iter().filter(|(name, _)| match self.operation {
            Some(wanted) => name.is_some_and(|name| name == wanted),
            None => true,
        });
        let (_, operation) = may_run.next()?;
        may_run.next().is_none().then_some(&operation.node)
    }
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
    Walk { document, operation: None, limits, shape, fragments: HashMap::new(), steps: 0 }.all(text)
}

/// What a selection set costs for one object. Its values are counted per object and per row of the page that the object
/// is, so that a fragment has one cost whatever page it is spread in.
#[derive(Debug, Clone, Copy, Default)]
struct Subtree {
    depth: u64,
    fields: u64,
    aliases: u64,
    directives: u64,
    fixed: u64,
    per_row: u64,
}

impl Subtree {
    fn add(&mut self, other: Self) {
        self.depth = self.depth.max(other.depth);
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
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
    /// Selections looked at.
    steps: u64,
}

impl<'a> Walk<'a> {
    /// The cost of all operations, added to that of the text.
    fn all(&mut self, text: Cost) -> Result<Cost, Box<ServerError>> {
        let mut cost = text;
        let asked = self.document.asked();
        for (_, operation) in self.document.document.operations.iter() {
            self.operation = Some(&operation.node);
            // What a fragment costs depends on the variables' defaults, which are the operation's.
            self.fragments.clear();
            let root = Some(Shape::root(operation.node.ty));
            let mut one = self.selection_set(&operation.node.selection_set, root, 1)?;
            let variables = operation.node.variable_definitions.iter();
            let directives = variables.map(|variable| variable.node.directives.len()).sum::<usize>();
            one.directives += (operation.node.directives.len() + directives) as u64;
            if !asked.is_none_or(|asked| std::ptr::eq(asked, &operation.node)) {
                (one.fixed, one.per_row) = (0, 0);
            }
            cost.depth = cost.depth.max(one.depth);
            cost.fields += one.fields;
            cost.aliases += one.aliases;
            cost.directives += one.directives;
            cost.nodes = cost.nodes.max(one.fixed);
            let (fields, aliases, directives) = (cost.fields, cost.aliases, cost.directives);
            self.check(&Subtree { fields, aliases, directives, ..one }, operation.pos)?;
        }
        Ok(cost)
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
            self.steps += 1;
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
            one.directives = one.directives.saturating_add(selection.node.directives().len() as u64);
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
        let on = Some(fragment.type_condition.node.on.node.as_str());
        let mut cost = self.selection_set(&fragment.selection_set, on, level + 1)?;
        cost.directives = cost.directives.saturating_add(fragment.directives.len() as u64);
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
        below.aliases = below.aliases.saturating_add(u64::from(field.node.alias.is_some()));
        Ok(below)
    }

    /// How many rows a list has that is no page.
    fn length(&self, field: &Field) -> u64 {
        let otherwise = if field.name.node == "types" { TYPES } else { LIST };
        self.argument(field, "ids").unwrap_or(otherwise)
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
        Measure::Nodes.check(self.limits.nodes, sum.fixed.max(sum.per_row), at)
    }
}

fn deeper(mut cost: Subtree) -> Subtree {
    cost.depth += 1;
    cost
}

fn spreads_itself(name: &str, at: Pos) -> Box<ServerError> {
    let mut error = ServerError::new(
        format!("the fragment `{name}` spreads itself: take one of the spreads out"),
        Some(at),
    );
    error.extensions.get_or_insert_default().set("code", VALIDATION_FAILED);
    Box::new(error)
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    /// What a query costs and the steps that it took to know.
    fn measured(query: &str, variables: serde_json::Value) -> (Result<Cost, Box<ServerError>>, u64) {
        let document = parse_query(query).unwrap();
        let variables = Variables::from_json(variables);
        let document = Document { document: &document, operation: None, variables: &variables };
        let limits = Limits::default();
        let mut walk = Walk {
            document,
            operation: None,
            limits: &limits,
            shape: Shape::hub(),
            fragments: HashMap::new(),
            steps: 0,
        };
        let cost = walk.all(Cost::default());
        (cost, walk.steps)
    }

    fn cost(query: &str, variables: serde_json::Value) -> Cost {
        measured(query, variables).0.unwrap()
    }

    fn refused(query: &str) -> (String, u64) {
        let (found, steps) = measured(query, serde_json::json!({}));
        let extensions = found.unwrap_err().extensions.unwrap();
        let measure = extensions.get("measure").or(extensions.get("code")).unwrap().clone();
        (measure.into_json().unwrap().as_str().unwrap().to_owned(), steps)
    }

    /// A chain of fragments, each of which spreads the next several times.
    fn chain(links: usize, times: usize) -> String {
        let link = |number: usize| {
            let spreads = format!("...f{} ", number + 1).repeat(times);
            format!("fragment f{number} on Query {{ {spreads}}} ")
        };
        let links_: String = (0..links).map(link).collect();
        format!("{{ ...f0 }} {links_}fragment f{links} on Query {{ hub {{ version }} }}")
    }

    #[test]
    fn a_fragment_counts_as_often_as_it_is_spread_and_is_walked_once() {
        let query = chain(9, 2);
        let (found, steps) = measured(&query, serde_json::json!({}));
        let found = found.unwrap();
        assert_eq!((found.fields, found.nodes, found.depth), (1024, 1024, 12));
        assert_eq!(steps, 1 + 9 * 2 + 2);
    }

    #[test]
    fn nested_fragments_that_would_cost_seconds_cost_a_step_a_selection() {
        let query = chain(20, 5);
        assert!(query.len() < 1500);
        let (measure, steps) = refused(&query);
        assert_eq!(measure, "fields");
        assert!(steps <= 1 + 20 * 5 + 2, "{steps} steps");
        // Numbers past 64 bits are no way around.
        assert_eq!(refused(&chain(21, 60)).0, "fields");
    }

    #[test]
    fn a_fragment_that_spreads_itself_is_refused_before_it_is_expanded() {
        let query = "{ ...a } fragment a on Query { ...b ...b } fragment b on Query { ...a ...a }";
        let (code, steps) = refused(query);
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
        assert!(steps < 7, "{steps} steps");
    }

    #[test]
    fn values_are_the_sizes_of_pages_multiplied() {
        let none = serde_json::json!({});
        let nodes = |query: &str| cost(query, none.clone()).nodes;
        assert_eq!(nodes("{ programmes(first: 10) { totalCount nodes { slug title } } }"), 1 + 1 + 10 * 3);
        assert_eq!(nodes("{ programmes { nodes { slug } } }"), 1 + 250 * 2);
        assert_eq!(nodes("{ programmes(last: 3) { edges { cursor node { slug } } } }"), 1 + 3 * 4);
        assert_eq!(nodes("{ programmes(first: 99999999) { nodes { slug } } }"), 1 + 1000 * 2);
        assert_eq!(
            nodes("{ programmes(first: 2) { nodes { results(first: 5) { nodes { id } } } } }"),
            1 + 2 * (1 + 1 + 5 * 2)
        );
        assert_eq!(nodes("{ sources { slug } }"), 8 * 2);
        assert_eq!(nodes("{ nodes(ids: [1, 2, 3]) { id } }"), 3 * 2);
        assert_eq!(nodes("query A { hub { version } } query B { hub { version builtAt } }"), 3);
    }

    #[test]
    fn sizes_come_from_variables_and_their_defaults() {
        let query = "query($n: Int = 7, $ids: [ID!]!) { programmes(first: $n) { ...P } nodes(ids: $ids) { id } } \
                     fragment P on ProgrammeConnection { nodes { slug } }";
        let nodes = |variables| cost(query, variables).nodes;
        assert_eq!(nodes(serde_json::json!({ "ids": ["a"] })), 1 + 7 * 2 + 2);
        assert_eq!(nodes(serde_json::json!({ "ids": ["a", "b"], "n": 9 })), 1 + 9 * 2 + 4);
        assert_eq!(nodes(serde_json::json!({ "n": null })), 1 + 250 * 2 + 16);
    }

    #[test]
    fn each_measure_is_refused_where_it_is_passed() {
        let deep = format!("{{ {}hub{} }}", "asOf(time: 1) { ".repeat(24), " }".repeat(24));
        assert_eq!(refused(&deep).0, "depth");
        let inline = format!("{{ {}hub{} }}", "... { ".repeat(24), " }".repeat(24));
        assert_eq!(refused(&inline).0, "depth");
        let aliases: String = (0..201).map(|number| format!("a{number}: __typename ")).collect();
        assert_eq!(refused(&format!("{{ {aliases} }}")).0, "aliases");
        assert_eq!(refused(&format!("{{ {} }}", "__typename ".repeat(2001))).0, "fields");
        assert_eq!(refused(&format!("{{ __typename {} }}", "@skip(if: false) ".repeat(101))).0, "directives");
        let large = "{ programmes { nodes { results { nodes { countries { code } } } } } }";
        assert_eq!(refused(large).0, "nodes");
        assert_eq!(refused(&format!("{{ {} }}", "asOf(time: 1) { __typename } ".repeat(20))).0, "fields");
    }
}
