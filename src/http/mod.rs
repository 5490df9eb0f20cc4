//! The server: GraphQL over HTTP, exports, GraphiQL, and pages that say what the hub is.
//!
//! Everything served is in the binary or in memory: a request waits for no disk and no other host, and no page loads
//! anything from another origin. A request takes the hub's graph once and keeps it to the end. Nothing here reads the
//! store or the environment.

mod assets;
mod cors;
mod embedded;
mod exports;
mod freshness;
mod graphql;
mod guard;
mod headers;
mod listen;
mod operations;
mod pages;
mod reconcile;
mod refusal;
mod router;
mod settings;

use std::future::Future;
use std::io;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::access::Gate;
use crate::api::Limits;
use crate::hub::Hub;
pub use listen::{ListenError, bind};
pub use operations::{Operation, operations};
pub use settings::Settings;

/// Serves a hub, to writers whom the gate admits, under limits on what a request may cost and settings of the server,
/// until `shutdown` ends, then lets the requests under way be answered.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    hub: Arc<Hub>,
    gate: Arc<Gate>,
    limits: Limits,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stop, stopping) = watch::channel(false);
    let shutdown = async move {
        shutdown.await;
        // Nobody listens when no stream was ever opened.
        let _ = stop.send(true);
    };
    axum::serve(listener, router::router(hub, gate, limits, settings, stopping))
        .with_graceful_shutdown(shutdown)
        .await
}

/// Whether GraphiQL is in this binary; without it, `/graphiql` is the hub's own small explorer.
#[must_use]
pub fn has_graphiql() -> bool {
    !embedded::GRAPHIQL.is_empty()
}
