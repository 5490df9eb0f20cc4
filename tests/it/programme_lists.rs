//! Lists of programmes are read off indices: they must be what looking at each programme gives.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use async_graphql::{Request, Variables};
use chrono::DateTime;
use gcm_hub::api::{Schema, Snapshot, schema};
use gcm_hub::graph::Graph;
use gcm_hub::hub::Served;
use gcm_hub::record::Body;
use serde_json::{Value, json};

use crate::corpus::made;

struct Asker {
    schema: Schema,
    served: Arc<Served>,
}

/// A corpus of chance, in which programmes have many countries, organisations, sources and budgets, and some lack each
/// of what a programme may lack.
static SERVED: LazyLock<Arc<Served>> = LazyLock::new(|| {
    let mut input = made::generate(7, 300, 60).input;
    let records = input.sources.iter_mut().filter_map(|source| source.loaded.as_mut());
    let records = records.flat_map(|loaded| &mut loaded.reading.records);
    let programmes = records.filter_map(|record| match &mut record.body {
        Body::Programme(programme) => Some(programme),
        _ => None,
    });
    for (number, programme) in programmes.enumerate() {
        let every = |step| number % step == 0;
        programme.thematic_area.take_if(|_| every(5));
        programme.budget.take_if(|_| every(7));
        programme.duration_months.take_if(|_| every(9));
        programme.status.take_if(|_| every(11));
        programme.participants.retain(|_| !every(6));
        programme.countries.retain(|_| !every(13));
        if let Some(budget) = programme.budget.as_mut().filter(|_| every(41)) {
            budget.value.currency = "EUR".to_owned();
        }
    }
    let graph = Graph::build(input, DateTime::UNIX_EPOCH);
    Arc::new(Served::new(graph, Arc::default(), &[]))
});

impl Asker {
    fn new() -> Self {
        Self { schema: schema(), served: Arc::clone(&SERVED) }
    }

    async fn ask(&self, query: &str, variables: Value) -> Value {
        let request = Request::new(query).variables(Variables::from_json(variables.clone()));
        let answer = self.schema.execute(request.data(Snapshot(Arc::clone(&self.served)))).await;
        assert!(answer.is_ok(), "{query} {variables}: {:?}", answer.errors);
        answer.data.into_json().unwrap()
    }
}

fn slugs(nodes: &Value) -> Vec<String> {
    nodes.as_array().unwrap().iter().map(|node| node["slug"].as_str().unwrap().to_owned()).collect()
}

fn filters() -> Vec<Value> {
    vec![
        json!({}),
        json!({"country": ["KEN", "MDA", "PER", "TJK"]}),
        json!({"country": []}),
        json!({"region": ["Africa"], "subRegion": ["Eastern Africa", "Western Africa"]}),
        json!({"thematicArea": [1, 3], "stage": ["FUNDED"]}),
        json!({"gcmObjective": [8]}),
        json!({"kind": "JOINT", "scope": ["REGIONAL"]}),
        json!({"kind": "GLOBAL"}),
        json!({"organisation": ["ILO", "WHO"]}),
        json!({"organisation": ["ILO"], "organisationAvailability": ["STATED"]}),
        json!({"organisationAvailability": ["MENTIONED_IN_PROSE"]}),
        json!({"source": ["mptf-in-action"]}),
        json!({"source": ["mptf-in-action"], "hasResults": true}),
        json!({"hasResults": false, "source": ["mptf-pipeline"]}),
        json!({"partner": "ministry health"}),
        json!({"budget": {"min": 1_000_000, "max": 2_000_000}}),
        json!({"budget": {"max": 600_000}, "stage": ["FUNDED"]}),
        json!({"durationMonths": {"min": 36}, "budget": {"min": 2_900_000}}),
        json!({"durationMonths": {"min": 20, "max": 23}}),
        json!({"hasDiscrepancy": ["CHANGED_OVER_TIME"]}),
        json!({"hasLinks": {}}),
        json!({"and": [{"thematicArea": [2]}, {"stage": ["FUNDED"]}]}),
        json!({"or": [{"thematicArea": [2]}, {"budget": {"min": 2_800_000}}, {"country": ["KEN"]}]}),
        json!({"or": []}),
        json!({"not": {"stage": ["FUNDED"]}, "thematicArea": [4]}),
        json!({"not": {"or": [{"stage": ["FUNDED"]}, {"not": {"budget": {"min": 1_500_000}}}]}}),
        json!({"not": {"country": ["KEN"]}}),
        json!({"not": {"kind": "JOINT", "thematicArea": [1, 2]}, "hasResults": false}),
        json!({"not": {"thematicArea": [1, 2]}, "kind": "JOINT", "stage": ["FUNDED", "CONCEPT_NOTE_APPROVED"]}),
        json!({"not": {}}),
        json!({"or": [{"kind": "JOINT"}, {}], "stage": ["FUNDED"]}),
        json!({"or": [{"partner": "ministry health"}, {"thematicArea": [2]}], "kind": "JOINT"}),
        json!({"not": {"hasDiscrepancy": ["CHANGED_OVER_TIME"]}, "thematicArea": [4]}),
        json!({"budget": {"min": 1_000_000}, "durationMonths": {"max": 30}, "not": {"budget": {"max": 2_000_000}}}),
    ]
}

