//! What can be matched: countries, organisations and programmes, with their names and what tells them apart.

use serde::Serialize;
use serde_json::{Value, json};

use super::problem::{Problem, listed, short};
use crate::graph::{Graph, Node};
use crate::record::{Id, ProgrammeKind};
use crate::reference::{self, OrganisationKind};
use crate::search;

/// A type of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Countries and areas.
    Country,
    /// Organisations.
    Organisation,
    /// Programmes.
    Programme,
}

impl Type {
    /// Every type.
    pub const ALL: [Self; 3] = [Self::Country, Self::Organisation, Self::Programme];

    /// What it is called in requests.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Organisation => "organisation",
            Self::Programme => "programme",
        }
    }

    /// What people call one of it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "Country or area",
            Self::Organisation => "Organisation",
            Self::Programme => "Programme",
        }
    }

    /// What things of it are.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Country => "Countries and areas of ISO 3166-1, and Kosovo (UNSCR 1244)",
            Self::Organisation => "UN entities, donors, partners and others that the sources name",
            Self::Programme => "Programmes of all sources, each once",
        }
    }

    /// The type that a request names.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn named(id: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|kind| kind.id() == id).ok_or_else(|| {
            let types = listed(Self::ALL.map(Self::id));
            Problem::input(format!("there is no type `{}`: the types are {types}", short(id)))
        })
    }

    /// The type of a thing; `None` for what is not matched.
    #[must_use]
    pub fn of(node: Node) -> Option<Self> {
        match node {
            Node::Country(_) => Some(Self::Country),
            Node::Organisation(_) => Some(Self::Organisation),
            Node::Programme(_) => Some(Self::Programme),
            _ => None,
        }
    }

    /// As it stands in answers.
    #[must_use]
    pub fn json(self) -> Value {
        json!({ "id": self.id(), "name": self.name() })
    }

    pub(super) fn searched(self) -> search::Kind {
        match self {
            Self::Country => search::Kind::Country,
            Self::Organisation => search::Kind::Organisation,
            Self::Programme => search::Kind::Programme,
        }
    }
}

/// A thing that can be matched.
#[derive(Debug, Clone, Copy)]
pub struct Entity<'a> {
    pub(super) graph: &'a Graph,
    pub(super) node: Node,
    /// Its type.
    pub of: Type,
}

/// An entity as it stands in values of properties.
#[derive(Debug, Serialize)]
struct Reference {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'static str>,
}

impl<'a> Entity<'a> {
    /// A thing of the graph; `None` when it is of no type that is matched.
    #[must_use]
    pub fn new(graph: &'a Graph, node: Node) -> Option<Self> {
        Type::of(node).map(|of| Self { graph, node, of })
    }

    /// The thing of an identifier; identifiers of what was merged lead to what it was merged into.
    #[must_use]
    pub fn find(graph: &'a Graph, id: &str) -> Option<Self> {
        Self::new(graph, graph.node(id.trim().parse().ok()?)?)
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> Id {
        self.graph.id_of(self.node)
    }

    /// Its name or title.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self.node {
            Node::Country(code) => reference::country(code).name,
            Node::Organisation(place) => &self.graph.organisations[place].name,
            Node::Programme(place) => &self.graph.programmes[place].title,
            _ => "",
        }
    }

    /// Its name, and the others that it goes by.
    pub(super) fn names(&self) -> Vec<&'a str> {
        let mut names = vec![self.name()];
        match self.node {
            Node::Country(code) => names.extend(&reference::country(code).aliases),
            Node::Organisation(place) => {
                let acronym = &self.graph.organisations[place].acronym;
                names.push(acronym);
                names.extend(reference::organisation(acronym).map_or(&[][..], |listed| listed.aliases));
            }
            Node::Programme(place) => {
                let programme = &self.graph.programmes[place];
                names.push(&programme.slug);
                names.extend(programme.other_titles.iter().map(String::as_str));
            }
            _ => {}
        }
        names
    }

    /// What tells it from others of its name. Wherever Kosovo is named, the note on resolution 1244 is part of it.
    #[must_use]
    pub fn description(&self) -> String {
        match self.node {
            Node::Country(code) => {
                let country = reference::country(code);
                let place = country.sub_region.or(country.region).map(|region| region.name);
                let parts = [Some(code.as_str()), place, country.note];
                parts.into_iter().flatten().collect::<Vec<_>>().join(". ")
            }
            Node::Organisation(place) => {
                let organisation = &self.graph.organisations[place];
                let acronym = Some(organisation.acronym.as_str()).filter(|name| *name != organisation.name);
                let kind = organisation.kind.map(kind_in_words);
                [acronym, kind].into_iter().flatten().collect::<Vec<_>>().join(". ")
            }
            Node::Programme(place) => {
                let programme = &self.graph.programmes[place];
                let kind = programme_kind_in_words(programme.kind);
                let countries = programme.countries.iter().map(|code| reference::country(*code));
                let names: Vec<&str> = countries.clone().map(|country| country.name).collect();
                let whereabouts = match names.as_slice() {
                    [] => None,
                    [first, second, third, rest @ ..] if !rest.is_empty() => {
                        Some(format!("{first}, {second}, {third} and {} more", rest.len()))
                    }
                    few => Some(few.join(", ")),
                };
                let note = countries.filter_map(|country| country.note).next();
                let parts = [Some(kind), whereabouts.as_deref(), note];
                parts.into_iter().flatten().collect::<Vec<_>>().join(". ")
            }
            _ => String::new(),
        }
    }

    /// As a value of a property: identifier and name, and what must be said wherever it is named.
    #[must_use]
    pub fn json(&self) -> Value {
        json!(Reference { id: self.id().to_string(), name: self.name().to_owned(), description: self.note() })
    }

    /// What must be said wherever it is named: for Kosovo, the note on resolution 1244.
    #[must_use]
    pub fn note(&self) -> Option<&'static str> {
        match self.node {
            Node::Country(code) => reference::country(code).note,
            _ => None,
        }
    }
}

/// What a programme is, for people.
pub(super) fn programme_kind_in_words(kind: ProgrammeKind) -> &'static str {
    match kind {
        ProgrammeKind::Joint => "Joint programme",
        ProgrammeKind::Global => "Global programme",
    }
}

/// What an organisation is, for people.
pub(super) fn kind_in_words(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::UnitedNations => "United Nations system",
        OrganisationKind::Fund => "Fund",
        OrganisationKind::Intergovernmental => "Intergovernmental body",
        OrganisationKind::DevelopmentBank => "Development bank",
        OrganisationKind::Government => "Government or its agency",
        OrganisationKind::NonGovernmental => "Non-governmental organisation",
        OrganisationKind::Private => "Company",
        OrganisationKind::Academic => "University or institute",
    }
}
