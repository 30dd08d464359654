//! Tells the log which events a read model has parked or applied after all, and does without those that two operators decided to skip. Rows
//! are changed first and told afterwards: a worker that dies between the two is made up for by the next look of any worker.

use std::collections::BTreeSet;

use acts::ActError;
use events::operation::{Parked, Retried};
use store::{Left, LeftOutEvent, Projection};

use crate::operating::Tools;
use crate::watching::today;

/// Looks once.
pub(crate) async fn look(tools: &Tools, projection: &dyn Projection, skipped: &BTreeSet<i64>) -> Result<(), ActError> {
    let all = store::left_out(&tools.projector).await.map_err(|_| ActError::Unavailable)?;
    for event in all.into_iter().filter(|event| event.read_model == projection.name()) {
        if !event.told {
            tell(tools, &event).await?;
        }
        if event.state == Left::Parked && skipped.contains(&event.position) {
            match store::skip(&tools.projector, projection, event.position).await {
                Ok(tried) => {
                    tracing::warn!(projection = projection.name(), position = event.position, ?tried, "projection.skipped");
                }
                // Tried again with the next look.
                Err(error) => tracing::warn!(projection = projection.name(), %error, "projection.not_skipped"),
            }
        }
    }
    Ok(())
}

async fn tell(tools: &Tools, event: &LeftOutEvent) -> Result<(), ActError> {
    let (read_model, position, event_type) = (event.read_model.clone(), event.position, event.event_type.clone());
    let told = match event.state {
        Left::Parked => {
            let error = event.error.clone().unwrap_or_default();
            tools.acts.tell_parked(Parked { read_model, position, event_type, error }, today()).await
        }
        Left::Released => tools.acts.tell_retried(Retried { read_model, position, event_type }, today()).await,
        Left::Waiting | Left::Skipped => return Ok(()),
    };
    match told {
        // Refused: another worker was faster, or died before it could note that it had told.
        Ok(_) | Err(ActError::Refused(_)) => {}
        Err(ActError::Stale { .. }) => return Ok(()),
        Err(error) => return Err(error),
    }
    store::left_out_told(&tools.projector, event).await.map_err(|_| ActError::Unavailable)
}
