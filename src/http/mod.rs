//! The server: GraphQL over HTTP, exports, GraphiQL, and pages that say what the hub is.
//!
//! Everything served is in the binary or in memory: a request waits for no disk and no other host, and no page loads
//! anything from another origin. A request takes the hub's graph once and keeps it to the end. Nothing here reads the
//! store or the environment.

mod assets;
mod coding;
mod embedded;
mod exports;
mod freshness;
mod graphql;
mod guard;
mod headers;
mod listen;
mod operations;
mod pages;
mod refusal;
mod router;
mod tag;
mod version;

use std::future::Future;
use std::io;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::access::Gate;
use crate::api::Limits;
use crate::hub::Hub;
pub use graphql::{AnswerSettings, DocumentSettings};
pub use listen::{ListenError, bind};
pub use operations::{Operation, operations};
use router::App;

/// What is kept in memory between requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Memory {
    /// Whole answers.
    pub answers: AnswerSettings,
    /// Documents that are known by their hash.
    pub documents: DocumentSettings,
}

/// Serves a hub, to writers whom the gate admits, under limits on what a request
/// may cost, until `shutdown` ends, then lets the requests under way be answered.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    hub: Arc<Hub>,
    gate: Arc<Gate>,
    limits: Limits,
    memory: Memory,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stop, stopping) = watch::channel(false);
    let shutdown = async move {
        shutdown.await;
        // Nobody listens when no stream was ever opened.
        let _ = stop.send(true);
    };
    let app = Arc::new(App::new(hub, gate, limits, memory, stopping));
    let served =
        axum::serve(listener, router::router(Arc::clone(&app))).with_graceful_shutdown(shutdown).await;
    tracing::info!(counts = ?app.answers.counts(), "answers from memory since the start");
    served
}

/// Whether GraphiQL is in this binary; without it, `/graphiql` is the hub's own small explorer.
#[must_use]
pub fn has_graphiql() -> bool {
    !embedded::GRAPHIQL.is_empty()
}
