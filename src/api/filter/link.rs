//! Filters of links and of decisions.

use async_graphql::{ID, InputObject, Result};

use super::{any_of, check, combine, nested};
use crate::api::error::user_error;
use crate::api::scalar::CountryCode;
use crate::api::types::{DecisionState, LinkStatus, LinkStrength, LinkType};
use crate::curation::{DecisionState as State, Entry, Link, Status, is_identity};
use crate::graph::{Graph, Ix, Organisation, RecordNode};
use crate::hub::Served;
use crate::linking::End;
use crate::record::{DecisionAction, Id};

/// Which links. Fields are ANDed, values in a list are ORed; an empty list is no condition.
#[derive(InputObject, Default)]
pub struct LinkFilter {
    /// All of these must hold as well.
    and: Option<Vec<LinkFilter>>,
    /// At least one of these must hold as well.
    or: Option<Vec<LinkFilter>>,
    /// This must not hold.
    not: Option<Box<LinkFilter>>,
    /// Of one of these types.
    #[graphql(name = "type")]
    kind: Option<Vec<LinkType>>,
    /// Of one of these strengths.
    strength: Option<Vec<LinkStrength>>,
    /// In one of these statuses.
    status: Option<Vec<LinkStatus>>,
    /// With at least this score, 0 to 1.
    min_score: Option<f64>,
    /// What it is about is done in one of these countries: see `countries` of a link.
    country: Option<Vec<CountryCode>>,
    /// One of these is a side of it: programmes, progress items, commitments, results. Nothing else is ever linked, so
    /// with a pledge or country none passes.
    node: Option<Vec<ID>>,
    /// A side was read from one of these sources, by slug.
    source: Option<Vec<String>>,
    /// One of these agencies has a standing decision on it, by acronym or name.
    agency: Option<Vec<String>>,
    /// One of these organisations is on a side of it, by acronym or name: it made the pledge, is named in the item, or
    /// takes part in the programme.
    organisation: Option<Vec<String>>,
    /// Whether it waits for a decision: nobody has decided, agencies disagree, or what was decided is stale.
    undecided: Option<bool>,
    /// Whether agencies contradict each other.
    disputed: Option<bool>,
    /// Whether it is the identity of two records of one programme; both sorts when null.
    identity: Option<bool>,
}

impl LinkFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::ids(&self.node)?;
        check::sources(graph, &self.source)?;
        check::organisations(graph, &self.agency)?;
        check::organisations(graph, &self.organisation)?;
        if let Some(score) = self.min_score.filter(|score| !(0.0..=1.0).contains(score)) {
            return Err(user_error(format!("`minScore` is {score}: scores go from 0 to 1")));
        }
        nested(&self.and, &self.or, &self.not).try_for_each(|filter| filter.check(graph))
    }

    /// Whether it says which statuses are wanted, so that rejected links are not left out by themselves.
    pub fn asks_for_a_status(&self) -> bool {
        self.status.as_ref().is_some_and(|status| !status.is_empty())
            || nested(&self.and, &self.or, &self.not).any(Self::asks_for_a_status)
    }

    /// Whether a link passes.
    pub fn matches(&self, served: &Served, link: &Link) -> bool {
        let assessment = &link.assessment;
        any_of(&self.kind, |kind| *kind == link.key.kind.into())
            && any_of(&self.strength, |strength| *strength == assessment.strength.into())
            && any_of(&self.status, |status| *status == link.status.into())
            && self.min_score.is_none_or(|score| assessment.score >= score)
            && self.undecided.is_none_or(|wanted| is_undecided(link) == wanted)
            && self.disputed.is_none_or(|wanted| link.disputed == wanted)
            && self.identity.is_none_or(|wanted| is_identity(link.key) == wanted)
            && self.matches_sides(served, link)
            && any_of(&self.agency, |name| {
                served.organisation(name).is_some_and(|agency| has_decided(served, link, agency))
            })
            && combine(&self.and, &self.or, &self.not, |filter| filter.matches(served, link))
    }

    fn matches_sides(&self, served: &Served, link: &Link) -> bool {
        let ends = [link.assessment.from, link.assessment.to];
        any_of(&self.country, |code| link.countries.contains(&code.0))
            && any_of(&self.node, |id| {
                let end = id.parse::<Id>().ok().and_then(|id| End::of(served.node(id)?));
                end.is_some_and(|end| ends.contains(&end))
            })
            && any_of(&self.source, |slug| {
                let records = ends.iter().flat_map(|end| end.records(served));
                records.into_iter().any(|record| is_from(served, record, slug))
            })
            && any_of(&self.organisation, |name| {
                served
                    .organisation(name)
                    .is_some_and(|wanted| ends.iter().any(|end| is_on(served, *end, wanted)))
            })
    }
}

