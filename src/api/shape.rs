//! The types of the schema's fields, in a form that can be looked up: for what a query may cost, and for where an
//! error's null belongs. Read from the schema definition itself, so it cannot tell otherwise.

use std::sync::LazyLock;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, OperationType, Type, TypeKind, TypeSystemDefinition,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// The types of introspection, which the definition leaves out; from the GraphQL specification, section 4.2.
const INTROSPECTION: &str = "
type __Schema { description: String types: [__Type!]! queryType: __Type! mutationType: __Type
  subscriptionType: __Type directives: [__Directive!]! }
type __Type { kind: String! name: String description: String fields: [__Field!] interfaces: [__Type!]
  possibleTypes: [__Type!] enumValues: [__EnumValue!] inputFields: [__InputValue!] ofType: __Type
  specifiedByURL: String isOneOf: Boolean }
type __Field { name: String! description: String args: [__InputValue!]! type: __Type! isDeprecated: Boolean!
  deprecationReason: String }
type __InputValue { name: String! description: String type: __Type! defaultValue: String isDeprecated: Boolean!
  deprecationReason: String }
type __EnumValue { name: String! description: String isDeprecated: Boolean! deprecationReason: String }
type __Directive { name: String! description: String locations: [String!]! args: [__InputValue!]!
  isRepeatable: Boolean! }
type __Root { __schema: __Schema! __type(name: String!): __Type }";

/// The scalars of the GraphQL specification, which the definition leaves out.
const SCALARS: [&str; 5] = ["Int", "Float", "String", "Boolean", "ID"];

/// A field.
pub struct FieldShape {
    /// Its type.
    pub ty: Type,
    /// Its arguments.
    pub arguments: FxHashMap<String, InputField>,
}

impl FieldShape {
    /// The name of its type, without lists and marks.
    pub fn named(&self) -> &str {
        let mut ty = &self.ty;
        loop {
            match &ty.base {
                BaseType::Named(name) => return name,
                BaseType::List(inside) => ty = inside,
            }
        }
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.ty.base, BaseType::List(_))
    }
}

/// A type that values are given of.
pub enum Input {
    /// A scalar.
    Scalar,
    /// An enumeration, by its names.
    Enumeration(FxHashSet<String>),
    /// An input object, by its fields.
    Object(FxHashMap<String, InputField>),
}

/// A field of an input object, or an argument.
pub struct InputField {
    /// Its type.
    pub ty: Type,
    /// Whether it has a default.
    has_default: bool,
}

impl InputField {
    /// Whether a value may do without it.
    pub fn may_be_absent(&self) -> bool {
        self.ty.nullable || self.has_default
    }
}

/// The types of a schema.
pub struct Shape {
    types: FxHashMap<String, FxHashMap<String, FieldShape>>,
    inputs: FxHashMap<String, Input>,
    /// For each object, interface and union, the objects that a value of it may be.
    members: FxHashMap<String, Vec<String>>,
    unions: FxHashSet<String>,
}

impl Shape {
    /// Reads a schema definition; of what is no schema nothing is known.
    pub fn new(sdl: &str) -> Self {
        let mut types: FxHashMap<String, FxHashMap<String, FieldShape>> = FxHashMap::default();
        let mut inputs: FxHashMap<String, Input> = FxHashMap::default();
        inputs.extend(SCALARS.map(|name| (name.to_owned(), Input::Scalar)));
        let mut members: FxHashMap<String, Vec<String>> = FxHashMap::default();
        let mut unions = FxHashSet::default();
        for text in [INTROSPECTION, sdl] {
            let definitions = parse_schema(text).map(|document| document.definitions).unwrap_or_default();
            for definition in definitions {
                let TypeSystemDefinition::Type(definition) = definition else { continue };
                let name = definition.node.name.node.to_string();
                let fields = match definition.node.kind {
                    TypeKind::Object(object) => {
                        for of in object.implements.iter().map(|of| of.node.as_str()).chain([name.as_str()]) {
                            members.entry(of.to_owned()).or_default().push(name.clone());
                        }
                        object.fields
                    }
                    TypeKind::Interface(interface) => interface.fields,
                    TypeKind::Union(union) => {
                        let types = union.members.into_iter().map(|ty| ty.node.to_string());
                        members.insert(name.clone(), types.collect());
                        unions.insert(name);
                        continue;
                    }
                    kind => {
                        inputs.extend(input(kind).map(|input| (name, input)));
                        continue;
                    }
                };
                let fields = fields.into_iter().map(|field| shape(field.node));
                types.entry(name).or_default().extend(fields);
            }
        }
        let root = types.remove("__Root").unwrap_or_default();
        types.entry("Query".to_owned()).or_default().extend(root);
        Self { types, inputs, members, unions }
    }

    /// The hub's.
    pub fn hub() -> &'static Self {
        static HUB: LazyLock<Shape> = LazyLock::new(|| Shape::new(&super::sdl()));
        &HUB
    }

    /// A field of a type.
    pub fn field(&self, of: &str, name: &str) -> Option<&FieldShape> {
        self.types.get(of)?.get(name)
    }

    /// A type that values are given of.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.get(name)
    }

    /// Whether a type is a union.
    pub fn is_union(&self, name: &str) -> bool {
        self.unions.contains(name)
    }

    /// The objects that a value of both of two types may be; `None` when there is none.
    pub fn common(&self, one: &str, other: &str) -> Option<Vec<&str>> {
        let (one, other) = (self.members.get(one)?, self.members.get(other)?);
        let common: Vec<_> = one.iter().filter(|ty| other.contains(ty)).map(String::as_str).collect();
        (!common.is_empty()).then_some(common)
    }

    /// An interface that all types of a union have.
    pub fn interface_of(&self, union: &str) -> Option<&str> {
        let types = self.members.get(union)?;
        let mut interfaces =
            self.members.iter().filter(|(name, _)| self.types.contains_key(*name) && !types.contains(name));
        let found = interfaces.find(|(_, members)| types.iter().all(|ty| members.contains(ty)));
        found.map(|(name, _)| name.as_str())
    }

    /// The type of an operation's root.
    pub fn root(operation: OperationType) -> &'static str {
        match operation {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        }
    }
}

fn shape(field: FieldDefinition) -> (String, FieldShape) {
    let arguments = field.arguments.into_iter().map(|argument| input_field(argument.node)).collect();
    (field.name.node.to_string(), FieldShape { ty: field.ty.node, arguments })
}

fn input_field(field: InputValueDefinition) -> (String, InputField) {
    (
        field.name.node.to_string(),
        InputField { ty: field.ty.node, has_default: field.default_value.is_some() },
    )
}

fn input(kind: TypeKind) -> Option<Input> {
    match kind {
        TypeKind::Scalar => Some(Input::Scalar),
        TypeKind::Enum(names) => Some(Input::Enumeration(
            names.values.into_iter().map(|name| name.node.value.node.to_string()).collect(),
        )),
        TypeKind::InputObject(object) => {
            Some(Input::Object(object.fields.into_iter().map(|field| input_field(field.node)).collect()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hub_knows_its_own_fields_and_those_of_introspection() {
        let field = Shape::hub().field("Query", "programmes").unwrap();
        assert_eq!((field.named(), field.is_list()), ("ProgrammeConnection", false));
        let field = Shape::hub().field("Query", "nodes").unwrap();
        assert_eq!((field.named(), field.is_list()), ("Node", true));
        assert_eq!(Shape::hub().field("__Type", "fields").unwrap().named(), "__Field");
        assert!(Shape::hub().field("Query", "__schema").is_some());
        assert!(Shape::hub().field("Query", "nothing").is_none());
    }
}
