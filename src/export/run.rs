//! Running a query on one graph, its errors told as problems.

use std::sync::Arc;

use async_graphql::{Request, Response, ServerError, Value, Variables};
use serde_json::Map;

use super::problem::{Kind, Problem};
use crate::api::{Schema, Snapshot};
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
    /// The data that a query answers.
    ///
    /// # Errors
    /// When the query or one of its fields fails: half an answer is no export.
    pub async fn answer(
        &self,
        document: &str,
        values: Map<String, serde_json::Value>,
    ) -> Result<Value, Problem> {
        let request = Request::new(document).variables(Variables::from_json(values.into()));
        let request = request.data(Snapshot(Arc::clone(&self.served))).data(Arc::clone(&self.hub));
        let Response { data, errors, .. } = self.schema.execute(request).await;
        match errors.first() {
            None => Ok(data),
            Some(error) => Err(problem(error)),
        }
    }
}

fn problem(error: &ServerError) -> Problem {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    let kind = match code {
        Some(Value::String(code)) if code == "UNAVAILABLE" => Kind::Unavailable,
        // What the engine itself refuses has no code, such as text that is no country.
        Some(Value::String(code)) if code != "BAD_USER_INPUT" => Kind::Internal,
        _ => Kind::Input,
    };
    Problem::of(kind, error.message.clone())
}
