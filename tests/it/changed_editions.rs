//! What becomes of decisions when what they are about is published anew, on the real documents with some lines changed.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use gcm_hub::curation::{DecisionState, Entry, Statement, Status, What};
use gcm_hub::document::Document;
use gcm_hub::graph::identity::carry_over;
use gcm_hub::hub::{Hub, Served};
use gcm_hub::linking::End;
use gcm_hub::record::{Decision, Id, Record};
use gcm_hub::refresh::{Given, Ingested, bundle, open_hub};
use gcm_hub::sources::source;
use gcm_hub::store::{MemoryStore, Store};

use crate::documents::{document, full_store, ingested};
use crate::{documents_folder, now};

/// The hub of some documents, which can be published anew.
struct Press {
    folder: PathBuf,
    store: Arc<MemoryStore>,
    hub: Hub,
}

impl Press {
    fn open() -> Option<Self> {
        let folder = documents_folder()?;
        let store = Arc::new(full_store(&folder));
        Some(Self { hub: hub_of(&store), folder, store })
    }

    /// Publishes a source's document with its words changed.
    fn publish(&mut self, slug: &str, change: impl FnOnce(String) -> String) -> Ingested {
        let source = source(slug).unwrap();
        let document = document(&self.folder, source);
        let words = change(String::from_utf8(document.bytes).unwrap());
        let document = Document { bytes: words.into_bytes(), ..document };
        let done = ingested(&*self.store, source, &document, Given::default()).unwrap();
        self.hub = hub_of(&self.store);
        done
    }

    fn served(&self) -> Arc<Served> {
        self.hub.served()
    }

    /// Takes the decision of UNDP on the link of two ends.
    fn decide(&self, from: &str, to: &str, what: fn(Id) -> What) -> Decision {
        let served = self.served();
        let ends = [end(&served, from), end(&served, to)];
        let link = served.links.of(ends[0]).iter().map(|place| &served.links.links[*place]);
        let mut link = link.filter(|link| [link.assessment.from, link.assessment.to] == ends);
        let id = link.next().unwrap_or_else(|| panic!("no link of {from} and {to}")).id;
        let statement = Statement {
            what: what(id),
            agency: "UNDP".to_owned(),
            by: "Ana".to_owned(),
            note: None,
            client_mutation_id: None,
        };
        let decided = self.hub.decide(statement, now()).unwrap();
        self.log().into_iter().find(|known| known.id == decided.decision).unwrap()
    }

    fn log(&self) -> Vec<Decision> {
        self.store.decisions().unwrap()
    }

    /// What has become of a decision, and of its link.
    fn fate(&self, decision: &Decision) -> (Entry, Option<Status>) {
        let links = &self.served().links;
        let entry = links.decisions[links.decision(decision.id).unwrap()].clone();
        assert_eq!(entry.decision, *decision, "what was said is never changed");
        let status = entry.link.map(|place| links.links[place].status);
        (entry, status)
    }

    /// Asserts what has become of a decision and of its link, and the reason; gives the reason.
    fn check(&self, decision: &Decision, state: DecisionState, status: Option<Status>) -> String {
        let (entry, found) = self.fate(decision);
        assert_eq!((entry.state, found), (state, status), "{}", entry.reason);
        entry.reason
    }
}

fn hub_of(store: &Arc<MemoryStore>) -> Hub {
    open_hub(Arc::clone(store) as Arc<dyn Store>, Arc::default(), now()).unwrap()
}

/// A programme's slug, or an item of the pledge: `6.5`.
fn end(served: &Served, name: &str) -> End {
    if let Some(place) = served.programme(name) {
        return End::Programme(place);
    }
    let (_, record) = served.records.iter().find(|(_, record)| record.key == name).unwrap();
    End::of(served.node(record.id).unwrap()).unwrap()
}

fn confirm(link: Id) -> What {
    What::Confirm { link }
}

fn reject(link: Id) -> What {
    What::Reject { link }
}

/// Replaces what is there once.
fn replaced(words: String, old: &str, new: &str) -> String {
    assert_eq!(words.matches(old).count(), 1, "{old}");
    words.replace(old, new)
}

/// The document without what is from one mark to the next other one.
fn without(words: String, from: &str, to: &str) -> String {
    let start = words.find(from).unwrap();
    let end = start + words[start..].find(to).unwrap();
    words[..start].to_owned() + &words[end..]
}

