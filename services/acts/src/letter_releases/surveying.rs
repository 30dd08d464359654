//! Asking every person of the ledger, a page at a time.

use std::collections::BTreeSet;

use casework::campaign::{Campaign, CampaignRefusal};
use casework::letter_release::{Choice, Question, choose, of_the_register};
use casework::nightly::{Person, Windows};
use events::Log;
use events::ids::{DesignationId, LetterId, RecipientId};
use events::letter::LetterKind;
use events::letter_release::{Addressed, Excluded, Prepared};
use events::vocabulary::RenewalGroup;
use jiff::civil::Date;
use projections::designations::{self, TermRow};
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

/// Whether a campaign asks somebody by a letter: reminded are those who were guided.
fn asks(campaign: &Campaign, recipient: RecipientId, kind: LetterKind) -> bool {
    let group = campaign.group(recipient);
    match kind {
        LetterKind::RenewalReminder => campaign.is_guided(recipient) && group.is_some_and(RenewalGroup::is_asked),
        _ => group.is_some(),
    }
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
        let Question { kind, from, until, office, campaign } = question;
        let among = match campaign {
            Some(id) => Some(self.campaign(id).await?.0),
            None => None,
        };
        if among.as_ref().is_some_and(Campaign::is_closed) {
            return Err(casework::Refusal::from(CampaignRefusal::Closed).into());
        }
        let (addressed, excluded) = (Vec::new(), Vec::new());
        let designations = if of_the_register(kind) { self.terms_ending((from, until)).await? } else { Vec::new() };
        let mut prepared = Prepared { kind, from, until, office, campaign, known_up_to, addressed, designations, excluded };
        if of_the_register(kind) {
            return Ok(prepared);
        }
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
                if among.as_ref().is_some_and(|campaign| !asks(campaign, row.recipient, kind)) {
                    continue;
                }
                let by_hand =
                    kind == LetterKind::RenewalGuide && among.as_ref().is_some_and(|campaign| campaign.is_guided(row.recipient));
                let person = Person {
                    recipient: row.recipient,
                    birth_date: row.birth_date.open().copied(),
                    applied: applied.contains(&row.recipient),
                    awards: row.awards.into_iter().map(covered).collect(),
                };
                let is_hidden = hidden
                    .iter()
                    .any(|one| one.is_of(person.recipient.0) || person.awards.iter().any(|award| one.is_of(award.application.0)));
                let was_sent = |award| by_hand || sent.contains(&letter_about(award, kind).0);
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

    /// Our own designations whose term ends within some days and that were not ended before.
    async fn terms_ending(&self, (from, until): (Date, Date)) -> Result<Vec<DesignationId>, ActError> {
        let own = self.masters().await?.own_authority();
        let (mut found, mut after) = (Vec::new(), DesignationId(Uuid::nil()));
        loop {
            let rows = read(designations::terms(self.pool(), &own, after, PAGE).await)?;
            let Some(last) = rows.last().map(|row| row.designation) else { return Ok(found) };
            after = last;
            let due = |row: &TermRow| row.own && !row.ended && (from..=until).contains(&row.ends_on);
            found.extend(rows.iter().filter(|row| due(row)).map(|row| row.designation));
        }
    }

    /// Those of some letters that stand in the log.
    pub(super) async fn made_among(&self, letters: &[LetterId]) -> Result<BTreeSet<Uuid>, ActError> {
        let ids: Vec<Uuid> = letters.iter().map(|letter| letter.0).collect();
        let rows = sqlx::query("SELECT stream_id FROM es.streams WHERE log = $1 AND stream_id = ANY($2)")
            .bind(Log::Casework.number())
            .bind(ids)
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}
