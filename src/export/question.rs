//! A saved operation as something to be asked by name: what it takes and which tables it gives.

use async_graphql::Value;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{OperationType, Type};
use chrono::{DateTime, Utc};
use serde_json::Map;

use super::format::Format;
use super::parameter;
use super::problem::{Problem, listed, short};
use super::schema::{Types, types};
use super::table::{Table, tables};
use super::write::Style;

/// Parameters that say how an export is written; no operation may have a variable of such a name.
pub const STYLE: [&str; 3] = ["rows", "evidence", "bom"];

/// A query that can be asked by name.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its name.
    pub name: String,
    /// Whose question it is.
    pub about: String,
    /// The document: one query.
    pub document: String,
    /// Its variables.
    pub parameters: Vec<Parameter>,
    /// The tables that it gives, the one by default first; one at least.
    pub tables: Vec<Table>,
}

/// One thing that a question takes.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it is, in words; empty where the name says it.
    pub about: String,
    /// Its type in the schema.
    pub of: Type,
    /// What it is when it is not given; `None` for nothing.
    pub default: Option<Value>,
}

/// Why a document cannot be asked by name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is not GraphQL.
    #[error("`{0}` cannot be parsed: {1}")]
    NotRead(String, String),
    /// It has none or several.
    #[error("`{0}` has {1} operations: a saved operation is one")]
    NotOne(String, usize),
    /// It changes something, or goes on for ever.
    #[error("`{0}` is a {1}: only queries are asked by GET")]
    NotQuery(String, OperationType),
    /// A variable would be taken for something else.
    #[error("`{0}` has a variable `{1}`, which says how an export is written: give it another name")]
    Reserved(String, String),
}

/// What is asked: of a table, in a style, with values.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The table whose rows are wanted.
    pub table: &'a Table,
    /// How it is written.
    pub style: Style,
    /// What was given, by variable.
    pub values: Map<String, serde_json::Value>,
    /// The time at which a list is wanted, as [`Ground::at`](super::Ground::at) takes it; `None` for now.
    pub as_of: Option<DateTime<Utc>>,
    /// The parameters that were given.
    given: Vec<&'a str>,
}

impl Asked<'_> {
    /// A problem of running it with the parameter that caused it, where a variable did: one of its name, or a field of a
    /// filter that was given by itself.
    #[must_use]
    pub fn blame(&self, problem: Problem) -> Problem {
        let Some(place) = &problem.parameter else { return problem };
        // Numbers are those of rows, and rows are given as one parameter.
        let steps: Vec<_> = place.split('.').filter(|step| step.parse::<usize>().is_err()).collect();
        let steps = match steps.as_slice() {
            [first, rest @ ..] if !rest.is_empty() && !self.given.contains(first) => rest,
            steps => steps,
        };
        Problem { parameter: Some(steps.join(".")), ..problem }
    }
}

impl Question {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is not one query.
    pub fn read(name: &str, about: &str, document: &str) -> Result<Self, Unfit> {
        let called = || name.to_owned();
        let read = parse_query(document).map_err(|error| Unfit::NotRead(called(), error.to_string()))?;
        let mut operations = read.operations.iter();
        let (Some((_, operation)), None) = (operations.next(), operations.next()) else {
            return Err(Unfit::NotOne(called(), read.operations.iter().len()));
        };
        if operation.node.ty != OperationType::Query {
            return Err(Unfit::NotQuery(called(), operation.node.ty));
        }
        let variables = operation.node.variable_definitions.iter().map(|variable| &variable.node);
        let parameters: Vec<_> = variables
            .map(|variable| Parameter {
                name: variable.name.node.to_string(),
                about: String::new(),
                of: variable.var_type.node.clone(),
                default: variable.default_value.as_ref().map(|value| value.node.clone()),
            })
            .collect();
        if let Some(taken) = parameters.iter().find(|parameter| STYLE.contains(&&*parameter.name)) {
            return Err(Unfit::Reserved(called(), taken.name.clone()));
        }
        let tables = tables(types(), &read);
        Ok(Self {
            name: called(),
            about: about.to_owned(),
            document: document.to_owned(),
            parameters,
            tables,
        })
    }

    /// What the pairs of an address ask.
    ///
    /// # Errors
    /// When one is unknown, of the wrong type or missing.
    pub fn asked(&self, format: Format, pairs: &[(String, String)]) -> Result<Asked<'_>, Problem> {
        asked(types(), &self.parameters, &self.tables, format, pairs)
    }
}

