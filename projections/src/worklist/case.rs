//! What an application is about, as its events say it.

use events::application::{Amended, ChecklistLine, OfficeMoved, Received};
use jiff::civil::Date;

use crate::reading::token;

/// What an application is about.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Case {
    pub(super) kind: String,
    pub(super) receipt_number: String,
    pub(super) receiving_office: String,
    pub(super) responsible_office: String,
    pub(super) municipality: String,
    pub(super) application_date: Date,
    /// 受付日, from which the standard processing period runs; the date of application where nobody was asked.
    pub(super) received_on: Date,
    pub(super) child_name: Option<String>,
    pub(super) child_birth_date: Option<String>,
    pub(super) diseases: Vec<String>,
    pub(super) documents: Vec<String>,
}
store::columns!(Case, in "worklist_cases" by "application_id": kind, receipt_number, receiving_office, responsible_office, municipality,
                application_date, received_on, child_name, child_birth_date, diseases, documents);

/// As received.
pub(super) fn received(event: &Received) -> Case {
    Case {
        kind: event.kind.code().to_owned(),
        receipt_number: event.receipt_number.to_string(),
        receiving_office: event.receiving_office.to_string(),
        responsible_office: event.responsible_office.to_string(),
        municipality: event.municipality.to_string(),
        application_date: event.application_date,
        received_on: event.arrival.map_or(event.application_date, |arrival| arrival.received_on),
        child_name: token(&event.child_name),
        child_birth_date: token(&event.child_birth_date),
        diseases: event.diseases.iter().map(ToString::to_string).collect(),
        documents: lines(&event.checklist),
    }
}

/// As amended.
pub(super) fn amended(case: &Case, event: &Amended) -> Case {
    Case {
        kind: case.kind.clone(),
        receipt_number: case.receipt_number.clone(),
        receiving_office: case.receiving_office.clone(),
        responsible_office: event.responsible_office.to_string(),
        municipality: event.municipality.to_string(),
        application_date: event.application_date,
        received_on: match event.arrival {
            Some(arrival) => arrival.received_on,
            // Where nobody was ever asked, the date of application goes on standing for it.
            None if case.received_on == case.application_date => event.application_date,
            None => case.received_on,
        },
        child_name: token(&event.child_name),
        child_birth_date: token(&event.child_birth_date),
        diseases: event.diseases.iter().map(ToString::to_string).collect(),
        documents: lines(&event.checklist),
    }
}

/// With the offices that took over.
pub(super) fn moved(case: &Case, event: &OfficeMoved) -> Case {
    let (receiving_office, responsible_office) = (event.receiving_office.to_string(), event.responsible_office.to_string());
    Case { receiving_office, responsible_office, ..case.clone() }
}

fn lines(checklist: &[ChecklistLine]) -> Vec<String> {
    checklist.iter().map(|line| line.item.0.clone()).collect()
}
