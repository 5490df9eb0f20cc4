//! What can be said at the desk, and what is refused. What a request gets wrong is in `tests/it/links/refused.rs`;
//! here is what it does not reach.

use std::sync::Arc;

use super::samples::*;
use crate::curation::{Desk, Links, Recorded, Refused, Statement, Status, What};
use crate::record::{DecisionAction, Id, LinkKey, LinkType};
use crate::store::{MemoryStore, Store};

use LinkType::{Names, SameAs, Supports};

/// A desk over the bundled graph, in which one link is suggested.
struct Office {
    store: Arc<MemoryStore>,
    desk: Desk,
}

impl Office {
    fn new() -> Self {
        let store = Arc::new(MemoryStore::new());
        let desk = Desk::open(Arc::clone(&store) as Arc<dyn Store>).unwrap();
        Self { store, desk }
    }

    fn links(&self) -> Links {
        let made = suggestion(Supports, item(graph(), "5.14"), programme(graph(), TWICE), 0.9);
        over(graph(), &[made], &self.desk.log())
    }

    fn take(&self, statement: Statement, day: u32) -> Result<Recorded, Refused> {
        self.desk.record(graph(), &self.links(), statement, on(day))
    }

    fn says(&self, what: What, day: u32) -> Result<Recorded, Refused> {
        self.take(by("UNDP", what), day)
    }

    fn status(&self, key: LinkKey) -> Status {
        let links = self.links();
        links.links[links.link(key.id()).unwrap()].status
    }

    /// Refused with this code about this field, in these words; and nothing is written.
    fn refuses(&self, statement: Statement, code: &str, field: &str, words: &str) {
        let before = self.store.decisions().unwrap();
        let refused = self.take(statement.clone(), 9).unwrap_err();
        let found = (refused.code(), refused.field());
        assert_eq!(found, (code, Some(field)), "{statement:?}: {refused}");
        assert!(refused.to_string().contains(words), "{refused}");
        assert_eq!(self.store.decisions().unwrap(), before);
    }
}

fn by(agency: &str, what: What) -> Statement {
    Statement {
        what,
        agency: agency.to_owned(),
        by: "Someone".to_owned(),
        note: None,
        client_mutation_id: None,
    }
}

fn propose(kind: LinkType, from: Id, to: Id) -> What {
    What::Propose { kind, from, to }
}

fn item_id(key: &str) -> Id {
    item(graph(), key).id(graph())
}

fn programme_id(slug: &str) -> Id {
    programme(graph(), slug).id(graph())
}

fn suggested() -> LinkKey {
    LinkKey { kind: Supports, from: item_id("5.14"), to: programme_id(TWICE) }
}

#[test]
fn a_decision_is_in_the_store_with_all_that_was_said_and_seen() {
    let office = Office::new();
    let statement = Statement {
        note: Some("Named in the annual report.\nPage 4.".to_owned()),
        client_mutation_id: Some("form 1".to_owned()),
        ..by("United Nations Development Programme", What::Confirm { link: suggested().id() })
    };
    let Recorded { decision, repeated } = office.take(statement, 3).unwrap();
    assert!(!repeated);
    assert_eq!(office.store.decisions().unwrap(), std::slice::from_ref(&decision));
    assert_eq!(*office.desk.log(), std::slice::from_ref(&decision));
    assert_eq!((decision.agency.as_str(), decision.at, decision.link), ("UNDP", on(3), suggested()));
    assert_eq!(decision.note.as_deref(), Some("Named in the annual report.\nPage 4."));
    assert_eq!((decision.seen.from.len(), decision.seen.to.len()), (1, 2));
    assert_eq!(office.status(suggested()), Status::Confirmed);
    let reopened = Desk::open(Arc::clone(&office.store) as Arc<dyn Store>).unwrap();
    assert_eq!(reopened.log(), office.desk.log());
}

