//! `renewal-kind` and `processing-deadline`.

use events::vocabulary::ProcedureKind;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::command::{Answer, Command, Field, FieldKind, Refused, field, optional};
use super::fields::{Fields, known};
use crate::rules::asked::Asked;
use crate::rules::deadline::{self, Correction, Deadline, DeadlineFacts};
use crate::rules::input::Input;
use crate::rules::masters::Masters;
use crate::rules::renewal_kind::{self, RenewalFacts};
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;
use crate::rules::version::Dates;

/// Where the day is unknown any version will do: it names what is missing.
const ANY_DAY: Date = date(2026, 4, 1);

fn dates(fields: &Fields, kind: ProcedureKind) -> Dates {
    Dates { kind, applied: fields.date("application_date").known().copied().unwrap_or(ANY_DAY) }
}

pub(super) static RENEWAL_KIND: Command = Command {
    alias: "renewal-kind",
    rule: renewal_kind::RULE,
    fields: &[
        field("application_date", FieldKind::Date, "申請日"),
        field("expires", FieldKind::Date, "いまの有効期間の終了日"),
        field("birth_date", FieldKind::Date, "生年月日"),
    ],
    result: &[("kind", "string"), ("reason", "string")],
    run: renewal,
};

fn renewal(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    let facts = RenewalFacts {
        application_date: fields.date("application_date"),
        expires: fields.date("expires"),
        birth_date: fields.date("birth_date"),
    };
    let asked = Asked { set, dates: dates(fields, ProcedureKind::Renewal), masters };
    let kind = renewal_kind::renewal_kind(&asked, &facts, t)?;
    let reason = t.stored().first().map(|step| Value::String(step.text.clone()));
    Ok(Answer(json!({ "kind": kind.code(), "reason": reason })))
}

const CORRECTION: &[Field] =
    &[field("sent", FieldKind::Date, "補正を求めた日"), optional("returned", FieldKind::Date, "補正を受けた日（まだなら null）")];

const INQUIRY: &[Field] = &[
    field("asked", FieldKind::Date, "照会した日"),
    optional("answered", FieldKind::Date, "回答または取下げの日（まだなら null）"),
];

pub(super) static PROCESSING_DEADLINE: Command = Command {
    alias: "processing-deadline",
    rule: deadline::RULE,
    fields: &[
        field("application_date", FieldKind::Date, "申請日"),
        field("corrections", FieldKind::List(CORRECTION), "補正（なければ空の配列）"),
        optional("inquiries", FieldKind::List(INQUIRY), "処理期間を止める照会（なければ null）"),
    ],
    result: &[("due", "date?"), ("stopped", "boolean"), ("days_left", "integer?")],
    run: processing,
};

fn processing(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["application_date", "corrections"])?;
    let list = fields.list("corrections").known().cloned().unwrap_or_default();
    let corrections = list.iter().map(|one| stop(one, "corrections", ["sent", "returned"])).collect::<Result<Vec<_>, _>>()?;
    let list = fields.list("inquiries").known().cloned().unwrap_or_default();
    let inquiries = list.iter().map(|one| stop(one, "inquiries", ["asked", "answered"])).collect::<Result<Vec<_>, _>>()?;
    let (application_date, corrections) = (fields.date("application_date"), Input::Known(corrections));
    let facts = DeadlineFacts { application_date, corrections, inquiries };
    let asked = Asked { set, dates: dates(fields, ProcedureKind::New), masters };
    Ok(Answer(match deadline::deadline(&asked, &facts, t)? {
        Deadline::Due(due) => json!({ "due": due.to_string(), "stopped": false, "days_left": null }),
        Deadline::Stopped(left) => json!({ "due": null, "stopped": true, "days_left": left }),
    }))
}

fn stop(fields: &Fields, list: &'static str, [sent, returned]: [&'static str; 2]) -> Result<Correction, Refused> {
    Ok(Correction { sent: known(list, &fields.date(sent))?, returned: fields.date(returned).known().copied() })
}
