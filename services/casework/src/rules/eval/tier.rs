//! `tier`, with every input: assistance, levies as they count or as the certificate shows them, the income compared, and lowering.

use events::vocabulary::{Relation, Tier, Yen};
use serde_json::json;

use super::command::{Answer, Command, Field, FieldKind, Refused, field, optional};
use super::fields::Fields;
use super::income::dates;
use crate::rules::asked::Asked;
use crate::rules::facts::{AsTaxed, DeemedWidow, IncomeParts};
use crate::rules::input::{Input, Stop};
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;
use crate::rules::{hardship, low_income, tier};

const AS_TAXED: &[Field] = &[
    field("designated_city", FieldKind::Bool, "政令指定都市の課税"),
    field("housing_loan_credit_yen", FieldKind::Yen, "住宅借入金等特別税額控除"),
    field("donation_credit_yen", FieldKind::Yen, "寄附金税額控除"),
    optional("dividend_credit_yen", FieldKind::Yen, "配当控除（足し戻すと定めたとき）"),
    optional("deemed_widow", FieldKind::Code(&["ordinary", "special"]), "みなし寡婦（夫）控除（平成30年9月から令和3年6月まで）"),
    optional("total_income_yen", FieldKind::Yen, "合計所得金額（みなし寡婦（夫）控除で必要）"),
];

const MEMBER: &[Field] = &[
    field("taxed", FieldKind::Bool, "市町村民税が課税されている"),
    optional("income_levy_yen", FieldKind::Yen, "所得割額（課税のとき必要）"),
    optional("as_taxed", FieldKind::Object(AS_TAXED), "所得割額が課税証明書のままのとき。なければ算定に使う額とみる"),
];

const PARTS: &[Field] = &[
    field("pension_receipts_yen", FieldKind::Yen, "公的年金等の収入額"),
    field("total_income_yen", FieldKind::Yen, "合計所得金額"),
    field("pension_income_yen", FieldKind::Yen, "うち公的年金等の所得"),
    field("salary_income_yen", FieldKind::Yen, "うち給与所得（給与収入ではない）"),
    optional("salary_receipts_yen", FieldKind::Yen, "給与収入（取り違えの確かめに使う）"),
    field("allowances_yen", FieldKind::Yen, "特別児童扶養手当など"),
    optional("of", FieldKind::Relation, "だれの収入か（なければ申請者）"),
];

pub(super) static TIER: Command = Command {
    alias: "tier",
    rule: tier::RULE,
    fields: &[
        field("date", FieldKind::Date, "基準日"),
        field("public_assistance", FieldKind::Bool, "生活保護等"),
        optional("members", FieldKind::List(MEMBER), "所得をみる人"),
        optional("guardian_income_yen", FieldKind::Yen, "申請者の年収等（非課税世帯で必要）"),
        optional("birth_date", FieldKind::Date, "受診者の生年月日。成年患者の非課税世帯では本人の年収等をみる"),
        optional("patient_income_yen", FieldKind::Yen, "成年患者本人の年収等"),
        optional("income_parts", FieldKind::Object(PARTS), "年収等の内訳（合計のかわり）"),
        optional("hardship_tier", FieldKind::Tier, "境界層として証明された階層"),
    ],
    result: &[("tier", "string")],
    run,
};

fn run(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["date", "public_assistance"])?;
    let dates = dates(fields)?;
    let asked = Asked { set, dates, masters };
    let unit = fields.list("members").known().map(|list| list.iter().enumerate().map(|(at, one)| member(at, one)).collect());
    let birth = fields.date("birth_date");
    let facts = tier::TierFacts {
        date: Ok(dates.applied),
        public_assistance: fields.flag("public_assistance"),
        unit: unit.ok_or_else(|| Stop::Missing("members".to_owned())),
        low: low_income::LowFacts {
            // Without a birth date the income is that of the applicant, whoever applies.
            whose: if birth.known().is_some() { low_income::Whose::ByAge(birth) } else { low_income::Whose::Applicant },
            guardian_income: fields.yen("guardian_income_yen"),
            patient_income: fields.yen("patient_income_yen"),
            parts: fields.object("income_parts").map(parts),
        },
    };
    let tier = tier::tier(&asked, &facts, t);
    let tier: Tier = match fields.tier("hardship_tier").known() {
        Some(certified) => hardship::lowered(&asked, &tier, *certified, t)?,
        None => tier?,
    };
    Ok(Answer(json!({ "tier": tier.code() })))
}

fn member(at: usize, fields: &Fields) -> tier::UnitMember {
    tier::UnitMember {
        at,
        taxed: fields.flag("taxed"),
        income_levy: fields.yen("income_levy_yen"),
        as_taxed: fields.object("as_taxed").map(as_taxed),
    }
}

fn as_taxed(fields: &Fields) -> AsTaxed {
    let deemed_widow = match fields.text("deemed_widow") {
        Input::Known(kind) if kind == "special" => Some(DeemedWidow::Special),
        Input::Known(_) => Some(DeemedWidow::Ordinary),
        Input::Unknown | Input::NotApplicable(_) => None,
    };
    AsTaxed {
        designated_city: fields.flag("designated_city"),
        housing_loan_credit: fields.yen("housing_loan_credit_yen"),
        donation_credit: fields.yen("donation_credit_yen"),
        dividend_credit: fields.yen("dividend_credit_yen"),
        deemed_widow,
        total_income: fields.yen("total_income_yen"),
    }
}

fn parts(fields: &Fields) -> IncomeParts {
    let yen = |name: &str| -> Input<Yen> { fields.yen(name) };
    IncomeParts {
        of: fields.relation("of").known().copied().unwrap_or(Relation::Guardian),
        pension_receipts: yen("pension_receipts_yen"),
        total_income: yen("total_income_yen"),
        pension_income: yen("pension_income_yen"),
        salary_income: yen("salary_income_yen"),
        salary_receipts: yen("salary_receipts_yen"),
        allowances: yen("allowances_yen"),
    }
}
