//! Pledges, commitments and progress items.

use reference::CountryCode;
use serde::{Deserialize, Serialize};

use super::{Figure, Lines, PartialDate, Prose, Stated, Terms, add};
use crate::reference;

/// A pledge as its page describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PledgeRecord {
    /// The title as printed.
    pub title: Stated<String>,
    /// Acronym of the organisation that pledges; its name as printed where the code list has none (a state, a city).
    pub organisation: Stated<String>,
    /// Those that pledge jointly with it, in the same way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jointly_with: Vec<Stated<String>>,
    /// When the page says it was last updated.
    pub last_updated: Option<Stated<PartialDate>>,
}

/// One commitment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommitmentRecord {
    /// The key of the pledge's record.
    pub pledge: String,
    /// Its number or letter as printed, without the mark: "5", "a"; its position where none is printed.
    pub number: Stated<String>,
    /// The commitment where the page first states it; the section's heading is in the evidence of `number`.
    pub text: Prose,
    /// GCM objectives that it names.
    #[serde(default)]
    pub gcm_objectives: Vec<Stated<u8>>,
    /// Stems of its distinctive words, sorted.
    #[serde(default)]
    pub terms: Terms,
}

/// One item of progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgressItemRecord {
    /// The key of the commitment's record.
    pub commitment: String,
    /// Which bullet of its commitment it is, from 1.
    pub position: u32,
    /// The item, with the paragraphs that continue it.
    pub text: Prose,
    /// When the update that reports it was made, where updates are dated one by one. A page's own date of last update
    /// is the pledge's, not its items'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<Stated<PartialDate>>,
    /// Where the pledger acted, or what the item is about.
    #[serde(default)]
    pub countries: Vec<Stated<CountryCode>>,
    /// Where work is planned and not done.
    #[serde(default)]
    pub planned: Vec<Stated<CountryCode>>,
    /// Regions it names as the place of work: "Western Balkans".
    #[serde(default)]
    pub regions: Vec<Stated<String>>,
    /// Places below the country: "Osh".
    #[serde(default)]
    pub places: Vec<Stated<String>>,
    /// Organisations it names, by acronym (or name, where they have none).
    #[serde(default)]
    pub organisations: Vec<Stated<String>>,
    /// Programmes, projects and publications it names.
    #[serde(default)]
    pub mentions: Vec<Stated<Mention>>,
    /// Figures it gives.
    #[serde(default)]
    pub figures: Vec<Stated<Figure>>,
    /// GCM objectives it names.
    #[serde(default)]
    pub gcm_objectives: Vec<Stated<u8>>,
    /// Addresses it links to.
    #[serde(default)]
    pub urls: Vec<Stated<String>>,
    /// Stems of its distinctive words, sorted.
    #[serde(default)]
    pub terms: Terms,
}

/// Something that an item names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// What it is.
    pub kind: MentionKind,
    /// Its name, without quotation marks.
    pub name: String,
}

/// What an item names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MentionKind {
    /// A programme of several projects or phases.
    Programme,
    /// A project, initiative or national strategy that is implemented.
    Project,
    /// A report, study, guide or article.
    Publication,
    /// A workstream, panel, campaign, forum or other activity with a name.
    Activity,
}

impl PledgeRecord {
    pub(super) fn collect_lines(&self, lines: &mut Vec<Lines>) {
        add(lines, [&self.title]);
        add(lines, [&self.organisation]);
        add(lines, &self.jointly_with);
        add(lines, &self.last_updated);
    }
}

impl CommitmentRecord {
    pub(super) fn collect_lines(&self, lines: &mut Vec<Lines>) {
        add(lines, [&self.number]);
        lines.extend(self.text.at.iter().cloned());
    }
}

impl ProgressItemRecord {
    pub(super) fn collect_lines(&self, lines: &mut Vec<Lines>) {
        lines.extend(self.text.at.iter().cloned());
        add(lines, &self.reported_on);
    }
}