#[tokio::test]
async fn what_is_looked_up_is_what_looking_at_each_gives() {
    let asker = Asker::new();
    let (mut none, mut all) = (0, 0);
    for filter in filters() {
        let variables = json!({ "where": filter });
        let query = "query($where: ProgrammeFilter) { programmes(where: $where, first: 1000) {
            totalCount nodes { slug countries { code } } } }";
        let listed = &asker.ask(query, variables.clone()).await["programmes"];
        // Among those of a country each is looked at.
        let query = "query($where: ProgrammeFilter) { countries(first: 300) { nodes {
            programmes(where: $where, first: 300) { nodes { slug } } } } }";
        let countries = asker.ask(query, variables).await;
        let countries = countries["countries"]["nodes"].as_array().unwrap();
        let looked_at: BTreeSet<String> =
            countries.iter().flat_map(|country| slugs(&country["programmes"]["nodes"])).collect();
        let found = slugs(&listed["nodes"]);
        assert_eq!(listed["totalCount"], found.len(), "{filter}");
        let somewhere =
            listed["nodes"].as_array().unwrap().iter().filter(|node| node["countries"] != json!([]));
        let somewhere = slugs(&somewhere.cloned().collect());
        assert_eq!(somewhere, looked_at.into_iter().collect::<Vec<_>>(), "{filter}");
        none += usize::from(found.is_empty());
        all += usize::from(found.len() >= 290);
    }
    // Filters that tell nothing apart would show nothing.
    assert!(none <= 4 && all <= 6, "{none} filters let nothing through, {all} everything");
}

#[tokio::test]
async fn a_kept_order_is_the_order_that_sorting_gives() {
    let asker = Asker::new();
    let query = "query($where: ProgrammeFilter, $by: [ProgrammeOrder!], $first: Int, $after: String) {
        programmes(where: $where, orderBy: $by, first: $first, after: $after) {
            totalCount pageInfo { endCursor hasNextPage } nodes { slug } } }";
    let filters = [json!({}), json!({"kind": "JOINT"}), json!({"not": {"stage": ["FUNDED"]}})];
    let fields = ["TITLE", "BUDGET", "DURATION_MONTHS", "THEMATIC_AREA", "STAGE", "START", "COUNTRY_COUNT"];
    for (field, filter) in fields.iter().flat_map(|field| filters.iter().map(move |filter| (field, filter))) {
        for direction in ["ASC", "DESC"] {
            let order = json!({"field": field, "direction": direction});
            let ask = async |by: Value, first: i32, after: &Value| {
                let page = json!({"where": filter, "by": by, "first": first, "after": after});
                asker.ask(query, page).await["programmes"].take()
            };
            // Two orders are sorted by.
            let sorted = ask(json!([order, order]), 1000, &Value::Null).await;
            let kept = ask(json!([order]), 1000, &Value::Null).await;
            assert_eq!(sorted, kept, "{order} {filter}");
            let first = ask(json!([order]), 100, &Value::Null).await;
            let rest = ask(json!([order]), 1000, &first["pageInfo"]["endCursor"]).await;
            let paged = [slugs(&first["nodes"]), slugs(&rest["nodes"])].concat();
            assert_eq!(paged, slugs(&kept["nodes"]), "{order} {filter}");
        }
    }
}

