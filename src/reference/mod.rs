//! Code lists: what the field agrees on before any document is read. Countries and their names,
//! M49 regions, organisations, the objectives of the Global Compact, the fund's thematic areas,
//! the SDGs and IATI's activity statuses, and a finder of those names in running text.
//!
//! Every list says in its own docs which public source it came from. Nothing here does IO, reads a
//! document's layout, or decides what a mention *means* (a place of work, an origin, a donor):
//! that is for the sources and the linking.

mod activity_status;
mod confidence;
mod country;
mod fold;
mod gcm;
mod mention;
mod organisation;
mod region;
mod sdg;
mod similarity;
mod thematic_area;
mod theme;

pub use activity_status::{ActivityStatus, activity_statuses};
pub use confidence::Confidence;
pub use country::{
    Country, CountryCode, UnknownCountryCode, countries, country, find_country, find_country_name,
    is_typed_country_name, similar_countries,
};
pub use gcm::{GcmObjective, gcm_objective, gcm_objective_by_title, gcm_objectives};
pub use mention::{CountryMention, MentionForm, OrganisationMention, countries_in, organisations_in};
pub use organisation::{Organisation, OrganisationKind, organisation, organisations, similar_organisations};
pub use region::{Region, find_region, in_region, region_members, regions, sub_regions, wider_regions};
pub use sdg::{Sdg, sdg, sdgs};
pub use similarity::{likeness, plain, shared_words};
pub use thematic_area::{ThematicArea, thematic_area, thematic_area_by_name, thematic_areas};
pub use theme::{Theme, themes};
