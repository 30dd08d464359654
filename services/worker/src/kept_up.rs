//! A task that ends before it should is started again, after a pause that grows: whatever broke it, the others go on.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Runs a task until `stop` is cancelled and the task has ended.
pub(crate) async fn keep_up<F>(task: &'static str, stop: &CancellationToken, start: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut pause = FIRST_PAUSE;
    loop {
        let ended = tokio::spawn(start()).await;
        if stop.is_cancelled() {
            return;
        }
        tracing::error!(task, panicked = ended.is_err(), "worker.task_ended");
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_broken_task_starts_again_and_a_stop_ends_it() {
        let starts = Arc::new(AtomicU32::new(0));
        let stop = CancellationToken::new();
        let task = || {
            let (starts, stop) = (Arc::clone(&starts), stop.clone());
            async move {
                assert!(starts.fetch_add(1, Ordering::SeqCst) > 0, "the first time it breaks");
                stop.cancel();
            }
        };
        keep_up("test", &stop, task).await;
        assert_eq!(starts.load(Ordering::SeqCst), 2);
    }
}
