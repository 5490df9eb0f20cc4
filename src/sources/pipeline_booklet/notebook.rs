//! What is noted while a booklet is read: values with their lines, flags, rejects.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::document::text::Text;
use crate::record::{Flag, Lines, Reading, Reject, Stated};
use crate::sources::reading;

/// The first and the last line of something.
pub(super) type Place = (u32, u32);

/// The reading as it grows.
pub(super) struct Notebook<'a> {
    pub(super) text: &'a Text,
    pub(super) reading: Reading,
    /// Lines that have been cited: hashed once, though a hundred partners stand on one long line.
    cited: RefCell<HashMap<Place, Lines>>,
}

impl<'a> Notebook<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        Self { text, reading: Reading::default(), cited: RefCell::default() }
    }

    pub(super) fn cite(&self, place: Place) -> Lines {
        let mut cited = self.cited.borrow_mut();
        cited.entry(place).or_insert_with(|| reading::cite(self.text, place.0, place.1)).clone()
    }

    pub(super) fn stated<T>(&self, value: T, place: Place) -> Stated<T> {
        Stated::new(value, self.cite(place))
    }

    pub(super) fn stated_at<T>(&self, value: T, places: &[Place]) -> Stated<T> {
        Stated { value, at: places.iter().map(|place| self.cite(*place)).collect() }
    }

    pub(super) fn reject(&mut self, place: Place, reason: impl Into<String>) {
        let at = self.cite(place);
        self.reading.rejects.push(Reject { at, reason: reason.into() });
    }

    /// Notes a slip of the document; `record` is the key of the record it is about.
    pub(super) fn flag(
        &mut self,
        code: &str,
        message: impl Into<String>,
        record: Option<&str>,
        place: Place,
    ) {
        let at = vec![self.cite(place)];
        let record = record.map(str::to_owned);
        self.reading.flags.push(Flag { code: code.to_owned(), message: message.into(), record, at });
    }
}
