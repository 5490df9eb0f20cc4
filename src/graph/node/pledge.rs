//! Pledges, commitments and progress items.

use super::{Evidence, Organisation, RecordNode, Sourced};
use crate::graph::Ix;
use crate::record::{Figure, Id, Mention, PartialDate, Terms};
use crate::reference::CountryCode;

/// A pledge.
#[derive(Debug, Clone)]
pub struct Pledge {
    /// Its identifier.
    pub id: Id,
    /// The slug of its source.
    pub slug: String,
    /// As printed.
    pub title: String,
    /// Who pledges.
    pub organisation: Ix<Organisation>,
    /// Who pledges jointly with it.
    pub jointly_with: Vec<Ix<Organisation>>,
    /// When its page was last updated.
    pub last_updated: Option<PartialDate>,
    /// Its commitments, in order.
    pub commitments: Vec<Ix<Commitment>>,
    /// Its record.
    pub record: Ix<RecordNode>,
}

/// A commitment.
#[derive(Debug, Clone)]
pub struct Commitment {
    /// Its identifier.
    pub id: Id,
    /// The pledge.
    pub pledge: Ix<Pledge>,
    /// Number or letter.
    pub number: String,
    /// The hub's own words.
    pub headline: Option<String>,
    /// The source's own words, when the document is held.
    pub text: Option<String>,
    /// GCM objectives it names.
    pub gcm_objectives: Vec<Sourced<u8>>,
    /// Its items, in order.
    pub items: Vec<Ix<ProgressItem>>,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
    /// Its record.
    pub record: Ix<RecordNode>,
    /// Stems of its distinctive words, sorted.
    pub terms: Terms,
}

/// A progress item.
#[derive(Debug, Clone)]
pub struct ProgressItem {
    /// Its identifier.
    pub id: Id,
    /// The pledge.
    pub pledge: Ix<Pledge>,
    /// The commitment.
    pub commitment: Ix<Commitment>,
    /// Which bullet it is, from 1.
    pub position: u32,
    /// When the update that reports it was made, where updates are dated one by one.
    pub reported_on: Option<PartialDate>,
    /// The hub's own words.
    pub headline: Option<String>,
    /// The source's own words, when the document is held.
    pub text: Option<String>,
    /// Where the pledger acted or what the item is about.
    pub countries: Vec<Sourced<CountryCode>>,
    /// Where work is planned.
    pub planned: Vec<Sourced<CountryCode>>,
    /// Regions it names as the place of work.
    pub regions: Vec<String>,
    /// Places below the country.
    pub places: Vec<String>,
    /// Organisations it names.
    pub organisations: Vec<Ix<Organisation>>,
    /// Programmes, projects and publications it names.
    pub mentions: Vec<Sourced<Mention>>,
    /// Its figures.
    pub figures: Vec<Sourced<Figure>>,
    /// GCM objectives it names.
    pub gcm_objectives: Vec<Sourced<u8>>,
    /// Addresses it links to.
    pub urls: Vec<String>,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
    /// Its record.
    pub record: Ix<RecordNode>,
    /// Stems of its distinctive words, sorted.
    pub terms: Terms,
}
