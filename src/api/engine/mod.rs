//! The one way by which requests are run: limits before work, then the engine, then its answer made right.

mod prepare;

use std::sync::{Arc, OnceLock};

use async_graphql::async_trait::async_trait;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::parser::types::OperationType;
use async_graphql::{Pos, Request, Response, SchemaBuilder, ServerError};
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, future, stream};

use super::answer::failed;
use super::error::unavailable;
use super::limits::deadline::{self, Deadline, Waiting};
use super::limits::{self, Cost, Limits};
use super::node::Node;
use super::plan::{self, Documents, Known};
use super::shape::Shape;
use super::{Mutation, Query, Subscription, rules, variables};
use crate::hub::{Hub, Served};

type Engine = async_graphql::Schema<Query, Mutation, Subscription>;

/// The hub's GraphQL schema, with the limits of those who ask it.
#[derive(Clone)]
pub struct Schema {
    engine: Engine,
    limits: Limits,
    /// The same engine, to be asked for its rules only; made when it is first wanted.
    rules: Arc<OnceLock<Engine>>,
    documents: Arc<Documents>,
}

/// A request that may be run.
pub struct Admitted {
    known: Arc<Known>,
    cost: Cost,
}

impl Admitted {
    /// What it costs.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// The kinds of the operations that may be meant: one, unless the request does not say which operation.
    pub fn kinds(&self) -> impl Iterator<Item = OperationType> {
        self.known.kinds()
    }
}

/// An answer.
pub enum Answer {
    /// `data` as JSON, of an answer without errors.
    Written(Vec<u8>),
    /// What the engine gave.
    Engine(Box<Response>),
}

impl Schema {
    /// The schema under limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { engine: built(limits).finish(), limits, rules: Arc::default(), documents: Arc::default() }
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

    /// Reads and measures a request, or remembers what came of it.
    ///
    /// # Errors
    /// As those of [`Schema::admit`], and `BAD_USER_INPUT` for variables that cannot be what they are.
    pub fn read(&self, request: &Request) -> Result<Admitted, Box<Response>> {
        self.known(request).map_err(|error| Box::new(failed(*error)))
    }

    fn known(&self, request: &Request) -> Result<Admitted, Box<ServerError>> {
        let known = match self.documents.get(request) {
            Some(known) => known,
            None => {
                limits::check_operation(request)?;
                let text = limits::scan(&request.query, &self.limits)?;
                let document = prepare::read(&request.query)?;
                rules::check(&document, Shape::hub())?;
                self.documents.add(request, document, text)
            }
        };
        if let Some(cost) = known.cost.get() {
            // It takes no variables.
            return Ok(Admitted { cost: *cost, known });
        }
        let cost =
            limits::measure(known.with(&request.variables), known.text_cost, &self.limits, Shape::hub())?;
        if let Some(operation) = known.asked() {
            variables::check(operation, &request.variables, Shape::hub())?;
        }
        if known.is_constant() {
            // Another request may have been first, with the same.
            let _ = known.cost.set(cost);
        }
        Ok(Admitted { cost, known })
    }

    /// Answers a request that [`Schema::read`] let pass: by its plan where it has one, else by the engine.
    pub async fn answer(&self, mut request: Request, admitted: Admitted) -> Answer {
        let Admitted { known, .. } = admitted;
        let deadline = Deadline::after(self.limits.seconds);
        if let Some(plan) = known.plan(&request.variables)
            && self.is_valid(&known).await
            && let Some(data) = deadline.work(|| plan::run(&plan, &known, &request, &self.limits))
        {
            return Answer::Written(data);
        }
        request.set_parsed_query(known.document.clone());
        Answer::Engine(Box::new(self.execute_until(request, deadline).await))
    }

    /// Whether the engine's rules pass a document, whatever the variables.
    async fn is_valid(&self, known: &Known) -> bool {
        if let Some(valid) = known.valid.get() {
            return *valid;
        }
        let conflicts = limits::conflict(&known.document).is_some();
        let valid = !conflicts && (known.surely_passes() || self.passes(known).await);
        // Another request may have been first, with the same.
        let _ = known.valid.set(valid);
        valid
    }

    /// Whether the engine's rules pass a document; the engine says so itself.
    async fn passes(&self, known: &Known) -> bool {
        let mut request = Request::new(String::new());
        request.operation_name = known.operation.clone();
        request.set_parsed_query(known.document.clone());
        let rules = self.rules.get_or_init(|| built(self.limits).extension(OnlyRules).finish());
        rules.execute(request).await.errors.is_empty()
    }

    /// What a request costs; afterwards it is parsed.
    ///
    /// # Errors
    /// The answer to a request that is no GraphQL (`GRAPHQL_PARSE_FAILED`) or that passes a limit (`LIMIT_EXCEEDED`).
    pub fn admit(&self, request: &mut Request) -> Result<Cost, Box<Response>> {
        prepare::measured(request, &self.limits).map_err(|error| Box::new(failed(*error)))
    }

