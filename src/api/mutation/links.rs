//! What agencies say about links.

use std::sync::Arc;

use async_graphql::{Context, Enum, Error, ErrorExtensions, ID, InputObject, Object, Result, SimpleObject};

use super::UserError;
use crate::access::Role;
use crate::api::caller::principal;
use crate::api::types::{Decision, Link, LinkType};
use crate::api::view::View;
use crate::curation::{Refused, Statement, What};
use crate::hub::{Decided, Hub};
use crate::record::{Id, NotAnId};

/// Mutations of links.
#[derive(Default)]
pub struct LinkMutations;

/// What agencies can say. Each mutation wants a bearer token with the role `curator`, is durable when it is answered,
/// and changes nothing when it is sent again with the same `clientMutationId`. What the input gets wrong is in
/// `userErrors`.
#[Object]
impl LinkMutations {
    /// Says that there is a link that the hub does not suggest. A proposed `SAME_AS` of two programmes joins them.
    async fn propose_link(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The link to propose.")] input: ProposeLinkInput,
    ) -> Result<LinkPayload> {
        let ProposeLinkInput { from, to, kind, note, client_mutation_id } = input;
        let what = || Ok(What::Propose { kind: kind.into(), from: id("from", &from)?, to: id("to", &to)? });
        decide(context, what, note, client_mutation_id).await
    }

    /// Says that a link is right or wrong. Rejecting the identity of two records of a programme splits it.
    async fn decide_link(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The decision to take.")] input: DecideLinkInput,
    ) -> Result<LinkPayload> {
        let DecideLinkInput { link, verdict, note, client_mutation_id } = input;
        let what = || {
            let link = id("link", &link)?;
            Ok(match verdict {
                Verdict::Confirm => What::Confirm { link },
                Verdict::Reject => What::Reject { link },
            })
        };
        decide(context, what, note, client_mutation_id).await
    }

    /// Takes back a decision of one's own agency; the decision stays in the history.
    async fn withdraw_decision(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The decision to take back.")] input: WithdrawDecisionInput,
    ) -> Result<LinkPayload> {
        let WithdrawDecisionInput { decision, note, client_mutation_id } = input;
        let what = || Ok(What::Withdraw { decision: id("decision", &decision)? });
        decide(context, what, note, client_mutation_id).await
    }
}

/// A link to propose.
#[derive(InputObject)]
pub struct ProposeLinkInput {
    /// One side: a progress item, commitment, result or programme.
    from: ID,
    /// The other side.
    to: ID,
    /// What sort of relation it is.
    #[graphql(name = "type")]
    kind: LinkType,
    /// Why, for others to read; 2,000 characters at most.
    note: Option<String>,
    /// Names this request: sent again by the same agency, it changes nothing. 200 characters at most.
    client_mutation_id: Option<String>,
}

/// A decision to take.
#[derive(InputObject)]
pub struct DecideLinkInput {
    /// The link.
    link: ID,
    /// What is said of it.
    #[graphql(name = "action")]
    verdict: Verdict,
    /// Why, for others to read; 2,000 characters at most.
    note: Option<String>,
    /// Names this request: sent again by the same agency, it changes nothing. 200 characters at most.
    client_mutation_id: Option<String>,
}

/// What can be said of a link.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(name = "LinkVerdict")]
pub enum Verdict {
    /// It is right.
    Confirm,
    /// It is wrong.
    Reject,
}

/// A decision to take back.
#[derive(InputObject)]
pub struct WithdrawDecisionInput {
    /// The decision, of one's own agency.
    decision: ID,
    /// Why, for others to read; 2,000 characters at most.
    note: Option<String>,
    /// Names this request: sent again by the same agency, it changes nothing. 200 characters at most.
    client_mutation_id: Option<String>,
}

/// What a mutation of links did.
#[derive(SimpleObject)]
pub struct LinkPayload {
    /// The link as it is served since; null when the input was wrong, when a withdrawn proposal has removed it, and when
    /// a side of it is in no edition in service any more.
    link: Option<Link>,
    /// The decision that was recorded, or the one that was recorded when the same request came first; null when the
    /// input was wrong.
    decision: Option<Decision>,
    /// What the input gets wrong; empty when it was recorded. Nothing has changed when there is one.
    user_errors: Vec<UserError>,
    /// As given.
    client_mutation_id: Option<String>,
}

async fn decide(
    context: &Context<'_>,
    what: impl FnOnce() -> Result<What, UserError>,
    note: Option<String>,
    client_mutation_id: Option<String>,
) -> Result<LinkPayload> {
    let (principal, now) = principal(context, Role::Curator).await?;
    let what = match what() {
        Ok(what) => what,
        Err(error) => return Ok(LinkPayload::refused(error, client_mutation_id)),
    };
    let statement = Statement {
        what,
        agency: principal.agency,
        by: principal.name,
        note,
        client_mutation_id: client_mutation_id.clone(),
    };
    let hub = Arc::clone(context.data::<Arc<Hub>>()?);
    // Waits for the disk.
    let decided = tokio::task::spawn_blocking(move || hub.decide(statement, now)).await;
    match decided.map_err(|_| broke_off())? {
        Ok(decided) => Ok(LinkPayload::of(&decided, client_mutation_id)),
        Err(Refused::Store(error)) => Err(unavailable(&error)),
        Err(refused) => Ok(LinkPayload::refused(wrong(&refused), client_mutation_id)),
    }
}

impl LinkPayload {
    fn of(decided: &Decided, client_mutation_id: Option<String>) -> Self {
        let served = &decided.served;
        Self {
            link: decided.link.map(|place| View::new(served, place)),
            decision: served.links.decision(decided.decision).map(|place| View::new(served, place)),
            user_errors: Vec::new(),
            client_mutation_id,
        }
    }

    fn refused(error: UserError, client_mutation_id: Option<String>) -> Self {
        Self { link: None, decision: None, user_errors: vec![error], client_mutation_id }
    }
}

fn wrong(refused: &Refused) -> UserError {
    UserError { message: refused.to_string(), code: refused.code(), field: refused.field() }
}

fn id(field: &'static str, id: &ID) -> Result<Id, UserError> {
    id.parse().map_err(|error: NotAnId| UserError {
        message: error.to_string(),
        code: "NOT_AN_ID",
        field: Some(field),
    })
}

/// The hub may have failed before it recorded the decision or after.
fn broke_off() -> Error {
    Error::new(
        "the hub failed on this request, and the decision may have been recorded: send it again with the same \
         `clientMutationId`, or look for it in `decisions`",
    )
    .extend_with(|_, extensions| extensions.set("code", "INTERNAL_SERVER_ERROR"))
}

/// The disk's failure is not the caller's to know in detail.
fn unavailable(error: &impl std::error::Error) -> Error {
    tracing::error!(%error, "a decision could not be recorded");
    Error::new("the decision could not be recorded, and nothing has changed: send it again later")
        .extend_with(|_, extensions| extensions.set("code", "UNAVAILABLE"))
}