#[test]
fn a_link_is_proposed_rejected_and_withdrawn() {
    let office = Office::new();
    let key = LinkKey { kind: Names, from: item_id("5.16"), to: programme_id(ONCE) };
    let proposal = office.says(propose(Names, key.from, key.to), 1).unwrap().decision;
    assert_eq!((proposal.action, office.status(key)), (DecisionAction::Propose, Status::Confirmed));
    office.take(by("IOM", What::Reject { link: key.id() }), 2).unwrap();
    assert_eq!(office.status(key), Status::Suggested);
    let withdrawal = office.says(What::Withdraw { decision: proposal.id }, 3).unwrap().decision;
    assert_eq!((withdrawal.withdraws, withdrawal.link), (Some(proposal.id), key));
    assert_eq!(office.status(key), Status::Rejected);
}

#[test]
fn a_proposal_is_put_in_the_direction_of_its_type() {
    let office = Office::new();
    let (early, late) = (item_id("5.14"), item_id("5.16"));
    let programme = programme_id(ONCE);
    for (kind, from, to, expected) in [
        (Names, programme, early, (early, programme)),
        (SameAs, late, early, (early, late)),
        (Names, early, late, (early, late)),
    ] {
        let link = office.says(propose(kind, from, to), 1).unwrap().decision.link;
        assert_eq!((link.from, link.to), expected);
    }
}

#[test]
fn an_identity_is_proposed_between_records_and_goes_out_from_the_later() {
    let office = Office::new();
    let (early, late) = (programme_id(ONCE), record_id(graph(), "mptf-in-action", IN_LEAFLET));
    let decision = office.says(propose(SameAs, early, late), 1).unwrap().decision;
    assert_eq!((decision.link.from, decision.link.to), (late, early), "the record's own identifier");
    assert_eq!(decision.seen.from.keys().collect::<Vec<_>>(), [&late], "and only its words");
    assert_eq!(crate::curation::identity_rules(&office.desk.log()).together.len(), 1);
}

#[test]
fn every_sort_of_link_that_fits_can_be_proposed_and_no_other() {
    use crate::linking::End;
    let graph = graph();
    let commitment = End::Commitment(graph.commitments.places().next().unwrap()).id(graph);
    let result = End::Result(graph.results.places().next().unwrap()).id(graph);
    let (first, second) = (item_id("5.16"), item_id("7.1"));
    let (programme, other) = (programme_id(ONCE), programme_id(TWICE));
    let ends = [first, second, programme, other, commitment, result];
    let mut fitting = Vec::new();
    for kind in [SameAs, Names, Supports] {
        for (number, from) in ends.iter().enumerate() {
            for to in &ends[number + 1..] {
                match Office::new().says(propose(kind, *from, *to), 1) {
                    Ok(_) => fitting.push((kind, from.kind(), to.kind())),
                    Err(refused) => assert_eq!(refused.code(), "TYPE_DOES_NOT_FIT", "{refused}"),
                }
            }
        }
    }
    for (kind, from, to) in crate::curation::FITS {
        assert!(
            fitting.contains(&(kind, from, to)) || fitting.contains(&(kind, to, from)),
            "{kind} {from:?} {to:?}"
        );
    }
    fitting.sort_unstable();
    fitting.dedup();
    assert_eq!(fitting.len(), crate::curation::FITS.len(), "{fitting:?}");
}

#[test]
fn what_cannot_be_linked_is_refused_with_what_helps() {
    let office = Office::new();
    let (item, programme) = (item_id("5.14"), programme_id(ONCE));
    let refuses = |what, code, field, words| office.refuses(by("UNDP", what), code, field, words);
    let alone = propose(SameAs, item, item);
    refuses(alone, "LINKED_WITH_ITSELF", "to", "two different");
    let pair = propose(Supports, item, item_id("5.16"));
    refuses(pair, "TYPE_DOES_NOT_FIT", "type", "a commitment and a programme");
    let there = format!("confirm `{}`", suggested().id());
    refuses(propose(Supports, item, suggested().to), "LINK_EXISTS", "to", &there);
    refuses(propose(Supports, suggested().to, item), "LINK_EXISTS", "to", &there);
    refuses(What::Confirm { link: programme }, "UNKNOWN_LINK", "link", "is no link");
    let of_another_type = LinkKey { kind: Names, ..suggested() }.id();
    refuses(What::Reject { link: of_another_type }, "UNKNOWN_LINK", "link", "propose");
}

