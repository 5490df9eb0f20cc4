//! The server: GraphQL over HTTP, exports, GraphiQL, and pages that say what the hub is.
//!
//! Everything served is in the binary or in memory: a request waits for no disk and no other host, and no page loads
//! anything from another origin. A request takes the hub's graph once and keeps it to the end. Nothing here reads the
//! store or the environment.

mod accept;
mod admission;
mod assets;
mod clients;
mod coding;
mod connections;
mod cors;
mod embedded;
mod exports;
mod freshness;
mod graphql;
mod guard;
mod headers;
mod health;
mod impatient;
mod journal;
mod listen;
mod metrics;
mod name;
mod operations;
mod pages;
mod parameters;
mod reconcile;
mod refusal;
mod router;
mod settings;
mod tag;
mod timer;
mod trace;
mod version;

use std::future::Future;
use std::io;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::access::Gate;
use crate::hub::Hub;
pub use graphql::{AnswerSettings, DocumentSettings};
pub use listen::{ListenError, bind};
pub use operations::{Operation, operations};
use router::App;
pub use settings::{ProxyHeader, Settings, Setup};

/// Serves a hub, to writers whom the gate admits, set up as is said, until `shutdown` ends. Then no connection is taken
/// any more, streams and sockets are told, and requests under way are answered as long as the settings have it.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    hub: Arc<Hub>,
    gate: Arc<Gate>,
    setup: Setup,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stop, stopping) = watch::channel(false);
    let public = listener.local_addr()?;
    let beside = match setup.settings.metrics_listen {
        Some(address) => Some(bind(address).await.map_err(io::Error::other)?),
        None => None,
    };
    let offers_metrics = beside.is_none() && public.ip().is_loopback();
    let app = Arc::new(App::new(hub, gate, setup, stopping));
    let router = router::router(Arc::clone(&app), offers_metrics);
    let served = connections::serve(listener, router, Arc::clone(&app), shutdown, stop);
    let Some(beside) = beside else { return served.await };
    let metrics = connections::serve_beside(beside, router::metrics(Arc::clone(&app)), &app);
    // Numbers are told to the end, also of the requests that are still answered; to fail there ends nothing here.
    tokio::select! {
        result = served => result,
        never = metrics => match never {},
    }
}

/// Whether GraphiQL is in this binary; without it, `/graphiql` is the hub's own small explorer.
#[must_use]
pub fn has_graphiql() -> bool {
    !embedded::GRAPHIQL.is_empty()
}
