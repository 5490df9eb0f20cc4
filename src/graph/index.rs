//! Looking things up: by identifier, slug, country, area, organisation, source.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use super::figures::AllFigures;
use super::node::{
    Change, Commitment, Discrepancy, Office, Organisation, Phase, Pledge, Programme, ProgrammeResult,
    ProgressItem, QualityFlag, Subject,
};
use super::value::{self, ByValue, Rankings};
use super::{Graph, Ix, Totals};
use crate::record::{EntityKind, Id, Money};
use crate::reference::{self, CountryCode};

/// Anything that has an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Node {
    /// A programme.
    Programme(Ix<Programme>),
    /// A result.
    Result(Ix<ProgrammeResult>),
    /// A pledge.
    Pledge(Ix<Pledge>),
    /// A commitment.
    Commitment(Ix<Commitment>),
    /// A progress item.
    ProgressItem(Ix<ProgressItem>),
    /// A country.
    Country(CountryCode),
    /// An organisation.
    Organisation(Ix<Organisation>),
    /// A source, by its place in the graph's sources.
    Source(usize),
    /// A difference between claims.
    Discrepancy(Ix<Discrepancy>),
    /// A source's slip.
    QualityFlag(Ix<QualityFlag>),
    /// What became of a record between two editions.
    Change(Ix<Change>),
}

#[derive(Debug, Default)]
pub(super) struct Index {
    nodes: HashMap<Id, Node>,
    programmes_by_slug: HashMap<String, Ix<Programme>>,
    organisations_by_name: HashMap<String, Ix<Organisation>>,
    programmes_by_country: BTreeMap<CountryCode, Vec<Ix<Programme>>>,
    items_by_country: BTreeMap<CountryCode, Vec<Ix<ProgressItem>>>,
    results_by_country: BTreeMap<CountryCode, Vec<Ix<ProgrammeResult>>>,
    phases_by_country: BTreeMap<CountryCode, Vec<Ix<Phase>>>,
    offices_by_country: BTreeMap<CountryCode, Vec<Ix<Office>>>,
    sources_by_country: BTreeMap<CountryCode, BTreeSet<usize>>,
    programmes_by_area: BTreeMap<u8, Vec<Ix<Programme>>>,
    pub(super) programmes_by_value: ByValue,
    pub(super) figures: AllFigures,
    pub(super) totals: OnceLock<Totals>,
    pub(super) rankings: Rankings,
    changes_by_subject: HashMap<Subject, Vec<Ix<Change>>>,
}

/// The identifier of a country.
#[must_use]
pub fn country_id(code: CountryCode) -> Id {
    Id::mint(EntityKind::Country, code.as_str(), 0)
}

impl Index {
    /// Indexes a graph whose tables are complete. `aliases` are identifiers and slugs of records that were joined
    /// into a programme.
    pub(super) fn of(graph: &Graph, aliases: &[(Id, Option<String>, Ix<Programme>)]) -> Self {
        let organisations_by_name = graph.index.organisations_by_name.clone();
        let programmes_by_value = value::index(graph);
        let figures = AllFigures::of(&graph.programmes);
        let mut index = Self { organisations_by_name, programmes_by_value, figures, ..Self::default() };
        index.add_programmes(graph, aliases);
        index.add_pledges(graph);
        for (place, result) in graph.results.iter() {
            index.nodes.insert(result.id, Node::Result(place));
            for code in &result.countries {
                index.results_by_country.entry(*code).or_default().push(place);
                index.work(*code, graph, result.evidence.iter().map(|evidence| evidence.edition));
            }
        }
        for (place, phase) in graph.phases.iter() {
            for part in &phase.countries {
                index.phases_by_country.entry(part.country).or_default().push(place);
                index.work(part.country, graph, part.evidence.iter().map(|evidence| evidence.edition));
            }
        }
        for (place, office) in graph.offices.iter() {
            if let Some(code) = office.country {
                index.offices_by_country.entry(code).or_default().push(place);
            }
        }
        for (place, organisation) in graph.organisations.iter() {
            index.nodes.insert(organisation.id, Node::Organisation(place));
        }
        for (place, source) in graph.sources.iter().enumerate() {
            index.nodes.insert(source.id, Node::Source(place));
        }
        for country in reference::countries() {
            index.nodes.insert(country_id(country.code), Node::Country(country.code));
        }
        index.nodes.extend(graph.discrepancies.iter().map(|(place, row)| (row.id, Node::Discrepancy(place))));
        index.nodes.extend(graph.flags.iter().map(|(place, row)| (row.id, Node::QualityFlag(place))));
        index
    }

