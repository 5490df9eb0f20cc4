//! A new version of the graph.

use async_graphql::Object;

use super::Source;
use crate::api::scalar::Time;
use crate::hub::Published;

/// A new version of the graph.
pub struct GraphUpdate {
    /// What was published.
    pub update: Published,
}

/// A new version of the graph, as it is served from now on.
#[Object]
impl GraphUpdate {
    /// The version: `hub { graphVersion }` from now on.
    async fn version(&self) -> &str {
        self.update.served.version()
    }
    /// The version before it.
    async fn previous_version(&self) -> &str {
        self.update.before.version()
    }
    /// When the graph was built; a decision alone does not build it anew.
    async fn built_at(&self) -> Time {
        Time(self.update.served.built_at)
    }
    /// The sources of which another edition, or another reading of it, is in service; empty after a decision alone.
    async fn sources(&self) -> Vec<Source> {
        let served = &self.update.served;
        let changed: Vec<_> = self.update.sources().into_iter().map(|source| source.slug()).collect();
        let places = served.sources.iter().enumerate().filter(|(_, source)| changed.contains(&source.slug()));
        places.map(|(place, _)| Source::new(served, place)).collect()
    }
}
