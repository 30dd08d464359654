//! The registers of the fictional prefecture: doctors and institutions that the opinions of the stories name, some of them renewed,
//! changed, gone or of another authority.

use events::designation::Holder;
use events::vocabulary::{
    DesignationEnd, DoctorNumber, DoctorQualification, FreeText, InstitutionCode, Kana, PersonName, ShortText, ValidityPeriod,
};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::accounts::Staff;
use super::play::request;
use super::{SeedPlan, clock};
use crate::{ActError, Acts, DesignationInput};

/// The authority that the shipped masters name.
const OURS: &str = "佐賀県";
/// The doctor whose opinions count, and the place.
pub(super) const DOCTOR: &str = "SG-0012";
/// A doctor whose designation was over before the stories begin.
pub(super) const FORMER: &str = "SG-0007";
/// 見本こども病院.
pub(super) const HOSPITAL: &str = "4110100015";

/// Number, authority, name and kana, qualification, workplace, months before the founding from which the term of five years runs.
const DOCTORS: &[(&str, &str, &str, &str, DoctorQualification, &str, i32)] = &[
    (DOCTOR, OURS, "試験 医師", "シケン イシ", DoctorQualification::Specialist, "見本こども病院", 52),
    (FORMER, OURS, "例題 老師", "レイダイ ロウシ", DoctorQualification::Specialist, "例題中央病院", 70),
    ("SG-0021", OURS, "架空 育実", "カクウ イクミ", DoctorQualification::Training, "架空小児クリニック", 20),
    ("SG-0033", OURS, "仮名 循環", "カメイ ジュンカン", DoctorQualification::Specialist, "見本こども病院", 44),
    ("SG-0034", OURS, "模擬 神経", "モギ シンケイ", DoctorQualification::Specialist, "例題中央病院", 30),
    ("SG-0035", OURS, "見本 腎臓", "ミホン ジンゾウ", DoctorQualification::Training, "例題中央病院", 48),
    ("F-1204", "福岡県", "例題 他県", "レイダイ タケン", DoctorQualification::Specialist, "隣県見本大学病院", 25),
];

/// Code, name, address, months before the founding from which the term of six years runs.
const INSTITUTIONS: &[(&str, &str, &str, i32)] = &[
    (HOSPITAL, "見本こども病院", "佐賀市見本町1-1", 40),
    ("4110100023", "例題中央病院", "佐賀市例題町3-4", 66),
    ("4110200039", "架空小児クリニック", "唐津市架空1500-2", 12),
    ("4140100019", "見本薬局 城内店", "佐賀市見本町1-5", 30),
    ("4140200025", "例題薬局", "唐津市架空1500-8", 8),
    ("4160100014", "架空訪問看護ステーション", "佐賀市例題町9-1", 20),
    ("4130100011", "見本歯科医院", "佐賀市見本町2-8", 64),
    ("4010100016", "隣県見本大学病院", "福岡県見本市大学町1-1", 36),
];

fn parsed<T, E: std::fmt::Display>(read: Result<T, E>) -> Result<T, ActError> {
    read.map_err(|error| ActError::internal(&error))
}

fn input(holder: Holder, name: Option<PersonName>, from: Date, years: i32) -> Result<DesignationInput, ActError> {
    let end = parsed(from.checked_add(years.years()).and_then(Date::yesterday))?;
    let validity = Some(parsed(ValidityPeriod::new(from, end))?);
    Ok(DesignationInput { holder, name, on: from, validity })
}

fn doctors(founded: Date) -> Result<Vec<DesignationInput>, ActError> {
    let one = |&(number, authority, name, kana, qualification, place, months): &(_, _, _, _, _, _, i32)| {
        let holder = Holder::Doctor {
            number: parsed(DoctorNumber::parse(number))?,
            authority: parsed(ShortText::parse(authority))?,
            qualification,
            workplaces: vec![parsed(ShortText::parse(place))?],
        };
        let name = parsed(PersonName::new(name, parsed(Kana::parse(kana))?))?;
        input(holder, Some(name), founded.saturating_sub(months.months()).first_of_month(), 5)
    };
    DOCTORS.iter().map(one).collect()
}

/// The days on which [`HOSPITAL`] is designated.
pub(super) fn hospital_term(founded: Date) -> Result<ValidityPeriod, ActError> {
    let from = founded.saturating_sub(40.months()).first_of_month();
    parsed(ValidityPeriod::new(from, parsed(from.checked_add(6.years()).and_then(Date::yesterday))?))
}

fn institutions(founded: Date) -> Result<Vec<DesignationInput>, ActError> {
    let one = |&(code, name, address, months): &(_, _, _, i32)| {
        let holder = Holder::Institution {
            code: parsed(InstitutionCode::parse(code))?,
            name: parsed(ShortText::parse(name))?,
            address: parsed(ShortText::parse(address))?,
        };
        input(holder, None, founded.saturating_sub(months.months()).first_of_month(), 6)
    };
    INSTITUTIONS.iter().map(one).collect()
}

/// Takes the old lists over on the first day, and tells what became of some since.
pub(super) async fn play(acts: &Acts, plan: &SeedPlan, staff: &Staff) -> Result<(), ActError> {
    let founded = clock::first_day(plan.today);
    let checker = staff.checkers.first().cloned().ok_or(ActError::NotFound)?;
    let at = |minute| clock::at(founded, 10, minute);
    let named = |minute: i64| request(plan, at(minute), &format!("designation/{minute}"), checker.clone());
    let (doctors_known, _) = acts.at(at(0)).grant_designations(&named(0), doctors(founded)?).await?;
    let (known, _) = acts.at(at(5)).grant_designations(&named(5), institutions(founded)?).await?;
    if let (Some(moved), Some(mut input)) = (doctors_known.get(4), doctors(founded)?.into_iter().nth(4)) {
        if let Holder::Doctor { workplaces, .. } = &mut input.holder {
            *workplaces = vec![parsed(ShortText::parse("見本こども病院"))?, parsed(ShortText::parse("例題中央病院"))?];
        }
        acts.at(at(10)).change_designation(&named(10), *moved, DesignationInput { on: founded, ..input }).await?;
    }
    if let Some(left) = known.get(4) {
        let why = parsed(FreeText::parse("閉局の届が出たため（見本）。"))?;
        acts.at(at(15)).end_designation(&named(15), *left, (founded, DesignationEnd::Ceased), why).await?;
    }
    if let Some(renewed) = known.get(6) {
        acts.at(at(20)).renew_designation(&named(20), *renewed, founded, None).await?;
    }
    Ok(())
}
