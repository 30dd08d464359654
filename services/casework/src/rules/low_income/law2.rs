//! From 2022-04-01 on the income of a patient of 18 or older is the patient's own; that of the guardian is neither taken nor added.

use events::vocabulary::{Relation, Yen};
use jiff::civil::{Date, date};

use super::law1::{explain, guardians, sum};
use super::{LowFacts, LowFn, RULE, Whose};
use crate::rules::asked::Asked;
use crate::rules::eligibility;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace};
use crate::rules::version::Version;

/// The age of majority became 18.
const IN_FORCE: Date = date(2022, 4, 1);
const OF_ANOTHER: &str = "18歳以上の成年患者は、本人の収入額で判定します。保護者の収入額は使えません。";

pub(super) static LAW2: Version<LowFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 2,
        rev: 1,
        cite: "児童福祉法施行令第22条第1項（令和4年4月1日から成年患者は本人の収入額）",
        title: "比べる年収",
        result: |v| v.out(),
        explain,
    },
    applies: |d| d.applied >= IN_FORCE,
    from: IN_FORCE,
    run,
};

fn run(facts: &LowFacts, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<Yen, Stop> {
    t.step(&LAW2.meta, |t| {
        let adult = match &facts.whose {
            Whose::Applicant => false,
            Whose::ByAge(birth) => eligibility::adult_on(asked, birth, on, t)?,
        };
        match &facts.parts {
            _ if !adult => guardians(facts, on, asked, t),
            Some(parts) if parts.of != Relation::Oneself => Err(Stop::conflict("income_parts", OF_ANOTHER)),
            Some(parts) => sum(parts, on, asked, t),
            None => t.read("patient_income_yen", &facts.patient_income),
        }
    })
}
