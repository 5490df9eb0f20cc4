//! Lists of what is linked with something, each once, with the link between.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Object, OutputType, Result, TypeName};
use gcm_hub_macros::written;

use super::link::Link;
use super::pledge::ProgressItem;
use super::programme::Programme;
use crate::api::filter::{self, LinkFilter};
use crate::api::page::{PageInfo, Paging, slice};
use crate::api::view::View;
use crate::curation;
use crate::graph::{self, Ix};
use crate::hub::Served;
use crate::linking::End;
use crate::record::Id;

/// A thing that is linked with another, and the link between them.
pub struct Linked<T> {
    node: T,
    link: Link,
}

/// A page of things that are linked with another, each with its link.
pub struct LinkedPage<T> {
    rows: Vec<Linked<T>>,
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

/// A page of what is linked with this, each once: `edges` carry the links, the surest first. Of several links with one
/// thing it is the surest that is not rejected, a confirmed one before others. Links that agencies rejected are left out
/// unless the filter asks for them.
#[written]
#[Object(name_type)]
impl<T: OutputType> LinkedPage<T> {
    /// Where the page stands in its list.
    async fn page_info(&self) -> PageInfo {
        let cursor = |linked: &Linked<T>| linked.link.id_text();
        let (first, last) = (self.rows.first().map(cursor), self.rows.last().map(cursor));
        PageInfo::new(self.more_before, self.more_after, first, last)
    }
    /// The rows of the page with their links.
    async fn edges(&self) -> Vec<LinkedEdge<'_, T>> {
        self.rows.iter().map(|linked| LinkedEdge { linked }).collect()
    }
    /// The rows of the page.
    async fn nodes(&self) -> Vec<&T> {
        self.rows.iter().map(|linked| &linked.node).collect()
    }
    /// How many there are in the whole list, not only on this page; exact.
    async fn total_count(&self) -> usize {
        self.total
    }
}

/// A row with its link and its cursor.
pub struct LinkedEdge<'a, T> {
    linked: &'a Linked<T>,
}

impl<T: OutputType> TypeName for LinkedEdge<'_, T> {
    fn type_name() -> Cow<'static, str> {
        format!("Linked{}Edge", T::type_name()).into()
    }
}

/// What is linked, with the link between.
#[written]
#[Object(name_type)]
impl<T: OutputType> LinkedEdge<'_, T> {
    /// Names the row in its list, for `after`. Opaque.
    async fn cursor(&self) -> String {
        self.linked.link.id_text()
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
pub(super) fn passing(
    graph: &Arc<Served>,
    filter: Option<LinkFilter>,
) -> Result<impl Fn(&curation::Link) -> bool> {
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let graph = Arc::clone(graph);
    Ok(move |link: &curation::Link| {
        filter.matches(&graph, link)
            && (filter.asks_for_a_status() || link.status != curation::Status::Rejected)
    })
}

/// What an end is linked with through links that a filter lets through, each once, with its link; links that were
/// rejected only when the filter asks for them.
fn linked_with(graph: &Arc<Served>, end: End, filter: Option<LinkFilter>) -> Result<Vec<(Link, End)>> {
    let passes = passing(graph, filter)?;
    let rows = &graph.links.links;
    let links = filter::kept(graph.links.of(end).iter().copied(), |place| passes(&rows[*place]))?;
    let links: Vec<_> = links
        .into_iter()
        .map(|place| {
            let assessment = &rows[place].assessment;
            (place, if assessment.from == end { assessment.to } else { assessment.from })
        })
        .collect();
    let mut best = HashMap::new();
    for (place, other) in &links {
        let best = best.entry(*other).or_insert(*place);
        if rank(&rows[*place]) < rank(&rows[*best]) {
            *best = *place;
        }
    }
    let kept = links.into_iter().filter(|(place, other)| best.get(other) == Some(place));
    Ok(kept.map(|(place, other)| (View::new(graph, place), other)).collect())
}

/// Which of two links is shown where there is room for one; of one rank the surer.
fn rank(link: &curation::Link) -> u8 {
    match link.status {
        curation::Status::Confirmed => 0,
        curation::Status::Suggested | curation::Status::Stale => 1,
        curation::Status::Rejected => 2,
    }
}

/// A page of the programmes that an end is linked with.
pub fn linked_programmes(
    graph: &Arc<Served>,
    end: End,
    filter: Option<LinkFilter>,
    paging: &Paging,
) -> Result<LinkedProgrammeConnection> {
    let rows = linked_with(graph, end, filter)?.into_iter().filter_map(|(link, other)| match other {
        End::Programme(place) => Some(Linked { node: View::new(graph, place), link }),
        _ => None,
    });
    linked_page(rows.collect(), paging)
}

/// A page of linked things; a cursor names the link.
pub fn linked_page<T>(rows: Vec<Linked<T>>, paging: &Paging) -> Result<LinkedPage<T>> {
    let total = rows.len();
    let find = |cursor: &str| {
        let wanted: Id = cursor.parse().ok()?;
        rows.iter().position(|row| row.link.row().id == wanted)
    };
    let slice = slice(paging, total, find)?;
    let rows = rows.into_iter().skip(slice.start).take(slice.end - slice.start).collect();
    Ok(LinkedPage { rows, more_before: slice.more_before, more_after: slice.more_after, total })
}

/// The progress items that a programme is linked with, for [`linked_page`].
pub fn linked_items(
    graph: &Arc<Served>,
    programme: Ix<graph::Programme>,
    filter: Option<LinkFilter>,
    wanted: impl Fn(&graph::ProgressItem) -> bool,
) -> Result<Vec<Linked<ProgressItem>>> {
    let links = linked_with(graph, End::Programme(programme), filter)?;
    let items = links.into_iter().filter_map(|(link, other)| match other {
        End::Item(place) => Some((link, place)),
        _ => None,
    });
    let rows = filter::kept(items, |(_, place)| wanted(&graph.items[*place]))?.into_iter();
    Ok(rows.map(|(link, place)| Linked { node: View::new(graph, place), link }).collect())
}
