//! Which texts of a thing are searched, and what finding a word in each is worth.

use std::borrow::Cow;

use crate::graph::{Evidence, Graph, Ix, Node, Organisation, Programme, ProgressItem};
use crate::reference::{self, CountryCode};

/// A part of a thing that is searched; in the order of their weights, which is the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The title or name.
    Title,
    /// Other titles, short names, acronyms, codes and aliases.
    OtherNames,
    /// The hub's own words: a programme's synopsis, the headline of a commitment or item.
    Synopsis,
    /// Programmes, projects and publications that it names.
    Mentions,
    /// The countries it is about, by any of their names.
    Countries,
    /// Regions and places below the country.
    Places,
    /// Its thematic area, sectors, outcomes, or the heading it stands under.
    Themes,
    /// Organisations that take part or are named.
    Organisations,
    /// Partners, as printed.
    Partners,
    /// The source's own words, where the hub holds the document.
    Text,
}

/// How a field is weighed.
pub(super) struct Weighing {
    /// What a word in it is worth, in words of the source's text.
    pub weight: f32,
    /// How many words such a field has as a rule: a word says more in one that is shorter. `None` for lists of names, in
    /// which neither their number nor repetition says anything.
    pub usual_words: Option<f32>,
}

impl Field {
    /// How this field is weighed. The weights were set by judgement: a name before what is said in passing.
    pub(super) fn weighing(self) -> Weighing {
        let (weight, usual_words) = match self {
            Self::Title => (8.0, Some(10.0)),
            Self::OtherNames => (5.0, None),
            Self::Synopsis => (3.0, Some(25.0)),
            Self::Mentions => (2.5, None),
            Self::Countries | Self::Places | Self::Themes => (2.0, None),
            Self::Organisations | Self::Partners => (1.5, None),
            Self::Text => (1.0, Some(200.0)),
        };
        Weighing { weight, usual_words }
    }
}

/// A text of a thing.
pub(super) struct Text<'a> {
    /// Which.
    pub field: Field,
    /// What is searched.
    pub text: Cow<'a, str>,
    /// What must be said wherever the text stands, which is not searched: for Kosovo, the note on resolution 1244.
    pub note: Option<&'static str>,
}

/// Every text of a thing that is searched; none for what is not searched.
pub(super) fn texts(graph: &Graph, node: Node) -> Vec<Text<'_>> {
    let mut texts = Reader { graph, texts: Vec::new() };
    match node {
        Node::Programme(place) => texts.programme(place),
        Node::Result(place) => {
            let result = &graph.results[place];
            texts.countries(&result.countries);
            texts.add_all(Field::Themes, result.theme.as_deref());
            texts.add_all(Field::Synopsis, [result.figure.unit.as_str()]);
            texts.add_all(Field::Synopsis, result.figure.scope.as_deref());
            texts.quotes(&graph.records[result.record].prose);
        }
        Node::Pledge(place) => {
            let pledge = &graph.pledges[place];
            texts.add_all(Field::Title, [pledge.title.as_str()]);
            texts.add_all(Field::OtherNames, [pledge.slug.as_str()]);
            texts.organisation(pledge.organisation);
            pledge.jointly_with.iter().for_each(|place| texts.organisation(*place));
        }
        Node::Commitment(place) => {
            let commitment = &graph.commitments[place];
            texts.add_all(Field::Synopsis, commitment.headline.as_deref());
            texts.add_all(Field::Text, commitment.text.as_deref());
        }
        Node::ProgressItem(place) => texts.item(place),
        Node::Country(code) => {
            let country = reference::country(code);
            texts.names(Field::Title, code, [country.name]);
            texts.add_all(Field::OtherNames, [country.code.as_str()]);
            texts.other_names(Field::OtherNames, code);
        }
        Node::Organisation(place) => {
            let organisation = &graph.organisations[place];
            texts.add_all(Field::Title, [organisation.name.as_str()]);
            if organisation.acronym != organisation.name {
                texts.add_all(Field::OtherNames, [organisation.acronym.as_str()]);
            }
            let listed = reference::organisation(&organisation.acronym);
            let aliases = listed.map_or(&[] as &[&str], |listed| listed.aliases);
            texts.add_all(Field::OtherNames, aliases.iter().copied());
        }
        Node::Source(_) | Node::Discrepancy(_) | Node::QualityFlag(_) | Node::Change(_) => {}
    }
    texts.texts
}