/// The document with the one line that has a mark replaced.
fn with_line(words: String, mark: &str, new: impl FnOnce(&str) -> String) -> String {
    let line = words.split_inclusive('\n').find(|line| line.contains(mark)).unwrap().to_owned();
    replaced(words, &line, &new(&line))
}

const MOLDOVA: &str = "mda-leveraging-positive-impact-offsetting-loss";
const ECUADOR: &str = "ecu-socio-economic-integration-host-communities";
const PERU: &str = "per-security-social-inclusion-comprehensive-healthcare";
const NORTH_MACEDONIA: &str = "mkd-institutional-fact-based-data-driven";
const SANTIAGO: &str = "chl-mex-local-santiago-city-socioeconomic-integration";

use DecisionState::{Orphaned, Stale, Standing};

#[test]
fn an_edition_that_says_the_same_changes_no_decision() {
    let Some(mut press) = Press::open() else { return };
    let decisions = [press.decide("6.5", ECUADOR, confirm), press.decide("5.16", "6.7", reject)];
    // Another file of the same words.
    for slug in ["mptf-pipeline", "undp-pledge"] {
        let done = press.publish(slug, |words| words + "\n");
        assert_eq!((done.changes.added.len(), done.changes.changed.len()), (0, 0));
    }
    press.check(&decisions[0], Standing, Some(Status::Confirmed));
    press.check(&decisions[1], Standing, Some(Status::Rejected));
}

#[test]
fn a_retitled_programme_keeps_its_decisions_and_they_turn_stale_with_a_reason() {
    let Some(mut press) = Press::open() else { return };
    let about = press.decide("6.7", MOLDOVA, confirm);
    let elsewhere = press.decide("2.4", NORTH_MACEDONIA, confirm);
    let id = end(&press.served(), MOLDOVA).id(&press.served());
    let done = press.publish("mptf-pipeline", |words| {
        replaced(words, "Leveraging the positive impact", "Harnessing the benefits")
    });
    assert_eq!((done.changes.added.len(), done.changes.removed.len(), done.changes.changed.len()), (0, 0, 1));
    let reason = press.check(&about, Stale, Some(Status::Stale));
    assert!(reason.starts_with("the text of “Harnessing the benefits"), "{reason}");
    assert!(reason.contains("` has changed since UNDP decided on 2027-01-15"), "{reason}");
    let served = press.served();
    let link = &served.links.links[press.fate(&about).0.link.unwrap()];
    assert_eq!((link.id, link.key.to), (about.link.id(), id), "it is the same link of the same programme");
    press.check(&elsewhere, Standing, Some(Status::Confirmed));

    // Said again, it is about what is there now.
    let again = press.decide("6.7", MOLDOVA, confirm);
    press.check(&again, Standing, Some(Status::Confirmed));
    press.check(&about, DecisionState::Superseded, Some(Status::Confirmed));
    // The old edition is back: what was said of it stands, but it is not the latest.
    press.publish("mptf-pipeline", |words| words);
    press.check(&again, Stale, Some(Status::Stale));
}

#[test]
fn a_reworded_item_makes_its_decisions_stale_and_no_others() {
    let Some(mut press) = Press::open() else { return };
    let about = press.decide("6.5", ECUADOR, confirm);
    let [beside, before] = [press.decide("5.16", "6.7", confirm), press.decide("6.6", PERU, reject)];
    let words = |words| replaced(words, "Project Ecuador: ", "A project of Ecuador: ");
    let done = press.publish("undp-pledge", words);
    assert_eq!((done.changes.added.len(), done.changes.removed.len(), done.changes.changed.len()), (0, 0, 1));
    let reason = press.check(&about, Stale, Some(Status::Stale));
    assert!(reason.starts_with("the text of item 6.5 in `undp-pledge` has changed since UNDP"), "{reason}");
    press.check(&beside, Standing, Some(Status::Confirmed));
    press.check(&before, Standing, Some(Status::Rejected));
    press.publish("undp-pledge", |words| words);
    press.check(&about, Standing, Some(Status::Confirmed));
}

