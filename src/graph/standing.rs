//! Which edition of a source stood when.

use chrono::{DateTime, Utc};

use super::node::{EditionNode, SourceNode};
use super::{Graph, Ix};
use crate::record::{Edition, PartialDate};

/// From when each edition stands, given the editions of a source from the oldest to the newest; `None` for one that
/// stands from the beginning.
///
/// An edition that is the first of its source with the date it speaks for, or with a later one, stands from that date:
/// its first day in UTC, so the first of the month or year when no more is known. Any other stands from when the hub got
/// it. None stands later than the hub got it. What has no date and came with the hub stands from the beginning.
#[must_use]
pub fn standing<'a>(editions: impl IntoIterator<Item = &'a Edition>) -> Vec<Option<DateTime<Utc>>> {
    let mut latest: Option<PartialDate> = None;
    let from = |edition: &Edition| {
        let leads = edition.as_of.filter(|date| latest.is_none_or(|latest| *date > latest));
        latest = latest.max(edition.as_of);
        let date = leads.and_then(|date| date.first_moment());
        match (date, edition.retrieved_at) {
            (Some(date), Some(retrieved)) => Some(date.min(retrieved)),
            (None, None) => edition.as_of.and_then(|date| date.first_moment()),
            (date, retrieved) => date.or(retrieved),
        }
    };
    editions.into_iter().map(from).collect()
}

impl Graph {
    /// Which edition of a source stood at a time: the latest of those that stood already; `None` when none did.
    #[must_use]
    pub fn stood(&self, source: &SourceNode, time: DateTime<Utc>) -> Option<Ix<EditionNode>> {
        let from = standing(source.editions.iter().rev().map(|place| &self.editions[*place].edition));
        let mut newest_first = source.editions.iter().zip(from.into_iter().rev());
        newest_first.find(|(_, from)| from.is_none_or(|from| from <= time)).map(|(place, _)| *place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Sha256;

    fn edition(as_of: &str, retrieved: &str) -> Edition {
        Edition {
            source: "a".to_owned(),
            sha256: Sha256::of(b""),
            media_type: String::new(),
            origin: String::new(),
            label: None,
            as_of: as_of.parse().ok(),
            retrieved_at: format!("{retrieved}T12:00:00Z").parse().ok(),
            parser: String::new(),
        }
    }

    #[track_caller]
    fn check(editions: &[(&str, &str)], expected: &[&str]) {
        let editions: Vec<Edition> = editions.iter().map(|(date, got)| edition(date, got)).collect();
        let found: Vec<String> = standing(&editions)
            .into_iter()
            .map(|from| from.map_or_else(|| "ever".to_owned(), |from| from.format("%FT%R").to_string()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_edition_stands_from_its_date_when_it_is_the_first_with_it_or_else_from_when_it_was_got() {
        check(&[("2021-06", "2026-01-01")], &["2021-06-01T00:00"]);
        check(
            &[("2021", "2026-01-01"), ("2023-11-11", "2026-01-02")],
            &["2021-01-01T00:00", "2023-11-11T00:00"],
        );
        // The same date again, and an earlier one: a correction, known when it came.
        check(
            &[("2023", ""), ("2023", "2026-01-02"), ("2021", "2026-01-03")],
            &["2023-01-01T00:00", "2026-01-02T12:00", "2026-01-03T12:00"],
        );
    }

    #[test]
    fn what_has_no_date_stands_from_when_it_was_got_or_from_the_beginning() {
        check(
            &[("", ""), ("", "2026-01-02"), ("2021", "2026-01-03")],
            &["ever", "2026-01-02T12:00", "2021-01-01T00:00"],
        );
    }

    #[test]
    fn no_edition_stands_later_than_it_was_got() {
        check(&[("2030", "2026-01-02"), ("2029", "2026-01-03")], &["2026-01-02T12:00", "2026-01-03T12:00"]);
    }
}
