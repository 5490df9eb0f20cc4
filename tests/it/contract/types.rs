//! The types of the schema, and how each of their fields is made to fail.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};
use gcm_hub::api::sdl;

/// Fields by their type.
pub type Fields = BTreeSet<(String, String)>;

/// The fields of `cannot_fail.txt`: a type and its fields a line, with lines that say why.
pub fn cannot_fail() -> Fields {
    let lines = include_str!("cannot_fail.txt").lines();
    let listed = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).flat_map(|line| {
        let (of, fields) = line.split_once(": ").unwrap_or_else(|| panic!("{line}"));
        fields.split(' ').map(|field| (of.to_owned(), field.to_owned()))
    });
    let mut fields = Fields::new();
    for field in listed {
        assert!(fields.insert(field.clone()), "listed twice: {field:?}");
    }
    fields
}

/// What a request is given to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    Hub,
    Nothing,
}

/// How a field is made to fail.
pub struct Failure {
    pub arguments: String,
    pub given: Given,
    pub code: &'static str,
}

/// The types of the schema.
pub struct Types {
    pub kinds: BTreeMap<String, TypeKind>,
    /// The fields that cannot fail.
    pub cannot: Fields,
}

impl Types {
    pub fn read() -> Self {
        let definitions = parse_schema(sdl()).unwrap().definitions.into_iter();
        let types = definitions.filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), ty.node.kind)),
            _ => None,
        });
        Self { kinds: types.collect(), cannot: cannot_fail() }
    }

    pub fn objects(&self) -> impl Iterator<Item = (&str, Vec<&FieldDefinition>)> {
        self.kinds.iter().filter_map(|(name, kind)| match kind {
            TypeKind::Object(object) => {
                Some((name.as_str(), object.fields.iter().map(|field| &field.node).collect()))
            }
            _ => None,
        })
    }

    pub fn field(&self, of: &str, name: &str) -> &FieldDefinition {
        let (_, fields) = self.objects().find(|(known, _)| *known == of).unwrap();
        fields.into_iter().find(|field| field.name.node == name).unwrap()
    }

    /// A value that can be given where a type is wanted.
    fn value(&self, ty: &Type) -> String {
        let name = match &ty.base {
            BaseType::List(row) => return format!("[{}]", self.value(row)),
            BaseType::Named(name) => name.as_str(),
        };
        match (self.kinds.get(name), name) {
            (Some(TypeKind::Enum(names)), _) => names.values[0].node.value.node.to_string(),
            (Some(TypeKind::InputObject(object)), _) => {
                format!("{{{}}}", self.needed(object.fields.iter().map(|field| &field.node)))
            }
            (_, "CountryCode") => "\"MDA\"".to_owned(),
            (_, "DateTime") => "\"2100-01-01T00:00:00Z\"".to_owned(),
            (_, "_Any") => "{__typename: \"Country\", code: \"MDA\"}".to_owned(),
            (_, "ID" | "String") => "\"x\"".to_owned(),
            (_, other) => panic!("what is a `{other}`?"),
        }
    }

    /// Values for the arguments that must have one.
    fn needed<'a>(&self, arguments: impl Iterator<Item = &'a InputValueDefinition>) -> String {
        let needed = arguments.filter(|one| !one.ty.node.nullable && one.default_value.is_none());
        needed.fold(String::new(), |mut text, one| {
            let _ = write!(text, "{}: {} ", one.name.node, self.value(&one.ty.node));
            text
        })
    }

    /// How a field can be made to fail, by each argument that can be wrong, and at the roots by a request that has
    /// nothing to read.
    pub fn failures(&self, of: &str, field: &FieldDefinition) -> Vec<Failure> {
        let arguments = || field.arguments.iter().map(|argument| &argument.node);
        let mut failures: Vec<_> = arguments()
            .filter_map(|argument| {
                let others = self.needed(arguments().filter(|other| other.name.node != argument.name.node));
                let arguments = format!("{others}{}: {}", argument.name.node, wrong(argument)?);
                Some(Failure { arguments, given: Given::Hub, code: "BAD_USER_INPUT" })
            })
            .collect();
        let code = match of {
            "Mutation" => "UNAUTHENTICATED",
            _ => "INTERNAL_SERVER_ERROR",
        };
        let is_root = matches!(of, "Query" | "Mutation" | "Subscription");
        let can_fail = |name: &str| !self.cannot.contains(&(of.to_owned(), name.to_owned()));
        if is_root && can_fail(&field.name.node) {
            failures.push(Failure { arguments: self.needed(arguments()), given: Given::Nothing, code });
        }
        failures
    }
}

/// A value of an argument that only its resolver can refuse.
fn wrong(argument: &InputValueDefinition) -> Option<String> {
    let wrong = match (argument.name.node.as_str(), named(&argument.ty.node)) {
        ("first" | "last", _) => "-1",
        ("after" | "before", _) => "\"nothing\"",
        ("fields", _) => "[\"nothing\"]",
        ("source", _) => "\"nothing\"",
        ("ids", _) => return Some(format!("[{}]", "\"x\" ".repeat(1_001))),
        ("representations", _) => "[{__typename: \"Country\", code: \"MDA\"} {}]",
        (_, "CountryCode") => "\"Nowhereland\"",
        (_, "LinkFilter") => "{minScore: 7}",
        _ => return None,
    };
    Some(wrong.to_owned())
}

pub fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inside) => named(inside),
    }
}
