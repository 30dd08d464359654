//! `eligibility`, `start-date`, `end-date` and `change-effective`.

use events::vocabulary::ProcedureKind;
use serde_json::{Value, json};

use super::command::{Answer, Command, FieldKind, Refused, field, optional};
use super::fields::{Fields, known};
use crate::rules::input::Input;
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;
use crate::rules::version::Dates;
use crate::rules::{eligibility, end_date, start_date};

pub(super) static ELIGIBILITY: Command = Command {
    alias: "eligibility",
    rule: eligibility::AGE_RULE,
    fields: &[
        field("kind", FieldKind::Kind, "申請の種類"),
        field("application_date", FieldKind::Date, "申請日"),
        field("birth_date", FieldKind::Date, "生年月日"),
    ],
    result: &[("eligible", "boolean"), ("reason", "string")],
    run: eligible,
};

fn eligible(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["kind", "application_date", "birth_date"])?;
    let facts = eligibility::AgeFacts {
        kind: fields.kind("kind"),
        application_date: fields.date("application_date"),
        birth_date: fields.date("birth_date"),
    };
    let eligible = eligibility::age(set, &dates(fields)?, &facts, masters, t)?;
    let reason = t.stored().first().map(|step| Value::String(step.text.clone()));
    Ok(Answer(json!({ "eligible": eligible, "reason": reason })))
}

pub(super) static START_DATE: Command = Command {
    alias: "start-date",
    rule: start_date::RULE,
    fields: &[
        field("kind", FieldKind::Kind, "申請の種類"),
        field("application_date", FieldKind::Date, "申請日"),
        optional("diagnosis_date", FieldKind::Date, "診断年月日（新規で必要）"),
        optional("late_reason", FieldKind::LateReason, "申請が遅れたやむを得ない理由（なければ null）"),
        optional("previous_end", FieldKind::Date, "前の支給認定の終了日（更新で必要）"),
    ],
    result: &[("start", "date")],
    run: start,
};

fn start(fields: &Fields, _: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["kind", "application_date"])?;
    let facts = start_date::StartFacts {
        kind: fields.kind("kind"),
        application_date: fields.date("application_date"),
        diagnosis_date: fields.date("diagnosis_date"),
        disease: None,
        late_reason: fields.late_reason("late_reason").known().copied(),
        previous_end: fields.date("previous_end"),
    };
    let start = start_date::start(set, &dates(fields)?, &facts, t)?;
    Ok(Answer(json!({ "start": start.to_string() })))
}

pub(super) static END_DATE: Command = Command {
    alias: "end-date",
    rule: end_date::RULE,
    fields: &[
        field("kind", FieldKind::Kind, "申請の種類"),
        field("start", FieldKind::Date, "開始日"),
        field("application_date", FieldKind::Date, "申請日"),
        field("birth_date", FieldKind::Date, "生年月日"),
        optional("award_end", FieldKind::Date, "変更する支給認定の終了日（変更で必要）"),
    ],
    result: &[("end", "date")],
    run: end,
};

fn end(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["kind", "start", "application_date", "birth_date"])?;
    let facts = end_date::EndFacts {
        kind: fields.kind("kind"),
        start: Ok(known("start", &fields.date("start"))?),
        application_date: fields.date("application_date"),
        birth_date: fields.date("birth_date"),
        award_end: fields.date("award_end"),
    };
    let end = end_date::end(set, &dates(fields)?, &facts, masters, t)?;
    Ok(Answer(json!({ "end": end.to_string() })))
}

pub(super) static CHANGE_EFFECTIVE: Command = Command {
    alias: "change-effective",
    rule: start_date::CHANGE_RULE,
    fields: &[field("application_date", FieldKind::Date, "変更の申請日")],
    result: &[("from", "date")],
    run: change_effective,
};

fn change_effective(fields: &Fields, _: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    let applied = known("application_date", &fields.date("application_date"))?;
    let facts = start_date::StartFacts {
        kind: Input::Known(ProcedureKind::Change),
        application_date: Input::Known(applied),
        diagnosis_date: Input::Unknown,
        disease: None,
        late_reason: None,
        previous_end: Input::Unknown,
    };
    let from = start_date::start(set, &Dates { kind: ProcedureKind::Change, applied }, &facts, t)?;
    Ok(Answer(json!({ "from": from.to_string() })))
}

fn dates(fields: &Fields) -> Result<Dates, Refused> {
    Ok(Dates {
        kind: known("kind", &fields.kind("kind"))?,
        applied: known("application_date", &fields.date("application_date"))?,
    })
}
