//! Times things round after round, so that what else the machine does hits all of them alike, and prints medians.

use std::time::{Duration, Instant};

/// How long things took, each as often as it was done, in the order in which they were first done.
#[derive(Default)]
pub struct Rounds(Vec<(String, Vec<Duration>)>);

impl Rounds {
    /// Does something and notes how long it took.
    pub fn time<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        self.add(what, start.elapsed());
        done
    }

    /// Notes how long something took.
    pub fn add(&mut self, what: &str, took: Duration) {
        match self.0.iter_mut().find(|(known, _)| known == what) {
            Some((_, all)) => all.push(took),
            None => self.0.push((what.to_owned(), vec![took])),
        }
    }

    /// Prints of each how long it took in the middle, how long at best, and the middle in multiples of that of `base`.
    pub fn print(&self, title: &str, base: &str) {
        let of = |what: &str| self.0.iter().find(|(known, _)| known == what);
        let base = of(base).map(|(_, all)| middle(all)).expect("what others are compared with was measured");
        println!("\n{title}\n{:<52}{:>12}{:>12}{:>10}{:>8}", "", "median ms", "fastest ms", "ratio", "times");
        for (what, all) in &self.0 {
            let fastest = all.iter().min().copied().unwrap_or_default();
            let ratio = middle(all).as_secs_f64() / base.as_secs_f64();
            println!(
                "{what:<52}{:>12.3}{:>12.3}{ratio:>10.2}{:>8}",
                milliseconds(middle(all)),
                milliseconds(fastest),
                all.len()
            );
        }
    }
}

fn middle(all: &[Duration]) -> Duration {
    let mut all = all.to_vec();
    all.sort();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
