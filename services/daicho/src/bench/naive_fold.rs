//! The reference for questions about the past: no read model, only the log, folded from its first event.

use std::collections::BTreeMap;

use events::award::AwardEvent;
use events::ids::{AwardId, RecipientId};
use events::vocabulary::{RecipientNumber, Tier, ValidityPeriod, Yen};
use events::{Event, Log};
use futures::TryStreamExt as _;
use jiff::civil::Date;
use sqlx::PgPool;

/// Whose award it is, its number, for which days, up to how much a month, in which tier.
pub type Entitled = BTreeMap<AwardId, (RecipientId, RecipientNumber, ValidityPeriod, Yen, Option<Tier>)>;

/// Who was entitled to what on a day, as it was known at a position.
pub async fn entitled(pool: &PgPool, known: i64, on: Date) -> anyhow::Result<Entitled> {
    let mut all = Entitled::new();
    let mut events = std::pin::pin!(store::events_from(pool.clone(), Log::Casework, 0, known));
    while let Some(recorded) = events.try_next().await? {
        // Everything else cannot change an award; that it need not be decoded is granted to the reference.
        if recorded.stream_type != "award" {
            continue;
        }
        let award = AwardId(recorded.stream_id);
        match recorded.decode()? {
            Event::Award(AwardEvent::Granted(event)) => {
                let conclusion = &event.conclusion;
                let line =
                    (event.recipient, event.recipient_number, conclusion.validity, conclusion.monthly_cap, conclusion.tier);
                all.insert(award, line);
            }
            Event::Award(AwardEvent::Replaced(event)) => {
                if let Some(line) = all.get_mut(&award) {
                    line.2 = ValidityPeriod::new(line.2.start(), event.from.yesterday()?)?;
                }
            }
            Event::Award(AwardEvent::Ended(event)) => {
                if let Some(line) = all.get_mut(&award) {
                    line.2 = ValidityPeriod::new(line.2.start(), event.last_day)?;
                }
            }
            Event::Award(AwardEvent::Extended(event)) => {
                if let Some(line) = all.get_mut(&award) {
                    line.2 = ValidityPeriod::new(line.2.start(), event.until)?;
                }
            }
            Event::Award(AwardEvent::Revoked(event)) => {
                let kept =
                    all.get(&award).and_then(|line| ValidityPeriod::new(line.2.start(), event.from.yesterday().ok()?).ok());
                match (kept, all.get_mut(&award)) {
                    (Some(kept), Some(line)) => line.2 = kept,
                    _ => drop(all.remove(&award)),
                }
            }
            Event::Award(AwardEvent::TakenBack(_)) => drop(all.remove(&award)),
            Event::Award(AwardEvent::Corrected(event)) => {
                if let Some(line) = all.get_mut(&award) {
                    (line.2, line.3, line.4) = (event.right.validity, event.right.monthly_cap, event.right.tier);
                }
            }
            _ => {}
        }
    }
    all.retain(|_, (_, _, validity, ..)| (validity.start()..=validity.end()).contains(&on));
    Ok(all)
}