pub(super) fn asked<'a>(
    types: &Types,
    parameters: &'a [Parameter],
    tables: &'a [Table],
    format: Format,
    pairs: &[(String, String)],
) -> Result<Asked<'a>, Problem> {
    let known =
        |name: &str| STYLE.contains(&name) || parameters.iter().any(|parameter| parameter.name == name);
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !known(name)) {
        let names = parameters.iter().map(|parameter| &*parameter.name).chain(STYLE);
        let said = format!("there is no parameter `{}`: there are {}", short(name), listed(names));
        return Err(Problem::input(short(name), said));
    }
    let given = |name: &str| -> Vec<&str> {
        pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    };
    let (mut values, mut named) = (Map::new(), Vec::new());
    for Parameter { name, of, default, .. } in parameters {
        match parameter::value(types, name, of, &given(name))? {
            Some(value) => {
                named.push(name.as_str());
                values.insert(name.clone(), value);
            }
            None if of.nullable || default.is_some() => {}
            None => {
                let said = format!("`{name}` is missing: give {}", parameter::wanted(types, of));
                return Err(Problem::input(name, said));
            }
        }
    }
    let table = chosen(tables, &given("rows"))?;
    let switch = |name: &str| -> Result<bool, Problem> {
        let boolean = Type::new("Boolean").ok_or_else(|| Problem::input(name, "no such type"))?;
        let value = parameter::value(types, name, &boolean, &given(name))?;
        Ok(value.and_then(|value| value.as_bool()).unwrap_or(false))
    };
    let style = Style { format, evidence: switch("evidence")?, bom: switch("bom")? };
    if style.evidence && !table.columns.iter().any(|column| column.evidence) {
        let said = "this list has no evidence to show: leave `evidence` out, or ask `/graphql` for it";
        return Err(Problem::input("evidence", said));
    }
    Ok(Asked { table, style, values, as_of: None, given: named })
}

fn chosen<'a>(tables: &'a [Table], given: &[&str]) -> Result<&'a Table, Problem> {
    let wanted = given.iter().find(|name| !name.is_empty());
    let found = match wanted {
        None => tables.first(),
        Some(name) => tables.iter().find(|table| table.name == **name),
    };
    found.ok_or_else(|| {
        let names = listed(tables.iter().map(|table| &*table.name));
        let wanted = wanted.copied().unwrap_or_default();
        Problem::input("rows", format!("`rows` cannot be `{}`: the lists are {names}", short(wanted)))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn question() -> Question {
        let document = "query($country: CountryCode!, $first: Int = 10, $kind: ProgrammeKind) {
            country(code: $country) { offices { name evidence { firstLine } } sources { slug } } }";
        Question::read("offices", "", document).unwrap()
    }

    fn pairs(text: &str) -> Vec<(String, String)> {
        url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
    }

    fn refused(text: &str, parameter: &str, says: &str) {
        let question = question();
        let problem = question.asked(Format::Csv, &pairs(text)).unwrap_err();
        assert_eq!(problem.parameter.as_deref(), Some(parameter), "{problem}");
        assert!(problem.message.contains(says), "{problem}");
    }

    #[test]
    fn an_address_is_read_as_the_variables_types_say() {
        let question = question();
        let asked = question.asked(Format::Csv, &pairs("country=Moldova&first=5&kind=&bom=true")).unwrap();
        assert_eq!(json!(asked.values), json!({ "country": "Moldova", "first": 5 }));
        assert_eq!((asked.table.name.as_str(), asked.style.bom), ("country.offices", true));
        let asked = question.asked(Format::Csv, &pairs("country=MDA&rows=country.sources")).unwrap();
        assert_eq!(asked.table.name, "country.sources");
    }

    #[test]
    fn what_cannot_be_asked_is_named() {
        refused("", "country", "missing");
        refused("country=", "country", "missing");
        refused("country=MDA&frist=1", "frist", "`country`, `first`, `kind`, `rows`");
        refused("country=MDA&first=x", "first", "a whole number");
        refused("country=MDA&kind=X", "kind", "`JOINT");
        refused("country=MDA&rows=country", "rows", "`country.offices`, `country.sources`");
        refused("country=MDA&rows=country.sources&evidence=true", "evidence", "no evidence");
        refused("country=MDA&bom=1", "bom", "`true` or `false`");
    }

    #[test]
    fn a_variable_that_cannot_be_is_blamed_on_the_parameter_that_gave_it() {
        let question = question();
        let blamed = |text: &str, place: &str| {
            let asked = question.asked(Format::Csv, &pairs(text)).unwrap();
            asked.blame(Problem::input(place, "it cannot be")).parameter.unwrap()
        };
        assert_eq!(blamed("country=X&first=1", "country"), "country");
        assert_eq!(blamed("country=X", "country.1"), "country");
        assert_eq!(blamed("country=X", "country.or.0.kind"), "country.or.kind");
        assert_eq!(blamed("country=X&kind=", "where.kind.0"), "kind");
    }

    #[test]
    fn only_one_query_can_be_asked_by_name() {
        let read = |document| Question::read("q", "", document).unwrap_err().to_string();
        assert!(read("mutation { a }").contains("is a mutation"));
        assert!(read("subscription { a }").contains("is a subscription"));
        assert!(read("query A { a } query B { b }").contains("2 operations"));
        assert!(read("{").contains("cannot be parsed"));
        assert!(read("query($rows: Int) { a }").contains("`rows`"));
    }
}
