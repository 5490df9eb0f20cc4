//! What an input gets wrong, and what sending it again does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gcm_hub::curation;
use gcm_hub::hub::{Hub, Stood};
use gcm_hub::record::{Decision, Edition, Id, Sha256, Watch};
use gcm_hub::refresh;
use gcm_hub::store::{Committed, Held, MemoryStore, Pruned, Store, StoreError, StoredEdition};
use serde_json::{Value, json};

use super::{Desk, ITEM, PROGRAMME};
use crate::TempFolder;
use crate::server::Running;

/// The code, field and message of the one error of an input; nothing was recorded.
fn error(desk: &Desk, who: &str, mutation: &str, input: &Value) -> (String, Value, String) {
    let before = desk.ask("{ hub { graphVersion } decisions { totalCount } }");
    let payload = desk.payload(who, mutation, input.clone());
    let errors = payload["userErrors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{mutation} {input} {payload}");
    assert_eq!((&payload["link"], &payload["decision"]), (&Value::Null, &Value::Null), "{payload}");
    assert_eq!(payload["clientMutationId"], input["clientMutationId"], "{payload}");
    let now = desk.ask("{ hub { graphVersion } decisions { totalCount } }");
    assert_eq!(now, before, "{mutation} {input}");
    let text = |field: &str| errors[0][field].as_str().unwrap().to_owned();
    (text("code"), errors[0]["field"].clone(), text("message"))
}

#[test]
fn every_wrong_input_is_told_with_its_code_its_field_and_what_helps() {
    let desk = Desk::open("user-errors");
    let (undp, iom) = (desk.curator("UNDP"), desk.curator("IOM"));
    let check = |who: &str, mutation: &str, input: Value, code: &str, field: &str, word: &str| {
        let (found, about, message) = error(&desk, who, mutation, &input);
        assert_eq!((found.as_str(), &about), (code, &json!(field)), "{mutation} {input} {message}");
        assert!(message.contains(word), "{mutation} {input}: no `{word}` in {message}");
    };
    let (item, programme, other) =
        (desk.node(ITEM), desk.node(PROGRAMME), desk.node("tjk-safe-skilled-young-abroad"));
    let country = desk.ask("{ country(code: \"MDA\") { id } }")["country"]["id"].clone();
    let propose = |kind: &str, from: &Value, to: &Value, code: &str, field: &str, word: &str| {
        check(&undp, "proposeLink", json!({ "type": kind, "from": from, "to": to }), code, field, word);
    };
    propose("SUPPORTS", &json!("5.14"), &programme, "NOT_AN_ID", "from", "`5.14`");
    propose("SUPPORTS", &item, &json!("prg_0"), "NOT_AN_ID", "to", "`prg_0`");
    propose("SUPPORTS", &json!("itm_000000000000"), &programme, "UNKNOWN_NODE", "from", "`id` field");
    propose("SUPPORTS", &item, &json!("prg_000000000000"), "UNKNOWN_NODE", "to", "`prg_000000000000`");
    propose("NAMES", &item, &country, "NOT_LINKABLE", "to", "is a country");
    propose("SAME_AS", &programme, &programme, "LINKED_WITH_ITSELF", "to", "two different entities");
    propose("NAMES", &programme, &other, "TYPE_DOES_NOT_FIT", "type", "a programme and a programme");
    propose("SAME_AS", &programme, &item, "LINK_EXISTS", "to", desk.link(ITEM, PROGRAMME).as_str().unwrap());

    let decide = |link: Value, code: &str, field: &str, word: &str| {
        check(&undp, "decideLink", json!({ "link": link, "action": "CONFIRM" }), code, field, word);
    };
    decide(json!("this one"), "NOT_AN_ID", "link", "`this one`");
    decide(item.clone(), "UNKNOWN_LINK", "link", "is no link of this hub");
    decide(json!("lnk_000000000000"), "UNKNOWN_LINK", "link", "propose the link");

    let link = desk.link(ITEM, PROGRAMME);
    let decision = desk.decides(&undp, &link, "CONFIRM")["decision"]["id"].clone();
    let withdraw = |who: &str, decision: &Value, code: &str, word: &str| {
        check(who, "withdrawDecision", json!({ "decision": decision }), code, "decision", word);
    };
    withdraw(&undp, &json!("dec"), "NOT_AN_ID", "`dec`");
    withdraw(&undp, &json!("dec_000000000000"), "UNKNOWN_DECISION", "is no decision of this hub");
    withdraw(&undp, &link, "UNKNOWN_DECISION", "is no decision of this hub");
    withdraw(&iom, &decision, "OTHER_AGENCY", "only UNDP can withdraw it");
    let withdrawal = desk.says(&undp, "withdrawDecision", json!({ "decision": decision }));
    withdraw(&undp, &decision, "ALREADY_WITHDRAWN", withdrawal["decision"]["id"].as_str().unwrap());
    withdraw(&undp, &withdrawal["decision"]["id"], "IS_WITHDRAWAL", "decide on the link again");

    for (field, text, word) in [
        ("note", json!(" \n"), "is empty"),
        ("note", json!("x".repeat(2_001)), "2001"),
        ("note", json!("bell \u{7}"), "U+0007"),
        // Within the characters, and still more than the log takes of one decision.
        ("note", json!("\u{1F30D}".repeat(2_000)), "shorten"),
        ("clientMutationId", json!(""), "is empty"),
        ("clientMutationId", json!("x".repeat(201)), "201"),
        ("clientMutationId", json!("two\nlines"), "U+000A"),
    ] {
        let mut input = json!({ "link": link, "action": "CONFIRM" });
        input[field] = text;
        check(&undp, "decideLink", input, "BAD_TEXT", field, word);
    }
}

