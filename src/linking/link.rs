//! What linking makes: a relation between two entities with its reasons.

use crate::graph::{
    Commitment, Criterion, Graph, Ix, Node, Phase, Programme, ProgrammeResult, ProgressItem, RecordNode,
};
use crate::record::{Id, LinkKey, LinkType};

/// What can be linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// A programme.
    Programme(Ix<Programme>),
    /// A progress item.
    Item(Ix<ProgressItem>),
    /// A commitment.
    Commitment(Ix<Commitment>),
    /// A result.
    Result(Ix<ProgrammeResult>),
}

impl End {
    /// The end that a node is; `None` for what cannot be linked.
    #[must_use]
    pub fn of(node: Node) -> Option<Self> {
        match node {
            Node::Programme(place) => Some(Self::Programme(place)),
            Node::ProgressItem(place) => Some(Self::Item(place)),
            Node::Commitment(place) => Some(Self::Commitment(place)),
            Node::Result(place) => Some(Self::Result(place)),
            _ => None,
        }
    }

    /// The records that say what it is.
    #[must_use]
    pub fn records(self, graph: &Graph) -> Vec<Ix<RecordNode>> {
        match self {
            Self::Programme(place) => graph.programmes[place].records.clone(),
            Self::Item(place) => vec![graph.items[place].record],
            Self::Commitment(place) => vec![graph.commitments[place].record],
            Self::Result(place) => vec![graph.results[place].record],
        }
    }

    /// The identifier of the entity.
    #[must_use]
    pub fn id(self, graph: &Graph) -> Id {
        match self {
            Self::Programme(place) => graph.programmes[place].id,
            Self::Item(place) => graph.items[place].id,
            Self::Commitment(place) => graph.commitments[place].id,
            Self::Result(place) => graph.results[place].id,
        }
    }
}

/// How sure a link is, from its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Not suggested: only what an agency proposed or decided on is shown with so little.
    Weak,
    /// Worth a look.
    Plausible,
    /// A programme officer would agree.
    Strong,
    /// Named, or told in the same words.
    Certain,
}

impl Strength {
    /// Every strength with its name.
    pub const NAMES: [(Self, &'static str); 4] = [
        (Self::Weak, "WEAK"),
        (Self::Plausible, "PLAUSIBLE"),
        (Self::Strong, "STRONG"),
        (Self::Certain, "CERTAIN"),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(strength, _)| *strength == self).map_or("", |(_, name)| name)
    }
}

/// A relation between two entities, as the criteria see it.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// Where it goes out from: the item, commitment or result; of two items the earlier; of two programmes the later
    /// record's.
    pub from: End,
    /// Where it goes to.
    pub to: End,
    /// What sort of relation.
    pub kind: LinkType,
    /// The reasons, the prior first; their weights sum to the log-odds of `score`.
    pub criteria: Vec<Criterion>,
    /// 0 to 1, to six places.
    pub score: f64,
    /// From the score.
    pub strength: Strength,
    /// Phases of the programme that the other side names; empty when it names none.
    pub phases: Vec<Ix<Phase>>,
}

impl Assessment {
    /// What the link is known by.
    #[must_use]
    pub fn key(&self, graph: &Graph) -> LinkKey {
        LinkKey { kind: self.kind, from: self.from.id(graph), to: self.to.id(graph) }
    }
}
