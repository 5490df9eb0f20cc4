//! The hub's lists as wholes: every row, read page by page from one graph, of which they are chosen and ordered once.

use std::sync::LazyLock;

use async_graphql::Value;
use async_graphql::parser::types::Type;
use serde_json::Map;

use super::format::Format;
use super::problem::{Kind, Problem, listed, short};
use super::question::{Asked, Parameter, Question, asked};
use super::run::Ground;
use super::schema::{named, types};
use super::table::Table;
use crate::api::limits::MOST_PAGE;
use crate::api::{Time, Whole};

/// The lists with what is written of each, in `schema/exports`: a query that takes `$where`, `$first` and `$after`.
const DOCUMENTS: [(&str, &str, &str); 6] = [
    (
        "programmes",
        "Programmes of all sources, each once",
        include_str!("../../schema/exports/programmes.graphql"),
    ),
    (
        "progressItems",
        "Progress items of all pledges",
        include_str!("../../schema/exports/progressItems.graphql"),
    ),
    (
        "results",
        "Figures that sources report as results",
        include_str!("../../schema/exports/results.graphql"),
    ),
    ("countries", "Countries and areas", include_str!("../../schema/exports/countries.graphql")),
    ("organisations", "Organisations", include_str!("../../schema/exports/organisations.graphql")),
    (
        "links",
        "Links between items, commitments, results and programmes",
        include_str!("../../schema/exports/links.graphql"),
    ),
];

/// The parameter that says at which time a list is wanted.
const AS_OF: &str = "asOf";

/// A list that can be exported whole.
#[derive(Debug)]
pub struct List {
    /// What is asked, page by page.
    pub question: Question,
    /// `where`, each field of the list's filter, and `asOf`.
    pub parameters: Vec<Parameter>,
}

/// Every list that can be exported.
#[must_use]
pub fn lists() -> &'static [List] {
    static LISTS: LazyLock<Vec<List>> = LazyLock::new(|| {
        let read = |(name, about, document)| List::new(Question::read(name, about, document).ok()?);
        DOCUMENTS.into_iter().filter_map(read).collect()
    });
    &LISTS
}

/// The list of a name.
///
/// # Errors
/// When there is none; the problem names those that there are.
pub fn list(name: &str) -> Result<&'static List, Problem> {
    lists().iter().find(|list| list.question.name == name).ok_or_else(|| {
        let names = listed(lists().iter().map(|list| &*list.question.name));
        Problem::of(Kind::Unknown, format!("there is no list `{}`: the lists are {names}", short(name)))
    })
}

impl List {
    fn new(question: Question) -> Option<Self> {
        let filter = question.parameters.iter().find(|parameter| parameter.name == "where")?;
        let about = "The list's filter as JSON, as `where` in GraphQL.".to_owned();
        let whole = Parameter { about, ..filter.clone() };
        let fields = types().inputs(named(&filter.of))?.into_iter().map(|field| Parameter {
            name: field.name.node.to_string(),
            about: field.description.as_ref().map(|text| text.node.clone()).unwrap_or_default(),
            of: field.ty.node.clone(),
            default: None,
        });
        let as_of = Parameter {
            name: AS_OF.to_owned(),
            about:
                "The list as the documents stood at this time, as `asOf` in GraphQL: `2023-01-01T00:00:00Z`."
                    .to_owned(),
            of: Type::new("DateTime")?,
            default: None,
        };
        let parameters = [whole].into_iter().chain(fields).chain([as_of]).collect();
        Some(Self { question, parameters })
    }

    /// What the pairs of an address ask, with the filter as the only value.
    ///
    /// # Errors
    /// When one is unknown or of the wrong type, when `asOf` is no time, or when a field is also in `where`.
    pub fn asked(&self, format: Format, pairs: &[(String, String)]) -> Result<Asked<'_>, Problem> {
        let mut asked = asked(types(), &self.parameters, &self.question.tables, format, pairs)?;
        if let Some(serde_json::Value::String(text)) = asked.values.remove(AS_OF) {
            let time = Time::read(text.trim()).map_err(|said| Problem::input(AS_OF, said))?;
            asked.as_of = Some(time.0);
        }
        let mut filter = match asked.values.remove("where") {
            Some(serde_json::Value::Object(filter)) => filter,
            _ => Map::new(),
        };
        for (name, value) in std::mem::take(&mut asked.values) {
            if filter.contains_key(&name) {
                let said = format!("`{name}` is given by itself and in `where`: give it once");
                return Err(Problem::input(name, said));
            }
            filter.insert(name, value);
        }
        asked.values.insert("where".to_owned(), filter.into());
        Ok(asked)
    }

    /// The rows that a filter leaves, page by page.
    #[must_use]
    pub fn pages(&'static self, ground: Ground, values: Map<String, serde_json::Value>) -> Pages {
        Pages { list: self, ground, values, whole: Whole::default(), next: Next::First }
    }
}

