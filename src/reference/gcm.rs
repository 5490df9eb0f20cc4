//! The 23 objectives of the Global Compact for Safe, Orderly and Regular Migration.
//!
//! Titles: General Assembly resolution 73/195, paragraph 16. Short names: the filter "by GCM
//! objective" of the Migration Network Hub (`migrationnetwork.un.org/hub`). Both were read there
//! (confidence high). Which objectives a programme serves is never inferred here.

use std::sync::LazyLock;

use super::similarity::{closest, squash};

/// An objective of the Global Compact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GcmObjective {
    /// 1 to 23, as the resolution numbers them.
    pub number: u8,
    /// The label the Migration Network Hub gives it.
    pub short_name: &'static str,
    /// The title in the resolution.
    pub title: &'static str,
}

/// All 23 objectives, in the order of their numbers.
#[must_use]
pub fn gcm_objectives() -> &'static [GcmObjective] {
    &OBJECTIVES
}

/// The objective with this number; none outside 1 to 23.
#[must_use]
pub fn gcm_objective(number: u8) -> Option<&'static GcmObjective> {
    OBJECTIVES.iter().find(|objective| objective.number == number)
}

/// The objective whose title, or short name, a text states, whatever number stands beside it in
/// the text. Wrapped lines, lost hyphens, case and a few changed words are forgiven; half a title,
/// or a sentence on the same matter, is not a title and gives none.
#[must_use]
pub fn gcm_objective_by_title(text: &str) -> Option<&'static GcmObjective> {
    let wanted = squash(text);
    if let Some(objective) = OBJECTIVES.iter().find(|objective| squash(objective.short_name) == wanted) {
        return Some(objective);
    }
    let titles = TITLES.iter().enumerate().map(|(at, title)| (at, title.as_str()));
    closest(titles, &wanted).map(|at| &OBJECTIVES[at])
}

static TITLES: LazyLock<Vec<String>> =
    LazyLock::new(|| OBJECTIVES.iter().map(|objective| squash(objective.title)).collect());

const fn row(number: u8, short_name: &'static str, title: &'static str) -> GcmObjective {
    GcmObjective { number, short_name, title }
}

const OBJECTIVES: [GcmObjective; 23] = [
    row(
        1,
        "Data",
        "Collect and utilize accurate and disaggregated data as a basis for evidence-based policies",
    ),
    row(
        2,
        "Minimize adverse drivers",
        "Minimize the adverse drivers and structural factors that compel people to leave their country of origin",
    ),
    row(3, "Information provision", "Provide accurate and timely information at all stages of migration"),
    row(
        4,
        "Legal identity and documentation",
        "Ensure that all migrants have proof of legal identity and adequate documentation",
    ),
    row(5, "Regular pathways", "Enhance availability and flexibility of pathways for regular migration"),
    row(
        6,
        "Recruitment and decent work",
        "Facilitate fair and ethical recruitment and safeguard conditions that ensure decent work",
    ),
    row(7, "Reduce vulnerabilities", "Address and reduce vulnerabilities in migration"),
    row(8, "Save lives", "Save lives and establish coordinated international efforts on missing migrants"),
    row(9, "Counter smuggling", "Strengthen the transnational response to smuggling of migrants"),
    row(
        10,
        "Eradicate trafficking",
        "Prevent, combat and eradicate trafficking in persons in the context of international migration",
    ),
    row(11, "Manage borders", "Manage borders in an integrated, secure and coordinated manner"),
    row(
        12,
        "Screening and referral",
        "Strengthen certainty and predictability in migration procedures for appropriate screening, assessment and referral",
    ),
    row(
        13,
        "Alternatives to detention",
        "Use migration detention only as a measure of last resort and work towards alternatives",
    ),
    row(
        14,
        "Consular protection",
        "Enhance consular protection, assistance and cooperation throughout the migration cycle",
    ),
    row(15, "Access to basic services", "Provide access to basic services for migrants"),
    row(
        16,
        "Inclusion and social cohesion",
        "Empower migrants and societies to realize full inclusion and social cohesion",
    ),
    row(
        17,
        "Eliminate discrimination",
        "Eliminate all forms of discrimination and promote evidence-based public discourse to shape perceptions of migration",
    ),
    row(
        18,
        "Skills development and recognition",
        "Invest in skills development and facilitate mutual recognition of skills, qualifications and competences",
    ),
    row(
        19,
        "Migrant and diaspora contributions",
        "Create conditions for migrants and diasporas to fully contribute to sustainable development in all countries",
    ),
    row(
        20,
        "Remittances",
        "Promote faster, safer and cheaper transfer of remittances and foster financial inclusion of migrants",
    ),
    row(
        21,
        "Dignified return and reintegration",
        "Cooperate in facilitating safe and dignified return and readmission, as well as sustainable reintegration",
    ),
    row(
        22,
        "Social protection",
        "Establish mechanisms for the portability of social security entitlements and earned benefits",
    ),
    row(
        23,
        "International cooperation",
        "Strengthen international cooperation and global partnerships for safe, orderly and regular migration",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn number_of(text: &str) -> Option<u8> {
        gcm_objective_by_title(text).map(|objective| objective.number)
    }

    #[test]
    fn the_objectives_are_numbered_from_1_to_23() {
        let numbers: Vec<u8> = gcm_objectives().iter().map(|objective| objective.number).collect();
        assert_eq!(numbers, (1..=23).collect::<Vec<u8>>());
        assert_eq!(gcm_objective(0), None);
        assert_eq!(gcm_objective(24), None);
    }

    #[test]
    fn every_title_and_short_name_leads_back_to_its_own_number() {
        for objective in gcm_objectives() {
            assert_eq!(number_of(objective.title), Some(objective.number));
            assert_eq!(number_of(objective.short_name), Some(objective.number));
        }
    }

    #[test]
    fn a_title_is_known_beside_the_wrong_number() {
        let printed =
            "8 (Facilitate fair and ethical recruit-\nment and safeguard conditions that ensure decent work)";
        assert_eq!(number_of(printed), Some(6));
    }

    #[test]
    fn a_few_changed_words_are_forgiven() {
        assert_eq!(
            number_of("Objective 9: Strengthening the transnational response to the smuggling of migrants"),
            Some(9)
        );
        assert_eq!(
            number_of("enhance the availability and the flexibility of pathways for regular migration"),
            Some(5)
        );
    }

    #[test]
    fn a_sentence_on_the_same_matter_is_no_title() {
        assert_eq!(number_of("The project trains border guards in managing borders"), None);
        assert_eq!(number_of("Facilitate fair and ethical recruitment"), None);
        assert_eq!(number_of("Strengthening of migration data systems"), None);
        assert_eq!(number_of(""), None);
    }
}
