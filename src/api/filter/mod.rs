//! What lists can be filtered by. Fields of one input are ANDed, values in a list are ORed, `and`, `or` and `not` nest;
//! an empty list is no condition, a filter that matches
//! nothing gives an empty page, a value that cannot exist is an error with the near misses.

mod change;
pub mod check;
mod country;
mod link;
mod programme;
mod progress_item;
mod range;
mod result;
mod small;
mod words;

pub use change::ChangeFilter;
pub use country::CountryFilter;
pub use link::{DecisionFilter, LinkFilter};
pub use programme::ProgrammeFilter;
pub use progress_item::ProgressItemFilter;
pub use result::ResultFilter;
pub use small::{DiscrepancyFilter, OfficeFilter, OrganisationFilter, PledgeFilter, QualityFlagFilter};

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