    /// Lets a request with a document of the hub's own pass: by the limits, or, where an operator has set them below
    /// what the document itself costs, when its variables make the answer no larger than their defaults do.
    ///
    /// # Errors
    /// As [`Schema::admit`].
    pub fn admit_saved(&self, request: &mut Request) -> Result<(), Box<Response>> {
        let Err(refused) = self.admit(request) else { return Ok(()) };
        let asked = prepare::measured(request, &Limits::NONE);
        let variables = std::mem::take(&mut request.variables);
        let saved = prepare::measured(request, &Limits::NONE);
        request.variables = variables;
        match (saved, asked) {
            (Ok(saved), Ok(asked))
                if asked.nodes <= saved.nodes
                    && asked.arguments <= self.limits.arguments.max(saved.arguments) =>
            {
                Ok(())
            }
            _ => Err(refused),
        }
    }

    /// Lets a page of the hub's own size pass, unless what it is filtered by, which the caller says, is too much.
    ///
    /// # Errors
    /// As [`Schema::admit`], for the limit on arguments alone.
    pub fn admit_page(&self, request: &mut Request) -> Result<(), Box<Response>> {
        let limits = Limits { arguments: self.limits.arguments, ..Limits::NONE };
        prepare::measured(request, &limits).map(|_| ()).map_err(|error| Box::new(failed(*error)))
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
    pub async fn execute_admitted(&self, mut request: Request) -> Response {
        if let Err(error) = prepare::given(&mut request) {
            return failed(*error);
        }
        self.execute_until(request, Deadline::after(self.limits.seconds)).await
    }

    async fn execute_until(&self, mut request: Request, deadline: Deadline) -> Response {
        if let Some(conflict) = prepare::conflict(&mut request) {
            return failed(*conflict);
        }
        let (request, asked) = prepare::asked(request);
        let answer = if asked.changes {
            self.engine.execute(request).await
        } else {
            let waiting = Waiting::default();
            deadline.answer(&waiting, self.engine.execute(request.data(waiting.clone()))).await
        };
        asked.mend(Shape::hub(), answer)
    }

    /// Runs a request that may be run and streams its answers: the events of a subscription, or one answer.
    pub fn execute_stream(&self, mut request: Request) -> impl Stream<Item = Response> + use<> {
        let may_be_run = self
            .admit(&mut request)
            .and_then(|_| prepare::given(&mut request).map_err(|error| Box::new(failed(*error))));
        if let Err(refused) = may_be_run {
            return stream::once(future::ready(*refused)).boxed();
        }
        if prepare::kind(&mut request) != Some(OperationType::Subscription) {
            let schema = self.clone();
            let answer = async move {
                let deadline = Deadline::after(schema.limits.seconds);
                schema.execute_until(request, deadline).await
            };
            return stream::once(answer).boxed();
        }
        if let Some(conflict) = prepare::conflict(&mut request) {
            return stream::once(future::ready(failed(*conflict))).boxed();
        }
        let (request, asked) = prepare::asked(request);
        let answers = deadline::each_within(self.limits.seconds, self.engine.execute_stream(request));
        answers.map(move |answer| asked.mend(Shape::hub(), answer)).boxed()
    }

    /// A graph as the documents stood at a time, waited for as long as a request may take.
    ///
    /// # Errors
    /// As those of `asOf` in a query: `LIMIT_EXCEEDED`, `UNAVAILABLE`.
    pub async fn as_of(
        &self,
        hub: &Hub,
        served: &Arc<Served>,
        time: DateTime<Utc>,
    ) -> Result<Arc<Served>, Box<ServerError>> {
        let deadline = Deadline::after(self.limits.seconds);
        match deadline.until(hub.as_of(served, time)).await {
            Some(Ok(past)) => Ok(past),
            Some(Err(error)) => Err(Box::new(unavailable(&error).into_server_error(Pos::default()))),
            None => Err(Box::new(deadline.given_up(vec![("asOf".to_owned(), None)]))),
        }
    }
}

fn built(limits: Limits) -> SchemaBuilder<Query, Mutation, Subscription> {
    Engine::build(Query::default(), Mutation::default(), Subscription)
        .register_output_type::<Node>()
        .data(limits)
        // A suggestion compares a name with each of a type's, for each name that is wrong.
        .disable_suggestions()
        // The hub's own limit on depth is checked before, and never above this.
        .limit_recursive_depth(limits::MOST_DEPTH as usize + 1)
}

/// Ends a request when the engine has checked its rules.
struct OnlyRules;

impl ExtensionFactory for OnlyRules {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for OnlyRules {
    async fn execute(&self, _: &ExtensionContext<'_>, _: Option<&str>, _: NextExecute<'_>) -> Response {
        Response::default()
    }
}
