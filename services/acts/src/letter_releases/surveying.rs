//! Asking every person of the ledger, a page at a time.

use std::collections::BTreeSet;

use casework::letter_release::{Choice, Question, choose};
use casework::nightly::{Person, Windows};
use events::Log;
use events::ids::{LetterId, RecipientId};
use events::letter_release::{Addressed, Excluded, Prepared};
use jiff::civil::Date;
use projections::{protections, tasks};
use sqlx::Row as _;
use uuid::Uuid;

use crate::letters::letter_about;
use crate::nightly::covered;
use crate::{ActError, Acts};

/// Persons read at once.
const PAGE: u16 = 1_000;

fn read<T>(read: Result<T, projections::ReadError>) -> Result<T, ActError> {
    read.map_err(|error| ActError::internal(&error))
}

impl Acts {
    /// Whom a question finds and whom it leaves out, as the ledger stands. Nothing is stored.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn survey_letters(&self, question: Question, today: Date) -> Result<Prepared, ActError> {
        let masters = self.masters().await?;
        let windows = Windows::on(&masters, today)?;
        let known_up_to = store::head(self.pool(), Log::Casework).await?.position;
        let applied = self.applying().await?;
        let Question { kind, from, until, office } = question;
        let mut prepared = Prepared { kind, from, until, office, known_up_to, addressed: Vec::new(), excluded: Vec::new() };
        let mut after = RecipientId(Uuid::nil());
        loop {
            let mut rows = read(tasks::persons(self.pool(), after, PAGE).await)?;
            read(projections::open(self.pool(), &self.parts().ring, &mut rows).await)?;
            let Some(last) = rows.last().map(|row| row.recipient) else { return Ok(prepared) };
            after = last;
            let subjects: Vec<Uuid> =
                rows.iter().flat_map(|row| row.awards.iter().map(|award| award.application.0).chain([row.recipient.0])).collect();
            let hidden = read(protections::among(self.pool(), &subjects).await)?;
            let letters = rows.iter().flat_map(|row| row.awards.iter().map(|award| letter_about(award.award, kind)));
            let sent = self.made_among(&letters.collect::<Vec<_>>()).await?;
            for row in rows {
                let person = Person {
                    recipient: row.recipient,
                    birth_date: row.birth_date.open().copied(),
                    applied: applied.contains(&row.recipient),
                    awards: row.awards.into_iter().map(covered).collect(),
                };
                let is_hidden = hidden
                    .iter()
                    .any(|one| one.is_of(person.recipient.0) || person.awards.iter().any(|award| one.is_of(award.application.0)));
                let was_sent = |award| sent.contains(&letter_about(award, kind).0);
                match choose(&question, &person, &windows, is_hidden, was_sent) {
                    Choice::NotAbout => {}
                    Choice::Addressed(covered) => prepared.addressed.push(Addressed {
                        recipient: person.recipient,
                        award: covered.award,
                        application: covered.application,
                    }),
                    Choice::Excluded(award, why) => {
                        prepared.excluded.push(Excluded { recipient: person.recipient, award, why });
                    }
                }
            }
        }
    }

    /// Those of some letters that stand in the log.
    async fn made_among(&self, letters: &[LetterId]) -> Result<BTreeSet<Uuid>, ActError> {
        let ids: Vec<Uuid> = letters.iter().map(|letter| letter.0).collect();
        let rows = sqlx::query("SELECT stream_id FROM es.streams WHERE log = $1 AND stream_id = ANY($2)")
            .bind(Log::Casework.number())
            .bind(ids)
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}
