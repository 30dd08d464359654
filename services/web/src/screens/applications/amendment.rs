//! 訂正 of an application that the office has: what would change, on whose word, and the paper it stands on, before anything is registered.

use acts::{ActError, AmendInput, Case};
use casework::application::Stage;
use casework::application::commands::AmendmentBasis;
use events::ids::ApplicationId;
use events::vocabulary::{AmendmentGround, AmendmentGroundError, FreeText, wareki};
use serde::Serialize;

use super::entry::Reading;
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;
use crate::screens::cases::differences::{Difference, line, told};
use crate::screens::cases::form_rows::sections;
use crate::screens::cases::frame;
use crate::screens::cases::names::Names;

/// A choice of a field.
#[derive(Clone, Serialize)]
pub(super) struct Choice {
    value: &'static str,
    label: &'static str,
}

/// What the page says of an amendment.
#[derive(Default, Serialize)]
pub(super) struct Amendment {
    /// What differs from the case as it is.
    changes: Vec<Difference>,
    grounds: Vec<Choice>,
}

/// The grounds that somebody may give: who was asked for nothing answers nothing.
fn grounds(stage: Option<Stage>) -> Vec<Choice> {
    let asked = stage == Some(Stage::ReturnedForCorrection);
    let may_give = |ground: AmendmentGround| match ground {
        AmendmentGround::ExOfficio | AmendmentGround::AtCounter => true,
        AmendmentGround::InAnswer => asked,
        AmendmentGround::SecondEntry => false,
    };
    let choice = |ground: AmendmentGround| Choice { value: ground.code(), label: ground.label() };
    AmendmentGround::ALL.iter().copied().filter(|ground| may_give(*ground)).map(choice).collect()
}

fn changes(case: &Case, reading: &Reading, names: &Names) -> Vec<Difference> {
    let day = |day: Option<jiff::civil::Date>| day.map(wareki::long).unwrap_or_default();
    let (before, after) = (case.application.arrival(), reading.arrival.or(case.application.arrival()));
    let days = [
        line("申請日", day(case.application.application_date()), day(Some(reading.application_date))),
        line("受付日", day(before.map(|one| one.received_on)), day(after.map(|one| one.received_on))),
        line("消印日", day(before.and_then(|one| one.postmarked_on)), day(after.and_then(|one| one.postmarked_on))),
    ];
    let applied = case.application.application_date();
    let form = case.form.open().map(|form| told(&sections(form, applied, names), &sections(&reading.form, applied, names)));
    days.into_iter().filter(Difference::is_change).chain(form.unwrap_or_default()).collect()
}

/// What an amendment would change.
pub(super) async fn of(cx: &Cx, application: ApplicationId, reading: &Reading) -> Result<Amendment, Problem> {
    let case = cx.acts().case(application, None).await?;
    let names = Names::new(cx.masters().await?, cx.today).hiding(cx.shield(&frame::subjects(&case)).await?.hides_any());
    Ok(Amendment { changes: changes(&case, reading, &names), grounds: grounds(case.application.stage()) })
}

/// On whose word and on which paper, and why.
pub(super) fn read(posted: &Posted, errors: &mut FieldErrors) -> Option<(AmendmentBasis, FreeText)> {
    // Differences of two entries are settled on their own page.
    let given = AmendmentGround::parse(posted.text("ground")).ok().filter(|ground| *ground != AmendmentGround::SecondEntry);
    let ground = errors.take("ground", given.ok_or(AmendmentGroundError));
    let stands_on = match posted.text("stands_on").trim() {
        "" => {
            if matches!(ground, Some(AmendmentGround::ExOfficio | AmendmentGround::AtCounter)) {
                errors.add("stands_on", "訂正の根拠とした書類を入力してください。例：課税証明書、申請書の原本");
            }
            None
        }
        typed => errors.take("stands_on", FreeText::parse(typed)),
    };
    let why = errors.take("why", FreeText::parse(posted.text("why")));
    Some((AmendmentBasis { ground: ground?, stands_on }, why?))
}

/// Registers it, as somebody saw the case at a version.
pub(super) async fn register(
    cx: &Cx,
    request: acts::Request,
    (application, version): (ApplicationId, i32),
    reading: Reading,
    (basis, why): (AmendmentBasis, FreeText),
) -> Result<(ApplicationId, i64, &'static str), ActError> {
    let request = acts::Request { seen_version: Some(version), ..request };
    let input = AmendInput {
        application_date: reading.application_date,
        arrival: reading.arrival,
        form: reading.form,
        basis,
        why,
        child_my_number: reading.child_my_number,
        applicant_my_number: reading.applicant_my_number,
    };
    let done = cx.acts().amend(&request, application, input).await?;
    Ok((application, done.position, "amended"))
}

impl Amendment {
    /// For templates.
    pub(super) fn sample() -> Self {
        let change = line("世帯員 1：所得割額", "68,400円".to_owned(), "71,000円".to_owned());
        Self { changes: vec![change], grounds: grounds(Some(Stage::ReturnedForCorrection)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pairs: &[(&str, &str)]) -> (bool, Vec<String>) {
        let posted = Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        let mut errors = FieldErrors::default();
        let read = read(&posted, &mut errors).is_some() && errors.is_empty();
        (read, errors.pairs().iter().map(|(name, _)| (*name).clone()).collect())
    }

    #[test]
    fn a_correction_of_the_office_stands_on_a_paper_and_an_answer_needs_none() {
        let whole = [("ground", "ex_officio"), ("stands_on", "課税証明書"), ("why", "転記の誤り")];
        assert_eq!(told(&whole), (true, vec![]));
        assert_eq!(told(&[("ground", "in_answer"), ("why", "補正に応じた")]), (true, vec![]));
        assert_eq!(told(&[("ground", "at_counter"), ("why", "申出")]), (false, vec!["stands_on".to_owned()]));
        assert!(!told(&[("why", "申出")]).0);
        assert_eq!(told(&[("ground", "second_entry"), ("why", "違い")]), (false, vec!["ground".to_owned()]));
    }

    #[test]
    fn nobody_answers_what_was_not_asked() {
        let offered = |stage| grounds(Some(stage)).iter().map(|one| one.value).collect::<Vec<_>>();
        assert_eq!(offered(Stage::Received), ["ex_officio", "at_counter"]);
        assert_eq!(offered(Stage::ReturnedForCorrection), ["ex_officio", "at_counter", "in_answer"]);
    }
}
