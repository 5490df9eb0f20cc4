//! What there is at which path.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use tokio::sync::watch;

use super::assets::{self, Asset};
use super::clients::Clients;
use super::graphql::{self, Answers, Documents};
use super::metrics::{self, Metrics};
use super::refusal::Refusal;
use super::settings::{Settings, Setup};
use super::version::Versions;
use super::{
    admission, coding, cors, exports, headers, health, journal, operations, pages, reconcile, trace,
};
use crate::access::Gate;
use crate::api::{self, Schema};
use crate::export;
use crate::hub::Hub;
use crate::telemetry::Traces;

/// What handlers share.
pub(super) struct App {
    pub hub: Arc<Hub>,
    pub gate: Arc<Gate>,
    pub schema: Schema,
    pub versions: Versions,
    /// Whole answers in memory.
    pub answers: Answers,
    /// Documents that are known by their hash.
    pub documents: Documents,
    pub settings: Settings,
    /// What clients have of the server.
    pub clients: Arc<Clients>,
    pub metrics: Metrics,
    /// Where spans of requests go.
    pub traces: Traces,
    /// Turns true when the server is asked to stop: streams end then.
    pub stopping: watch::Receiver<bool>,
}

impl App {
    pub fn new(hub: Arc<Hub>, gate: Arc<Gate>, setup: Setup, stopping: watch::Receiver<bool>) -> Self {
        let Setup { limits, mut settings, answers, documents, traces } = setup;
        // One body that may be sent can be sent, however few bytes are allowed.
        let body = usize::try_from(limits.bytes).unwrap_or(usize::MAX);
        settings.body_bytes = settings.body_bytes.max(body);
        settings.body_bytes_per_client = settings.body_bytes_per_client.max(body);
        Self {
            schema: Schema::new(limits),
            versions: Versions::new(&hub),
            answers: Answers::new(answers),
            documents: Documents::new(documents),
            clients: Arc::new(Clients::new(&settings)),
            metrics: Metrics::default(),
            traces,
            settings,
            hub,
            gate,
            stopping,
        }
    }

    /// Ends when the server is asked to stop.
    pub fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopping = self.stopping.clone();
        async move {
            // An error means that the server is gone, which is as good.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        }
    }
}

/// The paths that people may want, for those who ask for another.
const PATHS: &str = "`/`, `/graphql`, `/graphiql`, `/explore`, `/api/pipeline-list`, `/export/programmes.csv`, `/openapi.json`, `/reconcile`, `/schema.graphql`, `/healthz` or `/readyz`";

/// Everything there is; `/metrics` only where the numbers are for this machine.
pub(super) fn router(app: Arc<App>, offers_metrics: bool) -> Router {
    let cors = cors::layer(&app.settings.cors_origins);
    let numbers =
        if offers_metrics { Router::new().route("/metrics", get(metrics::get_here)) } else { Router::new() };
    let router = numbers
        .route("/", get(pages::home))
        .route("/graphiql", get(pages::graphiql))
        .route("/explore", get(pages::explore))
        .route("/schema.graphql", get(sdl))
        .route("/api/{name}", get(exports::operation))
        .route("/export/{name}", get(exports::list))
        .route("/openapi.json", get(openapi))
        .route("/entity/{id}", get(pages::entity))
        .route("/healthz", get(lives))
        .route("/readyz", get(health::ready))
        .route("/assets/{name}", get(assets::get))
        .route("/graphiql/assets/{name}", get(assets::get))
        .layer(from_fn(coding::on_the_way))
        // After the layer: what is kept is kept coded, and events are not to wait for a coder.
        .route("/graphql", get(graphql::get).post(graphql::post))
        .fallback(not_found);
    let router = admitted(router, &app);
    let router = match cors {
        Some(cors) => router.layer(cors),
        None => router,
    };
    // Every page may match its data with the hub's, wherever else it may ask.
    let reconcile = reconcile::routes().layer(from_fn(coding::on_the_way));
    let reconcile = admitted(reconcile, &app).layer(cors::every_origin());
    router.merge(reconcile).layer(from_fn_with_state(Arc::clone(&app), around)).with_state(app)
}

/// Routes of which each request is admitted first.
fn admitted(routes: Router<Arc<App>>, app: &Arc<App>) -> Router<Arc<App>> {
    routes
        .method_not_allowed_fallback(not_allowed)
        // Bodies are read, and bounded, before they come here.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Arc::clone(app), admission::admit))
}

/// What is for operators, on an address of its own.
pub(super) fn metrics(app: Arc<App>) -> Router {
    Router::new()
        .route("/metrics", get(metrics::get))
        .route("/healthz", get(lives))
        .route("/readyz", get(health::ready))
        .with_state(app)
}

/// What is done around everything else.
async fn around(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let entry = journal::Entry::begin(&mut request);
    let counted = app.metrics.begin(&request);
    let traced = trace::begin(&app.traces, &request);
    let mut response = next.run(request).await;
    counted.end(&response);
    if let Some(traced) = traced {
        trace::end(traced, &response);
    }
    headers::secure(response.headers_mut());
    entry.end(&mut response);
    response
}

async fn lives() -> &'static str {
    "ok\n"
}

async fn sdl(State(_): State<Arc<App>>, headers: HeaderMap) -> Response {
    static SDL: LazyLock<Asset> = LazyLock::new(|| Asset::new("text/plain; charset=utf-8", api::sdl()));
    SDL.answer(&headers)
}

async fn openapi(headers: HeaderMap) -> Response {
    static OPENAPI: LazyLock<Asset> = LazyLock::new(|| {
        let document = export::openapi(operations::questions(), export::lists());
        Asset::new("application/json", document.to_string())
    });
    OPENAPI.answer(&headers)
}

async fn not_found(uri: Uri) -> Refusal {
    Refusal::not_found(format!("there is nothing at `{}`: see {PATHS}", uri.path()))
}

/// The router adds `Allow`.
async fn not_allowed(method: Method, uri: Uri) -> Refusal {
    let path = uri.path();
    let remedy =
        if path == "/graphql" { "POST a query as JSON, or GET it as `?query=…`" } else { "GET it" };
    Refusal::method_not_allowed(format!("`{path}` does not take {method}: {remedy}"))
}
