//! The guardian's income. A salary counts with its income, less the fixed amount of the order; what stands in the field for income and can
//! only be receipts is refused.

use events::vocabulary::Yen;
use jiff::civil::{Date, date};

use super::{LowFacts, LowFn, RULE};
use crate::rules::asked::Asked;
use crate::rules::facts::IncomeParts;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

const RECEIPTS: &str =
    "給与収入の額が給与所得の欄に入っています。給与所得控除後の金額（合計所得金額に含まれる額）を入力してください。";
const MORE_SALARY: &str = "給与所得が合計所得金額より多くなっています。どちらかを直してください。";
const MORE_PENSION: &str = "公的年金等の所得が収入より多くなっています。どちらかを直してください。";
const OUT_OF_RANGE: &str = "金額が計算できる範囲を超えています。金額を確かめてください。";

pub(super) static LAW1: Version<LowFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法施行令第22条第1項",
        title: "比べる年収",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |facts, on, asked, t| t.step(&LAW1.meta, |t| guardians(facts, on, asked, t)),
};

pub(super) fn guardians(facts: &LowFacts, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<Yen, Stop> {
    match &facts.parts {
        Some(parts) => sum(parts, on, asked, t),
        None => t.read("guardian_income_yen", &facts.guardian_income),
    }
}

/// Every part is read before it stops, so that all that is missing is named.
pub(super) fn sum(parts: &IncomeParts, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<Yen, Stop> {
    let mut read = |name: &'static str, part| t.read(format!("income_parts.{name}"), part).map(Yen::amount);
    let pension = read("pension_receipts_yen", &parts.pension_receipts);
    let total = read("total_income_yen", &parts.total_income);
    let pension_income = read("pension_income_yen", &parts.pension_income);
    let salary = read("salary_income_yen", &parts.salary_income);
    let allowances = read("allowances_yen", &parts.allowances);
    let (pension, total, pension_income, salary, allowances) = (pension?, total?, pension_income?, salary?, allowances?);
    if let Some(receipts) = parts.salary_receipts.known() {
        let receipts = t.note("salary_receipts_yen", *receipts).amount();
        let least = asked.program(t, "least_deduction", "salary.least_deduction", on)?;
        if salary > (receipts - least).max(0) {
            return Err(Stop::conflict("income_parts.salary_income_yen", RECEIPTS));
        }
    }
    if salary > total {
        return Err(Stop::conflict("income_parts.salary_income_yen", MORE_SALARY));
    }
    if pension_income > pension {
        return Err(Stop::conflict("income_parts.pension_income_yen", MORE_PENSION));
    }
    let fixed = asked.program(t, "salary_deduction", "low_income.salary_deduction", on)?;
    let income = t.note("income", (total - pension_income - salary.min(fixed)).max(0));
    Yen::new(pension + income + allowances).map_err(|_| Stop::conflict("income_parts.total_income_yen", OUT_OF_RANGE))
}

pub(super) fn explain(v: &View<'_>) -> String {
    let whose = if v.is("adult") { "成年患者本人" } else { "申請者" };
    if v.get("income").is_none() {
        return format!("{whose}の年収等は {} です。", v.out());
    }
    format!(
        "{whose}の公的年金等の収入 {}、合計所得金額 {}から公的年金等の所得 {}と給与所得の控除（{}円まで）を除いた {}円、手当 {} の合計は {} です。",
        v.text("pension_receipts_yen"),
        v.text("total_income_yen"),
        v.text("pension_income_yen"),
        v.text("salary_deduction"),
        v.text("income"),
        v.text("allowances_yen"),
        v.out(),
    )
}
