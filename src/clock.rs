//! What time it is. It reads clocks and does nothing else; what only computes takes `now` as a parameter instead.

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// A clock for what waits as well as looks: it goes the way that the runtime's timers go.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// The time that it was at a moment of the runtime; none for the machine's own time.
    start: Option<(DateTime<Utc>, Instant)>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self { start: None }
    }

    /// A clock that is at `start` now and goes on with the runtime's time, also where that is paused or moved forward.
    #[must_use]
    pub fn at(start: DateTime<Utc>) -> Self {
        Self { start: Some((start, Instant::now())) }
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self.start {
            None => Utc::now(),
            Some((start, since)) => after(start, since.elapsed()),
        }
    }

    /// The time that it will be at `moment`, or that it was.
    #[must_use]
    pub fn time_of(&self, moment: Instant) -> DateTime<Utc> {
        let now = Instant::now();
        match moment.checked_duration_since(now) {
            Some(ahead) => after(self.now(), ahead),
            None => self.now() - delta(now - moment),
        }
    }
}

fn after(time: DateTime<Utc>, passed: std::time::Duration) -> DateTime<Utc> {
    time.checked_add_signed(delta(passed)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn delta(passed: std::time::Duration) -> TimeDelta {
    TimeDelta::from_std(passed).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_goes_on_with_the_time_of_the_runtime() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let clock = Clock::at(start);
        let before = Instant::now();
        tokio::time::sleep(Duration::from_hours(24)).await;
        assert_eq!(clock.now(), start + TimeDelta::days(1));
        assert_eq!(clock.time_of(before), start);
        assert_eq!(
            clock.time_of(Instant::now() + Duration::from_secs(5)),
            clock.now() + TimeDelta::seconds(5)
        );
    }
}