#[tokio::test]
async fn groups_of_an_index_are_the_groups_of_its_rows() {
    let asker = Asker::new();
    let query = "query($by: ProgrammeGrouping!, $where: ProgrammeFilter, $order: [ProgrammeOrder!], $first: Int) {
        programmes(where: $where, orderBy: $order) {
            stats { count durationMonths { count sum min max } budget { count sum min max mean exclusiveSum } }
            groups(by: [$by], first: $first) {
                otherGroups otherCount
                groups { keys { by value label } stats { count budget { sum exclusiveSum } }
                    programmes(first: 1000) { totalCount nodes { slug } } } } } }";
    // Of all programmes the graph knows the groups, of others they are counted.
    let filters = [json!(null), json!({}), json!({"budget": {"min": 700_000}}), json!({"stage": ["FUNDED"]})];
    for by in ["THEMATIC_AREA", "COUNTRY", "STAGE", "ORGANISATION", "KIND", "SCOPE", "SOURCE"] {
        let sizes = [json!(null), json!(0), json!(1), json!(3), json!(5), json!(40)];
        for (filter, first) in
            filters.iter().flat_map(|filter| sizes.iter().map(move |first| (filter, first)))
        {
            let looked_up = asker.ask(query, json!({"by": by, "where": filter, "first": first})).await;
            // Under two orders there is no set, and each programme is looked at.
            let order = json!([{"field": "STAGE"}, {"field": "BUDGET"}]);
            let mut looked_at =
                asker.ask(query, json!({"by": by, "where": filter, "first": first, "order": order})).await;
            // The rows of a group stand in the order of the list.
            for group in looked_at["programmes"]["groups"]["groups"].as_array_mut().unwrap() {
                let rows = group["programmes"]["nodes"].as_array_mut().unwrap();
                rows.sort_by_key(|row| row["slug"].to_string());
            }
            assert_eq!(looked_up, looked_at, "{by} {filter} {first}");
        }
    }
}

#[tokio::test]
async fn programmes_stand_by_slug_and_page_from_any_cursor() {
    let asker = Asker::new();
    let query = "query($after: String, $before: String, $first: Int, $last: Int) {
        programmes(after: $after, before: $before, first: $first, last: $last) {
            pageInfo { hasNextPage hasPreviousPage } edges { cursor node { slug } } } }";
    let all = asker.ask(query, json!({"first": 1000})).await["programmes"]["edges"].clone();
    let all = all.as_array().unwrap();
    assert!(all.is_sorted_by_key(|edge| edge["node"]["slug"].as_str().unwrap()) && all.len() > 200);
    for at in [0, 1, 63, 64, 65, 130, all.len() - 1] {
        let after =
            asker.ask(query, json!({"first": 5, "after": all[at]["cursor"]})).await["programmes"].clone();
        let end = (at + 6).min(all.len());
        assert_eq!(after["edges"].as_array().unwrap(), &all[at + 1..end], "after {at}");
        assert_eq!(after["pageInfo"]["hasNextPage"], end < all.len());
        let before =
            asker.ask(query, json!({"last": 5, "before": all[at]["cursor"]})).await["programmes"].clone();
        assert_eq!(before["edges"].as_array().unwrap(), &all[at.saturating_sub(5)..at], "before {at}");
        assert_eq!(before["pageInfo"]["hasPreviousPage"], at > 5);
    }
}
