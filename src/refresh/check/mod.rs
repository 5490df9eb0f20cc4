//! One source, asked for once: all or nothing. What comes of it is remembered before it is told.

mod answer;
mod changing;
mod outcome;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::ingest::{Candidate, Given, IngestError, read_edition};
use super::plan::{Plan, SourcePlan};
use super::schedule::{Ended, next_check};
use crate::clock::Clock;
use crate::document::Document;
use crate::document::text::Text;
use crate::fetch::{Answer, Ask, Fetched, Fetcher, Validators, shown, told};
use crate::hub::{Outcome, Report};
use crate::reader::Reader;
use crate::record::{LastAnswer, Sha256, Watch};
use crate::sources::{Source, Sources};
use crate::store::{Store, StoreError};
use crate::telemetry::Traces;
use answer::document;
pub use changing::Changing;
pub(super) use outcome::{problem, updated};

/// What a check works with.
#[derive(Clone)]
pub struct Checker {
    /// Where editions are kept.
    pub store: Arc<dyn Store>,
    /// The sources.
    pub sources: Arc<Sources>,
    /// How they are asked for.
    pub plan: Arc<Plan>,
    /// Asks publishers.
    pub fetcher: Fetcher,
    /// Reads what they give.
    pub reader: Reader,
    /// The time.
    pub clock: Clock,
    /// Held while what is kept of a source changes.
    pub changing: Arc<Changing>,
    /// Where spans of checks go.
    pub traces: Traces,
}

/// Steps of a check, for those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckStep {
    /// The publisher is asked.
    Asking,
    /// Bytes become lines.
    Reading,
    /// Lines become records, and an edition.
    Keeping,
}

impl CheckStep {
    /// What traces call it.
    fn name(self) -> &'static str {
        match self {
            Self::Asking => "fetch",
            Self::Reading => "read",
            Self::Keeping => "keep",
        }
    }
}

impl Checker {
    /// Asks for a source and puts what is new into service. `step` is told what is being done.
    pub async fn check(&self, slug: &str, ask: Ask, step: &(dyn Fn(CheckStep) + Send + Sync)) -> Report {
        let report = |outcome, next_check_at| Report {
            source: slug.to_owned(),
            outcome,
            at: self.clock.now(),
            next_check_at,
        };
        let (Some(source), Some(plan)) = (self.sources.find(slug), self.plan.of(slug)) else {
            let reason = format!("there is no source `{slug}`: `gcm-hub sources` lists them");
            return report(Outcome::NotAsked { reason }, None);
        };
        if let Some(reason) = self.plan.unasked(slug) {
            return report(Outcome::NotAsked { reason }, None);
        }
        let traced = self.traces.refresh(slug);
        let step = |next: CheckStep| {
            traced.stage(next.name());
            step(next);
        };
        let report = match self.ask(source, plan, ask, &step).await {
            Ok((outcome, next)) => report(outcome, Some(next)),
            Err(error) => report(Outcome::Failed { problem: told(&error) }, None),
        };
        traced.end(report.outcome.name(), matches!(report.outcome, Outcome::Failed { .. }));
        report
    }

