//! The five thematic areas under which the Migration Multi-Partner Trust Fund groups its joint
//! programmes.
//!
//! Names: the fund's booklet of pipeline programmes and its leaflet of results (confidence high).
//! That the areas cluster the 23 objectives of the Global Compact: the fund's factsheet,
//! `mptf.undp.org/fund/mig00` (high). *Which* objectives belong to which area is remembered from
//! the fund's results framework and was not found in a published page: it carries its own
//! `confidence`, and is a default for display. Programmes serve objectives outside their area, so
//! nothing may be inferred from it.

use std::sync::LazyLock;

use super::confidence::Confidence;
use super::similarity::{closest, squash};

/// A thematic area of the Migration MPTF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThematicArea {
    /// 1 to 5, as the fund numbers them.
    pub number: u8,
    /// The full name.
    pub name: &'static str,
    /// The name in the fund's leaflet of results; for area 1, which that leaflet does not show, a
    /// short form in the same manner.
    pub short_name: &'static str,
    /// The numbers of the objectives the fund clusters under the area.
    pub gcm_objectives: &'static [u8],
    /// How well `gcm_objectives` is known. The names are all read.
    pub confidence: Confidence,
}

/// The five areas, in the order of their numbers.
#[must_use]
pub fn thematic_areas() -> &'static [ThematicArea] {
    &AREAS
}

/// The area with this number; none outside 1 to 5.
#[must_use]
pub fn thematic_area(number: u8) -> Option<&'static ThematicArea> {
    AREAS.iter().find(|area| area.number == number)
}

/// The area whose full or short name a text states. A number before it, wrapped lines and lost
/// hyphens are forgiven; a programme's title that speaks of the same things gives none.
#[must_use]
pub fn thematic_area_by_name(text: &str) -> Option<&'static ThematicArea> {
    let wanted = squash(text);
    if let Some((area, _)) = NAMES.iter().find(|(_, name)| *name == wanted) {
        return Some(&AREAS[*area]);
    }
    let full = NAMES.iter().take(AREAS.len()).map(|(area, name)| (*area, name.as_str()));
    let short = NAMES.iter().skip(AREAS.len()).map(|(area, name)| (*area, name.as_str()));
    closest(full, &wanted).or_else(|| closest(short, &wanted)).map(|area| &AREAS[area])
}

/// The squashed full names of all areas, then their short ones, each with the area's place.
static NAMES: LazyLock<Vec<(usize, String)>> = LazyLock::new(|| {
    let full = AREAS.iter().enumerate().map(|(at, area)| (at, squash(area.name)));
    let short = AREAS.iter().enumerate().map(|(at, area)| (at, squash(area.short_name)));
    full.chain(short).collect()
});

const AREAS: [ThematicArea; 5] = [
    ThematicArea {
        number: 1,
        name: "Promoting fact-based and data-driven migration discourse, policy and planning",
        short_name: "Promoting Fact-based Discourse",
        gcm_objectives: &[1, 3, 17, 23],
        confidence: Confidence::Low,
    },
    ThematicArea {
        number: 2,
        name: "Protecting the human rights, safety and wellbeing of migrants, including through addressing drivers and mitigating situations of vulnerability in migration",
        short_name: "Protecting Human Rights",
        gcm_objectives: &[2, 7, 8, 12, 13],
        confidence: Confidence::Low,
    },
    ThematicArea {
        number: 3,
        name: "Addressing irregular migration including through managing borders and combatting transnational crime",
        short_name: "Addressing Irregular Migration",
        gcm_objectives: &[4, 9, 10, 11, 21],
        confidence: Confidence::Low,
    },
    ThematicArea {
        number: 4,
        name: "Facilitating regular migration, decent work and enhancing the positive development effects of human mobility",
        short_name: "Facilitating Regular Migration",
        gcm_objectives: &[5, 6, 18, 19, 20],
        confidence: Confidence::Low,
    },
    ThematicArea {
        number: 5,
        name: "Improving the social inclusion and integration of migrants",
        short_name: "Improving Social Inclusion",
        gcm_objectives: &[14, 15, 16, 22],
        confidence: Confidence::Low,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn number_of(text: &str) -> Option<u8> {
        thematic_area_by_name(text).map(|area| area.number)
    }

    #[test]
    fn the_areas_share_out_the_23_objectives_once_each() {
        let mut objectives: Vec<u8> = AREAS.iter().flat_map(|area| area.gcm_objectives).copied().collect();
        objectives.sort_unstable();
        assert_eq!(objectives, (1..=23).collect::<Vec<u8>>());
    }

    #[test]
    fn every_name_leads_back_to_its_own_area() {
        for area in thematic_areas() {
            assert_eq!(number_of(area.name), Some(area.number));
            assert_eq!(number_of(area.short_name), Some(area.number));
            assert_eq!(thematic_area(area.number), Some(area));
        }
    }

    #[test]
    fn a_heading_is_known_without_its_number_its_hyphens_and_on_several_lines() {
        assert_eq!(
            number_of(" Promoting factbased and data-driven\nmigration discourse,\npolicy and planning"),
            Some(1)
        );
        assert_eq!(
            number_of(
                "3\n\nAddressing irregular\nmigration including\nthrough managing\nborders and combating\ntransnational crime"
            ),
            Some(3)
        );
        assert_eq!(number_of("THEMATIC AREA 5 Improving Social Inclusion"), Some(5));
    }

    #[test]
    fn a_programme_title_on_the_same_matter_is_no_area() {
        assert_eq!(
            number_of(
                "Help for institutions with fact-based and data-driven migration discourse, policy and planning"
            ),
            None
        );
        assert_eq!(
            number_of("Promoting data-driven migration discourse, policy and planning in Wonderland"),
            None
        );
        assert_eq!(
            number_of("Facilitating regular migration and decent work by means of a labour policy"),
            None
        );
        assert_eq!(number_of(""), None);
    }
}
