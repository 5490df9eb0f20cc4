//! `gcm-hub evaluate`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::Utc;
use serde_json::json;

use super::place::Place;
use super::table::table;
use crate::curation::in_words;
use crate::graph::{Graph, Ix, RecordNode};
use crate::linking::Linker;
use crate::linking::evaluation::{Labels, Mistake, NARROW, Report, evaluate};
use crate::linking::weights::TABLE;
use crate::record::LinkType;
use crate::refresh;

/// Options of `evaluate`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Labelled pairs, one JSON object a line: {"from": "undp-pledge/5.14", "to": "SLUG", "label": "SUPPORTS"}
    #[arg(required_unless_present = "weights", conflicts_with = "weights")]
    file: Option<PathBuf>,
    /// Print what each criterion is good for instead: the same figures without it
    #[arg(long, conflicts_with_all = ["json", "weights"])]
    ablation: bool,
    /// Print the weights of the criteria instead, each with its reason; takes no file
    #[arg(long)]
    weights: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(place: &Place, args: &Args) -> Result<ExitCode> {
    match &args.file {
        Some(file) => score(place, file, args),
        None => super::print(&weights(args.json)?),
    }
}

/// Every weight with its reason.
fn weights(json: bool) -> Result<String> {
    if json {
        let weights =
            TABLE.map(|of| json!({ "name": of.name, "value": of.value, "reason": of.reason })).to_vec();
        return Ok(serde_json::to_string_pretty(&weights)? + "\n");
    }
    let mut rows = table(&["Weight", "Value", "Reason"]);
    for of in TABLE {
        rows.add_row([of.name.to_owned(), of.value.to_string(), of.reason.to_owned()]);
    }
    Ok(format!("{rows}\n"))
}

fn score(place: &Place, file: &Path, args: &Args) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the labels from `{}`", file.display()))?;
    let (mut input, now) = (refresh::input(&place.store()?, &place.sources)?, Utc::now());
    let graph = Graph::build(input.clone(), now);
    let (labels, bad) = Labels::read(&graph, &text);
    // The same graph with the reasons of the pairs that are labelled.
    input.identity.open.extend(labels.compared(&graph));
    let graph = Graph::build(input, now);
    for bad in &bad {
        eprintln!("gcm-hub: line {} is not used: {}", bad.line, bad.reason);
    }
    if labels.is_empty() {
        bail!("`{}` labels no pair of this hub: see `gcm-hub evaluate --help`", file.display());
    }
    let output = if args.ablation {
        ablation(&graph, &labels)
    } else {
        let report = evaluate(&graph, &Linker::new(&graph), &labels);
        if args.json { as_json(&graph, &labels, &report)? } else { as_text(&graph, &labels, &report) }
    };
    super::print(&output)?;
    Ok(if bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn as_text(graph: &Graph, labels: &Labels, report: &Report) -> String {
    let mut rows = table(&["Type", "At least", "Right", "Wrong", "Missed", "Precision", "Recall", "F1"]);
    for row in &report.rows {
        let figure =
            |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.2}"));
        rows.add_row([
            row.kind.map_or("any", LinkType::name).to_owned(),
            row.least.name().to_owned(),
            row.right.to_string(),
            row.wrong.to_string(),
            row.missed.to_string(),
            figure(row.precision()),
            figure(row.recall()),
            figure(row.f1()),
        ]);
    }
    let mut text = format!(
        "{rows}\n{} labelled pairs; log-loss {:.3}; right links within {NARROW} log-odds of the threshold: {}; links of \
         pairs that nobody labelled: {}\n",
        labels.len(),
        report.log_loss,
        report.narrow,
        report.unlabelled
    );
    for mistake in &report.mistakes {
        text += &format!("\n{}\n{}", headline(graph, mistake), waterfall(mistake));
    }
    text
}

