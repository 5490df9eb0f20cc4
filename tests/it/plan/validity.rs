//! What the hub finds valid, graphql-js finds valid, and the other way round.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use async_graphql::{Request, Response, Variables};
use gcm_hub::api::{Answer, Schema, Snapshot, schema};
use gcm_hub::hub::Hub;
use serde_json::json;

use super::{SEEDS, queries};
use crate::{TempFolder, bundled_hub, clients};

/// Whether the hub runs a request, or what it says that is wrong with it; `None` for what costs too much.
async fn verdict(schema: &Schema, hub: &Arc<Hub>, query: &queries::Query) -> Option<Result<(), String>> {
    let variables = Variables::from_json(query.variables.clone());
    let request = Request::new(&query.document).variables(variables);
    let request = request.data(Snapshot(hub.served())).data(Arc::clone(hub));
    let refused = |response: &Response| {
        let error = response.errors.iter().find(|error| error.path.is_empty())?;
        Some(serde_json::to_value(error).unwrap())
    };
    let error = match schema.read(&request) {
        Err(response) => refused(&response),
        Ok(admitted) => match schema.answer(request, admitted).await {
            Answer::Written(_) => None,
            Answer::Engine(response) => refused(&response),
        },
    };
    match error {
        Some(error) if error["extensions"]["code"] == "LIMIT_EXCEEDED" => None,
        Some(error) => Some(Err(format!("{}: {}", error["extensions"]["code"], error["message"]))),
        None => Some(Ok(())),
    }
}

#[tokio::test]
async fn another_implementation_finds_the_same_requests_valid() {
    let (hub, schema) = (bundled_hub(), schema());
    let made = queries::Schema::read(&hub);
    let mut lines = String::new();
    let mut judged = 0;
    for seed in 0..SEEDS {
        for query in [made.query(seed), made.broken(seed), made.broken(seed + SEEDS)] {
            let Some(verdict) = verdict(&schema, &hub, &query).await else { continue };
            judged += 1;
            let line = json!({
                "document": query.document, "variables": query.variables,
                "valid": verdict.is_ok(), "said": verdict.err(),
            });
            lines += &format!("{line}\n");
        }
    }
    assert!(judged * 10 > SEEDS * 3 * 9, "{judged}");
    let folder = TempFolder::new("validity");
    let file = folder.0.join("requests.ndjson");
    fs::write(&file, lines).unwrap();
    let definition = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/hub.graphql");
    let arguments = [definition.to_str().unwrap(), file.to_str().unwrap()];
    let Some((fine, said)) = clients::run("validity.mjs", &arguments) else { return };
    assert!(fine, "{said}");
}
