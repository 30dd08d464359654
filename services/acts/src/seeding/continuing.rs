//! Families who come again: an award of a played case is renewed or changed, and one family moves in with another body's certificate.

use events::application::{ApplicationForm, Transfer};
use events::ids::{ApplicationId, AwardId};
use events::vocabulary::{ChangeGround, MunicipalityCode, OfficeCode, ProcedureKind, Severity, ValidityPeriod, Yen};
use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::SeedPlan;
use super::accounts::Staff;
use super::clock;
use super::dice::Dice;
use super::forms::{Choices, form};
use super::play::{everything, request, text};
use super::profile::Profile;
use crate::{ActError, Acts, ReceiveInput};

/// How far a story comes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Until {
    Received,
    Examined,
    Approved,
}

/// The stories: what a family comes for, and how far that has come. Each takes the next award of the played cases.
const STORIES: &[(ProcedureKind, &[ChangeGround], Until)] = &[
    (ProcedureKind::Renewal, &[], Until::Approved),
    (ProcedureKind::Change, &[ChangeGround::Income], Until::Approved),
    (ProcedureKind::Change, &[ChangeGround::Severity], Until::Examined),
    (ProcedureKind::Renewal, &[], Until::Received),
];

/// One act after the other on the last evening before today.
struct Evening<'a> {
    acts: &'a Acts,
    plan: &'a SeedPlan,
    staff: &'a Staff,
    minute: i64,
}

impl Evening<'_> {
    fn next(&mut self) -> Timestamp {
        self.minute += 1;
        clock::at(clock::before(self.plan.today, 1), 18, self.minute)
    }

    /// Receives an application and takes it as far as its story goes.
    async fn tell(&mut self, input: ReceiveInput, until: Until) -> Result<(), ActError> {
        let (acts, plan, staff) = (self.acts, self.plan, self.staff);
        let counter = staff.counter(input.receiving_office)?.clone();
        let checker = staff.checkers.first().cloned().ok_or(ActError::NotFound)?;
        let approver = staff.approvers.first().cloned().ok_or(ActError::NotFound)?;
        let today = clock::before(plan.today, 1);
        let named = |at: Timestamp, who: &events::Actor| {
            let request = request(plan, at, &format!("continuing/{}", at.as_second()), who.clone());
            crate::Request { today, ..request }
        };
        let at = self.next();
        let case = acts.at(at).receive(&named(at, &counter), input).await?.application;
        if until == Until::Received {
            return Ok(());
        }
        let at = self.next();
        acts.at(at).record_documents(&named(at, &counter), case, everything(acts, case).await?).await?;
        let at = self.next();
        acts.at(at).forward(&named(at, &counter), case).await?;
        let at = self.next();
        acts.at(at).take_up(&named(at, &checker), case).await?;
        let at = self.next();
        acts.at(at).examine(&named(at, &checker), case).await?;
        if until == Until::Approved {
            let at = self.next();
            acts.at(at).approve(&named(at, &approver), case, None).await?;
        }
        Ok(())
    }
}

/// Plays the stories; `played` are the cases whose awards they go on from.
pub(super) async fn play(acts: &Acts, plan: &SeedPlan, staff: &Staff, played: &[ApplicationId]) -> Result<(), ActError> {
    let on = clock::before(plan.today, 3);
    let mut evening = Evening { acts, plan, staff, minute: 0 };
    let mut stories = STORIES.iter();
    let mut story = stories.next();
    for case in played {
        let Some((kind, grounds, until)) = story else { break };
        let case = acts.case(*case, None).await?;
        let Some((award, office)) = case.application.award().zip(case.application.receiving_office()) else { continue };
        if !acts.starting(award).await?.standing.validity.contains(on) {
            continue;
        }
        let form = going_on(acts, award, grounds, on).await?;
        evening.tell(input(*kind, Some(award), office, on, form), *until).await?;
        story = stories.next();
    }
    let office = staff.offices().first().copied().ok_or(ActError::NotFound)?;
    let form = moving_in(acts, plan, on).await?;
    evening.tell(input(ProcedureKind::TransferIn, None, office, on, form), Until::Examined).await
}

/// The form of the award's last application, with what has changed.
async fn going_on(acts: &Acts, award: AwardId, grounds: &[ChangeGround], on: Date) -> Result<ApplicationForm, ActError> {
    // What a renewal asks anew (the tax) is as it was.
    let mut form = acts.prefilled(award, ProcedureKind::Change, on).await?;
    form.change_grounds = grounds.to_vec();
    if grounds.contains(&ChangeGround::Income)
        && let Some(earner) = form.household.members.first_mut()
    {
        (earner.taxed, earner.income_levy) = (Some(true), Yen::new(38_500).ok());
    }
    if grounds.contains(&ChangeGround::Severity) {
        for opinion in &mut form.opinions {
            opinion.severity = Severity::Severe;
        }
    }
    Ok(form)
}

/// A family that moves in from another body.
async fn moving_in(acts: &Acts, plan: &SeedPlan, on: Date) -> Result<ApplicationForm, ActError> {
    let masters = acts.masters().await?;
    let mut dice = Dice::new(plan.seed, 2_000);
    let municipality = masters.municipalities.on(on).find_map(|row| row.key.parse::<MunicipalityCode>().ok());
    let profile = Profile::any(&mut dice, municipality.ok_or(ActError::NotFound)?, on);
    let mut form = form(&mut dice, &profile, &Choices::on(&masters, on), &masters)?;
    let (began, ends) = (on.saturating_sub(Span::new().months(4)), on.saturating_add(Span::new().months(8)));
    let validity = ValidityPeriod::new(began, ends).map_err(|error| ActError::internal(&error))?;
    form.transfer = Some(Transfer { authority: text("例題市（見本）")?, validity, lost_on: Some(on) });
    Ok(form)
}

fn input(
    kind: ProcedureKind,
    starting_from: Option<AwardId>,
    receiving_office: OfficeCode,
    application_date: Date,
    form: ApplicationForm,
) -> ReceiveInput {
    ReceiveInput {
        kind,
        starting_from,
        application_date,
        arrival: None,
        receiving_office,
        form,
        child_my_number: None,
        applicant_my_number: None,
        documents: Vec::new(),
        alike: Vec::new(),
    }
}
