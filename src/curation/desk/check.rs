//! What is looked at before a statement becomes a decision.

use chrono::{DateTime, Utc};

use super::book::Book;
use super::{Recorded, Refused, What};
use crate::curation::identity::is_identity;
use crate::curation::links::Links;
use crate::curation::place::{Nowhere, Placed, place};
use crate::curation::seen::{Records, seen};
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

/// Refuses what is empty, too long or not plain text: controls, and what turns the direction of text, by which a
/// note could be made to read as what it does not say.
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
    let what = if text.chars().all(unseen) {
        "is empty: leave it out, or say something".to_owned()
    } else if length > most {
        format!("has {length} characters: shorten it to {most}")
    } else if let Some(control) = text.chars().find(|c| c.is_control() && !allowed.contains(c)) {
        format!("has the control character U+{:04X}: send plain text", control as u32)
    } else if let Some(turn) =
        text.chars().find(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
    {
        format!("has U+{:04X}, which turns the direction of text: leave it out", turn as u32)
    } else {
        return Ok(());
    };
    Err(Refused::Text { field, what })
}

/// Whether a character leaves no mark: spaces, controls, and what Unicode says to ignore where it cannot be shown.
fn unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
                | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
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
    book: &Book,
    what: &What,
    agency: &str,
    now: DateTime<Utc>,
) -> Result<About, Refused> {
    match *what {
        What::Propose { kind, from, to } => proposed(records, links, book, LinkKey { kind, from, to }),
        What::Confirm { link } | What::Reject { link } => {
            let link = &links.links[links.link(link).ok_or(Refused::UnknownLink { link })?];
            let (old, new) = (link.decisions.iter(), book.since(links.decisions.len()).iter());
            let old = old.map(|place| &links.decisions[*place].decision);
            let about = old.chain(new.filter(|decision| decision.link == link.key));
            let own = about.filter(|decision| decision.agency == agency && book.counts(decision));
            if let Some(latest) = own.max_by_key(|decision| decision.at).filter(|latest| latest.at > now) {
                return Err(Refused::DecidedLater { decision: latest.id, at: latest.at });
            }
            let seen = seen(records, link.key, link.assessment.from, link.assessment.to);
            Ok(About { link: link.key, withdraws: None, seen })
        }
        What::Withdraw { decision } => {
            let link = withdrawn(book, decision, agency)?.link;
            Ok(About { link, withdraws: Some(decision), seen: SeenTexts::default() })
        }
    }
}

fn proposed(records: &Records<'_>, links: &Links, book: &Book, given: LinkKey) -> Result<About, Refused> {
    let Placed { key, from, to, .. } = place(records, given).map_err(|nowhere| refused(nowhere, given))?;
    let link = key.id();
    if links.link(link).is_some() || decided_since(links, book, key) {
        return Err(Refused::LinkExists { link });
    }
    if is_identity(key) && from == to {
        return Err(Refused::AlreadyOne { from: given.from, to: given.to });
    }
    Ok(About { link: key, withdraws: None, seen: seen(records, key, from, to) })
}

/// Whether a link has been decided on since the links were curated, so that they do not have it yet.
fn decided_since(links: &Links, book: &Book, key: LinkKey) -> bool {
    book.since(links.decisions.len()).iter().any(|decision| decision.link == key && book.counts(decision))
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
fn withdrawn<'a>(book: &'a Book, id: Id, agency: &str) -> Result<&'a Decision, Refused> {
    let decision = book.get(id).ok_or(Refused::UnknownDecision { decision: id })?;
    if decision.agency != agency {
        return Err(Refused::OtherAgency { decision: id, agency: decision.agency.clone() });
    }
    if decision.action == DecisionAction::Withdraw {
        return Err(Refused::IsWithdrawal { decision: id });
    }
    match book.withdrawn_by(id) {
        Some(withdrawal) => Err(Refused::AlreadyWithdrawn { decision: id, withdrawal }),
        None => Ok(decision),
    }
}
