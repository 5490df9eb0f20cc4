//! What of an answer makes the rows of a table, and which columns they have. The rule, which the README tells users:
//!
//! * rows are the items of one list of the operation that lies in no other list; unless another is asked for it is the
//!   first page of a connection in the order of the document, or the first list where there is none. An operation
//!   without a list is one row;
//! * a column is a leaf below it, named by its path with dots; `nodes` and `edges` of connections are not named;
//! * where a path goes through a further list, the cell has the values of all its items in order, joined by `; `, a
//!   missing one as nothing, so that columns of one list keep step;
//! * columns that go through evidence are set apart, and written on request only.
//!
//! Columns come from the operation and the schema, not from the answer: they are the same whatever comes.

use std::collections::HashMap;

use async_graphql::parser::Positioned;
use async_graphql::parser::types::{
    ExecutableDocument, Field, FragmentDefinition, Selection, SelectionSet, Type,
};
use async_graphql::{Name, Value};

use super::schema::{Types, is_list, named};

/// The rows that one list of an operation makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The list's name: its path with dots, empty for an operation without a list.
    pub name: String,
    /// Whether the rows are a page of a connection.
    pub connection: bool,
    /// What each row has, in the order of the operation.
    pub columns: Vec<Column>,
    path: Vec<String>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The path of its leaf in a row, with dots.
    pub name: String,
    /// Whether it tells where something was read.
    pub evidence: bool,
    path: Vec<String>,
}

impl Table {
    /// The rows in an answer's data; none where what holds the list is null.
    #[must_use]
    pub fn rows(&self, data: Value) -> Vec<Value> {
        let mut value = data;
        for step in &self.path {
            value = match value {
                Value::Object(mut fields) => fields.swap_remove(step.as_str()).unwrap_or(Value::Null),
                _ => Value::Null,
            };
        }
        match value {
            Value::List(rows) => rows,
            Value::Null => Vec::new(),
            one => vec![one],
        }
    }

    /// Where the connection is that has the rows, to read what it says of its page.
    #[must_use]
    pub fn page<'a>(&self, data: &'a Value) -> Option<&'a Value> {
        let above = &self.path[..self.path.len().checked_sub(1)?];
        above.iter().try_fold(data, |value, step| field(value, step))
    }
}

impl Column {
    /// The values of the column in a row: one, or as many as its lists have items.
    #[must_use]
    pub fn values<'a>(&self, row: &'a Value) -> Vec<&'a Value> {
        let mut found = Vec::new();
        collect(row, &self.path, &mut found);
        found
    }
}

fn collect<'a>(value: &'a Value, path: &[String], found: &mut Vec<&'a Value>) {
    match (value, path) {
        (Value::List(items), _) => items.iter().for_each(|item| collect(item, path, found)),
        (value, []) => found.push(value),
        (value, [step, rest @ ..]) => collect(field(value, step).unwrap_or(&Value::Null), rest, found),
    }
}

fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) => fields.get(name),
        _ => None,
    }
}

/// The tables of a query, the one that is meant by default first. The document has one operation.
pub(super) fn tables(types: &Types, document: &ExecutableDocument) -> Vec<Table> {
    let reading = Reading { types, fragments: &document.fragments };
    let Some((_, operation)) = document.operations.iter().next() else { return Vec::new() };
    let root = &operation.node.selection_set.node;
    let mut tables = Vec::new();
    reading.lists("Query", root, &mut Vec::new(), &mut tables);
    if tables.is_empty() {
        let mut columns = Vec::new();
        reading.columns("Query", root, &At::default(), &mut columns);
        return vec![Table { name: String::new(), connection: false, columns, path: Vec::new() }];
    }
    // Stable, so that the order of the document stays among connections and among other lists.
    tables.sort_by_key(|table| !table.connection);
    tables
}

/// Where a walk has come to below a row.
#[derive(Default, Clone)]
struct At {
    path: Vec<String>,
    name: Vec<String>,
    evidence: bool,
}

/// A document with the schema that it is read by.
pub(super) struct Reading<'a> {
    pub types: &'a Types,
    pub fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
}