/// The pages of a list, each asked when it is wanted, all of one graph.
pub struct Pages {
    list: &'static List,
    ground: Ground,
    values: Map<String, serde_json::Value>,
    whole: Whole,
    next: Next,
}

enum Next {
    First,
    After(String),
    Nothing,
}

impl Pages {
    /// The rows of the next page; `None` after the last.
    ///
    /// # Errors
    /// When the page cannot be read; there is none after it.
    pub async fn next(&mut self) -> Option<Result<Vec<Value>, Problem>> {
        let mut values = self.values.clone();
        values.insert("first".to_owned(), MOST_PAGE.into());
        match std::mem::replace(&mut self.next, Next::Nothing) {
            Next::First => {}
            Next::After(cursor) => drop(values.insert("after".to_owned(), cursor.into())),
            Next::Nothing => return None,
        }
        let data = match self.ground.page(&self.list.question.document, values, &self.whole).await {
            Ok(data) => data,
            Err(problem) => return Some(Err(problem)),
        };
        let table = self.list.question.tables.first()?;
        if let Some(cursor) = after(table, &data) {
            self.next = Next::After(cursor);
        }
        Some(Ok(table.rows(data)))
    }
}

/// The cursor that the next page comes after; `None` on the last page.
fn after(table: &Table, data: &Value) -> Option<String> {
    let Value::Object(page) = table.page(data)? else { return None };
    let Value::Object(info) = page.get("pageInfo")? else { return None };
    match (info.get("hasNextPage"), info.get("endCursor")) {
        (Some(Value::Boolean(true)), Some(Value::String(cursor))) => Some(cursor.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Result<serde_json::Value, Problem> {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Ok(json!(list("programmes")?.asked(Format::Csv, &pairs)?.values))
    }

    #[test]
    fn every_list_can_be_asked_page_by_page() {
        assert_eq!(lists().len(), DOCUMENTS.len());
        for List { question, parameters } in lists() {
            let variables: Vec<_> = question.parameters.iter().map(|parameter| &*parameter.name).collect();
            assert_eq!(variables, ["where", "first", "after"], "{}", question.name);
            assert!(parameters.len() > 1 && question.tables[0].connection, "{}", question.name);
            assert!(question.document.contains("pageInfo { hasNextPage endCursor }"), "{}", question.name);
            // Its pages share the rows that were chosen for the first, of which there is one list.
            let read = parse_query(&question.document).unwrap();
            let (_, operation) = read.operations.iter().next().unwrap();
            assert_eq!(operation.node.selection_set.node.items.len(), 1, "{}", question.name);
        }
    }

    #[tokio::test]
    async fn the_rows_of_every_list_are_chosen_for_all_of_its_pages() {
        let hub = crate::refresh::open_hub(
            Arc::new(crate::store::MemoryStore::new()),
            Arc::default(),
            chrono::DateTime::UNIX_EPOCH,
        );
        let hub = Arc::new(hub.unwrap());
        let ground = Ground { schema: crate::api::schema(), served: hub.served(), hub };
        for list in lists() {
            let mut pages = list.pages(ground.clone(), Map::new());
            assert!(!pages.whole.is_chosen());
            assert!(!pages.next().await.unwrap().unwrap().is_empty());
            assert!(pages.whole.is_chosen(), "{} chooses anew for each page", list.question.name);
        }
    }

    #[test]
    fn a_filter_is_json_or_its_fields_or_both() {
        assert_eq!(asked(&[]).unwrap(), json!({ "where": {} }));
        let both = asked(&[
            ("where", r#"{"not": {"country": ["MDA"]}}"#),
            ("country", "MDA,TJK"),
            ("hasResults", "true"),
        ]);
        let expected = json!({ "where": { "not": { "country": ["MDA"] }, "country": ["MDA", "TJK"], "hasResults": true } });
        assert_eq!(both.unwrap(), expected);
        let twice = asked(&[("where", r#"{"country": ["MDA"]}"#), ("country", "TJK")]).unwrap_err();
        assert_eq!(twice.parameter.as_deref(), Some("country"));
        let as_of = |text: &str| {
            let pairs = [("asOf".to_owned(), text.to_owned())];
            list("links").unwrap().asked(Format::Csv, &pairs).map(|asked| (json!(asked.values), asked.as_of))
        };
        let time = "2023-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(as_of(" 2023-01-01T02:00:00+02:00 ").unwrap(), (json!({ "where": {} }), Some(time)));
        assert_eq!(as_of("").unwrap().1, None);
        let no_time = as_of("2023").unwrap_err();
        assert_eq!(no_time.parameter.as_deref(), Some("asOf"));
        assert!(no_time.message.contains("`2023` is no time"), "{no_time}");
        assert_eq!(asked(&[("first", "1")]).unwrap_err().parameter.as_deref(), Some("first"));
        assert!(list("nothing").unwrap_err().message.contains("`progressItems`"));
    }
}
