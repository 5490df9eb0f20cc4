//! Labelled pairs, one JSON object a line.
//!
//! ```text
//! {"from": "undp-pledge/5.14", "to": "mda-leveraging-positive-impact-offsetting-loss", "label": "SAME_AS", "reason": "…"}
//! {"every": ["ProgressItem", "Programme"], "label": "NONE", "reason": "…"}
//! ```
//!
//! An end is an `id` of the hub, the slug or a title of a programme, or `source/key` (a progress item `undp-pledge/5.14`,
//! a commitment `undp-pledge/5`, a sheet by its record's key); a bare `5.14` where only one pledge has it. Which end is
//! `from` does not matter. `label` is a type of link, or `NONE`. `every` labels all pairs of two sorts that no other
//! line labels; without it, pairs that are not labelled are not counted. Other fields, a `reason` say, are for people.
//!
//! Two ends that are programmes are about records, and whether these are one programme: `SAME_AS` or `NONE`. An `id` and
//! a `source/key` mean their own record; a slug or a title means the programme, which its first record stands for. Of
//! two lines that label one pair otherwise, the first counts.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::graph::{Graph, Ix, Node, RecordNode};
use crate::linking::End;
use crate::linking::side::folded;
use crate::record::{Id, LinkType};

/// What people say of pairs: the type of their link, or that there is none.
#[derive(Debug, Default)]
pub struct Labels {
    pairs: BTreeMap<(End, End), Option<LinkType>>,
    records: BTreeMap<Records, Option<LinkType>>,
    every: BTreeMap<(&'static str, &'static str), Option<LinkType>>,
}

/// Two records of programmes, the earlier first.
pub(super) type Records = (Ix<RecordNode>, Ix<RecordNode>);

/// A line that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLabel {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it and what would be right.
    pub reason: String,
}

/// Other fields are for people and passed over.
#[derive(Deserialize)]
struct Line {
    from: Option<String>,
    to: Option<String>,
    every: Option<[String; 2]>,
    #[serde(alias = "type")]
    label: String,
}

impl Labels {
    /// Reads labels; lines that are not right are told of and left out. Empty lines are passed over.
    #[must_use]
    pub fn read(graph: &Graph, text: &str) -> (Self, Vec<BadLabel>) {
        let (mut labels, mut bad) = (Self::default(), Vec::new());
        // Some editors begin a file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            if let Err(reason) = labels.add(graph, line) {
                bad.push(BadLabel { line: number + 1, reason });
            }
        }
        (labels, bad)
    }

    fn add(&mut self, graph: &Graph, line: &str) -> Result<(), String> {
        let line: Line = serde_json::from_str(line).map_err(|error| {
            format!("it is no label ({error}): write {{\"from\": …, \"to\": …, \"label\": \"SUPPORTS\"}}")
        })?;
        let label = label(&line.label)?;
        match (line.from, line.to, line.every) {
            (Some(from), Some(to), None) => {
                let (one, other) = (meant(graph, &from)?, meant(graph, &to)?);
                let records = one.record.zip(other.record);
                if records.map_or(one.end == other.end, |(one, other)| one == other) {
                    return Err(format!("`{from}` and `{to}` are the same: a label is about two"));
                }
                let first = match records {
                    Some(_) if !matches!(label, None | Some(LinkType::SameAs)) => {
                        return Err(format!(
                            "`{from}` and `{to}` are programmes: label them `SAME_AS` or `NONE`"
                        ));
                    }
                    Some((one, other)) => {
                        *self.records.entry((one.min(other), one.max(other))).or_insert(label)
                    }
                    None => *self.pairs.entry(pair(one.end, other.end)).or_insert(label),
                };
                if first == label {
                    return Ok(());
                }
                Err(format!(
                    "an earlier line labels `{from}` and `{to}` otherwise, and counts: remove one of them"
                ))
            }
            (None, None, Some([one, other])) => {
                let (one, other) = (sort(&one)?, sort(&other)?);
                if *self.every.entry((one.min(other), one.max(other))).or_insert(label) == label {
                    return Ok(());
                }
                Err("an earlier line labels every such pair otherwise, and counts: remove one of them"
                    .to_owned())
            }
            _ => Err("it needs `from` and `to`, or `every`".to_owned()),
        }
    }

    /// What people say of a pair: `None` when they do not, `Some(None)` when they say that there is no link.
    #[must_use]
    pub fn of(&self, one: End, other: End) -> Option<Option<LinkType>> {
        let (one, other) = pair(one, other);
        let sorts = (name(one).min(name(other)), name(one).max(name(other)));
        self.pairs.get(&(one, other)).or_else(|| self.every.get(&sorts)).copied()
    }

    /// The pairs that have a line of their own.
    pub fn pairs(&self) -> impl Iterator<Item = (End, End, Option<LinkType>)> + '_ {
        self.pairs.iter().map(|((one, other), label)| (*one, *other, *label))
    }

    /// What people say of two records of programmes, as [`of`](Self::of).
    pub(super) fn of_records(&self, records: Records) -> Option<Option<LinkType>> {
        self.records.get(&records).or_else(|| self.every.get(&("Programme", "Programme"))).copied()
    }

    /// The pairs of records of programmes that have a line of their own.
    pub(super) fn records(&self) -> impl Iterator<Item = Records> + '_ {
        self.records.keys().copied()
    }

    /// The pairs of records whose reasons the evaluation asks the graph for: the `open` ones of the rules that the
    /// graph is built by.
    #[must_use]
    pub fn compared(&self, graph: &Graph) -> BTreeSet<(Id, Id)> {
        let ids = |(one, other): &Records| (graph.records[*one].id, graph.records[*other].id);
        self.records.keys().map(ids).map(|(one, other)| (one.min(other), one.max(other))).collect()
    }

    /// How many pairs have a line of their own.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len() + self.records.len()
    }

    /// Whether no pair has a line of its own.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A pair with its ends in one order, programmes last.
