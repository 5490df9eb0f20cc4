//! What a client likes of the forms that an answer can have, read from `Accept` once.

use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderValue};

use super::super::accept;
use super::answer::Form;
use super::follow::{self, Events};

/// How exactly a range names a form: by its whole name.
const EXACT: u8 = 2;

/// The weight of each form, and how exactly the range names it: the most exact one counts. `None` of one that is not
/// listed.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Liked {
    json: Option<(f32, u8)>,
    newer: Option<(f32, u8)>,
    events: f32,
    /// Whether anything is listed; a request that does not say takes any form.
    says: bool,
}

impl Liked {
    pub fn of(headers: &HeaderMap) -> Self {
        let is_blank = |line: &HeaderValue| line.as_bytes().trim_ascii().is_empty();
        let says = !headers.get_all(ACCEPT).iter().all(is_blank);
        let mut liked = Self { says, ..Self::default() };
        for (range, weight) in accept::listed(headers, &ACCEPT) {
            let (json, newer) = match range {
                "*/*" => (Some(0), Some(0)),
                _ if range.eq_ignore_ascii_case("application/*") => (Some(1), Some(1)),
                _ if range.eq_ignore_ascii_case(Form::Json.name()) => (Some(EXACT), None),
                _ if range.eq_ignore_ascii_case(Form::GraphqlResponse.name()) => (None, Some(EXACT)),
                // Events are only for those who name them.
                _ if range.eq_ignore_ascii_case(follow::MEDIA_TYPE) => {
                    liked.events = liked.events.max(weight);
                    (None, None)
                }
                _ => (None, None),
            };
            for (form, exact) in [(&mut liked.json, json), (&mut liked.newer, newer)] {
                if let Some(exact) = exact
                    && form.is_none_or(|(_, known)| exact >= known)
                {
                    *form = Some((weight, exact));
                }
            }
        }
        liked
    }

    /// The form that is wanted: `Json` unless the request names the other and likes it no less.
    pub fn form(&self) -> Form {
        match (self.json, self.newer) {
            (Some((0.0, _)), Some((newer, _))) if newer > 0.0 => Form::GraphqlResponse,
            // What a range like `*/*` says of both decides nothing.
            (json, Some((newer, EXACT))) if newer > 0.0 => match json {
                Some((json, EXACT)) if json > newer => Form::Json,
                _ => Form::GraphqlResponse,
            },
            _ => Form::Json,
        }
    }

    /// Whether the request takes either form.
    pub fn takes_json(&self) -> bool {
        !self.says || self.best() > 0.0
    }

    /// Which answers are wanted as events.
    pub(super) fn events(&self) -> Events {
        match self.events {
            events if events > self.best() => Events::Always,
            events if events > 0.0 => Events::OfSubscriptions,
            _ => Events::No,
        }
    }

    /// The weight of the form that is liked better; 0 where neither is taken.
    fn best(&self) -> f32 {
        [self.json, self.newer].into_iter().flatten().map(|(weight, _)| weight).fold(0.0, f32::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn liked(lines: &[&str]) -> Liked {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(ACCEPT, line.parse().unwrap());
        }
        Liked::of(&headers)
    }

    #[test]
    fn the_newer_form_is_for_those_who_name_it() {
        for (accept, form) in [
            ("application/graphql-response+json", Form::GraphqlResponse),
            ("application/graphql-response+json, application/json;q=0.9", Form::GraphqlResponse),
            ("application/json, application/graphql-response+json", Form::GraphqlResponse),
            ("application/graphql-response+json; charset=utf-8; q=0.5, */*; q=0.9", Form::GraphqlResponse),
            ("application/json, application/graphql-response+json;q=0.1", Form::Json),
            ("application/graphql-response+json;q=0", Form::Json),
            ("*/*", Form::Json),
            ("text/html,application/xhtml+xml,*/*;q=0.8", Form::Json),
            ("", Form::Json),
            ("application/*;q=0.1, application/json;q=0", Form::GraphqlResponse),
        ] {
            assert_eq!(liked(&[accept]).form(), form, "{accept}");
        }
    }

    #[test]
    fn who_takes_neither_form_is_told_from_who_does_not_say() {
        for fine in [&[][..], &[""], &["*/*"], &["text/html", "application/*;q=0.1"], &["APPLICATION/JSON"]] {
            assert!(liked(fine).takes_json(), "{fine:?}");
        }
        for neither in
            ["text/html", "image/png, text/*", "application/json;q=0", "*/*;q=0", "application/jsonp", ","]
        {
            assert!(!liked(&[neither]).takes_json(), "{neither}");
        }
    }

    #[test]
    fn events_are_for_those_who_like_nothing_better_and_else_for_subscriptions_alone() {
        for (accept, events) in [
            ("text/event-stream", Events::Always),
            ("TEXT/Event-Stream;q=0.2", Events::Always),
            ("text/event-stream, application/json;q=0.9", Events::Always),
            ("application/json, text/event-stream", Events::OfSubscriptions),
            ("text/event-stream, */*", Events::OfSubscriptions),
            ("application/json, text/event-stream;q=0.1", Events::OfSubscriptions),
            ("text/event-stream;q=0", Events::No),
            ("*/*", Events::No),
            ("text/*", Events::No),
        ] {
            assert_eq!(liked(&[accept]).events(), events, "{accept}");
        }
    }
}
