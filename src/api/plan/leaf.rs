//! Scalars, and what values are wrapped in.

use async_graphql::ID;
use async_graphql::OutputType;

use super::{Selection, Stop, Types, Writer, Written};
use crate::api::scalar::{CountryCode, Date, Time, Url};

/// Scalars that serde writes as the engine does.
macro_rules! as_serde {
    ($($ty:ty),*) => {$(
        impl Written for $ty {
            fn describe(types: &mut Types) {
                types.leaf(<Self as OutputType>::type_name());
            }
            fn write(&self, _: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
                out.json(self)
            }
        }
    )*};
}

as_serde!(bool, u8, u16, u32, u64, usize, i32, i64, f64);

impl Written for str {
    fn describe(types: &mut Types) {
        types.leaf(<String as OutputType>::type_name());
    }
    fn write(&self, _: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        out.text(self)
    }
}

impl Written for String {
    fn describe(types: &mut Types) {
        str::describe(types);
    }
    fn write(&self, _: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        out.text(self)
    }
}

impl Written for ID {
    fn describe(types: &mut Types) {
        types.leaf(<Self as OutputType>::type_name());
    }
    fn write(&self, _: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        out.text(&self.0)
    }
}

impl Written for Date {
    fn describe(types: &mut Types) {
        types.leaf(<Self as OutputType>::type_name());
    }
    fn write(&self, _: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        out.plain(format_args!("{}", self.0))
    }
}

impl Written for Time {
    fn describe(types: &mut Types) {
        types.leaf(<Self as OutputType>::type_name());
    }
    fn write(&self, _: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        out.text(&self.text())
    }
}

impl Written for CountryCode {
    fn describe(types: &mut Types) {
        types.leaf(<Self as OutputType>::type_name());
    }
    fn write(&self, _: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        out.text(self.0.as_str())
    }
}

impl Written for Url {
    fn describe(types: &mut Types) {
        types.leaf(<Self as OutputType>::type_name());
    }
    fn write(&self, _: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        out.text(&self.0)
    }
}

impl<T: Written + ?Sized> Written for &T {
    fn describe(types: &mut Types) {
        T::describe(types);
    }
    fn write(&self, selection: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        (**self).write(selection, out)
    }
}

impl<T: Written> Written for Option<T> {
    fn describe(types: &mut Types) {
        T::describe(types);
    }
    fn write(&self, selection: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        match self {
            Some(value) => value.write(selection, out),
            None => {
                out.raw(b"null");
                Ok(())
            }
        }
    }
}

impl<T: Written> Written for async_graphql::Result<T> {
    fn describe(types: &mut Types) {
        T::describe(types);
    }
    fn write(&self, selection: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        self.as_ref().map_err(|_| Stop)?.write(selection, out)
    }
}

impl<T: Written> Written for [T] {
    fn describe(types: &mut Types) {
        T::describe(types);
    }
    fn write(&self, selection: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        out.list(self, |row, out| row.write(selection, out))
    }
}

impl<T: Written> Written for Vec<T> {
    fn describe(types: &mut Types) {
        T::describe(types);
    }
    fn write(&self, selection: &Selection, out: &mut Writer<'_>) -> Result<(), Stop> {
        self.as_slice().write(selection, out)
    }
}
