//! Keeps a served hub fresh: asks by the schedule and when an operator wants it, publishes what is new, and says what is
//! known of each source.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::task::JoinSet;

use super::check::{CheckStep, Checker};
use super::freshness::freshness;
use super::review::review;
use crate::fetch::Ask;
use crate::hub::{Hub, Outcome, Report, Review, ReviewError, Upkeep};
use crate::sources::Source;

/// Keeps one hub fresh.
pub struct Refresher {
    hub: Arc<Hub>,
    checker: Checker,
    /// Checks under way, by source: whoever wants the same gets the same report.
    under_way: Mutex<BTreeMap<String, Check>>,
    reports: broadcast::Sender<Arc<Report>>,
    /// Held while what is known is read and told, so that something older is never told last.
    telling: Mutex<()>,
}

type Check = Shared<BoxFuture<'static, Report>>;

/// So many reports may wait for one who reads slowly.
const WAITING: usize = 256;

impl Refresher {
    /// A refresher of a hub, which from now on passes on to it what operators want.
    #[must_use]
    pub fn new(hub: Arc<Hub>, checker: Checker) -> Arc<Self> {
        let reports = broadcast::channel(WAITING).0;
        let this =
            Arc::new(Self { hub, checker, under_way: Mutex::default(), reports, telling: Mutex::default() });
        this.tell();
        let (refresher, reviewer) = (Arc::downgrade(&this), Arc::downgrade(&this));
        this.hub.keep_up(Upkeep {
            refresh: Box::new(move |source| {
                let source = source.to_owned();
                let refresher = refresher.clone();
                async move {
                    match refresher.upgrade() {
                        Some(refresher) => refresher.refresh(&source, Ask::Always).await,
                        None => ended(source),
                    }
                }
                .boxed()
            }),
            review: Box::new(move |said| {
                let reviewer = reviewer.clone();
                async move {
                    match reviewer.upgrade() {
                        Some(reviewer) => reviewer.review(said).await,
                        None => Err(ReviewError::Failed("the hub is stopping".to_owned())),
                    }
                }
                .boxed()
            }),
        });
        this
    }

    /// What came of each check from now on.
    #[must_use]
    pub fn reports(&self) -> broadcast::Receiver<Arc<Report>> {
        self.reports.subscribe()
    }

    /// Asks for each source when its time has come, until this is dropped.
    pub async fn run(self: &Arc<Self>) {
        let mut following = JoinSet::new();
        following.spawn(Arc::clone(self).look_at_the_clock());
        for slug in self.checker.sources.iter().map(Source::slug) {
            if self.checker.plan.unasked(slug).is_none() {
                following.spawn(Arc::clone(self).follow(slug.to_owned()));
            }
        }
        // The look at the clock never ends: operators want something of it also where no source has a schedule.
        while following.join_next().await.is_some() {}
    }

