//! When a source is asked for again. Pure: the time is an argument, and chance is drawn from the source and that time.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::plan::SourcePlan;
use crate::record::Sha256;

/// After the first failure a source is asked for again after this long, after each further one after twice as long,
/// and never later than its schedule has it.
const FIRST_RETRY: Duration = Duration::from_mins(5);

/// What is known when a check has ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    /// When it ended.
    pub now: DateTime<Utc>,
    /// How many checks in a row have failed, this one among them; 0 when it has not.
    pub failures: u32,
    /// Not before this, as the publisher says: its answer holds until then, or it asked to wait.
    pub not_before: Option<DateTime<Utc>>,
}

/// When to ask for a source again.
#[must_use]
pub fn next_check(source: &str, plan: &SourcePlan, ended: Ended) -> DateTime<Utc> {
    let Ended { now, failures, not_before } = ended;
    let pause = match failures {
        0 => plan.schedule,
        failures => {
            let doubled = 2_u32.saturating_pow(failures - 1);
            FIRST_RETRY.saturating_mul(doubled).min(plan.schedule)
        }
    };
    // A pause is a year at most, so only a clock at the end of time comes to no date.
    let from = now.checked_add_signed(delta(pause)).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let from = not_before.map_or(from, |not_before| from.max(not_before));
    from.checked_add_signed(delta(jitter(source, plan.jitter.min(pause), now))).unwrap_or(from)
}

/// A part of `most` that differs from source to source and from check to check, and is the same whenever it is asked
/// for: a hub that restarts keeps to its times.
fn jitter(source: &str, most: Duration, now: DateTime<Utc>) -> Duration {
    let hash = Sha256::of(format!("{source} {}", now.timestamp_millis()).as_bytes());
    let drawn = hash.bytes()[..4].iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    most.mul_f64(f64::from(drawn) / f64::from(u32::MAX))
}

fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> SourcePlan {
        SourcePlan {
            schedule: Duration::from_hours(6),
            jitter: Duration::from_mins(10),
            enabled: true,
            ..SourcePlan::default()
        }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    /// Minutes until the next check, without jitter and with the most of it.
    fn check(failures: u32, not_before: Option<TimeDelta>, least: i64, most: i64) {
        let not_before = not_before.map(|wait| now() + wait);
        let next = next_check("undp-pledge", &plan(), Ended { now: now(), failures, not_before });
        let minutes = (next - now()).num_minutes();
        assert!((least..=most).contains(&minutes), "{failures} failures: {minutes} minutes");
    }

    #[test]
    fn a_source_that_answers_is_asked_by_its_schedule() {
        check(0, None, 360, 370);
    }

    #[test]
    fn one_that_fails_is_asked_sooner_and_then_ever_later_up_to_its_schedule() {
        for (failures, minutes) in [(1, 5), (2, 10), (3, 20), (4, 40), (5, 80), (6, 160), (7, 320), (8, 360)]
        {
            check(failures, None, minutes, minutes + 10);
        }
        check(u32::MAX, None, 360, 370);
    }

    #[test]
    fn nobody_is_asked_before_they_said() {
        check(0, Some(TimeDelta::hours(20)), 1200, 1210);
        check(1, Some(TimeDelta::minutes(90)), 90, 95);
        check(0, Some(TimeDelta::minutes(-5)), 360, 370);
    }

    #[test]
    fn sources_are_not_asked_all_at_once() {
        let ended = Ended { now: now(), failures: 0, not_before: None };
        let next: std::collections::BTreeSet<_> =
            ["a", "b", "c", "d"].iter().map(|source| next_check(source, &plan(), ended)).collect();
        assert_eq!(next.len(), 4);
        assert_eq!(next_check("a", &plan(), ended), next_check("a", &plan(), ended));
    }
}
