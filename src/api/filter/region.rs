//! Regions that a filter names.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{InputType, InputValueError, InputValueResult, Value};

use crate::reference::{self, CountryCode, Region};

/// A region or sub-region of M49 by name or code, looked up once when the filter is read. In the schema it is a `String`.
pub struct RegionName {
    pub(super) given: String,
    /// `None` when there is no such region, which `check::regions` tells.
    pub(super) region: Option<&'static Region>,
}

impl RegionName {
    fn of(given: String) -> Self {
        Self { region: reference::find_region(&given), given }
    }

    /// Whether a country lies in it.
    pub(super) fn has(&self, code: CountryCode) -> bool {
        self.region.is_some_and(|region| reference::in_region(reference::country(code), region.code))
    }
}

impl InputType for RegionName {
    type RawValueType = String;

    fn type_name() -> Cow<'static, str> {
        String::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        String::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        String::parse(value).map(Self::of).map_err(InputValueError::propagate)
    }

    fn to_value(&self) -> Value {
        Value::String(self.given.clone())
    }

    fn as_raw_value(&self) -> Option<&String> {
        Some(&self.given)
    }
}