#[test]
fn a_note_of_the_most_characters_is_kept_as_it_was_written() {
    let desk = Desk::open("long-note");
    let who = desk.curator("UNDP");
    let note = "ё“\n\t".repeat(500);
    let input = json!({ "link": desk.link(ITEM, PROGRAMME), "action": "CONFIRM", "note": note });
    let payload = desk.says(&who, "decideLink", input);
    assert_eq!(payload["link"]["decisions"][0]["note"], note);
    let desk = desk.restarted();
    assert_eq!(desk.ask("{ decisions { nodes { note } } }")["decisions"]["nodes"][0]["note"], note);
}

#[test]
fn the_identity_of_one_programme_cannot_be_proposed() {
    let desk = Desk::open("one-already");
    let who = desk.curator("UNDP");
    let programme = desk.node("tjk-families-left-behind-khatlon");
    let input = json!({ "type": "SAME_AS", "from": programme, "to": programme });
    assert_eq!(error(&desk, &who, "proposeLink", &input).0, "LINKED_WITH_ITSELF");
    // Two that agencies have joined to a third are one with each other through it.
    let [one, two, three] = [
        "zaf-making-safe-women",
        "dji-action-migrant-needs-vulnerabilities",
        "uga-counter-trafficking-enhanced-protection-systems",
    ]
    .map(|slug| desk.node(slug));
    desk.proposes(&who, "SAME_AS", &one, &two);
    desk.proposes(&who, "SAME_AS", &three, &two);
    for (from, to) in [(&one, &two), (&two, &three)] {
        let input = json!({ "type": "SAME_AS", "from": from, "to": to });
        assert_eq!(error(&desk, &who, "proposeLink", &input).0, "LINK_EXISTS");
    }
    let input = json!({ "type": "SAME_AS", "from": one, "to": three });
    let (code, field, message) = error(&desk, &who, "proposeLink", &input);
    assert_eq!((code.as_str(), &field), ("ALREADY_ONE", &json!("to")), "{message}");
}

