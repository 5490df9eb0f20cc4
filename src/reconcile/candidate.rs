//! What a query may mean, the likeliest first.
//!
//! A candidate is certain when the text is its name, an alias, an acronym, a former title, a slug, an identifier or, where
//! countries are asked for, a code, whatever the case, accents and punctuation. It is a match when it alone is certain and
//! nothing that is known speaks against it. All others are scored below 100 by how alike the names are and how well full
//! text finds them, and are for a person to choose from.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use serde_json::{Value, json};

use super::ask::Query;
use super::entity::{Entity, Type};
use super::known::{Batch, Sought};
use super::problem::Problem;
use crate::graph::{Graph, Node};
use crate::hub::Served;
use crate::record::Id;
use crate::reference;

/// So many things that full text finds are looked at: titles weigh most, so one of the same title is among them.
const MOST_FOUND: usize = 100;
/// Points out of 100 for a name that is as good as the same, and for being what full text finds first.
const BY_NAME: f64 = 76.0;
const BY_SEARCH: f64 = 19.0;
/// At least so many for a country by a code or by what people type for it, which may mean something else.
const BY_OTHER_NAME: f64 = 90.0;
/// At least so many for what an identifier among the properties leads to.
const BY_IDENTIFIER: f64 = 80.0;
/// What remains of a score when something known speaks against it.
const CONTRADICTED: f64 = 0.5;

/// A thing that a query may mean.
#[derive(Debug)]
pub struct Candidate<'a> {
    /// The thing.
    pub entity: Entity<'a>,
    /// From 0 to 100; 100 is certain.
    pub score: f64,
    /// Whether it can be taken without looking.
    pub matched: bool,
    /// What the score was made from.
    pub features: Vec<Feature>,
}

/// A part of what a score was made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Feature {
    /// `name`, `words` and `search` from 0 to 1, `certain`, and the identifiers of properties that were given.
    pub id: &'static str,
    /// A number or a truth value.
    pub value: Value,
}

impl Candidate<'_> {
    /// As it stands in an answer.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "id": self.entity.id().to_string(),
            "name": self.entity.name(),
            "description": self.entity.description(),
            "type": [self.entity.of.json()],
            "score": rounded(self.score),
            "match": self.matched,
            "features": self.features,
        })
    }
}

/// What a query may mean, the likeliest first.
///
/// # Errors
/// When the time of the batch is over.
pub fn candidates<'a>(batch: &mut Batch<'a>, query: &Query) -> Result<Vec<Candidate<'a>>, Problem> {
    let served = batch.served;
    let graph: &Graph = served;
    batch.check()?;
    let sought = batch.sought(&query.constraints);
    let found = query.text.as_deref().map(|text| found(served, text, &query.types)).unwrap_or_default();
    let certain = query.text.as_deref().map(|text| certain(graph, text, query, &found)).unwrap_or_default();
    let mut nodes: Vec<Node> = certain.clone();
    nodes.extend(found.iter().map(|(node, _)| *node));
    nodes.extend(query.text.as_deref().map(|text| near(graph, text, &query.types)).unwrap_or_default());
    nodes.extend(by_properties(batch, query, &sought)?);
    let shares: HashMap<Node, f64> = found.into_iter().collect();
    let certain: HashSet<Node> = certain.into_iter().collect();
    let mut known = HashSet::new();
    let mut candidates: Vec<Candidate<'a>> = Vec::new();
    for node in nodes {
        let Some(entity) = Entity::new(graph, node) else { continue };
        if query.types.contains(&entity.of) && known.insert(node) {
            batch.check()?;
            let share = shares.get(&node).copied().unwrap_or_default();
            candidates.extend(scored(batch, entity, query, &sought, certain.contains(&node), share));
        }
    }
    let sure = candidates.iter().filter(|candidate| candidate.matched).count();
    if sure > 1 {
        candidates.iter_mut().for_each(|candidate| candidate.matched = false);
    }
    let by_name = |a: &Candidate<'_>, b: &Candidate<'_>| {
        a.entity.name().cmp(b.entity.name()).then_with(|| a.entity.id().cmp(&b.entity.id()))
    };
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| by_name(a, b)));
    candidates.truncate(query.limit);
    Ok(candidates)
}

/// What full text finds, each with its score in shares of the best one's.
fn found(served: &Served, text: &str, types: &[Type]) -> Vec<(Node, f64)> {
    let kinds: Vec<_> = types.iter().map(|of| of.searched()).collect();
    // Nobody is typing: the last word is whole.
    let hits = served.search_index().search(&format!("{text} "), &kinds).hits;
    let best = hits.first().map_or(1.0, |hit| f64::from(hit.score));
    hits.iter().take(MOST_FOUND).map(|hit| (hit.node, f64::from(hit.score) / best)).collect()
}

