//! A household to look at: a recipient, a parent with 指定難病, and a younger sibling whose application is under check; nobody may learn
//! where they live.

use events::application::ApplicationForm;
use events::household::OutsidePerson;
use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::{FreeText, Kana, PersonName, ProcedureKind, ProtectionGround, ShortText, ValidityPeriod, Yen};
use jiff::Span;

use super::accounts::Staff;
use super::play::{everything, request};
use super::{SeedPlan, clock};
use crate::{ActError, Acts, Awarded, Kin, OutsideInput, ProtectionInput, ReceiveInput};

/// Plays the story; `played` are the cases among which the first recipient is found.
pub(super) async fn play(acts: &Acts, plan: &SeedPlan, staff: &Staff, played: &[ApplicationId]) -> Result<(), ActError> {
    let on = clock::before(plan.today, 2);
    for case in played {
        let case = acts.case(*case, None).await?;
        let Some((award, office)) = case.application.award().zip(case.application.receiving_office()) else { continue };
        let newest = acts.newest_of(award).await?;
        let recipient: RecipientId = newest.standing.recipient;
        let shares = newest.granted.conclusion.monthly_cap > Yen::ZERO;
        let (Some(form), true, true) = (case.form.open(), shares, newest.standing.validity.contains(on)) else { continue };
        let child = Kin::Recipient(Awarded { recipient, award: newest.award });
        let counter = staff.counter(office)?.clone();
        let at = |minute| clock::at(clock::before(plan.today, 1), 22, minute);
        let named = |minute: i64| request(plan, at(minute), &format!("household/{minute}"), counter.clone());
        acts.at(at(0)).record_outside(&named(0), child, parent(form, on)?).await?;
        let input = ReceiveInput {
            kind: ProcedureKind::New,
            starting_from: None,
            application_date: on,
            arrival: None,
            receiving_office: office,
            form: sibling(form, on)?,
            child_my_number: None,
            applicant_my_number: None,
            documents: Vec::new(),
            alike: Vec::new(),
        };
        let younger = acts.at(at(5)).receive(&named(5), input).await?.application;
        acts.at(at(10)).link_kin(&named(10), child, Kin::Applicant(younger), true).await?;
        let papers = everything(acts, younger).await?;
        acts.at(at(15)).record_documents(&named(15), younger, papers).await?;
        acts.at(at(20)).forward(&named(20), younger).await?;
        for (minute, child) in [(25, case.id), (26, younger)] {
            acts.at(at(minute)).record_protection(&named(minute), child, protection(on)?).await?;
        }
        return Ok(());
    }
    Ok(())
}

/// The family name of a child, written and in kana.
fn family(form: &ApplicationForm) -> (String, String) {
    let first = |text: &str| text.split_whitespace().next().unwrap_or("見本").to_owned();
    (first(form.child.name.written()), first(&form.child.name.kana().to_string()))
}

fn name(form: &ApplicationForm, written: &str, kana: &str) -> Result<PersonName, ActError> {
    let (family, family_kana) = family(form);
    let kana = Kana::parse(&format!("{family_kana} {kana}")).map_err(|error| ActError::internal(&error))?;
    PersonName::new(&format!("{family} {written}"), kana).map_err(|error| ActError::internal(&error))
}

fn parent(form: &ApplicationForm, on: jiff::civil::Date) -> Result<OutsideInput, ActError> {
    let (began, ends) = (on.saturating_sub(Span::new().months(2)), on.saturating_add(Span::new().months(10)));
    Ok(OutsideInput {
        person: OutsidePerson {
            name: name(form, "見代", "ミヨ")?,
            birth_date: jiff::civil::date(1988, 6, 9),
            number: ShortText::parse("9000017").map_err(|error| ActError::internal(&error))?,
        },
        cap: Yen::new(10_000).map_err(|error| ActError::internal(&error))?,
        validity: ValidityPeriod::new(began, ends).map_err(|error| ActError::internal(&error))?,
    })
}

fn protection(on: jiff::civil::Date) -> Result<ProtectionInput, ActError> {
    Ok(ProtectionInput {
        ground: ProtectionGround::DomesticViolence,
        until: Some(on.saturating_add(Span::new().months(8))),
        reason: FreeText::parse("市の支援措置決定通知書を窓口で見た。").map_err(|error| ActError::internal(&error))?,
    })
}

fn sibling(form: &ApplicationForm, on: jiff::civil::Date) -> Result<ApplicationForm, ActError> {
    let mut form = ApplicationForm { earlier: None, change_grounds: Vec::new(), transfer: None, ..form.clone() };
    form.child.name = name(&form, "例美", "レイミ")?;
    form.child.birth_date = on.saturating_sub(Span::new().years(3).days(40));
    for opinion in &mut form.opinions {
        opinion.diagnosis_date = on.saturating_sub(Span::new().days(10));
        opinion.written_on = None;
    }
    Ok(form)
}
