//! What a kept answer is known by: a hash under a secret of this process, so that nobody can choose two requests that
//! are taken for one, and what was served.

use std::hash::{BuildHasher, Hasher, RandomState};

use async_graphql::{Request, Value};
use siphasher::sip128::{Hasher128, SipHasher13};

use super::super::answer::Form;
use crate::http::coding::Coding;

/// What a request was asked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Asked(pub u128);

/// An answer's form: its media type and its coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in super::super::super) struct Shape {
    pub form: Form,
    pub coding: Coding,
}

impl Shape {
    /// How many there are.
    pub const COUNT: usize = Form::COUNT * Coding::COUNT;

    /// Its number among them.
    pub fn index(self) -> usize {
        self.form as usize * Coding::COUNT + self.coding as usize
    }
}

/// What an answer is kept by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub asked: u128,
    pub shape: Shape,
    pub version: u64,
}

/// Makes hashes that only this process makes.
pub(super) struct Secret(u64, u64);

impl Secret {
    pub fn new() -> Self {
        // Each gives what nobody can foresee, from the randomness of the system.
        let draw = || RandomState::new().build_hasher().finish();
        Self(draw(), draw())
    }

    fn hasher(&self) -> SipHasher13 {
        SipHasher13::new_with_keys(self.0, self.1)
    }

    /// Of a request as it came: a body or what stands behind the question mark.
    pub fn raw(&self, is_body: bool, bytes: &[u8]) -> Asked {
        let mut hasher = self.hasher();
        hasher.write(&[u8::from(is_body)]);
        hasher.write(bytes);
        Asked(hasher.finish128().into())
    }

    /// Of what a request asks, however it was written: document, operation, variables.
    pub fn meant(&self, request: &Request) -> Asked {
        let mut hasher = self.hasher();
        hasher.write(&[2]);
        put_text(&mut hasher, &request.query);
        match &request.operation_name {
            None => hasher.write(&[0]),
            Some(name) => {
                hasher.write(&[1]);
                put_text(&mut hasher, name);
            }
        }
        // In the order of their names, as they are kept.
        hasher.write(&(request.variables.len() as u64).to_le_bytes());
        for (name, value) in request.variables.iter() {
            put_text(&mut hasher, name);
            put_value(&mut hasher, value);
        }
        Asked(hasher.finish128().into())
    }
}

/// A text with its length before it, so that two do not run together.
fn put_text(hasher: &mut SipHasher13, text: &str) {
    hasher.write(&(text.len() as u64).to_le_bytes());
    hasher.write(text.as_bytes());
}

/// A value with its kind before it; the order of an object's keys does not matter.
fn put_value(hasher: &mut SipHasher13, value: &Value) {
    match value {
        Value::Null => hasher.write(b"n"),
        Value::Boolean(value) => hasher.write(&[b'b', u8::from(*value)]),
        Value::Number(number) => {
            // As it is written: 1 and 1.0 are two.
            hasher.write(b"#");
            put_text(hasher, &number.to_string());
        }
        Value::String(text) => {
            hasher.write(b"s");
            put_text(hasher, text);
        }
        Value::Enum(name) => {
            hasher.write(b"e");
            put_text(hasher, name);
        }
        Value::Binary(bytes) => {
            hasher.write(b"y");
            hasher.write(&(bytes.len() as u64).to_le_bytes());
            hasher.write(bytes);
        }
        Value::List(values) => {
            hasher.write(b"l");
            hasher.write(&(values.len() as u64).to_le_bytes());
            for value in values {
                put_value(hasher, value);
            }
        }
        Value::Object(fields) => {
            hasher.write(b"o");
            hasher.write(&(fields.len() as u64).to_le_bytes());
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| name.as_str());
            for (name, value) in fields {
                put_text(hasher, name);
                put_value(hasher, value);
            }
        }
    }
}

/// For keys that are hashes already: their bits as they are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AsTheyAre;

/// Folds a key's parts together.
#[derive(Debug, Default)]
pub(super) struct Folded(u64);

impl BuildHasher for AsTheyAre {
    type Hasher = Folded;

    fn build_hasher(&self) -> Folded {
        Folded::default()
    }
}

impl Hasher for Folded {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, part: u64) {
        self.0 = (self.0.rotate_left(5) ^ part).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_isize(&mut self, part: isize) {
        self.write_u64(part as u64);
    }

    fn write_u128(&mut self, part: u128) {
        // One half of an unforeseeable hash spreads well enough.
        self.write_u64(part as u64);
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::Variables;
    use serde_json::{Value as Json, json};

    use super::*;

    #[test]
    fn each_shape_has_a_number_of_its_own() {
        let codings = Coding::CODED.into_iter().chain([Coding::Identity]);
        let shapes =
            codings.flat_map(|coding| [Form::Json, Form::GraphqlResponse].map(|form| Shape { form, coding }));
        let mut numbers: Vec<usize> = shapes.map(Shape::index).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..Shape::COUNT).collect::<Vec<_>>());
    }

    fn meant(secret: &Secret, query: &str, operation: Option<&str>, variables: Json) -> u128 {
        let mut request = Request::new(query).variables(Variables::from_json(variables));
        request.operation_name = operation.map(str::to_owned);
        secret.meant(&request).0
    }

    #[test]
    fn the_order_of_keys_does_not_matter_and_everything_else_does() {
        let secret = Secret::new();
        let of = |variables: &str| meant(&secret, "q", None, serde_json::from_str(variables).unwrap());
        let same = of(r#"{"a": {"x": [1, 2], "y": null}, "b": "1"}"#);
        assert_eq!(same, of(r#"{ "b":"1", "a":{"y":null,"x":[1,2]} }"#));
        let others = [
            r#"{"a": {"x": [2, 1], "y": null}, "b": "1"}"#,
            r#"{"a": {"x": [1, 2]}, "b": "1"}"#,
            r#"{"a": {"x": [1, 2], "y": null}, "b": 1}"#,
            r#"{"a": {"x": [1, 2.0], "y": null}, "b": "1"}"#,
            r#"{"a": {"x": [1, 2], "y": false}, "b": "1"}"#,
            r#"{"a": {"x": [[1, 2]], "y": null}, "b": "1"}"#,
            r#"{"a": {"x": [1, 2], "y": null, "b": "1"}}"#,
            r#"{"a": {"x": [1], "y": null}, "b": "1"}"#,
            "{}",
        ];
        let mut all: Vec<u128> = others.iter().map(|other| of(other)).collect();
        all.push(same);
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn parts_do_not_run_together() {
        let secret = Secret::new();
        let of = |query, operation| meant(&secret, query, operation, json!({}));
        assert_ne!(of("ab", None), of("a", Some("b")));
        assert_ne!(of("a", None), of("a", Some("")));
        assert_ne!(secret.raw(true, b"a"), secret.raw(false, b"a"));
        assert_ne!(secret.raw(true, b"\x00a"), secret.raw(false, b"a"));
    }

    #[test]
    fn another_process_makes_other_hashes() {
        assert_ne!(Secret::new().raw(true, b"a"), Secret::new().raw(true, b"a"));
    }
}
