//! The words of the corpus: the field's own at the head of a Zipf distribution, invented ones that can be pronounced
//! behind them, a vocabulary of its own for each thematic area, and invented names.

use std::collections::{BTreeSet, HashSet};

use gcm_hub::record::{Terms, terms};
use gcm_hub::reference::themes;

use super::random::{Random, Zipf};

/// How many words stand outside the areas; with 100,000 programmes the last of them come two or three times.
const GENERAL: usize = 120_000;

/// How many words an area has for itself.
const OF_AN_AREA: usize = 3_000;

/// A word by its place in the vocabulary.
pub type Word = u32;

/// Every word with its stem.
pub struct Vocabulary {
    words: Vec<(String, String)>,
    general: Zipf,
    area: Zipf,
}

impl Vocabulary {
    /// Invents the words.
    pub fn new(random: &mut Random) -> Self {
        let own = AREAS.map(|(words, named)| {
            let themes = themes().iter().filter(|theme| named.contains(&theme.name));
            let of_themes = themes.flat_map(|theme| theme.words).filter(|word| !COMMON.contains(word));
            let words: Vec<&str> = words.iter().chain(of_themes).copied().collect();
            words
        });
        let mut known: HashSet<String> =
            COMMON.iter().chain(own.iter().flatten()).map(|word| (*word).to_owned()).collect();
        let mut words: Vec<String> = COMMON.iter().map(|word| (*word).to_owned()).collect();
        fill(&mut words, GENERAL, &mut known, random);
        for (number, own) in own.iter().enumerate() {
            words.extend(own.iter().map(|word| (*word).to_owned()));
            fill(&mut words, GENERAL + (number + 1) * OF_AN_AREA, &mut known, random);
        }
        let words =
            words.into_iter().map(|word| (terms(&word).concat(), word)).map(|(stem, word)| (word, stem));
        Self { words: words.collect(), general: Zipf::new(GENERAL, 2.7), area: Zipf::new(OF_AN_AREA, 10.0) }
    }

    /// A word of any text.
    pub fn general(&self, random: &mut Random) -> Word {
        self.general.draw(random) as Word
    }

    /// A word that belongs to a thematic area, 1 to 5.
    pub fn of_area(&self, area: u8, random: &mut Random) -> Word {
        (GENERAL + usize::from(area - 1) * OF_AN_AREA + self.area.draw(random)) as Word
    }

    /// So many words of a text about an area, one in three of them the area's own.
    pub fn text(&self, area: u8, length: usize, random: &mut Random) -> Vec<Word> {
        (0..length)
            .map(|_| if random.chance(33) { self.of_area(area, random) } else { self.general(random) })
            .collect()
    }

    /// The rarest of some words, a third of them: those behind in the vocabulary and not an area's first.
    pub fn rarest(&self, words: &[Word]) -> Vec<Word> {
        let rank = |word: &Word| {
            let word = *word as usize;
            if word < GENERAL { word } else { (word - GENERAL) % OF_AN_AREA * 10 }
        };
        let mut sorted: Vec<Word> = words.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        sorted.sort_by_key(|word| (std::cmp::Reverse(rank(word)), *word));
        sorted.truncate((sorted.len() / 3).max(1));
        sorted
    }

    /// The words as a person writes a title: capitals, `and` before the last.
    pub fn title(&self, words: &[Word]) -> String {
        let mut title = String::new();
        for (number, word) in words.iter().enumerate() {
            if number > 0 {
                title.push_str(if number + 2 == words.len() { " and " } else { " " });
            }
            title.push_str(&capital(&self.words[*word as usize].0));
        }
        title
    }

    /// The terms of a text of those words and names: the same as [`terms`] of its print.
    pub fn terms(&self, words: &[Word], names: &[&str]) -> Terms {
        let mut found: BTreeSet<String> = names.iter().flat_map(|name| terms(name)).collect();
        found.extend(
            words.iter().map(|word| self.words[*word as usize].1.clone()).filter(|stem| !stem.is_empty()),
        );
        found.into_iter().collect()
    }
}

fn fill(words: &mut Vec<String>, until: usize, known: &mut HashSet<String>, random: &mut Random) {
    while words.len() < until {
        let word = invented(random);
        if known.insert(word.clone()) {
            words.push(word);
        }
    }
}

/// A word of two to four syllables.
fn invented(random: &mut Random) -> String {
    let mut word = String::new();
    for _ in 0..random.between(2, 4) {
        word.push_str(random.pick::<&str>(&ONSETS));
        word.push_str(random.pick::<&str>(&NUCLEI));
    }
    word.push_str(random.pick::<&str>(&CODAS));
    word
}

/// An invented proper name.
pub fn name(random: &mut Random) -> String {
    capital(&invented(random))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

const ONSETS: [&str; 20] = [
    "b", "br", "d", "dr", "f", "g", "k", "kr", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "z", "sh",
];
const NUCLEI: [&str; 7] = ["a", "e", "i", "o", "u", "ai", "ou"];
const CODAS: [&str; 7] = ["", "n", "l", "r", "m", "k", "nd"];

/// The field's own words, the commonest first.
const COMMON: [&str; 48] = [
    "migration",
    "migrants",
    "support",
    "government",
    "national",
    "development",
    "programme",
    "policy",
    "governance",
    "capacity",
    "local",
    "community",
    "strengthening",
    "access",
    "services",
    "rights",
    "joint",
    "women",
    "stakeholders",
    "institutions",
    "approach",
    "implementation",
    "international",
    "sustainable",
    "social",
    "communities",
    "regional",
    "partners",
    "countries",
    "human",
    "needs",
    "planning",
    "enhance",
    "inclusive",
    "improve",
    "global",
    "compact",
    "promote",
    "address",
    "increase",
    "youth",
    "families",
    "cooperation",
    "coordination",
    "return",
    "mobility",
    "training",
    "project",
];

/// What each thematic area is known by: words of its own and themes of the field.
const AREAS: [(&[&str], &[&str]); 5] = [
    (
        &["discourse", "research"],
        &["data and evidence", "migration in policy and planning", "local government"],
    ),
    (
        &["safety"],
        &[
            "protection and vulnerability",
            "trafficking and smuggling",
            "violence and abuse",
            "children and youth",
            "health",
            "climate and environment",
        ],
    ),
    (
        &["irregular", "identity", "consular", "screening", "detention"],
        &["borders and security", "regular status and documents", "return and reintegration"],
    ),
    (
        &["workers", "decent"],
        &["recruitment and labour migration", "jobs and skills", "regular pathways", "women and gender"],
    ),
    (
        &["integration"],
        &[
            "socio-economic integration",
            "diaspora",
            "social cohesion",
            "business and entrepreneurship",
            "education",
            "remittances and finance",
            "refugees and displacement",
        ],
    ),
];
