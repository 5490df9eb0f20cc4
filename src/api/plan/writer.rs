//! Where answers are written.

use std::io::Write as _;

use async_graphql::InputType;
use async_graphql::resolver_utils::EnumType;

use super::selection::Given;
use super::{Fields, Planned, Reading, Selection, Stop};

/// The bytes of an answer as they come, and what is read for it.
pub struct Writer<'a> {
    bytes: Vec<u8>,
    reading: Reading<'a>,
}

impl<'a> Writer<'a> {
    /// Nothing as yet; `length` is about how long it will be.
    pub fn new(reading: Reading<'a>, length: usize) -> Self {
        Self { bytes: Vec::with_capacity(length), reading }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What is read from.
    pub fn reading(&self) -> Reading<'a> {
        self.reading
    }

    /// Adds bytes that are JSON as they are.
    pub fn raw(&mut self, json: &[u8]) {
        self.bytes.extend_from_slice(json);
    }

    /// Adds a string that has nothing to be escaped in it: digits, letters, signs.
    pub fn plain(&mut self, text: std::fmt::Arguments<'_>) -> Result<(), Stop> {
        self.bytes.push(b'"');
        self.bytes.write_fmt(text).map_err(|_| Stop)?;
        self.bytes.push(b'"');
        Ok(())
    }

    /// Adds a string.
    pub fn text(&mut self, text: &str) -> Result<(), Stop> {
        if !is_plain(text) {
            return self.json(text);
        }
        self.bytes.reserve(text.len() + 2);
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(b'"');
        Ok(())
    }

    /// Adds what serde writes: strings and numbers.
    pub fn json<T: serde::Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        serde_json::to_writer(&mut self.bytes, value).map_err(|_| Stop)
    }

    /// Adds the name of an enumeration's value.
    pub fn enumeration<E: EnumType>(&mut self, value: E) -> Result<(), Stop> {
        let item = E::items().iter().find(|item| item.value == value).ok_or(Stop)?;
        self.text(item.name)
    }

    /// Adds a list.
    pub fn list<T>(
        &mut self,
        rows: impl IntoIterator<Item = T>,
        mut write: impl FnMut(T, &mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.bytes.push(b'[');
        for (index, row) in rows.into_iter().enumerate() {
            if index > 0 {
                self.bytes.push(b',');
            }
            write(row, self)?;
        }
        self.bytes.push(b']');
        Ok(())
    }

    /// Adds what is selected of an object.
    pub fn object<T: Fields>(&mut self, object: &T, selection: &Selection) -> Result<(), Stop> {
        let Selection::Fields(fields) = selection else { return Err(Stop) };
        self.bytes.push(b'{');
        for (index, field) in fields.iter().enumerate() {
            // The first key goes without its comma.
            let key = if index == 0 { field.key.get(1..).unwrap_or_default() } else { &field.key };
            self.bytes.extend_from_slice(key);
            if let Some(slot) = field.slot {
                object.write_field(slot, field, self)?;
            }
        }
        self.bytes.push(b'}');
        Ok(())
    }

    /// An argument of a field, as the engine would give it.
    pub fn argument<T: InputType>(&self, field: &Planned, name: &str) -> Result<T, Stop> {
        let given = field.arguments.iter().find(|(given, _)| given == name);
        let value = match given {
            None => None,
            Some((_, Given::Constant(value))) => Some(value.clone()),
            Some((_, Given::Variable(value))) => {
                let reading = self.reading;
                let put_in =
                    value.clone().into_const_with(|name| reading.variable(&name).cloned().ok_or(Stop));
                Some(put_in?)
            }
        };
        T::parse(value).map_err(|_| Stop)
    }
}

/// Whether JSON has a text as it is: without quotes, backslashes and control characters (RFC 8259, section 7). Most
/// texts are, and many bytes are looked at together, where an encoder goes by one.
fn is_plain(text: &str) -> bool {
    let all = |bytes: &[u8]| {
        bytes.iter().fold(true, |plain, byte| plain & (*byte >= b' ' && *byte != b'"' && *byte != b'\\'))
    };
    let (chunks, rest) = text.as_bytes().as_chunks::<32>();
    chunks.iter().all(|chunk| all(chunk)) && all(rest)
}

#[cfg(test)]
mod tests {
    use async_graphql::{Data, Variables};
    use proptest::prelude::*;

    use super::*;
    use crate::api::Limits;

    fn written(text: &str) -> String {
        let (data, variables) = (Data::default(), Variables::default());
        let reading =
            Reading { data: &data, limits: &Limits::default(), variables: &variables, defined: &[] };
        let mut writer = Writer::new(reading, 0);
        writer.text(text).unwrap();
        String::from_utf8(writer.into_bytes()).unwrap()
    }

    proptest! {
        #[test]
        fn a_string_is_written_as_serde_writes_it(text in "[ -~]{0,70}[\\x00-\\x22\\\\\u{7f}é字]{0,2}[ -~]{0,70}") {
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }
    }
}
