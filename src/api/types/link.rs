//! Links, their decisions, and lists of what is linked.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{ID, Object, OutputType, Result, SimpleObject, TypeName, Union};

use super::enums::{DecisionAction, DecisionState, LinkStatus, LinkStrength, LinkType};
use super::pledge::{Commitment, ProgressItem};
use super::programme::{Phase, Programme};
use super::result::ProgrammeResult;
use super::truth::Criterion;
use super::{Country, Organisation};
use crate::api::filter::LinkFilter;
use crate::api::order::{LinkOrder, sort_links};
use crate::api::page::{Page, PageInfo, Paging, simple, slice};
use crate::api::scalar::Time;
use crate::api::view::View;
use crate::curation;
use crate::graph::{self, Ix};
use crate::hub::Served;
use crate::linking::End;

/// What can be linked.
#[derive(Union)]
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
    /// The reasons, each with its signed weight; they add up to the score's log-odds. The first is the prior, which the
    /// identity of records does not have.
    async fn criteria(&self) -> Vec<Criterion> {
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
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let rows = &graph.links.links;
    let mut kept: Vec<_> = links.into_iter().filter(|place| filter.matches(graph, &rows[*place])).collect();
    sort_links(graph, &mut kept, &order.unwrap_or_default());
    simple(View::all(graph, kept), Link::id_text, paging)
}

/// A decision; see the type's description.
pub type Decision = View<curation::Entry>;

/// A page of decisions.
pub type DecisionConnection = Page<Decision>;

/// What an agency said about a link. Decisions are only ever added; one is taken back by another that withdraws it.
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

/// A thing that is linked with another, and the link between them.
pub struct Linked<T> {
    node: T,
    link: Link,
}

/// A page of things that are linked with another, each with its link.
pub struct LinkedPage<T> {
    rows: Vec<(String, Linked<T>)>,
    more_before: bool,
    more_after: bool,
    total: usize,
}

/// A page of programmes that are linked with an item or commitment.
pub type LinkedProgrammeConnection = LinkedPage<Programme>;
/// A page of progress items that are linked with a programme.
pub type LinkedProgressItemConnection = LinkedPage<ProgressItem>;

impl<T: OutputType> TypeName for LinkedPage<T> {
    fn type_name() -> Cow<'static, str> {
        format!("Linked{}Connection", T::type_name()).into()
    }
}

/// A page of what is linked with this: `edges` carry the links, the surest first. Links that agencies rejected are
/// left out unless the filter asks for them.
#[Object(name_type)]
impl<T: OutputType> LinkedPage<T> {
    /// Where the page stands in its list.
    async fn page_info(&self) -> PageInfo {
        let cursors = || self.rows.iter().map(|(cursor, _)| cursor.as_str());
        PageInfo::new(self.more_before, self.more_after, cursors().next(), cursors().next_back())
    }
    /// The rows of the page with their links.
    async fn edges(&self) -> Vec<LinkedEdge<'_, T>> {
        self.rows.iter().map(|(cursor, linked)| LinkedEdge { cursor, linked }).collect()
    }
    /// The rows of the page.
    async fn nodes(&self) -> Vec<&T> {
        self.rows.iter().map(|(_, linked)| &linked.node).collect()
    }
    /// How many there are in the whole list, not only on this page; exact.
    async fn total_count(&self) -> usize {
        self.total
    }
}

/// A row with its link and its cursor.
pub struct LinkedEdge<'a, T> {
    cursor: &'a str,
    linked: &'a Linked<T>,
}

impl<T: OutputType> TypeName for LinkedEdge<'_, T> {
    fn type_name() -> Cow<'static, str> {
        format!("Linked{}Edge", T::type_name()).into()
    }
}

/// What is linked, with the link between.
#[Object(name_type)]
impl<T: OutputType> LinkedEdge<'_, T> {
    /// Names the row in its list, for `after`. Opaque.
    async fn cursor(&self) -> &str {
        self.cursor
    }
    /// What is linked.
    async fn node(&self) -> &T {
        &self.linked.node
    }
    /// The link: its type, score and reasons, and what agencies decided.
    async fn link(&self) -> &Link {
        &self.linked.link
    }
}

