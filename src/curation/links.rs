//! Every link and every decision, with what they are looked up by.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::countries;
use super::identity::is_identity;
use super::link::{DecisionState, Entry, Link, Status};
use crate::graph::{Graph, Ix, ProgressItem, Table};
use crate::linking::End;
use crate::record::{Decision, Id, LinkKey, LinkType};
use crate::reference::CountryCode;

/// What is said about a graph: what the hub suggests under what agencies have decided. Good for the graph that it was
/// made from.
///
/// Links come the highest score first, those of one score by their identifier; every list here is in that order.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// The links.
    pub links: Table<Link>,
    /// Every entry of the log, in its order.
    pub decisions: Table<Entry>,
    by_id: HashMap<Id, Ix<Link>>,
    by_decision: HashMap<Id, Ix<Entry>>,
    by_end: HashMap<End, Vec<Ix<Link>>>,
    by_country: BTreeMap<CountryCode, Vec<Ix<Link>>>,
}

/// An entry of the log on its way into the table: what it is about is not yet a place.
pub(super) struct Judged<'a> {
    pub(super) decision: &'a Decision,
    pub(super) state: DecisionState,
    pub(super) reason: String,
    pub(super) about: Option<LinkKey>,
}

impl Links {
    /// Orders and indexes. The links' own lists of decisions and countries are filled here.
    pub(super) fn new(graph: &Graph, mut links: Vec<Link>, log: Vec<Judged<'_>>) -> Self {
        links.sort_by(|a, b| {
            b.assessment.score.total_cmp(&a.assessment.score).then_with(|| (a.id, a.key).cmp(&(b.id, b.key)))
        });
        countries::fill(graph, &mut links);
        let mut all = Self::default();
        let mut by_key = HashMap::new();
        for link in links {
            let (id, key) = (link.id, link.key);
            let ends = BTreeSet::from([link.assessment.from, link.assessment.to]);
            let countries = link.countries.clone();
            let place = all.links.push(link);
            by_key.insert(key, place);
            all.by_id.insert(id, place);
            for end in ends {
                all.by_end.entry(end).or_default().push(place);
            }
            for code in countries {
                all.by_country.entry(code).or_default().push(place);
            }
        }
        for Judged { decision, state, reason, about } in log {
            let link = about.and_then(|key| by_key.get(&key).copied());
            let place = all.decisions.push(Entry { decision: decision.clone(), state, reason, link });
            all.by_decision.entry(decision.id).or_insert(place);
            if let Some(link) = link {
                all.links[link].decisions.push(place);
                // The link may have been known by another identifier of its ends when it was decided on.
                all.by_id.entry(decision.link.id()).or_insert(link);
            }
        }
        all
    }

    /// The link of an identifier; one that a link had when it was decided on, before an end of it was merged or split,
    /// still gives it.
    #[must_use]
    pub fn link(&self, id: Id) -> Option<Ix<Link>> {
        self.by_id.get(&id).copied()
    }

    /// The entry of the log of a decision's identifier.
    #[must_use]
    pub fn decision(&self, id: Id) -> Option<Ix<Entry>> {
        self.by_decision.get(&id).copied()
    }

    /// Links that go out from an entity or to it.
    #[must_use]
    pub fn of(&self, end: End) -> &[Ix<Link>] {
        self.by_end.get(&end).map_or(&[], Vec::as_slice)
    }

    /// Links of which a country is one of the [countries](Link::countries).
    #[must_use]
    pub fn in_country(&self, code: CountryCode) -> &[Ix<Link>] {
        self.by_country.get(&code).map_or(&[], Vec::as_slice)
    }
}

impl Links {
    /// How many links an entity has with others that are not rejected.
    #[must_use]
    pub fn count(&self, end: End) -> usize {
        let links = self.of(end).iter().map(|place| &self.links[*place]);
        links.filter(|link| link.status != Status::Rejected && !is_identity(link.key)).count()
    }

    /// Other items that tell of the same undertaking as one, unless agencies have told them apart.
    #[must_use]
    pub fn same_undertaking(&self, item: Ix<ProgressItem>) -> Vec<Ix<ProgressItem>> {
        let links = self.of(End::Item(item)).iter().map(|place| &self.links[*place]);
        let same = links.filter(|link| link.key.kind == LinkType::SameAs && link.status != Status::Rejected);
        let ends = same.flat_map(|link| [link.assessment.from, link.assessment.to]);
        let mut twins: Vec<_> = ends
            .filter_map(|end| match end {
                End::Item(other) if other != item => Some(other),
                _ => None,
            })
            .collect();
        twins.sort_unstable();
        twins
    }
}
