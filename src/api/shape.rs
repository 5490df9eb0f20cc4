//! The types of the schema's fields, in a form that can be looked up: for what a query may cost, and for where an
//! error's null belongs. Read from the schema definition itself, so it cannot tell otherwise.

use std::collections::HashMap;
use std::sync::LazyLock;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, OperationType, Type, TypeKind, TypeSystemDefinition,
};

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

/// A field.
pub struct FieldShape {
    /// Its type.
    pub ty: Type,
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

/// The fields of each type of a schema.
pub struct Shape {
    types: HashMap<String, HashMap<String, FieldShape>>,
}

impl Shape {
    /// Reads a schema definition; of what is no schema nothing is known.
    pub fn new(sdl: &str) -> Self {
        let mut types: HashMap<String, HashMap<String, FieldShape>> = HashMap::new();
        for text in [INTROSPECTION, sdl] {
            let definitions = parse_schema(text).map(|document| document.definitions).unwrap_or_default();
            for definition in definitions {
                let TypeSystemDefinition::Type(definition) = definition else { continue };
                let fields = match definition.node.kind {
                    TypeKind::Object(object) => object.fields,
                    TypeKind::Interface(interface) => interface.fields,
                    _ => continue,
                };
                let fields = fields.into_iter().map(|field| shape(field.node));
                types.entry(definition.node.name.node.to_string()).or_default().extend(fields);
            }
        }
        let root = types.remove("__Root").unwrap_or_default();
        types.entry("Query".to_owned()).or_default().extend(root);
        Self { types }
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
    (field.name.node.to_string(), FieldShape { ty: field.ty.node })
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
