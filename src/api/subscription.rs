//! The root of subscriptions.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use async_graphql::{Context, Error, ErrorExtensions, Result, Subscription as Root};
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::filter::LinkFilter;
use super::types::{GraphUpdate, Link};
use super::view::View;
use crate::hub::{Decided, Hub, Published, Served};

/// The root of subscriptions.
pub struct Subscription;

/// The graph that a subscription's newest event is of, put into a request's data by whoever wants to know.
#[derive(Clone, Default)]
pub struct EventGraph(Arc<ArcSwapOption<Served>>);

impl EventGraph {
    /// The graph of the event that was answered just now; `None` for an answer that is no event. It is told once, so
    /// that a stream keeps no graph.
    #[must_use]
    pub fn take(&self) -> Option<Arc<Served>> {
        self.0.swap(None)
    }

    /// What tells the graph of each event of a request before it is answered.
    fn of<T>(context: &Context<'_>, graph: fn(&T) -> &Arc<Served>) -> impl Fn(&Result<T>) + Send + use<T> {
        let told = context.data_opt::<Self>().cloned();
        move |event| {
            if let (Some(Self(told)), Ok(event)) = (&told, event) {
                told.store(Some(Arc::clone(graph(event))));
            }
        }
    }
}

/// What can be followed. The stream of one who reads too slowly ends with an error of the code `MISSED`.
#[Root]
impl Subscription {
    /// Each version of the graph that is served from now on: after a new edition of a source, and after a decision of an
    /// agency.
    async fn graph_updated(&self, context: &Context<'_>) -> Result<impl Stream<Item = Result<GraphUpdate>>> {
        let tell = EventGraph::of(context, |event: &GraphUpdate| &event.update.served);
        Ok(updates(context.data::<Arc<Hub>>()?.published()).inspect(tell))
    }

    /// Each link that an agency has just decided on, as it is served since. Withdrawing a proposal can remove its link,
    /// which is not told here.
    async fn link_decided(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which links; null for all.")] filter: Option<LinkFilter>,
    ) -> Result<impl Stream<Item = Result<Link>>> {
        let hub = context.data::<Arc<Hub>>()?;
        let filter = filter.unwrap_or_default();
        filter.check(&hub.served())?;
        let tell = EventGraph::of(context, |link: &Link| &link.graph);
        Ok(told(hub.decisions(), filter).inspect(tell))
    }
}

/// Newer versions, each with the one before it. Ends with an error when some were missed.
fn updates(published: Receiver<Published>) -> impl Stream<Item = Result<GraphUpdate>> {
    stream::unfold(Some(published), |following| async move {
        let mut published = following?;
        match published.recv().await {
            Ok(update) => Some((Ok(GraphUpdate { update }), Some(published))),
            Err(RecvError::Lagged(missed)) => Some((Err(behind(missed, "versions were published")), None)),
            Err(RecvError::Closed) => None,
        }
    })
}

/// The links of decisions that pass a filter. Ends with an error when decisions were missed.
fn told(decisions: Receiver<Decided>, filter: LinkFilter) -> impl Stream<Item = Result<Link>> {
    stream::unfold(Some((decisions, filter)), |following| async move {
        let (mut decisions, filter) = following?;
        loop {
            let decided = match decisions.recv().await {
                Ok(decided) => decided,
                Err(RecvError::Lagged(missed)) => {
                    return Some((Err(behind(missed, "decisions were taken")), None));
                }
                Err(RecvError::Closed) => return None,
            };
            let Some(place) = decided.link else { continue };
            if filter.matches(&decided.served, &decided.served.links.links[place]) {
                return Some((Ok(View::new(&decided.served, place)), Some((decisions, filter))));
            }
        }
    })
}

fn behind(missed: u64, what: &str) -> Error {
    Error::new(format!(
        "{missed} {what} faster than they were read here, and are lost to this stream: subscribe anew, then read again \
         what you show"
    ))
    .extend_with(|_, extensions| extensions.set("code", "MISSED"))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use futures_util::StreamExt;
    use tokio::sync::broadcast;

    use super::*;
    use crate::hub::Served;
    use crate::record::{EntityKind, Id};
    use crate::sources::Sources;
    use crate::store::MemoryStore;

    #[tokio::test]
    async fn one_who_has_missed_decisions_is_told_so_and_nothing_after() {
        let graph =
            crate::refresh::load(&MemoryStore::new(), &Sources::default(), DateTime::UNIX_EPOCH).unwrap();
        let served = Arc::new(Served::new(graph, Arc::default(), &[]));
        let link = served.links.links.places().next();
        let decision = Id::mint(EntityKind::Decision, "one", 0);
        let decided = Decided { served, link, decision, repeated: false };
        let (send, receive) = broadcast::channel(1);
        let mut stream = Box::pin(told(receive, LinkFilter::default()));
        send.send(decided.clone()).unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        for _ in 0..3 {
            send.send(decided.clone()).unwrap();
        }
        let error = stream.next().await.unwrap().err().unwrap();
        assert!(
            error.message.starts_with("2 decisions") && error.message.contains("subscribe anew"),
            "{error:?}"
        );
        assert_eq!(error.extensions.unwrap().get("code"), Some(&"MISSED".into()));
        assert!(stream.next().await.is_none());
    }
}
