//! `GET /sittings/{id}/papers`: the papers of a sitting, printed when they are asked for and kept nowhere; opening them is told to the access
//! log before they are made.

use acts::Case;
use axum::response::Response;
use documents::Imprint;
use documents::board_papers::{self, BoardPapers};
use events::application::MedicalOpinion;
use events::ids::SittingId;
use events::vocabulary::{DiseaseId, Tier, wareki};
use jiff::tz::TimeZone;
use projections::ledger::{self, AsOf, LedgerRow};

use super::agenda::Item;
use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::screens::cases::opinion;

/// What the medical opinion says of a disease.
fn told(opinion: &MedicalOpinion) -> String {
    let written = opinion.written_on.map_or("－".to_owned(), wareki::long);
    let place = [&opinion.institution, &opinion.physician].into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>();
    format!(
        "区分：{}　診断 {}　記載 {written}\n{}",
        opinion.severity.label(),
        wareki::long(opinion.diagnosis_date),
        if place.is_empty() { "医療機関・医師の記載なし".to_owned() } else { place.join("　") }
    )
}

fn disease(case: &Case, id: DiseaseId, names: &Names) -> board_papers::Disease {
    let form = case.form.open();
    let written = form.and_then(|form| form.opinions.iter().find(|opinion| opinion.disease == id));
    let earlier = opinion::opinions(case, names).into_iter().find(|one| one.disease == names.disease_with_code(id));
    board_papers::Disease {
        name: names.disease_with_code(id),
        opinion: written.map_or_else(|| "（消去済み）".to_owned(), told),
        earlier: earlier.map_or_else(|| "－".to_owned(), |one| format!("{}　{} {}", one.heard, one.verdict, one.remark)),
    }
}

/// これまでの支給認定 of the child, newest first.
async fn awards(cx: &Cx, case: &Case, names: &Names) -> Result<Vec<String>, Problem> {
    let Some(recipient) = case.application.recipient() else { return Ok(Vec::new()) };
    let mut rows = ledger::of_recipient(cx.pool(), recipient, AsOf::default()).await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.validity.start()));
    let told = |row: LedgerRow| {
        let diseases: Vec<String> = row.diseases.iter().map(|id| names.disease_with_code(*id)).collect();
        format!("{}　{}　{}　{}", row.validity, row.severity.label(), Tier::in_words(row.tier), diseases.join("、"))
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Makes and shows them.
pub(crate) async fn show(cx: Cx, Id(id): Id<SittingId>) -> Result<Response, Problem> {
    let file = cx.acts().sitting(id).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let subjects: Vec<_> = file.sitting.agenda().iter().map(|item| item.application.0).collect();
    cx.viewed(&subjects).await?;
    let mut cases = Vec::with_capacity(file.sitting.agenda().len());
    for (no, agenda) in (1..).zip(file.sitting.agenda()) {
        let case = cx.acts().case(agenda.application, None).await?;
        let item = Item::of(no, agenda, &case, &file, &names, cx.today);
        cases.push(board_papers::Case {
            no: no.to_string(),
            receipt_number: item.receipt_number,
            child: item.name,
            about: format!("{}　{}　{}", item.kana, item.age, item.kind),
            why: item.why,
            awards: awards(&cx, &case, &names).await?,
            diseases: agenda.diseases.iter().map(|disease_id| disease(&case, *disease_id, &names)).collect(),
        });
    }
    let day = |day: Option<jiff::civil::Date>| day.map(wareki::long).unwrap_or_default();
    let now = cx.now.to_zoned(TimeZone::fixed(jiff::tz::offset(9)));
    let papers = BoardPapers {
        held_on: day(file.sitting.held_on()),
        venue: file.venue.clone(),
        cut_off_on: day(file.sitting.cut_off_on()),
        made_at: format!("{}　{}時{:02}分", wareki::long(now.date()), now.hour(), now.minute()),
        cases,
        authority: "佐賀県　こども家庭課".to_owned(),
    };
    let printed = cx.acts().print(papers, Imprint { ident: id.to_string(), recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "board-papers.pdf")
}
