//! Phases of global programmes, and the part that countries have in them.

use async_graphql::Object;
use gcm_hub_macros::written;

use super::programme::{Period, Programme};
use super::result::Figure;
use super::truth::Evidence;
use super::{Country, Organisation};
use crate::api::view::View;
use crate::graph;
use crate::reference::CountryCode;

/// A phase of a programme; see the type's description.
pub type Phase = View<graph::Phase>;

/// One phase of a global programme.
#[written]
#[Object(name = "Phase")]
impl Phase {
    /// The programme that it is a phase of.
    async fn programme(&self) -> Programme {
        View::new(&self.graph, self.programme)
    }
    /// The phase's number; where a source describes several phases together, the last of them. Null where no source
    /// gives one.
    async fn number(&self) -> Option<u32> {
        self.number
    }
    /// The title that the programme had in this phase.
    async fn title(&self) -> &str {
        &self.title
    }
    /// From when to when; null where no source says.
    async fn period(&self) -> Option<Period> {
        self.period.map(Period::from)
    }
    /// Who pays for it.
    async fn donors(&self) -> Vec<Organisation> {
        View::all(&self.graph, self.donors.iter().copied())
    }
    /// Participating countries, by code.
    async fn participations(&self) -> Vec<CountryParticipation> {
        CountryParticipation::all(self)
    }
    /// Priority sectors, as printed.
    async fn priority_sectors(&self) -> &[String] {
        &self.sectors
    }
    /// Outcomes or achievements in the hub's own words; those whose text has changed are left out.
    async fn outcomes(&self) -> &[String] {
        &self.outcomes
    }
    /// Figures for this phase; `scope` says when one covers more than it.
    async fn figures(&self) -> Vec<Figure<'_>> {
        Figure::all(&self.graph, &self.figures)
    }
    /// Where it was read.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.graph, &self.evidence)
    }
}

/// A country's part in a phase.
pub struct CountryParticipation {
    phase: Phase,
    /// Which of the phase's.
    part: usize,
}

impl CountryParticipation {
    /// Every country's part in a phase.
    pub fn all(phase: &Phase) -> Vec<Self> {
        (0..phase.countries.len()).map(|part| Self { phase: phase.clone(), part }).collect()
    }

    fn part(&self) -> &graph::PhaseCountry {
        &self.phase.countries[self.part]
    }

    /// Whether it is that country's part.
    pub fn is_of(&self, code: CountryCode) -> bool {
        self.part().country == code
    }
}

/// A country's part in a phase of a global programme.
#[written]
#[Object]
impl CountryParticipation {
    /// The country.
    async fn country(&self) -> Country {
        Country::new(&self.phase.graph, self.part().country)
    }
    /// The phase.
    async fn phase(&self) -> &Phase {
        &self.phase
    }
    /// Whether the country receives financial support for its activities; null where the source does not say.
    async fn financial_support(&self) -> Option<bool> {
        self.part().financial_support
    }
    /// Where it was read.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.phase.graph, &self.part().evidence)
    }
}
