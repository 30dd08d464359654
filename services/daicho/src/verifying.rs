//! Verifications that somebody asked for on a screen: carried out beside the worker, told as they go on, stopped when asked.

use std::time::Duration;

use store::VerificationState;
use tokio_util::sync::CancellationToken;
use verification::{Outcome, Plan, Progress, Verifier};

/// How often it is looked whether somebody asks.
const LOOK: Duration = Duration::from_secs(2);
/// How often progress is told and it is looked whether somebody wants to stop.
const TELL: Duration = Duration::from_secs(1);

/// Carries out what is asked for, one after the other, until `stop`.
pub async fn follow(verifier: Verifier, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match store::begin_verification(&verifier.keeper).await {
            Ok(Some(id)) => carry_out(&verifier, id, &stop).await,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "verifications cannot be looked for"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn carry_out(verifier: &Verifier, id: uuid::Uuid, stop: &CancellationToken) {
    let own = stop.child_token();
    let (told, mut newest) = tokio::sync::watch::channel(None::<Progress>);
    let teller = {
        let (pool, own) = (verifier.keeper.clone(), own.clone());
        tokio::spawn(async move {
            loop {
                let text = newest.borrow_and_update().and_then(|progress| serde_json::to_string(&progress).ok());
                // Whoever lost the database keeps on trying; whoever is told to stop does.
                if let Ok(true) = store::advance_verification(&pool, id, text.as_deref()).await {
                    own.cancel();
                }
                tokio::time::sleep(TELL).await;
            }
        })
    };
    let outcome = verifier
        .run(
            Plan::default(),
            &mut |progress| {
                told.send_replace(Some(progress));
            },
            &own,
        )
        .await;
    teller.abort();
    let _ = teller.await;
    let ended = match outcome {
        Ok(Outcome::Finished(report)) => match report.to_keep() {
            Ok(text) => {
                store::end_verification(&verifier.keeper, id, VerificationState::Finished, Some((report.exit, &text))).await
            }
            Err(_) => store::end_verification(&verifier.keeper, id, VerificationState::Failed, None).await,
        },
        Ok(Outcome::Stopped(_)) => store::end_verification(&verifier.keeper, id, VerificationState::Stopped, None).await,
        Err(error) => {
            tracing::warn!(%error, "a verification was given up");
            store::end_verification(&verifier.keeper, id, VerificationState::Failed, None).await
        }
    };
    if let Err(error) = ended {
        tracing::warn!(%error, "the end of a verification was not entered");
    }
}
