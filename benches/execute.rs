//! What it costs to answer a query in memory, by its plan and by the engine: `cargo bench --bench execute`.
//!
//! Each query is answered in four ways, by turns: by async-graphql alone over the same types (its answer written as JSON,
//! no limits), by the hub for a document that it remembers, and both again for a text that was never seen before. The
//! graph is a corpus of 1,000 programmes and as many progress items. Ratios are of one run; times are the clock's.

mod corpus;
mod rounds;

use std::sync::Arc;

use async_graphql::{EmptyMutation, EmptySubscription, Request, Schema, Variables};
use futures_util::FutureExt;
use gcm_hub::api::{Answer, Query, Snapshot, schema};
use gcm_hub::graph::Graph;
use gcm_hub::hub::Served;
use rounds::Rounds;
use serde_json::json;

const SEED: u64 = 20_181_219;
const SIZE: usize = 1_000;
/// So many rounds are run.
const ROUNDS: usize = 25;
/// So many answers are timed together.
const TOGETHER: usize = 20;

const LOOKUP: &str = "query Lookup($slug: String!) { programme(slug: $slug) {
  id slug title stage durationMonths budget { amount currency } countries { code name } } }";

const LIST: &str = "query List($after: String) { programmes(first: 50, after: $after) { totalCount
  pageInfo { hasNextPage endCursor } nodes { id slug title kind scope stage synopsis durationMonths iatiStatus
    budget { amount currency } period { start end months } thematicArea { number shortName }
    countries { code name } participation { role availability organisation { acronym name } } } } }";

const VIEW: &str = "query View($codes: [CountryCode!]) { countries(first: 6, where: {code: $codes}) { nodes { code name subRegion { name }
  sources { slug title } programmes(first: 20) { totalCount nodes { slug title stage budget { amount currency }
    records { source { slug } evidence { firstLine lastLine quoteSha256 } } } }
  progressItems(first: 20) { totalCount nodes { id position headline commitment { number pledge { slug } }
    organisations { acronym } evidence { source { slug } firstLine lastLine quoteSha256 } } }
  links(first: 20) { nodes { id type strength score status criteria { name weight detail } } } } } }";

fn main() {
    let graph = Graph::build(corpus::generate(SEED, SIZE, SIZE).input, chrono::DateTime::UNIX_EPOCH);
    let served = Arc::new(Served::new(graph, Arc::default(), &[]));
    let slug = served.programmes.iter().next().map(|(_, programme)| programme.slug.to_string());
    let mut codes: Vec<_> =
        served.programmes.iter().flat_map(|(_, programme)| programme.countries.clone()).collect();
    codes.sort();
    codes.dedup();
    codes.truncate(6);
    let codes: Vec<_> = codes.iter().map(ToString::to_string).collect();
    for (name, query, variables) in [
        ("a lookup", LOOKUP, json!({ "slug": slug })),
        ("a list of 50 programmes", LIST, json!({})),
        ("a view across sources", VIEW, json!({ "codes": codes })),
    ] {
        one(name, query, &Variables::from_json(variables), &served);
    }
}

fn one(name: &str, query: &str, variables: &Variables, served: &Arc<Served>) {
    let plain = Schema::new(Query::default(), EmptyMutation, EmptySubscription);
    let hub = schema();
    let request =
        |text: String| Request::new(text).variables(variables.clone()).data(Snapshot(Arc::clone(served)));
    let by_engine = |text: String| {
        let response = plain.execute(request(text)).now_or_never().expect("nothing waits");
        serde_json::to_vec(&response).expect("an answer is JSON")
    };
    let by_hub = |text: String| {
        let request = request(text);
        let admitted = hub.read(&request).expect("the query is within the limits");
        match hub.answer(request, admitted).now_or_never().expect("nothing waits") {
            Answer::Written(data) => [b"{\"data\":", data.as_slice(), b"}"].concat(),
            Answer::Engine(response) => unreachable!("the query has a plan: {:?}", response.errors),
        }
    };
    let (length, same) =
        (by_hub(query.to_owned()).len(), by_hub(query.to_owned()) == by_engine(query.to_owned()));
    assert!(same, "both answer the same");
    let mut rounds = Rounds::default();
    let mut texts = 0;
    let mut new = || {
        texts += 1;
        // The selection of the root gets one field more, under a new key.
        query.replacen(") {", &format!(") {{ n{texts}: __typename "), 1)
    };
    let mut repeat = |what: &str, way: &dyn Fn(String) -> Vec<u8>, text: &mut dyn FnMut() -> String| {
        let texts: Vec<_> = (0..TOGETHER).map(|_| text()).collect();
        rounds.time(what, || texts.into_iter().map(|text| way(text).len()).sum::<usize>());
    };
    for _ in 0..ROUNDS {
        repeat("the engine", &by_engine, &mut || query.to_owned());
        repeat("a plan, document remembered", &by_hub, &mut || query.to_owned());
        repeat("the engine, text never seen", &by_engine, &mut new);
        repeat("a plan, text never seen", &by_hub, &mut new);
    }
    rounds.print(&format!("{name}, {length} bytes, {TOGETHER} times"), "the engine");
}
