//! Values: what arguments are given, and defaults.

use async_graphql::{Name, Positioned};
use async_graphql_value::Value;

use super::Reader;

impl<'a> Reader<'a> {
    pub(super) fn value(&mut self) -> Option<Positioned<Value>> {
        let pos = self.pos();
        let value = match self.byte() {
            b'$' => {
                self.joined(b'$')?;
                Value::Variable(self.name()?.node)
            }
            b'"' => Value::String(self.string()?.to_owned()),
            b'-' | b'0'..=b'9' => Value::Number(self.number()?.parse().ok()?),
            b'[' => self.deeper(|reader| {
                reader.sign(b'[')?;
                let mut items = Vec::new();
                while !reader.passes(b']') {
                    items.push(reader.value()?.node);
                }
                Some(Value::List(items))
            })?,
            b'{' => self.deeper(|reader| {
                reader.sign(b'{')?;
                let mut fields = Vec::new();
                while !reader.passes(b'}') {
                    let name = reader.name()?.node;
                    reader.sign(b':')?;
                    fields.push((name, reader.value()?.node));
                }
                Some(Value::Object(fields.into_iter().collect()))
            })?,
            _ => match self.word()? {
                "true" => Value::Boolean(true),
                "false" => Value::Boolean(false),
                "null" => Value::Null,
                // The parser stumbles over names that begin so.
                word if ["true", "false", "null"].iter().any(|other| word.starts_with(other)) => return None,
                word => Value::Enum(Name::new(word)),
            },
        };
        Some(Positioned::new(value, pos))
    }

    /// What stands in a string without backslashes, on one line.
    fn string(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at + 1..];
        let end = rest.find(['"', '\\', '\n'])?;
        let after = &rest[end..];
        if !after.starts_with('"') || (end == 0 && after.starts_with("\"\"")) {
            return None;
        }
        self.at += end + 2;
        self.pass_blanks();
        Some(&rest[..end])
    }

    /// A number without an exponent.
    fn number(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let is_end = |byte: u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.' | b'_'));
        let number = &rest[..rest.bytes().position(is_end).unwrap_or(rest.len())];
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, part) = match number.split_once('.') {
            Some((whole, part)) => (whole, Some(part)),
            None => (number, None),
        };
        let whole = whole.strip_prefix('-').unwrap_or(whole);
        let is_whole = digits(whole) && (whole == "0" || !whole.starts_with('0'));
        if !is_whole || !part.is_none_or(digits) {
            return None;
        }
        self.at += number.len();
        self.pass_blanks();
        Some(number)
    }
}