struct Reader<'a> {
    graph: &'a Graph,
    texts: Vec<Text<'a>>,
}

impl<'a> Reader<'a> {
    fn add_all(&mut self, field: Field, texts: impl IntoIterator<Item = &'a str>) {
        let texts = texts.into_iter().map(|text| Text { field, text: Cow::Borrowed(text), note: None });
        self.texts.extend(texts);
    }

    fn names(&mut self, field: Field, code: CountryCode, names: impl IntoIterator<Item = &'static str>) {
        let note = reference::country(code).note;
        self.texts.extend(names.into_iter().map(|name| Text { field, text: Cow::Borrowed(name), note }));
    }

    fn programme(&mut self, place: Ix<Programme>) {
        let graph = self.graph;
        let programme = &graph.programmes[place];
        self.add_all(Field::Title, [programme.title.as_str()]);
        self.add_all(Field::OtherNames, programme.other_titles.iter().map(String::as_str));
        self.add_all(Field::Synopsis, programme.synopsis.as_deref());
        self.countries(&programme.countries);
        self.add_all(Field::Places, programme.region_label.as_deref());
        let area = programme.thematic_area.and_then(reference::thematic_area);
        self.add_all(Field::Themes, area.map(|area| area.name));
        for part in &programme.participation {
            self.organisation(part.organisation);
        }
        self.add_all(Field::Partners, programme.partners.iter().map(|partner| partner.value.name.as_str()));
        for phase in programme.phases.iter().map(|place| &graph.phases[*place]) {
            self.add_all(Field::OtherNames, [phase.title.as_str()]);
            self.add_all(Field::Themes, phase.sectors.iter().chain(&phase.outcomes).map(String::as_str));
            phase.donors.iter().for_each(|place| self.organisation(*place));
        }
        self.add_all(Field::Text, programme.text.as_deref());
    }

    fn item(&mut self, place: Ix<ProgressItem>) {
        let item = &self.graph.items[place];
        self.add_all(Field::Synopsis, item.headline.as_deref());
        self.add_all(Field::Mentions, item.mentions.iter().map(|mention| mention.value.name.as_str()));
        let about: Vec<CountryCode> =
            item.countries.iter().chain(&item.planned).map(|country| country.value).collect();
        self.countries(&about);
        self.add_all(Field::Places, item.regions.iter().chain(&item.places).map(String::as_str));
        item.organisations.iter().for_each(|place| self.organisation(*place));
        self.add_all(Field::Text, item.text.as_deref());
    }

    fn countries(&mut self, codes: &[CountryCode]) {
        for code in codes {
            self.names(Field::Countries, *code, [reference::country(*code).name]);
            self.other_names(Field::Countries, *code);
        }
    }

    fn other_names(&mut self, field: Field, code: CountryCode) {
        let country = reference::country(code);
        self.names(field, code, country.aliases.iter().chain(&country.demonyms).copied());
    }

    fn organisation(&mut self, place: Ix<Organisation>) {
        let organisation = &self.graph.organisations[place];
        self.add_all(Field::Organisations, [organisation.name.as_str()]);
        if organisation.acronym != organisation.name {
            self.add_all(Field::Organisations, [organisation.acronym.as_str()]);
        }
    }

    fn quotes(&mut self, evidence: &[Evidence]) {
        let quotes = evidence.iter().filter_map(|evidence| self.graph.quote(evidence));
        self.texts.extend(quotes.map(|quote| Text {
            field: Field::Text,
            text: Cow::Owned(quote),
            note: None,
        }));
    }
}
