//! From the graph to links: scored, explained relations between items, commitments, results and programmes.
//!
//! Pure: no clock, no store, no decisions of people (those are in `curation`). Read `link` for what comes out,
//! `weights` for every number with its reason, `criteria` for what is looked at, one file a criterion, and `linker`
//! for how they come together. `candidates` finds the pairs that are worth it from indices.
//!
//! * The weights are log-odds and add up; a link's score is the logistic of their sum.
//! * A link never rests on a shared country alone, nor on an organisation that is everywhere: at least one criterion
//!   that tells programmes of one country apart speaks for it.
//! * No criterion knows a particular pair, place or document.

mod abbreviation;
mod candidates;
mod commitments;
mod corpus;
mod criteria;
pub mod evaluation;
mod link;
mod linker;
mod names;
mod phases;
mod side;
mod theme;
mod undertakings;
mod vocabulary;
pub mod weights;

pub use link::{Assessment, End, Strength};
pub use linker::Linker;

#[cfg(test)]
mod explore {
    use super::*;
    use std::collections::HashMap;
    #[test]
    fn look() {
        let store = crate::store::MemoryStore::new();
        let graph = crate::refresh::load(&store, chrono::Utc::now()).unwrap();
        let labels = std::fs::read_to_string("tests/it/evaluation/labels.ndjson").unwrap();
        let mut l: HashMap<(String, String), String> = HashMap::new();
        for line in labels.lines() {
            let v: serde_json::Value = serde_json::from_str(line).unwrap();
            if v["from"].is_string() {
                l.insert(
                    (v["from"].as_str().unwrap().to_owned(), v["to"].as_str().unwrap().to_owned()),
                    v["label"].as_str().unwrap().to_owned(),
                );
            }
        }
        let linker = Linker::new(&graph);
        let name = |e: End| match e {
            End::Item(p) => {
                let i = &graph.items[p];
                format!("{}.{}", graph.commitments[i.commitment].number, i.position)
            }
            End::Programme(p) => graph.programmes[p].slug[..20].to_owned(),
            End::Commitment(c) => format!("c{}", graph.commitments[c].number),
            End::Result(r) => format!("r{} {}", graph.results[r].figure.value, graph.results[r].countries[0]),
        };
        let show = |a: &Assessment| {
            let s: f64 = a.criteria.iter().map(|c| c.weight).sum();
            format!(
                "{:6} {:20} {s:5.1} {:?} {}",
                name(a.from),
                name(a.to),
                a.strength,
                a.criteria
                    .iter()
                    .skip(1)
                    .map(|c| format!("{} {:.1}", c.name, c.weight))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        };
        let links = linker.suggest(&graph);
        for a in &links {
            let k = a.key(&graph);
            let label = l.remove(&(k.from.to_string(), k.to.to_string())).unwrap_or("-".into());
            let ok = label == k.kind.name();
            println!("{} {:9} {label:9} {}", if ok { "ok " } else { "BAD" }, k.kind.name(), show(a));
        }
        println!("--- not suggested");
        for ((f, t), label) in &l {
            let (Some(f), Some(t)) = (
                graph.node(f.parse().unwrap()).and_then(End::of),
                graph.node(t.parse().unwrap()).and_then(End::of),
            ) else {
                println!("gone {f} {t}");
                continue;
            };
            let a = linker.assess(&graph, crate::record::LinkType::Supports, f, t);
            println!("{} {label:9} {}", if label == "NONE" { "ok " } else { "BAD" }, show(&a));
        }
        if let Some(a) = links.iter().find(|a| name(a.from) == "6.7") {
            for c in &a.criteria {
                println!("  {:>5.1} {}: {}", c.weight, c.name, c.detail);
            }
        }
    }
}
