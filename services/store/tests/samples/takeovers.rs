//! A takeover from an old ledger, as it was meant.

use events::application::{ApplicationEvent, TakenOver};
use events::award::{AwardEvent, TakenBack};
use events::ids::{ApplicationId, ArtifactId, AwardId, RecipientId, TakeoverId};
use events::register::{NumbersTakenOver, RegisterEvent};
use events::takeover::{Approved, CarriedOut, Checked, Prepared, Received, ReversalAsked, Reversed, TakeoverEvent, Verdicts};
use events::{Event, Personal};
use jiff::civil::date;
use serde_json::json;

use super::{conclusion, determination, form, id, name, of, text};

pub fn samples() -> Vec<Event> {
    let verdicts = Verdicts { right: 1_150, warned: 30, refused: 12, skipped: 8 };
    let payer_number = of(json!("52416013"));
    let columns = [("recipient_number".to_owned(), 2), ("name".to_owned(), 3)].into();
    let prepared = Prepared { sheet: Some(text("R7台帳")), header_line: 3, columns, payer_number };
    let artifact = ArtifactId(id(910));
    let received = Received { artifact, digest: "cd".repeat(32), bytes: 81_920, why: text("令和7年度までの台帳") };
    let events: [TakeoverEvent; 7] = [
        received.into(),
        prepared.into(),
        Checked { verdicts }.into(),
        Approved { verdicts }.into(),
        CarriedOut { taken: 1_179, refused: 1 }.into(),
        ReversalAsked { why: text("別の台帳でした") }.into(),
        Reversed { taken_back: 1_170, kept: 9 }.into(),
    ];
    let (takeover, application) = (TakeoverId(id(900)), ApplicationId(id(901)));
    let (award, recipient) = (AwardId(id(902)), RecipientId(id(903)));
    let taken_over = TakenOver {
        takeover,
        line: 5,
        child: 1,
        kind: of(json!("renewal")),
        decided_on: date(2026, 10, 20),
        responsible_office: of(json!("01")),
        municipality: of(json!("412015")),
        diseases: vec![of(json!("01_01_001"))],
        child_name: Personal::Open(name()),
        child_birth_date: Personal::Open(date(2020, 3, 15)),
        form: Personal::Open(form()),
        conclusion: conclusion(),
        determination: determination(),
        award,
        recipient,
    };
    let others = [
        Event::from(ApplicationEvent::from(taken_over)),
        AwardEvent::from(TakenBack { recipient, application, takeover }).into(),
        RegisterEvent::from(NumbersTakenOver { register: "recipient/52416013".to_owned(), serial: 1_420 }).into(),
    ];
    events.into_iter().map(Event::from).chain(others).collect()
}
