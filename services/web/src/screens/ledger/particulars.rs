//! 住所と保護者: what is recorded of a recipient now, and what was recorded before, with the day until which it stood.

use events::Log;
use events::vocabulary::wareki;
use projections::ledger::LedgerRow;
use serde::Serialize;

use super::fields;
use super::looked::Looked;
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::moment;

/// What the card shows always; the others only where they were something else before.
const SHOWN: [&str; 3] = ["住所", "市町", "保護者等"];

/// A value that stood before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Earlier {
    value: String,
    /// 「R8.4.1」: when another took its place.
    until: String,
}

/// A field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Particular {
    label: &'static str,
    value: String,
    /// The newest first.
    earlier: Vec<Earlier>,
}

/// The particulars of a recipient; the row must have been opened. What stood before is looked for only where something may have changed.
pub(super) async fn of(cx: &Cx, looked: &Looked, newest: &LedgerRow, changed: bool) -> Result<Vec<Particular>, Problem> {
    let trails = if changed { looked.trails(cx, looked.view.known).await?.0 } else { Vec::new() };
    let mut all = Vec::new();
    for (label, value) in fields::person(newest, &looked.names) {
        let mut earlier = Vec::new();
        let values = trails.iter().find(|trail| trail.label == label && trail.group == fields::PERSON).map(|trail| &trail.values);
        for pair in values.into_iter().flat_map(|values| values.windows(2)) {
            let [(_, before), (position, _)] = pair else { continue };
            let until = store::recorded_at(cx.pool(), Log::Casework, *position).await?;
            let until = until.map(|at| wareki::short(moment::in_japan(at).date())).unwrap_or_default();
            earlier.insert(0, Earlier { value: before.clone(), until });
        }
        if SHOWN.contains(&label) || !earlier.is_empty() {
            all.push(Particular { label, value, earlier });
        }
    }
    Ok(all)
}

/// For the tests of templates.
pub(super) fn samples() -> Vec<Particular> {
    let earlier = Earlier { value: "佐賀県唐津市見本町2-2".to_owned(), until: "R8.4.1".to_owned() };
    vec![
        Particular { label: "住所", value: "佐賀県佐賀市見本町1-1".to_owned(), earlier: vec![earlier] },
        Particular { label: "保護者等", value: "見本 太郎（父）".to_owned(), earlier: Vec::new() },
    ]
}
