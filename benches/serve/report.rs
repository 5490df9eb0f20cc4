//! What was measured, as tables in Markdown: ratios of the limit, medians of the rounds with their quartiles.

use std::collections::BTreeMap;

use crate::cases::Case;
use crate::load::{CONNECTIONS, Measured};
use crate::process::Server;

/// The measurements, by case and server, in the order of the rounds.
pub struct Report {
    cases: Vec<&'static str>,
    measured: BTreeMap<(usize, &'static str), Vec<(usize, Measured)>>,
}

impl Report {
    /// An empty one.
    pub fn new(cases: &[Case]) -> Self {
        Self { cases: cases.iter().map(|case| case.name).collect(), measured: BTreeMap::new() }
    }

    /// Notes what one case cost at one server in one round.
    pub fn add(&mut self, round: usize, case: usize, server: &'static str, measured: Measured) {
        self.measured.entry((case, server)).or_default().push((round, measured));
    }

    /// Prints all of it.
    pub fn print(&self, servers: &[&Server], rounds: usize, pinned: bool) {
        let names: Vec<&str> = servers.iter().map(|server| server.name).collect();
        println!("Ratios of the limit: {CONNECTIONS} connections, {rounds} rounds, median (quartiles).");
        if !pinned {
            println!("Server and load were not kept on cores of their own: `taskset` is not at hand.");
        }
        println!("Load of the machine at the end: {}.", load_average());
        println!("\nServer processor time a request: the limit in µs, then limit / server");
        self.table(&names, |measured| measured.requests as f64 / measured.server.max(1e-9), 1e6);
        println!("\nRequests a second: the limit in thousands, then server / limit");
        self.table(&names, |measured| measured.requests as f64 / measured.seconds, 1e-3);
        self.hub_and_others(&names);
        self.idle(&names);
    }

    /// `rate` is larger where it is better.
    fn table(&self, names: &[&str], rate: fn(&Measured) -> f64, unit: f64) {
        let heads: Vec<String> = names.iter().map(|name| format!("{name:>18}")).collect();
        println!("| {:<24} | {} |", "", heads.join(" | "));
        println!("|{:-<26}|{}", "", "-------------------:|".repeat(names.len()));
        for (case, title) in self.cases.iter().enumerate() {
            let cells = names.iter().map(|name| {
                if *name == "limit" {
                    let rates = self.values(case, "limit", rate);
                    let middle = quartiles(rates.values().copied().collect())[1];
                    let shown = if unit > 1.0 { unit / middle } else { middle * unit };
                    return format!("{shown:>18.1}");
                }
                let ratios = self.ratios(case, name, "limit", rate);
                match quartiles(ratios) {
                    [low, middle, high] if middle > 0.0 => {
                        format!("{:>18}", format!("{middle:.3} ({low:.2}–{high:.2})"))
                    }
                    _ => format!("{:>18}", "–"),
                }
            });
            println!("| {title:<24} | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
    }

    /// How many times as fast as each of the others the hub is, by processor time.
    fn hub_and_others(&self, names: &[&str]) {
        let others: Vec<&&str> = names.iter().filter(|name| !["limit", "hub"].contains(*name)).collect();
        println!("\nThe hub in multiples of the others, by server processor time");
        let heads: Vec<String> = others.iter().map(|name| format!("{name:>12}")).collect();
        println!("| {:<24} | {} |", "", heads.join(" | "));
        println!("|{:-<26}|{}", "", "-------------:|".repeat(others.len()));
        for (case, title) in self.cases.iter().enumerate() {
            let rate = |measured: &Measured| measured.requests as f64 / measured.server.max(1e-9);
            let cells: Vec<String> = others
                .iter()
                .map(|name| quartiles(self.ratios(case, "hub", name, rate))[1])
                .map(|middle| if middle > 0.0 { format!("{middle:>12.2}") } else { format!("{:>12}", "–") })
                .collect();
            println!("| {title:<24} | {} |", cells.join(" | "));
        }
    }

    /// Whether the load could have asked for more: how busy the core that asks was, and that of the server.
    fn idle(&self, names: &[&str]) {
        println!("\nShare of its core that each used, server / load, least and most of the cases");
        for name in names {
            let of_server: Vec<f64> = self.busy(name, |measured| measured.server / measured.seconds);
            let of_load: Vec<f64> = self.busy(name, |measured| measured.load / measured.seconds);
            let span = |all: &[f64]| {
                let least = all.iter().copied().fold(f64::INFINITY, f64::min);
                format!("{least:.2}–{:.2}", all.iter().copied().fold(0.0, f64::max))
            };
            println!("* {name}: {} / {}", span(&of_server), span(&of_load));
        }
    }

    fn busy(&self, name: &str, share: fn(&Measured) -> f64) -> Vec<f64> {
        let cases = (0..self.cases.len()).map(|case| self.values(case, name, share));
        cases
            .filter(|values| !values.is_empty())
            .map(|values| quartiles(values.into_values().collect())[1])
            .collect()
    }

    fn values(&self, case: usize, name: &str, of: fn(&Measured) -> f64) -> BTreeMap<usize, f64> {
        let all = self.measured.iter().filter(|((number, server), _)| *number == case && *server == name);
        all.flat_map(|(_, rounds)| rounds).map(|(round, measured)| (*round, of(measured))).collect()
    }

    /// One server's rate in multiples of another's, round by round.
    fn ratios(&self, case: usize, one: &str, other: &str, rate: fn(&Measured) -> f64) -> Vec<f64> {
        let others = self.values(case, other, rate);
        let ones = self.values(case, one, rate);
        ones.iter().filter_map(|(round, rate)| Some(rate / others.get(round)?)).collect()
    }
}

/// The lower quartile, the median and the upper quartile; zeros of nothing.
fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    let at = |part: usize| values.get((values.len().saturating_sub(1) * part + 2) / 4).copied();
    [1, 2, 3].map(|part| at(part).unwrap_or_default())
}

fn load_average() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}
