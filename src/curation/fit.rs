//! Which sorts of entity a link of a type joins, and in which direction.

use crate::linking::End;
use crate::record::{EntityKind, LinkType};

/// Every sort of link: its type, where it goes out from and where it goes to.
pub const FITS: [(LinkType, EntityKind, EntityKind); 10] = {
    use EntityKind::{Commitment, Programme, ProgressItem, Result};
    use LinkType::{Names, SameAs, Supports};
    [
        (SameAs, ProgressItem, ProgressItem),
        (SameAs, ProgressItem, Programme),
        (SameAs, Programme, Programme),
        (Names, ProgressItem, ProgressItem),
        (Names, ProgressItem, Programme),
        (Names, Commitment, Programme),
        (Names, Result, Programme),
        (Supports, ProgressItem, Programme),
        (Supports, Commitment, Programme),
        (Supports, Result, Programme),
    ]
};

/// Whether a link of a type can join two sorts, in either direction.
pub(super) fn fits(kind: LinkType, one: EntityKind, other: EntityKind) -> bool {
    FITS.contains(&(kind, one, other)) || FITS.contains(&(kind, other, one))
}

/// Whether two ends that a link can join have to be turned round for it: an item, commitment or result comes before a
/// programme, of two items the one with the smaller place. `None` when no such link can join them.
pub(super) fn turned(kind: LinkType, from: End, to: End) -> Option<bool> {
    let (one, other) = (sort(from), sort(to));
    match (from, to) {
        _ if !fits(kind, one, other) => None,
        (End::Item(from), End::Item(to)) => Some(from > to),
        _ => Some(!FITS.contains(&(kind, one, other))),
    }
}

/// What sort of entity an end is.
pub(super) fn sort(end: End) -> EntityKind {
    match end {
        End::Programme(_) => EntityKind::Programme,
        End::Item(_) => EntityKind::ProgressItem,
        End::Commitment(_) => EntityKind::Commitment,
        End::Result(_) => EntityKind::Result,
    }
}

/// What a link of a type can join, for people.
pub(super) fn pairs(kind: LinkType) -> String {
    let fits = FITS.iter().filter(|(of, ..)| *of == kind);
    let pairs: Vec<_> = fits.map(|(_, from, to)| format!("{} and {}", name(*from), name(*to))).collect();
    pairs.join(", ")
}

/// A sort of entity, for people.
pub(super) fn name(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Programme => "a programme",
        EntityKind::Result => "a result",
        EntityKind::Pledge => "a pledge",
        EntityKind::Commitment => "a commitment",
        EntityKind::ProgressItem => "a progress item",
        EntityKind::Country => "a country",
        EntityKind::Organisation => "an organisation",
        EntityKind::Source => "a source",
        EntityKind::Discrepancy => "a discrepancy",
        EntityKind::QualityFlag => "a quality flag",
        EntityKind::Link => "a link",
        EntityKind::Decision => "a decision",
        EntityKind::Change => "a change between editions",
    }
}
