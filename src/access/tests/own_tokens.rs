//! Tokens of this hub: made, shown, refused, revoked.

use std::collections::BTreeSet;
use std::fs;

use crate::access::samples::{Folder, after, bearer, put};
use crate::access::{Bearer, Denied, Gate, Lifetime, NewToken, Principal, Role, State, Tokens, TokensError};

fn wanted() -> NewToken {
    NewToken {
        agency: "International Organisation for Migration".to_owned(),
        name: " Ana, country office ".to_owned(),
        roles: BTreeSet::from([Role::Curator]),
        lifetime: Lifetime::Days(30),
    }
}

fn gate(folder: &Folder) -> Gate {
    Gate::new(folder.path(), None).unwrap()
}

#[tokio::test]
async fn a_token_is_its_agency_its_name_and_its_roles() {
    let folder = Folder::new();
    let gate = gate(&folder);
    let (token, kept) = Tokens::of(folder.path()).create(wanted(), after(0)).unwrap();
    let who = gate.admit(Some(&token), after(0)).await.unwrap();
    let expected = Principal {
        agency: "IOM".to_owned(),
        name: "Ana, country office".to_owned(),
        roles: BTreeSet::from([Role::Curator]),
    };
    assert_eq!(who, expected);
    assert_eq!(kept.state(after(0)), State::Active);
    assert_eq!(who.require(Role::Curator), Ok(()));
    let denied = who.require(Role::Operator).unwrap_err();
    assert_eq!(denied.code(), "FORBIDDEN");
    assert!(denied.to_string().contains("needs the role `operator`, and the token has only `curator`"));
}

#[tokio::test]
async fn without_a_token_the_way_to_one_is_told() {
    let denied = gate(&Folder::new()).admit(None, after(0)).await.unwrap_err();
    assert_eq!((&denied, denied.code()), (&Denied::NoToken, "UNAUTHENTICATED"));
    assert!(denied.to_string().contains("`gcm-hub token create`"));
}

#[tokio::test]
async fn a_revocation_works_at_once_and_looks_like_a_token_that_never_was() {
    let folder = Folder::new();
    let (gate, tokens) = (gate(&folder), Tokens::of(folder.path()));
    let (revoked, kept) = tokens.create(wanted(), after(0)).unwrap();
    let (other, _) = tokens.create(wanted(), after(0)).unwrap();
    assert!(gate.admit(Some(&revoked), after(0)).await.is_ok());
    tokens.revoke(&kept.id, after(0)).unwrap();
    let denied = gate.admit(Some(&revoked), after(0)).await.unwrap_err();
    assert!(gate.admit(Some(&other), after(0)).await.is_ok());

    let unknown = bearer(&revoked.reveal().replace(&kept.id, "0000000000"));
    let wrong = &revoked.reveal()[..revoked.reveal().len() - 1];
    let wrong = bearer(&format!("{wrong}{}", if revoked.reveal().ends_with('0') { '1' } else { '0' }));
    for bearer in [unknown, wrong] {
        assert_eq!(gate.admit(Some(&bearer), after(0)).await.unwrap_err(), denied);
    }
    assert_eq!((&denied, denied.code()), (&Denied::NotKnown, "UNAUTHENTICATED"));
}

#[tokio::test]
async fn the_secret_of_one_token_opens_nothing_under_the_id_of_another() {
    let folder = Folder::new();
    let tokens = Tokens::of(folder.path());
    let (one, kept) = tokens.create(wanted(), after(0)).unwrap();
    let (_, other) = tokens.create(wanted(), after(0)).unwrap();
    let crossed = bearer(&one.reveal().replace(&kept.id, &other.id));
    assert_eq!(gate(&folder).admit(Some(&crossed), after(0)).await.unwrap_err(), Denied::NotKnown);
}

#[tokio::test]
async fn a_token_holds_to_its_last_second_and_only_its_holder_learns_that_it_expired() {
    let folder = Folder::new();
    let gate = gate(&folder);
    let (token, kept) = Tokens::of(folder.path()).create(wanted(), after(0)).unwrap();
    let end = 30 * 24 * 3600;
    assert!(gate.admit(Some(&token), after(end - 1)).await.is_ok());
    let denied = gate.admit(Some(&token), after(end)).await.unwrap_err();
    assert_eq!(denied, Denied::Expired { at: kept.expires_at });
    assert!(denied.to_string().contains("expired on 2027-02-14T08:00:00Z"), "{denied}");
    let guessed = bearer(&format!("gcmhub_{}_{}", kept.id, "0".repeat(64)));
    assert_eq!(gate.admit(Some(&guessed), after(end)).await.unwrap_err(), Denied::NotKnown);
}

#[tokio::test]
async fn what_is_no_token_of_this_hub_is_told_apart() {
    let gate = gate(&Folder::new());
    for (text, expected) in [
        ("gcmhub_12", Denied::NotWhole),
        ("ghp_0123456789", Denied::OtherKind),
        ("eyJhbGciOiJub25lIn0.e30.", Denied::OtherKind),
    ] {
        assert_eq!(gate.admit(Some(&bearer(text)), after(0)).await.unwrap_err(), expected);
    }
}

