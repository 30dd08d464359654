//! `apportionment`: the caps of one insurance household.

use events::vocabulary::{ProcedureKind, Yen};
use jiff::civil::{Date, date};
use serde_json::json;

use super::command::{Answer, Command, FieldKind, Refused, field, optional};
use super::fields::{Fields, known};
use crate::rules::apportionment;
use crate::rules::asked::Asked;
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;
use crate::rules::version::Dates;

/// The rule has one version for all dates; the unit of rounding is read on a day that every installation knows.
const ANY_DAY: Date = date(2026, 4, 1);

pub(super) static APPORTIONMENT: Command = Command {
    alias: "apportionment",
    rule: apportionment::RULE,
    fields: &[
        field("caps", FieldKind::Yens, "個人の自己負担上限月額"),
        optional("date", FieldKind::Date, "基準日（端数の定めをみる日）"),
    ],
    result: &[("caps", "array")],
    run,
};

fn run(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    let caps: Vec<Yen> = known("caps", &fields.yens("caps"))?;
    let applied = fields.date("date").known().copied().unwrap_or(ANY_DAY);
    let asked = Asked { set, dates: Dates { kind: ProcedureKind::Change, applied }, masters };
    let shares = apportionment::shares(&asked, &caps, applied, t)?;
    let shares: Vec<i64> = shares.0.into_iter().map(Yen::amount).collect();
    Ok(Answer(json!({ "caps": shares })))
}
