//! The programmes that conditions have let through so far.

use std::borrow::Cow;
use std::sync::Arc;

use crate::graph::{Graph, Having, Ix, Places, Programme};

/// Some programmes of a graph. Those of one value are the graph's own set: of a million programmes each that is made
/// takes some microseconds.
#[derive(Clone)]
pub enum Picked {
    /// All of them.
    All,
    /// All that have a value.
    Having(Arc<Having>),
    /// Others.
    Set(Places<Programme>),
}

impl Picked {
    /// None of them.
    pub fn none(graph: &Graph) -> Self {
        Self::Set(Places::none(&graph.programmes))
    }

    /// How many there are.
    pub fn len(&self, graph: &Graph) -> usize {
        match self {
            Self::All => graph.programmes.len(),
            Self::Having(having) => having.count,
            Self::Set(set) => set.len(),
        }
    }

    /// Whether a programme of the graph is among them.
    pub fn contains(&self, place: Ix<Programme>) -> bool {
        match self {
            Self::All => true,
            Self::Having(having) => having.places.contains(place),
            Self::Set(set) => set.contains(place),
        }
    }

    /// Which they are.
    pub fn places<'a>(&'a self, graph: &Graph) -> Cow<'a, Places<Programme>> {
        match self {
            Self::All => Cow::Owned(Places::all(&graph.programmes)),
            Self::Having(having) => Cow::Borrowed(&having.places),
            Self::Set(set) => Cow::Borrowed(set),
        }
    }

    /// The set of them.
    pub fn into_set(self, graph: &Graph) -> Places<Programme> {
        match self {
            Self::Set(set) => set,
            other => other.places(graph).into_owned(),
        }
    }

    /// Those of them that others are too.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, some) | (some, Self::All) => some,
            (Self::Having(one), Self::Having(other)) => Self::Set(one.places.both(&other.places)),
            (Self::Having(having), Self::Set(mut set)) | (Self::Set(mut set), Self::Having(having)) => {
                set.keep(&having.places);
                Self::Set(set)
            }
            (Self::Set(mut set), Self::Set(other)) => {
                set.keep(&other);
                Self::Set(set)
            }
        }
    }

    /// Those of them that others are not.
    #[must_use]
    pub fn but(self, graph: &Graph, other: &Self) -> Self {
        let other = other.places(graph);
        Self::Set(match self {
            Self::Having(having) => having.places.but(&other),
            rest => {
                let mut set = rest.into_set(graph);
                set.remove(&other);
                set
            }
        })
    }

    /// These and others.
    #[must_use]
    pub fn or(self, graph: &Graph, other: &Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (some, other) => {
                let mut set = some.into_set(graph);
                set.add(&other.places(graph));
                Self::Set(set)
            }
        }
    }
}
