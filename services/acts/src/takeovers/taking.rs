//! Rows come into the ledger, a hundred an act. The act's id follows from its first row, so that whoever goes on after a break finds what was
//! done.

use std::collections::{BTreeMap, HashSet};

use casework::Fact;
use casework::application::commands::TakeOver;
use casework::application::{Application, ApplicationCommand};
use casework::award::{Award, AwardCommand};
use casework::certificate::{Certificate, MakeCertificate};
use casework::recipient::{Recipient, RegisterRecipient};
use casework::register::Register;
use casework::takeover::{Ids, Taken, taken_over};
use events::Log;
use events::ids::{AwardId, CommandId, RecipientId, TakeoverId};
use events::register::RegisterEvent;
use events::vocabulary::{PayerNumber, RecipientNumber};
use jiff::civil::Date;
use store::Expected;
use uuid::Uuid;

use super::judging::application_of;
use super::rows::TakeoverRow;
use super::work::Steps;
use crate::ids::derived;
use crate::issue::certificate_of;
use crate::load::{Loaded, decide};
use crate::register::{ATTEMPTS, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Request};

/// Rows of an act.
const PAGE: i64 = 100;

/// A row with the ids under which it comes in.
struct Coming {
    ordinal: i32,
    ids: Ids,
    taken: Taken,
}

impl Acts {
    /// Whether all rows are in.
    pub(super) async fn take_rows(&self, steps: &mut Steps<'_>, today: Date) -> Result<bool, ActError> {
        let id = steps.id;
        let of = self.takeover(id).await?.verdicts().map_or(0, |verdicts| i64::from(verdicts.takeable()));
        let held: HashSet<(PayerNumber, RecipientNumber)> = self.numbers_in_the_ledger(id).await?.into_iter().collect();
        self.take_numbers(id, today).await?;
        let known_up_to = self.masters_position().await?;
        let mut done = of - self.left_to_take(id).await?;
        loop {
            let rows = self.rows_to_take(id, PAGE).await?;
            if rows.is_empty() {
                return Ok(true);
            }
            let (late, coming): (Vec<TakeoverRow>, Vec<TakeoverRow>) = rows.into_iter().partition(|row| {
                let record = row.judged.as_ref().and_then(|judged| judged.record.as_ref());
                record.is_none_or(|record| held.contains(&(record.payer_number, record.recipient_number)))
            });
            let coming =
                coming.iter().filter_map(|row| ready(id, row, known_up_to).transpose()).collect::<Result<Vec<_>, _>>()?;
            self.take_page(id, &coming, today).await?;
            let late: Vec<i32> = late.iter().map(|row| row.ordinal).collect();
            done += i64::try_from(coming.len() + late.len()).unwrap_or(0);
            self.mark_taken(id, &coming, &late).await?;
            if !steps.go(self, done, of).await? && self.left_to_take(id).await? > 0 {
                return Ok(false);
            }
        }
    }

    async fn left_to_take(&self, id: TakeoverId) -> Result<i64, ActError> {
        let left = sqlx::query_scalar(
            "SELECT count(*) FROM desk.takeover_rows WHERE takeover_id = $1 AND verdict IN ('right', 'warned') AND outcome IS NULL",
        );
        Ok(left.bind(id.0).fetch_one(self.pool()).await?)
    }

    /// Numbers of the old ledger are never given again: before the first row comes in, so that nobody gets one of them meanwhile.
    async fn take_numbers(&self, id: TakeoverId, today: Date) -> Result<(), ActError> {
        let mut largest: BTreeMap<PayerNumber, u32> = BTreeMap::new();
        let mut after = 0;
        loop {
            let rows = self.takeover_rows(id, super::RowFilter::default(), after, 1_000).await?;
            let Some(last) = rows.last() else { break };
            after = last.ordinal;
            for record in rows.iter().filter_map(|row| row.judged.as_ref()?.record.as_ref()) {
                let largest = largest.entry(record.payer_number).or_default();
                *largest = (*largest).max(record.recipient_number.serial());
            }
        }
        for (payer, serial) in largest {
            self.go_on_after(Register::of_recipients(payer), serial, today).await?;
        }
        Ok(())
    }

