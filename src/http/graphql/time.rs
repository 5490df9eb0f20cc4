//! How long a request may wait.

use std::time::Duration;

use crate::api::Answer;
use crate::api::limits::given_up;

/// The answer, or that it took longer than so many seconds; `None` is as long as it takes.
pub(super) async fn within(seconds: Option<u64>, answer: impl Future<Output = Answer>) -> Answer {
    let Some(seconds) = seconds else { return answer.await };
    // What does not wait never meets the timer.
    match tokio::time::timeout(Duration::from_secs(seconds), answer).await {
        Ok(answer) => answer,
        Err(_) => Answer::Engine(Box::new(given_up(seconds))),
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::Value;
    use futures_util::future::pending;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_waits_too_long_is_told_what_for() {
        let Answer::Engine(response) = within(Some(10), pending()).await else { panic!("no error") };
        let told = response.errors[0].extensions.as_ref().unwrap();
        assert_eq!(told.get("code"), Some(&Value::from("LIMIT_EXCEEDED")));
        assert_eq!(told.get("pending"), Some(&Value::List(vec!["asOf".into()])));
    }
}
