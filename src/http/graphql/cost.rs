//! `GCM-Hub-Cost`: the header by which one asks what a request costs, told in `extensions.cost`.

use async_graphql::{Response, Value};
use axum::http::HeaderMap;

use super::super::refusal::Refusal;
use super::super::version::Now;
use super::Done;
use super::reply::Why;
use crate::api::Admitted;

/// The header.
pub(super) const NAME: &str = "gcm-hub-cost";

/// How the cost is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// `ask`: it is told and nothing is run, so `data` is null.
    Ask,
    /// `show`: the request is run and it is told beside its answer.
    Show,
}

/// What a request wants; `None` without the header.
pub(super) fn wanted(headers: &HeaderMap) -> Result<Option<Telling>, Refusal> {
    let Some(value) = headers.get(NAME) else { return Ok(None) };
    match value.to_str() {
        Ok("ask") => Ok(Some(Telling::Ask)),
        Ok("show") => Ok(Some(Telling::Show)),
        _ => Err(Refusal::bad_request(
            "`GCM-Hub-Cost` is neither `ask`, which tells the cost and runs nothing, nor `show`, which tells it beside \
             the answer",
        )),
    }
}

/// The cost of a request, as it stands in `extensions`.
pub(super) fn told(admitted: &Admitted) -> (String, Value) {
    ("cost".to_owned(), admitted.cost().to_value())
}

/// The answer that has the cost alone.
pub(super) fn alone(now: Now, admitted: &Admitted) -> Done {
    let mut response = Response::default();
    response.extensions.extend([told(admitted)]);
    Done::Other(now, response, Why::Cost)
}
