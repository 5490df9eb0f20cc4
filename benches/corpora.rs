//! Whether a hub of a million programmes answers as one of a thousand does:
//! `cargo bench --bench corpora -- 1000 10000 100000 1000000`.
//!
//! Corpora made of chance are built, linked and asked in process, through the schema and its limits, without a cache of
//! answers. Questions of a sort differ: each names another programme, country, area or word, so that the slowest
//! hundredth are questions that cost more. There are as many programmes as the size says and always 1,000 progress
//! items, as links are another matter (`--bench linking`).
//!
//! Each size is measured in a process of its own, so that no size lives in the memory that another has left. At its
//! peak, with the records that a graph is built from still there, that is 14 kB a programme: a million wants 14 GB. What
//! is remembered with the graph is so from the first question: columns, and the sums of whole groups.

mod corpus;
mod measure;

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::{Request, Variables};
use gcm_hub::api::{Limits, Schema, Snapshot};
use gcm_hub::export::{self, Ground};
use gcm_hub::graph::Graph;
use gcm_hub::hub::Served;
use gcm_hub::reference;
use gcm_hub::store::MemoryStore;
use measure::Memory;
use serde_json::{Value, json};

/// That of the hub, which memory is measured with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SEED: u64 = 20_181_219;

/// Progress items, whatever the size.
const ITEMS: usize = 1_000;

/// So many questions of each sort are asked, or as many as fit into [`PATIENCE`].
const QUESTIONS: usize = 400;

/// Each is asked so many times, and the best counts: else the slowest would tell when the machine had other work.
const TRIES: usize = 3;

/// How long a sort of question is asked, at least three times.
const PATIENCE: Duration = Duration::from_secs(10);

fn main() {
    let names: Vec<String> = SORTS
        .iter()
        .flat_map(|sort| [format!("{}: p50 us", sort.name), format!("{}: p99 us", sort.name)])
        .collect();
    let headings = [
        "build: processor s",
        "build: kB a programme",
        "links, search: kB a programme",
        "peak: kB a programme",
        "export: processor us a row",
    ];
    let headings: Vec<&str> = headings.into_iter().chain(names.iter().map(String::as_str)).collect();
    measure::each_size(&[1_000, 10_000, 100_000], &headings, one_size);
}

/// A sort of question; what it asks of the programme number `n` of the corpus, or of anything else by that number.
struct Sort {
    name: &'static str,
    query: &'static str,
    variables: fn(&Graph, usize) -> Value,
}

const SORTS: [Sort; 9] = [
    Sort {
        name: "lookup",
        query: "query($slug: String!) { programme(slug: $slug) { slug title stage countries { code name } } }",
        variables: |graph, n| json!({ "slug": nth(graph, n).slug }),
    },
    Sort {
        name: "first page",
        query: "query($first: Int) { programmes(first: $first) { totalCount nodes { slug title } } }",
        variables: |_, n| json!({ "first": 20 + n % 3 }),
    },
    Sort {
        name: "page from the middle",
        query: "query($after: String) { programmes(first: 20, after: $after) { totalCount nodes { slug title } } }",
        variables: |graph, n| json!({ "after": nth(graph, n).id.to_string() }),
    },
    Sort {
        name: "page of a country, 5 rows",
        // A page costs by its rows, and in the smallest corpus half of the countries have no more than four.
        query: "query($in: CountryCode!) { programmes(where: {country: [$in]}, first: 5) {
            totalCount nodes { slug title stage } } }",
        variables: |_, n| json!({ "in": country(n) }),
    },
    Sort {
        name: "page of area and stage",
        query: "query($area: Int!, $in: CountryCode!) { programmes(
            where: {thematicArea: [$area], stage: [FUNDED], not: {country: [$in]}}, first: 20) {
            totalCount nodes { slug title stage } } }",
        variables: |_, n| json!({ "area": n % 5 + 1, "in": country(n) }),
    },
    Sort {
        name: "page by budget",
        query: "query($least: Float!) { programmes(
            where: {budget: {min: $least}}, orderBy: [{field: BUDGET, direction: DESC}], first: 20) {
            totalCount nodes { slug budget { amount } } } }",
        variables: |_, n| json!({ "least": 2_000_000 + n }),
    },
    Sort {
        name: "groups of all",
        query: "query($first: Int) { programmes { groups(by: [COUNTRY], first: $first) {
            groups { keys { value label } stats { count budget { sum exclusiveSum } } } otherCount } } }",
        variables: |_, n| json!({ "first": 10 + n % 20 }),
    },
    Sort {
        name: "groups of a country",
        query:
            "query($in: CountryCode!) { programmes(where: {country: [$in]}) { groups(by: [THEMATIC_AREA]) {
            groups { keys { value label } stats { count budget { sum exclusiveSum } } } otherCount } } }",
        variables: |_, n| json!({ "in": country(n) }),
    },
    Sort {
        name: "search",
        query: "query($text: String!) { search(text: $text, first: 10) { totalCount edges { score node { id } } } }",
        variables: |graph, n| {
            let words: Vec<&str> = nth(graph, n).title.split(' ').filter(|word| word.len() > 5).collect();
            json!({ "text": words.into_iter().take(2).collect::<Vec<_>>().join(" ") })
        },
    },
];

