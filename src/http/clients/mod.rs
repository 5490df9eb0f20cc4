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
    streams: Arc<Semaphore>,
    /// In bytes.
    bodies: Arc<Semaphore>,
}

/// What a client has one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Connection,
    Request,
    Stream,
    /// Bytes of bodies.
    Bytes,
}

/// The right to have a connection or a stream open, a request worked on or bytes in memory, until it is dropped.
pub(super) struct Permit {
    clients: Arc<Clients>,
    client: Option<Client>,
    held: Held,
    /// How many of these.
    count: usize,
    of_all: OwnedSemaphorePermit,
}

impl Permit {
    /// Takes more of the same.
    pub(super) fn grow(&mut self, count: usize, now: Instant) -> Result<(), Full> {
        let more = self.clients.take(self.client, self.held, count, now)?;
        self.of_all.merge(more);
        self.count += count;
        Ok(())
    }
}

impl Clients {
    pub(super) fn new(settings: &Settings) -> Self {
        let of = |most: usize| Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)));
        Self {
            table: Mutex::default(),
            connections: of(settings.connections),
            requests: of(settings.requests),
            streams: of(settings.streams),
            bodies: of(settings.body_bytes),
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
        self.permit(client, Held::Connection, 1, now)
    }

    /// The right to have a request worked on.
    pub(super) fn work(self: &Arc<Self>, client: Option<Client>, now: Instant) -> Result<Permit, Full> {
        self.permit(client, Held::Request, 1, now)
    }

    /// The right to have a socket or a stream of events open.
    pub(super) fn stream(self: &Arc<Self>, client: Option<Client>, now: Instant) -> Result<Permit, Full> {
        self.permit(client, Held::Stream, 1, now)
    }

    /// The right to have a body in memory, which grows with what is read of it.
    pub(super) fn body(self: &Arc<Self>, client: Option<Client>, now: Instant) -> Result<Permit, Full> {
        self.permit(client, Held::Bytes, 0, now)
    }

    /// Ends when no socket or stream is open any more.
    pub(super) async fn streams_end(&self) {
        let all = u32::try_from(self.settings.streams).unwrap_or(u32::MAX);
        // Nobody closes the semaphore.
        let _ = self.streams.acquire_many(all).await;
    }

    /// The sockets and streams that are open.
    pub(super) fn streams_open(&self) -> usize {
        self.settings.streams.saturating_sub(self.streams.available_permits())
    }

    fn permit(
        self: &Arc<Self>,
        client: Option<Client>,
        held: Held,
        count: usize,
        now: Instant,
    ) -> Result<Permit, Full> {
        let of_all = self.take(client, held, count, now)?;
        Ok(Permit { clients: Arc::clone(self), client, held, count, of_all })
    }

    fn take(
        &self,
        client: Option<Client>,
        held: Held,
        count: usize,
        now: Instant,
    ) -> Result<OwnedSemaphorePermit, Full> {
        let settings = &self.settings;
        let (of_all, most) = match held {
            Held::Connection => (&self.connections, settings.connections_per_client),
            Held::Request => (&self.requests, settings.requests_per_client),
            Held::Stream => (&self.streams, settings.streams_per_client),
            Held::Bytes => (&self.bodies, settings.body_bytes_per_client),
        };
        let permits = u32::try_from(count).map_err(|_| Full::Server(SOON))?;
        let of_all = Arc::clone(of_all).try_acquire_many_owned(permits).map_err(|_| Full::Server(SOON))?;
        if let Some(client) = client {
            let mut table = self.table();
            let has = table.entry(client, now).ok_or(Full::Server(SOON))?.held(held);
            if *has + count > most {
                return Err(Full::Client(SOON));
            }
            *has += count;
        }
        Ok(of_all)
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        // Counts are right at every moment.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(client) = self.client {
            self.clients.table().give_back(client, self.held, self.count);
        }
    }
}

#[cfg(test)]
mod tests;
