//! How long a request may be worked on.
//!
//! Resolvers do not wait but for `asOf`, which whoever runs a request may give up ([`given_up`]), so nothing outside can
//! interrupt them, and to ask for the time at each field would cost as much as the fields. It is asked where the work is:
//! at each row that a list is filtered by, and when the list has been ordered, before its page is made. The time stands in
//! the thread while a request is polled, since what makes pages knows of no request.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::time::{Duration, Instant};

use async_graphql::{Error, ErrorExtensions, PathSegment, Response, Result, ServerError, Value};
use futures_util::{Stream, StreamExt, stream};

use super::LIMIT_EXCEEDED;

/// The code of the errors that [`check`] makes, which [`told`] makes one of.
const PENDING: &str = "PENDING";

/// So many pending fields are named at most.
const MOST_NAMED: usize = 10;

thread_local! {
    /// When the request that this thread works on should be done.
    static CURRENT: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The time of a thread, until it is dropped.
struct Entered(Option<Instant>);

impl Entered {
    fn new(end: Option<Instant>) -> Self {
        Self(CURRENT.replace(end))
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

/// Whether there is no more time for the request that this thread works on.
pub fn is_over() -> bool {
    CURRENT.get().is_some_and(|end| Instant::now() >= end)
}

/// That there is still time for the request that this thread works on.
///
/// # Errors
/// When there is not.
pub fn check() -> Result<()> {
    if is_over() {
        return Err(Error::new("pending").extend_with(|_, extensions| extensions.set("code", PENDING)));
    }
    Ok(())
}

/// By when a request should be done.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    seconds: u64,
    end: Option<Instant>,
}

impl Deadline {
    /// In so many seconds.
    #[must_use]
    pub fn after(seconds: u64) -> Self {
        Self { seconds, end: end(Some(seconds)) }
    }

    /// Works until then, without waiting.
    pub fn work<T>(self, work: impl FnOnce() -> T) -> T {
        let _entered = Entered::new(self.end);
        work()
    }
}

/// Works until then; `None` is as long as it takes.
pub async fn within(deadline: Option<Deadline>, work: impl Future<Output = Response>) -> Response {
    let Some(Deadline { seconds, end }) = deadline else { return work.await };
    let mut work = pin!(work);
    let response = poll_fn(|context| {
        let _entered = Entered::new(end);
        work.as_mut().poll(context)
    });
    told(response.await, seconds)
}

/// The answer to a request that was given up while it waited, which only `asOf` does.
#[must_use]
pub fn given_up(seconds: u64) -> Response {
    exceeded(seconds, vec!["asOf".to_owned()], None)
}

/// Works for so many seconds at most on each answer of a stream.
pub fn each_within<S: Stream<Item = Response>>(
    seconds: Option<u64>,
    answers: S,
) -> impl Stream<Item = Response> + use<S> {
    let mut answers = Box::pin(answers);
    let answers = stream::poll_fn(move |context| {
        let _entered = Entered::new(end(seconds));
        answers.as_mut().poll_next(context)
    });
    answers.map(move |answer| match seconds {
        Some(seconds) => told(answer, seconds),
        None => answer,
    })
}

fn end(seconds: Option<u64>) -> Option<Instant> {
    Instant::now().checked_add(Duration::from_secs(seconds?))
}

/// One error that names the fields which were pending, in place of an answer that lacks them.
fn told(response: Response, seconds: u64) -> Response {
    let is_pending = |error: &&ServerError| {
        let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
        matches!(code, Some(Value::String(code)) if code == PENDING)
    };
    let Some(first) = response.errors.iter().find(is_pending) else { return response };
    let mut pending = Vec::new();
    for error in response.errors.iter().filter(is_pending) {
        let field = field(&error.path);
        if pending.len() < MOST_NAMED && !pending.contains(&field) {
            pending.push(field);
        }
    }
    exceeded(seconds, pending, first.locations.first().copied())
}

/// A field by its path, without the places in lists.
fn field(path: &[PathSegment]) -> String {
    let names = path.iter().filter_map(|segment| match segment {
        PathSegment::Field(name) => Some(name.as_str()),
        PathSegment::Index(_) => None,
    });
    names.collect::<Vec<_>>().join(".")
}

fn exceeded(seconds: u64, pending: Vec<String>, at: Option<async_graphql::Pos>) -> Response {
    let named = pending.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
    let message = format!(
        "the query took longer than {seconds} s, which is the most (`seconds`), and was given up at {named}: ask for \
         smaller pages with `first`, or in several requests"
    );
    let mut error = ServerError::new(message, at);
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", LIMIT_EXCEEDED);
    extensions.set("measure", "seconds");
    extensions.set("limit", seconds);
    extensions.set("pending", pending);
    Response::from_errors(vec![error])
}
