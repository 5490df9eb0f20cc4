//! The programmes that a filter lets through, in the order of their list. What a page does not show is neither sorted
//! nor made into rows.

use std::sync::Arc;

use crate::graph::{Graph, Having, Ix, Places, Programme, ProgrammeColumn};

/// Some programmes in some order.
pub enum Kept {
    /// All of the graph's, so many, by slug.
    All(usize),
    /// All that have a value, by slug.
    Having(Arc<Having>),
    /// Others by slug.
    Set(Counted),
    /// In the order of a value that the graph keeps.
    Ordered {
        /// Which.
        set: Counted,
        /// By what.
        by: ProgrammeColumn,
        /// Which way.
        greatest_first: bool,
    },
    /// As they stand.
    List(Vec<Ix<Programme>>),
}

/// A set with how many there are in it, which is counted once.
pub struct Counted {
    places: Places<Programme>,
    count: usize,
}

impl Counted {
    /// A set, counted.
    pub fn new(places: Places<Programme>) -> Self {
        Self { count: places.len(), places }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Which.
    pub fn iter(&self) -> impl Iterator<Item = Ix<Programme>> + '_ {
        self.places.iter()
    }
}

impl Kept {
    /// Those of a set, by slug.
    pub fn of(set: Counted, graph: &Graph) -> Self {
        if set.count == graph.programmes.len() { Self::All(set.count) } else { Self::Set(set) }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Having(having) => having.count,
            Self::Set(set) | Self::Ordered { set, .. } => set.count,
            Self::List(list) => list.len(),
        }
    }

    /// The set of them when it is all that there is to them: they stand by slug, and are not all of the graph's.
    pub fn set(&self) -> Option<&Places<Programme>> {
        match self {
            Self::Having(having) => Some(&having.places),
            Self::Set(set) => Some(&set.places),
            Self::All(_) | Self::Ordered { .. } | Self::List(_) => None,
        }
    }

    /// All of them, in order.
    pub fn iter<'a>(&'a self, graph: &'a Graph) -> Box<dyn Iterator<Item = Ix<Programme>> + 'a> {
        match self {
            Self::All(_) => Box::new(graph.programmes.places()),
            Self::Having(having) => Box::new(having.places.iter()),
            Self::Set(set) => Box::new(set.places.iter()),
            Self::Ordered { set, by, greatest_first } => {
                let all = graph.programmes_by(*by, *greatest_first).iter().copied();
                Box::new(all.filter(|place| set.places.contains(*place)))
            }
            Self::List(list) => Box::new(list.iter().copied()),
        }
    }

    /// Those from one number to another.
    pub fn part(&self, graph: &Graph, start: usize, end: usize) -> Vec<Ix<Programme>> {
        match (self, self.set()) {
            (_, Some(set)) => set.from(start).take(end - start).collect(),
            (Self::List(list), _) => list[start..end].to_vec(),
            _ => self.iter(graph).skip(start).take(end - start).collect(),
        }
    }

    /// Which number one of them has; `None` when it is not among them.
    pub fn position(&self, graph: &Graph, wanted: Ix<Programme>) -> Option<usize> {
        match (self, self.set()) {
            (_, Some(set)) => set.contains(wanted).then(|| set.before(wanted)),
            (Self::All(_), _) => Some(wanted.number()),
            _ => self.iter(graph).position(|place| place == wanted),
        }
    }
}