    /// The organisation of an acronym in lower case, while the graph is being built.
    pub(super) fn organisation(&self, folded: &str) -> Option<Ix<Organisation>> {
        self.organisations_by_name.get(folded).copied()
    }

    /// Makes a change known, which is told when everything else is.
    pub(super) fn add_change(&mut self, place: Ix<Change>, change: &Change) {
        self.nodes.insert(change.id, Node::Change(place));
        if let Some(subject) = change.subject {
            self.changes_by_subject.entry(subject).or_default().push(place);
        }
    }

    /// Makes an organisation known by its acronym in lower case; the first of an acronym is.
    pub(super) fn add_organisation(&mut self, folded: String, place: Ix<Organisation>) {
        self.organisations_by_name.entry(folded).or_insert(place);
    }

    fn add_programmes(&mut self, graph: &Graph, aliases: &[(Id, Option<String>, Ix<Programme>)]) {
        for (id, slug, place) in aliases {
            self.nodes.insert(*id, Node::Programme(*place));
            if let Some(slug) = slug {
                self.programmes_by_slug.entry(slug.clone()).or_insert(*place);
            }
        }
        for (place, programme) in graph.programmes.iter() {
            self.nodes.insert(programme.id, Node::Programme(place));
            self.programmes_by_slug.insert(programme.slug.clone(), place);
            for code in &programme.countries {
                self.programmes_by_country.entry(*code).or_default().push(place);
            }
            // A source places work only in the countries that its own record names.
            for claim in programme.claims.iter().filter(|claim| claim.field == "countries") {
                let edition = graph.records[claim.record].edition;
                for code in claim.value.split(' ').filter_map(|code| code.parse().ok()) {
                    self.work(code, graph, std::iter::once(edition));
                }
            }
            if let Some(area) = programme.thematic_area {
                self.programmes_by_area.entry(area).or_default().push(place);
            }
        }
    }

    fn add_pledges(&mut self, graph: &Graph) {
        for (place, pledge) in graph.pledges.iter() {
            self.nodes.insert(pledge.id, Node::Pledge(place));
        }
        for (place, commitment) in graph.commitments.iter() {
            self.nodes.insert(commitment.id, Node::Commitment(place));
        }
        for (place, item) in graph.items.iter() {
            self.nodes.insert(item.id, Node::ProgressItem(place));
            for country in &item.countries {
                self.items_by_country.entry(country.value).or_default().push(place);
                self.work(country.value, graph, item.evidence.iter().map(|evidence| evidence.edition));
            }
        }
    }

    fn work(
        &mut self,
        code: CountryCode,
        graph: &Graph,
        editions: impl Iterator<Item = Ix<super::node::EditionNode>>,
    ) {
        let sources = self.sources_by_country.entry(code).or_default();
        sources.extend(editions.map(|edition| graph.editions[edition].source));
    }
}

fn of<T: Copy>(map: &BTreeMap<CountryCode, Vec<T>>, code: CountryCode) -> &[T] {
    map.get(&code).map_or(&[], Vec::as_slice)
}

impl Graph {
    /// What an identifier stands for; identifiers of merged entities give what they were merged into.
    #[must_use]
    pub fn node(&self, id: Id) -> Option<Node> {
        self.index.nodes.get(&id).copied()
    }

