//! What was typed about a doctor or an institution.

use acts::DesignationInput;
use events::designation::Holder;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use events::vocabulary::{
    DesignationKind, DoctorNumber, DoctorQualification, InstitutionCode, Kana, PersonName, ShortText, ValidityPeriod,
};
use jiff::civil::Date;

use crate::forms::{FieldErrors, Posted};

/// A day as it is typed.
pub(super) fn day(text: &str) -> Result<Date, wareki::WarekiError> {
    wareki::parse(text.trim(), EraPolicy::Assume(Era::Reiwa))
}

/// A term that is typed whole or left open whole.
pub(super) fn term(posted: &Posted, errors: &mut FieldErrors) -> Option<ValidityPeriod> {
    let (start, end) = (posted.text("starts_on").trim(), posted.text("ends_on").trim());
    if start.is_empty() && end.is_empty() {
        return None;
    }
    let (start, end) = (errors.take("starts_on", day(start)), errors.take("ends_on", day(end)));
    let (start, end) = start.zip(end)?;
    errors.take("ends_on", ValidityPeriod::new(start, end))
}

/// The day, and in whose name doctors are designated where nobody else is named; empty where the masters name nobody.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) today: Date,
    pub(super) own: &'a str,
}

/// The holder; `fixed` is the one whose number stays.
fn holder(kind: DesignationKind, posted: &Posted, fixed: Option<&Holder>, own: &str, errors: &mut FieldErrors) -> Option<Holder> {
    match kind {
        DesignationKind::Doctor => {
            let (number, authority) = if let Some(Holder::Doctor { number, authority, .. }) = fixed {
                (Some(number.clone()), Some(authority.clone()))
            } else {
                let authority = Some(posted.text("authority").trim()).filter(|text| !text.is_empty()).unwrap_or(own);
                let number = errors.take("number", DoctorNumber::parse(posted.text("number")));
                (number, errors.take("authority", ShortText::parse(authority)))
            };
            let qualification = errors.take("qualification", DoctorQualification::parse(posted.text("qualification")));
            let mut workplaces = Vec::new();
            for line in posted.text("workplaces").lines().map(str::trim).filter(|line| !line.is_empty()) {
                workplaces.extend(errors.take("workplaces", ShortText::parse(line)));
            }
            if workplaces.is_empty() {
                errors.add("workplaces", "主たる勤務先を入力してください。");
            }
            Some(Holder::Doctor { number: number?, authority: authority?, qualification: qualification?, workplaces })
        }
        DesignationKind::Institution => {
            let code = match fixed {
                Some(Holder::Institution { code, .. }) => Some(*code),
                _ => errors.take("number", InstitutionCode::parse(posted.text("number"))),
            };
            let name = errors.take("title", ShortText::parse(posted.text("title")));
            let address = errors.take("place", ShortText::parse(posted.text("place")));
            Some(Holder::Institution { code: code?, name: name?, address: address? })
        }
    }
}

/// What the form says, or everything that is wrong with it.
pub(super) fn input(
    kind: DesignationKind,
    posted: &Posted,
    fixed: Option<&Holder>,
    here: Here<'_>,
    errors: &mut FieldErrors,
) -> Option<DesignationInput> {
    let holder = holder(kind, posted, fixed, here.own, errors);
    let name = if kind == DesignationKind::Doctor {
        let kana = errors.take("kana", Kana::parse(posted.text("kana")));
        let typed = posted.text("name");
        match kana {
            Some(kana) => errors.take("name", PersonName::new(typed, kana)),
            None => None,
        }
    } else {
        None
    };
    let on = errors.take("on", day(posted.text("on")));
    if on.is_some_and(|on| on > here.today) {
        errors.add("on", "きょうより先の日付です。届や申請書の日付を確かめてください。");
    }
    let validity = term(posted, errors);
    if !errors.is_empty() {
        return None;
    }
    Some(DesignationInput { holder: holder?, name, on: on?, validity })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn read(kind: DesignationKind, pairs: &[(&str, &str)]) -> Result<DesignationInput, Vec<String>> {
        let posted = Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        let mut errors = FieldErrors::default();
        let read = input(kind, &posted, None, Here { today: TODAY, own: "見本県" }, &mut errors);
        read.ok_or_else(|| errors.pairs().iter().map(|(name, _)| name.clone()).collect())
    }

    const DOCTOR: [(&str, &str); 6] = [
        ("number", "ｓｇ-12"),
        ("name", "見本 医師"),
        ("kana", "みほん いし"),
        ("qualification", "specialist"),
        ("workplaces", "見本病院\r\n\r\n例題クリニック"),
        ("on", "R8.11.1"),
    ];

    #[test]
    fn a_doctor_is_ours_unless_said_otherwise_and_works_in_several_places() {
        let read = read(DesignationKind::Doctor, &DOCTOR).unwrap();
        assert_eq!(read.holder.identity(), "doctor/見本県/SG-12");
        let Holder::Doctor { workplaces, .. } = read.holder else { panic!("a doctor") };
        assert_eq!(workplaces.len(), 2);
        assert_eq!((read.on, read.validity), (date(2026, 11, 1), None));
    }

    #[test]
    fn every_wrong_field_is_named() {
        let nothing = read(DesignationKind::Doctor, &[]).unwrap_err();
        assert_eq!(nothing, ["number", "qualification", "workplaces", "kana", "on"]);
        let late = [("on", "R8.12.1"), ("starts_on", "R9.1.1"), ("ends_on", "R8.1.1")];
        let wrong: Vec<(&str, &str)> = DOCTOR[..5].iter().chain(&late).copied().collect();
        assert_eq!(read(DesignationKind::Doctor, &wrong).unwrap_err(), ["on", "ends_on"]);
        let institution = [("number", "4110100016"), ("title", "見本病院"), ("place", "佐賀市"), ("on", "R8.11.1")];
        assert_eq!(read(DesignationKind::Institution, &institution).unwrap_err(), ["number"], "the check digit");
    }
}