#[test]
fn the_identity_of_one_programme_is_there_already() {
    let office = Office::new();
    let (leaflet, booklet) = (record_id(graph(), "mptf-in-action", IN_LEAFLET), programme_id(TWICE));
    let there = LinkKey { kind: SameAs, from: leaflet, to: booklet }.id();
    let words = format!("confirm `{there}`");
    office.refuses(by("IOM", propose(SameAs, booklet, leaflet)), "LINK_EXISTS", "to", &words);
    office.take(by("IOM", What::Reject { link: there }), 3).unwrap();
    assert_eq!(crate::curation::identity_rules(&office.desk.log()).apart.len(), 1);
}

#[test]
fn unknown_agencies_and_unsound_texts_are_refused() {
    let office = Office::new();
    let plain = || by("UNDP", What::Confirm { link: suggested().id() });
    let refuses = |statement, code, field, words| office.refuses(statement, code, field, words);
    let agency = |agency: &str| Statement { agency: agency.to_owned(), ..plain() };
    refuses(agency("UNPD"), "UNKNOWN_AGENCY", "agency", "did you mean UNDP");
    refuses(agency(""), "UNKNOWN_AGENCY", "agency", "give the acronym");
    let note = |note: &str| Statement { note: Some(note.to_owned()), ..plain() };
    refuses(note(&"ü".repeat(2001)), "BAD_TEXT", "note", "2001 characters: shorten it to 2000");
    refuses(note("one\rtwo"), "BAD_TEXT", "note", "U+000D");
    refuses(note("not \u{202E}gnorw"), "BAD_TEXT", "note", "U+202E");
    refuses(note("not \u{2066}right\u{2069}"), "BAD_TEXT", "note", "U+2066");
    for unseen in ["\u{200B}", " \u{FEFF}\u{2060}", "\u{3164}", "\u{2800}\n"] {
        refuses(note(unseen), "BAD_TEXT", "note", "is empty");
    }
    refuses(Statement { by: String::new(), ..plain() }, "BAD_TEXT", "by", "is empty");
    refuses(Statement { by: "x".repeat(201), ..plain() }, "BAD_TEXT", "by", "201");
    office.take(note(&"ü".repeat(2000)), 1).unwrap();
}

#[test]
fn sending_a_statement_again_gives_the_first_decision() {
    let office = Office::new();
    let called =
        |agency, what| Statement { client_mutation_id: Some("form 1".to_owned()), ..by(agency, what) };
    let key = LinkKey { kind: Names, from: item_id("5.16"), to: programme_id(ONCE) };
    let proposal = called("UNDP", propose(Names, key.from, key.to));
    let first = office.take(proposal.clone(), 1).unwrap();
    let turned = called("UNDP", propose(Names, key.to, key.from));
    for again in [proposal, turned] {
        let repeated = office.take(again, 5).unwrap();
        assert_eq!((repeated.repeated, &repeated.decision), (true, &first.decision));
    }
    assert_eq!(office.desk.log().len(), 1);
    for other in [
        called("UNDP", propose(Names, key.from, programme_id(TWICE))),
        called("UNDP", What::Confirm { link: key.id() }),
        Statement { note: Some("because".to_owned()), ..called("UNDP", propose(Names, key.from, key.to)) },
    ] {
        office.refuses(
            other,
            "CLIENT_MUTATION_ID_REUSED",
            "clientMutationId",
            &first.decision.id.to_string(),
        );
    }
    let of_another = office.take(called("IOM", What::Confirm { link: key.id() }), 2).unwrap();
    assert!(!of_another.repeated, "another agency's names are its own");
    let again = office.take(called("IOM", What::Confirm { link: key.id() }), 2).unwrap();
    assert!(again.repeated);
}