    async fn ask(
        &self,
        source: &Source,
        plan: &SourcePlan,
        ask: Ask,
        step: &(dyn Fn(CheckStep) + Send + Sync),
    ) -> Result<(Outcome, DateTime<Utc>), StoreError> {
        let watch = self.store.watch(source.slug())?.unwrap_or_default();
        step(CheckStep::Asking);
        let known = if self.is_settled(source, &watch)? { validators(&watch) } else { None };
        let fetched = self.fetcher.fetch(&plan.addresses, known.as_ref(), ask).await;
        let _changing = self.changing.of(source.slug()).await;
        // An operator may have reviewed an edition while the publisher was asked.
        let mut watch = self.store.watch(source.slug())?.unwrap_or_default();
        let (outcome, copy, not_before) = match fetched {
            Err(error) => (Outcome::Failed { problem: told(&error) }, None, error.retry_at()),
            Ok(fetched) => {
                let copy = copy(plan, &fetched);
                let outcome = match self.untaken(source, &watch, &fetched, copy.as_deref())? {
                    Some(untaken) => untaken,
                    None => self.take(source, plan, &fetched, &mut watch, step).await?,
                };
                let failed = matches!(outcome, Outcome::Failed { .. });
                if failed {
                    // What turned out to be no document is not believed about how long it holds.
                    self.fetcher.forget(&plan.addresses).await;
                }
                (outcome, copy, fetched.fresh_until.filter(|_| !failed))
            }
        };
        let now = self.clock.now();
        watch.checked_at = Some(now);
        watch.plan = Some(plan.digest());
        let failed = copy.is_some() || matches!(outcome, Outcome::Failed { .. });
        watch.failures = if failed { watch.failures.saturating_add(1) } else { 0 };
        watch.problem = problem(&outcome);
        if outcome.is_good() {
            match copy {
                // That a copy gives it does not say that its publisher does.
                Some(copy) => watch.problem = Some(format!("{copy} gives what is in service")),
                None => {
                    watch.confirmed_at = Some(now);
                    watch.confirmed = watch.answer.as_ref().map(|answer| answer.sha256);
                }
            }
            // What was held is no longer what is given.
            self.store.release(source.slug())?;
        }
        let ended = Ended { now, failures: watch.failures, not_before };
        let next = next_check(source.slug(), plan, ended);
        watch.next_check_at = Some(next);
        self.store.set_watch(source.slug(), &watch)?;
        Ok((outcome, next))
    }

    /// What a copy gives is in service only until the publisher itself was heard: copies may be older. `None` when what
    /// was fetched is to be taken.
    fn untaken(
        &self,
        source: &Source,
        watch: &Watch,
        fetched: &Fetched,
        copy: Option<&str>,
    ) -> Result<Option<Outcome>, StoreError> {
        let (Some(copy), Answer::Changed { bytes, .. }) = (copy, &fetched.answer) else { return Ok(None) };
        let current = self.store.editions(source.slug())?.into_iter().next();
        let is_current = current.is_some_and(|current| current.sha256 == Sha256::of(bytes));
        if is_current || watch.confirmed_at.is_none() {
            return Ok(None);
        }
        let problem = format!(
            "{copy} gives another edition, which is not taken: its publisher gave the one in service"
        );
        Ok(Some(Outcome::Failed { problem }))
    }

    /// Whether it is known what to do when the publisher still gives what it gave: it is in service as this parser reads
    /// it, held or rejected. Else the document itself is wanted again.
    fn is_settled(&self, source: &Source, watch: &Watch) -> Result<bool, StoreError> {
        match &watch.answer {
            Some(answer) => Ok(self.standing(source, &answer.sha256, watch)?.is_some()),
            None => Ok(false),
        }
    }

    /// What has become of bytes that were given before; `None` when they are to be read.
    fn standing(
        &self,
        source: &Source,
        sha256: &Sha256,
        watch: &Watch,
    ) -> Result<Option<Outcome>, StoreError> {
        let slug = source.slug();
        let current = self.store.editions(slug)?.into_iter().next();
        if current.is_some_and(|current| current.sha256 == *sha256 && current.parser == source.parser) {
            return Ok(Some(Outcome::Unchanged));
        }
        if watch.rejected.contains(sha256) {
            return Ok(Some(Outcome::Rejected { sha256: *sha256 }));
        }
        let held = self.store.held(slug)?.filter(|held| held.edition.sha256 == *sha256);
        let held = held.filter(|held| held.edition.parser == source.parser);
        Ok(held.map(|held| Outcome::Held { sha256: *sha256, reason: held.reason }))
    }