#[tokio::test]
async fn a_damaged_file_admits_nobody_and_is_never_written_over() {
    let folder = Folder::new();
    let (gate, tokens) = (gate(&folder), Tokens::of(folder.path()));
    let (token, kept) = tokens.create(wanted(), after(0)).unwrap();
    let file = folder.path().join("tokens.json");
    let good = fs::read_to_string(&file).unwrap();
    let twice =
        good.replace("\"tokens\": [", &format!("\"tokens\": [{},", serde_json::to_string(&kept).unwrap()));
    for damaged in [
        "",
        "{}",
        &good[..good.len() / 2],
        &good.replace("\"id\"", "\"identifier\""),
        &good.replace("\"revoked_at\"", "\"revoked\""),
        &good.replace("curator", "king"),
        &twice,
    ] {
        put(&file, damaged);
        assert_eq!(gate.admit(Some(&token), after(0)).await.unwrap_err(), Denied::Unavailable, "{damaged}");
        assert_eq!(gate.admit(Some(&token), after(0)).await.unwrap_err(), Denied::Unavailable, "{damaged}");
        for error in [
            tokens.create(wanted(), after(0)).unwrap_err(),
            tokens.revoke(&kept.id, after(0)).unwrap_err(),
            tokens.list().unwrap_err(),
        ] {
            let said = error.to_string();
            assert!(said.contains("tokens.json") && said.contains("put back a copy"), "{said}");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
    }
    put(&file, &good.replace("\"format\": 1", "\"format\": 2"));
    assert!(matches!(tokens.list(), Err(TokensError::NewerFormat { found: 2, .. })));
    assert_eq!(gate.admit(Some(&token), after(0)).await.unwrap_err(), Denied::Unavailable);
    assert_eq!(Denied::Unavailable.code(), "UNAVAILABLE", "or a client would throw a good token away");
    for good in [good.clone(), format!("\u{feff}{good}")] {
        put(&file, &good);
        assert!(gate.admit(Some(&token), after(0)).await.is_ok(), "{good}");
    }
    assert_eq!(tokens.list().unwrap(), [kept]);
    fs::remove_file(&file).unwrap();
    assert_eq!(gate.admit(Some(&token), after(0)).await.unwrap_err(), Denied::NotKnown);
}

#[test]
fn what_cannot_be_wanted_is_refused_and_nothing_is_made() {
    let folder = Folder::new();
    let tokens = Tokens::of(folder.path());
    let refused = |change: fn(&mut NewToken)| {
        let mut wanted = wanted();
        change(&mut wanted);
        tokens.create(wanted, after(0)).unwrap_err().to_string()
    };
    assert!(refused(|it| it.agency = "UNCHR".to_owned()).contains("did you mean `UNHCR`"));
    assert!(refused(|it| it.agency = "zzzzzz".to_owned()).contains("such as `UNDP`"));
    assert!(refused(|it| it.name = "  ".to_owned()).contains("who the token is for"));
    assert!(refused(|it| it.name = "a\nb".to_owned()).contains("one line"));
    assert!(refused(|it| it.name = "é".repeat(201)).contains("200"));
    assert!(refused(|it| it.roles.clear()).contains("allows nothing"));
    assert!(refused(|it| it.lifetime = Lifetime::Days(0)).contains("later day"));
    assert!(tokens.list().unwrap().is_empty());
    assert!(!folder.path().join("tokens.json").exists());
}

#[test]
fn a_token_is_revoked_once_and_stays_in_the_list() {
    let folder = Folder::new();
    let tokens = Tokens::of(folder.path());
    let (_, kept) = tokens.create(wanted(), after(0)).unwrap();
    assert!(tokens.revoke("0000000000", after(0)).unwrap_err().to_string().contains("gcm-hub token list"));
    tokens.revoke(&kept.id, after(60)).unwrap();
    let again = tokens.revoke(&kept.id, after(120)).unwrap_err();
    assert!(matches!(again, TokensError::AlreadyRevoked { at, .. } if at == after(60)), "{again}");
    let listed = tokens.list().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].state(after(120)), State::Revoked);
}

#[tokio::test]
async fn the_secret_is_in_no_debug_and_not_in_the_folder() {
    let folder = Folder::new();
    let (gate, tokens) = (gate(&folder), Tokens::of(folder.path()));
    let (token, kept) = tokens.create(wanted(), after(0)).unwrap();
    let secret = &token.reveal()["gcmhub_0123456789_".len()..];
    let who = gate.admit(Some(&token), after(0)).await.unwrap();
    let header = Bearer::of_header(&format!("Bearer {}", token.reveal())).unwrap();
    let mut shown = format!("{token:?} {token} {header:?} {gate:?} {tokens:?} {kept:?} {who:?}");
    for entry in fs::read_dir(folder.path()).unwrap() {
        shown += &fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    assert!(shown.contains(&kept.id) && !shown.contains(secret));
}
