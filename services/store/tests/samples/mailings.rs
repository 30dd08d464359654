//! A mailing address (送付先), as it was meant.

use events::Event;
use events::ids::{ApplicationId, RecipientId};
use events::mailing::{Changed, Ended, MailTo, MailingEvent, Registered};
use events::vocabulary::MailingGround;
use jiff::civil::date;
use serde_json::json;

use super::{id, of, text};

fn to(place: &str) -> events::Personal<MailTo> {
    events::Personal::Open(of(json!({ "addressee": "見本 太郎", "address": { "postal_code": "840-0000", "text": place } })))
}

pub fn samples() -> Vec<Event> {
    let (recipient, application) = (RecipientId(id(3)), ApplicationId(id(4)));
    let events: [MailingEvent; 3] = [
        Registered {
            recipient,
            application,
            from: date(2026, 12, 1),
            until: Some(date(2027, 3, 31)),
            ground: MailingGround::Hospital,
            confidential: false,
            to: to("佐賀県佐賀市見本町2-2"),
            why: text("電話で申出があった。"),
        }
        .into(),
        Changed {
            recipient,
            application,
            from: date(2027, 1, 10),
            until: None,
            ground: MailingGround::Other,
            confidential: true,
            to: to("佐賀県佐賀市見本町3-3"),
            why: text("窓口で申出があった。"),
        }
        .into(),
        Ended { recipient, application, last_day: date(2027, 2, 28), why: text("戻ったと申出があった。") }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
