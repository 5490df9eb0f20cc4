//! Pages for people. Templates are in `web/`; what they show is filled in here, escaped.

mod entity;
mod home;

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::name::Name;
use super::router::App;
use super::{has_graphiql, headers};

const GRAPHIQL: &str = include_str!("../../../web/graphiql.html");
const EXPLORE: &str = include_str!("../../../web/explore.html");
/// What the explorer says where GraphiQL should be.
const WITHOUT_GRAPHIQL: &str = include_str!("../../../web/without-graphiql.html");

/// What the hub is and how fresh its sources are.
pub(super) async fn home(State(app): State<Arc<App>>) -> Response {
    page(headers::PAGE, home::render(&app.hub.served()))
}

/// GraphiQL; the explorer where the build could not fetch it.
pub(super) async fn graphiql() -> Response {
    if has_graphiql() {
        page(headers::GRAPHIQL, GRAPHIQL.to_owned())
    } else {
        page(headers::PAGE, explorer(WITHOUT_GRAPHIQL))
    }
}

/// The hub's own small explorer, made for keyboards and screen readers.
pub(super) async fn explore() -> Response {
    page(headers::PAGE, explorer(""))
}

/// What the hub knows of one country, organisation or programme, in short.
pub(super) async fn entity(State(app): State<Arc<App>>, Name(id): Name) -> Response {
    match entity::render(&app.hub.served(), &id, entity::Frame::Page) {
        Ok(html) => page(headers::PAGE, html),
        Err(refusal) => refusal.into_response(),
    }
}

/// The same for a frame in somebody else's page.
pub(super) async fn preview(State(app): State<Arc<App>>, Name(id): Name) -> Response {
    match entity::render(&app.hub.served(), &id, entity::Frame::Preview) {
        Ok(html) => page(headers::PREVIEW, html),
        Err(refusal) => refusal.into_response(),
    }
}

fn explorer(notice: &str) -> String {
    EXPLORE.replace("{{notice}}", notice)
}

fn page(policy: &'static str, html: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, policy),
        // Freshness changes with the graph.
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, html).into_response()
}

/// Text as HTML, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_explorer_in_graphiqls_place_says_how_to_build_graphiql_in() {
        let page = explorer(WITHOUT_GRAPHIQL);
        assert!(page.contains("not in this build") && page.contains("npm"), "{page}");
        assert!(!explorer("").contains("not in this build"));
    }

    #[test]
    fn no_template_is_left_with_a_gap() {
        assert!(!explorer(WITHOUT_GRAPHIQL).contains("{{"));
        assert!(!GRAPHIQL.contains("{{"));
    }

    #[test]
    fn escaped_text_is_no_markup() {
        assert_eq!(escape(r#"<a href="x">R&D's</a>"#), "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/a&gt;");
    }
}
