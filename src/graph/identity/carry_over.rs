//! Identifiers from one edition of a source to the next.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::compared::fuzz_ratio;
use super::{Compared, Rarity, score, slug};
use crate::record::{Body, Id, Identities, Minted, Prose, Record, ResultRecord, Sha256, Terms};

/// Records of an edition with what they are known by.
pub type Known<'a> = (&'a [Record], &'a Identities);

/// Identifiers for the records of a new edition of `source`: those of the edition before go to the records that
/// match, what comes back from an earlier edition gets its own again, the rest are minted anew, never one that is in
/// `taken`.
///
/// A record matches by its key, or else by being most like a record that has lost its key (a retitled programme). An
/// item's key is its place, which is another item's as soon as one before it comes or goes: items match by their words,
/// then by likeness, then by their words in an earlier edition, and only then by place (an item rewritten altogether).
/// Each identifier goes to one record.
/// `former` holds earlier editions, the newest first, `taken` every identifier ever minted.
#[must_use]
pub fn carry_over(
    source: &str,
    before: Option<Known<'_>>,
    former: &[Known<'_>],
    records: &[Record],
    taken: &BTreeSet<Id>,
) -> Identities {
    let mut identities = Identities::new();
    if let Some((old_records, old)) = before {
        keep_by_words(records, (old_records, old), &mut identities);
        keep_by_key(records, old, &mut identities, |record| !is_item(record));
        let used: HashSet<Id> = identities.values().map(|minted| minted.id).collect();
        let is_lost =
            |record: &&Record| old.get(&record.key).is_some_and(|minted| !used.contains(&minted.id));
        let lost: Vec<&Record> = old_records.iter().filter(is_lost).collect();
        let found: Vec<&Record> =
            records.iter().filter(|record| !identities.contains_key(&record.key)).collect();
        for (from, to) in best_pairs(&lost, &found) {
            if let Some(minted) = old.get(&from.key) {
                identities.insert(to.key.clone(), minted.clone());
            }
        }
        // What comes back is not taken for a rewriting of what stood in its place meanwhile.
        for known in former {
            keep_by_words(records, *known, &mut identities);
        }
        keep_by_key(records, old, &mut identities, is_item);
    }
    for known in former {
        keep_by_words(records, *known, &mut identities);
        keep_by_key(records, known.1, &mut identities, |record| !is_item(record));
    }
    mint_the_rest(source, records, taken, &mut identities);
    identities
}

fn is_item(record: &Record) -> bool {
    matches!(record.body, Body::ProgressItem(_))
}

/// Gives items that have no identifier yet that of the item which said the same, unless another has it or several did.
fn keep_by_words(records: &[Record], (old_records, old): Known<'_>, identities: &mut Identities) {
    let mut said: HashMap<Sha256, Vec<&Minted>> = HashMap::new();
    for record in old_records.iter().filter(|record| is_item(record)) {
        said.entry(record.words()).or_default().extend(old.get(&record.key));
    }
    let mut used: HashSet<Id> = identities.values().map(|minted| minted.id).collect();
    for record in records.iter().filter(|record| is_item(record)) {
        if let Some([minted]) = said.get(&record.words()).map(Vec::as_slice)
            && !identities.contains_key(&record.key)
            && used.insert(minted.id)
        {
            identities.insert(record.key.clone(), (*minted).clone());
        }
    }
}

/// Gives wanted records that have no identifier yet the one that their key is known by, unless another record has it.
fn keep_by_key(
    records: &[Record],
    known: &Identities,
    identities: &mut Identities,
    wanted: impl Fn(&Record) -> bool,
) {
    let mut used: HashSet<Id> = identities.values().map(|minted| minted.id).collect();
    let of_kind = |record: &&Record| record.body.entity_kind().is_some() && wanted(record);
    for record in records.iter().filter(of_kind) {
        let minted =
            known.get(&record.key).filter(|minted| Some(minted.id.kind()) == record.body.entity_kind());
        if let Some(minted) = minted
            && !identities.contains_key(&record.key)
            && used.insert(minted.id)
        {
            identities.insert(record.key.clone(), minted.clone());
        }
    }
}

fn mint_the_rest(source: &str, records: &[Record], taken: &BTreeSet<Id>, identities: &mut Identities) {
    let mut used: HashSet<Id> = identities.values().map(|minted| minted.id).collect();
    let mut slugs: HashSet<String> = identities.values().filter_map(|minted| minted.slug.clone()).collect();
    for record in records {
        let Some(kind) = record.body.entity_kind() else { continue };
        if identities.contains_key(&record.key) {
            continue;
        }
        let seed = format!("{source}/{}", record.key);
        let ids = (0..).map(|salt| Id::mint(kind, &seed, salt));
        let Some(id) = ids.into_iter().find(|id| !taken.contains(id) && !used.contains(id)) else { continue };
        used.insert(id);
        let slug = readable(source, record).map(|wanted| {
            let free = std::iter::once(wanted.clone()).chain((2..).map(|n| format!("{wanted}-{n}")));
            free.into_iter().find(|slug| !slugs.contains(slug)).unwrap_or(wanted)
        });
        slugs.extend(slug.clone());
        identities.insert(record.key.clone(), Minted { id, slug });
    }
}

fn readable(source: &str, record: &Record) -> Option<String> {
    match &record.body {
        Body::Programme(programme) => Some(slug::programme(programme)),
        Body::Pledge(_) => Some(source.to_owned()),
        _ => None,
    }
}

/// Pairs of a lost and a found record of one kind that are alike enough, the most alike first, each record once.
fn best_pairs<'a>(lost: &[&'a Record], found: &[&'a Record]) -> Vec<(&'a Record, &'a Record)> {
    let rarity = Rarity::of(lost.iter().chain(found).map(|record| terms_of(record)));
    let ready = |records: &[&'a Record]| -> Vec<Ready<'a>> {
        records.iter().map(|record| Ready::new(record, &rarity)).collect()
    };
    let (before, after) = (ready(lost), ready(found));
    let mut pairs = Vec::new();
    for (from, old) in before.iter().enumerate() {
        for (to, new) in after.iter().enumerate() {
            let score = alike(old, new, &rarity);
            if score > 0.0 {
                pairs.push((score, from, to));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut given, mut got) = (HashSet::new(), HashSet::new());
    let mut best = Vec::new();
    for (_, from, to) in pairs {
        if !given.contains(&from) && !got.contains(&to) {
            given.insert(from);
            got.insert(to);
            best.push((lost[from], found[to]));
        }
    }
    best
}

fn terms_of(record: &Record) -> impl Iterator<Item = &str> {
    let terms = match &record.body {
        Body::Programme(programme) => Some(&programme.terms),
        Body::Result(result) => Some(&result.terms),
        Body::Commitment(commitment) => Some(&commitment.terms),
        Body::ProgressItem(item) => Some(&item.terms),
        Body::Pledge(_) | Body::Phase(_) | Body::Office(_) => None,
    };
    terms.into_iter().flat_map(Terms::iter)
}

/// A record with what is worked out once for all its pairs.
struct Ready<'a> {
    body: &'a Body,
    terms: Vec<u32>,
    programme: Option<Compared<'a>>,
}

impl<'a> Ready<'a> {
    fn new(record: &'a Record, rarity: &Rarity) -> Self {
        let programme = match &record.body {
            Body::Programme(programme) => Some(Compared::new(programme, &[], rarity)),
            _ => None,
        };
        Self { body: &record.body, terms: rarity.numbers(terms_of(record)), programme }
    }
}

/// How alike two records of one source are; 0 or less for two different things.
fn alike(old: &Ready<'_>, new: &Ready<'_>, rarity: &Rarity) -> f64 {
    if let (Some(old), Some(new)) = (&old.programme, &new.programme) {
        let score = score(old, new, rarity);
        return if score.joins() { score.sum } else { 0.0 };
    }
    let texts = |one: &Prose, other: &Prose| {
        let same = one.fingerprint == other.fingerprint;
        if same { 2.0 } else { rarity.likeness(&old.terms, &new.terms) - 0.4 }
    };
    match (old.body, new.body) {
        (Body::Pledge(_), Body::Pledge(_)) => 1.0,
        (Body::Commitment(old), Body::Commitment(new)) => texts(&old.text, &new.text),
        (Body::ProgressItem(old), Body::ProgressItem(new)) => texts(&old.text, &new.text),
        (Body::Result(old), Body::Result(new)) => results(old, new),
        _ => 0.0,
    }
}

fn results(old: &ResultRecord, new: &ResultRecord) -> f64 {
    let unit = fuzz_ratio(&old.figure.value.unit, &new.figure.value.unit);
    let same_value = old.figure.value.value == new.figure.value.value;
    let same_text = old.text.fingerprint == new.text.fingerprint;
    let codes = |record: &ResultRecord| -> BTreeSet<_> {
        record.countries.iter().map(|country| country.value.code).collect()
    };
    if codes(old) != codes(new)
        || old.theme.as_ref().map(|t| &t.value) != new.theme.as_ref().map(|t| &t.value)
    {
        return 0.0;
    }
    let value = if same_value { 0.5 } else { 0.0 };
    let text = if same_text { 0.5 } else { 0.0 };
    unit - 0.7 + value + text
}
