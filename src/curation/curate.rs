//! The log laid over the suggestions.

use std::collections::{BTreeMap, HashMap};

use super::identity::{self, is_identity};
use super::link::{DecisionState, Link, Status};
use super::links::{Judged, Links};
use super::place::{Nowhere, Placed, place_seen};
use super::seen::Records;
use super::standing::{Log, Verdict};
use super::words;
use crate::graph::Graph;
use crate::linking::{self, Assessment, End};
use crate::record::{Decision, DecisionAction, LinkKey, LinkType};

/// Lays the log over what the linker suggests; see the [module](super) for the rule. `assess` is asked about links that
/// agencies decided on and that are not suggested, always about two different ends; not about the identity of
/// programmes, of which the graph has the reasons. Takes time in proportion to links and decisions, but for sorting the
/// links.
#[must_use]
pub fn curate(
    graph: &Graph,
    suggestions: &[Assessment],
    assess: &dyn Fn(LinkType, End, End) -> Assessment,
    log: &[Decision],
) -> Links {
    let records = Records::of(graph);
    let log = Log::of(log);
    let mut relations: BTreeMap<LinkKey, Relation> = BTreeMap::new();
    for suggestion in suggestions {
        relations.entry(suggestion.key(graph)).or_insert_with(|| Relation::suggested(suggestion.clone()));
    }
    for (key, assessment) in identity::suggested(graph) {
        relations.entry(key).or_insert_with(|| Relation::suggested(assessment));
    }
    let placed = place_all(&records, &log, |key| relations.contains_key(key));
    for (entry, placed) in placed.iter().enumerate() {
        let Ok(placed) = placed else { continue };
        if log.counts(entry) {
            relations.entry(placed.key).or_insert_with(|| Relation {
                assessment: if is_identity(placed.key) {
                    linking::identity(graph, (placed.key.from, placed.key.to), placed.from, placed.to)
                } else {
                    assess(placed.key.kind, placed.from, placed.to)
                },
                suggested: false,
                about: Vec::new(),
            });
        }
    }
    for (entry, placed) in placed.iter().enumerate() {
        if let Ok(placed) = placed
            && let Some(relation) = relations.get_mut(&placed.key)
        {
            relation.about.push(entry);
        }
    }
    let mut outcomes = Outcomes { records: &records, log: &log, placed: &placed, states: HashMap::new() };
    let links = relations.into_iter().map(|(key, relation)| outcomes.link(key, relation)).collect();
    let judged = (0..log.entries.len()).map(|entry| outcomes.judged(entry)).collect();
    Links::new(graph, links, judged)
}

/// A link before its decisions have been weighed.
struct Relation {
    assessment: Assessment,
    suggested: bool,
    /// Entries of the log about it.
    about: Vec<usize>,
}

impl Relation {
    fn suggested(assessment: Assessment) -> Self {
        Self { assessment, suggested: true, about: Vec::new() }
    }
}

/// Where each entry of the log is; a withdrawal is where what it takes back is.
fn place_all(
    records: &Records<'_>,
    log: &Log<'_>,
    is_suggested: impl Fn(&LinkKey) -> bool,
) -> Vec<Result<Placed, Nowhere>> {
    let at = |entry: usize| {
        let Decision { link, seen, .. } = &log.entries[log.takes_back(entry).unwrap_or(entry)];
        place_seen(records, *link, seen, &is_suggested)
    };
    (0..log.entries.len()).map(at).collect()
}

/// What has become of the entries of the log.
struct Outcomes<'a> {
    records: &'a Records<'a>,
    log: &'a Log<'a>,
    placed: &'a [Result<Placed, Nowhere>],
    /// Of decisions that count and are placed.
    states: HashMap<usize, (DecisionState, String)>,
}