    /// What is overdue becomes so by time alone.
    async fn look_at_the_clock(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LOOK).await;
            self.tell_freshness().await;
        }
    }

    async fn follow(self: Arc<Self>, slug: String) {
        let mut reports = self.reports();
        let mut next = self.planned(&slug);
        loop {
            // Whoever asks for it meanwhile moves the time.
            let moved = tokio::select! {
                moved = moved(&mut reports, &slug) => moved,
                () = self.until(next) => self.refresh(&slug, Ask::WhenStale).await.next_check_at,
            };
            // Where the store cannot say when, its log has why.
            next = moved.or_else(|| self.checker.clock.now().checked_add_signed(self.fallback(&slug)));
        }
    }

    /// The time that was planned before a restart, unless it was planned otherwise than it would be now: by another
    /// configuration, or a clock that was ahead. `None` is at once.
    fn planned(&self, slug: &str) -> Option<DateTime<Utc>> {
        let watch = self.checker.store.watch(slug).ok().flatten()?;
        let plan = self.checker.plan.of(slug)?;
        let latest = TimeDelta::from_std(plan.schedule.saturating_add(plan.jitter)).ok()?.max(MOST_FRESH);
        let latest = self.checker.clock.now().checked_add_signed(latest)?;
        let same = watch.plan == Some(plan.digest());
        watch.next_check_at.filter(|next| same && *next <= latest)
    }

    /// Waits for that time; not at all where there is none. Looks at the clock again and again, which timers do not: a
    /// machine that slept is late, and a clock can be set.
    async fn until(&self, time: Option<DateTime<Utc>>) {
        let wait = || time.and_then(|time| (time - self.checker.clock.now()).to_std().ok());
        while let Some(wait) = wait().filter(|wait| !wait.is_zero()) {
            tokio::time::sleep(wait.min(SLICE)).await;
        }
    }

    /// How long a source is left alone when nothing can say for how long.
    fn fallback(&self, slug: &str) -> TimeDelta {
        let schedule = self.checker.plan.of(slug).map(|plan| plan.schedule);
        schedule.and_then(|schedule| TimeDelta::from_std(schedule).ok()).unwrap_or(FALLBACK)
    }

    /// Asks for a source. Callers at the same moment get one and the same report; a caller who goes away does not end
    /// the check.
    pub async fn refresh(self: &Arc<Self>, slug: &str, ask: Ask) -> Report {
        self.check(slug, ask).await
    }

    fn check(self: &Arc<Self>, slug: &str, ask: Ask) -> Check {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(check) = under_way.get(slug) {
            return check.clone();
        }
        let (this, source) = (Arc::clone(self), slug.to_owned());
        let task = tokio::spawn(async move {
            let report = this.checked(&source, ask).await;
            let mut under_way = this.under_way.lock().unwrap_or_else(PoisonError::into_inner);
            under_way.remove(&source);
            // In this order, so that who hears of it and asks again is not given this one, and together, so that reports
            // come in the order of their checks.
            let _ = this.reports.send(Arc::new(report.clone()));
            drop(under_way);
            report
        });
        let (this, source) = (Arc::downgrade(self), slug.to_owned());
        let check = async move {
            match task.await {
                Ok(report) => report,
                Err(_) => {
                    if let Some(this) = this.upgrade() {
                        this.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&source);
                    }
                    ended(source)
                }
            }
        };
        let check = check.boxed().shared();
        under_way.insert(slug.to_owned(), check.clone());
        check
    }

    async fn checked(self: &Arc<Self>, slug: &str, ask: Ask) -> Report {
        let report = self.checker.check(slug, ask, &|_: CheckStep| {}).await;
        log(&report);
        self.publish_what_is_new().await;
        report
    }

    /// An operator who goes away does not end it half done.
    async fn review(self: &Arc<Self>, said: Review) -> Result<Report, ReviewError> {
        let this = Arc::clone(self);
        let reviewed = tokio::spawn(async move { this.reviewed(said).await }).await;
        reviewed.unwrap_or_else(|error| Err(ReviewError::Failed(error.to_string())))
    }

    async fn reviewed(self: &Arc<Self>, said: Review) -> Result<Report, ReviewError> {
        let this = Arc::clone(self);
        let changing = self.checker.changing.of(&said.source).await;
        let reviewed = tokio::task::spawn_blocking(move || {
            let now = this.checker.clock.now();
            review(&*this.checker.store, &this.checker.sources, &said, now)
        });
        let report = reviewed.await.unwrap_or_else(|error| Err(ReviewError::Failed(error.to_string())));
        drop(changing);
        self.publish_what_is_new().await;
        report
    }

    /// Whatever a check or a review came to: what is kept and not yet served is served, and what is known is told.
    async fn publish_what_is_new(self: &Arc<Self>) {
        if self.is_behind() {
            self.publish().await;
        }
        self.tell_freshness().await;
    }

    /// Whether an edition is kept that is not served.
    fn is_behind(&self) -> bool {
        let served = self.hub.served();
        served.sources.iter().any(|source| {
            let kept = self.checker.store.editions(source.slug()).unwrap_or_default().into_iter().next();
            let current = source.current.map(|current| &served.editions[current].edition);
            kept.is_some_and(|kept| {
                current.is_none_or(|current| (current.sha256, &current.parser) != (kept.sha256, &kept.parser))
            })
        })
    }

    /// Serves the editions in service; the hub goes on with what it had when that fails.
    async fn publish(&self) {
        let (hub, checker) = (Arc::clone(&self.hub), self.checker.clone());
        match tokio::task::spawn_blocking(move || {
            let Checker { store, sources, plan, clock, .. } = &checker;
            let now = clock.now();
            let freshness = freshness(&**store, sources, plan, now).map_err(|error| error.to_string())?;
            hub.publish(now, freshness).map(|_| ()).map_err(|error| error.to_string())
        })
        .await
        {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(
                    error,
                    "a new edition is kept, but its graph could not be built; it will be at the next start"
                );
            }
            Err(_) => tracing::error!(
                "a new edition is kept, but building its graph met a fault of the hub: report it"
            ),
        }
    }

    /// Tells what is known, away from those who answer requests: reading it waits for the disk.
    async fn tell_freshness(self: &Arc<Self>) {
        let this = Arc::clone(self);
        if tokio::task::spawn_blocking(move || this.tell()).await.is_err() {
            tracing::error!("telling what is known of the sources met a fault of the hub: report it");
        }
    }

    fn tell(&self) {
        let _telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        let Checker { store, sources, plan, clock, .. } = &self.checker;
        match freshness(&**store, sources, plan, clock.now()) {
            Ok(freshness) => self.hub.know(freshness),
            Err(error) => tracing::error!(%error, "what is known of the sources cannot be read"),
        }
    }
}

