//! What agencies decided and what things are called outlive the editions that a publisher gives.

use std::collections::BTreeMap;

use gcm_hub::fetch::Ask;

use super::*;

/// An item that names a programme which the hub ships with, so that a link of both is suggested.
const NAMED: &str =
    "Bakers took part in the joint programme “Making Migration Work for Sustainable Development” in Nepal.";

impl World {
    /// The identifiers of the items of our pledge, by their words.
    fn items(&self) -> BTreeMap<String, String> {
        let data = self.ask(
            "{ pledges { nodes { title progressItems(first: 1000) { nodes { id text } } } } }",
            json!({}),
        );
        let pledges = data["pledges"]["nodes"].as_array().unwrap();
        let ours = pledges.iter().find(|pledge| pledge["title"].as_str().unwrap().contains("Bread")).unwrap();
        let items = ours["progressItems"]["nodes"].as_array().unwrap().iter();
        let word = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
        items.map(|item| (word(item, "text"), word(item, "id"))).collect()
    }

    /// The link of the item that names a programme: its identifier, status, and both sides.
    fn named(&self) -> Value {
        let query = "query($item: [ID!]) { links(where: {type: [NAMES], node: $item}) { nodes {
            id status from { ... on ProgressItem { id } } to { ... on Programme { id } } decisions { action state } } } }";
        let item = &self.items()[NAMED];
        let mut data = self.ask(query, json!({ "item": [item] }));
        let links = data["links"]["nodes"].as_array_mut().unwrap();
        assert_eq!(links.len(), 1, "{links:?}");
        links.remove(0)
    }
}

#[tokio::test]
async fn a_confirmed_link_and_every_identifier_outlive_a_refresh() {
    let publisher = Publisher::start(gives(pledge(8, &[NAMED])));
    let (world, refresher) = World::kept("decisions", &usual(&publisher));
    assert!(is_updated(&refresher.refresh(SLUG, Ask::Always).await.outcome));
    let (items, suggested) = (world.items(), world.named());
    assert_eq!(suggested["status"], "SUGGESTED", "{suggested}");
    let query = "mutation($input: DecideLinkInput!) { decideLink(input: $input) { userErrors { message } } }";
    let input = json!({ "input": { "link": suggested["id"], "action": "CONFIRM" } });
    let said = world.server.graphql(Some(&world.token("curator")), query, input).unwrap().json();
    assert_eq!(said["data"]["decideLink"]["userErrors"], json!([]), "{said}");
    let confirmed = world.named();
    assert_eq!(confirmed["status"], "CONFIRMED");
    let decided = world.state(SLUG)["hub"]["graphVersion"].clone();

    // One item is gone and others have come; the one that was decided on stands elsewhere now.
    publisher
        .plays(gives(pledge(7, &[NAMED, "Girls and boys of Uganda sang about yeast at a summer fair."])));
    let report = refresher.refresh(SLUG, Ask::Always).await;
    let Outcome::Updated { counts, .. } = &report.outcome else { panic!("{report:?}") };
    assert_eq!((counts.added, counts.removed), (1, 1), "{counts:?}");
    assert_ne!(world.state(SLUG)["hub"]["graphVersion"], decided);
    assert_eq!(world.named(), confirmed);
    let after = world.items();
    let same = items.iter().filter(|(words, id)| after.get(*words) == Some(*id)).count();
    assert_eq!((same, after.len()), (8, 9), "{items:?} {after:?}");
    let new = after.iter().find(|(words, _)| words.contains("Uganda")).unwrap().1;
    assert!(items.values().all(|id| id != new), "an identifier was used twice");

    // The item is gone, and comes back: so does what was said of it.
    publisher.plays(gives(pledge(8, &[])));
    assert!(is_updated(&refresher.refresh(SLUG, Ask::Always).await.outcome));
    assert!(!world.items().contains_key(NAMED));
    publisher.plays(gives(pledge(8, &[NAMED])));
    assert!(is_updated(&refresher.refresh(SLUG, Ask::Always).await.outcome));
    assert_eq!((world.named(), world.items()), (confirmed, items));
    world.server.stop().unwrap();
}