/// Whether a link is to be counted as one: those that were rejected only when the filter asks for them.
fn passing(graph: &Arc<Served>, filter: Option<LinkFilter>) -> Result<impl Fn(&curation::Link) -> bool> {
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let graph = Arc::clone(graph);
    Ok(move |link: &curation::Link| {
        filter.matches(&graph, link)
            && (filter.asks_for_a_status() || link.status != curation::Status::Rejected)
    })
}

/// The links of an end that a filter lets through; those that were rejected only when it asks for them.
pub fn links_of(graph: &Arc<Served>, end: End, filter: Option<LinkFilter>) -> Result<Vec<(Link, End)>> {
    let passes = passing(graph, filter)?;
    let rows = &graph.links.links;
    let places = graph.links.of(end).iter().copied().filter(|place| passes(&rows[*place]));
    Ok(places
        .map(|place| {
            let assessment = &rows[place].assessment;
            let other = if assessment.from == end { assessment.to } else { assessment.from };
            (View::new(graph, place), other)
        })
        .collect())
}

/// A page of the programmes that an end is linked with.
pub fn linked_programmes(
    graph: &Arc<Served>,
    end: End,
    filter: Option<LinkFilter>,
    paging: &Paging,
) -> Result<LinkedProgrammeConnection> {
    let rows = links_of(graph, end, filter)?.into_iter().filter_map(|(link, other)| match other {
        End::Programme(place) => Some(Linked { node: View::new(graph, place), link }),
        _ => None,
    });
    linked_page(rows.collect(), paging)
}

/// A page of linked things; a cursor names the link.
pub fn linked_page<T>(rows: Vec<Linked<T>>, paging: &Paging) -> Result<LinkedPage<T>> {
    let total = rows.len();
    let cursor = |linked: &Linked<T>| linked.link.id_text();
    let slice = slice(paging, total, |wanted| rows.iter().position(|row| cursor(row) == wanted))?;
    let rows = rows.into_iter().skip(slice.start).take(slice.end - slice.start);
    let rows = rows.map(|row| (cursor(&row), row)).collect();
    Ok(LinkedPage { rows, more_before: slice.more_before, more_after: slice.more_after, total })
}

/// The progress items that a programme is linked with, for [`linked_page`].
pub fn linked_items(
    graph: &Arc<Served>,
    programme: Ix<graph::Programme>,
    filter: Option<LinkFilter>,
    wanted: impl Fn(&graph::ProgressItem) -> bool,
) -> Result<Vec<Linked<ProgressItem>>> {
    let links = links_of(graph, End::Programme(programme), filter)?;
    let rows = links.into_iter().filter_map(|(link, other)| match other {
        End::Item(place) if wanted(&graph.items[place]) => {
            Some(Linked { node: View::new(graph, place), link })
        }
        _ => None,
    });
    Ok(rows.collect())
}

/// How far the items of a commitment that are about one country are linked with programmes.
#[derive(SimpleObject)]
pub struct CommitmentCoverage {
    /// The country; null for the items that are about no country in particular.
    country: Option<Country>,
    /// How many items of the commitment are about it.
    item_count: usize,
    /// How many of them are linked with a programme that works there; links that agencies rejected do not count.
    linked_item_count: usize,
    /// The programmes that they are linked with, each once, the surest link first.
    programmes: Vec<Programme>,
}

/// A commitment's coverage, country by country.
pub fn coverage(commitment: &Commitment, filter: Option<LinkFilter>) -> Result<Vec<CommitmentCoverage>> {
    let graph = &commitment.graph;
    let rows = graph.links.coverage(graph, commitment.place, passing(graph, filter)?);
    Ok(rows
        .into_iter()
        .map(|row| CommitmentCoverage {
            country: row.country.map(|code| Country::new(graph, code)),
            item_count: row.items,
            linked_item_count: row.linked,
            programmes: View::all(graph, row.programmes),
        })
        .collect())
}