impl<'a> Outcomes<'a> {
    /// Weighs the decisions on a link.
    fn link(&mut self, key: LinkKey, relation: Relation) -> Link {
        let Relation { assessment, suggested, about } = relation;
        let standing = self.log.standing(&about);
        let mut in_force: Vec<&Decision> = Vec::new();
        let mut stale: Vec<(&Decision, String)> = Vec::new();
        let mut ordered: Vec<usize> = standing.values().copied().collect();
        ordered.sort_by_key(|entry| (self.log.entries[*entry].at, *entry));
        for entry in ordered {
            let decision = &self.log.entries[entry];
            let state = match self.changes(entry, decision) {
                None => (DecisionState::Standing, format!("what {} says", decision.agency)),
                Some(changes) => {
                    stale.push((decision, changes.clone()));
                    (DecisionState::Stale, changes)
                }
            };
            // A changed text does not undo an identity.
            if state.0 == DecisionState::Standing || is_identity(key) {
                in_force.push(decision);
            }
            self.states.insert(entry, state);
        }
        for entry in about.iter().copied().filter(|entry| self.log.counts(*entry)) {
            if let Some(latest) = standing.get(self.log.entries[entry].agency.as_str()) {
                let Decision { agency, at, .. } = &self.log.entries[*latest];
                let again = format!("{agency} decided again on {}", words::day(*at));
                self.states.entry(entry).or_insert((DecisionState::Superseded, again));
            }
        }
        let verdict = Verdict::of(in_force.iter().copied());
        let (status, reason) = explain(verdict, &in_force, &stale, about.is_empty());
        let disputed = verdict == Verdict::Disputed;
        Link {
            id: key.id(),
            key,
            assessment,
            countries: Vec::new(),
            suggested,
            status,
            reason,
            disputed,
            decisions: Vec::new(),
        }
    }

    /// What has changed since a decision; `None` when nothing has.
    fn changes(&self, entry: usize, decision: &Decision) -> Option<String> {
        let placed = self.placed[entry].as_ref().ok()?;
        let (from, to) = if placed.turned { (placed.to, placed.from) } else { (placed.from, placed.to) };
        let identity = is_identity(placed.key);
        let mut changes = Vec::new();
        for (end, id, seen) in
            [(from, decision.link.from, &decision.seen.from), (to, decision.link.to, &decision.seen.to)]
        {
            changes
                .extend(self.records.changes(end, seen.iter().filter(|(seen, _)| !identity || **seen == id)));
        }
        (!changes.is_empty()).then(|| words::changed_since(&changes, decision))
    }

    fn judged(&self, entry: usize) -> Judged<'a> {
        let decision = &self.log.entries[entry];
        let agency = &decision.agency;
        let (state, reason) = if decision.action == DecisionAction::Withdraw {
            let reason = match self.log.takes_back(entry) {
                Some(target) => {
                    let day = words::day(self.log.entries[target].at);
                    format!("takes back what {agency} said on {day}")
                }
                None => format!("takes nothing back: the log has no such decision of {agency}"),
            };
            (DecisionState::Standing, reason)
        } else if let Some(withdrawal) = self.log.withdrawn_by(entry) {
            let day = words::day(self.log.entries[withdrawal].at);
            (DecisionState::Withdrawn, format!("{agency} took it back on {day}"))
        } else if let Some(known) = self.states.get(&entry) {
            known.clone()
        } else {
            let reason = self.placed[entry].as_ref().err().map(ToString::to_string).unwrap_or_default();
            (DecisionState::Orphaned, reason)
        };
        let about = self.placed[entry].as_ref().ok().map(|placed| placed.key);
        Judged { decision, state, reason, about }
    }
}

fn explain(
    verdict: Verdict,
    in_force: &[&Decision],
    stale: &[(&Decision, String)],
    untouched: bool,
) -> (Status, String) {
    let told = || words::told(in_force.iter().copied());
    let changed = || {
        let each = stale.iter().map(|(_, changes)| changes.clone());
        each.collect::<Vec<_>>().join("; ")
    };
    // Only an identity's stale decisions are in force.
    let in_force_though_stale = || {
        let held = stale.iter().any(|(decision, _)| in_force.iter().any(|of| of.id == decision.id));
        if held { format!("; {}", changed()) } else { String::new() }
    };
    match verdict {
        Verdict::Right => (Status::Confirmed, told() + &in_force_though_stale()),
        Verdict::Wrong => (Status::Rejected, told() + &in_force_though_stale()),
        Verdict::Disputed => (Status::Suggested, format!("disputed: {}{}", told(), in_force_though_stale())),
        Verdict::None if !stale.is_empty() => {
            let told = words::told(stale.iter().map(|(decision, _)| *decision));
            (Status::Stale, format!("{told}; {}", changed()))
        }
        Verdict::None if untouched => {
            (Status::Suggested, "suggested by the hub, nobody has decided".to_owned())
        }
        Verdict::None => (Status::Suggested, "suggested by the hub, no decision on it stands".to_owned()),
    }
}
