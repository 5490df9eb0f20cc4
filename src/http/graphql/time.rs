//! How long a request may wait.

use std::time::Duration;

use async_graphql::Response;

use crate::api::limits::given_up;

/// The answer, or that it took longer than so many seconds; `None` is as long as it takes.
pub(super) async fn within(seconds: Option<u64>, answer: impl Future<Output = Response>) -> Response {
    let Some(seconds) = seconds else { return answer.await };
    // What does not wait never meets the timer.
    match tokio::time::timeout(Duration::from_secs(seconds), answer).await {
        Ok(response) => response,
        Err(_) => given_up(seconds),
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::Value;
    use futures_util::future::pending;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_waits_too_long_is_told_what_for() {
        let response = within(Some(10), pending()).await;
        let told = response.errors[0].extensions.as_ref().unwrap();
        assert_eq!(told.get("code"), Some(&Value::from("LIMIT_EXCEEDED")));
        assert_eq!(told.get("pending"), Some(&Value::List(vec!["asOf".into()])));
    }
}
