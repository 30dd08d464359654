//! 一斉更新: the population is read page by page, grouped by the rules and frozen in one act; guides are recorded for those who get one, and
//! printed for each from what the ledger says that day.

mod guide;

use casework::campaign::{Campaign, CampaignCommand, CampaignRefusal, Candidate, group_of};
use casework::nightly::Windows;
use events::Log;
use events::campaign::{CampaignEvent, Guided, Item, Opened, Reminded};
use events::ids::{CampaignId, RecipientId};
use events::vocabulary::ShortText;
use jiff::civil::Date;
use projections::campaigns;
use store::Expected;
use uuid::Uuid;

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// Persons read at once.
const PAGE: u16 = 1_000;

/// A campaign to be opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CampaignInput {
    /// Its name.
    pub name: ShortText,
    /// The day on which the awards end.
    pub last_day: Date,
    /// By when families should apply.
    pub apply_by: Date,
}

impl Acts {
    /// A campaign and the version of its stream.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn campaign(&self, id: CampaignId) -> Result<(Campaign, i32), ActError> {
        let Loaded { aggregate, version } = self.load::<Campaign, CampaignEvent>(id.0).await?;
        if version == 0 { Err(ActError::NotFound) } else { Ok((aggregate, version)) }
    }

    /// 一斉更新を始める: who is asked and who is not, frozen as the ledger says now.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn open_campaign(&self, request: &Request, input: CampaignInput) -> Result<(CampaignId, Done), ActError> {
        let items = match self.done_before(request.command_id).await? {
            Some(_) => Vec::new(),
            None => self.population(input.last_day).await?,
        };
        self.open_campaign_of(request, input, items).await
    }

    /// The same over a population that is known already.
    pub(crate) async fn open_campaign_of(
        &self,
        request: &Request,
        input: CampaignInput,
        items: Vec<Item>,
    ) -> Result<(CampaignId, Done), ActError> {
        let id = CampaignId(derived(request.command_id, "campaign"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        let CampaignInput { name, last_day, apply_by } = input;
        let command = CampaignCommand::Open { opened: Opened { name, last_day, apply_by }, items };
        let facts = decide(&mut Campaign::default(), (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let (stream, expected, effective_on) = (id.0, Expected::Exactly(0), request.today);
        submission.add(Addition { stream, expected, key: None, effective_on, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((id, (&done).into()))
    }

    /// Everybody whose award ends on a day, each in one group.
    async fn population(&self, last_day: Date) -> Result<Vec<Item>, ActError> {
        let masters = self.masters().await?;
        let windows = Windows::on(&masters, last_day)?;
        let (mut items, mut after) = (Vec::new(), RecipientId(Uuid::nil()));
        loop {
            let rows = campaigns::population(self.pool(), last_day, after, PAGE).await;
            let mut rows = rows.map_err(|error| ActError::internal(&error))?;
            projections::open(self.pool(), &self.parts().ring, &mut rows).await.map_err(|error| ActError::internal(&error))?;
            let Some(last) = rows.last().map(|row| row.recipient) else { return Ok(items) };
            after = last;
            items.extend(rows.into_iter().map(|row| {
                let person = Candidate {
                    birth_date: row.birth_date.open().copied(),
                    validity: row.validity,
                    haemophilia: row.haemophilia,
                    ended: row.ended,
                    followed: row.followed,
                    protected: row.protected,
                };
                let group = group_of(&person, last_day, (windows.adult_age, windows.last_age));
                Item { recipient: row.recipient, award: row.award, application: row.application, office: row.office, group }
            }));
        }
    }

    /// 案内を送ったことを記録する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn record_guides(&self, request: &Request, id: CampaignId, recipients: Vec<RecipientId>) -> Result<Done, ActError> {
        self.on_campaign(request, id, CampaignCommand::Guide(Guided { recipients })).await
    }

    /// 督促したことを記録する, where it was done by telephone or by hand.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn record_reminders(
        &self,
        request: &Request,
        id: CampaignId,
        recipients: Vec<RecipientId>,
    ) -> Result<Done, ActError> {
        self.on_campaign(request, id, CampaignCommand::Remind(Reminded { recipients })).await
    }

    /// 一斉更新を終える.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn close_campaign(&self, request: &Request, id: CampaignId) -> Result<Done, ActError> {
        self.on_campaign(request, id, CampaignCommand::Close).await
    }

    async fn on_campaign(&self, request: &Request, id: CampaignId, command: CampaignCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let Loaded { mut aggregate, version } = self.load::<Campaign, CampaignEvent>(id.0).await?;
        if version == 0 {
            return Err(casework::Refusal::from(CampaignRefusal::Unknown).into());
        }
        still_as_seen(request, version)?;
        let facts = decide(&mut aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let (stream, expected, effective_on) = (id.0, Expected::Exactly(version), request.today);
        submission.add(Addition { stream, expected, key: None, effective_on, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((&done).into())
    }
}
