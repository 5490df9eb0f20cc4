//! hyper's timer of one connection, which is always the same one.
//!
//! hyper wants a time for the head of each request and gives it up when the head is there, mostly at once. A timer of
//! the runtime costs more to be set and taken back than to be left alone: here it is left where it is, and goes on to
//! where it is wanted when it ends too early.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};
use tokio::time;

/// A timer of which one time is waited for at a time: that of whoever has polled last is the one that wakes.
#[derive(Debug, Clone, Default)]
pub(super) struct OneTimer(Arc<Mutex<Option<Pin<Box<time::Sleep>>>>>);

/// A time that is waited for.
struct Until {
    timer: OneTimer,
    deadline: time::Instant,
}

impl Timer for OneTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(Until { timer: self.clone(), deadline: deadline.into() })
    }

    fn now(&self) -> Instant {
        time::Instant::now().into()
    }
}

impl Sleep for Until {}

impl Future for Until {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // What a panic left is a timer all the same.
        let mut kept = self.timer.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sleep = kept.get_or_insert_with(|| Box::pin(time::sleep_until(self.deadline)));
        if sleep.deadline() > self.deadline {
            sleep.as_mut().reset(self.deadline);
        }
        loop {
            ready!(sleep.as_mut().poll(context));
            if sleep.deadline() == self.deadline {
                return Poll::Ready(());
            }
            sleep.as_mut().reset(self.deadline);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds until a time ends that is set now.
    async fn waited(timer: &OneTimer, seconds: u64) -> u64 {
        let began = time::Instant::now();
        timer.sleep(Duration::from_secs(seconds)).await;
        began.elapsed().as_secs()
    }

    /// Waits for a time that is given up before it ends.
    async fn given_up(timer: &OneTimer, seconds: u64, after: u64) {
        let sleep = timer.sleep(Duration::from_secs(seconds));
        assert!(time::timeout(Duration::from_secs(after), sleep).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn each_time_ends_when_it_should_whatever_was_waited_for_before() {
        let timer = OneTimer::default();
        assert_eq!(waited(&timer, 30).await, 30);
        assert_eq!(waited(&timer, 30).await, 30);
        given_up(&timer, 30, 10).await;
        assert_eq!(waited(&timer, 30).await, 30);
        given_up(&timer, 30, 10).await;
        assert_eq!(waited(&timer, 5).await, 5);
        given_up(&timer, 30, 10).await;
        time::advance(Duration::from_secs(100)).await;
        assert_eq!(waited(&timer, 30).await, 30);
        assert_eq!(waited(&timer, 0).await, 0);
    }
}
