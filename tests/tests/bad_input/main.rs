//! What people type by mistake and what others send on purpose: a clear message beside the field and in the summary, what was typed is kept,
//! and nothing enters the log.

mod attachments;
mod claims;
mod fields;
mod forms;
mod households;
mod inquiries;
mod intruders;
mod lists;
mod overriding;
mod people;
mod sittings;
mod staffing;
mod values;

use acceptance::{Demo, Parts, Visitor};
use anyhow::ensure;

#[test]
fn bad_input_is_refused_clearly_and_stores_nothing() -> anyhow::Result<()> {
    let demo = Demo::start(0)?;
    let staff = Staff::of(&demo)?;
    let mut parts = Parts::default();
    parts.part("every field of the entry pages", || unchanged(&demo, || fields::every_field(&staff.counter)));
    parts.part("dates that do not exist are refused, some with a suggestion", || {
        unchanged(&demo, || fields::dates(&staff.counter))
    });
    parts.part("texts that are dangerous elsewhere are shown as texts", || {
        unchanged(&demo, || fields::shown_as_text(&staff.counter))
    });
    parts.part("amounts, dates and kana in any width are taken and echoed", || {
        unchanged(&demo, || fields::normalised(&staff.counter))
    });
    parts.part("the page of answers leads to what is wrong", || {
        unchanged(&demo, || fields::answers_lead_to_fields(&staff.counter))
    });
    parts.part("two tabs on one draft", || unchanged(&demo, || forms::two_tabs_on_a_draft(&staff.counter)));
    parts.part("a form sent twice is one application", || forms::sent_twice(&demo, &staff.counter));
    parts.part("back after receiving", || forms::back_after_receiving(&demo, &staff.counter));
    parts.part("two tabs on one case", || forms::two_tabs_on_a_case(&demo, &staff.counter));
    parts.part("every field of a claim for reimbursement", || unchanged(&demo, || claims::every_field(&staff.counter)));
    parts.part("the reason of a taking back", || unchanged(&demo, || claims::taking_back(&staff.approver)));
    parts.part("another account and the day of a payment", || unchanged(&demo, || claims::account_and_pay_day(&staff.checker)));
    parts.part("nineteen years old", || forms::nineteen_years_old(&demo, &staff));
    parts.part("forms of a case", || lists::forms_of_a_case(&demo, &staff));
    parts.part("forms of a household", || households::forms_of_a_household(&demo, &staff));
    parts.part("forms of a person", || people::forms_of_a_person(&demo, &staff));
    parts.part("forms of accounts", || staffing::forms_of_accounts(&demo));
    parts.part("forms of a sitting", || sittings::forms_of_a_sitting(&demo, &staff));
    parts.part("sign-in and search", || unchanged(&demo, || lists::sign_in_and_search(&demo, &staff.approver)));
    parts.part("scans", || attachments::scans_that_are_none(&demo, &staff));
    parts.part("foreign forms", || intruders::foreign_forms(&demo, &staff));
    parts.part("bodies that are no form", || unchanged(&demo, || intruders::bodies(&staff.counter)));
    parts.part("two gigabytes", || unchanged(&demo, || intruders::two_gigabytes(&demo, &staff.counter)));
    parts.part("addresses that do not exist, roles that may not", || intruders::closed_doors(&demo, &staff));
    parts.verdict(&demo.log())
}

/// Who takes part.
pub struct Staff {
    /// 窓口.
    pub counter: Visitor,
    /// 点検.
    pub checker: Visitor,
    /// 決裁.
    pub approver: Visitor,
    /// 審査会事務.
    pub clerk: Visitor,
    /// 運用.
    pub operator: Visitor,
}

impl Staff {
    fn of(demo: &Demo) -> anyhow::Result<Self> {
        let sign_in = |login: &str| Visitor::signed_in(demo, login);
        Ok(Self {
            counter: sign_in("counter1")?,
            checker: sign_in("checker1")?,
            approver: sign_in("approver1")?,
            clerk: sign_in("board1")?,
            operator: sign_in("operator1")?,
        })
    }
}

/// Insists that nothing entered the log of casework meanwhile, but for what the program does by itself.
pub fn unchanged(demo: &Demo, examine: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    let told = || demo.cluster()?.number("select count(*) from es.events where log = 1 and actor_role <> 'program'");
    let before = told()?;
    examine()?;
    let after = told()?;
    ensure!(after == before, "the log went from {before} to {after} events");
    Ok(())
}