pub(super) fn pair(one: End, other: End) -> (End, End) {
    let rank = |end: End| (matches!(end, End::Programme(_)), end);
    if rank(one) <= rank(other) { (one, other) } else { (other, one) }
}

fn label(text: &str) -> Result<Option<LinkType>, String> {
    let wanted = text.trim().to_uppercase();
    if wanted == "NONE" {
        return Ok(None);
    }
    let known = LinkType::NAMES.iter().find(|(_, name)| *name == wanted);
    let unknown = || format!("unknown label `{text}`: `SAME_AS`, `NAMES`, `SUPPORTS` or `NONE`");
    known.map(|(kind, _)| Some(*kind)).ok_or_else(unknown)
}

const SORTS: [&str; 4] = ["Commitment", "Programme", "ProgressItem", "Result"];

fn sort(text: &str) -> Result<&'static str, String> {
    let known = SORTS.iter().find(|sort| sort.eq_ignore_ascii_case(text)).copied();
    known.ok_or_else(|| format!("unknown sort `{text}`: one of {}", SORTS.join(", ")))
}

fn name(end: End) -> &'static str {
    match end {
        End::Commitment(_) => "Commitment",
        End::Programme(_) => "Programme",
        End::Item(_) => "ProgressItem",
        End::Result(_) => "Result",
    }
}

/// What an end of a label means.
struct Meant {
    end: End,
    /// Of a programme, the record that was named, or its first.
    record: Option<Ix<RecordNode>>,
}

impl Meant {
    fn entity(graph: &Graph, end: End) -> Self {
        let record = match end {
            End::Programme(place) => graph.programmes[place].records.iter().min().copied(),
            _ => None,
        };
        Self { end, record }
    }

    fn record(graph: &Graph, place: Ix<RecordNode>) -> Option<Self> {
        let end = End::of(graph.node(graph.records[place].id)?)?;
        Some(Self { end, record: matches!(end, End::Programme(_)).then_some(place) })
    }
}

/// What a text means.
fn meant(graph: &Graph, text: &str) -> Result<Meant, String> {
    let text = text.trim();
    let by_id = || {
        let id = text.parse::<Id>().ok()?;
        let record = graph.records.iter().find(|(_, record)| record.id == id);
        let of_record = record.and_then(|(place, _)| Meant::record(graph, place));
        of_record.or_else(|| Some(Meant::entity(graph, End::of(graph.node(id)?)?)))
    };
    let by_slug = || graph.programme(text).map(|place| Meant::entity(graph, End::Programme(place)));
    let unknown = || {
        format!(
            "`{text}` is nothing that this hub has: give an `id`, a programme's slug or title, or `source/key` such \
             as `undp-pledge/5.14`"
        )
    };
    by_id()
        .or_else(by_slug)
        .or_else(|| by_key(graph, text))
        .or_else(|| Some(Meant::entity(graph, by_title(graph, text)?)))
        .ok_or_else(unknown)
}

/// The entity of a record, by the record's key with or without its source.
fn by_key(graph: &Graph, text: &str) -> Option<Meant> {
    let source = text.split_once('/').and_then(|(slug, key)| Some((graph.source(slug)?, key)));
    let key = source.map_or(text, |(_, key)| key);
    let mut found = graph.records.iter().filter(|(_, record)| {
        record.key == key && source.is_none_or(|(source, _)| graph.editions[record.edition].source == source)
    });
    let (place, record) = found.next()?;
    if found.next().is_some() {
        return None;
    }
    match graph.node(record.id)? {
        Node::Pledge(_) => None,
        _ => Meant::record(graph, place),
    }
}

