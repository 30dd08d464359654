//! Every row judged, and kept sealed beside the log. Doing it again makes the same rows anew.

use std::collections::HashSet;

use casework::takeover::{Column, Columns, Judged, Names, Several, Verdict, judge};
use events::ids::{ApplicationId, CommandId, EventId, KeyId, TakeoverId};
use events::takeover::Verdicts;
use events::vocabulary::{PayerNumber, RecipientNumber};
use sqlx::Row as _;
use store::Sealer;
use uuid::Uuid;

use super::work::Steps;
use super::{FileError, TakeoverError};
use crate::ids::derived;
use crate::{ActError, Acts};

/// Rows judged before it is said how far it is.
const PAGE: usize = 500;

impl Acts {
    /// How the rows come out; none where it was left.
    pub(super) async fn judge_takeover(&self, steps: &mut Steps<'_>) -> Result<Option<Verdicts>, TakeoverError> {
        let file = self.takeover(steps.id).await?;
        let prepared = file.prepared.ok_or(FileError::NoHeadings)?;
        let book = self.takeover_book(steps.id).await?;
        let name = prepared.sheet.as_ref().and_then(|name| name.open());
        let sheet = book.sheet(name.map(events::vocabulary::FreeText::as_str))?;
        let place = |(code, at): (&String, &u32)| Some((Column::of(code)?, usize::try_from(at.checked_sub(1)?).ok()?));
        let columns = Columns(prepared.columns.iter().filter_map(place).collect());
        let layout = sheet.layout(prepared.header_line, columns, prepared.payer_number);
        let masters = self.masters().await?;
        let names = Names::of(&masters);
        let mut several = Several::beside(self.numbers_in_the_ledger(steps.id).await?);
        let key = self.key_of(steps.id.0).await?;
        self.parts().ring.prefetch(self.pool(), &[key]).await.map_err(ActError::from)?;
        sqlx::query("DELETE FROM desk.takeover_rows WHERE takeover_id = $1")
            .bind(steps.id.0)
            .execute(self.pool())
            .await
            .map_err(ActError::from)?;
        let rows: Vec<_> = sheet.under(prepared.header_line).collect();
        let of = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let (mut verdicts, mut ordinal, mut done) = (Verdicts::default(), 0, 0);
        for page in rows.chunks(PAGE) {
            let mut judged: Vec<Judged> = page.iter().flat_map(|row| judge(row, &layout, &names)).collect();
            for one in &mut judged {
                several.take(one);
                count(&mut verdicts, one.verdict);
            }
            self.put_rows(steps.id, key, ordinal, &judged).await?;
            ordinal += i32::try_from(judged.len()).unwrap_or(i32::MAX);
            done += i64::try_from(page.len()).unwrap_or(0);
            if !steps.go(self, done, of).await? {
                return Ok(None);
            }
        }
        Ok(Some(verdicts))
    }

    async fn put_rows(&self, id: TakeoverId, key_id: KeyId, before: i32, judged: &[Judged]) -> Result<(), ActError> {
        let parts = self.parts();
        let mut contents = Vec::with_capacity(judged.len());
        for one in judged {
            let event_id = EventId(self.new_id()?);
            let sealer = Sealer { ring: &parts.ring, key_id, event_id, entropy: parts.entropy.as_ref() };
            contents.push(sealer.seal("row", one)?.as_str().to_owned());
        }
        let ordinals: Vec<i32> = (before + 1..).take(judged.len()).collect();
        let lines: Vec<i32> = judged.iter().map(|one| i32::try_from(one.line).unwrap_or(i32::MAX)).collect();
        let verdicts: Vec<String> = judged.iter().map(|one| one.verdict.code().to_owned()).collect();
        sqlx::query(
            "INSERT INTO desk.takeover_rows (takeover_id, ordinal, line, verdict, content)
             SELECT $1, * FROM unnest($2::integer[], $3::integer[], $4::text[], $5::text[])",
        )
        .bind(id.0)
        .bind(ordinals)
        .bind(lines)
        .bind(verdicts)
        .bind(contents)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Numbers under which somebody else stands in the ledger, as it is now.
    pub(super) async fn numbers_in_the_ledger(&self, id: TakeoverId) -> Result<Vec<(PayerNumber, RecipientNumber)>, ActError> {
        let head = store::head(self.pool(), events::Log::Casework).await?.position;
        self.ledger_at(head).await?;
        let last: Option<i32> = sqlx::query_scalar("SELECT max(ordinal) FROM desk.takeover_rows WHERE takeover_id = $1")
            .bind(id.0)
            .fetch_one(self.pool())
            .await?;
        // What came in with this takeover is no other's, also where nobody came to say that it is in.
        let ours: HashSet<Uuid> = (1..=last.unwrap_or(0)).map(|ordinal| application_of(id, ordinal).0).collect();
        let rows = sqlx::query(
            "SELECT DISTINCT payer_number, recipient_number, application_id FROM read.ledger_awards
             WHERE upper_inf(known) AND ended IS DISTINCT FROM 'annulled'",
        )
        .fetch_all(self.pool())
        .await?;
        let mut numbers = Vec::with_capacity(rows.len());
        for row in rows {
            let (payer, number): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            let unread = || ActError::internal(&"a number of the ledger cannot be read");
            if !ours.contains(&row.try_get(2)?) {
                numbers.push((
                    PayerNumber::parse(&payer).map_err(|_| unread())?,
                    RecipientNumber::parse(&number).map_err(|_| unread())?,
                ));
            }
        }
        Ok(numbers)
    }
}

/// The record that a row becomes.
pub(super) fn application_of(id: TakeoverId, ordinal: i32) -> ApplicationId {
    ApplicationId(derived(CommandId(id.0), &format!("application/{ordinal}")))
}

const fn count(verdicts: &mut Verdicts, verdict: Verdict) {
    match verdict {
        Verdict::Right => verdicts.right += 1,
        Verdict::Warned => verdicts.warned += 1,
        Verdict::Refused => verdicts.refused += 1,
        Verdict::Skipped => verdicts.skipped += 1,
    }
}
