//! The facts that can be fetched for what was matched, and that tell things of one name apart. One table that everything
//! walks: suggestions, constraints, extension, pages.

use std::collections::BTreeSet;

use serde_json::json;

use super::entity::{Entity, Type, kind_in_words, programme_kind_in_words};
use super::problem::{Problem, listed, short};
use crate::graph::{Graph, Node, Organisation, Programme};
use crate::reference::{self, Country};

/// A fact of things.
#[derive(Debug)]
pub struct Property {
    /// What it is called in requests.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// The types whose things have it.
    pub of: &'static [Type],
    /// The type of its values, where they are things themselves.
    pub gives: Option<Type>,
    /// Whether one value belongs to one thing only.
    pub identifies: bool,
    read: fn(&Graph, Node) -> Vec<Value>,
}

/// A value of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
    /// A thing.
    Thing(Node),
}

impl Property {
    /// The property of an identifier.
    ///
    /// # Errors
    /// When there is none.
    pub fn named(id: &str) -> Result<&'static Self, Problem> {
        PROPERTIES.iter().find(|property| property.id == id).ok_or_else(|| {
            let all = listed(PROPERTIES.iter().map(|property| property.id));
            Problem::input(format!("there is no property `{}`: the properties are {all}", short(id)))
        })
    }

    /// The properties of things of a type; all of them without one.
    pub fn of(of: Option<Type>) -> impl Iterator<Item = &'static Self> {
        PROPERTIES.iter().filter(move |property| of.is_none_or(|of| property.of.contains(&of)))
    }

    /// What it says of a thing; nothing when no source says it.
    #[must_use]
    pub fn values(&self, entity: &Entity<'_>) -> Vec<Value> {
        (self.read)(entity.graph, entity.node)
    }
}

impl Value {
    /// As the extension of data has it.
    #[must_use]
    pub fn json(&self, graph: &Graph) -> serde_json::Value {
        match self {
            Self::Text(text) => json!({ "str": text }),
            Self::Whole(number) => json!({ "int": number }),
            Self::Number(number) => json!({ "float": number }),
            Self::Thing(node) => Entity::new(graph, *node).map_or(json!({}), |entity| entity.json()),
        }
    }
}