    async fn go_on_after(&self, register: String, serial: u32, today: Date) -> Result<(), ActError> {
        let stream = stream_of(&register);
        let allocating = self.allocating(stream);
        let _one_number_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let Loaded { aggregate, version } = self.load::<Register, RegisterEvent>(stream).await?;
            let Some(event) = aggregate.go_on_after(register.clone(), serial) else { return Ok(()) };
            let request = self.of_program(self.new_id()?, today);
            let mut submission = Submission::new(self, Log::Casework, &request);
            let facts = vec![Fact::<RegisterEvent>::new(event, request.actor.id)];
            let expected = Expected::Exactly(version);
            submission.add(Addition { stream, expected, key: None, effective_on: today, cause: None, facts })?;
            match submission.commit().await {
                Ok(_) => return Ok(()),
                Err(Unwritten::Moved { .. }) => {}
                Err(other) => return Err(other.seen_at(version)),
            }
        }
        Err(ActError::Unavailable)
    }

    async fn take_page(&self, id: TakeoverId, coming: &[Coming], today: Date) -> Result<(), ActError> {
        let Some(first) = coming.first() else { return Ok(()) };
        let command = derived(CommandId(id.0), &format!("take/{}", first.ordinal));
        let request = self.of_program(command, today);
        if self.done_before(request.command_id).await?.is_some() {
            return Ok(());
        }
        let recipients: Vec<Uuid> = coming.iter().map(|one| one.ids.recipient.0).collect();
        let known: Vec<Uuid> = sqlx::query_scalar("SELECT stream_id FROM es.streams WHERE log = $1 AND stream_id = ANY($2)")
            .bind(Log::Casework.number())
            .bind(recipients)
            .fetch_all(self.pool())
            .await?;
        let mut keys: BTreeMap<RecipientId, events::ids::KeyId> = BTreeMap::new();
        for recipient in known {
            keys.insert(RecipientId(recipient), self.key_of(recipient).await?);
        }
        let mut submission = Submission::new(self, Log::Casework, &request);
        for one in coming {
            self.take_row(&mut submission, &request, one, &mut keys).await?;
        }
        submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok(())
    }

    async fn take_row(
        &self,
        submission: &mut Submission,
        request: &Request,
        coming: &Coming,
        keys: &mut BTreeMap<RecipientId, events::ids::KeyId>,
    ) -> Result<(), ActError> {
        let (by, expected) = (request.actor.id, Expected::Exactly(0));
        let Coming { ids, taken, .. } = coming;
        let case_key = submission.new_key(ids.application.0)?;
        let command = TakeOver { who: request.actor.clone(), record: taken.application.clone() };
        let facts = decide(&mut Application::default(), ApplicationCommand::from(command)).await?;
        let decided = submission.add(Addition {
            stream: ids.application.0,
            expected,
            key: Some(case_key),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        let cause = decided.first().copied();
        let effective_on = taken.from;
        let key = if let Some(key) = keys.get(&ids.recipient) {
            *key
        } else {
            let key = submission.new_key(ids.recipient.0)?;
            keys.insert(ids.recipient, key);
            let command = RegisterRecipient { by, particulars: taken.recipient.clone() };
            let facts = decide(&mut Recipient::default(), command).await?;
            let stream = ids.recipient.0;
            submission.add(Addition { stream, expected, key: Some(key), effective_on, cause, facts })?;
            key
        };
        let facts = decide(&mut Award::default(), (by, AwardCommand::from(taken.award.clone()))).await?;
        submission.add(Addition { stream: ids.award.0, expected, key: Some(key), effective_on, cause, facts })?;
        if let Some(issued) = &taken.certificate {
            let command = MakeCertificate::Issue { by, issued: Box::new(issued.clone()) };
            let facts = decide(&mut Certificate::default(), command).await?;
            let stream = certificate_of(ids.award, 1).0;
            submission.add(Addition { stream, expected, key: None, effective_on: issued.issued_on, cause, facts })?;
        }
        Ok(())
    }

    async fn mark_taken(&self, id: TakeoverId, coming: &[Coming], late: &[i32]) -> Result<(), ActError> {
        let column = |of: fn(&Ids) -> Uuid| coming.iter().map(|one| of(&one.ids)).collect::<Vec<Uuid>>();
        let ordinals: Vec<i32> = coming.iter().map(|one| one.ordinal).collect();
        let mut transaction = self.pool().begin().await?;
        sqlx::query(
            "UPDATE desk.takeover_rows AS one
             SET outcome = 'taken', application_id = taken.application, recipient_id = taken.recipient, award_id = taken.award
             FROM unnest($2::integer[], $3::uuid[], $4::uuid[], $5::uuid[]) AS taken (ordinal, application, recipient, award)
             WHERE one.takeover_id = $1 AND one.ordinal = taken.ordinal",
        )
        .bind(id.0)
        .bind(ordinals)
        .bind(column(|ids| ids.application.0))
        .bind(column(|ids| ids.recipient.0))
        .bind(column(|ids| ids.award.0))
        .execute(&mut *transaction)
        .await?;
        sqlx::query("UPDATE desk.takeover_rows SET outcome = 'late' WHERE takeover_id = $1 AND ordinal = ANY($2)")
            .bind(id.0)
            .bind(late)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }
}

/// What becomes of a row; none where it was erased meanwhile.
fn ready(id: TakeoverId, row: &TakeoverRow, known_up_to: i64) -> Result<Option<Coming>, ActError> {
    let Some((judged, record)) = row.judged.as_ref().and_then(|judged| Some((judged, judged.record.as_ref()?))) else {
        return Ok(None);
    };
    let of = |name: String| derived(CommandId(id.0), &name);
    let ids = Ids {
        takeover: id,
        application: application_of(id, row.ordinal),
        award: AwardId(of(format!("award/{}", row.ordinal))),
        recipient: RecipientId(of(format!("recipient/{}/{}", record.payer_number, record.recipient_number))),
    };
    let taken = taken_over(judged, ids, known_up_to).map_err(|error| ActError::internal(&error))?;
    Ok(taken.map(|taken| Coming { ordinal: row.ordinal, ids, taken }))
}
