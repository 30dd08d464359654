//! From events to rows, without a database.

use events::Event;
use events::tax_data::TaxDataEvent;
use events::vocabulary::{Tier, Yen};
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    recipient: Uuid,
    campaign: Uuid,
    award: Uuid,
    office: String,
    year: i32,
    change: String,
    old_tier: Option<String>,
    old_cap: Option<i64>,
    new_tier: Option<String>,
    new_cap: Option<i64>,
    review: Option<String>,
    taken_on: Date,
    position: i64,
}
store::columns!(Row, in "tax_data" by "household": recipient, campaign, award, office, year, change, old_tier, old_cap, new_tier,
                new_cap, review, taken_on, position);

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

fn tier(tier: Option<Tier>) -> Option<String> {
    tier.map(|tier| tier.code().to_owned())
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::TaxData(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position, on) = (told.recorded.stream_id, told.recorded.position, told.recorded.effective_on);
        let row = match event {
            TaxDataEvent::TakenIn(event) => Row {
                recipient: event.recipient.0,
                campaign: event.campaign.0,
                award: event.award.0,
                office: event.office.to_string(),
                year: i32::from(event.year.year()),
                change: event.change.code().to_owned(),
                old_tier: tier(event.before.tier),
                old_cap: event.before.monthly_cap.map(Yen::amount),
                new_tier: tier(event.after.tier),
                new_cap: event.after.monthly_cap.map(Yen::amount),
                review: None,
                taken_on: on,
                position,
            },
            TaxDataEvent::Reviewed(event) => {
                let known = self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "tax data", id })?;
                Row { review: Some(event.outcome.code().to_owned()), position, ..known }
            }
        };
        self.0.put(id, row);
        Ok(())
    }
}
