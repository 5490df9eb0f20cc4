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
mod health;
mod listen;
mod metrics;
mod operations;
mod pages;
mod reconcile;
mod refusal;
mod router;
mod settings;

use std::future::{Future, IntoFuture};
use std::io;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::access::Gate;
use crate::api::Limits;
use crate::hub::Hub;
pub use listen::{ListenError, bind};
pub use operations::{Operation, operations};
use router::App;
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
    let public = listener.local_addr()?;
    let beside = match settings.metrics_listen {
        Some(address) => Some(bind(address).await.map_err(io::Error::other)?),
        None => None,
    };
    let offers_metrics = beside.is_none() && public.ip().is_loopback();
    let app = Arc::new(App::new(hub, gate, limits, settings, stopping));
    let router = router::router(Arc::clone(&app), offers_metrics);
    let served = axum::serve(listener, router).with_graceful_shutdown(shutdown);
    let Some(beside) = beside else { return served.await };
    let metrics = axum::serve(beside, router::metrics(app));
    // Numbers are told to the end, also of the requests that are still answered.
    tokio::select! {
        result = served.into_future() => result,
        result = metrics.into_future() => result,
    }
}

/// Whether GraphiQL is in this binary; without it, `/graphiql` is the hub's own small explorer.
#[must_use]
pub fn has_graphiql() -> bool {
    !embedded::GRAPHIQL.is_empty()
}
