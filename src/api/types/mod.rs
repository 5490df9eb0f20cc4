//! The types of the schema, one file a family.

mod change;
mod country;
mod coverage;
mod enums;
mod hub;
mod link;
mod linked;
mod organisation;
mod phase;
mod pledge;
mod programme;
mod reference;
mod result;
mod search;
mod source;
mod truth;
mod update;

pub use change::{Change, ChangeConnection, change_page};
pub use country::{Country, CountryConnection, country_page};
pub use enums::{
    Availability, ChangeKind, DecisionState, DiscrepancyKind, LinkStatus, LinkStrength, LinkType, OfficeKind,
    OrganisationKind, ProgrammeKind, ProgrammeStage, Scope,
};
pub use hub::Hub;
pub use link::{Decision, DecisionConnection, Link, LinkConnection, decision_page, link_page};
pub use organisation::{
    OfficeConnection, Organisation, OrganisationConnection, office_page, organisation_page,
};
pub use pledge::{
    Commitment, Pledge, PledgeConnection, ProgressItem, ProgressItemConnection, item_page, pledge_page,
};
pub use programme::Programme;
pub use reference::{GcmObjective, ThematicArea};
pub use result::{ProgrammeResult, ResultConnection, result_page};
pub use search::{SearchConnection, SearchType, search_page};
pub use source::Source;
pub use truth::{
    Discrepancy, DiscrepancyConnection, QualityFlag, QualityFlagConnection, discrepancy_page, flag_page,
};
pub use update::GraphUpdate;
