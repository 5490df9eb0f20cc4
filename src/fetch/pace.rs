//! How fast a host is asked: a request each interval in the long run, a few at once after a time of rest.
//!
//! Pure: it is told the time and says when to go. It is the generic cell rate algorithm; kept crates for it wait on
//! timers of their own, which do not follow the runtime's time.

use std::time::Duration;

use tokio::time::Instant;

/// The requests that a host was promised.
#[derive(Debug)]
pub(super) struct Pace {
    interval: Duration,
    /// How far promises may run ahead of time.
    ahead: Duration,
    /// When the host would be at rest if it had got one request each interval.
    rested_at: Option<Instant>,
}

impl Pace {
    /// One request each `interval`, up to `burst` at once.
    pub(super) fn new(interval: Duration, burst: u32) -> Self {
        Self { interval, ahead: interval * burst.saturating_sub(1), rested_at: None }
    }

    /// Takes the next turn: the moment at which the request may be made, `now` or later.
    pub(super) fn take(&mut self, now: Instant) -> Instant {
        let rested_at = self.rested_at.map_or(now, |at| at.max(now));
        self.rested_at = Some(rested_at + self.interval);
        let early = rested_at - now;
        now + early.saturating_sub(self.ahead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rested_host_gets_a_few_at_once_and_then_one_each_interval() {
        let start = Instant::now();
        let mut pace = Pace::new(Duration::from_secs(2), 3);
        let mut turns = |at: u64, turns: usize| -> Vec<u64> {
            let now = start + Duration::from_secs(at);
            (0..turns).map(|_| (pace.take(now) - start).as_secs()).collect()
        };
        assert_eq!(turns(0, 6), [0, 0, 0, 2, 4, 6]);
        assert_eq!(turns(7, 2), [8, 10]);
        assert_eq!(turns(100, 4), [100, 100, 100, 102]);
    }

    #[test]
    fn without_an_interval_nobody_waits() {
        let now = Instant::now();
        let mut pace = Pace::new(Duration::ZERO, 1);
        assert!((0..10).all(|_| pace.take(now) == now));
    }
}
