//! What is looked at before a statement becomes a decision.

use super::{Recorded, Refused, What};
use crate::curation::identity::is_identity;
use crate::curation::links::Links;
use crate::curation::place::{Nowhere, Placed, place};
use crate::curation::seen::{Records, seen};
use crate::curation::standing::Log;
use crate::record::{Decision, DecisionAction, Id, LinkKey, SeenTexts};
use crate::reference::{self, Organisation};

const MOST_OF_A_NAME: usize = 200;
const MOST_OF_A_NOTE: usize = 2_000;

/// What a decision is about.
pub(super) struct About {
    pub(super) link: LinkKey,
    pub(super) withdraws: Option<Id>,
    pub(super) seen: SeenTexts,
}

/// The organisation of an acronym, name or alias.
pub(in crate::curation) fn known_agency(agency: &str) -> Result<&'static Organisation, Refused> {
    reference::organisation(agency).ok_or_else(|| Refused::UnknownAgency {
        agency: agency.chars().take(80).collect(),
        near: reference::similar_organisations(agency).iter().map(|near| near.acronym).collect(),
    })
}

/// Refuses what is empty, too long or not plain text.
pub(in crate::curation) fn sound_texts(
    by: &str,
    note: Option<&str>,
    client_mutation_id: Option<&str>,
) -> Result<(), Refused> {
    sound("by", by, MOST_OF_A_NAME, &[])?;
    note.map_or(Ok(()), |note| sound("note", note, MOST_OF_A_NOTE, &['\n', '\t']))?;
    client_mutation_id.map_or(Ok(()), |id| sound("clientMutationId", id, MOST_OF_A_NAME, &[]))
}

fn sound(field: &'static str, text: &str, most: usize, allowed: &[char]) -> Result<(), Refused> {
    let length = text.chars().count();
    let what = if text.trim().is_empty() {
        "is empty: leave it out, or say something".to_owned()
    } else if length > most {
        format!("has {length} characters: shorten it to {most}")
    } else if let Some(control) = text.chars().find(|c| c.is_control() && !allowed.contains(c)) {
        format!("has the control character U+{:04X}: send plain text", control as u32)
    } else {
        return Ok(());
    };
    Err(Refused::Text { field, what })
}

/// The decision that an agency's client called so.
pub(super) fn sent_before<'a>(
    log: &'a [Decision],
    agency: &str,
    client: Option<&str>,
) -> Option<&'a Decision> {
    let client = client?;
    log.iter().find(|known| known.agency == agency && known.client_mutation_id.as_deref() == Some(client))
}

/// The first decision again, if that is what was said then. The link may have another key by now.
pub(super) fn repeated(
    first: &Decision,
    records: &Records<'_>,
    links: &Links,
    what: &What,
    note: Option<&str>,
) -> Result<Recorded, Refused> {
    let same_link = |id: Id| {
        id == first.link.id() || links.link(id).is_some_and(|link| links.link(first.link.id()) == Some(link))
    };
    let same = match *what {
        What::Propose { kind, from, to } => {
            let given = LinkKey { kind, from, to };
            given == first.link || place(records, given).is_ok_and(|placed| same_link(placed.key.id()))
        }
        What::Confirm { link } | What::Reject { link } => same_link(link),
        What::Withdraw { decision } => first.withdraws == Some(decision),
    };
    if same && what.action() == first.action && note == first.note.as_deref() {
        return Ok(Recorded { decision: first.clone(), repeated: true });
    }
    Err(Refused::ClientMutationIdReused {
        client_mutation_id: first.client_mutation_id.clone().unwrap_or_default(),
        decision: first.id,
    })
}

/// What the decision of a statement is about.
pub(super) fn decided(
    records: &Records<'_>,
    links: &Links,
    log: &[Decision],
    what: &What,
    agency: &str,
) -> Result<About, Refused> {
    match *what {
        What::Propose { kind, from, to } => proposed(records, links, log, LinkKey { kind, from, to }),
        What::Confirm { link } | What::Reject { link } => {
            let link = &links.links[links.link(link).ok_or(Refused::UnknownLink { link })?];
            let seen = seen(records, link.key, link.assessment.from, link.assessment.to);
            Ok(About { link: link.key, withdraws: None, seen })
        }
        What::Withdraw { decision } => {
            let link = withdrawn(log, decision, agency)?.link;
            Ok(About { link, withdraws: Some(decision), seen: SeenTexts::default() })
        }
    }
}

fn proposed(
    records: &Records<'_>,
    links: &Links,
    log: &[Decision],
    given: LinkKey,
) -> Result<About, Refused> {
    let Placed { key, from, to, .. } = place(records, given).map_err(|nowhere| refused(nowhere, given))?;
    let link = key.id();
    if links.link(link).is_some() || decided_since(links, log, key) {
        return Err(Refused::LinkExists { link });
    }
    if is_identity(key) && from == to {
        return Err(Refused::AlreadyOne { from: given.from, to: given.to });
    }
    Ok(About { link: key, withdraws: None, seen: seen(records, key, from, to) })
}

/// Whether a link has been decided on since the links were curated, so that they do not have it yet.
fn decided_since(links: &Links, log: &[Decision], key: LinkKey) -> bool {
    let withdrawals = Log::of(log);
    (links.decisions.len()..log.len()).any(|entry| log[entry].link == key && withdrawals.counts(entry))
}

fn refused(nowhere: Nowhere, given: LinkKey) -> Refused {
    let field = |id| if id == given.from { "from" } else { "to" };
    match nowhere {
        Nowhere::Gone(id) => Refused::UnknownNode { field: field(id), id },
        Nowhere::NotLinkable(id) => Refused::NotLinkable { field: field(id), id },
        Nowhere::Itself(_) => Refused::Itself { id: given.to },
        Nowhere::Unfit { kind, from, to } => Refused::TypeDoesNotFit { kind, from, to },
    }
}

/// The decision that an agency may withdraw.
fn withdrawn<'a>(log: &'a [Decision], id: Id, agency: &str) -> Result<&'a Decision, Refused> {
    let unknown = Refused::UnknownDecision { decision: id };
    let (entry, decision) = log.iter().enumerate().find(|(_, known)| known.id == id).ok_or(unknown)?;
    if decision.agency != agency {
        return Err(Refused::OtherAgency { decision: id, agency: decision.agency.clone() });
    }
    if decision.action == DecisionAction::Withdraw {
        return Err(Refused::IsWithdrawal { decision: id });
    }
    match Log::of(log).withdrawn_by(entry) {
        Some(by) => Err(Refused::AlreadyWithdrawn { decision: id, withdrawal: log[by].id }),
        None => Ok(decision),
    }
}
