//! A renewal campaign (一斉更新) and the tax data that came for it, as they were meant.

use events::campaign::{CampaignEvent, Closed, Frozen, Guided, Item, Opened, Reminded};
use events::ids::{ApplicationId, AwardId, CampaignId, RecipientId};
use events::tax_data::{Judged, MemberTax, Reviewed, TakenIn, TaxDataEvent};
use events::vocabulary::{CapChange, RenewalGroup, TaxReview};
use events::{Event, Personal};
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
    let events: [CampaignEvent; 5] = [
        Opened { name: of(json!("令和9年度の更新")), last_day: date(2027, 9, 30), apply_by: date(2027, 8, 31) }.into(),
        Frozen { items: vec![item] }.into(),
        Guided { recipients: vec![RecipientId(id(3))] }.into(),
        Reminded { recipients: vec![RecipientId(id(3))] }.into(),
        Closed {}.into(),
    ];
    let taken_in = TakenIn {
        recipient: RecipientId(id(3)),
        award: AwardId(id(6)),
        campaign: CampaignId(id(7)),
        office: of(json!("01")),
        year: of(json!(2027)),
        known_up_to: 1_200,
        before: Judged { tier: Some(of(json!("IV"))), monthly_cap: Some(of(json!(5000))) },
        after: Judged { tier: None, monthly_cap: None },
        change: CapChange::Pending,
        members: Personal::Open(vec![MemberTax {
            name: of(json!("見本 一郎")),
            taxed: true,
            income_levy: of(json!(68_400)),
            income: None,
        }]),
    };
    let tax: [TaxDataEvent; 2] = [taken_in.into(), Reviewed { outcome: TaxReview::AtRenewal }.into()];
    events.into_iter().map(Event::from).chain(tax.into_iter().map(Event::from)).collect()
}