impl<'a> Reading<'a> {
    /// The fields of a selection with the type that has each, fragments opened.
    pub fn fields(&self, parent: &str, set: &'a SelectionSet, found: &mut Vec<(String, &'a Field)>) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => found.push((parent.to_owned(), &field.node)),
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref();
                    let on = on.map_or(parent, |on| on.node.on.node.as_str());
                    self.fields(on, &fragment.node.selection_set.node, found);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node) {
                        let on = &fragment.node.type_condition.node.on.node;
                        self.fields(on, &fragment.node.selection_set.node, found);
                    }
                }
            }
        }
    }

    /// A field's type, when its values have fields themselves.
    pub fn composite(&self, parent: &str, field: &Field) -> Option<&'a Type> {
        let of = &self.types.field(parent, &field.name.node)?.ty.node;
        self.types.is_composite(named(of)).then_some(of)
    }

    fn lists(&self, parent: &str, set: &'a SelectionSet, path: &mut Vec<String>, tables: &mut Vec<Table>) {
        let mut fields = Vec::new();
        self.fields(parent, set, &mut fields);
        for (parent, field) in fields {
            let Some(of) = self.composite(&parent, field) else { continue };
            let inside = &field.selection_set.node;
            path.push(field.response_key().node.to_string());
            if is_list(of) {
                let connection = is_connection(&parent);
                let named_path = &path[..path.len() - usize::from(connection)];
                let mut columns = Vec::new();
                self.columns(named(of), inside, &At::default(), &mut columns);
                tables.push(Table { name: named_path.join("."), connection, columns, path: path.clone() });
            } else {
                self.lists(named(of), inside, path, tables);
            }
            path.pop();
        }
    }

    fn columns(&self, parent: &str, set: &'a SelectionSet, at: &At, columns: &mut Vec<Column>) {
        let mut fields = Vec::new();
        self.fields(parent, set, &mut fields);
        for (parent, field) in fields {
            let key = field.response_key().node.to_string();
            let of = self.composite(&parent, field);
            let mut at = at.clone();
            at.path.push(key.clone());
            if !(is_connection(&parent) && of.is_some_and(is_list)) {
                at.name.push(key);
            }
            at.evidence |= of.is_some_and(|of| named(of) == "Evidence");
            match of {
                Some(of) => self.columns(named(of), &field.selection_set.node, &at, columns),
                // The same leaf may be asked of several types of a union.
                None if columns.iter().any(|column| column.path == at.path) => {}
                None => {
                    columns.push(Column { name: at.name.join("."), evidence: at.evidence, path: at.path });
                }
            }
        }
    }
}

fn is_connection(parent: &str) -> bool {
    parent.ends_with("Connection")
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;
    use crate::export::schema::types;

    fn read(query: &str) -> Vec<Table> {
        tables(types(), &parse_query(query).unwrap())
    }

    fn names(table: &Table) -> Vec<&str> {
        table.columns.iter().map(|column| column.name.as_str()).collect()
    }

    #[test]
    fn a_connection_comes_before_a_list_and_the_first_before_the_next() {
        let tables = read(
            "{ country(code: \"MDA\") { name sources { slug } programmes { totalCount nodes { slug records { key } } }
               results { nodes { id } } } }",
        );
        let found: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(found, ["country.programmes", "country.results", "country.sources"]);
        assert_eq!(names(&tables[0]), ["slug", "records.key"]);
    }

    #[test]
    fn columns_are_dotted_and_evidence_is_set_apart() {
        let table = &read(
            "{ p: programmes { nodes { s: slug otherTitles partners { name evidence { source { slug } firstLine } }
               progressItems { totalCount nodes { position } } } } }",
        )[0];
        let columns = [
            "s",
            "otherTitles",
            "partners.name",
            "partners.evidence.source.slug",
            "partners.evidence.firstLine",
        ];
        assert_eq!(names(table)[..5], columns);
        assert_eq!(names(table)[5..], ["progressItems.totalCount", "progressItems.position"]);
        let evidence: Vec<_> = table.columns.iter().map(|column| column.evidence).collect();
        assert_eq!(evidence, [false, false, false, true, true, false, false]);
        assert_eq!(table.name, "p");
    }

    #[test]
    fn a_union_has_the_columns_of_all_its_types_once() {
        let table = &read(
            "{ links { nodes { from { ...S } } } } fragment S on Linkable { __typename
               ... on Programme { id slug } ... on Commitment { id number } }",
        )[0];
        assert_eq!(names(table), ["from.__typename", "from.id", "from.slug", "from.number"]);
    }

    #[test]
    fn an_operation_without_a_list_is_one_row() {
        let table = &read("{ hub { version counts { programmes } } }")[0];
        assert_eq!((table.name.as_str(), names(table)), ("", vec!["hub.version", "hub.counts.programmes"]));
        assert_eq!(table.rows(Value::from_json(json!({ "hub": null })).unwrap()).len(), 1);
    }

    #[test]
    fn rows_are_found_and_lists_inside_keep_step() {
        let table = &read("{ programmes { nodes { slug partners { name kind } } } }")[0];
        let data = json!({ "programmes": { "nodes": [
            { "slug": "a", "partners": [{ "name": "x", "kind": null }, { "name": "y", "kind": "K" }] },
            { "slug": "b", "partners": [] },
        ] } });
        let rows = table.rows(Value::from_json(data).unwrap());
        let kinds: Vec<_> = rows.iter().map(|row| table.columns[2].values(row)).collect();
        assert_eq!(kinds, [vec![&Value::Null, &Value::from("K")], vec![]]);
        assert_eq!(table.columns[0].values(&rows[1]), [&Value::from("b")]);
        assert!(table.rows(Value::Null).is_empty());
    }
}
