//! The hub itself.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use crate::api::limits;
use crate::api::scalar::Time;
use crate::hub::Served;
use crate::reference;

/// The hub that answers.
pub struct Hub {
    graph: Arc<Served>,
}

impl Hub {
    /// The hub that serves a graph.
    pub fn new(graph: &Arc<Served>) -> Self {
        Self { graph: Arc::clone(graph) }
    }
}

/// The hub that answers: its version, its graph, its limits. It is not an official product of the United Nations.
#[written]
#[Object]
impl Hub {
    /// The version of the program.
    async fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }
    /// The version of the graph: the same editions, read and built by the same program, under the same decisions of
    /// agencies, have the same one.
    async fn graph_version(&self) -> &str {
        self.graph.version()
    }
    /// When the graph was built.
    async fn built_at(&self) -> Time {
        Time(self.graph.built_at)
    }
    /// What a request may ask at most. One that asks for more is not run: its error has the code `LIMIT_EXCEEDED`, and in
    /// its `extensions` the `measure`, the `limit`, the `actual` count where it stopped, and `where`. A request with the
    /// header `GCM-Hub-Cost: ask` is not run and told what it costs; with `show` it is run and told.
    ///
    /// How often a client may ask and how many streams may be open depends on where the hub stands and is not told here:
    /// who asks too often is answered with status 429 or 503 and told in `Retry-After` when to come again.
    async fn limits(&self, context: &Context<'_>) -> Result<Limits> {
        let limits = context.data::<limits::Limits>()?;
        Ok(Limits {
            default_page_size: limits::DEFAULT_PAGE,
            max_page_size: limits::MOST_PAGE,
            max_bytes: limits.bytes,
            max_tokens: limits.tokens,
            max_nesting: limits::NESTING,
            max_depth: limits.depth.min(limits::MOST_DEPTH),
            max_fields: limits.fields,
            max_aliases: limits.aliases,
            max_directives: limits.directives,
            max_name_bytes: limits::NAME_BYTES,
            max_arguments: limits.arguments,
            max_items: limits::MOST_ITEMS,
            max_nodes: limits.nodes,
            max_seconds: limits.seconds,
        })
    }
    /// How much there is in the graph.
    async fn counts(&self) -> Counts {
        let graph = &self.graph;
        Counts {
            sources: graph.sources.len(),
            records: graph.records.len(),
            programmes: graph.programmes.len(),
            results: graph.results.len(),
            pledges: graph.pledges.len(),
            commitments: graph.commitments.len(),
            progress_items: graph.items.len(),
            links: graph.links.links.len(),
            decisions: graph.links.decisions.len(),
            offices: graph.offices.len(),
            organisations: graph.organisations.len(),
            discrepancies: graph.discrepancies.len(),
            quality_flags: graph.flags.len(),
            rejects: graph.sources.iter().map(|source| source.rejects.len()).sum(),
        }
    }
    /// What this hub is not, and what must be said of names in it.
    async fn disclaimer(&self) -> String {
        let notes: Vec<&str> = reference::countries().iter().filter_map(|country| country.note).collect();
        format!("Not an official product of the United Nations. {}", notes.join(" "))
    }
}

/// What a request may ask at most.
#[derive(SimpleObject, Written)]
pub struct Limits {
    /// Rows of a page when the request does not say.
    default_page_size: usize,
    /// Rows of a page at most.
    max_page_size: usize,
    /// Bytes of a request, and of a document.
    max_bytes: u64,
    /// Tokens of a document: names, numbers, strings and signs.
    max_tokens: u64,
    /// How deep brackets of all kinds may nest in a document.
    max_nesting: u64,
    /// How deep selections may nest, those of fragments among them.
    max_depth: u64,
    /// How many fields a request may select, fragments expanded; `asOf` counts as 100.
    max_fields: u64,
    /// How many aliases it may give, fragments expanded.
    max_aliases: u64,
    /// How many directives it may use, fragments expanded.
    max_directives: u64,
    /// Bytes of a name in a document.
    max_name_bytes: u64,
    /// How many values it may give to arguments, with those inside lists and objects, fragments expanded. A variable
    /// counts as the value that it has wherever it is used, and 64 bytes of a string as one value.
    max_arguments: u64,
    /// How many items one list may have that an argument is given, besides `ids` and `representations`.
    max_items: u64,
    /// How many objects and leaves its answer may have if every page is full. A list that is no page counts as eight
    /// rows, `nodes` as many as it has `ids`, `_entities` as many as it has `representations`; fragments on several types
    /// of an interface are added up.
    max_nodes: u64,
    /// How many seconds a query may be worked on, or one event of a subscription; a mutation takes as long as it needs.
    max_seconds: u64,
}

/// How much there is in the graph.
#[derive(SimpleObject, Written)]
pub struct Counts {
    /// Sources that the hub knows.
    sources: usize,
    /// Records of the editions in service.
    records: usize,
    /// Programmes.
    programmes: usize,
    /// Results, repeats among them.
    results: usize,
    /// Pledges.
    pledges: usize,
    /// Commitments.
    commitments: usize,
    /// Progress items.
    progress_items: usize,
    /// Links, the identity of records among them.
    links: usize,
    /// Decisions of agencies, those withdrawn too.
    decisions: usize,
    /// Offices.
    offices: usize,
    /// Organisations.
    organisations: usize,
    /// Differences between claims.
    discrepancies: usize,
    /// Slips of the sources.
    quality_flags: usize,
    /// Rows that could not be read.
    rejects: usize,
}
