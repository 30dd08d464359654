//! `tax-year` and `cap`.

use events::vocabulary::ProcedureKind;
use serde_json::json;

use super::command::{Answer, Command, FieldKind, Refused, field, optional};
use super::fields::{Fields, known};
use crate::rules::input::{Input, Stop};
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;
use crate::rules::version::Dates;
use crate::rules::{cap, tax_year};

pub(super) static TAX_YEAR: Command = Command {
    alias: "tax-year",
    rule: tax_year::RULE,
    fields: &[field("date", FieldKind::Date, "基準日")],
    result: &[("fiscal_year", "integer")],
    run: year,
};

fn year(fields: &Fields, _: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    let on = dates(fields)?;
    let year = tax_year::tax_year(set, &on, &Ok(on.applied), t)?;
    Ok(Answer(json!({ "fiscal_year": year.year() })))
}

pub(super) static CAP: Command = Command {
    alias: "cap",
    rule: cap::RULE,
    fields: &[
        field("date", FieldKind::Date, "基準日"),
        optional("tier", FieldKind::Tier, "階層区分（血友病等でなければ必要）"),
        optional("severity", FieldKind::Severity, "重症・人工呼吸器の区分（血友病等でなければ必要）"),
        field("haemophilia", FieldKind::Bool, "血友病等"),
    ],
    result: &[("monthly_cap_yen", "integer")],
    run: monthly_cap,
};

fn monthly_cap(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["date", "haemophilia"])?;
    let on = dates(fields)?;
    let facts = cap::CapFacts {
        date: Ok(on.applied),
        tier: answered("tier", &fields.tier("tier")),
        severity: fields.severity("severity"),
        haemophilia: answered("haemophilia", &fields.flag("haemophilia")),
    };
    let cap = cap::cap(set, &on, &facts, masters, t)?;
    Ok(Answer(json!({ "monthly_cap_yen": cap.amount() })))
}

/// A field in the place of another rule's result.
pub(super) fn answered<T: Clone>(name: &str, input: &Input<T>) -> Result<T, Stop> {
    input.known().cloned().ok_or_else(|| Stop::Missing(name.to_owned()))
}

/// Rules on money are chosen by the date alone.
pub(super) fn dates(fields: &Fields) -> Result<Dates, Refused> {
    Ok(Dates { kind: ProcedureKind::New, applied: known("date", &fields.date("date"))? })
}
