//! What operators want done about sources.

use std::sync::Arc;

use async_graphql::{Context, Enum, Error, ErrorExtensions, InputObject, Object, Result, SimpleObject};

use super::UserError;
use crate::access::Role;
use crate::api::caller::principal;
use crate::api::scalar::Time;
use crate::api::types::Source;
use crate::hub::{self, Hub, Outcome, Report, Review, ReviewError, Upkeep};
use crate::record::Sha256;

pub(super) const UNKNOWN_SOURCE: &str = "UNKNOWN_SOURCE";
pub(super) const NOT_A_SHA256: &str = "NOT_A_SHA256";
pub(super) const NOT_HELD: &str = "NOT_HELD";

/// Mutations of sources.
#[derive(Default)]
pub struct SourceMutations;

/// What operators want done about sources: each wants a bearer token with the role `operator`.
#[Object]
impl SourceMutations {
    /// Asks the publisher of a source now, whatever its schedule, and answers when that has come to something. Requests
    /// at the same moment get the same answer. What comes of it is in `outcome`: a publisher that fails is no error here.
    async fn refresh_source(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The source to refresh.")] input: RefreshSourceInput,
    ) -> Result<RefreshPayload> {
        principal(context, Role::Operator).await?;
        let hub = context.data::<Arc<Hub>>()?;
        let RefreshSourceInput { source, client_mutation_id } = input;
        if hub.served().sources.iter().all(|known| known.slug() != source) {
            return Ok(RefreshPayload::refused(unknown(hub, &source), client_mutation_id));
        }
        let report = (upkeep(hub)?.refresh)(&source).await;
        Ok(RefreshPayload::of(hub, &report, client_mutation_id))
    }

    /// Puts an edition that is held into service, or rejects it: then it is not held again.
    async fn review_edition(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The edition that is held, and what is to become of it.")] input: ReviewEditionInput,
    ) -> Result<RefreshPayload> {
        principal(context, Role::Operator).await?;
        let hub = context.data::<Arc<Hub>>()?;
        let ReviewEditionInput { source, sha256, verdict, client_mutation_id } = input;
        if hub.served().sources.iter().all(|known| known.slug() != source) {
            return Ok(RefreshPayload::refused(unknown(hub, &source), client_mutation_id));
        }
        let Ok(sha256) = sha256.parse::<Sha256>() else {
            let message =
                format!("`{sha256}` is no SHA-256: write the 64 hexadecimal digits of `freshness.held`");
            let error = UserError { message, code: NOT_A_SHA256, field: Some("sha256") };
            return Ok(RefreshPayload::refused(error, client_mutation_id));
        };
        let review = Review { source, sha256, verdict: verdict.into() };
        match (upkeep(hub)?.review)(review).await {
            Ok(report) => Ok(RefreshPayload::of(hub, &report, client_mutation_id)),
            Err(error @ ReviewError::NotHeld { .. }) => {
                let error = UserError { message: error.to_string(), code: NOT_HELD, field: Some("sha256") };
                Ok(RefreshPayload::refused(error, client_mutation_id))
            }
            Err(ReviewError::Failed(cause)) => {
                // The disk's failure is not the caller's to know in detail.
                tracing::error!(cause, "what was said of a held edition could not be kept");
                Err(unavailable("what was said of the edition could not be kept: send it again later"))
            }
        }
    }
}

/// A source to ask for.
#[derive(InputObject)]
pub struct RefreshSourceInput {
    /// The source, by slug.
    source: String,
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
}

/// What is said of an edition that is held.
#[derive(InputObject)]
pub struct ReviewEditionInput {
    /// The source, by slug.
    source: String,
    /// The edition that was looked at, by the SHA-256 in `freshness.held`.
    sha256: String,
    /// What is said of it.
    #[graphql(name = "action")]
    verdict: EditionVerdict,
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
}

/// What can be said of an edition that is held.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "hub::Verdict")]
pub enum EditionVerdict {
    /// It comes into service.
    Accept,
    /// It does not, and is not held again.
    Reject,
}

/// What came of asking for a source or of reviewing an edition.
#[derive(SimpleObject)]
pub struct RefreshPayload {
    /// The source as it is served since; null when the input was wrong.
    source: Option<Source>,
    /// What came of it; null when the input was wrong.
    outcome: Option<RefreshOutcome>,
    /// What happened, for people; null when the input was wrong.
    message: Option<String>,
    /// When it was known; null when the input was wrong.
    at: Option<Time>,
    /// What the input gets wrong; empty when something was done.
    user_errors: Vec<UserError>,
    /// As given.
    client_mutation_id: Option<String>,
}

/// What can come of asking for a source.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
pub enum RefreshOutcome {
    /// What its publisher gives is in service already.
    Unchanged,
    /// A new edition is in service.
    Updated,
    /// What its publisher gives waits for an operator.
    Held,
    /// What its publisher gives is what an operator has rejected.
    Rejected,
    /// Nothing that is an edition was given; the edition before it stays in service.
    Failed,
    /// Nobody was asked.
    NotAsked,
}

impl RefreshPayload {
    fn of(hub: &Arc<Hub>, report: &Report, client_mutation_id: Option<String>) -> Self {
        let served = hub.served();
        let place = served.sources.iter().position(|source| source.slug() == report.source);
        let (outcome, message) = told(&report.outcome);
        Self {
            source: place.map(|place| Source::new(&served, place)),
            outcome: Some(outcome),
            message: Some(message),
            at: Some(Time(report.at)),
            user_errors: Vec::new(),
            client_mutation_id,
        }
    }

    fn refused(error: UserError, client_mutation_id: Option<String>) -> Self {
        let user_errors = vec![error];
        Self { source: None, outcome: None, message: None, at: None, user_errors, client_mutation_id }
    }
}

fn told(outcome: &Outcome) -> (RefreshOutcome, String) {
    match outcome {
        Outcome::Unchanged => {
            (RefreshOutcome::Unchanged, "its publisher gives what is in service".to_owned())
        }
        Outcome::Updated { counts, rejects, .. } => {
            let hub::ChangeCounts { added, removed, changed, unchanged } = counts;
            let message = format!(
                "a new edition is in service: {added} records added, {removed} removed, {changed} changed, {unchanged} \
                 as before, {rejects} rejects"
            );
            (RefreshOutcome::Updated, message)
        }
        Outcome::Held { reason, .. } => {
            (RefreshOutcome::Held, format!("an edition waits for an operator: {reason}"))
        }
        Outcome::Rejected { .. } => {
            (RefreshOutcome::Rejected, "the edition before stays in service; this one is rejected".to_owned())
        }
        Outcome::Failed { problem } => (RefreshOutcome::Failed, problem.clone()),
        Outcome::NotAsked { reason } => (RefreshOutcome::NotAsked, reason.clone()),
    }
}

fn unknown(hub: &Hub, slug: &str) -> UserError {
    let served = hub.served();
    let slugs: Vec<_> = served.sources.iter().map(|source| source.slug()).collect();
    let message = format!("unknown source `{slug}`: the sources are {}", slugs.join(", "));
    UserError { message, code: UNKNOWN_SOURCE, field: Some("source") }
}

fn upkeep(hub: &Hub) -> Result<&Upkeep> {
    hub.upkeep()
        .ok_or_else(|| unavailable("nobody asks publishers here: ask a hub that serves (`gcm-hub serve`)"))
}

fn unavailable(message: &str) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", "UNAVAILABLE"))
}
