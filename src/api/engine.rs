//! The one way by which requests are run: limits before work, then the engine, then its answer made right.

use async_graphql::{Request, Response, ServerError};
use futures_util::{Stream, StreamExt, future, stream};

use super::answer::{Asked, PARSE_FAILED, failed};
use super::limits::{self, Cost, Document, Limits};
use super::node::Node;
use super::shape::Shape;
use super::{Mutation, Query, Subscription};

type Engine = async_graphql::Schema<Query, Mutation, Subscription>;

/// The hub's GraphQL schema, with the limits of those who ask it.
#[derive(Clone)]
pub struct Schema {
    engine: Engine,
    limits: Limits,
}

impl Schema {
    /// The schema under limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let engine = Engine::build(Query::default(), Mutation::default(), Subscription)
            .register_output_type::<Node>()
            .data(limits)
            // The hub's own limit on depth is checked before, and never above this.
            .limit_recursive_depth(limits::MOST_DEPTH as usize + 1);
        Self { engine: engine.finish(), limits }
    }

    /// What requests may cost.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The schema definition.
    pub(super) fn definition(&self, options: async_graphql::SDLExportOptions) -> String {
        self.engine.sdl_with_options(options)
    }

    /// What a request costs; afterwards it is parsed.
    ///
    /// # Errors
    /// The answer to a request that is no GraphQL (`GRAPHQL_PARSE_FAILED`) or that passes a limit (`LIMIT_EXCEEDED`).
    pub fn admit(&self, request: &mut Request) -> Result<Cost, Box<Response>> {
        measured(request, &self.limits).map_err(|error| Box::new(failed(*error)))
    }

    /// Lets a request with a document of the hub's own pass: by the limits, or, where an operator has set them below what
    /// the document itself costs, when its variables make the answer no larger than their defaults do.
    ///
    /// # Errors
    /// As [`Schema::admit`].
    pub fn admit_saved(&self, request: &mut Request) -> Result<(), Box<Response>> {
        let Err(refused) = self.admit(request) else { return Ok(()) };
        let asked = measured(request, &Limits::NONE);
        let variables = std::mem::take(&mut request.variables);
        let saved = measured(request, &Limits::NONE);
        request.variables = variables;
        match (saved, asked) {
            (Ok(saved), Ok(asked)) if asked.nodes <= saved.nodes => Ok(()),
            _ => Err(refused),
        }
    }

    /// Runs a request that may be run.
    pub async fn execute(&self, request: impl Into<Request>) -> Response {
        let mut request = request.into();
        match self.admit(&mut request) {
            Ok(_) => self.execute_admitted(request).await,
            Err(refused) => *refused,
        }
    }

    /// Runs a request that [`Schema::admit`] let pass.
    pub async fn execute_admitted(&self, request: Request) -> Response {
        let asked = asked(&request);
        asked.mend(Shape::hub(), self.engine.execute(request).await)
    }

    /// Runs a request that may be run and streams its answers.
    pub fn execute_stream(&self, mut request: Request) -> impl Stream<Item = Response> + use<> {
        if let Err(refused) = self.admit(&mut request) {
            return stream::once(future::ready(*refused)).left_stream();
        }
        let asked = asked(&request);
        let answers = self.engine.execute_stream(request);
        answers.map(move |answer| asked.mend(Shape::hub(), answer)).right_stream()
    }
}

/// What a request costs; afterwards it is parsed.
fn measured(request: &mut Request, limits: &Limits) -> Result<Cost, Box<ServerError>> {
    let text = limits::scan(&request.query, limits)?;
    if let Err(mut error) = request.parsed_query() {
        error.extensions.get_or_insert_default().set("code", PARSE_FAILED);
        return Err(Box::new(error));
    }
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

/// What is wanted of a request once it has been run.
fn asked(request: &Request) -> Asked {
    Asked {
        query: request.query.clone(),
        operation: request.operation_name.clone(),
        // Nothing else waits; a string that has the word costs little.
        waits: request.query.contains("asOf"),
    }
}
