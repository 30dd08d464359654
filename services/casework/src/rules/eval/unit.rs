//! `income-group`: whose income counts.

use serde_json::json;

use super::command::{Answer, Command, Field, FieldKind, Refused, field, optional};
use super::fields::{Fields, known};
use crate::rules::asked::Asked;
use crate::rules::facts::Member;
use crate::rules::income_unit;
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;

use super::income::dates;

const MEMBER: &[Field] = &[
    field("relation", FieldKind::Relation, "受診者との続柄（本人は self）"),
    optional("name", FieldKind::Text, "算定での呼び名"),
    optional("same_insurance", FieldKind::Bool, "受診者と同じ保険（国保・国保組合で必要）"),
    optional("insured", FieldKind::Bool, "被保険者"),
    optional("taxed", FieldKind::Bool, "市町村民税が課税されている（本人が被保険者のとき必要）"),
];

pub(super) static INCOME_GROUP: Command = Command {
    alias: "income-group",
    rule: income_unit::RULE,
    fields: &[
        field("date", FieldKind::Date, "基準日"),
        field("insurance", FieldKind::Insurance, "保険の種類"),
        optional("public_assistance", FieldKind::Bool, "生活保護等（保険なしのとき必要）"),
        optional("insured_is_child", FieldKind::Bool, "受診者本人が被保険者（被用者保険で必要）"),
        field("birth_date", FieldKind::Date, "受診者の生年月日"),
        field("members", FieldKind::List(MEMBER), "世帯員"),
    ],
    result: &[("members", "array"), ("persons", "array"), ("reason", "string")],
    run,
};

fn run(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["date", "insurance"])?;
    let dates = dates(fields)?;
    let given = fields.list("members").known().cloned().unwrap_or_default();
    let members: Vec<Member> = given.iter().map(member).collect::<Result<_, _>>()?;
    let facts = income_unit::UnitFacts {
        insurance: &fields.insurance("insurance"),
        public_assistance: &fields.flag("public_assistance"),
        insured_is_child: &fields.flag("insured_is_child"),
        members: &members,
        birth_date: &fields.date("birth_date"),
        date: &Ok(dates.applied),
    };
    let unit = income_unit::unit(&Asked { set, dates, masters }, facts, t)?;
    let reason = t.stored().first().map(|step| step.text.clone());
    Ok(Answer(json!({ "members": unit.members, "persons": unit.titles, "reason": reason })))
}

fn member(fields: &Fields) -> Result<Member, Refused> {
    Ok(Member {
        label: fields.text("name").known().cloned().unwrap_or_default(),
        relation: known("members", &fields.relation("relation"))?,
        same_insurance: fields.flag("same_insurance"),
        insured: fields.flag("insured").known().copied().unwrap_or(false),
        taxed: fields.flag("taxed"),
        income_levy: fields.yen("income_levy_yen"),
        as_taxed: None,
    })
}
