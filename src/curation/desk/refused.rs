//! Why a statement does not become a decision, and what helps.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::curation::fit;
use crate::record::{EntityKind, Id, LinkType};
use crate::store::StoreError;

/// Why a statement does not become a decision.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The agency is not in the code list.
    #[error("`{agency}` is no organisation that this hub knows: {}", or_near(near))]
    UnknownAgency {
        /// As given.
        agency: String,
        /// Acronyms of those that may have been meant.
        near: Vec<&'static str>,
    },
    /// An identifier stands for nothing in service.
    #[error(
        "`{id}` is in no edition in service: take the identifier from the `id` field of what is to be linked"
    )]
    UnknownNode {
        /// The input field.
        field: &'static str,
        /// As given.
        id: Id,
    },
    /// An identifier stands for what cannot be linked.
    #[error(
        "`{id}` is {}, which cannot be linked: give a programme, progress item, commitment or result",
        fit::name(id.kind())
    )]
    NotLinkable {
        /// The input field.
        field: &'static str,
        /// As given.
        id: Id,
    },
    /// Both ends are one entity.
    #[error("`{id}` cannot be linked with itself: give two different entities")]
    Itself {
        /// The second identifier.
        id: Id,
    },
    /// The type joins other sorts.
    #[error(
        "a link of type {kind} cannot join {} and {}: it joins {}",
        fit::name(*from), fit::name(*to), fit::pairs(*kind)
    )]
    TypeDoesNotFit {
        /// The type.
        kind: LinkType,
        /// What one end is.
        from: EntityKind,
        /// What the other is.
        to: EntityKind,
    },
    /// What is proposed is there.
    #[error("this link is there already: confirm `{link}` instead")]
    LinkExists {
        /// The link.
        link: Id,
    },
    /// The records are one programme without this link.
    #[error(
        "`{from}` and `{to}` are records of one programme already: decide on its links of type SAME_AS instead"
    )]
    AlreadyOne {
        /// One record.
        from: Id,
        /// The other.
        to: Id,
    },
    /// There is no such link.
    #[error("`{link}` is no link of this hub: take one from `links`, or propose the link")]
    UnknownLink {
        /// As given.
        link: Id,
    },
    /// The agency has a decision on the link that is dated later than now, beside which a new one would not stand.
    #[error(
        "your agency has decided on this link in `{decision}`, which is dated {} by a clock that was wrong: withdraw \
         it, then decide again",
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    )]
    DecidedLater {
        /// That decision.
        decision: Id,
        /// Its time.
        at: DateTime<Utc>,
    },
    /// There is no such decision.
    #[error("`{decision}` is no decision of this hub: take one from the `decisions` of a link")]
    UnknownDecision {
        /// As given.
        decision: Id,
    },
    /// The decision is another agency's.
    #[error(
        "`{decision}` is a decision of {agency}, and only {agency} can withdraw it: confirm or reject the link to \
         say otherwise"
    )]
    OtherAgency {
        /// The decision.
        decision: Id,
        /// Whose it is.
        agency: String,
    },
    /// The decision has been withdrawn before.
    #[error("`{decision}` has been withdrawn already, by `{withdrawal}`: nothing is left to do")]
    AlreadyWithdrawn {
        /// The decision.
        decision: Id,
        /// What withdrew it.
        withdrawal: Id,
    },
    /// A withdrawal cannot be withdrawn.
    #[error("`{decision}` is itself a withdrawal: decide on the link again instead")]
    IsWithdrawal {
        /// The withdrawal.
        decision: Id,
    },
    /// A text is empty, too long or not plain.
    #[error("`{field}` {what}")]
    Text {
        /// The input field.
        field: &'static str,
        /// What is wrong, and what helps.
        what: String,
    },
    /// The client's name for the statement stands for another one.
    #[error(
        "the client mutation id `{client_mutation_id}` was sent with another statement before, which made \
         `{decision}`: give each statement an id of its own"
    )]
    ClientMutationIdReused {
        /// As given.
        client_mutation_id: String,
        /// What the first statement made.
        decision: Id,
    },
    /// It could not be written.
    #[error(
        "the decision was not recorded, because it could not be written: send it again when the cause is mended"
    )]
    Store(#[from] StoreError),
}

impl Refused {
    /// A stable name for the reason, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownAgency { .. } => "UNKNOWN_AGENCY",
            Self::UnknownNode { .. } => "UNKNOWN_NODE",
            Self::NotLinkable { .. } => "NOT_LINKABLE",
            Self::Itself { .. } => "LINKED_WITH_ITSELF",
            Self::TypeDoesNotFit { .. } => "TYPE_DOES_NOT_FIT",
            Self::LinkExists { .. } => "LINK_EXISTS",
            Self::AlreadyOne { .. } => "ALREADY_ONE",
            Self::UnknownLink { .. } => "UNKNOWN_LINK",
            Self::DecidedLater { .. } => "DECIDED_LATER",
            Self::UnknownDecision { .. } => "UNKNOWN_DECISION",
            Self::OtherAgency { .. } => "OTHER_AGENCY",
            Self::AlreadyWithdrawn { .. } => "ALREADY_WITHDRAWN",
            Self::IsWithdrawal { .. } => "IS_WITHDRAWAL",
            Self::Text { .. } => "BAD_TEXT",
            Self::ClientMutationIdReused { .. } => "CLIENT_MUTATION_ID_REUSED",
            Self::Store(_) => "NOT_WRITTEN",
        }
    }

    /// The input field that it is about; `None` when it is about none.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::UnknownAgency { .. } => Some("agency"),
            Self::UnknownNode { field, .. } | Self::NotLinkable { field, .. } | Self::Text { field, .. } => {
                Some(field)
            }
            Self::Itself { .. } | Self::LinkExists { .. } | Self::AlreadyOne { .. } => Some("to"),
            Self::TypeDoesNotFit { .. } => Some("type"),
            Self::UnknownLink { .. } | Self::DecidedLater { .. } => Some("link"),
            Self::UnknownDecision { .. }
            | Self::OtherAgency { .. }
            | Self::AlreadyWithdrawn { .. }
            | Self::IsWithdrawal { .. } => Some("decision"),
            Self::ClientMutationIdReused { .. } => Some("clientMutationId"),
            Self::Store(_) => None,
        }
    }
}

fn or_near(near: &[&str]) -> String {
    if near.is_empty() {
        return "give the acronym of one of its organisations".to_owned();
    }
    format!("did you mean {}?", near.join(" or "))
}
