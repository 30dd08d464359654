//! A doctor for each case, designated, and some of them ended.

use events::designation::{DesignationEvent, Ended, Granted, Holder};
use events::ids::DesignationId;
use events::vocabulary::{DesignationEnd, DoctorNumber, DoctorQualification, Kana, PersonName, ShortText, ValidityPeriod};
use events::{Event, Personal, StaffRole};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, id, staff, text};

impl CaseNo {
    pub(crate) fn designation(self) -> DesignationId {
        DesignationId(id(20, self.0))
    }

    pub(crate) fn doctor(self) -> Holder {
        let short = |text: &str| ShortText::parse(text).expect("a text");
        Holder::Doctor {
            number: DoctorNumber::parse(&format!("SG-{:04}", self.0)).expect("a number"),
            authority: short("見本県"),
            qualification: DoctorQualification::Specialist,
            workplaces: vec![short("見本病院")],
        }
    }

    pub(crate) fn designated(self) -> Line {
        let name = PersonName::new("見本 医師", Kana::parse("ミホン イシ").expect("kana")).expect("a name");
        let validity = ValidityPeriod::new(date(2022, 4, 1), date(2027, 3, 31)).expect("a period");
        let applied_on = date(2022, 4, 1);
        self.of_doctor(
            date(2022, 4, 1),
            Granted { holder: self.doctor(), name: Some(Personal::Open(name)), applied_on, validity },
        )
    }

    pub(crate) fn designation_ended(self) -> Line {
        let last_day = date(2026, 12, 31);
        self.of_doctor(last_day, Ended { last_day, ground: DesignationEnd::Resigned, why: text("退職のため。") })
    }

    fn of_doctor(self, on: Date, event: impl Into<DesignationEvent>) -> Line {
        let event = Event::Designation(event.into());
        Line { case: self, stream: self.designation().0, by: staff(2), role: StaffRole::Checker, on, event }
    }
}
