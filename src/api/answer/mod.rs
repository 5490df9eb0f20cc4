//! What the engine answers, made to say what the GraphQL specification has: every error with a code, an error's null
//! where it belongs, keys in the order of the query.
//!
//! The engine (async-graphql 7.2.1) leaves out the key of a field that fails, shows an object of which all fields fail
//! as null whatever its type, as well as one of which nothing is wanted, leaves out fragments on unions ([`unions`]), and
//! puts keys in the order in which resolvers are done.

mod code;
mod empty;
mod nulls;
mod order;
mod selected;
mod unions;

use async_graphql::indexmap::IndexMap;
use async_graphql::{Response, ServerError, Value, Variables};

use super::limits::Document;
use super::shape::Shape;
use super::text;
pub use code::{BAD_USER_INPUT, PARSE_FAILED, VALIDATION_FAILED};
pub(super) use code::{coded, failed};
pub use empty::marked;
pub use unions::without_unions;

/// So many errors are answered at most. What is wrong with one row may be wrong with a thousand.
const MOST_ERRORS: usize = 100;

/// What of a request is wanted once it has been run.
pub struct Asked {
    pub query: String,
    pub operation: Option<String>,
    /// Whether it is a mutation.
    pub changes: bool,
    /// Whether a resolver may wait, so that keys may be out of order.
    pub waits: bool,
    /// Whether the engine was given the [`marked`] document.
    pub marked: bool,
}

impl Asked {
    /// The engine's answer, as it should be.
    pub fn mend(&self, shape: &Shape, response: Response) -> Response {
        let mut response = self.put_right(shape, response);
        if response.errors.len() > MOST_ERRORS {
            few(&mut response.errors);
        }
        response
    }

    fn put_right(&self, shape: &Shape, mut response: Response) -> Response {
        for error in &mut response.errors {
            coded(error);
        }
        if self.marked {
            empty::unmark(&mut response.data);
        }
        // An object of which nothing is wanted is empty, not null.
        if response.errors.is_empty() && response.data == Value::Null {
            response.data = Value::Object(IndexMap::new());
        }
        let failed = response.errors.iter().any(|error| !error.path.is_empty());
        if !failed && !self.waits {
            return response;
        }
        // Parsed anew, as this is seldom, and a copy kept for it would cost every request.
        let Ok(document) = text::read(&self.query) else { return response };
        let variables = Variables::default();
        let document =
            Document { document: &document, operation: self.operation.as_deref(), variables: &variables };
        let Some(operation) = document.asked() else { return response };
        let root = selected::Selected::root(document.document, operation, shape);
        nulls::put(&mut response.data, &root, &response.errors);
        order::graphs(&mut response.data, &root);
        for error in &response.errors {
            order::along(&mut response.data, &root, &error.path);
        }
        response
    }
}

/// The first errors, and that there are more; their nulls are in the answer already.
fn few(errors: &mut Vec<ServerError>) {
    let more = errors.len() - MOST_ERRORS;
    errors.truncate(MOST_ERRORS);
    let message = format!("{more} more errors are not told: mend the first {MOST_ERRORS} and ask again");
    let mut last = ServerError::new(message, None);
    let code = errors.last().and_then(|error| error.extensions.as_ref()?.get("code").cloned());
    last.extensions.get_or_insert_default().set("code", code.unwrap_or_default());
    errors.push(last);
}
