//! Valid queries made of chance, over the whole schema.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};
use gcm_hub::api::sdl;
use gcm_hub::hub::Hub;
use serde_json::{Map, Value, json};

use crate::corpus::made::random::Random;

/// A query with its variables.
pub struct Query {
    pub document: String,
    pub variables: Value,
}

/// The schema, and values that make sense in it.
pub struct Schema {
    types: BTreeMap<String, TypeKind>,
    ids: Vec<String>,
    slugs: Vec<String>,
}

/// A query as it is being made.
struct Making<'a> {
    schema: &'a Schema,
    random: Random,
    definitions: String,
    variables: Map<String, Value>,
    fragments: String,
    made: usize,
    /// Fields that may still be selected.
    left: usize,
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inside) => named(inside),
    }
}

impl Schema {
    /// Reads the schema, and what there is in a hub.
    pub fn read(hub: &Arc<Hub>) -> Self {
        let definitions = parse_schema(sdl()).unwrap().definitions.into_iter();
        let types = definitions.filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), ty.node.kind)),
            _ => None,
        });
        let served = hub.served();
        let programmes = || served.programmes.iter().map(|(_, programme)| programme);
        let mut ids: Vec<_> = programmes().map(|programme| programme.id.to_string()).collect();
        ids.extend(served.items.iter().map(|(_, item)| item.id.to_string()));
        ids.extend(served.links.links.iter().map(|(_, link)| link.id.to_string()));
        ids.extend(served.discrepancies.iter().map(|(_, row)| row.id.to_string()));
        let slugs = programmes().map(|programme| programme.slug.to_string()).collect();
        Self { types: types.collect(), ids, slugs }
    }

    /// The query of a seed.
    pub fn query(&self, seed: u64) -> Query {
        let mut making = Making {
            schema: self,
            random: Random::new(seed),
            definitions: String::new(),
            variables: Map::new(),
            fragments: String::new(),
            made: 0,
            left: 60,
        };
        let selection = making.selection("Query", 0);
        let Making { definitions, variables, fragments, .. } = making;
        let definitions = if definitions.is_empty() { definitions } else { format!("({definitions})") };
        let document = format!("query Made{definitions} {selection} {fragments}");
        Query { document, variables: variables.into() }
    }

    /// The query of a seed in which one word stands in the place of another, or is gone, or there twice.
    pub fn broken(&self, seed: u64) -> Query {
        let Query { document, variables } = self.query(seed);
        let mut random = Random::new(seed);
        let spaced = ["(", ")", "{", "}", ":", "$", "[", "]", "@", "!"]
            .iter()
            .fold(document, |text, sign| text.replace(sign, &format!(" {sign} ")));
        let mut words: Vec<_> = spaced.split_whitespace().map(str::to_owned).collect();
        let (at, other) = (random.below(words.len()), random.below(words.len()));
        match random.below(4) {
            0 => drop(words.remove(at)),
            1 => words.insert(at, words[at].clone()),
            _ => words[at] = words[other].clone(),
        }
        Query { document: words.join(" "), variables }
    }

    fn fields(&self, of: &str) -> &[async_graphql::Positioned<FieldDefinition>] {
        match &self.types[of] {
            TypeKind::Object(object) => &object.fields,
            TypeKind::Interface(interface) => &interface.fields,
            _ => &[],
        }
    }

    /// The types that a value of a type may be, when it is one of several.
    fn members(&self, of: &str) -> Vec<String> {
        match &self.types[of] {
            TypeKind::Union(union) => union.members.iter().map(|member| member.node.to_string()).collect(),
            TypeKind::Interface(_) => {
                let is_one = |kind: &TypeKind| matches!(kind, TypeKind::Object(object) if object.implements.iter().any(|name| name.node == of));
                self.types.iter().filter(|(_, kind)| is_one(kind)).map(|(name, _)| name.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The types that a fragment may be on where a value is of a type: those that a value of both may be.
    fn shared(&self, of: &str) -> Vec<String> {
        let objects = |of: &str| match &self.types[of] {
            TypeKind::Object(_) => vec![of.to_owned()],
            _ => self.members(of),
        };
        let own = objects(of);
        let composite = self.types.keys().filter(|name| self.is_composite(name));
        composite.filter(|name| objects(name).iter().any(|ty| own.contains(ty))).cloned().collect()
    }

    fn is_composite(&self, of: &str) -> bool {
        matches!(self.types.get(of), Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_)))
    }
}

impl Making<'_> {
    fn selection(&mut self, of: &str, depth: usize) -> String {
        let mut selection = String::from("{ ");
        // An object of which nothing is selected is another matter.
        if of != "Query" || self.random.chance(10) {
            selection.push_str("__typename ");
        }
        let members = self.schema.members(of);
        let shared = self.schema.shared(of);
        let wanted = self.random.between(1, if depth == 0 { 3 } else { 5 });
        for _ in 0..wanted {
            let one = match self.random.below(10) {
                0 if !self.schema.fields(of).is_empty() && !members.is_empty() => self.field(of, depth),
                // Types that are several end in types that are one.
                _ if !members.is_empty() => {
                    let on = self.random.pick(if depth < 4 { &shared } else { &members }).clone();
                    self.fragment(&on, depth)
                }
                0 => {
                    let on = if depth < 4 { self.random.pick(&shared).clone() } else { of.to_owned() };
                    self.fragment(&on, depth)
                }
                1 if depth > 0 => format!("... {} ", self.selection(of, depth + 1)),
                _ => self.field(of, depth),
            };
            selection.push_str(&one);
        }
        if wanted > 3 && self.random.chance(50) {
            let again = self.field(of, depth);
            let _ = write!(selection, "{again} {again} ");
        }
        if selection.len() == 2 {
            selection.push_str("__typename ");
        }
        selection + "} "
    }

    fn fragment(&mut self, on: &str, depth: usize) -> String {
        let selection = self.selection(on, depth + 1);
        if self.random.chance(50) {
            return format!("... on {on} {} {selection}", self.condition());
        }
        self.made += 1;
        let name = format!("F{}", self.made);
        let _ = write!(self.fragments, "fragment {name} on {on} {selection} ");
        format!("...{name} ")
    }

    fn condition(&mut self) -> String {
        let word = *self.random.pick(&["skip", "include"]);
        let value = self.random.chance(50);
        match self.random.below(8) {
            0 => format!("@{word}(if: {value})"),
            1 => {
                let name = self.variable("Boolean!", json!(value));
                format!("@{word}(if: ${name})")
            }
            _ => String::new(),
        }
    }

    fn variable(&mut self, ty: &str, value: Value) -> String {
        self.made += 1;
        let name = format!("v{}", self.made);
        let _ = write!(self.definitions, "${name}: {ty} ");
        self.variables.insert(name.clone(), value);
        name
    }

    fn field(&mut self, of: &str, depth: usize) -> String {
        let fields = self.schema.fields(of);
        let leaves: Vec<_> =
            fields.iter().filter(|field| !self.schema.is_composite(named(&field.node.ty.node))).collect();
        let only_leaves = depth > 5 || self.left == 0;
        if fields.is_empty() || (only_leaves && leaves.is_empty()) {
            return "__typename ".to_owned();
        }
        let field = if only_leaves { *self.random.pick(&leaves) } else { self.random.pick(fields) };
        let field = &field.node;
        if field.name.node == "asOf" {
            return "__typename ".to_owned();
        }
        self.left = self.left.saturating_sub(1);
        self.made += 1;
        // A key of its own each, so that no two fields are of one key by chance.
        let mut text = format!("k{}: {}", self.made, field.name.node);
        let mut arguments = String::new();
        for argument in &field.arguments {
            arguments.push_str(&self.argument(&argument.node, depth));
        }
        if !arguments.is_empty() {
            let _ = write!(text, "({arguments})");
        }
        let condition = self.condition();
        let _ = write!(text, " {condition} ");
        let ty = named(&field.ty.node);
        if self.schema.is_composite(ty) {
            text.push_str(&self.selection(ty, depth + 1));
        }
        text
    }

    fn argument(&mut self, argument: &InputValueDefinition, depth: usize) -> String {
        let (name, ty) = (argument.name.node.as_str(), &argument.ty.node);
        let needed = !ty.nullable && argument.default_value.is_none();
        let value = match name {
            "after" | "before" | "last" => return String::new(),
            "first" if depth > 0 || self.random.chance(80) => json!(self.random.between(0, 3)),
            "time" => json!("2023-01-01T00:00:00Z"),
            "slug" => json!(self.random.pick(&self.schema.slugs)),
            _ if needed || self.random.chance(20) => self.value(name, ty, 0),
            _ => return String::new(),
        };
        if self.random.chance(40) {
            let variable = self.variable(&ty.to_string(), value);
            return format!("{name}: ${variable} ");
        }
        format!("{name}: {} ", self.literal(ty, &value))
    }

    fn value(&mut self, name: &str, ty: &Type, depth: usize) -> Value {
        let named = match &ty.base {
            BaseType::List(row) => {
                let rows = self.random.between(1, 2);
                return (0..rows).map(|_| self.value(name, row, depth)).collect();
            }
            BaseType::Named(named) => named.as_str(),
        };
        match self.schema.types.get(named) {
            Some(TypeKind::Enum(names)) => {
                json!(self.random.pick(&names.values).node.value.node)
            }
            Some(TypeKind::InputObject(object)) => {
                let mut fields = Map::new();
                for field in &object.fields {
                    let InputValueDefinition { name, ty, default_value, .. } = &field.node;
                    let needed = !ty.node.nullable && default_value.is_none();
                    if needed || (depth < 2 && self.random.chance(8)) {
                        fields.insert(name.node.to_string(), self.value(&name.node, &ty.node, depth + 1));
                    }
                }
                fields.into()
            }
            _ => match (named, name) {
                ("Int", "thematicArea") => json!(self.random.between(1, 5)),
                ("Int", _) => json!(self.random.between(1, 20)),
                ("Float", _) => json!(0.25),
                ("Boolean", _) => json!(self.random.chance(50)),
                ("ID", _) => json!(self.random.pick(&self.schema.ids)),
                ("CountryCode", _) => json!(self.random.pick(&["MDA", "tj", "Kosovo", "Mexico", "ETH"])),
                ("Date", _) => json!("2021-05"),
                ("DateTime", _) => json!("2021-05-01T00:00:00Z"),
                (_, "source") => json!(self.random.pick(&["mptf-pipeline", "undp-pledge"])),
                (_, "organisation" | "acronym" | "agency") => {
                    json!(self.random.pick(&["UNDP", "IOM", "ILO"]))
                }
                (_, "programme") => json!(self.random.pick(&self.schema.slugs)),
                (_, "region" | "subRegion") => json!(self.random.pick(&["Africa", "202"])),
                (_, "pledge") => json!("undp-pledge"),
                (_, "fields" | "field") => json!("budget"),
                (_, "commitment") => json!("5"),
                _ => json!(self.random.pick(&["return", "diaspora \"é\"", "policy"])),
            },
        }
    }

    /// A value as a document has it.
    fn literal(&self, ty: &Type, value: &Value) -> String {
        match (&ty.base, value) {
            (BaseType::List(row), Value::Array(rows)) => {
                let rows: Vec<_> = rows.iter().map(|value| self.literal(row, value)).collect();
                format!("[{}]", rows.join(" "))
            }
            (BaseType::Named(name), value) => match (self.schema.types.get(name.as_str()), value) {
                (Some(TypeKind::Enum(_)), Value::String(name)) => name.clone(),
                (Some(TypeKind::InputObject(object)), Value::Object(fields)) => {
                    let fields: Vec<_> = fields
                        .iter()
                        .map(|(key, value)| {
                            let field = object
                                .fields
                                .iter()
                                .find(|field| field.node.name.node == key.as_str())
                                .unwrap();
                            format!("{key}: {}", self.literal(&field.node.ty.node, value))
                        })
                        .collect();
                    format!("{{{}}}", fields.join(" "))
                }
                (_, value) => value.to_string(),
            },
            (_, value) => value.to_string(),
        }
    }
}
