//! The circuit breaker of a host: who fails again and again is left alone for a while, then tried once.
//!
//! Pure: it is told the time and what came of each request.

use std::time::Duration;

use tokio::time::Instant;

/// The longest that a host is left alone on our own judgement.
const LONGEST_REST: Duration = Duration::from_hours(1);

/// Whether a host may be asked.
#[derive(Debug)]
pub(super) struct Breaker {
    most_failures: u32,
    first_rest: Duration,
    state: State,
    /// The host itself asked to be left alone until then.
    held_until: Option<Instant>,
}

#[derive(Debug)]
enum State {
    Closed {
        failures: u32,
    },
    Open {
        until: Instant,
        rest: Duration,
    },
    /// One request is on trial. Who never hears of its outcome may try again at `until`.
    HalfOpen {
        until: Instant,
        rest: Duration,
    },
}

/// Why a host may not be asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It failed too often.
    Resting(Instant),
    /// It asked to wait.
    Held(Instant),
}

impl Breaker {
    /// Opens after `most_failures` in a row, at first for `first_rest`.
    pub(super) fn new(most_failures: u32, first_rest: Duration) -> Self {
        Self { most_failures, first_rest, state: State::Closed { failures: 0 }, held_until: None }
    }

    /// Whether a request may be made at `now`. Its outcome is to be told.
    pub(super) fn admit(&mut self, now: Instant) -> Result<(), Refused> {
        if let Some(until) = self.held_until.filter(|until| now < *until) {
            return Err(Refused::Held(until));
        }
        match self.state {
            State::Closed { .. } => Ok(()),
            State::Open { until, .. } | State::HalfOpen { until, .. } if now < until => {
                Err(Refused::Resting(until))
            }
            State::Open { rest, .. } | State::HalfOpen { rest, .. } => {
                self.state = State::HalfOpen { until: now + rest, rest };
                Ok(())
            }
        }
    }

    /// The host answered as it should, or at least it is not to blame.
    pub(super) fn succeeded(&mut self) {
        self.state = State::Closed { failures: 0 };
    }

    /// The host failed at `now`.
    pub(super) fn failed(&mut self, now: Instant) {
        self.state = match self.state {
            State::Closed { failures } if failures + 1 < self.most_failures => {
                State::Closed { failures: failures + 1 }
            }
            State::Closed { .. } => State::Open { until: now + self.first_rest, rest: self.first_rest },
            State::HalfOpen { rest, .. } => {
                let rest = (rest * 2).min(LONGEST_REST.max(self.first_rest));
                State::Open { until: now + rest, rest }
            }
            // It was asked before the others had failed.
            State::Open { until, rest } => State::Open { until, rest },
        };
    }

    /// The host asked to be left alone until then.
    pub(super) fn hold(&mut self, until: Instant) {
        self.held_until = self.held_until.max(Some(until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Duration = Duration::from_mins(1);

    fn opened(now: Instant) -> Breaker {
        let mut breaker = Breaker::new(3, REST);
        for _ in 0..3 {
            assert_eq!(breaker.admit(now), Ok(()));
            breaker.failed(now);
        }
        breaker
    }

    #[test]
    fn it_opens_after_failures_in_a_row_only() {
        let now = Instant::now();
        let mut breaker = Breaker::new(3, REST);
        for _ in 0..5 {
            breaker.failed(now);
            breaker.failed(now);
            breaker.succeeded();
            assert_eq!(breaker.admit(now), Ok(()));
        }
        assert_eq!(opened(now).admit(now), Err(Refused::Resting(now + REST)));
    }

    #[test]
    fn after_its_rest_one_request_is_on_trial_and_success_closes_it() {
        let now = Instant::now();
        let mut breaker = opened(now);
        let later = now + REST;
        assert_eq!(breaker.admit(later), Ok(()));
        assert_eq!(breaker.admit(later), Err(Refused::Resting(later + REST)));
        breaker.succeeded();
        assert_eq!(breaker.admit(later), Ok(()));
        breaker.failed(later);
        assert_eq!(breaker.admit(later), Ok(()));
    }

    #[test]
    fn each_failed_trial_doubles_the_rest_up_to_an_hour() {
        let mut now = Instant::now();
        let mut breaker = opened(now);
        let mut rests = Vec::new();
        for _ in 0..8 {
            let Err(Refused::Resting(until)) = breaker.admit(now) else { panic!("closed") };
            rests.push((until - now).as_secs() / 60);
            now = until;
            assert_eq!(breaker.admit(now), Ok(()));
            breaker.failed(now);
        }
        assert_eq!(rests, [1, 2, 4, 8, 16, 32, 60, 60]);
    }

    #[test]
    fn a_trial_that_nobody_heard_of_again_does_not_close_the_host_for_ever() {
        let now = Instant::now();
        let mut breaker = opened(now);
        assert_eq!(breaker.admit(now + REST), Ok(()));
        assert_eq!(breaker.admit(now + REST * 2), Ok(()));
    }

    #[test]
    fn failures_of_requests_under_way_do_not_prolong_the_rest() {
        let now = Instant::now();
        let mut breaker = opened(now);
        breaker.failed(now + REST / 2);
        assert_eq!(breaker.admit(now + REST), Ok(()));
    }

    #[test]
    fn a_host_that_asked_to_wait_is_left_alone_until_then() {
        let now = Instant::now();
        let mut breaker = Breaker::new(3, REST);
        breaker.hold(now + REST);
        breaker.hold(now + REST / 2);
        breaker.succeeded();
        assert_eq!(breaker.admit(now), Err(Refused::Held(now + REST)));
        assert_eq!(breaker.admit(now + REST), Ok(()));
    }
}
