//! A plan run over the graph that a request took.

use std::sync::atomic::Ordering::Relaxed;

use async_graphql::Request;

use super::compile::Plan;
use super::known::Known;
use super::{Reading, Writer, Written};
use crate::api::limits::Limits;
use crate::api::query::Query;

/// The `data` of the answer to a request, as JSON; `None` when the request is for the engine. `known` is its document,
/// which the engine's rules pass, and `plan` its plan; the variables have values that they can have.
pub fn run(plan: &Plan, known: &Known, request: &Request, limits: &Limits) -> Option<Vec<u8>> {
    let variables = &request.variables;
    let reading = Reading { data: &request.data, limits, variables, defined: &plan.defined };
    let mut writer = Writer::new(reading, known.length.load(Relaxed));
    Query::default().write(&plan.selection, &mut writer).ok()?;
    let bytes = writer.into_bytes();
    known.length.store(bytes.len(), Relaxed);
    Some(bytes)
}
