//! Names of countries, organisations, places and projects in running text, and what they are there for.
//!
//! The code lists say *that* a name stands somewhere; this module says what it does there. It knows English, not
//! layouts, and no document.

mod institutions;
mod list;
mod people;
mod places;
mod proper;
mod regions;
mod role_rules;
mod roles;
mod scanned;
mod vocabulary;
mod words;
mod work;

pub use institutions::institutions_in;
pub use list::list;
pub use people::people_in;
pub use places::places_below;
pub use proper::proper_names;
pub use regions::{RegionInText, regions_in};
pub use roles::PlaceRole;
pub use scanned::Scanned;
pub use words::{Ranges, Word, words};
pub use work::{CountryInText, Work, countries_with_roles, places_of_work};