#[test]
fn a_mutation_sent_again_changes_nothing() {
    let desk = Desk::open("again");
    let (undp, iom) = (desk.curator("UNDP"), desk.curator("IOM"));
    let link = desk.link(ITEM, PROGRAMME);
    let input =
        json!({ "link": link, "action": "CONFIRM", "note": "as agreed", "clientMutationId": "form-1" });
    let first = desk.says(&undp, "decideLink", input.clone());
    assert_eq!(first["clientMutationId"], "form-1");
    let version = desk.ask("{ hub { graphVersion } }");
    assert_eq!(desk.says(&undp, "decideLink", input.clone()), first);
    assert_eq!(
        desk.says(&desk.curator("UNDP"), "decideLink", input.clone()),
        first,
        "another token of the agency"
    );
    assert_eq!((desk.count("decisions"), desk.ask("{ hub { graphVersion } }")), (1, version));

    for (field, other) in [
        ("action", json!("REJECT")),
        ("note", json!("otherwise")),
        ("note", Value::Null),
        ("link", desk.link("5.16", "6.7")),
    ] {
        let mut changed = input.clone();
        changed[field] = other;
        let (code, about, message) = error(&desk, &undp, "decideLink", &changed);
        assert_eq!((code.as_str(), &about), ("CLIENT_MUTATION_ID_REUSED", &json!("clientMutationId")));
        assert!(
            message.contains("`form-1`") && message.contains(first["decision"]["id"].as_str().unwrap()),
            "{message}"
        );
    }
    let withdrawal = json!({ "decision": first["decision"]["id"], "clientMutationId": "form-1" });
    assert_eq!(error(&desk, &undp, "withdrawDecision", &withdrawal).0, "CLIENT_MUTATION_ID_REUSED");

    // The names of one agency are not those of another.
    let others = desk.says(&iom, "decideLink", input.clone());
    assert_ne!(others["decision"]["id"], first["decision"]["id"]);

    let withdrawal = json!({ "decision": first["decision"]["id"], "clientMutationId": "form-2" });
    let taken_back = desk.says(&undp, "withdrawDecision", withdrawal.clone());
    assert_eq!(desk.says(&undp, "withdrawDecision", withdrawal), taken_back);
    let proposal = json!({ "type": "SUPPORTS", "from": desk.node("6.1"), "to": desk.node(PROGRAMME), "clientMutationId": "form-3" });
    let proposed = desk.says(&undp, "proposeLink", proposal.clone());
    assert_eq!(desk.says(&undp, "proposeLink", proposal.clone()), proposed);
    assert_eq!(desk.count("decisions"), 4);

    // Also by a hub that has only read of it.
    let desk = desk.restarted();
    let again = desk.says(&undp, "proposeLink", proposal);
    assert_eq!(again["decision"], proposed["decision"]);
    let first_again = desk.says(&undp, "decideLink", input);
    assert_eq!(first_again["decision"]["id"], first["decision"]["id"]);
    assert_eq!(first_again["decision"]["state"], "WITHDRAWN", "it is answered as things are now");
    assert_eq!(desk.count("decisions"), 4);
}

/// A store whose disk is full.
#[derive(Default)]
struct Full(MemoryStore);

