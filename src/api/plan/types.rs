//! The types that can be written, by their names in the schema.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Fields, Written};
use crate::api::Query;

/// What is known of a type.
#[derive(Debug)]
pub enum Kind {
    /// A scalar or an enumeration.
    Leaf,
    /// An object, with the slots of the fields that can be written.
    Object(FxHashMap<&'static str, usize>),
    /// An interface or a union, with its types in the order of its definition.
    OneOf(Vec<String>),
}

/// The types that can be written.
#[derive(Debug, Default)]
pub struct Types(FxHashMap<String, Kind>);

impl Types {
    /// Those that a query can reach.
    pub fn of_queries() -> &'static Self {
        static TYPES: LazyLock<Types> = LazyLock::new(|| {
            let mut types = Types::default();
            Query::describe(&mut types);
            types
        });
        &TYPES
    }

    /// A type.
    pub fn get(&self, name: &str) -> Option<&Kind> {
        self.0.get(name)
    }

    /// Whether an object is of a type, which may be its own, an interface or a union.
    pub fn is(&self, object: &str, of: &str) -> bool {
        object == of
            || matches!(self.get(of), Some(Kind::OneOf(types)) if types.iter().any(|ty| ty == object))
    }

    /// Adds a scalar or an enumeration.
    pub fn leaf(&mut self, name: Cow<'static, str>) {
        self.0.insert(name.into_owned(), Kind::Leaf);
    }

    /// Adds an object and the types of its fields.
    pub fn object<T: Fields>(&mut self, name: Cow<'static, str>) {
        if self.0.contains_key(&*name) {
            return;
        }
        let slots = T::names().into_iter().enumerate().map(|(slot, name)| (name, slot));
        self.0.insert(name.into_owned(), Kind::Object(slots.collect()));
        T::describe_fields(self);
    }

    /// Adds an interface or a union; whether it is new.
    pub fn one_of(&mut self, name: Cow<'static, str>, types: Vec<Cow<'static, str>>) -> bool {
        if self.0.contains_key(&*name) {
            return false;
        }
        self.0.insert(name.into_owned(), Kind::OneOf(types.into_iter().map(Cow::into_owned).collect()));
        true
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_schema;
    use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};

    use super::*;

    #[test]
    fn all_that_can_be_asked_is_written_but_for_what_waits() {
        let types = Types::of_queries();
        let mut objects = 0;
        for definition in parse_schema(crate::api::sdl()).unwrap().definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.as_str();
            let (TypeKind::Object(object), Some(Kind::Object(slots))) =
                (definition.node.kind, types.get(name))
            else {
                continue;
            };
            objects += 1;
            let mut fields: Vec<_> =
                object.fields.iter().map(|field| field.node.name.node.as_str()).collect();
            fields.retain(|field| (name, *field) != ("Query", "asOf"));
            let mut written: Vec<_> = slots.keys().copied().collect();
            fields.sort_unstable();
            written.sort_unstable();
            assert_eq!(written, fields, "{name}");
        }
        let known = types.0.values().filter(|kind| matches!(kind, Kind::Object(_))).count();
        assert_eq!(objects, known, "a type has another name than in the schema");
        assert!(types.is("Programme", "Node") && types.is("Programme", "Linkable"));
        assert!(!types.is("Edition", "Node"));
    }
}
