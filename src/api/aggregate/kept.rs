//! The programmes that a filter lets through, in the order of their list. What a page does not show is neither sorted
//! nor made into rows.

use crate::api::filter::Picked;
use crate::graph::{Graph, Ix, Places, Programme, ProgrammeColumn};

/// Some programmes in some order.
pub enum Kept {
    /// By slug.
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

/// Programmes with how many they are, which are counted once.
pub struct Counted {
    picked: Picked,
    count: usize,
}

impl Counted {
    /// Programmes of a graph, counted; all of them are known for that.
    pub fn new(graph: &Graph, picked: Picked) -> Self {
        let count = picked.len(graph);
        Self { picked: if count == graph.programmes.len() { Picked::All } else { picked }, count }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Which, by slug.
    pub fn iter<'a>(&'a self, graph: &'a Graph) -> Box<dyn Iterator<Item = Ix<Programme>> + 'a> {
        match self.set() {
            Some(set) => Box::new(set.iter()),
            None => Box::new(graph.programmes.places()),
        }
    }

    /// The set of them; `None` of all.
    fn set(&self) -> Option<&Places<Programme>> {
        match &self.picked {
            Picked::All => None,
            Picked::Having(having) => Some(&having.places),
            Picked::Set(set) => Some(set),
        }
    }
}

impl Kept {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::Set(set) | Self::Ordered { set, .. } => set.count,
            Self::List(list) => list.len(),
        }
    }

    /// Which they are when they stand by slug.
    pub fn by_slug(&self) -> Option<&Picked> {
        match self {
            Self::Set(set) => Some(&set.picked),
            Self::Ordered { .. } | Self::List(_) => None,
        }
    }

    /// All of them, in order.
    pub fn iter<'a>(&'a self, graph: &'a Graph) -> Box<dyn Iterator<Item = Ix<Programme>> + 'a> {
        match self {
            Self::Set(set) => set.iter(graph),
            Self::Ordered { set, by, greatest_first } => {
                let all = graph.programmes_by(*by, *greatest_first).iter().copied();
                Box::new(all.filter(|place| set.picked.contains(*place)))
            }
            Self::List(list) => Box::new(list.iter().copied()),
        }
    }

    /// Those from one number to another.
    pub fn part(&self, graph: &Graph, start: usize, end: usize) -> Vec<Ix<Programme>> {
        match self {
            Self::Set(set) => match set.set() {
                Some(set) => set.from(start).take(end - start).collect(),
                None => graph.programmes.places_between(start, end).collect(),
            },
            Self::Ordered { .. } => self.iter(graph).skip(start).take(end - start).collect(),
            Self::List(list) => list[start..end].to_vec(),
        }
    }

    /// Which number one of them has; `None` when it is not among them.
    pub fn position(&self, graph: &Graph, wanted: Ix<Programme>) -> Option<usize> {
        match self {
            Self::Set(set) => match set.set() {
                Some(set) => set.contains(wanted).then(|| set.before(wanted)),
                None => Some(wanted.number()),
            },
            _ => self.iter(graph).position(|place| place == wanted),
        }
    }
}
