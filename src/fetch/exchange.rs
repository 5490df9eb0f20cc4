//! One request and its answer, within the limits of time and size. It follows no redirect and repeats nothing.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_ENCODING, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use reqwest::{Response, StatusCode, Url};
use tokio::time::timeout;

use super::answer::Validators;
use super::error::{Cause, Phase};
use super::guard::{Guard, ResolveError, Resolver};
use super::settings::Settings;

/// The one client, with its pool of connections.
#[derive(Debug, Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    /// For a connection and the beginning of an answer.
    begin: Duration,
    read: Duration,
    total: Duration,
}

/// An answer of any status.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// The body, decompressed; only with status 200.
    pub(super) bytes: Vec<u8>,
}

/// How much of a body is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Limit {
    /// All of it, or an error.
    All(usize),
    /// Its beginning.
    Beginning(usize),
}

impl Client {
    pub(super) fn new(settings: &Settings, guard: Guard) -> Result<Self, reqwest::Error> {
        let contact = settings.contact.as_ref().map(|contact| format!(" (+{contact})"));
        let agent = format!(
            "{}/{}{}",
            super::robots::PRODUCT,
            env!("CARGO_PKG_VERSION"),
            contact.unwrap_or_default()
        );
        let http = reqwest::Client::builder()
            .user_agent(agent)
            // Each of these would ask an address that the guard and the limits have not seen.
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .dns_resolver(Arc::new(Resolver(guard)))
            .referer(false)
            .connect_timeout(settings.connect_timeout)
            .pool_max_idle_per_host(settings.host_requests)
            .build()?;
        let begin = settings.connect_timeout.saturating_add(settings.read_timeout);
        Ok(Self { http, begin, read: settings.read_timeout, total: settings.total_timeout })
    }

    /// Asks the address, with `known` when it is of that address.
    pub(super) async fn ask(
        &self,
        address: &Url,
        known: Option<&Validators>,
        limit: Limit,
    ) -> Result<Reply, Cause> {
        timeout(self.total, self.exchange(address, known, limit))
            .await
            .unwrap_or(Err(Cause::Timeout(Phase::Total)))
    }

    async fn exchange(
        &self,
        address: &Url,
        known: Option<&Validators>,
        limit: Limit,
    ) -> Result<Reply, Cause> {
        let mut request = self.http.get(address.clone());
        if let Some(known) = known {
            for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
        }
        let response = timeout(self.begin, request.send()).await;
        let mut response = response.map_err(|_| Cause::Timeout(Phase::Read))?.map_err(no_answer)?;
        let status = response.status();
        let bytes = match status {
            StatusCode::OK => self.body(&mut response, limit).await?,
            _ => Vec::new(),
        };
        Ok(Reply { status, headers: std::mem::take(response.headers_mut()), bytes })
    }

    /// Counts what is decompressed, so that nothing that is packed small becomes large here.
    async fn body(&self, response: &mut Response, limit: Limit) -> Result<Vec<u8>, Cause> {
        // What was decompressed is no longer said to be compressed.
        if let Some(coding) = response.headers().get(CONTENT_ENCODING).filter(|coding| *coding != "identity")
        {
            return Err(Cause::UnknownEncoding(String::from_utf8_lossy(coding.as_bytes()).into_owned()));
        }
        let (Limit::All(most) | Limit::Beginning(most)) = limit;
        let said = response.content_length().unwrap_or(0);
        if matches!(limit, Limit::All(_)) && said > most as u64 {
            return Err(Cause::TooLarge { most });
        }
        let mut bytes = Vec::new();
        loop {
            let chunk = timeout(self.read, response.chunk()).await;
            let Some(chunk) = chunk.map_err(|_| Cause::Timeout(Phase::Read))?.map_err(no_body)? else {
                return Ok(bytes);
            };
            let room = most - bytes.len();
            if chunk.len() > room {
                if matches!(limit, Limit::All(_)) {
                    return Err(Cause::TooLarge { most });
                }
                bytes.extend_from_slice(&chunk[..room]);
                return Ok(bytes);
            }
            bytes.extend_from_slice(&chunk);
        }
    }
}

/// Why there is no answer.
fn no_answer(error: reqwest::Error) -> Cause {
    let error = error.without_url();
    if let Some(resolve) = find::<ResolveError>(&error) {
        return match resolve {
            ResolveError::Refused(refusal) => Cause::NotAllowed(refusal.clone()),
            ResolveError::Unknown(why) => Cause::Dns(why.clone()),
        };
    }
    if error.is_connect() {
        if error.is_timeout() {
            return Cause::Timeout(Phase::Connect);
        }
        // How a handshake that fails shows: as data that are none, or as an end of the connection.
        return match find::<io::Error>(&error).map(io::Error::kind) {
            Some(io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => Cause::Tls(error),
            _ => Cause::Connect(error),
        };
    }
    Cause::Protocol(error)
}

/// Why a body came to no good end.
fn no_body(error: reqwest::Error) -> Cause {
    let error = error.without_url();
    let broke_off = match find::<io::Error>(&error).map(io::Error::kind) {
        Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset) => true,
        Some(io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe) => true,
        _ => !error.is_decode(),
    };
    if broke_off { Cause::Truncated(error) } else { Cause::Encoding(error) }
}

/// The innermost error of that type among the causes.
fn find<T: Error + 'static>(error: &reqwest::Error) -> Option<&T> {
    let mut found = None;
    let mut cause = error.source();
    while let Some(error) = cause {
        found = error.downcast_ref::<T>().or(found);
        // An IO error passes over the error that it wraps when it is asked for its source.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| error.source());
    }
    found
}