/// So often what is known is told anew though nothing happened.
const LOOK: Duration = Duration::from_mins(5);

/// The longest that a timer is trusted.
const SLICE: Duration = Duration::from_mins(1);

/// The longest that a publisher or its host is believed about when to ask again, see `fetch`.
const MOST_FRESH: TimeDelta = TimeDelta::hours(25);

/// How long a source is left alone when nothing can say for how long.
const FALLBACK: TimeDelta = TimeDelta::hours(1);

/// When the source is asked for next, once somebody has asked for it.
async fn moved(reports: &mut broadcast::Receiver<Arc<Report>>, slug: &str) -> Option<DateTime<Utc>> {
    loop {
        match reports.recv().await {
            Ok(report) if report.source == slug => return report.next_check_at,
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            // The refresher has a sender as long as it lives, so this never comes.
            Err(RecvError::Closed) => return None,
        }
    }
}

fn ended(source: String) -> Report {
    let problem = "the check met a fault of the hub or its end; the log has more".to_owned();
    Report {
        source,
        outcome: Outcome::Failed { problem },
        at: chrono::DateTime::UNIX_EPOCH,
        next_check_at: None,
    }
}

fn log(report: &Report) {
    let source = report.source.as_str();
    match &report.outcome {
        Outcome::Unchanged => tracing::info!(source, "its publisher gives what is in service"),
        Outcome::Updated { sha256, counts, rejects } => {
            tracing::info!(source, %sha256, ?counts, rejects, "a new edition is in service");
        }
        Outcome::Held { sha256, reason } => {
            tracing::warn!(source, %sha256, reason, "an edition waits for an operator: `gcm-hub editions`");
        }
        Outcome::Rejected { sha256 } => {
            tracing::info!(source, %sha256, "its publisher gives a rejected edition")
        }
        Outcome::Failed { problem } => tracing::warn!(source, problem, "its publisher gave no edition"),
        Outcome::NotAsked { reason } => tracing::debug!(source, reason, "its publisher was not asked"),
    }
}
