//! What reading one document may cost.

use std::time::Duration;

/// Limits on the reading of one document, and on how many are read at once.
///
/// Memory and processor time are limited where the system can do it: on Linux both are, on macOS processor time is, on
/// Windows neither. Time and the answer's size are limited everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Address space of a child, in bytes.
    pub memory: u64,
    /// Processor time of a child, in seconds.
    pub cpu_seconds: u64,
    /// Time on the clock, from its start to its end.
    pub time: Duration,
    /// Bytes of its answer.
    pub answer: u64,
    /// Children that may run at once.
    pub at_once: usize,
}

impl Default for Limits {
    /// Chosen by what the editions need (well under a second and 64 MB) and what a small server can spare.
    fn default() -> Self {
        Self {
            memory: 512 * 1024 * 1024,
            cpu_seconds: 20,
            time: Duration::from_secs(30),
            answer: 64 * 1024 * 1024,
            at_once: 2,
        }
    }
}

/// Limits this process for the rest of its life: memory, processor time, no files written, no image of a crash.
#[cfg(unix)]
pub(super) fn confine(memory: u64, cpu_seconds: u64) -> std::io::Result<()> {
    use rlimit::Resource;
    let limits =
        [(Resource::CORE, 0), (Resource::FSIZE, 0), (Resource::CPU, cpu_seconds), (Resource::AS, memory)];
    for (resource, most) in limits {
        let (_, hard) = resource.get()?;
        let soft = most.min(hard);
        // A second more until the kill that cannot be caught; the first signal says which limit it was.
        let kill = if resource == Resource::CPU { hard.min(soft.saturating_add(1)) } else { soft };
        match resource.set(soft, kill) {
            // macOS has no limit on address space that could be set.
            Err(_) if resource == Resource::AS && !cfg!(target_os = "linux") => {}
            set => set?,
        }
    }
    Ok(())
}

/// Where processes cannot limit themselves, the clock does.
#[cfg(not(unix))]
pub(super) fn confine(_memory: u64, _cpu_seconds: u64) -> std::io::Result<()> {
    Ok(())
}