/// What a text names for certain.
fn certain(graph: &Graph, text: &str, query: &Query, found: &[(Node, f64)]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    nodes.extend(text.parse::<Id>().ok().and_then(|id| graph.node(id)));
    // Codes make short words into countries: "to", "in", "and".
    let of_countries = query.typed && query.types == [Type::Country];
    let country =
        if of_countries { reference::find_country(text) } else { reference::find_country_name(text) };
    let country = country.filter(|_| !reference::is_typed_country_name(text));
    nodes.extend(country.map(|country| Node::Country(country.code)));
    nodes.extend(graph.organisation(text).map(Node::Organisation));
    nodes.extend(graph.programme(text).map(Node::Programme));
    let named = found.iter().filter_map(|(node, _)| Entity::new(graph, *node)).filter(|entity| {
        // What names a country for certain is known above.
        entity.of != Type::Country && entity.names().iter().any(|name| reference::likeness(name, text) >= 1.0)
    });
    nodes.extend(named.map(|entity| entity.node));
    nodes
}

/// Countries and organisations of which the text may be a misspelling, or a code.
fn near(graph: &Graph, text: &str, types: &[Type]) -> Vec<Node> {
    let mut nodes = Vec::new();
    if types.contains(&Type::Country) {
        let countries = reference::find_country(text).into_iter().chain(reference::similar_countries(text));
        nodes.extend(countries.map(|country| Node::Country(country.code)));
    }
    if types.contains(&Type::Organisation) {
        let listed = reference::similar_organisations(text);
        let known = listed.iter().filter_map(|listed| graph.organisation(listed.acronym));
        nodes.extend(known.map(Node::Organisation));
    }
    nodes
}

/// What the properties lead to: anything by an identifier; without a name also what has all of them, programmes by their
/// country.
fn by_properties(batch: &mut Batch<'_>, query: &Query, sought: &[Sought]) -> Result<Vec<Node>, Problem> {
    let graph: &Graph = batch.served;
    let identified = query.constraints.iter().any(|constraint| constraint.property.identifies);
    if query.constraints.is_empty() || (query.text.is_some() && !identified) {
        return Ok(Vec::new());
    }
    let countries = reference::countries().iter().map(|country| Node::Country(country.code));
    let organisations = graph.organisations.places().map(Node::Organisation);
    let mut nodes: Vec<Node> = countries.chain(organisations).collect();
    for constraint in &query.constraints {
        for value in &constraint.values {
            match constraint.property.id {
                "slug" => nodes.extend(graph.programme(&value.text).map(Node::Programme)),
                "country" if query.text.is_none() => {
                    let by_id = value.id.as_deref().and_then(|id| Entity::find(graph, id));
                    let by_name = || reference::find_country(&value.text).map(|country| country.code);
                    let code = match by_id.map(|entity| entity.node) {
                        Some(Node::Country(code)) => Some(code),
                        _ => by_name(),
                    };
                    let places = code.map_or(&[][..], |code| graph.programmes_in(code));
                    nodes.extend(places.iter().map(|place| Node::Programme(*place)));
                }
                _ => {}
            }
        }
    }
    let mut fitting = Vec::new();
    let mut looked_at = HashSet::new();
    for node in nodes.into_iter().filter(|node| looked_at.insert(*node)) {
        batch.check()?;
        let Some(entity) = Entity::new(graph, node) else { continue };
        let mut holds = |sought: &Sought| batch.holds(&entity, sought) == Some(true);
        let fits = match query.text {
            Some(_) => sought.iter().filter(|sought| sought.property.identifies).any(&mut holds),
            None => sought.iter().all(&mut holds),
        };
        if fits {
            fitting.push(node);
        }
    }
    Ok(fitting)
}

/// A thing with its score; `None` when nothing of its name is like the text and nothing else leads to it.
fn scored<'a>(
    batch: &mut Batch<'a>,
    entity: Entity<'a>,
    query: &Query,
    sought: &[Sought],
    certain: bool,
    found: f64,
) -> Option<Candidate<'a>> {
    let mut features = vec![Feature { id: "certain", value: json!(certain) }];
    let mut score = match query.text.as_deref() {
        _ if certain => 100.0,
        None => 90.0,
        Some(text) => {
            let names = entity.names();
            let best = |measure: fn(&str, &str) -> f64| {
                names.iter().map(|name| measure(name, text)).fold(0.0, f64::max)
            };
            let (name, words) = (best(reference::likeness), best(reference::shared_words));
            for (id, value) in [("name", name), ("words", words), ("search", found)] {
                features.push(Feature { id, value: json!(rounded(value)) });
            }
            let score = BY_NAME * name.max(words) + BY_SEARCH * found;
            let typed = reference::find_country(text).map(|country| Node::Country(country.code));
            if typed == Some(entity.node) { score.max(BY_OTHER_NAME) } else { score }
        }
    };
    let (mut identified, mut contradicted) = (false, false);
    for one in sought {
        let Some(holds) = batch.holds(&entity, one) else { continue };
        features.push(Feature { id: one.property.id, value: json!(holds) });
        identified |= holds && one.property.identifies;
        contradicted |= !holds;
    }
    if identified {
        score = score.max(BY_IDENTIFIER);
    }
    if contradicted {
        score *= CONTRADICTED;
    }
    let matched = !contradicted && (certain || (query.text.is_none() && identified));
    (score > 0.0).then_some(Candidate { entity, score, matched, features })
}

fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
