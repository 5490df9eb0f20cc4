//! Runs a measurement for one size after the other, each in a process of its own, and prints a table.

use std::process::Command;

/// What Linux says of the memory of this process, in bytes; 0 elsewhere.
pub struct Memory {
    /// Resident now: `VmRSS` of `/proc/self/status`.
    pub resident: u64,
    /// The most that was resident since the process began: `VmHWM`.
    pub peak: u64,
}

impl Memory {
    /// Reads it.
    pub fn now() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let bytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
            number.unwrap_or_default() * 1024
        };
        Self { resident: bytes("VmRSS:"), peak: bytes("VmHWM:") }
    }
}

/// The processor time that this process has had, in seconds, its children apart; 0 where Linux does not tell. On a
/// machine with other work it says more than the clock.
pub fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name before the bracket may hold spaces; user and system time are fields 14 and 15, in hundredths.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Measures the sizes of the command line, or else `sizes`, and prints a column for each. `one_size` gives a value for
/// each heading; the first is compared with that of the size before.
pub fn each_size(sizes: &[usize], headings: &[&str], one_size: fn(usize) -> Vec<f64>) {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench").peekable();
    if arguments.next_if(|argument| argument == "--one").is_some() {
        let size =
            arguments.next().and_then(|size| size.parse().ok()).expect("`--one` is followed by a size");
        let values: Vec<String> = one_size(size).iter().map(f64::to_string).collect();
        println!("{}", values.join(" "));
        return;
    }
    let given: Vec<usize> = arguments.map(|size| size.parse().expect("sizes are whole numbers")).collect();
    let sizes = if given.is_empty() { sizes } else { &given };
    // The first is measured twice and counts once: a processor that has rested is slow for a while.
    sizes.iter().take(1).for_each(|size| drop(in_its_own_process(*size)));
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for size in sizes {
        columns.push(in_its_own_process(*size));
        eprintln!("{size} is measured");
    }
    let row = |heading: &str, cells: Vec<String>| {
        let cells: String = cells.iter().map(|cell| format!("{cell:>16}")).collect();
        println!("{heading:<32}{cells}");
    };
    row("size", sizes.iter().map(usize::to_string).collect());
    for (number, heading) in headings.iter().enumerate() {
        row(heading, columns.iter().map(|values| format!("{:.2}", values[number])).collect());
    }
    let ratio = |at: usize| {
        let grown = sizes[at] as f64 / sizes[at - 1] as f64;
        format!("{:.1} (x{grown:.1})", columns[at][0] / columns[at - 1][0])
    };
    let ratios = std::iter::once("-".to_owned()).chain((1..sizes.len()).map(ratio));
    row("first row: ratio (size: ratio)", ratios.collect());
}

fn in_its_own_process(size: usize) -> Vec<f64> {
    let program = std::env::current_exe().expect("a running program has a path");
    let output = Command::new(program).args(["--one", &size.to_string()]).output().expect("it runs again");
    let text = String::from_utf8_lossy(&output.stdout);
    let values: Option<Vec<f64>> = text.split_whitespace().map(|value| value.parse().ok()).collect();
    values.filter(|values| !values.is_empty()).unwrap_or_else(|| {
        let errors = String::from_utf8_lossy(&output.stderr);
        eprintln!("size {size} was not measured: {errors}");
        std::process::exit(1)
    })
}
