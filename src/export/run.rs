//! Running a query on one graph, its errors told as problems.

use std::sync::Arc;

use async_graphql::{Request, Response, ServerError, Value, Variables};
use chrono::{DateTime, Utc};
use serde_json::Map;

use super::problem::{Kind, Problem};
use crate::api::{Schema, Snapshot, VARIABLE, Whole};
use crate::hub::{Hub, Served};

/// What queries are run on: one graph, to the end of an export.
#[derive(Clone)]
pub struct Ground {
    /// The schema.
    pub schema: Schema,
    /// The hub, which has the graphs of earlier times.
    pub hub: Arc<Hub>,
    /// The graph.
    pub served: Arc<Served>,
}

impl Ground {
    /// The same as the documents stood at a time, as `asOf` has it; `None` is this one.
    ///
    /// # Errors
    /// When the graph of that time cannot be had, or not within the time that a request may take.
    pub async fn at(self, time: Option<DateTime<Utc>>) -> Result<Self, Problem> {
        let Some(time) = time else { return Ok(self) };
        let past = self.schema.as_of(&self.hub, &self.served, time).await;
        Ok(Self { served: past.map_err(|error| problem(&error))?, ..self })
    }

    /// The data that a saved operation answers with some values. Those may make it cost what the limits let; what it
    /// costs without them is no caller's doing.
    ///
    /// # Errors
    /// When the values make it cost more, or when it or one of its fields fails: half an answer is no export.
    pub async fn answer(
        &self,
        document: &str,
        values: Map<String, serde_json::Value>,
    ) -> Result<Value, Problem> {
        let mut request = self.request(document, values);
        match self.schema.admit_saved(&mut request) {
            Ok(()) => data(self.schema.execute_admitted(request).await),
            Err(refused) => data(*refused),
        }
    }

    /// The data of one page of a list that is read whole, whose size is the hub's own choice: of the limits only that on
    /// what it is filtered by is for it.
    ///
    /// # Errors
    /// When it is filtered by more values than the limits let, or when it fails.
    pub(super) async fn page(
        &self,
        document: &str,
        values: Map<String, serde_json::Value>,
        whole: &Whole,
    ) -> Result<Value, Problem> {
        let mut request = self.request(document, values).data(whole.clone());
        match self.schema.admit_page(&mut request) {
            Ok(()) => data(self.schema.execute_admitted(request).await),
            Err(refused) => data(*refused),
        }
    }

    fn request(&self, document: &str, values: Map<String, serde_json::Value>) -> Request {
        let request = Request::new(document).variables(Variables::from_json(values.into()));
        request.data(Snapshot(Arc::clone(&self.served))).data(Arc::clone(&self.hub))
    }
}

fn data(Response { data, errors, .. }: Response) -> Result<Value, Problem> {
    match errors.first() {
        None => Ok(data),
        Some(error) => Err(problem(error)),
    }
}

fn problem(error: &ServerError) -> Problem {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    let kind = match code {
        Some(Value::String(code)) if code == "UNAVAILABLE" => Kind::Unavailable,
        Some(Value::String(code)) if code == "LIMIT_EXCEEDED" => Kind::Limit,
        // What the engine itself refuses has no code.
        Some(Value::String(code)) if code != "BAD_USER_INPUT" => Kind::Internal,
        _ => Kind::Input,
    };
    let variable = error.extensions.as_ref().and_then(|extensions| extensions.get(VARIABLE));
    match variable {
        Some(Value::String(variable)) => Problem::input(variable, error.message.clone()),
        _ => Problem::of(kind, error.message.clone()),
    }
}
