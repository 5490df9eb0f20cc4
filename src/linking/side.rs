//! What the criteria look at on one side of a pair, taken from the graph once.

use std::collections::BTreeSet;

use super::End;
use super::corpus::{Corpus, Word};
use super::theme::{self, Themes};
use super::vocabulary::subject;
use crate::graph::{Evidence, Graph, Organisation, Programme, ProgressItem, Sourced};
use crate::record::{Mention, MentionKind, terms};
use crate::reference::{CountryCode, OrganisationKind, gcm_objective};

/// One side of a pair.
#[derive(Debug)]
pub(super) struct Side {
    pub end: End,
    /// Where the work is, sorted.
    pub work: Vec<CountryCode>,
    /// Where work is planned and not done, sorted.
    pub planned: Vec<CountryCode>,
    /// Where another telling of the same undertaking places it, sorted; see `undertakings.rs`.
    pub borrowed: Vec<CountryCode>,
    /// Regions it names as the place of work, in lower case.
    pub regions: Vec<String>,
    /// The words of its subject, sorted.
    pub subject: Vec<Word>,
    /// The themes it is about.
    pub themes: Themes,
    /// What it is called, or calls: a programme's titles and short names, an item's projects and programmes.
    pub names: Vec<Name>,
    /// Places below the country, as words, sorted.
    pub places: Vec<String>,
    /// Organisations other than UN bodies, as words, sorted.
    pub organisations: Vec<String>,
}

/// A name, with its words in order.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// As printed.
    pub printed: String,
    /// Whether it is a whole programme's or project's (an activity's or a publication's otherwise).
    pub whole: bool,
    /// Its words, folded, in order.
    pub words: Vec<String>,
    /// The stems of its words: the same for "strengthen systems" and "strengthening systems".
    pub key: String,
    /// The words of its subject, sorted.
    pub subject: Vec<Word>,
    /// Where it is printed.
    pub evidence: Vec<Evidence>,
}

impl Side {
    /// The side of an end. New words are added to the corpus; they count as rare until it is told of them.
    pub fn of(graph: &Graph, end: End, corpus: &mut Corpus) -> Self {
        let mut side = match end {
            End::Programme(place) => programme(graph, end, &graph.programmes[place], corpus),
            End::Item(place) => item(graph, end, &graph.items[place], corpus),
            End::Commitment(place) => {
                let commitment = &graph.commitments[place];
                let mut side = Self::bare(end, &subject(&commitment.terms), corpus);
                objectives(&mut side.themes, &commitment.gcm_objectives);
                side
            }
            End::Result(place) => {
                let result = &graph.results[place];
                let mut side = Self::bare(end, &subject(&result.terms), corpus);
                side.work.clone_from(&result.countries);
                side
            }
        };
        side.work.sort_unstable();
        side
    }

    fn bare(end: End, stems: &[&str], corpus: &mut Corpus) -> Self {
        Self {
            end,
            work: Vec::new(),
            planned: Vec::new(),
            borrowed: Vec::new(),
            regions: Vec::new(),
            themes: theme::of_text(stems.iter().copied()),
            subject: corpus.words(stems),
            names: Vec::new(),
            places: Vec::new(),
            organisations: Vec::new(),
        }
    }

    /// Where the work is or is to be.
    pub fn countries(&self) -> impl Iterator<Item = CountryCode> + '_ {
        self.work.iter().chain(&self.planned).copied()
    }
}

fn programme(graph: &Graph, end: End, programme: &Programme, corpus: &mut Corpus) -> Side {
    let mut side = Side::bare(end, &subject(&programme.terms), corpus);
    side.work.clone_from(&programme.countries);
    side.regions = programme.region_label.iter().map(|label| label.to_lowercase()).collect();
    let printed = |title: &str| -> Vec<Evidence> {
        let claims = programme.claims.iter().filter(|claim| ["title", "otherTitles"].contains(&claim.field));
        let stating = claims.filter(|claim| claim.value == title);
        stating.flat_map(|claim| claim.evidence.iter().cloned()).collect()
    };
    for title in std::iter::once(&programme.title).chain(&programme.other_titles) {
        theme::add_named(&mut side.themes, subject(&terms(title)).into_iter());
        side.names.push(Name::new(title, true, printed(title), corpus));
    }
    let partners = programme.partners.iter().map(|partner| partner.value.name.as_str());
    let taking_part = programme.participation.iter().map(|part| &graph.organisations[part.organisation]);
    side.organisations = organisations(taking_part, partners);
    side.places = sorted(programme.places.iter().map(|place| folded(place)));
    objectives(&mut side.themes, &programme.gcm_objectives);
    side
}

fn item(graph: &Graph, end: End, item: &ProgressItem, corpus: &mut Corpus) -> Side {
    let mut side = Side::bare(end, &subject(&item.terms), corpus);
    side.work = item.countries.iter().map(|country| country.value).collect();
    side.planned = item.planned.iter().map(|country| country.value).collect();
    side.planned.sort_unstable();
    side.regions = item.regions.iter().map(|region| region.to_lowercase()).collect();
    side.names = item
        .mentions
        .iter()
        .map(|mention| {
            Name::new(&mention.value.name, is_whole(&mention.value), mention.evidence.clone(), corpus)
        })
        .collect();
    for mention in item.mentions.iter().filter(|mention| is_whole(&mention.value)) {
        theme::add_named(&mut side.themes, subject(&terms(&mention.value.name)).into_iter());
    }
    let commitment = theme::of_text(subject(&graph.commitments[item.commitment].terms).into_iter());
    theme::add(&mut side.themes, commitment, theme::INHERITED);
    side.places = sorted(item.places.iter().map(|place| folded(place)));
    side.organisations = organisations(
        item.organisations.iter().map(|place| &graph.organisations[*place]),
        std::iter::empty(),
    );
    objectives(&mut side.themes, &item.gcm_objectives);
    side
}

/// A side that names an objective is about the objective's themes.
fn objectives(themes: &mut Themes, named: &[Sourced<u8>]) {
    let titles =
        named.iter().filter_map(|number| gcm_objective(number.value)).map(|objective| objective.title);
    for title in titles {
        theme::add_named(themes, subject(&terms(title)).into_iter());
    }
}

fn is_whole(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Programme | MentionKind::Project)
}

impl Name {
    fn new(printed: &str, whole: bool, evidence: Vec<Evidence>, corpus: &mut Corpus) -> Self {
        let stems = terms(printed);
        corpus.remember(printed);
        let subject = corpus.words(&subject(&stems));
        Self {
            printed: printed.to_owned(),
            whole,
            words: words(printed),
            key: stems.join(" "),
            subject,
            evidence,
        }
    }
}

/// Names of organisations that tell something: UN bodies, which are everywhere, are left out.
fn organisations<'a>(
    known: impl Iterator<Item = &'a Organisation>,
    printed: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let telling = known.filter(|body| body.kind != Some(OrganisationKind::UnitedNations));
    sorted(telling.map(|body| folded(&body.name)).chain(printed.map(folded)))
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    names.filter(|name| !name.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// A name as its words in lower case without accents.
pub(super) fn folded(name: &str) -> String {
    words(name).join(" ")
}

/// The words of a name in order, in lower case without accents; "4" and "&" stay apart.
pub(super) fn words(name: &str) -> Vec<String> {
    let folded = deunicode::deunicode(name).to_lowercase().replace('\'', "");
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
