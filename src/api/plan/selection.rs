//! What a plan selects of a value.

use async_graphql::Name;
use async_graphql_value::{ConstValue, Value};

use super::Stop;

/// What is selected of a value, whose type decides which of these it is.
#[derive(Debug)]
pub enum Selection {
    /// All of it: a scalar or an enumeration.
    Leaf,
    /// Fields of an object, in the order of the answer.
    Fields(Vec<Planned>),
    /// For each type that the value may be, in the order of its definition.
    OneOf(Vec<Selection>),
}

/// A field that is selected.
#[derive(Debug)]
pub struct Planned {
    /// The key with what stands around it: `,"title":`. Of `__typename` also the value.
    pub key: Box<[u8]>,
    /// The field's place among those of its type; `None` for `__typename`.
    pub slot: Option<usize>,
    /// The arguments that are given.
    pub arguments: Vec<(Name, Given)>,
    /// What is selected of its value.
    pub below: Selection,
}

/// The value of an argument.
#[derive(Debug)]
pub enum Given {
    /// It is in the document.
    Constant(ConstValue),
    /// It has variables.
    Variable(Value),
}

impl Selection {
    /// What is selected of a value when it is of this one of the types that it may be.
    ///
    /// # Errors
    /// When the value is not one of several types.
    pub fn arm(&self, arm: usize) -> Result<&Self, Stop> {
        match self {
            Self::OneOf(arms) => arms.get(arm).ok_or(Stop),
            Self::Leaf | Self::Fields(_) => Err(Stop),
        }
    }
}
