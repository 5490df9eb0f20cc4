//! What the criteria look at on one side of a pair, taken from the graph once.

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
    /// The words of its subject, sorted.
    pub subject: Vec<Word>,
    /// Of the subject as a vector; see [`Corpus::length`].
    pub length: f64,
    /// The themes it is about, sorted.
    pub themes: Themes,
    /// Of the themes as a vector; see [`Corpus::length_of_themes`].
    pub length_of_themes: f64,
    /// What it is called, or calls: a programme's titles and short names, an item's projects and programmes.
    pub names: Vec<Name>,
    /// Which of its names is that of a programme of the graph, as it is or retitled; the first of several.
    pub of_a_programme: Option<usize>,
    /// Organisations other than UN bodies, by number, sorted.
    pub organisations: Vec<u32>,
}

/// A name, with its words in order.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// As printed.
    pub printed: String,
    /// Whether it is a whole programme's or project's (an activity's or a publication's otherwise).
    pub whole: bool,
    /// Its words, folded, by number, in order.
    pub words: Vec<u32>,
    /// The stems of its words, by number: the same for "strengthen systems" and "strengthening systems".
    pub key: u32,
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
                let mut side = Self::bare(end, &subject(commitment.terms.iter()), corpus);
                objectives(&mut side.themes, &commitment.gcm_objectives);
                side
            }
            End::Result(place) => {
                let result = &graph.results[place];
                let mut side = Self::bare(end, &subject(result.terms.iter()), corpus);
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
            subject: corpus.words.numbers(stems),
            length: 0.0,
            themes: theme::of_text(stems.iter().copied()),
            length_of_themes: 0.0,
            names: Vec::new(),
            of_a_programme: None,
            organisations: Vec::new(),
        }
    }

    /// What is in the name of a programme or project it is plainly about.
    fn about_its_names(&mut self, corpus: &Corpus) {
        for name in self.names.iter().filter(|name| name.whole) {
            theme::add_named(&mut self.themes, name.subject.iter().map(|word| corpus.name(*word)));
        }
    }

    /// Where the work is or is to be.
    pub fn countries(&self) -> impl Iterator<Item = CountryCode> + '_ {
        self.work.iter().chain(&self.planned).copied()
    }
}

fn programme(graph: &Graph, end: End, programme: &Programme, corpus: &mut Corpus) -> Side {
    let mut side = Side::bare(end, &subject(programme.terms.iter()), corpus);
    side.work.clone_from(&programme.countries);
    let printed = |title: &str| -> Vec<Evidence> {
        let claims = programme.claims.iter().filter(|claim| ["title", "otherTitles"].contains(&claim.field));
        let stating = claims.filter(|claim| claim.value == title);
        stating.flat_map(|claim| claim.evidence.iter().cloned()).collect()
    };
    for title in std::iter::once(&programme.title).chain(&programme.other_titles) {
        side.names.push(Name::new(title, true, printed(title), corpus));
    }
    side.about_its_names(corpus);
    let partners = programme.partners.iter().map(|partner| partner.value.name.as_str());
    let taking_part = programme.participation.iter().map(|part| &graph.organisations[part.organisation]);
    side.organisations = organisations(taking_part, partners, corpus);
    objectives(&mut side.themes, &programme.gcm_objectives);
    side
}

fn item(graph: &Graph, end: End, item: &ProgressItem, corpus: &mut Corpus) -> Side {
    let mut side = Side::bare(end, &subject(item.terms.iter()), corpus);
    side.work = item.countries.iter().map(|country| country.value).collect();
    side.planned = item.planned.iter().map(|country| country.value).collect();
    side.planned.sort_unstable();
    side.names = item
        .mentions
        .iter()
        .map(|mention| {
            Name::new(&mention.value.name, is_whole(&mention.value), mention.evidence.clone(), corpus)
        })
        .collect();
    side.about_its_names(corpus);
    let commitment = theme::of_text(subject(graph.commitments[item.commitment].terms.iter()).into_iter());
    theme::add(&mut side.themes, commitment, theme::INHERITED);
    let named = item.organisations.iter().map(|place| &graph.organisations[*place]);
    side.organisations = organisations(named, std::iter::empty(), corpus);
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
        let subject = corpus.words.numbers(subject(&stems));
        Self {
            printed: printed.to_owned(),
            whole,
            words: words(printed).iter().map(|word| corpus.name_words.number(word)).collect(),
            key: corpus.name_keys.number(&stems.join(" ")),
            subject,
            evidence,
        }
    }
}

/// Organisations that tell something: UN bodies, which are everywhere, are left out.
fn organisations<'a>(
    known: impl Iterator<Item = &'a Organisation>,
    printed: impl Iterator<Item = &'a str>,
    corpus: &mut Corpus,
) -> Vec<u32> {
    let telling = known.filter(|body| body.kind != Some(OrganisationKind::UnitedNations));
    let names = telling.map(|body| folded(&body.name)).chain(printed.map(folded));
    corpus.organisations.numbers(names.filter(|name| !name.is_empty()))
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