#[test]
fn a_sheet_that_is_gone_orphans_its_decisions_until_it_comes_back() {
    let Some(mut press) = Press::open() else { return };
    let about = press.decide("6.6", PERU, confirm);
    let elsewhere = press.decide("6.5", ECUADOR, reject);
    let done = press.publish("mptf-pipeline", |words| {
        without(words, "\n PERU\nPARTICIPATING", "\n SOUTH\nAFRICA\nPARTICIPATING")
    });
    assert_eq!((done.changes.removed.len(), done.changes.added.len()), (1, 0));
    let reason = press.check(&about, Orphaned, None);
    assert_eq!(reason, format!("`{}` is in no edition in service", about.link.to));
    press.check(&elsewhere, Standing, Some(Status::Rejected));
    press.publish("mptf-pipeline", |words| words);
    press.check(&about, Standing, Some(Status::Confirmed));
    assert_eq!(press.log(), [about, elsewhere]);
}

#[test]
fn an_item_that_is_gone_orphans_its_decisions_and_leaves_those_on_the_items_after_it() {
    let Some(mut press) = Press::open() else { return };
    let about = press.decide("6.1", SANTIAGO, confirm);
    // Each of these is one place further up in the new edition, with its words as they were.
    let after = [
        press.decide("6.5", ECUADOR, confirm),
        press.decide("6.6", PERU, confirm),
        press.decide("5.16", "6.7", confirm),
    ];
    let done =
        press.publish("undp-pledge", |words| with_line(words, "Estrategia Intégrate", |_| String::new()));
    assert_eq!((done.changes.removed.len(), done.changes.added.len()), (1, 0), "{:?}", done.changes);
    let reason = press.check(&about, Orphaned, None);
    assert_eq!(reason, format!("`{}` is in no edition in service", about.link.from));
    for decision in &after {
        press.check(decision, Standing, Some(Status::Confirmed));
    }
    assert_eq!(end(&press.served(), "6.4").id(&press.served()), after[0].link.from);
    press.publish("undp-pledge", |words| words);
    press.check(&about, Standing, Some(Status::Confirmed));
    for decision in &after {
        press.check(decision, Standing, Some(Status::Confirmed));
    }
}

#[test]
fn an_item_put_before_others_takes_none_of_their_decisions() {
    let Some(mut press) = Press::open() else { return };
    let decisions = [press.decide("6.1", SANTIAGO, confirm), press.decide("6.6", PERU, confirm)];
    let done = press.publish("undp-pledge", |words| {
        with_line(words, "Estrategia Intégrate", |line| {
            format!("  • A tool shed was opened in a village of Fiji.\n{line}")
        })
    });
    assert_eq!((done.changes.removed.len(), done.changes.added.len()), (0, 1), "{:?}", done.changes);
    for decision in &decisions {
        press.check(decision, Standing, Some(Status::Confirmed));
    }
    let served = press.served();
    assert!(decisions.iter().all(|decision| end(&served, "6.1").id(&served) != decision.link.from));
}

/// Without the documents: the items of the bundle, of which one goes and comes back.
#[test]
fn items_that_move_up_keep_their_identifiers_and_one_that_comes_back_has_its_own_again() {
    let whole = bundle(source("undp-pledge").unwrap()).unwrap().reading.records;
    let place = |key: &str| key.strip_prefix("6.").and_then(|place| place.parse::<u32>().ok());
    let without_first: Vec<Record> = whole
        .iter()
        .filter(|record| record.key != "6.1")
        .map(|record| match place(&record.key) {
            Some(place) => Record { key: format!("6.{}", place - 1), ..record.clone() },
            None => record.clone(),
        })
        .collect();
    let (none, first) = (BTreeSet::new(), carry_over("undp-pledge", None, &[], &whole, &BTreeSet::new()));
    let second =
        carry_over("undp-pledge", Some((&whole, &first)), &[(&whole, &first)], &without_first, &none);
    assert_eq!(second.len(), first.len() - 1);
    for (key, minted) in &second {
        let key = place(key).map_or_else(|| key.clone(), |place| format!("6.{}", place + 1));
        assert_eq!(first[&key], *minted, "{key}");
    }
    let taken = first.values().map(|minted| minted.id).collect();
    let former = [(without_first.as_slice(), &second), (whole.as_slice(), &first)];
    assert_eq!(carry_over("undp-pledge", Some(former[0]), &former, &whole, &taken), first);
}
