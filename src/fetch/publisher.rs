//! One address, asked as a polite client asks: `robots.txt` first, redirects judged one by one, what may pass repeated
//! with growing pauses.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::header::LOCATION;
use reqwest::{StatusCode, Url};
use tokio::time::{Instant, sleep};

use super::answer::{Fetched, Validators};
use super::error::{Cause, Failure, is_passing, told, without_user};
use super::exchange::{Client, Limit, Reply};
use super::guard::Guard;
use super::headers::retry_after;
use super::host::{Host, Hosts};
use super::robots::{self, Rules};
use super::settings::Settings;
use crate::clock::Clock;

/// How long a `robots.txt` counts; the RFC allows a day.
const ROBOTS_KEPT: Duration = Duration::from_hours(6);

/// Asks addresses.
#[derive(Debug)]
pub(super) struct Publisher {
    pub(super) settings: Arc<Settings>,
    pub(super) clock: Clock,
    pub(super) guard: Guard,
    pub(super) client: Client,
    pub(super) hosts: Hosts,
}

/// Why one try came to nothing.
struct Stop {
    address: Url,
    cause: Cause,
    /// When the host may be asked again, where that is known.
    until: Option<Instant>,
}

impl Publisher {
    /// Asks the address, again where that may help.
    pub(super) async fn fetch(&self, asked: &Url, known: Option<&Validators>) -> Result<Fetched, Failure> {
        let settings = &self.settings;
        let mut pauses = ExponentialBuilder::new()
            .with_min_delay(settings.retry_pause)
            .with_max_delay(settings.longest_pause)
            .with_max_times(settings.retries)
            .with_jitter()
            .build();
        let mut tries = 0;
        let mut last: Option<Stop> = None;
        loop {
            let stop = match self.attempt(asked, known).await {
                Ok(fetched) => return Ok(fetched),
                Err(stop) => stop,
            };
            let refused = matches!(stop.cause, Cause::Resting(_) | Cause::AskedToWait);
            // What the host did says more than that it is left alone for it.
            let stop = match last.take() {
                Some(before) if refused => Stop { until: stop.until, ..before },
                _ => stop,
            };
            tries += u32::from(!refused && !matches!(stop.cause, Cause::NotAllowed(_)));
            let wait = stop.until.map(|until| until.saturating_duration_since(Instant::now()));
            let pause = match pauses.next() {
                Some(pause) if stop.cause.is_transient() && !refused => pause.max(wait.unwrap_or_default()),
                _ => return Err(self.failure(asked, stop, tries)),
            };
            if wait.is_some_and(|wait| wait > settings.longest_pause) {
                return Err(self.failure(asked, stop, tries));
            }
            tracing::debug!("`{}`: {}; tried again in {pause:?}", stop.address, told(&stop.cause));
            last = Some(stop);
            sleep(pause).await;
        }
    }

    fn failure(&self, asked: &Url, stop: Stop, tries: u32) -> Failure {
        let failure = Failure {
            asked: asked.clone(),
            address: stop.address,
            cause: stop.cause,
            tries,
            at: self.clock.now(),
            retry_at: stop.until.map(|until| self.clock.time_of(until)),
        };
        let (asked, at) = (without_user(asked), without_user(&failure.address));
        // Here and not where it is told: one that is kept is told again, and one that a copy makes good is not told.
        tracing::warn!(%asked, %at, cause = ?failure.cause, "{failure}: {}", told(&failure.cause));
        failure
    }

    async fn attempt(&self, asked: &Url, known: Option<&Validators>) -> Result<Fetched, Stop> {
        let mut start = asked.clone();
        start.set_fragment(None);
        let (address, reply, until) =
            self.follow(start, known, Limit::All(self.settings.most_bytes), true).await?;
        let known = known.filter(|known| known.address == address.as_str());
        match reply.status {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED if known.is_some() => {}
            status => return Err(Stop { address, cause: Cause::Status(status.as_u16()), until }),
        }
        Ok(Fetched::from_reply(reply, asked, address, known, self.clock.now()))
    }

