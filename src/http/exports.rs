//! `GET /api/<operation>` and `GET /export/<list>`: saved operations and whole lists as JSON, CSV or NDJSON.

use std::sync::Arc;

use async_graphql::Value;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
};
use axum::http::{StatusCode, Uri, Version};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};

use super::coding::Coding;
use super::name::Name;
use super::operations::questions;
use super::parameters::pairs;
use super::refusal::Refusal;
use super::router::App;
use super::tag;
use super::version::{Keeping, Now};
use crate::export::{self, Format, Ground, Kind, Problem, Writer};

/// So many rows of an operation's answer are written at a time.
const ROWS: usize = 500;

/// So many bytes of an answer are held for a client of HTTP/1.0 at most.
const MOST_HELD: usize = 32 * 1024 * 1024;

pub(super) async fn operation(
    State(app): State<Arc<App>>,
    Name(name): Name,
    version: Version,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    told(answer_operation(&app, &name, version, &headers, &uri).await, &headers)
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    Name(name): Name,
    version: Version,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    told(answer_list(&app, &name, version, &headers, &uri).await, &headers)
}

fn told(answer: Result<Response, Problem>, headers: &HeaderMap) -> Response {
    answer.unwrap_or_else(|problem| {
        let mut response = Refusal::from(problem).answer(headers);
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    })
}

async fn answer_operation(
    app: &App,
    name: &str,
    version: Version,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Response, Problem> {
    let (name, format) = named(name, headers)?;
    let question = questions().iter().find(|question| question.name == name).ok_or_else(|| {
        let names: Vec<_> = questions().iter().map(|question| format!("`{}`", question.name)).collect();
        let name: String = name.chars().take(80).collect();
        let said = format!("there is no saved operation `{name}`: there are {}", names.join(", "));
        Problem::of(Kind::Unknown, said)
    })?;
    let asked = question.asked(format, &pairs(uri.query().unwrap_or_default().as_bytes()))?;
    let now = app.versions.now(&app.hub);
    let kept = Kept::new(&now, headers, uri, format);
    if let Some(answer) = kept.not_modified(tag::is_named) {
        return Ok(answer);
    }
    let ground = ground(app, &now);
    let data = ground.answer(&question.document, asked.values.clone()).await;
    let data = data.map_err(|problem| asked.blame(problem))?;
    let body = if format == Format::Json {
        let bytes = serde_json::to_vec(&data);
        Body::from(bytes.map_err(|error| Problem::of(Kind::Internal, error.to_string()))?)
    } else {
        let mut rows = asked.table.rows(data).into_iter();
        let pages = std::iter::from_fn(move || {
            let page: Vec<Value> = rows.by_ref().take(ROWS).collect();
            (!page.is_empty()).then_some(Ok(page))
        });
        let parts = written(Writer::new(asked.table, asked.style), Vec::new(), stream::iter(pages))?;
        sent(version, parts).await?
    };
    Ok(kept.answer(name, format, body))
}

async fn answer_list(
    app: &App,
    name: &str,
    version: Version,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Response, Problem> {
    let (name, format) = named(name, headers)?;
    let list = export::list(name)?;
    let asked = list.asked(format, &pairs(uri.query().unwrap_or_default().as_bytes()))?;
    let now = app.versions.now(&app.hub);
    let kept = Kept::new(&now, headers, uri, format);
    if let Some(answer) = kept.not_modified(tag::is_named) {
        return Ok(answer);
    }
    let ground = ground(app, &now).at(asked.as_of).await?;
    let mut pages = list.pages(ground, asked.values.clone());
    // What is wrong with a filter shows on the first page, before anything is sent.
    let first = pages.next().await.transpose().map_err(|problem| asked.blame(problem))?.unwrap_or_default();
    let rest = stream::unfold(pages, async |mut pages| {
        // A page is work without waiting: others on this thread wait for one of them, not for the list.
        tokio::task::yield_now().await;
        pages.next().await.map(|page| (page, pages))
    });
    let parts = written(Writer::new(asked.table, asked.style), first, rest)?;
    Ok(kept.answer(name, format, sent(version, parts).await?))
}

fn ground(app: &App, now: &Now) -> Ground {
    Ground { schema: app.schema.clone(), hub: Arc::clone(&app.hub), served: Arc::clone(&now.served) }
}

fn named<'a>(name: &'a str, headers: &HeaderMap) -> Result<(&'a str, Format), Problem> {
    match Format::of_name(name)? {
        (name, Some(format)) => Ok((name, format)),
        (name, None) => {
            let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
            let format = Format::of_accept(&accepted.collect::<Vec<_>>().join(","))?;
            Ok((name, format))
        }
    }
}

/// The parts of a body: the first rows, then page after page as they are wanted.
fn written(
    mut writer: Writer,
    first: Vec<Value>,
    pages: impl Stream<Item = Result<Vec<Value>, Problem>> + Send + 'static,
) -> Result<impl Stream<Item = Result<Bytes, Problem>> + Send + 'static, Problem> {
    let mut head = writer.begin()?;
    head.extend(writer.rows(&first)?);
    let rest = stream::unfold(Some((writer, Box::pin(pages))), async |state| {
        let (mut writer, mut pages) = state?;
        match pages.next().await {
            None => Some((Ok(Bytes::from_static(writer.end())), None)),
            Some(page) => match page.and_then(|rows| writer.rows(&rows)) {
                Ok(bytes) => Some((Ok(Bytes::from(bytes)), Some((writer, pages)))),
                Err(problem) => Some((Err(problem), None)),
            },
        }
    });
    let head = stream::iter([Ok(Bytes::from(head))]);
    Ok(head.chain(rest))
}

