//! An impact study, as it was meant.

use events::Event;
use events::impact::{Asked, Ended, ImpactEvent, Outcome, Totals, Way};
use events::master::{MasterStatus, RowAdopted};
use jiff::civil::date;
use serde_json::json;

use super::{of, text};

pub fn samples() -> Vec<Event> {
    let draft = RowAdopted {
        table: "caps".to_owned(),
        key: "IV".to_owned(),
        valid_from: date(2026, 7, 1),
        valid_to: None,
        status: MasterStatus::Inferred,
        source: "影響調査の案".to_owned(),
        values: json!({ "general_yen": 4000, "severe_yen": 2000, "ventilator_yen": 500, "hospital_meal_share": "1/2" }),
    };
    let old = Way { masters_position: 412, rules: [("income.unit".to_owned(), 1)].into(), drafts: Vec::new() };
    let new = Way { masters_position: 412, rules: [].into(), drafts: vec![draft] };
    let period = of(json!({ "start": "2026-07-01", "end": "2027-06-30" }));
    let totals =
        Totals { cases: 9, unchanged: 4, better: 2, worse: 1, same_money: 1, same_result: 0, pending: 1, yen_a_month: -1_500 };
    let events: [ImpactEvent; 2] = [
        Asked { period, old, new, known_up_to: 1_200, why: text("上限額の改正の準備") }.into(),
        Ended { outcome: Outcome::Finished, totals, digest: "ab".repeat(32) }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
