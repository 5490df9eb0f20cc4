//! IATI's activity status. Source: the IATI Standard, code list `ActivityStatus` (embedded list,
//! licence CC BY 4.0). It is what a programme's own stage is *mapped to*; the wording of a source
//! is kept beside it and never replaced by it.

use serde::{Deserialize, Serialize};

/// One row of IATI's `ActivityStatus` code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ActivityStatus {
    /// 1: being scoped or planned.
    Pipeline,
    /// 2: being carried out.
    Implementation,
    /// 3: physically complete, or the last sum has been paid, but still to be signed off.
    Finalisation,
    /// 4: complete.
    Closed,
    /// 5: called off.
    Cancelled,
    /// 6: stopped for the time being.
    Suspended,
}

impl ActivityStatus {
    /// IATI's code, 1 to 6.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8 + 1
    }

    /// IATI's English name of the code.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// The status with this IATI code; none for a code outside 1 to 6.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        ALL.iter().copied().find(|status| status.code() == code)
    }
}

/// All activity statuses, in the order of their codes.
#[must_use]
pub fn activity_statuses() -> &'static [ActivityStatus] {
    &ALL
}

const ALL: [ActivityStatus; 6] = [
    ActivityStatus::Pipeline,
    ActivityStatus::Implementation,
    ActivityStatus::Finalisation,
    ActivityStatus::Closed,
    ActivityStatus::Cancelled,
    ActivityStatus::Suspended,
];

const NAMES: [&str; 6] =
    ["Pipeline/identification", "Implementation", "Finalisation", "Closed", "Cancelled", "Suspended"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_run_from_one_to_six_and_lead_back_to_their_status() {
        let codes: Vec<u8> = activity_statuses().iter().map(|status| status.code()).collect();
        assert_eq!(codes, [1, 2, 3, 4, 5, 6]);
        for status in activity_statuses() {
            assert_eq!(ActivityStatus::from_code(status.code()), Some(*status));
        }
        assert_eq!(ActivityStatus::Pipeline.name(), "Pipeline/identification");
    }

    #[test]
    fn a_code_outside_the_list_is_no_status() {
        assert_eq!(ActivityStatus::from_code(0), None);
        assert_eq!(ActivityStatus::from_code(7), None);
    }
}
