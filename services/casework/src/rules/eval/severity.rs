//! `severity`: the column of the cap table, from devices, months of the cap sheet and listed states.

use events::vocabulary::{DiseaseId, LifeSupport};
use serde_json::json;

use super::command::{Answer, Command, Field, FieldKind, Refused, field, optional};
use super::fields::{Fields, known};
use super::income::dates;
use crate::rules::asked::Asked;
use crate::rules::input::Input;
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::severity::{self, MonthCost, SeverityFacts};
use crate::rules::trace::Trace;

const MONTH: &[Field] =
    &[field("month", FieldKind::Month, "月"), field("total_cost_yen", FieldKind::Yen, "医療費総額（10割）。分からなければ null")];

pub(super) static SEVERITY: Command = Command {
    alias: "severity",
    rule: severity::RULE,
    fields: &[
        field("date", FieldKind::Date, "申請日"),
        field("device", FieldKind::Code(&["none", "ventilator", "external_heart"]), "装着している機器"),
        optional("all_day", FieldKind::Bool, "一日中施行している（人工呼吸器で必要）"),
        optional("no_weaning", FieldKind::Bool, "離脱の見込みがない（人工呼吸器で必要）"),
        optional("needs_help", FieldKind::Bool, "生活状況のすべての項目に介助が要る（人工呼吸器で必要）"),
        optional("months", FieldKind::List(MONTH), "管理票の月ごとの医療費総額"),
        optional("entitled_from", FieldKind::Date, "最初の有効期間の開始日（それより前の月は数えない）"),
        optional("states", FieldKind::Texts, "重症の状態の符号（マスタ severe_states。なければ空の配列）"),
        optional("lasting_months", FieldKind::Count, "状態が続く月数"),
        optional("diseases", FieldKind::Texts, "申請する疾病の番号"),
    ],
    result: &[("severity", "string"), ("high_cost", "boolean"), ("burden", "boolean"), ("ventilator", "boolean")],
    run,
};

fn run(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    let dates = dates(fields)?;
    let facts = facts(fields)?;
    let diseases: Vec<DiseaseId> = match fields.texts("diseases") {
        Input::Known(codes) => codes
            .iter()
            .map(|code| DiseaseId::parse(code).map_err(|error| Refused::new("diseases", error.to_string())))
            .collect::<Result<_, _>>()?,
        Input::Unknown | Input::NotApplicable(_) => Vec::new(),
    };
    let class = severity::class(&Asked { set, dates, masters }, &facts, &diseases, dates.applied, t)?;
    let part = |rule: &str| t.stored().into_iter().find(|step| step.rule == rule).map(|step| step.out);
    Ok(Answer(json!({
        "severity": class.code(),
        "high_cost": part(severity::HIGH_COST_RULE),
        "burden": part(severity::BURDEN_RULE),
        "ventilator": part(severity::VENTILATOR_RULE),
    })))
}

fn facts(fields: &Fields) -> Result<SeverityFacts, Refused> {
    let device = match fields.text("device") {
        Input::Known(code) => LifeSupport::parse(&code).ok().into(),
        Input::Unknown | Input::NotApplicable(_) => Input::Unknown,
    };
    let months = match fields.list("months") {
        Input::Known(list) => Input::Known(list.iter().map(month).collect::<Result<Vec<_>, _>>()?),
        Input::Unknown | Input::NotApplicable(_) => Input::Unknown,
    };
    let lasting = fields.count("lasting_months");
    Ok(SeverityFacts {
        device,
        all_day: fields.flag("all_day"),
        no_weaning: fields.flag("no_weaning"),
        needs_help: fields.flag("needs_help"),
        months,
        entitled_from: fields.date("entitled_from"),
        states: fields.texts("states"),
        lasting_months: lasting.known().map(|months| i64::from(*months)).into(),
    })
}

fn month(fields: &Fields) -> Result<MonthCost, Refused> {
    Ok(MonthCost { month: known("months", &fields.date("month"))?, total_cost: fields.yen("total_cost_yen") })
}
