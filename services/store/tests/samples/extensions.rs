//! Mass extensions, as they were meant.

use events::award::{AwardEvent, Extended};
use events::extension::{Approved, CarriedOut, Dropped, Exclusion, ExtensionEvent, Left, LeftGround, Plan, Proposed};
use events::ids::{ApplicationId, AwardId, ExtensionId, RecipientId, StaffId};
use events::{Event, Personal};
use jiff::civil::date;
use serde_json::json;

use super::{id, of, text};

pub fn samples() -> Vec<Event> {
    let plan = Plan {
        issued_on: date(2026, 11, 1),
        ends_from: date(2026, 11, 1),
        ends_until: date(2027, 2, 28),
        until: date(2027, 9, 30),
    };
    let reference = || Personal::Open(of(json!("令和8年厚生労働省令（見本）")));
    let excluded = Exclusion { award: AwardId(id(6)), why: of(json!("転出の届が出ている")) };
    let events: [ExtensionEvent; 4] = [
        Proposed { plan, reference: reference(), awards: vec![AwardId(id(2))], excluded: Personal::Open(vec![excluded]) }.into(),
        Dropped { why: text("期間の誤り") }.into(),
        Approved { decided_on: date(2026, 11, 21) }.into(),
        CarriedOut { extended: 1, left: vec![Left { award: AwardId(id(2)), ground: LeftGround::Followed }] }.into(),
    ];
    let extended: AwardEvent = Extended {
        recipient: RecipientId(id(3)),
        application: ApplicationId(id(4)),
        extension: ExtensionId(id(15)),
        reference: reference(),
        before: date(2026, 12, 31),
        until: date(2027, 9, 30),
        decided_on: date(2026, 11, 21),
        proposed_by: StaffId(id(5)),
    }
    .into();
    events.into_iter().map(Event::from).chain([Event::from(extended)]).collect()
}
