//! What nobody has gone on with is taken back; the rest stays and is listed. That the days of an award ran out meanwhile is nobody's doing.

use std::collections::HashSet;

use casework::award::{Award, AwardCommand};
use events::Log;
use events::award::{AwardEvent, TakenBack};
use events::ids::{AwardId, CommandId, RecipientId, TakeoverId};
use jiff::civil::Date;
use sqlx::Row as _;
use store::Expected;
use uuid::Uuid;

use super::work::Steps;
use crate::ids::derived;
use crate::issue::certificate_of;
use crate::load::decide;
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts};

/// Awards of an act.
const PAGE: i64 = 100;

/// A row that came in.
struct Standing {
    ordinal: i32,
    application: Uuid,
    recipient: Uuid,
    award: AwardId,
}

impl Acts {
    /// Whether everything that could be was taken back.
    pub(super) async fn give_rows_back(&self, steps: &mut Steps<'_>, today: Date) -> Result<bool, ActError> {
        let id = steps.id;
        // What this work itself appends need not be seen again.
        self.ledger_at(store::head(self.pool(), Log::Casework).await?.position).await?;
        let of = self.takeover(id).await?.carried_out.map_or(0, |(_, taken, _)| i64::from(taken));
        let mut done = i64::from(self.count_outcome(id, "taken_back").await? + self.count_outcome(id, "kept").await?);
        loop {
            let rows = self.rows_taken(id).await?;
            if rows.is_empty() {
                return Ok(true);
            }
            let touched = self.touched(&rows).await?;
            let (kept, back): (Vec<Standing>, Vec<Standing>) =
                rows.into_iter().partition(|row| touched.contains(&row.recipient) || touched.contains(&row.award.0));
            if !self.give_back(id, &back, today).await? {
                // Somebody went on with one of them in this moment: look again.
                continue;
            }
            done += i64::try_from(kept.len() + back.len()).unwrap_or(0);
            self.mark_back(id, &back, &kept).await?;
            if !steps.go(self, done, of).await? && done < of {
                return Ok(false);
            }
        }
    }

    async fn rows_taken(&self, id: TakeoverId) -> Result<Vec<Standing>, ActError> {
        let rows = sqlx::query(
            "SELECT ordinal, application_id, recipient_id, award_id FROM desk.takeover_rows
             WHERE takeover_id = $1 AND outcome = 'taken' ORDER BY ordinal LIMIT $2",
        )
        .bind(id.0)
        .bind(PAGE)
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Standing {
                    ordinal: row.try_get(0)?,
                    application: row.try_get(1)?,
                    recipient: row.try_get(2)?,
                    award: AwardId(row.try_get(3)?),
                })
            })
            .collect()
    }

    /// Recipients and awards with which somebody has gone on: an event of a person in one of their streams, a further award, a case at work.
    async fn touched(&self, rows: &[Standing]) -> Result<HashSet<Uuid>, ActError> {
        let of = |one: fn(&Standing) -> Uuid| rows.iter().map(one).collect::<Vec<Uuid>>();
        let (recipients, awards, applications) = (of(|row| row.recipient), of(|row| row.award.0), of(|row| row.application));
        let certificates = of(|row| certificate_of(row.award, 1).0);
        let streams = [recipients.clone(), awards.clone(), applications.clone(), certificates.clone()].concat();
        let by_hand: Vec<Uuid> = sqlx::query_scalar(
            "SELECT DISTINCT stream_id FROM es.events
             WHERE log = $1 AND stream_id = ANY($2) AND stream_version > 1 AND actor_role <> 'program'",
        )
        .bind(Log::Casework.number())
        .bind(&streams)
        .fetch_all(self.pool())
        .await?;
        let elsewhere: Vec<Uuid> = sqlx::query_scalar(
            "SELECT recipient_id FROM read.ledger_awards
             WHERE upper_inf(known) AND recipient_id = ANY($1) AND NOT EXISTS (
                 SELECT FROM desk.takeover_rows AS one WHERE one.award_id = ledger_awards.award_id)
             UNION SELECT recipient_id FROM read.worklist_steps WHERE upper_inf(known) AND recipient_id = ANY($1)
             UNION SELECT recipient_id FROM read.notices WHERE recipient_id = ANY($1)",
        )
        .bind(&recipients)
        .fetch_all(self.pool())
        .await?;
        let mut touched: HashSet<Uuid> = by_hand.into_iter().chain(elsewhere).collect();
        for row in rows {
            if touched.contains(&row.application) || touched.contains(&certificate_of(row.award, 1).0) {
                touched.insert(row.award.0);
            }
        }
        Ok(touched)
    }

    /// Whether it could be: none of them has moved on meanwhile.
    async fn give_back(&self, id: TakeoverId, rows: &[Standing], today: Date) -> Result<bool, ActError> {
        let Some(first) = rows.first() else { return Ok(true) };
        let command = derived(CommandId(id.0), &format!("back/{}", first.ordinal));
        let request = self.of_program(command, today);
        if self.done_before(request.command_id).await?.is_some() {
            return Ok(true);
        }
        let mut submission = Submission::new(self, Log::Casework, &request);
        let mut left = false;
        for row in rows {
            let mut loaded = self.load::<Award, AwardEvent>(row.award.0).await?;
            // It went back before a break.
            if loaded.aggregate.standing().is_some_and(|standing| standing.annulled) {
                continue;
            }
            let recipient = RecipientId(row.recipient);
            let back = TakenBack { recipient, application: events::ids::ApplicationId(row.application), takeover: id };
            let facts = decide(&mut loaded.aggregate, (request.actor.id, AwardCommand::TakeBack(back))).await?;
            let (stream, expected) = (row.award.0, Expected::Exactly(loaded.version));
            left = true;
            submission.add(Addition { stream, expected, key: None, effective_on: today, cause: None, facts })?;
        }
        if !left {
            return Ok(true);
        }
        match submission.commit().await {
            Ok(_) => Ok(true),
            Err(Unwritten::Moved { .. }) => Ok(false),
            Err(other) => Err(other.seen_at(0)),
        }
    }

    async fn mark_back(&self, id: TakeoverId, back: &[Standing], kept: &[Standing]) -> Result<(), ActError> {
        let mut transaction = self.pool().begin().await?;
        for (rows, outcome) in [(back, "taken_back"), (kept, "kept")] {
            let ordinals: Vec<i32> = rows.iter().map(|row| row.ordinal).collect();
            sqlx::query("UPDATE desk.takeover_rows SET outcome = $3 WHERE takeover_id = $1 AND ordinal = ANY($2)")
                .bind(id.0)
                .bind(ordinals)
                .bind(outcome)
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}
