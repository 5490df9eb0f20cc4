//! Programmes, and who takes part in them.

use std::sync::Arc;

use async_graphql::{ID, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::change::{ChangeConnection, change_page};
use super::enums::{Availability, OrganisationRole, PartnerKind, ProgrammeKind, ProgrammeStage, Scope};
use super::link::{LinkConnection, links_of};
use super::linked::{LinkedProgressItemConnection, linked_items, linked_page};
use super::phase::Phase;
use super::reference::{GcmObjectiveRef, ThematicArea};
use super::result::{ResultConnection, result_page};
use super::truth::{Claim, Discrepancy, Evidence, Record};
use super::{Country, Organisation, ProgrammeResult};
use crate::api::filter::{LinkFilter, ProgressItemFilter, ResultFilter, check};
use crate::api::page::Paging;
use crate::api::scalar::Date;
use crate::api::view::View;
use crate::graph::{self, Subject};
use crate::hub::Served;
use crate::linking::End;
use crate::record;

/// A programme; see the type's description.
pub type Programme = View<graph::Programme>;

/// One real-world programme, joined from every record that describes it. A field shows the newest source's value;
/// `claims` has every value with its evidence.
#[written]
#[Object(name = "Programme")]
impl Programme {
    /// Opaque and stable; of a merged programme the former identifiers still resolve.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// Readable and stable: `tjk-families-left-behind-khatlon`. Former slugs still resolve.
    async fn slug(&self) -> &str {
        &self.slug
    }
    /// Whether it is a joint programme of the Migration MPTF or a global one.
    async fn kind(&self) -> ProgrammeKind {
        self.kind.into()
    }
    /// The title, as the newest source prints it.
    async fn title(&self) -> &str {
        &self.title
    }
    /// Titles that other sources print, and short names such as `STEPS`.
    async fn other_titles(&self) -> &[String] {
        &self.other_titles
    }
    /// Two or three sentences in the hub's own words; null where the text that they describe has changed.
    async fn synopsis(&self) -> Option<&str> {
        self.synopsis.as_deref()
    }
    /// The summary in the source's own words; null unless the hub holds the document.
    async fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
    /// How far it reaches.
    async fn scope(&self) -> Scope {
        self.scope.into()
    }
    /// The region it is headed by, as printed (`IGAD`, `Pacific`); null for one that is not regional.
    async fn region_label(&self) -> Option<&str> {
        self.region_label.as_deref()
    }
    /// Where the work is, by code. Not origins, donors or neighbours that a text mentions.
    async fn countries(&self) -> Vec<Country> {
        self.row().countries.iter().map(|code| Country::new(&self.graph, *code)).collect()
    }
    /// The Migration MPTF's thematic area; null for a programme outside the fund.
    async fn thematic_area(&self) -> Option<ThematicArea> {
        ThematicArea::new(&self.graph, self.thematic_area?)
    }
    /// The objectives of the Global Compact that a source names for this programme; never inferred from its area.
    async fn gcm_objectives(&self) -> Vec<GcmObjectiveRef<'_>> {
        GcmObjectiveRef::all(&self.graph, &self.row().gcm_objectives)
    }
    /// The budget in the newest source; null where none gives one. A shared budget is the whole programme's.
    async fn budget(&self) -> Option<Money> {
        self.budget.clone().map(Money::from)
    }
    /// The duration in months; null where no source gives it.
    async fn duration_months(&self) -> Option<u32> {
        self.duration_months
    }
    /// From when to when; null where no source says.
    async fn period(&self) -> Option<Period> {
        self.period.map(Period::from)
    }
    /// Where it is in its life; null where no source says.
    async fn stage(&self) -> Option<ProgrammeStage> {
        self.stage.map(Into::into)
    }
    /// The status in the words of the newest source that prints one; null where none does.
    async fn stage_as_printed(&self) -> Option<&str> {
        self.stage_as_printed.as_deref()
    }
    /// IATI activity status: 1 pipeline/identification, 2 implementation, 4 closed; mapped from `stage`, null with it.
    async fn iati_status(&self) -> Option<u8> {
        self.stage.map(record::Stage::iati_status)
    }
    /// Organisations with their role and how it is known. An empty list is not "none": see `participationKnown`.
    async fn participation(&self) -> Vec<Participation<'_>> {
        let parts = self.row().participation.iter();
        parts.map(|part| Participation { graph: &self.graph, part }).collect()
    }
    /// How the participating UN organisations are known; `NOT_STATED` when no source at hand says who takes part.
    async fn participation_known(&self) -> Availability {
        self.participation_known.into()
    }
    /// National and other partners, as printed.
    async fn partners(&self) -> Vec<Partner<'_>> {
        self.row()
            .partners
            .iter()
            .map(|partner| Partner {
                name: &partner.value.name,
                group: partner.value.group.as_deref(),
                kind: partner.value.kind.map(Into::into),
                evidence: Evidence::all(&self.graph, &partner.evidence),
            })
            .collect()
    }
    /// Figures that sources report as its results. A figure printed twice is linked by `repeats`.
    async fn results(
        &self,
        #[graphql(name = "where", desc = "Which results; null for all.")] filter: Option<ResultFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ResultConnection> {
        let results = self.row().results.iter().copied();
        result_page(&self.graph, results, filter, None, &Paging::forward(first, after))
    }
    /// Its phases, oldest first; empty for a joint programme.
    async fn phases(&self) -> Vec<Phase> {
        View::all(&self.graph, self.row().phases.iter().copied())
    }
    /// Its links with progress items, commitments and results, and the identity of its records; the surest first.
    async fn links(
        &self,
        #[graphql(name = "where", desc = "Which links; null for all.")] filter: Option<LinkFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<LinkConnection> {
        links_of(&self.graph, End::Programme(self.place), filter, &Paging::forward(first, after))
    }
    /// The progress items that it is linked with, each edge with its link; the surest first.
    async fn progress_items(
        &self,
        #[graphql(name = "where", desc = "Which items; null for all.")] filter: Option<ProgressItemFilter>,
        #[graphql(desc = "Which links; null for all that agencies have not rejected.")] links: Option<
            LinkFilter,
        >,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<LinkedProgressItemConnection> {
        let filter = filter.unwrap_or_default();
        filter.check(&self.graph)?;
        let wanted = |item: &graph::ProgressItem| filter.matches(&self.graph, item);
        let rows = linked_items(&self.graph, self.place, links, wanted)?;
        linked_page(rows, &Paging::forward(first, after))
    }
    /// The source records joined here, oldest first, with the reasons why they are the same programme.
    async fn records(&self) -> Vec<Record> {
        View::all(&self.graph, self.row().records.iter().copied())
    }
    /// Every value that any source gives, newest first, with its evidence and whether it is the one shown.
    async fn claims(
        &self,
        #[graphql(desc = "Names of fields of this type, such as `budget`; null for all.")] fields: Option<
            Vec<String>,
        >,
    ) -> Result<Vec<Claim<'_>>> {
        check::claim_fields(&fields, &[])?;
        let wanted = |claim: &&graph::Claim| {
            fields.as_ref().is_none_or(|fields| fields.iter().any(|field| field == claim.field))
        };
        let claims = self.row().claims.iter().filter(wanted);
        Ok(claims.map(|claim| Claim::new(&self.graph, claim)).collect())
    }
    /// Where its sources differ.
    async fn discrepancies(&self) -> Vec<Discrepancy> {
        View::all(&self.graph, self.row().discrepancies.iter().copied())
    }
    /// What became of its records and of those of its phases between editions, the newest first.
    async fn changes(
        &self,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ChangeConnection> {
        let changes = self.graph.changes_of(Subject::Programme(self.place)).iter().copied();
        change_page(&self.graph, changes, None, &Paging::forward(first, after))
    }
}