    /// What becomes of an answer.
    async fn take(
        &self,
        source: &Source,
        plan: &SourcePlan,
        fetched: &Fetched,
        watch: &mut Watch,
        step: &(dyn Fn(CheckStep) + Send + Sync),
    ) -> Result<Outcome, StoreError> {
        let (bytes, media_type) = match &fetched.answer {
            Answer::NotModified => {
                let sha256 = watch.answer.as_ref().map(|answer| answer.sha256);
                let standing =
                    sha256.map(|sha256| self.standing(source, &sha256, watch)).transpose()?.flatten();
                // An operator may have changed what is in service while the publisher was asked.
                let problem =
                    "what it gives changed its standing while it was asked; it is asked again".to_owned();
                return Ok(standing.unwrap_or(Outcome::Failed { problem }));
            }
            Answer::Changed { bytes, media_type } => (bytes, media_type.as_deref()),
        };
        let sha256 = Sha256::of(bytes);
        let answer = LastAnswer {
            sha256,
            address: fetched.address.to_string(),
            etag: fetched.validators.as_ref().and_then(|known| known.etag.clone()),
            last_modified: fetched.validators.as_ref().and_then(|known| known.last_modified.clone()),
        };
        if let Some(standing) = self.standing(source, &sha256, watch)? {
            watch.answer = Some(answer);
            return Ok(standing);
        }
        step(CheckStep::Reading);
        let document = match document(plan, fetched, bytes, media_type) {
            Ok(document) => document,
            Err(problem) => return Ok(Outcome::Failed { problem }),
        };
        let text = match self.reader.read(&document).await {
            Ok(text) => text,
            Err(error) => {
                let problem =
                    format!("what `{}` gave cannot be read: {}", shown(&fetched.address), told(&error));
                return Ok(Outcome::Failed { problem });
            }
        };
        step(CheckStep::Keeping);
        let (store, source, share) = (Arc::clone(&self.store), source.clone(), self.plan.most_removed);
        let now = self.clock.now();
        // Parsing and the disk take their time, which other requests need not wait for.
        let kept = tokio::task::spawn_blocking(move || keep(&*store, &source, &document, text, share, now));
        match kept.await {
            Ok(outcome) => {
                let outcome = outcome?;
                // What is no document says nothing about the next one.
                if !matches!(outcome, Outcome::Failed { .. }) {
                    watch.answer = Some(answer);
                }
                Ok(outcome)
            }
            Err(_) => Ok(Outcome::Failed {
                problem: "reading its records met a fault of the hub, which the log has: report it"
                    .to_owned(),
            }),
        }
    }
}

/// What is said of an answer that is not its publisher's; `None` when it is.
fn copy(plan: &SourcePlan, fetched: &Fetched) -> Option<String> {
    if plan.addresses.first() == Some(&fetched.asked) {
        return None;
    }
    let failures: Vec<_> = fetched.failures.iter().map(|failure| told(&**failure)).collect();
    Some(format!("its publisher failed ({}); the copy at `{}`", failures.join("; "), shown(&fetched.asked)))
}

/// Makes an edition of lines, and puts it into service or holds it.
fn keep(
    store: &dyn Store,
    source: &Source,
    document: &Document,
    text: Text,
    most_removed: f64,
    now: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let (edition, reading) = match read_edition(source, document, &text, &Given::default(), Some(now)) {
        Ok(read) => read,
        Err(cause) => {
            let origin = document.origin.clone();
            let error = IngestError::Layout { origin, source_slug: source.slug().to_owned(), cause };
            return Ok(Outcome::Failed { problem: told(&error) });
        }
    };
    let sha256 = edition.sha256;
    let candidate = Candidate::new(store, source, edition, reading, Some(text))?;
    match candidate.doubt(most_removed) {
        Some(doubt) => {
            let reason = doubt.to_string();
            let mut held = candidate.held(now, doubt);
            held.reason.clone_from(&reason);
            store.hold(&held)?;
            Ok(Outcome::Held { sha256, reason })
        }
        None => {
            let done = candidate.commit(store)?;
            Ok(updated(&done))
        }
    }
}

fn validators(watch: &Watch) -> Option<Validators> {
    let LastAnswer { address, etag, last_modified, .. } = watch.answer.clone()?;
    (etag.is_some() || last_modified.is_some()).then_some(Validators { address, etag, last_modified })
}
