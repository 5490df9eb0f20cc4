//! Hosts and what we owe them: how many requests at once, how fast, when none, and what their `robots.txt` says.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use moka::future::Cache;
use moka::policy::EvictionPolicy;
use reqwest::Url;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

use super::breaker::{Breaker, Refused};
use super::pace::Pace;
use super::robots::Rules;
use super::settings::Settings;

/// How many hosts are remembered: redirects may lead to any number.
const MOST_HOSTS: u64 = 1_000;

/// Every host that was asked lately.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    hosts: Cache<String, Arc<Host>>,
    settings: Arc<Settings>,
}

impl Hosts {
    pub(super) fn new(settings: Arc<Settings>) -> Self {
        let hosts = Cache::builder().max_capacity(MOST_HOSTS).eviction_policy(EvictionPolicy::lru()).build();
        Self { hosts, settings }
    }

    /// The host of the address: scheme, name and port, as `robots.txt` counts them.
    pub(super) async fn of(&self, address: &Url) -> Arc<Host> {
        let origin = address.origin().ascii_serialization();
        self.hosts.get_with(origin, async { Arc::new(Host::new(&self.settings)) }).await
    }
}

/// One host.
#[derive(Debug)]
pub(super) struct Host {
    slots: Semaphore,
    state: Mutex<State>,
    /// What its `robots.txt` said, and when; who asks for it keeps others waiting for the same answer.
    pub(super) robots: tokio::sync::Mutex<Option<(Instant, Rules)>>,
}

#[derive(Debug)]
struct State {
    breaker: Breaker,
    pace: Pace,
    last_failure: String,
}

/// Why a host is not asked now.
#[derive(Debug)]
pub(super) struct NotNow {
    pub(super) until: Instant,
    /// Its last failure; none when it asked to wait.
    pub(super) failure: Option<String>,
}

impl Host {
    fn new(settings: &Settings) -> Self {
        let state = State {
            breaker: Breaker::new(settings.breaker_failures, settings.breaker_rest),
            pace: Pace::new(settings.host_interval, settings.host_burst),
            last_failure: String::new(),
        };
        Self {
            slots: Semaphore::new(settings.host_requests.clamp(1, Semaphore::MAX_PERMITS)),
            state: Mutex::new(state),
            robots: tokio::sync::Mutex::default(),
        }
    }

    /// Waits for a turn to make one request. Its outcome is to be told, and the turn kept until then.
    pub(super) async fn turn(&self) -> Result<Option<SemaphorePermit<'_>>, NotNow> {
        // It is never closed, so there is always a permit.
        let permit = self.slots.acquire().await.ok();
        let go = {
            let mut state = self.state();
            let now = Instant::now();
            state.breaker.admit(now).map_err(|refused| match refused {
                Refused::Resting(until) => NotNow { until, failure: Some(state.last_failure.clone()) },
                Refused::Held(until) => NotNow { until, failure: None },
            })?;
            state.pace.take(now)
        };
        sleep_until(go).await;
        Ok(permit)
    }

    /// The request went well, or failed through no fault of the host.
    pub(super) fn succeeded(&self) {
        self.state().breaker.succeeded();
    }

    /// The host failed.
    pub(super) fn failed(&self, why: String) {
        let mut state = self.state();
        state.breaker.failed(Instant::now());
        state.last_failure = why;
    }

    /// The host asked to be left alone that long; the moment at which that is over.
    pub(super) fn hold(&self, wait: Duration) -> Instant {
        let until = Instant::now() + wait;
        self.state().breaker.hold(until);
        until
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
