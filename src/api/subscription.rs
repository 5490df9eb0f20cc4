//! The root of subscriptions.

use std::sync::Arc;

use async_graphql::{Context, Result, Subscription as Root};
use futures_util::{Stream, stream};
use tokio::sync::broadcast::error::RecvError;

use super::filter::LinkFilter;
use super::types::Link;
use super::view::View;
use crate::hub::Hub;

/// The root of subscriptions.
pub struct Subscription;

/// What can be followed. One who reads too slowly misses what is oldest.
#[Root]
impl Subscription {
    /// Each link that an agency has just decided on, as it is served since.
    async fn link_decided(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which links; null for all.")] filter: Option<LinkFilter>,
    ) -> Result<impl Stream<Item = Link>> {
        let hub = context.data::<Arc<Hub>>()?;
        let filter = filter.unwrap_or_default();
        filter.check(&hub.served())?;
        let waiting = (hub.decisions(), filter);
        Ok(stream::unfold(waiting, |(mut decisions, filter)| async move {
            loop {
                let decided = match decisions.recv().await {
                    Ok(decided) => decided,
                    Err(RecvError::Lagged(_)) => continue,
                    Err(RecvError::Closed) => return None,
                };
                let Some(place) = decided.link else { continue };
                if filter.matches(&decided.served, &decided.served.links.links[place]) {
                    return Some((View::new(&decided.served, place), (decisions, filter)));
                }
            }
        }))
    }
}
