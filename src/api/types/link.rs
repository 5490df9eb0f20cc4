//! Links and their decisions.

use std::sync::Arc;

use async_graphql::{ID, Object, Result, Union};
use gcm_hub_macros::{Written, written};

use super::enums::{DecisionAction, DecisionState, LinkStatus, LinkStrength, LinkType};
use super::phase::Phase;
use super::pledge::{Commitment, ProgressItem};
use super::programme::Programme;
use super::result::ProgrammeResult;
use super::truth::Criterion;
use super::{Country, Organisation};
use crate::api::filter::{self, DecisionFilter, LinkFilter};
use crate::api::order::{LinkOrder, sort_links};
use crate::api::page::{Page, Paging, by_id, simple};
use crate::api::scalar::Time;
use crate::api::view::View;
use crate::curation;
use crate::graph::Ix;
use crate::hub::Served;
use crate::linking::End;

/// What can be linked.
#[derive(Union, Written)]
pub enum Linkable {
    /// A programme.
    Programme(Programme),
    /// A progress item.
    ProgressItem(ProgressItem),
    /// A commitment.
    Commitment(Commitment),
    /// A result.
    Result(ProgrammeResult),
}

impl Linkable {
    fn of(graph: &Arc<Served>, end: End) -> Self {
        match end {
            End::Programme(place) => Self::Programme(View::new(graph, place)),
            End::Item(place) => Self::ProgressItem(View::new(graph, place)),
            End::Commitment(place) => Self::Commitment(View::new(graph, place)),
            End::Result(place) => Self::Result(View::new(graph, place)),
        }
    }
}

/// A link; see the type's description.
pub type Link = View<curation::Link>;

/// A page of links.
pub type LinkConnection = Page<Link>;

/// A relation between two entities that the hub suggests or an agency proposed, with its reasons and with what
/// agencies have decided. `SAME_AS` between a programme and itself is the identity of two records that were joined.
#[written]
#[Object(name = "Link")]
impl Link {
    /// Opaque and stable, also across new editions.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// Where it goes out from: the item, commitment or result; of two items the earlier one.
    async fn from(&self) -> Linkable {
        Linkable::of(&self.graph, self.assessment.from)
    }
    /// Where it goes to.
    async fn to(&self) -> Linkable {
        Linkable::of(&self.graph, self.assessment.to)
    }
    /// What sort of relation it is.
    #[graphql(name = "type")]
    async fn kind(&self) -> LinkType {
        self.key.kind.into()
    }
    /// How sure the hub is, from the score; what agencies decided is in `status`.
    async fn strength(&self) -> LinkStrength {
        self.assessment.strength.into()
    }
    /// How likely it is as the hub sees it, 0 to 1: the logistic of the sum of the criteria's weights.
    async fn score(&self) -> f64 {
        self.assessment.score
    }
    /// The reasons, each with its signed weight; they add up to the score's log-odds. The first is the prior, what any
    /// such pair starts from, but for the identity of two records, which has none.
    async fn criteria(&self) -> Vec<Criterion<'_>> {
        Criterion::all(&self.graph, &self.assessment.criteria)
    }
    /// Whether it is suggested, confirmed, rejected or stale. No agency overrules another: it is confirmed or rejected
    /// only when all standing decisions agree.
    async fn status(&self) -> LinkStatus {
        self.status.into()
    }
    /// Why it has its status, in one sentence.
    async fn status_reason(&self) -> &str {
        &self.reason
    }
    /// Whether standing decisions of agencies contradict each other; the status is `SUGGESTED` then.
    async fn disputed(&self) -> bool {
        self.disputed
    }
    /// Whether the hub suggests it by itself; false for one that only agencies have proposed or decided on.
    async fn suggested(&self) -> bool {
        self.suggested
    }
    /// Everything that agencies said about it, oldest first: nothing is ever removed.
    async fn decisions(&self) -> Vec<Decision> {
        View::all(&self.graph, self.row().decisions.iter().copied())
    }
    /// Where what it is about is done: the countries that both sides share, an item's planned ones counting; where one
    /// side names none, the other's. A commitment's link has those of its items' links with the same programme, an
    /// identity those of the programme.
    async fn countries(&self) -> Vec<Country> {
        self.row().countries.iter().map(|code| Country::new(&self.graph, *code)).collect()
    }
    /// The phases of the programme that the other side names; empty when it names none.
    async fn phases(&self) -> Vec<Phase> {
        View::all(&self.graph, self.assessment.phases.iter().copied())
    }
}