#[test]
fn what_was_proposed_since_the_links_were_curated_is_there() {
    let office = Office::new();
    let (before, key) =
        (office.links(), LinkKey { kind: Names, from: item_id("5.16"), to: programme_id(ONCE) });
    let proposal = propose(Names, key.from, key.to);
    let first = office.desk.record(graph(), &before, by("UNDP", proposal), on(1)).unwrap();
    let refused = office.desk.record(graph(), &before, by("IOM", proposal), on(1)).unwrap_err();
    assert_eq!(refused.code(), "LINK_EXISTS");
    let withdraw = What::Withdraw { decision: first.decision.id };
    office.desk.record(graph(), &before, by("UNDP", withdraw), on(2)).unwrap();
    office.desk.record(graph(), &before, by("IOM", proposal), on(3)).unwrap();
}

#[test]
fn a_decision_that_is_dated_in_the_future_is_withdrawn_before_its_agency_decides_again() {
    let office = Office::new();
    let link = suggested().id();
    let later = office.says(What::Confirm { link }, 19).unwrap().decision;
    for what in [What::Reject { link }, What::Confirm { link }] {
        office.refuses(by("UNDP", what), "DECIDED_LATER", "link", &format!("`{}`", later.id));
    }
    // No other agency and no other link is held up, and each decision has its true time.
    let others = office.take(by("IOM", What::Confirm { link }), 2).unwrap().decision;
    let elsewhere = office.says(propose(Names, item_id("5.16"), programme_id(ONCE)), 2).unwrap().decision;
    assert_eq!((others.at, elsewhere.at), (on(2), on(2)));
    let withdrawal = office.says(What::Withdraw { decision: later.id }, 2).unwrap().decision;
    let rejection = office.says(What::Reject { link }, 2).unwrap().decision;
    assert_eq!((withdrawal.at, rejection.at), (on(2), on(2)));
    office.says(What::Confirm { link }, 2).unwrap();
    assert_eq!(office.status(suggested()), Status::Confirmed, "at one time the later in the log stands");
}

#[test]
fn a_later_decision_is_seen_also_when_the_links_are_older_than_the_log() {
    let office = Office::new();
    let (before, link) = (office.links(), suggested().id());
    let record = |what, day| office.desk.record(graph(), &before, by("UNDP", what), on(day));
    let later = record(What::Confirm { link }, 19).unwrap().decision.id;
    assert_eq!(record(What::Reject { link }, 2).unwrap_err().code(), "DECIDED_LATER");
    record(What::Withdraw { decision: later }, 2).unwrap();
    record(What::Reject { link }, 2).unwrap();
}

#[test]
fn the_line_ends_of_a_note_are_those_of_the_log() {
    let office = Office::new();
    let noted = |note: &str| Statement {
        note: Some(note.to_owned()),
        client_mutation_id: Some("form 1".to_owned()),
        ..by("UNDP", What::Confirm { link: suggested().id() })
    };
    let first = office.take(noted("One line.\r\nAnother."), 1).unwrap();
    assert_eq!(first.decision.note.as_deref(), Some("One line.\nAnother."));
    assert!(office.take(noted("One line.\r\nAnother."), 1).unwrap().repeated);
    assert!(office.take(noted("One line.\nAnother."), 1).unwrap().repeated);
}

#[test]
fn the_same_words_twice_are_two_decisions() {
    let office = Office::new();
    let what = What::Confirm { link: suggested().id() };
    let (one, two) = (office.says(what, 1).unwrap(), office.says(what, 1).unwrap());
    assert_ne!(one.decision.id, two.decision.id);
    assert_eq!(office.store.decisions().unwrap().len(), 2);
}

#[test]
fn statements_at_once_are_taken_one_after_the_other() {
    let office = Office::new();
    let links = office.links();
    let key = LinkKey { kind: Names, from: item_id("5.16"), to: programme_id(ONCE) };
    let taken: usize = std::thread::scope(|scope| {
        let propose =
            || office.desk.record(graph(), &links, by("UNDP", propose(Names, key.from, key.to)), on(1));
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(propose)).collect();
        threads.into_iter().filter_map(|thread| thread.join().unwrap().ok()).count()
    });
    assert_eq!((taken, office.store.decisions().unwrap().len()), (1, 1));
}
