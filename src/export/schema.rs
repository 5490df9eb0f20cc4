//! The schema as data: what type a field has, what an input may hold. Read from the schema definition language, so
//! that it cannot differ from what is served.

use std::collections::HashMap;
use std::sync::LazyLock;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};

use crate::api;

/// The types of the hub's schema by name.
#[derive(Debug, Default)]
pub(super) struct Types(HashMap<String, TypeDefinition>);

/// The types of the hub's schema.
pub(super) fn types() -> &'static Types {
    static TYPES: LazyLock<Types> = LazyLock::new(|| Types::read(&api::sdl()));
    &TYPES
}

impl Types {
    /// Reads a schema; one that cannot be read has no types.
    pub fn read(sdl: &str) -> Self {
        let Ok(document) = parse_schema(sdl) else { return Self::default() };
        let types = document.definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => {
                Some((definition.node.name.node.to_string(), definition.node))
            }
            _ => None,
        });
        Self(types.collect())
    }

    /// The definition of a type.
    pub fn get(&self, name: &str) -> Option<&TypeDefinition> {
        self.0.get(name)
    }

    /// A field of an object or interface.
    pub fn field(&self, parent: &str, name: &str) -> Option<&FieldDefinition> {
        let fields = match &self.get(parent)?.kind {
            TypeKind::Object(object) => &object.fields,
            TypeKind::Interface(interface) => &interface.fields,
            _ => return None,
        };
        fields.iter().map(|field| &field.node).find(|field| field.name.node == name)
    }

    /// The fields of an input object; `None` when the type is none.
    pub fn inputs(&self, name: &str) -> Option<Vec<&InputValueDefinition>> {
        match &self.get(name)?.kind {
            TypeKind::InputObject(input) => Some(input.fields.iter().map(|field| &field.node).collect()),
            _ => None,
        }
    }

    /// The values of an enum; `None` when the type is none.
    pub fn values(&self, name: &str) -> Option<Vec<&str>> {
        match &self.get(name)?.kind {
            TypeKind::Enum(of) => {
                Some(of.values.iter().map(|value| value.node.value.node.as_str()).collect())
            }
            _ => None,
        }
    }

    /// Whether values of the type have fields.
    pub fn is_composite(&self, name: &str) -> bool {
        self.get(name).is_some_and(|definition| {
            matches!(definition.kind, TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
        })
    }
}

/// The name inside lists and bangs.
pub(super) fn named(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => named(inner),
    }
}

/// Whether a value of the type is a list.
pub(super) fn is_list(of: &Type) -> bool {
    matches!(of.base, BaseType::List(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_served_schema_can_be_read() {
        let field = types().field("Query", "programmes").unwrap();
        assert_eq!((named(&field.ty.node), is_list(&field.ty.node)), ("ProgrammeConnection", false));
        let field = types().field("ProgrammeConnection", "nodes").unwrap();
        assert_eq!((named(&field.ty.node), is_list(&field.ty.node)), ("Programme", true));
        assert!(types().is_composite("Linkable") && !types().is_composite("CountryCode"));
        assert!(types().values("ProgrammeKind").unwrap().len() > 1);
        assert!(types().inputs("ProgrammeFilter").unwrap().iter().any(|field| field.name.node == "country"));
    }
}
