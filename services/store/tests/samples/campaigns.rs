//! A renewal campaign (一斉更新), as it was meant.

use events::Event;
use events::campaign::{CampaignEvent, Closed, Frozen, Guided, Item, Opened};
use events::ids::{ApplicationId, AwardId, RecipientId};
use events::vocabulary::RenewalGroup;
use jiff::civil::date;
use serde_json::json;

use super::{id, of};

pub fn samples() -> Vec<Event> {
    let item = Item {
        recipient: RecipientId(id(3)),
        award: AwardId(id(6)),
        application: ApplicationId(id(4)),
        office: of(json!("01")),
        group: RenewalGroup::TurnsAdult,
    };
    let events: [CampaignEvent; 4] = [
        Opened { name: of(json!("令和9年度の更新")), last_day: date(2027, 9, 30), apply_by: date(2027, 8, 31) }.into(),
        Frozen { items: vec![item] }.into(),
        Guided { recipients: vec![RecipientId(id(3))] }.into(),
        Closed {}.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
