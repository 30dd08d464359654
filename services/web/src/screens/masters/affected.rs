//! `GET /masters/changes/{id}/affected`: whom a proposal concerns. Whoever is named is told to the access log.

use axum::response::Response;
use events::ids::MasterChangeId;
use events::master::RowAdopted;
use events::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode};
use jiff::civil::Date;
use projections::case_history::Words as _;
use projections::ledger::{self, Affecting, AsOf};
use projections::worklist;
use serde::Serialize;

use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;

/// Persons and cases that are named.
const NAMED: u16 = 100;

#[derive(Serialize)]
struct Person {
    href: String,
    number: String,
    name: String,
    office: String,
    diseases: String,
    until: Date,
}

#[derive(Serialize)]
struct Open {
    href: String,
    number: String,
    name: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct AffectedPage {
    back: String,
    first_day: Date,
    people: Vec<Person>,
    people_in_all: i64,
    cases: Vec<Open>,
    cases_in_all: i64,
}

/// What the rows of a proposal touch.
fn affecting(rows: &[RowAdopted]) -> Affecting {
    let mut all = Affecting::default();
    for row in rows {
        match row.table.as_str() {
            "diseases" => all.diseases.extend(DiseaseId::parse(&row.key).ok()),
            "disease_successions" => {
                let old = row.values.get("old").and_then(|old| old.as_str());
                all.diseases.extend(old.and_then(|old| DiseaseId::parse(old).ok()));
            }
            "municipalities" => all.municipalities.extend(MunicipalityCode::parse(&row.key).ok()),
            "offices" => all.offices.extend(row.key.parse::<OfficeCode>().ok()),
            _ => {}
        }
    }
    all
}

/// Shows them.
pub(crate) async fn show(cx: Cx, Id(id): Id<MasterChangeId>) -> Result<Response, Problem> {
    let file = cx.acts().master_change(id).await?;
    let rows = file.change.rows();
    let first_day = rows.iter().map(|row| row.valid_from).min().unwrap_or(cx.today);
    let affecting = affecting(rows);
    let (people_in_all, awards) = ledger::affected(cx.pool(), &affecting, first_day.max(cx.today), NAMED).await?;
    let (cases_in_all, open) = worklist::affected(cx.pool(), &affecting, NAMED).await?;
    let mut people = ledger::of_awards(cx.pool(), &awards, AsOf::default()).await?;
    let mut subjects: Vec<_> = people.iter().map(|person| person.recipient.0).collect();
    subjects.extend(open.iter().map(|case| case.0));
    cx.viewed(&subjects).await?;
    projections::open(cx.pool(), cx.ring(), &mut people).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let mut cases = Vec::with_capacity(open.len());
    for application in open {
        let case = cx.acts().case(application, None).await?;
        cases.push(Open {
            href: format!("/cases/{application}"),
            number: case.application.receipt_number().map(|number| number.to_string()).unwrap_or_default(),
            name: name_and_kana(&case.child_name).0,
        });
    }
    let person = |row: &ledger::LedgerRow| Person {
        href: format!("/recipients/{}", row.recipient),
        number: row.recipient_number.to_string(),
        name: name_and_kana(&row.name).0,
        office: names.office_short(row.office),
        diseases: row.diseases.iter().map(|id| names.disease(*id)).collect::<Vec<_>>().join("、"),
        until: row.validity.end(),
    };
    let people = people.iter().map(person).collect();
    cx.page(&AffectedPage { back: format!("/masters/changes/{id}"), first_day, people, people_in_all, cases, cases_in_all })
}

impl Page for AffectedPage {
    const TEMPLATE: &'static str = "masters/affected.html";

    fn sample() -> Vec<Self> {
        let person = Person {
            href: "/recipients/1".to_owned(),
            number: "0000018".to_owned(),
            name: "見本 花子".to_owned(),
            office: "佐賀中部".to_owned(),
            diseases: "見本の病".to_owned(),
            until: jiff::civil::date(2027, 9, 30),
        };
        let case = Open { href: "/cases/1".to_owned(), number: "8-01-0412".to_owned(), name: "見本 花子".to_owned() };
        let page = |people: Vec<Person>, cases: Vec<Open>, people_in_all| Self {
            back: "/masters/changes/1".to_owned(),
            first_day: jiff::civil::date(2027, 4, 1),
            cases_in_all: i64::try_from(cases.len()).unwrap_or(0),
            people,
            people_in_all,
            cases,
        };
        vec![page(vec![person], vec![case], 120), page(Vec::new(), Vec::new(), 0)]
    }
}

#[cfg(test)]
mod tests {
    use events::master::MasterStatus;

    use super::*;

    #[test]
    fn a_proposal_touches_what_its_rows_name() {
        let row = |table: &str, key: &str, values| RowAdopted {
            table: table.to_owned(),
            key: key.to_owned(),
            valid_from: jiff::civil::date(2027, 4, 1),
            valid_to: None,
            status: MasterStatus::Confirmed,
            source: "見本".to_owned(),
            values,
        };
        let rows = [
            row("municipalities", "412015", serde_json::json!({})),
            row("offices", "02", serde_json::json!({})),
            row("disease_successions", "01_01_001>01_01_002", serde_json::json!({ "old": "01_01_001" })),
            row("caps", "IV", serde_json::json!({})),
        ];
        let all = affecting(&rows);
        assert_eq!((all.diseases.len(), all.municipalities.len(), all.offices.len()), (1, 1, 1));
    }
}
