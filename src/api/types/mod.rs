//! The types of the schema, one file a family.

mod country;
mod enums;
mod hub;
mod organisation;
mod pledge;
mod programme;
mod reference;
mod result;
mod source;
mod truth;

pub use country::Country;
pub use enums::{
    Availability, DiscrepancyKind, FigureQualifier, FreshnessState, MentionKind, OfficeKind, OrganisationKind,
    OrganisationRole, PartnerKind, ProgrammeKind, ProgrammeStage, Scope, SourceKind,
};
pub use hub::Hub;
pub use organisation::{Office, Organisation};
pub use pledge::{Commitment, Pledge, ProgressItem, item_page};
pub use programme::Programme;
pub use reference::{GcmObjective, ThematicArea};
pub use result::{ProgrammeResult, result_page};
pub use source::Source;
pub use truth::{Discrepancy, QualityFlag};
