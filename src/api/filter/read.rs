//! Texts that filters give.

use std::borrow::Cow;
use std::ops::Deref;

use async_graphql::registry::Registry;
use async_graphql::{InputType, InputValueError, InputValueResult, Value};

/// A text with what is made of it, once when the filter is read, not for each row. In the schema it is a `String`.
pub struct Read<T> {
    text: String,
    made: T,
}

impl<T> Read<T> {
    /// As it was given.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl<T> Deref for Read<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.made
    }
}

impl<T: for<'a> From<&'a str> + Send + Sync> InputType for Read<T> {
    type RawValueType = String;

    fn type_name() -> Cow<'static, str> {
        String::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        String::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let text = String::parse(value).map_err(InputValueError::propagate)?;
        Ok(Self { made: T::from(&text), text })
    }

    fn to_value(&self) -> Value {
        Value::String(self.text.clone())
    }

    fn as_raw_value(&self) -> Option<&String> {
        Some(&self.text)
    }
}
