//! Links and decisions in words, for people.

use chrono::{DateTime, Utc};

use super::seen::records_of;
use crate::graph::{Graph, RecordNode};
use crate::linking::End;
use crate::record::{Decision, DecisionAction};

/// An end as people speak of it: item 5.14 of `undp-pledge`.
#[must_use]
pub fn in_words(graph: &Graph, end: End) -> String {
    let pledge = match end {
        End::Item(place) => graph.items[place].pledge,
        End::Commitment(place) => graph.commitments[place].pledge,
        End::Programme(_) | End::Result(_) => return name(graph, end),
    };
    format!("{} of `{}`", name(graph, end), graph.pledges[pledge].slug)
}

fn name(graph: &Graph, end: End) -> String {
    match end {
        End::Programme(place) => format!("“{}”", graph.programmes[place].title),
        End::Item(place) => format!("item {}", graph.records[graph.items[place].record].key),
        End::Commitment(place) => format!("commitment {}", graph.commitments[place].number),
        End::Result(place) => {
            let figure = &graph.results[place].figure;
            format!("the result “{} {}”", figure.value, figure.unit)
        }
    }
}

/// That a record of an end says something else.
pub(super) fn reworded(graph: &Graph, end: End, record: &RecordNode) -> String {
    format!("the text of {} in `{}` has changed", name(graph, end), graph.source_of(record.edition).slug())
}

/// That a source has dropped an end, which others still have. Which one did, the graph cannot tell any more.
pub(super) fn dropped(graph: &Graph, end: End) -> String {
    let mut left: Vec<_> = records_of(graph, end)
        .into_iter()
        .map(|place| format!("`{}`", graph.source_of(graph.records[place].edition).slug()))
        .collect();
    left.sort();
    left.dedup();
    format!("a source has dropped {}, which is now only in {},", name(graph, end), left.join(" and "))
}

/// Changes of a side since a decision.
pub(super) fn changed_since(changes: &[String], decision: &Decision) -> String {
    format!("{} since {} decided on {}", changes.join(" and "), decision.agency, day(decision.at))
}

/// Decisions that are in force: who said what when.
pub(super) fn told<'a>(decisions: impl IntoIterator<Item = &'a Decision>) -> String {
    let told = decisions
        .into_iter()
        .map(|decision| format!("{} by {} on {}", past(decision.action), decision.agency, day(decision.at)));
    told.collect::<Vec<_>>().join(", ")
}

fn past(action: DecisionAction) -> &'static str {
    match action {
        DecisionAction::Propose => "proposed",
        DecisionAction::Confirm => "confirmed",
        DecisionAction::Reject => "rejected",
        DecisionAction::Withdraw => "withdrawn",
    }
}

/// A day as the log has it.
pub(super) fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}
