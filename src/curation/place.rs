//! Where a link is now: its ends through the graph, in the direction that links of its type have. Rule 4.

use std::collections::BTreeSet;

use super::fit;
use super::identity::is_identity;
use super::seen::Records;
use crate::linking::End;
use crate::record::{EntityKind, Id, LinkKey, LinkType, SeenTexts};

/// A link between ends of the graph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// With the present identifiers of its ends.
    pub(super) key: LinkKey,
    pub(super) from: End,
    pub(super) to: End,
    /// Whether `from` is the end that was named as `to`.
    pub(super) turned: bool,
}

/// Why a link is nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Nowhere {
    /// An identifier stands for nothing.
    #[error("`{0}` is in no edition in service")]
    Gone(Id),
    /// An identifier stands for what cannot be linked.
    #[error("`{0}` is {name}, which cannot be linked", name = fit::name(.0.kind()))]
    NotLinkable(Id),
    /// Both ends are one entity.
    #[error("`{0}` would be linked with itself")]
    Itself(Id),
    /// The type joins other sorts.
    #[error("a link of type {kind} joins {pairs}, not {one} and {other}", pairs = fit::pairs(*kind),
        one = fit::name(*from), other = fit::name(*to))]
    Unfit {
        /// The type.
        kind: LinkType,
        /// The sort of one end.
        from: EntityKind,
        /// The sort of the other.
        to: EntityKind,
    },
}

/// Places a link by the identifiers of its ends alone.
pub(super) fn place(records: &Records<'_>, link: LinkKey) -> Result<Placed, Nowhere> {
    place_seen(records, link, &SeenTexts::default(), |_| false)
}

/// Places a link that was decided on when its ends had these texts. A programme that has been split since is each of
/// its parts; `is_suggested` tells which of them it can be.
pub(super) fn place_seen(
    records: &Records<'_>,
    link: LinkKey,
    seen: &SeenTexts,
    is_suggested: impl Fn(&LinkKey) -> bool,
) -> Result<Placed, Nowhere> {
    if is_identity(link) {
        return place_identity(records, link);
    }
    let from = parts(records, link.from, seen.from.keys())?;
    let to = parts(records, link.to, seen.to.keys())?;
    let mut all = Vec::new();
    for one in &from {
        for other in &to {
            all.push(arranged(records, link, *one, *other)?);
        }
    }
    let mut suggested = all.iter().filter(|placed| is_suggested(&placed.key));
    match (suggested.next(), suggested.next()) {
        (Some(only), None) => Ok(*only),
        // The first is what the identifiers stand for; there always is one.
        _ => all.first().copied().ok_or(Nowhere::Gone(link.from)),
    }
}

/// What an identifier stands for, first, then the programmes that have the other records of what it stood for.
fn parts<'s>(records: &Records<'_>, id: Id, seen: impl Iterator<Item = &'s Id>) -> Result<Vec<End>, Nowhere> {
    let mut parts = Vec::new();
    match records.graph.node(id).map(End::of) {
        Some(Some(end)) => parts.push(end),
        Some(None) => return Err(Nowhere::NotLinkable(id)),
        None => {}
    }
    if id.kind() == EntityKind::Programme {
        let seen = seen.filter(|id| id.kind() == EntityKind::Programme);
        let others: BTreeSet<End> = seen.filter_map(|id| records.end(*id)).collect();
        parts.extend(others.into_iter().filter(|end| parts.first() != Some(end)).collect::<Vec<_>>());
    }
    if parts.is_empty() { Err(Nowhere::Gone(id)) } else { Ok(parts) }
}

fn arranged(records: &Records<'_>, link: LinkKey, from: End, to: End) -> Result<Placed, Nowhere> {
    let kind = link.kind;
    if from == to {
        return Err(Nowhere::Itself(link.from));
    }
    let unfit = Nowhere::Unfit { kind, from: fit::sort(from), to: fit::sort(to) };
    let turned = fit::turned(kind, from, to).ok_or(unfit)?;
    let (from, to) = if turned { (to, from) } else { (from, to) };
    let key = LinkKey { kind, from: from.id(records.graph), to: to.id(records.graph) };
    Ok(Placed { key, from, to, turned })
}

/// The identity of programmes is between records: their identifiers stay, whatever they were joined into. It goes out
/// from the later record.
fn place_identity(records: &Records<'_>, link: LinkKey) -> Result<Placed, Nowhere> {
    let LinkKey { kind, from, to } = link;
    if from == to {
        return Err(Nowhere::Itself(from));
    }
    let found = |id| records.get(id).zip(records.end(id)).ok_or(Nowhere::Gone(id));
    let ((from_record, from_end), (to_record, to_end)) = (found(from)?, found(to)?);
    Ok(if from_record < to_record {
        Placed { key: LinkKey { kind, from: to, to: from }, from: to_end, to: from_end, turned: true }
    } else {
        Placed { key: link, from: from_end, to: to_end, turned: false }
    })
}
