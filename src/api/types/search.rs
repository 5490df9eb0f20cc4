//! What a search found.

use std::sync::Arc;

use async_graphql::{Enum, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use crate::api::error::user_error;
use crate::api::limits::{SEARCH_CHARACTERS, deadline};
use crate::api::node::Node;
use crate::api::page::{PageInfo, Paging, Slice, slice};
use crate::hub::Served;
use crate::record::Id;
use crate::search;

/// What can be found.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "search::Kind")]
pub enum SearchType {
    /// Programmes, with their phases.
    Programme,
    /// Results.
    Result,
    /// Pledges.
    Pledge,
    /// Commitments.
    Commitment,
    /// Progress items.
    ProgressItem,
    /// Countries.
    Country,
    /// Organisations.
    Organisation,
}

/// A part of a thing that is searched, from what weighs most to what weighs least.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "search::Field")]
pub enum SearchField {
    /// The title or name.
    Title,
    /// Other titles, short names, acronyms, codes and aliases.
    OtherNames,
    /// The hub's own words: a programme's synopsis, the headline of a commitment or item, what a result counts.
    Synopsis,
    /// Programmes, projects and publications that it names.
    Mentions,
    /// The countries it is about, by any of their names.
    Countries,
    /// Regions and places below the country.
    Places,
    /// Its thematic area, sectors, outcomes, or the heading it stands under.
    Themes,
    /// Organisations that take part or are named.
    Organisations,
    /// Partners, as printed.
    Partners,
    /// The source's own words, where the hub holds the document.
    Text,
}

/// A page of what a search found.
pub struct SearchConnection {
    graph: Arc<Served>,
    found: search::Found,
    slice: Slice,
}

/// A page of what a search found, the best first: `edges` say how well each fits and where the words stand.
#[written]
#[Object]
impl SearchConnection {
    /// Where the page stands in its list.
    async fn page_info(&self) -> PageInfo {
        let cursor = |hit: &search::Hit| self.graph.id_of(hit.node).to_string();
        let (first, last) = (self.hits().first().map(cursor), self.hits().last().map(cursor));
        PageInfo::new(self.slice.more_before, self.slice.more_after, first, last)
    }
    /// The rows of the page with score and fragments.
    async fn edges(&self) -> Vec<SearchEdge<'_>> {
        self.hits().iter().map(|hit| SearchEdge { page: self, hit }).collect()
    }
    /// The rows of the page.
    async fn nodes(&self) -> Vec<Node> {
        self.hits().iter().map(|hit| Node::of(&self.graph, hit.node)).collect()
    }
    /// How many there are in the whole list, not only on this page; exact.
    async fn total_count(&self) -> usize {
        self.found.hits.len()
    }
    /// Whether all of them have every word. When nothing has every word, what has some of them is found, and this is
    /// false.
    async fn all_words(&self) -> bool {
        self.found.all_words
    }
}

impl SearchConnection {
    fn hits(&self) -> &[search::Hit] {
        &self.found.hits[self.slice.start..self.slice.end]
    }
}

/// A row of what a search found.
pub struct SearchEdge<'a> {
    page: &'a SearchConnection,
    hit: &'a search::Hit,
}

/// Something that a search found.
#[written]
#[Object]
impl SearchEdge<'_> {
    /// Names the row in its list, for `after`. Opaque.
    async fn cursor(&self) -> String {
        self.page.graph.id_of(self.hit.node).to_string()
    }
    /// What was found.
    async fn node(&self) -> Node {
        Node::of(&self.page.graph, self.hit.node)
    }
    /// How well it fits: more is better. Only for comparing with others of the same search.
    async fn score(&self) -> f64 {
        (f64::from(self.hit.score) * 1_000.0).round() / 1_000.0
    }
    /// Fragments of its texts in which the words stand, the weightiest field first; of a field three at most.
    async fn highlights(&self) -> Vec<SearchHighlight> {
        let SearchConnection { graph, found, .. } = self.page;
        let highlights = graph.search_index().highlights(graph, self.hit.node, found);
        highlights.into_iter().map(SearchHighlight::from).collect()
    }
}

/// A fragment of a text in which words of a search stand: up to 30 words.
#[derive(SimpleObject, Written)]
pub struct SearchHighlight {
    /// Which text.
    field: SearchField,
    /// The fragment in pieces, which together are the text as it stands there; after the name of Kosovo comes its note.
    pieces: Vec<SearchPiece>,
    /// Whether the text has more before.
    cut_before: bool,
    /// Whether the text has more after.
    cut_after: bool,
}

/// A part of a fragment.
#[derive(SimpleObject, Written)]
pub struct SearchPiece {
    /// As it stands in the text, spaces and all. It is plain text: whoever puts it into a page escapes it.
    text: String,
    /// Whether it is a word that was searched for, in one of its forms.
    marked: bool,
}

impl From<search::Highlight> for SearchHighlight {
    fn from(highlight: search::Highlight) -> Self {
        let search::Highlight { field, pieces, cut_before, cut_after } = highlight;
        let pieces = pieces.into_iter().map(|search::Piece { text, marked }| SearchPiece { text, marked });
        Self { field: field.into(), pieces: pieces.collect(), cut_before, cut_after }
    }
}

/// A page of what has the words of a text.
///
/// # Errors
/// When the text is too long, or the paging cannot be.
pub fn search_page(
    graph: &Arc<Served>,
    text: &str,
    types: Vec<SearchType>,
    paging: &Paging,
) -> Result<SearchConnection> {
    let characters = text.chars().count();
    if characters > SEARCH_CHARACTERS {
        return Err(user_error(format!(
            "`text` has {characters} characters: {SEARCH_CHARACTERS} at most, as what is searched for are words"
        )));
    }
    deadline::check()?;
    let kinds: Vec<search::Kind> = types.into_iter().map(search::Kind::from).collect();
    let found = graph.search_index().search(text, &kinds);
    let position = |wanted: &str| {
        let node = graph.node(wanted.parse::<Id>().ok()?)?;
        found.hits.iter().position(|hit| hit.node == node)
    };
    let slice = slice(paging, found.hits.len(), position)?;
    Ok(SearchConnection { graph: Arc::clone(graph), found, slice })
}
