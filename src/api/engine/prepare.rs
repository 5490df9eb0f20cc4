//! Requests made ready: read, measured, checked, and changed to what the engine does right by.

use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{Request, ServerError};

use crate::api::answer::{Asked, PARSE_FAILED, marked, without_unions};
use crate::api::limits::{self, Cost, Document, Limits};
use crate::api::shape::Shape;
use crate::api::{rules, text, variables};

/// Reads a document.
pub fn read(query: &str) -> Result<ExecutableDocument, Box<ServerError>> {
    text::read(query).map_err(|mut error| {
        error.extensions.get_or_insert_default().set("code", PARSE_FAILED);
        error
    })
}

/// What cannot be one of what a request selects; what cannot be parsed is for the engine to complain of.
pub fn conflict(request: &mut Request) -> Option<Box<ServerError>> {
    limits::conflict(request.parsed_query().ok()?)
}

/// What a request costs; afterwards it is parsed.
pub fn measured(request: &mut Request, limits: &Limits) -> Result<Cost, Box<ServerError>> {
    limits::check_operation(request)?;
    let text = limits::scan(&request.query, limits)?;
    request.set_parsed_query(read(&request.query)?);
    // Lent again, as the document is not lent together with the variables.
    let (operation, variables) = (request.operation_name.clone(), std::mem::take(&mut request.variables));
    let measured = match request.parsed_query() {
        Ok(document) => {
            let document = Document { document, operation: operation.as_deref(), variables: &variables };
            limits::measure(document, text, limits, Shape::hub())
        }
        Err(error) => Err(Box::new(error)),
    };
    request.variables = variables;
    measured
}

/// Nothing, when a document keeps the rules and the variables have values that they can have. What cannot be parsed is
/// for the engine to complain of.
pub fn given(request: &mut Request) -> Result<(), Box<ServerError>> {
    let (operation, variables) = (request.operation_name.clone(), std::mem::take(&mut request.variables));
    let checked = request.parsed_query().map_or(Ok(()), |document| {
        rules::check(document, Shape::hub())?;
        let asked = limits::asked(document, operation.as_deref());
        asked.map_or(Ok(()), |asked| variables::check(asked, &variables, Shape::hub()))
    });
    request.variables = variables;
    checked
}

/// The request as the engine is given it, and what is wanted of it once it has been run.
pub fn asked(mut request: Request) -> (Request, Asked) {
    // What cannot be parsed is for the engine to complain of.
    let changed = request.parsed_query().ok().and_then(|document| without_unions(document, Shape::hub()));
    if let Some(document) = changed {
        request.set_parsed_query(document);
    }
    let marked = request.parsed_query().ok().and_then(marked);
    let operation = request.operation_name.clone();
    let changes = kind(&mut request) == Some(OperationType::Mutation);
    let asked = Asked {
        query: request.query.clone(),
        operation,
        changes,
        marked: marked.is_some(),
        // Nothing else waits; a string that has the word costs little.
        waits: request.query.contains("asOf"),
    };
    if let Some(document) = marked {
        request.set_parsed_query(document);
    }
    give_defaults(&mut request);
    (request, asked)
}

/// The kind of the operation that is asked for; `None` when a request does not say which one.
pub fn kind(request: &mut Request) -> Option<OperationType> {
    let name = request.operation_name.clone();
    limits::asked(request.parsed_query().ok()?, name.as_deref()).map(|operation| operation.ty)
}

/// Gives variables that a request leaves out their defaults, as the engine does not where they decide what `@skip` and
/// `@include` leave.
fn give_defaults(request: &mut Request) {
    let name = request.operation_name.clone();
    let Ok(document) = request.parsed_query() else { return };
    let Some(operation) = limits::asked(document, name.as_deref()) else { return };
    let defined = operation.variable_definitions.iter().map(|defined| &defined.node);
    let defaults: Vec<_> = defined
        .filter_map(|defined| Some((defined.name.node.clone(), defined.default_value.as_ref()?.node.clone())))
        .collect();
    for (name, default) in defaults {
        request.variables.entry(name).or_insert(default);
    }
}