    /// The first answer that is no redirect, where it came from, and when the host may be asked again if it said so.
    async fn follow(
        &self,
        start: Url,
        known: Option<&Validators>,
        limit: Limit,
        heed_robots: bool,
    ) -> Result<(Url, Reply, Option<Instant>), Stop> {
        let mut seen: Vec<Url> = Vec::new();
        let mut address = start;
        loop {
            if let Err(refusal) = self.guard.check(&address, seen.last()) {
                return Err(Stop { address, cause: Cause::NotAllowed(refusal), until: None });
            }
            let host = self.hosts.of(&address).await;
            if heed_robots {
                // It follows redirects itself, which is a circle of types that has to be boxed somewhere.
                Box::pin(self.heed_robots(&host, &address)).await?;
            }
            let known = known.filter(|known| known.address == address.as_str());
            let (reply, until) = match self.ask(&host, &address, known, limit).await {
                Ok(answered) => answered,
                Err((cause, until)) => return Err(Stop { address, cause, until }),
            };
            if !matches!(reply.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok((address, reply, until));
            }
            let next = next(&address, &reply);
            seen.push(address.clone());
            let cause = match next {
                Err(cause) => cause,
                Ok(next) if seen.contains(&next) => Cause::RedirectLoop(next),
                Ok(_) if seen.len() > self.settings.redirects => {
                    Cause::TooManyRedirects(self.settings.redirects)
                }
                Ok(next) => {
                    address = next;
                    continue;
                }
            };
            return Err(Stop { address, cause, until: None });
        }
    }

    /// One request in its turn, with its outcome told to the host.
    async fn ask(
        &self,
        host: &Host,
        address: &Url,
        known: Option<&Validators>,
        limit: Limit,
    ) -> Result<(Reply, Option<Instant>), (Cause, Option<Instant>)> {
        let _turn = host.turn().await.map_err(|not_now| {
            (not_now.failure.map_or(Cause::AskedToWait, Cause::Resting), Some(not_now.until))
        })?;
        let reply = match self.client.ask(address, known, limit).await {
            Ok(reply) => reply,
            Err(cause) => {
                if cause.is_transient() {
                    host.failed(told(&cause));
                } else {
                    host.succeeded();
                }
                return Err((cause, None));
            }
        };
        let status = reply.status.as_u16();
        if !is_passing(status) {
            host.succeeded();
            return Ok((reply, None));
        }
        host.failed(Cause::Status(status).to_string());
        let wait = retry_after(&reply.headers, self.clock.now());
        Ok((reply, wait.map(|wait| host.hold(wait))))
    }

    /// Whether the host lets us read the address.
    async fn heed_robots(&self, host: &Host, address: &Url) -> Result<(), Stop> {
        let mut kept = host.robots.lock().await;
        let fresh = kept.as_ref().filter(|(since, _)| since.elapsed() < ROBOTS_KEPT);
        let rules = match fresh {
            Some((_, rules)) => rules,
            None => &kept.insert((Instant::now(), self.robots(address).await?)).1,
        };
        if rules.allow(address) {
            return Ok(());
        }
        Err(Stop { address: address.clone(), cause: Cause::Robots, until: None })
    }

    /// Reads `robots.txt`: one that is not there allows everything, one that cannot be had nothing (RFC 9309, 2.3.1).
    async fn robots(&self, address: &Url) -> Result<Rules, Stop> {
        let mut place = address.clone();
        place.set_path("/robots.txt");
        place.set_query(None);
        let (address, reply, until) =
            match self.follow(place, None, Limit::Beginning(robots::MOST_BYTES), false).await {
                Ok(followed) => followed,
                Err(Stop {
                    cause: Cause::RedirectLoop(_) | Cause::TooManyRedirects(_) | Cause::BadRedirect { .. },
                    ..
                }) => return Ok(Rules::default()),
                Err(stop) => return Err(stop),
            };
        let status = reply.status.as_u16();
        if is_passing(status) {
            return Err(Stop { address, cause: Cause::RobotsUnavailable(status), until });
        }
        Ok(if reply.status == StatusCode::OK { Rules::read(&reply.bytes) } else { Rules::default() })
    }
}

/// Where a redirect leads.
fn next(address: &Url, reply: &Reply) -> Result<Url, Cause> {
    let location = reply.headers.get(LOCATION).map(|location| String::from_utf8_lossy(location.as_bytes()));
    let location = location.unwrap_or_default();
    let joined = if location.is_empty() { None } else { address.join(&location).ok() };
    let Some(mut next) = joined else {
        return Err(Cause::BadRedirect { status: reply.status.as_u16(), location: location.into_owned() });
    };
    next.set_fragment(None);
    Ok(next)
}
