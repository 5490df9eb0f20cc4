//! Whether an edition may come into service without a person having looked at it.

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
    /// More of it could not be read than could.
    #[error("{rejects} of its rows could not be read and {records} could, so its layout may have changed")]
    Rejects {
        /// Records that were read.
        records: usize,
        /// Rows that could not be read.
        rejects: usize,
    },
}

/// What a new edition is like beside the one in service.
#[derive(Debug, Clone, Copy)]
pub struct Beside {
    /// Records that are in both.
    pub kept: usize,
    /// Records that are only in the edition in service.
    pub removed: usize,
    /// Records of the new edition.
    pub records: usize,
    /// Rows of the new edition that could not be read.
    pub rejects: usize,
}

/// So few records may go from any edition.
const FEW: usize = 3;

/// Why a person should look at an edition first; `None` when it may come into service. `most_removed` is the share of
/// the records in service that may go: publishers add and drop a few, a document that was cut short loses more.
#[must_use]
pub fn doubt(beside: Beside, most_removed: f64) -> Option<Doubt> {
    let Beside { kept, removed, records, rejects } = beside;
    if rejects > records {
        return Some(Doubt::Rejects { records, rejects });
    }
    let may_go = most_removed * (kept + removed) as f64;
    (removed > FEW && removed as f64 > may_go).then_some(Doubt::Shrinks { kept, removed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kept: usize, removed: usize, rejects: usize, passes: bool) {
        let beside = Beside { kept, removed, records: kept, rejects };
        assert_eq!(doubt(beside, 0.25).is_none(), passes, "{beside:?}");
    }

    #[test]
    fn few_records_may_go_and_not_a_larger_share() {
        check(30, 0, 0, true);
        check(24, 8, 0, true);
        check(23, 9, 0, false);
        check(1, 3, 0, true);
        check(0, 4, 0, false);
    }

    #[test]
    fn more_rejects_than_records_are_no_edition_that_anybody_knows() {
        check(30, 0, 30, true);
        check(30, 0, 31, false);
    }
}
