//! How far a commitment is linked with programmes, country by country.

use async_graphql::{Result, SimpleObject};
use gcm_hub_macros::Written;

use super::Country;
use super::linked::passing;
use super::pledge::Commitment;
use super::programme::Programme;
use crate::api::filter::LinkFilter;
use crate::api::view::View;

/// How far the items of a commitment that are about one country are linked with programmes.
#[derive(SimpleObject, Written)]
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