fn is_undecided(link: &Link) -> bool {
    matches!(link.status, Status::Suggested | Status::Stale)
}

fn has_decided(served: &Served, link: &Link, agency: Ix<Organisation>) -> bool {
    let entries = link.decisions.iter().map(|place| &served.links.decisions[*place]);
    // A withdrawal always stands, and says nothing of the link.
    let said = entries.filter(|entry| entry.decision.action != DecisionAction::Withdraw);
    let mut standing = said.filter(|entry| matches!(entry.state, State::Standing | State::Stale));
    standing.any(|entry| served.organisation(&entry.decision.agency) == Some(agency))
}

fn is_from(served: &Served, record: Ix<RecordNode>, slug: &str) -> bool {
    served.source_of(served.records[record].edition).slug() == slug
}

/// Whether an organisation has to do with a side.
fn is_on(served: &Served, end: End, organisation: Ix<Organisation>) -> bool {
    match end {
        End::Programme(place) => {
            served.programmes[place].participation.iter().any(|part| part.organisation == organisation)
        }
        End::Item(place) => {
            let item = &served.items[place];
            item.organisations.contains(&organisation)
                || served.pledges[item.pledge].organisation == organisation
        }
        End::Commitment(place) => {
            served.pledges[served.commitments[place].pledge].organisation == organisation
        }
        End::Result(place) => {
            let programme = served.results[place].programme;
            programme.is_some_and(|place| is_on(served, End::Programme(place), organisation))
        }
    }
}

/// Whether some link of an end passes a filter; an absent filter wants nothing in particular.
pub(super) fn has_links(served: &Served, id: Id, filter: &Option<LinkFilter>) -> bool {
    let Some(filter) = filter else { return true };
    let Some(end) = served.node(id).and_then(End::of) else { return false };
    let links = served.links.of(end).iter().map(|place| &served.links.links[*place]);
    let rejected = |link: &Link| link.status == Status::Rejected && !filter.asks_for_a_status();
    links.into_iter().any(|link| !is_identity(link.key) && !rejected(link) && filter.matches(served, link))
}

/// Which decisions. Fields are ANDed, values in a list are ORed; an empty list is no condition.
#[derive(InputObject, Default)]
pub struct DecisionFilter {
    /// By one of these agencies, by acronym or name.
    agency: Option<Vec<String>>,
    /// In one of these states.
    state: Option<Vec<DecisionState>>,
    /// On a link that passes this filter; decisions on what is in no edition in service do not.
    link: Option<LinkFilter>,
}

impl DecisionFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::organisations(graph, &self.agency)?;
        self.link.as_ref().map_or(Ok(()), |link| link.check(graph))
    }

    /// Whether a decision passes.
    pub fn matches(&self, served: &Served, entry: &Entry) -> bool {
        any_of(&self.agency, |name| {
            served
                .organisation(name)
                .is_some_and(|agency| served.organisation(&entry.decision.agency) == Some(agency))
        }) && any_of(&self.state, |state| *state == entry.state.into())
            && self.link.as_ref().is_none_or(|filter| {
                entry.link.is_some_and(|place| filter.matches(served, &served.links.links[place]))
            })
    }
}