    /// The identifier of a thing, which [`Graph::node`] finds it by.
    #[must_use]
    pub fn id_of(&self, node: Node) -> Id {
        match node {
            Node::Programme(place) => self.programmes[place].id,
            Node::Result(place) => self.results[place].id,
            Node::Pledge(place) => self.pledges[place].id,
            Node::Commitment(place) => self.commitments[place].id,
            Node::ProgressItem(place) => self.items[place].id,
            Node::Country(code) => country_id(code),
            Node::Organisation(place) => self.organisations[place].id,
            Node::Source(place) => self.sources[place].id,
            Node::Discrepancy(place) => self.discrepancies[place].id,
            Node::QualityFlag(place) => self.flags[place].id,
            Node::Change(place) => self.changes[place].id,
        }
    }

    /// The programme of a slug; former slugs still resolve.
    #[must_use]
    pub fn programme(&self, slug: &str) -> Option<Ix<Programme>> {
        self.index.programmes_by_slug.get(slug).copied()
    }

    /// The organisation of an acronym, name or alias, whatever the case.
    #[must_use]
    pub fn organisation(&self, name: &str) -> Option<Ix<Organisation>> {
        let known = reference::organisation(name).map_or(name, |organisation| organisation.acronym);
        self.index.organisations_by_name.get(&known.to_lowercase()).copied()
    }

    /// The pledge of a slug.
    #[must_use]
    pub fn pledge(&self, slug: &str) -> Option<Ix<Pledge>> {
        self.pledges.iter().find(|(_, pledge)| pledge.slug == slug).map(|(place, _)| place)
    }

    /// The source of a slug, by its place.
    #[must_use]
    pub fn source(&self, slug: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.slug() == slug)
    }

    /// Programmes that work in a country, by slug.
    #[must_use]
    pub fn programmes_in(&self, code: CountryCode) -> &[Ix<Programme>] {
        of(&self.index.programmes_by_country, code)
    }

    /// Progress items that are about a country (planned work apart).
    #[must_use]
    pub fn items_in(&self, code: CountryCode) -> &[Ix<ProgressItem>] {
        of(&self.index.items_by_country, code)
    }

    /// Results from a country.
    #[must_use]
    pub fn results_in(&self, code: CountryCode) -> &[Ix<ProgrammeResult>] {
        of(&self.index.results_by_country, code)
    }

    /// Phases in which a country takes part.
    #[must_use]
    pub fn phases_in(&self, code: CountryCode) -> &[Ix<Phase>] {
        of(&self.index.phases_by_country, code)
    }

    /// Offices that serve a country.
    #[must_use]
    pub fn offices_in(&self, code: CountryCode) -> &[Ix<Office>] {
        of(&self.index.offices_by_country, code)
    }

    /// Sources that place work in a country: a programme's, a phase's, a result's or a progress item's. Places of
    /// sources, in their order. An office is not work, and neither is what is only planned.
    pub fn sources_in(&self, code: CountryCode) -> impl Iterator<Item = usize> + '_ {
        self.index.sources_by_country.get(&code).into_iter().flatten().copied()
    }

    /// Programmes of a thematic area, by slug.
    #[must_use]
    pub fn programmes_of_area(&self, area: u8) -> &[Ix<Programme>] {
        self.index.programmes_by_area.get(&area).map_or(&[], Vec::as_slice)
    }

    /// A programme's budget and months as one source states them, by the source's place.
    #[must_use]
    pub fn stated_by<'a>(&self, programme: &'a Programme, source: usize) -> (Option<&'a Money>, Option<u32>) {
        let of_source = |record: &Ix<super::node::RecordNode>| {
            self.editions[self.records[*record].edition].source == source
        };
        let stated = programme.stated.iter().rev().find(|(record, ..)| of_source(record));
        stated.map_or((None, None), |(_, budget, months)| (budget.as_ref(), *months))
    }

    /// What became of the records of an entity, the newest first.
    #[must_use]
    pub fn changes_of(&self, subject: Subject) -> &[Ix<Change>] {
        self.index.changes_by_subject.get(&subject).map_or(&[], Vec::as_slice)
    }

    /// The identifier of a country.
    #[must_use]
    pub fn country_id(code: CountryCode) -> Id {
        country_id(code)
    }
}
