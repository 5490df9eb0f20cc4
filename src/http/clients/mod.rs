//! Who asks how much: limits on connections and requests, of each client and of all together.
//!
//! Kept in one table under one lock, which is held for a look-up. governor was weighed: its table has no bound, counts
//! nothing but the rate, and the rate itself (GCRA, the leaky bucket as a meter) is a comparison of two times.

mod table;
mod whose;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::settings::Settings;
use table::Table;
pub(super) use whose::Client;

/// When one that was turned away for want of room should come again: requests take milliseconds, and clients many.
const SOON: Duration = Duration::from_secs(1);

/// Why a request or a connection is turned away, and when to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// The client has as much as a client may have.
    Client(Duration),
    /// All together have as much as the server bears.
    Server(Duration),
}

/// What clients have of the server.
pub(super) struct Clients {
    settings: Settings,
    table: Mutex<Table>,
    connections: Arc<Semaphore>,
    requests: Arc<Semaphore>,
}

/// What a client has one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Connection,
    Request,
}

/// The right to have a connection open or a request worked on, until it is dropped.
pub(super) struct Permit {
    clients: Arc<Clients>,
    client: Option<(Client, Held)>,
    _of_all: OwnedSemaphorePermit,
}

impl Clients {
    pub(super) fn new(settings: &Settings) -> Self {
        let of = |most: usize| Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)));
        Self {
            table: Mutex::default(),
            connections: of(settings.connections),
            requests: of(settings.requests),
            settings: settings.clone(),
        }
    }

    /// Whose request it is that comes from an address; `None` for this machine's own.
    pub(super) fn whose(&self, peer: IpAddr, headers: &HeaderMap) -> Option<Client> {
        Client::of_request(peer, headers, &self.settings)
    }

    /// Whether what an address says of those it asks for is believed: a trusted proxy's, or this machine's own.
    pub(super) fn is_proxy(&self, peer: IpAddr) -> bool {
        self.settings.trusts(peer) || Client::of(peer).is_none()
    }

    /// Counts a request against the client's rate.
    pub(super) fn count(&self, client: Option<Client>, now: Instant) -> Result<(), Full> {
        let (Some(client), 1..) = (client, self.settings.requests_per_minute) else { return Ok(()) };
        let each = Duration::from_mins(1) / self.settings.requests_per_minute;
        // A burst of one is the request itself.
        let ahead = each.saturating_mul(self.settings.burst.get() - 1);
        let mut table = self.table();
        let due = &mut table.entry(client, now).ok_or(Full::Server(SOON))?.due;
        let begins = (*due).max(now);
        match begins.duration_since(now).checked_sub(ahead) {
            Some(early) if !early.is_zero() => Err(Full::Client(early)),
            _ => {
                *due = begins + each;
                Ok(())
            }
        }
    }

    /// The right to open a connection. Proxies that are trusted have many.
    pub(super) fn connect(self: &Arc<Self>, peer: IpAddr, now: Instant) -> Result<Permit, Full> {
        let client = if self.settings.trusts(peer) { None } else { Client::of(peer) };
        self.permit(client, Held::Connection, self.settings.connections_per_client, &self.connections, now)
    }

    /// The right to have a request worked on.
    pub(super) fn work(self: &Arc<Self>, client: Option<Client>, now: Instant) -> Result<Permit, Full> {
        self.permit(client, Held::Request, self.settings.requests_per_client, &self.requests, now)
    }

    fn permit(
        self: &Arc<Self>,
        client: Option<Client>,
        held: Held,
        most: usize,
        of_all: &Arc<Semaphore>,
        now: Instant,
    ) -> Result<Permit, Full> {
        let of_all = Arc::clone(of_all).try_acquire_owned().map_err(|_| Full::Server(SOON))?;
        if let Some(client) = client {
            let mut table = self.table();
            let count = table.entry(client, now).ok_or(Full::Server(SOON))?.held(held);
            if *count >= most {
                return Err(Full::Client(SOON));
            }
            *count += 1;
        }
        let client = client.map(|client| (client, held));
        Ok(Permit { clients: Arc::clone(self), client, _of_all: of_all })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        // Counts are right at every moment.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some((client, held)) = self.client {
            self.clients.table().give_back(client, held);
        }
    }
}

#[cfg(test)]
mod tests;
