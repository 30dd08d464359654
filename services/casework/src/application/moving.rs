//! 事務所の再編: which offices an open case has once the masters say that others took over. What was decided before stays as it was.

use events::application::OfficeMoved;
use events::vocabulary::OfficeCode;
use jiff::civil::Date;

use super::Application;
use crate::rules::Masters;

/// The offices that a case goes to on a day; none where it stays, or is over.
pub fn moved(case: &Application, masters: &Masters, on: Date) -> Option<OfficeMoved> {
    if case.stage()?.is_decided() {
        return None;
    }
    let (receiving, responsible) = (case.receiving_office()?, case.responsible_office()?);
    let municipality = masters.municipalities.at(&case.municipality()?.to_string(), on);
    let responsible_office = municipality.map_or(responsible, |row| row.value.office);
    let stands = |office: OfficeCode| masters.offices.at(&office.to_string(), on).is_some();
    // A counter that is open keeps what it received, wherever the child lives.
    let receiving_office = if stands(receiving) { receiving } else { responsible_office };
    let moved = OfficeMoved { receiving_office, responsible_office };
    let closes = !stands(receiving) || !stands(responsible);
    (closes && moved != OfficeMoved { receiving_office: receiving, responsible_office: responsible }).then_some(moved)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::application::samples::{case_after, story};
    use crate::rules::samples;

    #[test]
    fn an_open_case_goes_to_the_office_that_took_over() {
        let case = case_after(&story()[..1]);
        let mut masters = samples::masters();
        let day = date(2027, 4, 1);
        assert_eq!(moved(&case, &masters, day), None);
        let (office, municipality) = (case.responsible_office().unwrap().to_string(), case.municipality().unwrap().to_string());
        let closed = samples::dated(
            "offices",
            &office,
            date(2015, 1, 1),
            Some(date(2027, 3, 31)),
            serde_json::json!({ "name": "見本", "short_name": "見本", "phone": "0952-00-0000", "counter": true }),
        );
        let values = serde_json::json!({ "name": "見本市", "kana": "みほんし", "county": null, "office": "05" });
        for row in [closed, samples::dated("municipalities", &municipality, day, None, values)] {
            masters.adopt(i64::MAX, &row).unwrap();
        }
        assert_eq!(moved(&case, &masters, date(2027, 3, 31)), None, "not before the day");
        let went = moved(&case, &masters, day).unwrap();
        assert_eq!(went.responsible_office.to_string(), "05");
    }
}
