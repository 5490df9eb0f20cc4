//! The way to the collector: the HTTP client that sends batches, and a warning now and then when it does not take them.
//! It follows no redirect, reads no environment and keeps nothing of what is answered.

use std::error::Error;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use reqwest::redirect;
use tokio::runtime::Handle;

use super::settings::Endpoint;

/// A collector that takes nothing is told of so often at most.
const SILENCE: Duration = Duration::from_mins(10);

/// The most bytes of an answer, which says which spans were not taken; a longer one is cut off.
const MOST_BYTES: usize = 64 * 1024;

/// A client of one collector.
#[derive(Debug)]
pub(super) struct Collector {
    http: reqwest::Client,
    /// Batches are sent by a thread that has no runtime.
    runtime: Handle,
    address: String,
    told: Mutex<Told>,
}

/// What came of a request, as far as anybody wants to know.
type Sent = Result<Response<Bytes>, HttpError>;

impl Collector {
    /// A client that waits so long for an answer. To be made in the runtime that it shall use.
    pub(super) fn new(endpoint: &Endpoint, patience: Duration) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            // A redirect or a proxy would let another host have what the operator meant for this one.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(patience)
            .build()?;
        let told = Mutex::default();
        Ok(Self { http, runtime: Handle::current(), address: endpoint.traces(), told })
    }

    async fn send(&self, request: Request<Bytes>) -> Sent {
        let request = reqwest::Request::try_from(request)?;
        let http = self.http.clone();
        let sent = self.runtime.spawn(async move { exchange(&http, request).await }).await;
        let response = sent?.map_err(reqwest::Error::without_url)?;
        Ok(response)
    }

    fn warn(&self, problem: &str) {
        let lost = self.told.lock().unwrap_or_else(PoisonError::into_inner).failed(Instant::now());
        if let Some(batches) = lost {
            let collector = self.address.as_str();
            tracing::warn!(collector, problem, batches, "the collector does not take traces, which are lost");
        }
    }
}

impl HttpClient for Collector {
    // As `async_trait` would write it.
    fn send_bytes<'a, 'b>(
        &'a self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Sent> + Send + 'b>>
    where
        'a: 'b,
        Self: 'b,
    {
        Box::pin(async move {
            let sent = self.send(request).await;
            match &sent {
                Ok(response) if response.status().is_success() => {}
                Ok(response) => self.warn(&format!("it answers with status {}", response.status().as_u16())),
                Err(error) => self.warn(&chain(&**error)),
            }
            sent
        })
    }
}

async fn exchange(
    http: &reqwest::Client,
    request: reqwest::Request,
) -> Result<Response<Bytes>, reqwest::Error> {
    let mut reply = http.execute(request).await?;
    let status = reply.status();
    let mut body = Vec::new();
    while let Some(chunk) = reply.chunk().await? {
        if body.len() + chunk.len() > MOST_BYTES {
            break;
        }
        body.extend_from_slice(&chunk);
    }
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    Ok(response)
}

/// An error with its causes on one line.
fn chain(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// What was told of failures.
#[derive(Debug, Default)]
struct Told {
    last: Option<Instant>,
    /// Batches that were lost since.
    lost: u64,
}

impl Told {
    /// A batch was lost; how many were since it was told last, when it is time to tell again.
    fn failed(&mut self, now: Instant) -> Option<u64> {
        self.lost += 1;
        if self.last.is_some_and(|last| now.duration_since(last) < SILENCE) {
            return None;
        }
        self.last = Some(now);
        Some(std::mem::take(&mut self.lost))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collector_that_takes_nothing_is_told_of_now_and_then() {
        let (mut told, begin) = (Told::default(), Instant::now());
        let after = |seconds| begin + Duration::from_secs(seconds);
        assert_eq!(told.failed(after(0)), Some(1));
        assert_eq!([told.failed(after(5)), told.failed(after(599))], [None, None]);
        assert_eq!(told.failed(after(600)), Some(3));
        assert_eq!(told.failed(after(605)), None);
    }
}
