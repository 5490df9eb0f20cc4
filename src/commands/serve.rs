//! `gcm-hub serve`.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::place::Place;
use crate::access::Gate;
use crate::http;
use crate::refresh::Refresher;
use crate::sources::Source;
use crate::store::Store;
use crate::telemetry::Traces;

/// Options of `serve`.
#[derive(clap::Args, Default)]
pub(super) struct Args {
    /// The address and port to listen on [default: 127.0.0.1:4000]
    #[arg(long, env = "GCM_HUB_LISTEN", value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

pub(super) fn run(place: &Place, args: Args) -> Result<ExitCode> {
    let address = args.listen.unwrap_or(place.listen);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = http::bind(address).await?;
        let store: Arc<dyn Store> = Arc::new(place.store()?);
        let hub = Arc::new(place.hub(Arc::clone(&store))?);
        let traces = Traces::start(&place.telemetry)?;
        let refresher = Refresher::new(Arc::clone(&hub), place.checker(store, traces.clone())?);
        let gate = Arc::new(Gate::new(&place.data_dir, place.oidc.clone())?);
        let at = listener.local_addr()?;
        // From before its address is told, so that who has read the address can stop it.
        let stopped = stopped().context("cannot hear when it is asked to stop")?;
        let graph = hub.served();
        eprintln!(
            "GCM Hub {} serves {} programmes, {} progress items and {} results.",
            env!("CARGO_PKG_VERSION"),
            graph.programmes.len(),
            graph.items.len(),
            graph.results.len()
        );
        eprintln!("  Ask in the browser   http://{at}/graphiql");
        eprintln!("  GraphQL              http://{at}/graphql");
        eprintln!("  Data                 {}", place.data_dir.display());
        eprintln!("  Sources              {}", asked(place));
        if let Some(collector) = &place.telemetry.otlp_endpoint {
            eprintln!("  Traces               sent to {collector}");
        }
        eprintln!("Ctrl-C stops it.");
        drop(graph);
        let keeping = tokio::spawn(async move { refresher.run().await });
        let setup = http::Setup { traces: traces.clone(), ..place.setup.clone() };
        let served = http::serve(listener, hub, gate, setup, stopped).await;
        keeping.abort();
        traces.end().await;
        served?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Who is asked, for those who start it.
fn asked(place: &Place) -> String {
    if let Some(silent) = &place.plan.silent {
        return silent.clone();
    }
    let asked = place.sources.iter().map(Source::slug).filter(|slug| place.plan.unasked(slug).is_none());
    match asked.collect::<Vec<_>>().as_slice() {
        [] => "no source has an address and is enabled: no publisher is asked".to_owned(),
        asked => format!("asked for by their schedules: {}", asked.join(", ")),
    }
}

/// Ends when the process is asked to stop, which is heard from the call on.
#[cfg(unix)]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Ends when the process is asked to stop, which is heard from the call on.
#[cfg(windows)]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    let mut interrupted = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupted.recv().await;
    })
}