/// A body that is sent while it is written.
///
/// HTTP/1.0 has no chunks: the end of the connection is that of a body whose length nobody knows, so that one which
/// breaks off would look whole. Its clients get all of it at once, or an error.
async fn sent(
    version: Version,
    parts: impl Stream<Item = Result<Bytes, Problem>> + Send + 'static,
) -> Result<Body, Problem> {
    if version > Version::HTTP_10 {
        // Status and headers are gone: breaking off is the only way left to say that rows are missing.
        let parts = parts.inspect_err(|problem| tracing::error!(%problem, "an export broke off"));
        return Ok(Body::from_stream(parts));
    }
    let mut parts = std::pin::pin!(parts);
    let mut whole = Vec::new();
    while let Some(part) = parts.try_next().await? {
        if whole.len() + part.len() > MOST_HELD {
            let said = format!(
                "the answer has more than {MOST_HELD} bytes, which is the most that is sent by HTTP/1.0: ask by \
                 HTTP/1.1, or for fewer rows with a filter"
            );
            return Err(Problem::of(Kind::Limit, said));
        }
        whole.extend_from_slice(&part);
    }
    Ok(Body::from(whole))
}

/// What is told to caches of an answer that follows from its address, its form and what is served, and from nothing
/// else: who has it already is told so before anything is read.
struct Kept<'a> {
    now: &'a Now,
    headers: &'a HeaderMap,
    /// Of the answer as it is, before it is coded on its way.
    tag: HeaderValue,
}

impl<'a> Kept<'a> {
    fn new(now: &'a Now, headers: &'a HeaderMap, uri: &Uri, format: Format) -> Self {
        let words = [uri.path(), uri.query().unwrap_or_default(), format.ending()];
        let tag = tag::of_bytes(&now.version.tag(&words), 0, Coding::Identity);
        Self { now, headers, tag }
    }

    /// That the client has it, if that is so by one of its tags: as it is, or in the coding that it would get now.
    fn not_modified(&self, is_known: impl Fn(&HeaderMap, &HeaderValue) -> bool) -> Option<Response> {
        let coded = tag::of_coding(&self.tag, Coding::wanted(self.headers));
        let known = [Some(self.tag.clone()), coded].into_iter().flatten();
        let tag = known.into_iter().find(|tag| is_known(self.headers, tag))?;
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        self.tell(tag, response.headers_mut());
        Some(response)
    }

    fn answer(&self, name: &str, format: Format, body: Body) -> Response {
        // Only now is it known that there is something that `*` can stand for.
        if let Some(response) = self.not_modified(tag::is_known) {
            return response;
        }
        let mut response = ([(CONTENT_TYPE, format.media_type())], body).into_response();
        // Browsers show JSON and keep the rest.
        let place = if format == Format::Json { "inline" } else { "attachment" };
        let disposition = format!("{place}; filename=\"{name}.{}\"", format.ending());
        if let Ok(value) = HeaderValue::from_str(&disposition) {
            response.headers_mut().insert(CONTENT_DISPOSITION, value);
        }
        self.tell(self.tag.clone(), response.headers_mut());
        response
    }

    fn tell(&self, tag: HeaderValue, headers: &mut HeaderMap) {
        let private = self.headers.contains_key(AUTHORIZATION);
        let keeping = if private { Keeping::No } else { Keeping::Public };
        self.now.version.tell(keeping, headers);
        headers.insert(ETAG, tag);
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    /// What a client gets of these parts.
    async fn got(version: Version, parts: Vec<Result<Bytes, Problem>>) -> Result<Result<Bytes, ()>, Kind> {
        let body = sent(version, stream::iter(parts)).await.map_err(|problem| problem.kind)?;
        Ok(to_bytes(body, usize::MAX).await.map_err(|_| ()))
    }

    #[tokio::test]
    async fn what_breaks_off_is_no_answer_for_who_could_not_tell() {
        let part = || Ok(Bytes::from_static(b"1\n"));
        let breaks = || vec![part(), Err(Problem::of(Kind::Unavailable, "no more"))];
        assert_eq!(got(Version::HTTP_11, breaks()).await, Ok(Err(())));
        assert_eq!(got(Version::HTTP_10, breaks()).await, Err(Kind::Unavailable));
        for version in [Version::HTTP_11, Version::HTTP_10] {
            assert_eq!(got(version, vec![part(), part()]).await, Ok(Ok(Bytes::from_static(b"1\n1\n"))));
        }
    }

    #[tokio::test]
    async fn no_more_is_held_than_may_be() {
        let large = |more| vec![Ok(Bytes::from(vec![b'1'; MOST_HELD])), Ok(Bytes::from(vec![b'1'; more]))];
        assert_eq!(got(Version::HTTP_10, large(0)).await.unwrap().unwrap().len(), MOST_HELD);
        assert_eq!(got(Version::HTTP_10, large(1)).await, Err(Kind::Limit));
        assert_eq!(got(Version::HTTP_11, large(1)).await.unwrap().unwrap().len(), MOST_HELD + 1);
    }
}