fn nth(graph: &Graph, n: usize) -> &gcm_hub::graph::Programme {
    // A step that is prime to the size goes everywhere.
    let place = n.wrapping_mul(7_919) % graph.programmes.len();
    let place = graph.programmes.places().nth(place).expect("it is below their number");
    &graph.programmes[place]
}

/// A country; those in which most programmes work come as often as others.
fn country(n: usize) -> &'static str {
    let all = reference::countries();
    all[n * 7 % all.len()].code.as_str()
}

/// The microseconds of the processor that a row takes when all programmes are exported, by a filter that looks at each.
async fn exported(schema: &Schema, served: &Arc<Served>) -> f64 {
    let hub = gcm_hub::refresh::open_hub(
        Arc::new(MemoryStore::new()),
        Arc::default(),
        chrono::DateTime::UNIX_EPOCH,
    );
    let hub = Arc::new(hub.expect("the bundle is read"));
    let ground = Ground { schema: schema.clone(), hub, served: Arc::clone(served) };
    let list = export::list("programmes").expect("programmes are a list");
    let values = json!({ "where": { "not": { "text": "qzqzqz" } } });
    let mut pages = list.pages(ground, values.as_object().cloned().unwrap_or_default());
    let (worked, mut rows) = (measure::processor_seconds(), 0);
    while let Some(page) = pages.next().await {
        rows += page.expect("a page can be read").len();
    }
    (measure::processor_seconds() - worked) * 1e6 / rows as f64
}

fn one_size(size: usize) -> Vec<f64> {
    let input = corpus::generate(SEED, size, ITEMS).input;
    let (before, worked) = (Memory::now(), measure::processor_seconds());
    let graph = Graph::build(input, chrono::DateTime::UNIX_EPOCH);
    let built = measure::processor_seconds() - worked;
    let stands = Memory::now();
    let served = Arc::new(Served::new(graph, Arc::default(), &[]));
    let schema = Schema::new(Limits::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // The index of searches is made with the first of them.
    let _ = served.search_index();
    let all = Memory::now();
    let per_programme = |bytes: u64| bytes as f64 / 1024.0 / size as f64;
    let mut values = vec![
        built,
        per_programme(stands.resident.saturating_sub(before.resident)),
        per_programme(all.resident.saturating_sub(stands.resident)),
        per_programme(all.peak),
        runtime.block_on(exported(&schema, &served)),
    ];
    for sort in &SORTS {
        let mut times = Vec::new();
        let start = Instant::now();
        for n in 0..QUESTIONS {
            if n >= 3 && start.elapsed() > PATIENCE {
                break;
            }
            let variables = Variables::from_json((sort.variables)(&served, n));
            let mut best = f64::INFINITY;
            for _ in 0..TRIES {
                let request = Request::new(sort.query).variables(variables.clone());
                let request = request.data(Snapshot(Arc::clone(&served)));
                let start = Instant::now();
                let answer = runtime.block_on(schema.execute(request));
                let bytes = serde_json::to_vec(&answer).expect("answers are JSON");
                best = best.min(start.elapsed().as_secs_f64() * 1e6);
                assert!(answer.is_ok(), "{}: {}", sort.name, String::from_utf8_lossy(&bytes));
            }
            times.push(best);
        }
        times.sort_by(f64::total_cmp);
        values.extend([times[times.len() / 2], times[times.len() * 99 / 100]]);
    }
    values
}
