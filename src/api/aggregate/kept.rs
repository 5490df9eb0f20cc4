//! The programmes that a filter lets through, in the order of their list. What a page does not show is neither sorted nor
//! made into rows.

use std::sync::Arc;

use crate::graph::{Graph, Ix, Places, Programme, ProgrammeColumn, ProgrammeValue};

/// Some programmes in some order.
#[derive(Clone)]
pub enum Kept {
    /// By slug.
    Set(Arc<Places<Programme>>),
    /// All that have a value, by slug.
    With(ProgrammeValue, Arc<Places<Programme>>),
    /// In the order of a value that the graph keeps.
    Ordered {
        /// Which.
        set: Places<Programme>,
        /// By what.
        by: ProgrammeColumn,
        /// Which way.
        greatest_first: bool,
    },
    /// As they stand.
    List(Vec<Ix<Programme>>),
}

impl Kept {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::Set(set) | Self::With(_, set) => set.len(),
            Self::Ordered { set, .. } => set.len(),
            Self::List(list) => list.len(),
        }
    }

    /// All of them, in order.
    pub fn iter<'a>(&'a self, graph: &'a Graph) -> Box<dyn Iterator<Item = Ix<Programme>> + 'a> {
        match self {
            Self::Set(set) | Self::With(_, set) => Box::new(set.iter()),
            Self::Ordered { set, by, greatest_first } => {
                let all = graph.programmes_by(*by, *greatest_first).iter().copied();
                Box::new(all.filter(|place| set.contains(*place)))
            }
            Self::List(list) => Box::new(list.iter().copied()),
        }
    }

    /// Those from one number to another.
    pub fn part(&self, graph: &Graph, start: usize, end: usize) -> Vec<Ix<Programme>> {
        match self {
            Self::Set(set) | Self::With(_, set) => set.from(start).take(end - start).collect(),
            Self::List(list) => list[start..end].to_vec(),
            Self::Ordered { .. } => self.iter(graph).skip(start).take(end - start).collect(),
        }
    }

    /// Which number one of them has; `None` when it is not among them.
    pub fn position(&self, graph: &Graph, wanted: Ix<Programme>) -> Option<usize> {
        match self {
            Self::Set(set) | Self::With(_, set) => set.contains(wanted).then(|| set.before(wanted)),
            _ => self.iter(graph).position(|place| place == wanted),
        }
    }
}
