//! Accounts of staff (職員アカウント), as they were meant.

use events::account::{
    AccountEvent, Ended, GrantDropped, GrantProposed, Granted, Locked, Opened, PasswordChosen, PasswordGiven,
    SecondFactorEnrolled, SecondFactorRemoved, Suspended, Unlocked,
};
use events::ids::StaffId;
use events::{Event, StaffRole};
use serde_json::json;

use super::{id, of, text};

pub fn samples() -> Vec<Event> {
    let events: [AccountEvent; 12] = [
        Opened { name: text("窓口 見本一"), role: StaffRole::Counter, office: of(json!("01")) }.into(),
        Locked { failures: 10 }.into(),
        Unlocked {}.into(),
        SecondFactorEnrolled {}.into(),
        SecondFactorRemoved {}.into(),
        GrantProposed {
            name: Some(text("点検 見本二")),
            role: StaffRole::Checker,
            office: of(json!("00")),
            why: text("4月の人事異動のため。"),
        }
        .into(),
        GrantDropped { why: text("異動がなくなったため。") }.into(),
        Granted { role: StaffRole::Checker, office: of(json!("00")), proposed_by: StaffId(id(5)) }.into(),
        Suspended { why: text("休職のため。") }.into(),
        PasswordGiven {}.into(),
        PasswordChosen {}.into(),
        Ended { why: text("退職のため。") }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