fn headline(graph: &Graph, mistake: &Mistake) -> String {
    let of = &mistake.assessment;
    let name = |kind: Option<LinkType>| kind.map_or("nothing", LinkType::name);
    let what = match mistake.suggested {
        None => "Missed",
        Some(_) if mistake.label.is_none() => "False alarm",
        Some(_) => "Other type",
    };
    let (from, to) = match mistake.records {
        Some((from, to)) => (record_in_words(graph, from), record_in_words(graph, to)),
        None => (in_words(graph, of.from), in_words(graph, of.to)),
    };
    format!(
        "{what}: {from} and {to}\n  labelled {}, suggested {}, score {:.2}",
        name(mistake.label),
        name(mistake.suggested),
        of.score
    )
}

fn record_in_words(graph: &Graph, record: Ix<RecordNode>) -> String {
    let RecordNode { edition, key, .. } = &graph.records[record];
    format!("`{}/{key}`", graph.source_of(*edition).slug())
}

fn waterfall(mistake: &Mistake) -> String {
    let lines = mistake.assessment.criteria.iter();
    lines.map(|line| format!("  {:>+6.2}  {:<13} {}\n", line.weight, line.name, line.detail)).collect()
}

/// For each criterion, the figures without it.
fn ablation(graph: &Graph, labels: &Labels) -> String {
    let mut rows = table(&[
        "Without",
        "SAME_AS F1",
        "NAMES F1",
        "SUPPORTS precision, strong",
        "SUPPORTS recall",
        "Any F1",
        "Log-loss",
    ]);
    for without in std::iter::once(None).chain(Linker::criteria().map(Some)) {
        let report = evaluate(graph, &Linker::without(graph, without), labels);
        let find = |kind: Option<LinkType>, least: &str| {
            report.rows.iter().find(|row| row.kind == kind && row.least.name() == least)
        };
        let figure =
            |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.2}"));
        let (same, names, supports) =
            (Some(LinkType::SameAs), Some(LinkType::Names), Some(LinkType::Supports));
        rows.add_row([
            without.unwrap_or("nothing").to_owned(),
            figure(find(same, "PLAUSIBLE").and_then(|row| row.f1())),
            figure(find(names, "PLAUSIBLE").and_then(|row| row.f1())),
            figure(find(supports, "STRONG").and_then(|row| row.precision())),
            figure(find(supports, "PLAUSIBLE").and_then(|row| row.recall())),
            figure(find(None, "PLAUSIBLE").and_then(|row| row.f1())),
            format!("{:.3}", report.log_loss),
        ]);
    }
    format!("{rows}\n")
}

fn as_json(graph: &Graph, labels: &Labels, report: &Report) -> Result<String> {
    let rows: Vec<_> = report
        .rows
        .iter()
        .map(|row| {
            json!({
                "type": row.kind.map(LinkType::name), "atLeast": row.least.name(), "right": row.right,
                "wrong": row.wrong, "missed": row.missed, "precision": row.precision(), "recall": row.recall(),
                "f1": row.f1(),
            })
        })
        .collect();
    let mistakes: Vec<_> = report
        .mistakes
        .iter()
        .map(|mistake| {
            let of = &mistake.assessment;
            let criteria = of.criteria.iter();
            let (from, to) = match mistake.records {
                Some((from, to)) => (graph.records[from].id, graph.records[to].id),
                None => (of.from.id(graph), of.to.id(graph)),
            };
            json!({
                "from": from, "to": to, "label": mistake.label.map(LinkType::name),
                "suggested": mistake.suggested.map(LinkType::name), "score": of.score,
                "criteria": criteria.map(|line| json!({"name": line.name, "weight": line.weight, "detail": line.detail})).collect::<Vec<_>>(),
            })
        })
        .collect();
    let whole = json!({
        "labelledPairs": labels.len(), "unlabelledLinks": report.unlabelled, "narrow": report.narrow,
        "logLoss": report.log_loss, "rows": rows, "mistakes": mistakes,
    });
    Ok(serde_json::to_string_pretty(&whole)? + "\n")
}
