//! How long a request may be worked on, waiting included.
//!
//! Resolvers do not wait but for `asOf`, which is given up when the time is over. Nothing outside can interrupt one
//! that works, and to ask for the time at each field would cost as much as the fields. It is asked where the work is:
//! at each row that a list is filtered by, and when the list has been ordered, before its page is made. The time stands
//! in the thread while a request is polled, since what makes pages knows of no request.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, ready};
use std::time::Duration;

use async_graphql::{
    Context, Error, ErrorExtensions, PathSegment, Pos, Response, Result, ServerError, Value,
};
use futures_util::{Stream, stream};
use tokio::time::{Instant, sleep_until};

use super::{LIMIT_EXCEEDED, place};

/// The code of the errors that [`check`] makes, of which one error is made that is told.
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

/// The fields that a request waits in, for [`waits`] to find in its data.
#[derive(Debug, Clone, Default)]
pub struct Waiting(Arc<Mutex<Vec<Field>>>);

/// A field by its path in the answer, and where the document has it, if there is one.
type Field = (String, Option<Pos>);

impl Waiting {
    fn fields(&self) -> MutexGuard<'_, Vec<Field>> {
        // What a panic left is whole: fields only come and go.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// That a field waits, until it is dropped.
pub struct Waits {
    waiting: Waiting,
    path: String,
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.waiting.fields().retain(|(path, _)| *path != self.path);
    }
}

/// Says that the field of a context waits; `None` where nobody wants to know.
pub fn waits(context: &Context<'_>) -> Option<Waits> {
    let waiting = context.data_opt::<Waiting>()?.clone();
    let path = context.path_node?.to_string();
    waiting.fields().push((path.clone(), Some(context.item.pos)));
    Some(Waits { waiting, path })
}

/// By when a request should be done.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    seconds: u64,
    start: Instant,
    /// `None` when it is further away than clocks go.
    end: Option<Instant>,
}

impl Deadline {
    /// In so many seconds.
    #[must_use]
    pub fn after(seconds: u64) -> Self {
        let start = Instant::now();
        Self { seconds, start, end: start.checked_add(Duration::from_secs(seconds)) }
    }

    /// Works until then, without waiting.
    pub fn work<T>(self, work: impl FnOnce() -> T) -> T {
        let _entered = Entered::new(self.end);
        work()
    }

    /// Works until then; `None` when it still waits then. What does not wait is always done, and meets no timer.
    pub async fn until<T>(self, work: impl Future<Output = T>) -> Option<T> {
        let (mut work, mut timer) = (pin!(work), None);
        poll_fn(|context| {
            if let Poll::Ready(done) = self.work(|| work.as_mut().poll(context)) {
                return Poll::Ready(Some(done));
            }
            let Some(end) = self.end else { return Poll::Pending };
            if Instant::now() >= end {
                return Poll::Ready(None);
            }
            timer.get_or_insert_with(|| Box::pin(sleep_until(end))).as_mut().poll(context).map(|()| None)
        })
        .await
    }

    /// The answer to a request until then, or else the error that names the fields which it worked on or waited in.
    pub async fn answer(self, waiting: &Waiting, work: impl Future<Output = Response>) -> Response {
        let mut work = pin!(work);
        match self.until(work.as_mut()).await {
            Some(response) => self.told(response),
            // The work is still there, and so is what it waits in.
            None => Response::from_errors(vec![self.given_up(waiting.fields().clone())]),
        }
    }

    /// One error that names the fields which were pending, in place of an answer that lacks them.
    fn told(self, response: Response) -> Response {
        let is_pending = |error: &&ServerError| {
            let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
            matches!(code, Some(Value::String(code)) if code == PENDING)
        };
        let pending = response.errors.iter().filter(is_pending);
        let pending: Vec<Field> =
            pending.map(|error| (field(&error.path), error.locations.first().copied())).collect();
        if pending.is_empty() { response } else { Response::from_errors(vec![self.given_up(pending)]) }
    }

    /// That the time was over, with the fields that were pending.
    pub fn given_up(self, fields: Vec<Field>) -> ServerError {
        let at = fields.first().and_then(|(_, at)| *at);
        let mut pending: Vec<String> = Vec::new();
        for (field, _) in fields {
            if pending.len() < MOST_NAMED && !pending.contains(&field) {
                pending.push(field);
            }
        }
        // Milliseconds that have begun count, so that it is never less than the limit.
        let actual = self.start.elapsed().as_micros().div_ceil(1000) as f64 / 1000.0;
        let seconds = self.seconds;
        let named = pending.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
        let message = format!(
            "the query took {actual} s and {seconds} s is the most (`seconds`); it was given up at {named}: ask for \
             smaller pages with `first`, in several requests, or again, when a graph of `asOf` may be ready"
        );
        let mut error = ServerError::new(message, at);
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", LIMIT_EXCEEDED);
        extensions.set("measure", "seconds");
        extensions.set("limit", seconds);
        extensions.set("actual", actual);
        extensions.set("pending", pending);
        if let Some(at) = at {
            extensions.set("where", place(at));
        }
        error
    }
}

/// Works for so many seconds at most on each event of a stream.
pub fn each_within<S: Stream<Item = Response>>(
    seconds: u64,
    answers: S,
) -> impl Stream<Item = Response> + use<S> {
    let mut answers = Box::pin(answers);
    stream::poll_fn(move |context| {
        // An event is made without waiting, so that a poll has its time for itself.
        let deadline = Deadline::after(seconds);
        let answer = ready!(deadline.work(|| answers.as_mut().poll_next(context)));
        Poll::Ready(answer.map(|answer| deadline.told(answer)))
    })
}

/// A field by its path, without the places in lists: what is too slow in one row is so in others.
fn field(path: &[PathSegment]) -> String {
    let names = path.iter().filter_map(|segment| match segment {
        PathSegment::Field(name) => Some(name.as_str()),
        PathSegment::Index(_) => None,
    });
    names.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    fn told(response: &Response, name: &str) -> Value {
        response.errors[0].extensions.as_ref().unwrap().get(name).unwrap().clone()
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_too_long_is_told_what_in_and_for_how_long() {
        let waiting = Waiting::default();
        waiting.fields().push(("before.asOf".to_owned(), Some(Pos { line: 2, column: 3 })));
        let response = Deadline::after(10).answer(&waiting, pending()).await;
        assert_eq!(told(&response, "code"), Value::from(LIMIT_EXCEEDED));
        assert_eq!(told(&response, "pending"), Value::List(vec!["before.asOf".into()]));
        assert_eq!(told(&response, "limit"), Value::from(10));
        let Value::Number(actual) = told(&response, "actual") else { panic!("{response:?}") };
        assert!((10.0..11.0).contains(&actual.as_f64().unwrap()), "{actual}");
        assert_eq!(told(&response, "where"), place(Pos { line: 2, column: 3 }));
        assert_eq!(response.errors[0].locations, [Pos { line: 2, column: 3 }]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_done_in_time_is_answered_and_what_does_not_wait_meets_no_timer() {
        let soon = async {
            tokio::time::sleep(Duration::from_secs(9)).await;
            1
        };
        assert_eq!(Deadline::after(10).until(soon).await, Some(1));
        assert_eq!(Deadline::after(0).until(async { 2 }).await, Some(2));
        assert_eq!(Deadline::after(0).until(pending::<u8>()).await, None);
    }
}
