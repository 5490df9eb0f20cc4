//! Filters of a few fields: pledges, organisations, offices, discrepancies, quality flags.

use async_graphql::{ID, InputObject, Result};

use super::read::Read;
use super::words::Words;
use super::{any_of, check};
use crate::api::scalar::CountryCode;
use crate::api::types::{DiscrepancyKind, OfficeKind, OrganisationKind};
use crate::graph::{Discrepancy, Evidence, Graph, Node, Office, Organisation, Pledge, QualityFlag, Subject};
use crate::record::Id;

/// Which pledges.
#[derive(InputObject, Default)]
pub struct PledgeFilter {
    /// Made by one of these organisations, by acronym or name.
    organisation: Option<Vec<String>>,
    /// Words in its title or its commitments' headlines, each of which begins a word there.
    text: Option<Read<Words>>,
}

impl PledgeFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::organisations(graph, &self.organisation)
    }

    /// Whether a pledge passes.
    pub fn matches(&self, graph: &Graph, pledge: &Pledge) -> bool {
        let headlines =
            pledge.commitments.iter().filter_map(|place| graph.commitments[*place].headline.as_deref());
        any_of(&self.organisation, |name| graph.organisation(name) == Some(pledge.organisation))
            && self
                .text
                .as_ref()
                .is_none_or(|words| words.are_in(std::iter::once(pledge.title.as_str()).chain(headlines)))
    }
}

/// Which organisations.
#[derive(InputObject, Default)]
pub struct OrganisationFilter {
    /// Of one of these kinds.
    kind: Option<Vec<OrganisationKind>>,
    /// Words in its name or acronym, each of which begins a word there.
    name: Option<Read<Words>>,
    /// Whether it is known to take part in a programme or to fund one.
    has_programmes: Option<bool>,
}

impl OrganisationFilter {
    /// Whether an organisation passes.
    pub fn matches(&self, organisation: &Organisation) -> bool {
        any_of(&self.kind, |kind| *kind == organisation.kind.into())
            && self.has_programmes.is_none_or(|wanted| organisation.programmes.is_empty() != wanted)
            && self
                .name
                .as_ref()
                .is_none_or(|words| words.are_in([organisation.name.as_str(), organisation.acronym.as_str()]))
    }
}

/// Which offices.
#[derive(InputObject, Default)]
pub struct OfficeFilter {
    /// Serving one of these countries.
    country: Option<Vec<CountryCode>>,
    /// Of one of these kinds.
    kind: Option<Vec<OfficeKind>>,
    /// Of one of these organisations, by acronym or name.
    organisation: Option<Vec<String>>,
    /// Words in its name, each of which begins a word there.
    name: Option<Read<Words>>,
}

impl OfficeFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::organisations(graph, &self.organisation)
    }

    /// Whether an office passes.
    pub fn matches(&self, graph: &Graph, office: &Office) -> bool {
        any_of(&self.country, |code| office.country == Some(code.0))
            && any_of(&self.kind, |kind| *kind == office.kind.into())
            && any_of(&self.organisation, |name| graph.organisation(name) == Some(office.organisation))
            && self.name.as_ref().is_none_or(|words| words.are_in([office.name.as_str()]))
    }
}

/// Which discrepancies.
#[derive(InputObject, Default)]
pub struct DiscrepancyFilter {
    /// Of one of these kinds.
    kind: Option<Vec<DiscrepancyKind>>,
    /// In one of these fields, as named in this schema.
    field: Option<Vec<String>>,
    /// About one of these nodes.
    node: Option<Vec<ID>>,
    /// With a claim from one of these sources, by slug.
    source: Option<Vec<String>>,
}

impl DiscrepancyFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::ids(&self.node)?;
        check::claim_fields(&self.field, &["figure", "name"])?;
        check::sources(graph, &self.source)
    }

    /// Whether a discrepancy passes.
    pub fn matches(&self, graph: &Graph, discrepancy: &Discrepancy) -> bool {
        any_of(&self.kind, |kind| *kind == discrepancy.kind.into())
            && any_of(&self.field, |field| field == discrepancy.field)
            && any_of(&self.node, |id| is_about(graph, id, discrepancy.subject))
            && any_of(&self.source, |slug| {
                let mut editions = discrepancy.claims.iter().map(|claim| graph.records[claim.record].edition);
                editions.any(|edition| graph.source_of(edition).slug() == slug)
            })
    }
}

/// Which quality flags.
#[derive(InputObject, Default)]
pub struct QualityFlagFilter {
    /// Of one of these sorts, by code.
    code: Option<Vec<String>>,
    /// In one of these sources, by slug.
    source: Option<Vec<String>>,
    /// About one of these nodes.
    node: Option<Vec<ID>>,
}

impl QualityFlagFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::ids(&self.node)?;
        check::sources(graph, &self.source)
    }

    /// Whether a flag passes.
    pub fn matches(&self, graph: &Graph, flag: &QualityFlag) -> bool {
        let of = |evidence: &Evidence| graph.source_of(evidence.edition).slug();
        any_of(&self.code, |code| *code == flag.code)
            && any_of(&self.source, |slug| flag.evidence.iter().any(|evidence| of(evidence) == slug))
            && any_of(&self.node, |id| flag.subject.is_some_and(|subject| is_about(graph, id, subject)))
    }
}

/// Whether an identifier, or one that was merged into it, stands for a subject.
pub(super) fn is_about(graph: &Graph, id: &ID, subject: Subject) -> bool {
    let node = id.parse::<Id>().ok().and_then(|id| graph.node(id));
    match (node, subject) {
        (Some(Node::Programme(a)), Subject::Programme(b)) => a == b,
        (Some(Node::Result(a)), Subject::Result(b)) => a == b,
        (Some(Node::Pledge(a)), Subject::Pledge(b)) => a == b,
        (Some(Node::Commitment(a)), Subject::Commitment(b)) => a == b,
        (Some(Node::ProgressItem(a)), Subject::ProgressItem(b)) => a == b,
        (Some(Node::Country(a)), Subject::Country(b)) => a == b,
        _ => false,
    }
}
