//! Designations (指定医・指定医療機関), as they were meant.

use events::Event;
use events::designation::{Changed, DesignationEvent, Ended, Granted, Renewed};
use events::vocabulary::DesignationEnd;
use jiff::civil::date;
use serde_json::json;

use super::{name, of, text};
use events::Personal;

pub fn samples() -> Vec<Event> {
    let events: [DesignationEvent; 4] = [
        Granted {
            holder: of(json!({
                "kind": "doctor", "number": "SG-0012", "authority": "佐賀県", "qualification": "specialist",
                "workplaces": ["見本病院"],
            })),
            name: Some(Personal::Open(name())),
            applied_on: date(2022, 4, 1),
            validity: of(json!({ "start": "2022-04-01", "end": "2027-03-31" })),
        }
        .into(),
        Renewed { applied_on: date(2027, 2, 1), validity: of(json!({ "start": "2027-04-01", "end": "2032-03-31" })) }.into(),
        Changed {
            holder: of(json!({
                "kind": "institution", "code": "4110100015", "name": "見本病院", "address": "佐賀県佐賀市見本町1-1",
            })),
            name: None,
            changed_on: date(2026, 11, 1),
        }
        .into(),
        Ended { last_day: date(2027, 3, 31), ground: DesignationEnd::Resigned, why: text("退職のため。") }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
