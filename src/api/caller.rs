//! Who asks: found out only when a mutation wants to know, so that reading works with any header or none.

use std::sync::Arc;

use async_graphql::{Context, Error, ErrorExtensions, Result};
use chrono::{DateTime, Utc};

use crate::access::{Bearer, Denied, Gate, Principal, Role};

/// The caller of a request, put into its data by whoever runs it.
#[derive(Debug, Clone)]
pub struct Caller {
    gate: Arc<Gate>,
    bearer: Option<Result<Bearer, Denied>>,
    now: DateTime<Utc>,
}

impl Caller {
    /// The caller who gave this bearer (`None`: none was given) at this time.
    #[must_use]
    pub fn new(gate: Arc<Gate>, bearer: Option<Result<Bearer, Denied>>, now: DateTime<Utc>) -> Self {
        Self { gate, bearer, now }
    }

    async fn principal(&self) -> Result<Principal, Denied> {
        let bearer = match &self.bearer {
            None => None,
            Some(Ok(bearer)) => Some(bearer),
            Some(Err(denied)) => return Err(denied.clone()),
        };
        self.gate.admit(bearer, self.now).await
    }
}

/// The principal who has a role, and when they ask.
///
/// # Errors
/// `UNAUTHENTICATED` without a bearer that is good, `FORBIDDEN` without the role, `UNAVAILABLE` when that cannot be told
/// for now.
pub async fn principal(context: &Context<'_>, role: Role) -> Result<(Principal, DateTime<Utc>)> {
    let caller = context.data_opt::<Caller>().ok_or_else(|| denied(&Denied::NoBearer))?;
    let principal = caller.principal().await.map_err(|reason| denied(&reason))?;
    principal.require(role).map_err(|reason| denied(&reason))?;
    Ok((principal, caller.now))
}

fn denied(reason: &Denied) -> Error {
    let code = reason.code();
    Error::new(reason.to_string()).extend_with(|_, extensions| extensions.set("code", code))
}
