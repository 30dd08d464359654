//! Revocations and corrections of awards, as they were meant.

use events::award::{
    AwardEvent, Corrected, CorrectionGround, Money, MonthMoney, MonthTotal, Redress, RedressDropped, RedressProposed,
    RevocationGround, Revoked, Right,
};
use events::ids::{ApplicationId, EventId, RecipientId, StaffId};
use events::{Event, Personal};
use jiff::civil::date;
use serde_json::json;

use super::{id, of, text};

fn right() -> Right {
    of(json!({
        "validity": { "start": "2026-10-20", "end": "2027-09-30" }, "tier": "III", "severity": "general", "haemophilia": false,
        "monthly_cap": 2500
    }))
}

fn money() -> Personal<Money> {
    let month = MonthMoney { month: date(2026, 11, 1), paid: of(json!(5000)), due: of(json!(2500)) };
    Personal::Open(Money { known: vec![month], unknown: vec![date(2026, 12, 1)] })
}

pub fn samples() -> Vec<Event> {
    let (recipient, application) = (RecipientId(id(3)), ApplicationId(id(4)));
    let (corrects, proposed_by) = (EventId(id(12)), StaffId(id(6)));
    let (from, decided_on) = (date(2026, 10, 20), date(2026, 12, 9));
    let events: [AwardEvent; 4] = [
        RedressProposed {
            recipient,
            application,
            corrects,
            redress: Redress::Correct { ground: CorrectionGround::Income, from, right: right() },
            months: Personal::Open(vec![MonthTotal { month: date(2026, 11, 1), total: of(json!(100_000)) }]),
            why: text("課税証明書の所得割を読み違えたため。"),
        }
        .into(),
        RedressDropped { recipient, application, why: text("課税証明書をもう一度確かめる。") }.into(),
        Revoked {
            recipient,
            application,
            corrects,
            proposed_by,
            ground: RevocationGround::GrantedInError,
            from,
            decided_on,
            money: Personal::Open(Money { known: Vec::new(), unknown: vec![date(2026, 10, 1)] }),
            why: text("住所が県内になかったため。"),
        }
        .into(),
        Corrected {
            recipient,
            application,
            corrects,
            proposed_by,
            ground: CorrectionGround::Income,
            from,
            decided_on,
            right: right(),
            money: money(),
            why: text("課税証明書の所得割を読み違えたため。"),
        }
        .into(),
    ];
    events.into_iter().map(Event::from).collect()
}