impl Store for Full {
    fn append(&self, _: &Decision) -> Result<bool, StoreError> {
        let source = std::io::ErrorKind::StorageFull.into();
        Err(StoreError::Unwritable { path: "/the/folder/of/the/hub".into(), source })
    }
    fn commit(&self, edition: &StoredEdition) -> Result<Committed, StoreError> {
        self.0.commit(edition)
    }
    fn keep(&self, edition: &StoredEdition) -> Result<bool, StoreError> {
        self.0.keep(edition)
    }
    fn sources(&self) -> Result<Vec<String>, StoreError> {
        self.0.sources()
    }
    fn current(&self, source: &str) -> Result<Option<StoredEdition>, StoreError> {
        self.0.current(source)
    }
    fn editions(&self, source: &str) -> Result<Vec<Edition>, StoreError> {
        self.0.editions(source)
    }
    fn edition(&self, source: &str, sha256: &Sha256) -> Result<Option<StoredEdition>, StoreError> {
        self.0.edition(source, sha256)
    }
    fn minted(&self) -> Result<BTreeSet<Id>, StoreError> {
        self.0.minted()
    }
    fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        self.0.decisions()
    }
    fn prune(&self, source: &str, sha256: &Sha256) -> Result<bool, StoreError> {
        self.0.prune(source, sha256)
    }
    fn pruned(&self) -> Result<Vec<Pruned>, StoreError> {
        self.0.pruned()
    }
    fn keep_pruned(&self, pruned: &Pruned) -> Result<bool, StoreError> {
        self.0.keep_pruned(pruned)
    }
    fn watch(&self, source: &str) -> Result<Option<Watch>, StoreError> {
        self.0.watch(source)
    }
    fn watches(&self) -> Result<Vec<(String, Watch)>, StoreError> {
        self.0.watches()
    }
    fn set_watch(&self, source: &str, watch: &Watch) -> Result<(), StoreError> {
        self.0.set_watch(source, watch)
    }
    fn hold(&self, held: &Held) -> Result<(), StoreError> {
        self.0.hold(held)
    }
    fn held(&self, source: &str) -> Result<Option<Held>, StoreError> {
        self.0.held(source)
    }
    fn release(&self, source: &str) -> Result<bool, StoreError> {
        self.0.release(source)
    }
}

#[test]
fn a_decision_that_cannot_be_written_is_no_decision() {
    let folder = TempFolder::new("links-full");
    let hub = crate::hub_over(Full::default());
    let server = Running::over(Arc::clone(&hub), &folder.0);
    let desk = Desk { folder, server };
    let who = desk.curator("UNDP");
    let before = desk.ask("{ hub { graphVersion } }");
    let input = json!({ "input": { "link": desk.link(ITEM, PROGRAMME), "action": "CONFIRM" } });
    let response = desk.response(Some(&who), &super::document("decideLink"), input);
    let error = &response["errors"][0];
    assert_eq!((&response["data"], &error["extensions"]["code"]), (&Value::Null, &json!("UNAVAILABLE")));
    assert!(error["message"].as_str().unwrap().contains("send it again later"), "{response}");
    assert!(!response.to_string().contains("/the/folder"), "{response}");
    assert_eq!((desk.count("decisions"), desk.ask("{ hub { graphVersion } }")), (0, before));
}

#[test]
fn a_request_on_which_the_hub_fails_may_have_been_recorded_and_is_sent_again() {
    let folder = TempFolder::new("links-broken");
    let store = Arc::new(MemoryStore::new());
    let load = {
        let store = Arc::clone(&store);
        move || refresh::load(&*store, &gcm_hub::sources::Sources::default(), crate::now())
    };
    let graph = load().unwrap();
    let desk = curation::Desk::open(store).unwrap();
    let broken = AtomicBool::new(false);
    let rebuild = move |_| {
        assert!(broken.swap(true, Ordering::Relaxed), "the first time it breaks");
        Ok(load()?)
    };
    let past = Arc::new(|_: &Stood, _: &[Decision], _| Err("nothing here asks for the past".into()));
    let hub = Arc::new(Hub::new(graph, BTreeMap::new(), desk, Box::new(rebuild), past));
    let server = Running::over(hub, &folder.0);
    let desk = Desk { folder, server };
    let who = desk.curator("UNDP");
    let [one, other] =
        ["zaf-making-safe-women", "dji-action-migrant-needs-vulnerabilities"].map(|slug| desk.node(slug));
    let input = json!({ "type": "SAME_AS", "from": one, "to": other, "clientMutationId": "form-1" });
    let response =
        desk.response(Some(&who), &super::document("proposeLink"), json!({ "input": input.clone() }));
    let error = &response["errors"][0];
    assert_eq!(error["extensions"]["code"], "INTERNAL_SERVER_ERROR", "{response}");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("may have been recorded") && message.contains("same `clientMutationId`"));
    let payload = desk.says(&who, "proposeLink", input);
    assert_eq!(payload["link"]["status"], "CONFIRMED", "{payload}");
    assert_eq!(payload["decision"]["state"], "STANDING", "{payload}");
    assert_eq!(desk.count("decisions"), 1);
}
