//! What lists can be filtered by. Fields of one input are ANDed, values in a list are ORed, `and`, `or` and `not` nest;
//! an empty list is no condition, a filter that matches
//! nothing gives an empty page, a value that cannot exist is an error with the near misses.

use async_graphql::Result;

use super::limits::deadline;

mod change;
pub mod check;
mod country;
mod link;
mod picked;
mod programme;
mod progress_item;
mod range;
mod read;
mod region;
mod result;
mod small;
mod words;

pub use change::ChangeFilter;
pub use country::CountryFilter;
pub use link::{DecisionFilter, LinkFilter};
pub use picked::Picked;
pub use programme::ProgrammeFilter;
pub use progress_item::ProgressItemFilter;
pub use result::ResultFilter;
pub use small::{DiscrepancyFilter, OfficeFilter, OrganisationFilter, PledgeFilter, QualityFlagFilter};

/// The rows that pass.
///
/// # Errors
/// When the time of the request is over.
pub fn kept<P>(rows: impl IntoIterator<Item = P>, passes: impl Fn(&P) -> bool) -> Result<Vec<P>> {
    let mut kept = Vec::new();
    for row in rows {
        deadline::check()?;
        if passes(&row) {
            kept.push(row);
        }
    }
    Ok(kept)
}

/// Whether a row passes `and`, `or` and `not`; absent ones pass.
fn combine<F>(
    and: &Option<Vec<F>>,
    or: &Option<Vec<F>>,
    not: &Option<Box<F>>,
    matches: impl Fn(&F) -> bool,
) -> bool {
    and.as_ref().is_none_or(|all| all.iter().all(&matches))
        && or.as_ref().is_none_or(|any| any.is_empty() || any.iter().any(&matches))
        && not.as_ref().is_none_or(|not| !matches(not))
}

/// Every filter nested in `and`, `or` and `not`.
fn nested<'a, F>(
    and: &'a Option<Vec<F>>,
    or: &'a Option<Vec<F>>,
    not: &'a Option<Box<F>>,
) -> impl Iterator<Item = &'a F> {
    let lists = and.iter().chain(or).flatten();
    lists.chain(not.as_deref())
}

/// Whether one of the wanted values is there; an absent or empty list wants nothing in particular.
fn any_of<T>(wanted: &Option<Vec<T>>, has: impl Fn(&T) -> bool) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted.is_empty() || wanted.iter().any(has))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::api::limits::deadline::Deadline;

    #[test]
    fn a_filter_is_given_up_between_rows_when_its_time_is_over() {
        let looked = Cell::new(0);
        let passes = |_: &i32| {
            looked.set(looked.get() + 1);
            true
        };
        assert_eq!(kept(0..3, passes).unwrap(), [0, 1, 2]);
        assert!(Deadline::after(0).work(|| kept(0..3, passes)).is_err());
        assert_eq!(looked.get(), 3);
    }
}
