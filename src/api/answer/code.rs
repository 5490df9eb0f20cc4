//! `extensions.code` of errors that bear none: those of the engine. Errors of our own are made with theirs.

use async_graphql::ServerError;

/// The document is no GraphQL.
pub const PARSE_FAILED: &str = "GRAPHQL_PARSE_FAILED";
/// The document asks for what the schema does not have, or does not say which operation to run.
pub const VALIDATION_FAILED: &str = "GRAPHQL_VALIDATION_FAILED";
/// A value that cannot be.
pub const BAD_USER_INPUT: &str = "BAD_USER_INPUT";
/// A fault of the hub.
const INTERNAL: &str = "INTERNAL_SERVER_ERROR";

/// How the engine's messages about a value begin.
const OF_INPUT: [&str; 3] = ["Expected input type ", "Failed to parse ", "Invalid value for argument "];

/// Whether the engine complains of a value of an argument or a variable. A variable that has none is named without quotes
/// when the request does not give it, and with them when the document is wrong about it.
fn is_of_input(message: &str) -> bool {
    OF_INPUT.iter().any(|beginning| message.starts_with(beginning))
        || message.starts_with("Variable ") && !message.starts_with("Variable \"")
}

/// Gives an error the code of its kind, if it has none.
pub fn coded(error: &mut ServerError) {
    let extensions = error.extensions.get_or_insert_default();
    if extensions.get("code").is_some() {
        return;
    }
    let code = if is_of_input(&error.message) {
        BAD_USER_INPUT
    } else if error.path.is_empty() {
        // The engine finds these before it runs anything.
        VALIDATION_FAILED
    } else {
        tracing::error!(error = error.message, path = ?error.path, "a field failed without a code");
        INTERNAL
    };
    extensions.set("code", code);
}

/// The answer to a request that is not run.
pub fn failed(error: ServerError) -> async_graphql::Response {
    async_graphql::Response::from_errors(vec![error])
}