fn by_title(graph: &Graph, text: &str) -> Option<End> {
    let wanted = folded(text);
    let mut found = graph.programmes.iter().filter(|(_, programme)| {
        std::iter::once(&programme.title).chain(&programme.other_titles).any(|title| folded(title) == wanted)
    });
    let (place, _) = found.next()?;
    found.next().is_none().then_some(End::Programme(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_known_by_identifier_slug_title_or_key_and_in_either_order() {
        let graph = crate::refresh::load(
            &crate::store::MemoryStore::new(),
            &crate::sources::Sources::default(),
            chrono::DateTime::UNIX_EPOCH,
        )
        .unwrap();
        let (_, programme) = graph.programmes.iter().next().unwrap();
        for name in [programme.id.to_string(), programme.slug.clone(), programme.title.to_uppercase()] {
            let line = format!(r#"{{"from": {name:?}, "to": "undp-pledge/5.14", "label": "supports"}}"#);
            let (labels, bad) = Labels::read(&graph, &line);
            assert_eq!(bad, [], "{name}");
            let (from, to, label) = labels.pairs().next().unwrap();
            assert_eq!((to.id(&graph), label), (programme.id, Some(LinkType::Supports)), "{name}");
            assert_eq!(labels.of(to, from), Some(Some(LinkType::Supports)));
        }
    }

    #[test]
    fn a_bad_line_is_told_of_and_costs_no_other() {
        let graph = crate::refresh::load(
            &crate::store::MemoryStore::new(),
            &crate::sources::Sources::default(),
            chrono::DateTime::UNIX_EPOCH,
        )
        .unwrap();
        let text = "{\n\n{\"from\": \"5.14\", \"to\": \"5.16\", \"label\": \"NONE\"}\n\
                    {\"from\": \"5.14\", \"to\": \"nowhere\", \"label\": \"NONE\"}\n\
                    {\"from\": \"5.14\", \"to\": \"5.16\", \"label\": \"PERHAPS\"}\n\
                    {\"every\": [\"Result\", \"Country\"], \"label\": \"NONE\"}";
        let (labels, bad) = Labels::read(&graph, text);
        assert_eq!(labels.len(), 1);
        assert_eq!(bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [1, 4, 5, 6]);
    }

    #[test]
    fn of_two_lines_that_contradict_each_other_the_first_counts() {
        let graph = crate::refresh::load(
            &crate::store::MemoryStore::new(),
            &crate::sources::Sources::default(),
            chrono::DateTime::UNIX_EPOCH,
        )
        .unwrap();
        let line = |label| format!("{{\"from\": \"5.14\", \"to\": \"5.16\", \"label\": \"{label}\"}}\n");
        let (labels, bad) = Labels::read(&graph, &(line("NONE") + &line("NONE") + &line("SAME_AS")));
        assert_eq!(labels.pairs().map(|(.., label)| label).collect::<Vec<_>>(), [None]);
        assert_eq!((bad.len(), bad[0].line), (1, 3));
        assert!(bad[0].reason.contains("an earlier line") && bad[0].reason.contains("counts"), "{bad:?}");
    }

    #[test]
    fn a_byte_order_mark_costs_no_line() {
        let graph = crate::refresh::load(
            &crate::store::MemoryStore::new(),
            &crate::sources::Sources::default(),
            chrono::DateTime::UNIX_EPOCH,
        )
        .unwrap();
        let text = "\u{feff}{\"from\": \"5.14\", \"to\": \"5.16\", \"label\": \"NONE\"}";
        let (labels, bad) = Labels::read(&graph, text);
        assert_eq!((labels.len(), bad), (1, Vec::new()));
    }

    #[test]
    fn a_label_is_about_two_and_between_programmes_about_their_being_one() {
        let graph = crate::refresh::load(
            &crate::store::MemoryStore::new(),
            &crate::sources::Sources::default(),
            chrono::DateTime::UNIX_EPOCH,
        )
        .unwrap();
        let mut programmes = graph.programmes.iter().map(|(_, programme)| programme);
        let twice = programmes.find(|programme| programme.records.len() == 2).unwrap();
        let [first, second] = [0, 1].map(|place| graph.records[twice.records[place]].id.to_string());
        let (slug, title) = (&twice.slug, &twice.title);
        let read = |from: &str, to: &str, label: &str| {
            let line = serde_json::json!({ "from": from, "to": to, "label": label }).to_string();
            let (labels, bad) = Labels::read(&graph, &line);
            (labels.records().count(), bad.into_iter().map(|bad| bad.reason).next().unwrap_or_default())
        };
        assert_eq!(read(&first, &second, "SAME_AS"), (1, String::new()));
        assert_eq!(
            read(slug, &second, "NONE").0 + read(slug, &first, "NONE").0,
            1,
            "a programme is its first record"
        );
        for (from, to, label, wanted) in [
            (slug.as_str(), title.as_str(), "SAME_AS", "are the same"),
            (&second, &second, "NONE", "are the same"),
            ("5.14", "undp-pledge/5.14", "SAME_AS", "are the same"),
            (&first, &second, "SUPPORTS", "`SAME_AS` or `NONE`"),
        ] {
            let (used, reason) = read(from, to, label);
            assert!(used == 0 && reason.contains(wanted), "{from} {to}: {reason}");
        }
    }
}
