//! Whether an edition may come into service without a person having looked at it.

mod facts;

pub use facts::{Facts, facts};

use crate::record::PartialDate;

/// Why a person should look at an edition first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// Much of what is in service is not in it.
    #[error(
        "it has {kept} of the {} records of the edition in service, so it may be cut short, or no longer be the whole \
         document",
        kept + removed
    )]
    Shrinks {
        /// Records that are in both.
        kept: usize,
        /// Records that are only in the edition in service.
        removed: usize,
    },
    /// Its records are there and state little.
    #[error(
        "it states {kept} of the {} facts that the edition in service states in the records of both, so it may be cut \
         short, or its layout may have changed: compare the two for what is missing",
        kept + lost
    )]
    StatesLess {
        /// Facts that are in both.
        kept: usize,
        /// Facts that are only in the edition in service.
        lost: usize,
    },
    /// More of it could not be read than could.
    #[error("{rejects} of its rows could not be read and {records} could, so its layout may have changed")]
    Rejects {
        /// Records that were read.
        records: usize,
        /// Rows that could not be read.
        rejects: usize,
    },
    /// It would put the clock back.
    #[error(
        "it is older: it speaks for {as_of}, and the edition in service for {in_service}, so an earlier document may \
         have been taken for a new one: check its date"
    )]
    Older {
        /// The date it speaks for.
        as_of: PartialDate,
        /// The date that the edition in service speaks for.
        in_service: PartialDate,
    },
}

impl Doubt {
    /// What one who ingests the edition can do about it.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Older { .. } => {
                "give `--past` to keep it for the history only, or `--accept` when it is to be in service all the same"
            }
            Self::Shrinks { .. } | Self::StatesLess { .. } | Self::Rejects { .. } => {
                "check that it is whole, and give `--accept` when it is as its publisher made it"
            }
        }
    }
}

/// What a new edition is like beside the one in service.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside {
    /// Records that are in both.
    pub kept: usize,
    /// Records that are only in the edition in service.
    pub removed: usize,
    /// What the edition in service states in the records that are in both.
    pub facts: Facts,
    /// Records of the new edition.
    pub records: usize,
    /// Rows of the new edition that could not be read.
    pub rejects: usize,
    /// The date that the new edition speaks for; `None` when it is not known.
    pub as_of: Option<PartialDate>,
    /// The date that the edition in service speaks for; `None` when there is no other one, or its date is not known.
    pub in_service: Option<PartialDate>,
}

/// So few records may go from a source of [`ENOUGH`], whatever their share.
const FEW: usize = 3;

/// Of twelve records three are a quarter, the share that is advised. A source of fewer could lose most of what it has
/// with three of them.
const ENOUGH: usize = 12;

/// Why a person should look at an edition first; `None` when it may come into service. `most_removed` is the share of
/// the records in service that may go, and of the facts in those that stay: publishers add and drop a few, a document
/// that was cut short loses more. At 0 nothing may go.
#[must_use]
pub fn doubt(beside: Beside, most_removed: f64) -> Option<Doubt> {
    let Beside { kept, removed, facts, records, rejects, as_of, in_service } = beside;
    if rejects > records {
        return Some(Doubt::Rejects { records, rejects });
    }
    if let (Some(as_of), Some(in_service)) = (as_of, in_service)
        && as_of.last_day() < in_service.first_day()
    {
        return Some(Doubt::Older { as_of, in_service });
    }
    let few = if most_removed > 0.0 && kept + removed >= ENOUGH { FEW } else { 0 };
    if removed > few && exceeds(removed, kept, most_removed) {
        return Some(Doubt::Shrinks { kept, removed });
    }
    let Facts { kept, lost } = facts;
    exceeds(lost, kept, most_removed).then_some(Doubt::StatesLess { kept, lost })
}

/// Whether more is gone than the share of the whole that may go.
fn exceeds(gone: usize, kept: usize, share: f64) -> bool {
    gone as f64 > share * (kept + gone) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kept: usize, removed: usize, most_removed: f64, passes: bool) {
        let beside = Beside { kept, removed, records: kept, ..Beside::default() };
        assert_eq!(doubt(beside, most_removed).is_none(), passes, "{beside:?} {most_removed}");
    }

    #[test]
    fn no_larger_share_of_the_records_may_go() {
        check(30, 0, 0.25, true);
        check(24, 8, 0.25, true);
        check(23, 9, 0.25, false);
        check(0, 40, 1.0, true);
    }

    #[test]
    fn a_few_records_may_go_from_a_source_that_has_many() {
        check(27, 3, 0.05, true);
        check(26, 4, 0.05, false);
        check(9, 3, 0.05, true);
        check(8, 3, 0.05, false);
    }

    #[test]
    fn a_source_of_few_records_cannot_lose_them_all() {
        check(0, 1, 0.25, false);
        check(1, 1, 0.25, false);
        check(0, 3, 0.25, false);
        check(3, 1, 0.25, true);
    }

    #[test]
    fn nothing_may_go_where_no_share_may() {
        check(40, 1, 0.0, false);
        check(40, 0, 0.0, true);
        let facts = Facts { kept: 400, lost: 1 };
        let beside = Beside { kept: 40, records: 40, facts, ..Beside::default() };
        assert_eq!(doubt(beside, 0.0), Some(Doubt::StatesLess { kept: 400, lost: 1 }));
    }

    #[test]
    fn records_that_stay_and_state_too_little_are_doubted() {
        let doubted = |kept, lost| {
            let beside = Beside { kept: 2, records: 2, facts: Facts { kept, lost }, ..Beside::default() };
            doubt(beside, 0.25)
        };
        assert_eq!(doubted(75, 25), None);
        assert_eq!(doubted(74, 26), Some(Doubt::StatesLess { kept: 74, lost: 26 }));
        assert!(doubted(74, 26).unwrap().to_string().contains("74 of the 100 facts"));
        assert_eq!(doubted(0, 0), None);
    }

    #[test]
    fn more_rejects_than_records_are_no_edition_that_anybody_knows() {
        let rejecting = |rejects| Beside { kept: 30, records: 30, rejects, ..Beside::default() };
        assert_eq!(doubt(rejecting(30), 0.25), None);
        assert_eq!(doubt(rejecting(31), 0.25), Some(Doubt::Rejects { records: 30, rejects: 31 }));
    }

    #[test]
    fn an_edition_that_ends_before_the_one_in_service_begins_is_older() {
        let older = |as_of: &str, in_service: &str| {
            let (as_of, in_service) = (as_of.parse().ok(), in_service.parse().ok());
            doubt(Beside { as_of, in_service, ..Beside::default() }, 1.0).is_some()
        };
        assert!(older("2022", "2023") && older("2023-02", "2023-03-01") && older("2023-02-27", "2023-02-28"));
        for (as_of, in_service) in
            [("2023", "2023-11"), ("2023-11", "2023"), ("2024", "2023"), ("2023", "2023")]
        {
            assert!(!older(as_of, in_service), "{as_of} {in_service}");
        }
        assert!(!older("unknown", "2023") && !older("2022", "unknown"));
    }

    #[test]
    fn only_what_is_older_may_be_kept_for_the_history() {
        let date = |text: &str| text.parse().unwrap();
        let older = Doubt::Older { as_of: date("2022"), in_service: date("2023") };
        assert!(older.remedy().contains("`--past`") && older.remedy().contains("`--accept`"));
        let cut = Doubt::Shrinks { kept: 1, removed: 9 };
        assert!(!cut.remedy().contains("`--past`") && cut.remedy().contains("`--accept`"));
    }
}
