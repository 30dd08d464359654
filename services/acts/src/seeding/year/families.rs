//! The families of the year: who comes when, from where, and what their forms say. Nobody in them exists.

use casework::story::{FormPart, MemberPart};
use events::application::{ApplicationForm, HouseholdMember, Transfer};
use events::vocabulary::{DiseaseId, FreeText, LateReason, ProcedureKind, Relation, Sex, Tier, ValidityPeriod, Yen, age};
use jiff::civil::Date;

use super::{Year, YearError, earlier, later};
use crate::seeding::dice::Dice;
use crate::seeding::forms;
use crate::seeding::profile::Profile;

/// Days of the half year before in which families come in.
const OPENING_DAYS: u32 = 175;
/// Days of the fiscal year in which families come in.
const DAYS: u32 = 345;
/// 年収等 between the threshold of one year and that of the next, yen.
const BETWEEN_THRESHOLDS: i64 = 805_000;
/// 所得割 of a patient of age, yen.
const OWN_LEVY: i64 = 60_000;

/// A family.
#[derive(Clone, Debug)]
pub(super) struct Family {
    /// What the prefecture calls the child.
    pub(super) name: String,
    pub(super) kind: ProcedureKind,
    pub(super) profile: Profile,
    pub(super) form: ApplicationForm,
    pub(super) born: Date,
    pub(super) sex: Option<Sex>,
    /// The day on which it comes.
    pub(super) comes: Date,
    /// Cases that led to awards.
    pub(super) awarded: Vec<String>,
    /// Cases so far.
    pub(super) applied: u32,
    /// What it said so far.
    pub(super) said: u32,
    /// It is about to end its right, or has ended it.
    pub(super) leaves: bool,
}

/// A family by its place.
pub(super) fn make(year: &Year, at: usize) -> Result<Family, YearError> {
    made(year, at).ok_or_else(|| year.stuck("a family cannot be made"))
}

fn made(year: &Year, at: usize) -> Option<Family> {
    let number = u32::try_from(at).ok()?;
    let mut dice = Dice::new(year.plan.seed, 7_000_000 + u64::from(number));
    // Two of five are there when the fiscal year begins.
    let comes = if u64::from(number) * 5 < u64::from(year.plan.families) * 2 {
        later(year.plan.first_day(), dice.below(OPENING_DAYS))
    } else {
        later(year.plan.opens(), dice.below(DAYS))
    };
    let (municipality, _) = *dice.pick(&year.municipalities)?;
    let mut profile = Profile::any(&mut dice, municipality, comes);
    profile.haemophilia = dice.one_in(100);
    let kind = if dice.one_in(16) { ProcedureKind::TransferIn } else { ProcedureKind::New };
    if kind == ProcedureKind::TransferIn && dice.one_in(3) {
        // They turn 20 in the course of the year.
        (profile.age, profile.tier) = (19, Tier::IV);
    }
    if profile.late == Some(LateReason::OpinionDelay) && kind == ProcedureKind::TransferIn {
        profile.late = None;
    }
    let mut form = forms::form(&mut dice, &profile, &year.choices, year.world.masters()).ok()?;
    if matches!(profile.tier, Tier::II | Tier::III) && dice.one_in(3) {
        form.household.guardian_income = Yen::new(BETWEEN_THRESHOLDS).ok();
    }
    if profile.age >= 18 {
        form.household.members.push(HouseholdMember {
            name: FreeText::parse(form.child.name.written()).ok()?,
            relation: Relation::Oneself,
            same_insurance: true,
            insured: false,
            taxed: Some(true),
            income_levy: Yen::new(OWN_LEVY).ok(),
            levy_parts: None,
        });
    }
    if kind == ProcedureKind::TransferIn {
        let validity = ValidityPeriod::new(earlier(comes, 200), later(comes, 100)).ok()?;
        form.transfer = Some(Transfer { authority: FreeText::parse("見本県").ok()?, validity, lost_on: None });
    }
    Some(Family {
        name: format!("家族{number:07}"),
        kind,
        profile,
        born: form.child.birth_date,
        sex: form.child.sex,
        form,
        comes,
        awarded: Vec::new(),
        applied: 0,
        said: 0,
        leaves: false,
    })
}

impl Family {
    /// Whether the child is of age on a day.
    fn of_age(&self, day: Date) -> bool {
        age::birthday(self.born, 18).is_some_and(|birthday| birthday <= day)
    }

    /// What the form of a renewal says besides the last one: this year's tax.
    pub(super) fn renewed(&self, dice: &mut Dice, start: Date) -> FormPart {
        let of_age = self.of_age(start);
        let tier = if of_age { Tier::IV } else { self.profile.tier };
        let income = match tier {
            Tier::II => Some(i64::from(dice.between(0, 7_000)) * 100),
            Tier::III if dice.one_in(3) => Some(BETWEEN_THRESHOLDS),
            Tier::III => Some(i64::from(dice.between(9_000, 18_000)) * 100),
            _ => None,
        };
        FormPart {
            members: Some(self.members(dice, tier, of_age)),
            applicant: of_age.then_some(Relation::Oneself),
            guardian_income_yen: income.and_then(|income| Yen::new(income).ok()),
            ..FormPart::default()
        }
    }

    /// What a change of income says.
    pub(super) fn changed(&self, dice: &mut Dice) -> FormPart {
        let other = if self.profile.tier == Tier::V { Tier::IV } else { Tier::V };
        FormPart { members: Some(self.members(dice, other, self.profile.age >= 18)), ..FormPart::default() }
    }

    fn members(&self, dice: &mut Dice, tier: Tier, of_age: bool) -> Vec<MemberPart> {
        let (taxed, levy) = match tier {
            Tier::I => (None, None),
            Tier::II | Tier::III => (Some(false), Some(0)),
            Tier::IV => (Some(true), Some(dice.between(10, 709))),
            Tier::V => (Some(true), Some(dice.between(710, 2_509))),
            Tier::VI => (Some(true), Some(dice.between(2_510, 9_000))),
        };
        let member = |relation, insured, taxed: Option<bool>, levy: Option<i64>| MemberPart {
            relation,
            insured,
            same_insurance: true,
            taxed,
            levy_yen: levy.and_then(|levy| Yen::new(levy).ok()),
            designated_city: None,
            housing_loan_credit_yen: None,
            donation_credit_yen: None,
        };
        let everybody = self.profile.insurance.counts_household();
        let mut members = vec![
            member(Relation::Father, true, taxed, levy.map(|hundreds| i64::from(hundreds) * 100)),
            member(Relation::Mother, everybody, taxed.map(|_| false), taxed.map(|_| 0)),
        ];
        if of_age {
            members.push(member(Relation::Oneself, false, Some(true), Some(OWN_LEVY)));
        }
        members
    }

    /// The disease that the board speaks of.
    pub(super) fn diseases(&self) -> Vec<DiseaseId> {
        self.form.opinions.iter().map(|opinion| opinion.disease).collect()
    }
}
