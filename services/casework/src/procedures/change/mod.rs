//! Change of an award (支給認定の変更): another award takes over from the first of the next month and keeps the end (児童福祉法第19条の5).

use events::application::ApplicationForm;
use events::vocabulary::{ChangeGround, ProcedureKind};
use jiff::civil::Date;

use super::{Admission, Procedure, Section, section};
use crate::Refusal;
use crate::rules::version::Dates;
use crate::rules::{Asked, Input, Masters, RuleSet, Trace, eligibility};

/// The change.
pub const PROCEDURE: Procedure = Procedure {
    kind: ProcedureKind::Change,
    title: "小児慢性特定疾病医療費支給認定変更申請書",
    law: "児童福祉法第19条の5、児童福祉法施行規則第7条の15",
    sections: WITH_GROUNDS,
};

const WITH_GROUNDS: &[Section] = &[
    section("change", "変更の理由"),
    section("applicant", "申請者"),
    section("child", "児童"),
    section("insurance", "医療保険"),
    section("household", "世帯と所得"),
    section("opinions", "医療意見書"),
    section("wishes", "希望・同意"),
];

/// Whether a change may be applied for.
///
/// # Errors
/// The reason why not.
pub(super) fn admit(form: &ApplicationForm, applied: Date, masters: &Masters) -> Result<Admission, Refusal> {
    let earlier = form.earlier.as_ref().ok_or(Refusal::NoSuchAward)?;
    if form.change_grounds.is_empty() {
        return Err(Refusal::NoChangeGround);
    }
    if !earlier.validity.contains(applied) {
        return Err(Refusal::ChangeOutsideTheAward(earlier.validity));
    }
    let mut before = earlier.diseases.clone();
    let mut after: Vec<_> = form.opinions.iter().map(|opinion| opinion.disease).collect();
    before.sort_unstable();
    after.sort_unstable();
    let named = form.change_grounds.iter().copied().any(ChangeGround::touches_diseases);
    match (named, before != after) {
        (false, true) => return Err(Refusal::DiseasesDiffer),
        (true, false) => return Err(Refusal::DiseasesTheSame),
        (false, false) => {}
        (true, true) => disease_age(form.child.birth_date, applied, masters)?,
    }
    Ok(Admission { kind: ProcedureKind::Change, because: String::new() })
}

fn disease_age(birth: Date, applied: Date, masters: &Masters) -> Result<(), Refusal> {
    let set = RuleSet::current(masters);
    let asked = Asked { set: &set, dates: Dates { kind: ProcedureKind::Change, applied }, masters };
    let mut trace = Trace::default();
    match eligibility::disease(&asked, &Input::Known(applied), &Input::Known(birth), &mut trace) {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => {
            Err(Refusal::DiseaseTooLate(trace.stored().first().map(|step| step.text.clone()).unwrap_or_default()))
        }
    }
}