/// Every property, in the order in which people are shown them.
pub static PROPERTIES: &[Property] = &[
    Property {
        id: "iso3",
        name: "ISO 3166-1 alpha-3",
        about: "Three letters; `XKX` for Kosovo (UNSCR 1244)",
        of: &[Type::Country],
        gives: None,
        identifies: true,
        read: |_, node| texts(country(node).map(|country| country.code.as_str())),
    },
    Property {
        id: "iso2",
        name: "ISO 3166-1 alpha-2",
        about: "Two letters; `XK` for Kosovo (UNSCR 1244)",
        of: &[Type::Country],
        gives: None,
        identifies: true,
        read: |_, node| texts(country(node).map(|country| country.alpha2)),
    },
    Property {
        id: "m49",
        name: "M49 code",
        about: "Three digits of the United Nations Statistics Division",
        of: &[Type::Country],
        gives: None,
        identifies: true,
        read: |_, node| texts(country(node).and_then(|country| country.m49)),
    },
    Property {
        id: "region",
        name: "Region",
        about: "The region in M49",
        of: &[Type::Country],
        gives: None,
        identifies: false,
        read: |_, node| texts(country(node).and_then(|country| country.region).map(|region| region.name)),
    },
    Property {
        id: "subRegion",
        name: "Sub-region",
        about: "The sub-region in M49; in Africa and the Americas the intermediate region",
        of: &[Type::Country],
        gives: None,
        identifies: false,
        read: |_, node| texts(country(node).and_then(|country| country.sub_region).map(|region| region.name)),
    },
    Property {
        id: "note",
        name: "Note",
        about: "What must be said wherever it is named",
        of: &[Type::Country],
        gives: None,
        identifies: false,
        read: |_, node| texts(country(node).and_then(|country| country.note)),
    },
    Property {
        id: "acronym",
        name: "Acronym",
        about: "The short form in use; the name where there is no other",
        of: &[Type::Organisation],
        gives: None,
        identifies: true,
        read: |graph, node| {
            texts(organisation(graph, node).map(|organisation| organisation.acronym.as_str()))
        },
    },
    Property {
        id: "iati",
        name: "IATI identifier",
        about: "The identifier in IATI, where one is confirmed",
        of: &[Type::Organisation],
        gives: None,
        identifies: true,
        read: |graph, node| texts(organisation(graph, node).and_then(|organisation| organisation.iati_id)),
    },
    Property {
        id: "slug",
        name: "Slug",
        about: "The readable name in addresses",
        of: &[Type::Programme],
        gives: None,
        identifies: true,
        read: |graph, node| texts(programme(graph, node).map(|programme| programme.slug.as_str())),
    },
    Property {
        id: "kind",
        name: "Kind",
        about: "What sort of organisation or programme it is",
        of: &[Type::Organisation, Type::Programme],
        gives: None,
        identifies: false,
        read: |graph, node| {
            let organisation = organisation(graph, node).and_then(|organisation| organisation.kind);
            let programme = programme(graph, node).map(|programme| programme_kind_in_words(programme.kind));
            texts(organisation.map(kind_in_words).or(programme))
        },
    },
    Property {
        id: "synopsis",
        name: "Synopsis",
        about: "What it is about, in the hub's own words",
        of: &[Type::Programme],
        gives: None,
        identifies: false,
        read: |graph, node| texts(programme(graph, node).and_then(|programme| programme.synopsis.as_deref())),
    },
    Property {
        id: "otherNames",
        name: "Other names",
        about: "Aliases and other titles",
        of: &[Type::Country, Type::Organisation, Type::Programme],
        gives: None,
        identifies: false,
        read: |graph, node| match node {
            Node::Country(code) => texts(reference::country(code).aliases.iter().copied()),
            Node::Organisation(place) => {
                let listed = reference::organisation(&graph.organisations[place].acronym);
                texts(listed.map_or(&[][..], |listed| listed.aliases).iter().copied())
            }
            Node::Programme(place) => texts(graph.programmes[place].other_titles.iter().map(String::as_str)),
            _ => Vec::new(),
        },
    },
    Property {
        id: "country",
        name: "Country",
        about: "Where the work is",
        of: &[Type::Programme],
        gives: Some(Type::Country),
        identifies: false,
        read: |graph, node| {
            let countries = programme(graph, node).map_or(&[][..], |programme| &programme.countries);
            countries.iter().map(|code| Value::Thing(Node::Country(*code))).collect()
        },
    },
    Property {
        id: "organisation",
        name: "Organisation",
        about: "Who takes part or pays, so far as a source says; not naming one does not mean that none does",
        of: &[Type::Programme],
        gives: Some(Type::Organisation),
        identifies: false,
        read: |graph, node| {
            let parts = programme(graph, node).map_or(&[][..], |programme| &programme.participation);
            let places: BTreeSet<_> = parts.iter().map(|part| part.organisation).collect();
            places.into_iter().map(|place| Value::Thing(Node::Organisation(place))).collect()
        },
    },
    Property {
        id: "thematicArea",
        name: "Thematic area",
        about: "The thematic area of the Migration MPTF",
        of: &[Type::Programme],
        gives: None,
        identifies: false,
        read: |graph, node| {
            let area = programme(graph, node).and_then(|programme| programme.thematic_area);
            texts(area.and_then(reference::thematic_area).map(|area| area.name))
        },
    },
    Property {
        id: "budget",
        name: "Budget",
        about: "The newest source's sum; a shared budget is that of all its countries together",
        of: &[Type::Programme],
        gives: None,
        identifies: false,
        read: |graph, node| {
            let budget = programme(graph, node).and_then(|programme| programme.budget.as_ref());
            budget.map(|budget| Value::Number(budget.amount)).into_iter().collect()
        },
    },
    Property {
        id: "currency",
        name: "Currency",
        about: "The currency of the budget, after ISO 4217",
        of: &[Type::Programme],
        gives: None,
        identifies: false,
        read: |graph, node| {
            let budget = programme(graph, node).and_then(|programme| programme.budget.as_ref());
            texts(budget.map(|budget| budget.currency.as_str()))
        },
    },
    Property {
        id: "months",
        name: "Duration in months",
        about: "As the newest source states it",
        of: &[Type::Programme],
        gives: None,
        identifies: false,
        read: |graph, node| {
            let months = programme(graph, node).and_then(|programme| programme.duration_months);
            months.map(|months| Value::Whole(u64::from(months))).into_iter().collect()
        },
    },
    Property {
        id: "status",
        name: "Status",
        about: "As the newest source prints it",
        of: &[Type::Programme],
        gives: None,
        identifies: false,
        read: |graph, node| {
            texts(programme(graph, node).and_then(|programme| programme.stage_as_printed.as_deref()))
        },
    },
    Property {
        id: "programme",
        name: "Programme",
        about: "Programmes that work there, or that the organisation takes part in or pays for",
        of: &[Type::Country, Type::Organisation],
        gives: Some(Type::Programme),
        identifies: false,
        read: |graph, node| {
            let places = match node {
                Node::Country(code) => graph.programmes_in(code),
                Node::Organisation(place) => &graph.organisations[place].programmes,
                _ => &[],
            };
            places.iter().map(|place| Value::Thing(Node::Programme(*place))).collect()
        },
    },
    Property {
        id: "progressItems",
        name: "Number of progress items",
        about: "Items of pledges that are about the country or name the organisation; links to programmes are not counted",
        of: &[Type::Country, Type::Organisation],
        gives: None,
        identifies: false,
        read: |graph, node| match node {
            Node::Country(code) => vec![Value::Whole(graph.items_in(code).len() as u64)],
            Node::Organisation(place) => vec![Value::Whole(graph.organisations[place].items.len() as u64)],
            _ => Vec::new(),
        },
    },
    Property {
        id: "source",
        name: "Source",
        about: "The sources that say so",
        of: &[Type::Country, Type::Programme],
        gives: None,
        identifies: false,
        read: |graph, node| match node {
            Node::Country(code) => texts(graph.sources_in(code).map(|place| graph.sources[place].slug())),
            Node::Programme(place) => {
                let records = graph.programmes[place].records.iter();
                let slugs = records.map(|record| graph.source_of(graph.records[*record].edition).slug());
                texts(slugs.collect::<BTreeSet<_>>())
            }
            _ => Vec::new(),
        },
    },
];

fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    texts.into_iter().map(|text| Value::Text(text.to_owned())).collect()
}

fn country(node: Node) -> Option<&'static Country> {
    match node {
        Node::Country(code) => Some(reference::country(code)),
        _ => None,
    }
}

fn organisation(graph: &Graph, node: Node) -> Option<&Organisation> {
    match node {
        Node::Organisation(place) => Some(&graph.organisations[place]),
        _ => None,
    }
}

fn programme(graph: &Graph, node: Node) -> Option<&Programme> {
    match node {
        Node::Programme(place) => Some(&graph.programmes[place]),
        _ => None,
    }
}