impl Link {
    /// The row.
    pub fn row(&self) -> &curation::Link {
        self
    }
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.row().id.to_string()
    }
}

/// A page of some links, filtered and ordered; the surest first when no order is wanted.
pub fn link_page(
    graph: &Arc<Served>,
    links: impl IntoIterator<Item = Ix<curation::Link>>,
    filter: Option<LinkFilter>,
    order: Option<Vec<LinkOrder>>,
    paging: &Paging,
) -> Result<LinkConnection> {
    let rows = &graph.links.links;
    let kept = paging.rows(|| {
        let filter = filter.unwrap_or_default();
        filter.check(graph)?;
        let mut kept = filter::kept(links, |place| filter.matches(graph, &rows[*place]))?;
        sort_links(graph, &mut kept, &order.unwrap_or_default());
        Ok(kept)
    })?;
    simple(
        &kept,
        |place| View::new(graph, place),
        Link::id_text,
        by_id(&kept, |place| rows[place].id),
        paging,
    )
}

/// A page of the links of an end, filtered; the surest first.
pub fn links_of(
    graph: &Arc<Served>,
    end: End,
    filter: Option<LinkFilter>,
    paging: &Paging,
) -> Result<LinkConnection> {
    link_page(graph, graph.links.of(end).iter().copied(), filter, None, paging)
}

/// A decision; see the type's description.
pub type Decision = View<curation::Entry>;

/// A page of decisions.
pub type DecisionConnection = Page<Decision>;

/// What an agency said about a link. Decisions are only ever added; one is taken back by another that withdraws it.
#[written]
#[Object(name = "Decision")]
impl Decision {
    /// Opaque and stable; the same on every hub that it was exported to.
    async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// What was said.
    async fn action(&self) -> DecisionAction {
        self.decision.action.into()
    }
    /// The agency that said it; null for one that the hub's code list no longer has.
    async fn agency(&self) -> Option<Organisation> {
        let place = self.graph.organisation(&self.decision.agency)?;
        Some(View::new(&self.graph, place))
    }
    /// Who said it, as their token has it.
    async fn by(&self) -> &str {
        &self.decision.by
    }
    /// When.
    async fn at(&self) -> Time {
        Time(self.decision.at)
    }
    /// Why, in their words; null when they gave no reason.
    async fn note(&self) -> Option<&str> {
        self.decision.note.as_deref()
    }
    /// The decision that it withdraws; null unless it is a withdrawal.
    async fn withdraws(&self) -> Option<Decision> {
        let place = self.graph.links.decision(self.decision.withdraws?)?;
        Some(View::new(&self.graph, place))
    }
    /// What has become of it.
    async fn state(&self) -> DecisionState {
        self.state.into()
    }
    /// What has become of it, in one sentence.
    async fn state_reason(&self) -> &str {
        &self.reason
    }
    /// The link it is about; null while a side of it is in no edition in service, and for a proposal that was
    /// withdrawn.
    async fn link(&self) -> Option<Link> {
        Some(View::new(&self.graph, self.link?))
    }
}

impl Decision {
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.decision.id.to_string()
    }
}

/// A page of the decisions that a filter lets through, the newest first.
pub fn decision_page(
    graph: &Arc<Served>,
    filter: Option<DecisionFilter>,
    paging: &Paging,
) -> Result<DecisionConnection> {
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let log = &graph.links.decisions;
    let mut kept = filter::kept(log.places(), |place| filter.matches(graph, &log[*place]))?;
    kept.reverse();
    let find = by_id(&kept, |place| log[place].decision.id);
    simple(&kept, |place| View::new(graph, place), Decision::id_text, find, paging)
}
