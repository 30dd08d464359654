//! Makes the certificates that an approval left behind: the process died between the two, or the printer's fonts were missing for a
//! while. An award whose certificate cannot be printed as it must be is stopped by an event and is not tried again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use acts::{ActError, Acts, Issue};
use events::ids::{AwardId, CorrelationId};
use futures::future::BoxFuture;
use futures::{StreamExt as _, stream};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The approving request makes the certificate itself; the worker comes after it.
const EVERY: Duration = Duration::from_secs(3);
/// Certificates made at once; each is rendered on a thread of its own.
const AT_ONCE: usize = 4;
/// Events a look.
const PAGE: i64 = 1_000;
/// Attempts after which the pause grows no more: 2⁶ rounds, some three minutes.
const SLOWEST: u32 = 6;

/// What is asked of the acts.
trait Certificates: Send + Sync {
    /// Awards granted after a position that have none, and the position up to which was looked.
    fn missing(&self, after: i64) -> BoxFuture<'_, Result<(Vec<AwardId>, i64), ActError>>;
    /// Makes it; the second time nothing new.
    fn issue(&self, award: AwardId, correlation: CorrelationId) -> BoxFuture<'_, Result<Issue, ActError>>;
}

impl Certificates for Acts {
    fn missing(&self, after: i64) -> BoxFuture<'_, Result<(Vec<AwardId>, i64), ActError>> {
        Box::pin(self.awards_without_certificate(after, PAGE))
    }

    fn issue(&self, award: AwardId, correlation: CorrelationId) -> BoxFuture<'_, Result<Issue, ActError>> {
        Box::pin(self.issue_certificate(award, correlation))
    }
}

/// Awards that wait, with the attempts made and the round of the next.
#[derive(Default)]
struct Waiting {
    looked: i64,
    round: u64,
    awards: BTreeMap<AwardId, (u32, u64)>,
}

pub(crate) async fn run(acts: Acts, ids: Arc<dyn Fn() -> Uuid + Send + Sync>, stop: CancellationToken) {
    let mut waiting = Waiting::default();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        waiting.round(&acts, &*ids, &stop).await;
    }
}

impl Waiting {
    /// Looks for new awards and tries those whose turn it is. An act under way is finished; between two the stop is heeded.
    async fn round(&mut self, acts: &dyn Certificates, ids: &(dyn Fn() -> Uuid + Send + Sync), stop: &CancellationToken) {
        self.round += 1;
        loop {
            match acts.missing(self.looked).await {
                Ok((awards, looked)) => {
                    self.awards.extend(awards.into_iter().map(|award| (award, (0, self.round))));
                    if looked == self.looked || stop.is_cancelled() {
                        break;
                    }
                    self.looked = looked;
                }
                Err(error) => {
                    tracing::warn!(%error, "issuing.not_looked");
                    break;
                }
            }
        }
        let due: Vec<AwardId> =
            self.awards.iter().filter(|(_, (_, next))| *next <= self.round).map(|(award, _)| *award).collect();
        let issue = |award| async move { (award, acts.issue(award, CorrelationId(ids())).await) };
        let mut issuing = stream::iter(due).take_while(|_| std::future::ready(!stop.is_cancelled())).map(issue).buffered(AT_ONCE);
        while let Some((award, outcome)) = issuing.next().await {
            match outcome {
                Ok(Issue::Issued { .. }) => {
                    tracing::info!(%award, "issuing.issued");
                    self.awards.remove(&award);
                }
                Ok(Issue::Stopped { faults }) => {
                    tracing::warn!(%award, faults = faults.len(), "issuing.stopped");
                    self.awards.remove(&award);
                }
                Err(ActError::Erased | ActError::NotFound) => {
                    tracing::warn!(%award, "issuing.given_up");
                    self.awards.remove(&award);
                }
                Err(error) => {
                    tracing::warn!(%award, %error, "issuing.again");
                    if let Some((attempts, next)) = self.awards.get_mut(&award) {
                        *attempts += 1;
                        *next = self.round + (1 << (*attempts).min(SLOWEST));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use events::ids::CertificateId;
    use futures::FutureExt;

    use super::*;

    /// Three awards; the second fails twice before it succeeds.
    #[derive(Default)]
    struct Fake {
        tried: Mutex<Vec<u128>>,
    }

    impl Certificates for Fake {
        fn missing(&self, after: i64) -> BoxFuture<'_, Result<(Vec<AwardId>, i64), ActError>> {
            let found = if after == 0 { vec![award(1), award(2), award(3)] } else { vec![] };
            async move { Ok((found, 10)) }.boxed()
        }

        fn issue(&self, award: AwardId, _: CorrelationId) -> BoxFuture<'_, Result<Issue, ActError>> {
            let mut tried = self.tried.lock().unwrap();
            tried.push(award.0.as_u128());
            let before = tried.iter().filter(|tried| **tried == award.0.as_u128()).count();
            let answer = match (award.0.as_u128(), before) {
                (2, 1 | 2) => Err(ActError::Unavailable),
                (3, _) => Ok(Issue::Stopped { faults: vec![String::new()] }),
                _ => Ok(Issue::Issued { certificate: CertificateId(Uuid::nil()), position: 11 }),
            };
            async move { answer }.boxed()
        }
    }

    fn award(n: u128) -> AwardId {
        AwardId(Uuid::from_u128(n))
    }

    #[tokio::test]
    async fn what_fails_is_tried_again_with_growing_pauses() {
        let (fake, stop) = (Fake::default(), CancellationToken::new());
        let mut waiting = Waiting::default();
        let mut rounds = Vec::new();
        for _ in 0..10 {
            let before = fake.tried.lock().unwrap().len();
            waiting.round(&fake, &|| Uuid::nil(), &stop).await;
            rounds.push(fake.tried.lock().unwrap()[before..].to_vec());
        }
        let none = Vec::new;
        assert_eq!(rounds, [vec![1, 2, 3], none(), vec![2], none(), none(), none(), vec![2], none(), none(), none()]);
        assert!(waiting.awards.is_empty());
    }

    #[tokio::test]
    async fn a_stop_is_heeded_between_two_certificates() {
        let (fake, stop) = (Fake::default(), CancellationToken::new());
        stop.cancel();
        Waiting::default().round(&fake, &|| Uuid::nil(), &stop).await;
        assert!(fake.tried.lock().unwrap().is_empty());
    }
}
