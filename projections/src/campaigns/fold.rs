//! From events to rows, without a database.

use events::Event;
use events::campaign::CampaignEvent;
use events::ids::{RecipientId, named_stream};
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    name: String,
    last_day: Date,
    apply_by: Date,
    opened_on: Date,
    closed_on: Option<Date>,
    position: i64,
}
store::columns!(Row, in "campaigns" by "campaign": name, last_day, apply_by, opened_on, closed_on, position);

#[derive(Clone, PartialEq, Debug)]
struct Item {
    campaign: Uuid,
    recipient: Uuid,
    award: Uuid,
    application: Uuid,
    office: String,
    grouped: String,
    asked: bool,
    guided_on: Option<Date>,
    reminded_on: Option<Date>,
    position: i64,
}
store::columns!(Item, in "campaign_items" by "item": campaign, recipient, award, application, office, grouped, asked, guided_on,
                reminded_on, position);

/// The tables.
#[derive(Default)]
pub(super) struct Fold {
    campaigns: Latest<Row>,
    items: Latest<Item>,
}

/// The row of a person in a campaign.
fn item(campaign: Uuid, recipient: RecipientId) -> Uuid {
    named_stream(&format!("campaign/{campaign}/{recipient}"))
}

/// The campaign, and the persons that an event is about.
pub(super) fn keys(told: &Told) -> Result<Vec<Uuid>, FoldError> {
    let id = told.recorded.stream_id;
    let Event::Campaign(event) = told.event()? else { return Ok(Vec::new()) };
    let people: Vec<RecipientId> = match event {
        CampaignEvent::Frozen(event) => event.items.iter().map(|one| one.recipient).collect(),
        CampaignEvent::Guided(event) => event.recipients.clone(),
        CampaignEvent::Reminded(event) => event.recipients.clone(),
        CampaignEvent::Opened(_) | CampaignEvent::Closed(_) => Vec::new(),
    };
    Ok(std::iter::once(id).chain(people.into_iter().map(|one| item(id, one))).collect())
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.campaigns, &mut self.items]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        Ok(self.take(told)?)
    }
}

impl Fold {
    fn take(&mut self, told: &Told) -> Result<(), FoldError> {
        let Event::Campaign(event) = told.event()? else { return Ok(()) };
        let (id, position, on) = (told.recorded.stream_id, told.recorded.position, told.recorded.effective_on);
        let begun = |what| FoldError::NotBegun { what, id };
        match event {
            CampaignEvent::Opened(event) => {
                let (last_day, apply_by, name) = (event.last_day, event.apply_by, event.name.to_string());
                self.campaigns.put(id, Row { name, last_day, apply_by, opened_on: on, closed_on: None, position });
            }
            CampaignEvent::Frozen(event) => {
                for one in &event.items {
                    let row = Item {
                        campaign: id,
                        recipient: one.recipient.0,
                        award: one.award.0,
                        application: one.application.0,
                        office: one.office.to_string(),
                        grouped: one.group.code().to_owned(),
                        asked: one.group.is_asked(),
                        guided_on: None,
                        reminded_on: None,
                        position,
                    };
                    self.items.put(item(id, one.recipient), row);
                }
            }
            CampaignEvent::Guided(event) => {
                for recipient in &event.recipients {
                    let key = item(id, *recipient);
                    let row = self.items.get(key).cloned().ok_or_else(|| begun("campaign item"))?;
                    self.items.put(key, Item { guided_on: row.guided_on.or(Some(on)), position, ..row });
                }
            }
            CampaignEvent::Reminded(event) => {
                for recipient in &event.recipients {
                    let key = item(id, *recipient);
                    let row = self.items.get(key).cloned().ok_or_else(|| begun("campaign item"))?;
                    self.items.put(key, Item { reminded_on: row.reminded_on.or(Some(on)), position, ..row });
                }
            }
            CampaignEvent::Closed(_) => {
                let row = self.campaigns.get(id).cloned().ok_or_else(|| begun("campaign"))?;
                self.campaigns.put(id, Row { closed_on: Some(on), position, ..row });
            }
        }
        Ok(())
    }
}