impl Programme {
    /// The row.
    pub fn row(&self) -> &graph::Programme {
        self
    }
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.row().id.to_string()
    }
}

/// An organisation's part in a programme.
pub struct Participation<'a> {
    graph: &'a Arc<Served>,
    part: &'a graph::Participation,
}

/// An organisation's part in a programme.
#[written]
#[Object]
impl Participation<'_> {
    /// The organisation.
    async fn organisation(&self) -> Organisation {
        View::new(self.graph, self.part.organisation)
    }
    /// What it does in the programme.
    async fn role(&self) -> OrganisationRole {
        self.part.role.into()
    }
    /// How this is known.
    async fn availability(&self) -> Availability {
        self.part.availability.into()
    }
    /// Where it was read.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(self.graph, &self.part.evidence)
    }
}

/// A national or other partner, as printed.
#[derive(SimpleObject, Written)]
pub struct Partner<'a> {
    /// Its name, as printed, lines joined.
    name: &'a str,
    /// The group that it is printed under (`Government`, `Mexico`); null where there is none.
    group: Option<&'a str>,
    /// What it is, where its name says so; null where it does not.
    kind: Option<PartnerKind>,
    /// Where it was read.
    evidence: Vec<Evidence<'a>>,
}

/// A sum of money.
#[derive(SimpleObject, Written)]
pub struct Money {
    /// The amount, in units of the currency (not thousands).
    amount: f64,
    /// ISO 4217 code: `USD`.
    currency: String,
}

impl From<record::Money> for Money {
    fn from(money: record::Money) -> Self {
        Self { amount: money.amount, currency: money.currency }
    }
}

/// From when to when.
#[derive(SimpleObject, Written)]
pub struct Period {
    /// The first date; null where the source does not say.
    start: Option<Date>,
    /// The last date; null where the source does not say.
    end: Option<Date>,
    /// The length in months as stated; null where the source gives none.
    months: Option<u32>,
}

impl From<record::Period> for Period {
    fn from(period: record::Period) -> Self {
        Self { start: period.start.map(Date), end: period.end.map(Date), months: period.months }
    }
}

impl ProgrammeResult {
    /// The programme of a result, for its own view.
    pub(super) fn programme_view(&self) -> Option<Programme> {
        Some(View::new(&self.graph, self.programme?))
    }
}
