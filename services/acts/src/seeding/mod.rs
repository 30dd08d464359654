//! A fictional prefecture: staff, cases in every state, recipients by the thousand. The same seed gives the same people and stories.
//!
//! The cases are played act by act through [`Acts`], by different hands, at moments of the past; so they hold nothing that staff could
//! not have done. Recipients in bulk ([`bulk`]) are decided by the same aggregates in memory and appended in large groups. Only a
//! simulated installation takes recorded times of the past, and a simulated installation says so for ever.

mod accounts;
mod awards;
mod board;
mod bulk;
mod campaigning;
mod claiming;
mod clock;
mod continuing;
mod designating;
mod dice;
mod forms;
mod households;
mod looks;
mod names;
mod noticing;
mod old_ledger;
mod paying;
mod play;
mod profile;
mod script;
pub mod year;

use events::StaffRole;
use events::ids::{ApplicationId, StaffId};
use events::vocabulary::{ChangeNumber, OfficeCode};
use jiff::civil::Date;

pub use dice::SeededEntropy;
pub use old_ledger::{OldLedger, old_ledger};
pub use paying::pay;

use crate::{ActError, Acts, Founding};

/// Number of the change request of the founding.
pub const FOUNDING: u32 = 1;
/// Number of the change request of the first accounts.
pub const STAFFING: u32 = 2;

/// What to make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeedPlan {
    /// Recipients beside the cases.
    pub people: u32,
    /// Same seed, same prefecture.
    pub seed: u64,
    /// Today in Japan; everything lies before it.
    pub today: Date,
}

/// An account that was opened; its password is made elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeededAccount {
    /// To sign in with, such as `counter1`.
    pub login: String,
    /// The account.
    pub staff: StaffId,
    /// 氏名 (fictional).
    pub name: String,
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Seeded {
    /// Staff.
    pub accounts: Vec<SeededAccount>,
    /// The cases that were played.
    pub cases: Vec<ApplicationId>,
    /// Last position written.
    pub position: i64,
}

/// The change request (変更番号) under which a fictional prefecture gets something: the first is its founding, the second its staff.
///
/// # Errors
/// [`ActError::Internal`] for a year beyond four digits.
pub fn change(plan: &SeedPlan, number: u32) -> Result<ChangeNumber, ActError> {
    let year = clock::first_day(plan.today).year();
    ChangeNumber::parse(&format!("C-{year}-{number:04}")).map_err(|error| ActError::internal(&error))
}

/// Founds the installation where it is not founded, and fills it. Repeating it with the same plan goes on where it stopped.
///
/// `acts` has a writer of [`store::Writer::simulated`].
///
/// # Errors
/// [`ActError`]; where the installation is real, nothing is written.
pub async fn seed(acts: &Acts, plan: SeedPlan) -> Result<Seeded, ActError> {
    if acts.simulated().await? == Some(false) {
        return Err(casework::Refusal::AlreadyFounded.into());
    }
    let first_day = clock::first_day(plan.today);
    let founding = Founding {
        simulated: true,
        prefecture: "41".to_owned(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        today: first_day,
    };
    let founding_acts = acts.under(Some(change(&plan, FOUNDING)?)).at(clock::at(first_day, 8, 0));
    founding_acts.found_installation(founding).await?;
    let accounts = accounts::open(acts, &plan, first_day).await?;
    let staff = accounts::Staff::of(acts, &accounts).await?;
    designating::play(acts, &plan, &staff).await?;
    bulk::register(acts, &plan, &staff).await?;
    let cases = play::play(acts, &plan, &staff).await?;
    continuing::play(acts, &plan, &staff, &cases).await?;
    noticing::play(acts, &plan, &staff, &cases).await?;
    Box::pin(claiming::play(acts, &plan, &staff, &cases)).await?;
    Box::pin(households::play(acts, &plan, &staff, &cases)).await?;
    Box::pin(campaigning::play(acts, &plan, &staff)).await?;
    looks::look(acts, &plan, &staff, &cases).await?;
    let position = store::head(acts.pool(), events::Log::Casework).await?.position;
    Ok(Seeded { accounts, cases, position })
}

/// A form of a made-up family, for tests.
#[cfg(test)]
pub(crate) fn sample_form(
    masters: &casework::rules::Masters,
    applied: Date,
) -> Result<events::application::ApplicationForm, ActError> {
    sample_form_of(1, masters, applied)
}

/// The form of one of many children.
#[cfg(test)]
pub(crate) fn sample_form_of(
    nth: u64,
    masters: &casework::rules::Masters,
    applied: Date,
) -> Result<events::application::ApplicationForm, ActError> {
    use events::vocabulary::{InsuranceKind, MunicipalityCode, Severity, Tier};
    let profile = profile::Profile {
        age: 6,
        insurance: InsuranceKind::Employee,
        tier: Tier::IV,
        severity: Severity::General,
        diseases: 1,
        haemophilia: false,
        late: None,
        municipality: MunicipalityCode::parse("412015").map_err(|error| ActError::internal(&error))?,
        applied,
    };
    forms::form(&mut dice::Dice::new(1, nth), &profile, &forms::Choices::on(masters, applied), masters)
}
