//! `GET /sittings/{id}/papers`: a look at the papers as they would be issued now, kept nowhere; with `?edition=` what the members got, as it
//! was issued. Opening them is told to the access log before they are shown.

use acts::{Case, SittingFile};
use axum::response::Response;
use documents::Imprint;
use documents::board_papers::{self, BoardPapers};
use events::application::MedicalOpinion;
use events::ids::{ApplicationId, SittingId};
use events::vocabulary::{DiseaseId, Tier, wareki};
use jiff::tz::TimeZone;
use projections::ledger::{self, AsOf, LedgerRow};

use super::acts::refused;
use super::agenda::Item;
use super::list::SHOWN_BY;
use super::show::path;
use crate::clock::JAPAN;
use crate::cx::Cx;
use crate::file_answer;
use crate::forms::Posted;
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

/// 「令和8年11月24日　10時05分」.
pub(super) fn made_at(cx: &Cx) -> String {
    let now = cx.now.to_zoned(TimeZone::fixed(JAPAN));
    format!("{}　{}時{:02}分", wareki::long(now.date()), now.hour(), now.minute())
}

/// 「第2版（前の版と差し替え）」.
fn edition(number: u16) -> String {
    if number > 1 { format!("第{number}版（前の版と差し替え）") } else { format!("第{number}版") }
}

/// Who makes papers and minutes.
pub(super) async fn authority(cx: &Cx) -> Result<String, Problem> {
    Ok(Names::new(cx.masters().await?, cx.today).authority()?.division_in_full())
}

fn papers(cx: &Cx, file: &SittingFile, edition: String, cases: Vec<board_papers::Case>, authority: &str) -> BoardPapers {
    let day = |day: Option<jiff::civil::Date>| day.map(wareki::long).unwrap_or_default();
    BoardPapers {
        held_on: day(file.sitting.held_on()),
        venue: file.venue.clone(),
        cut_off_on: day(file.sitting.cut_off_on()),
        edition,
        made_at: made_at(cx),
        cases,
        authority: authority.to_owned(),
    }
}

/// The sheets of the agenda as they are now, told to the access log.
async fn sheets(cx: &Cx, file: &SittingFile) -> Result<Vec<(ApplicationId, board_papers::Case)>, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let subjects: Vec<_> = file.sitting.agenda().iter().map(|item| item.application.0).collect();
    cx.viewed(&subjects).await?;
    let mut sheets = Vec::with_capacity(subjects.len());
    for (no, agenda) in (1..).zip(file.sitting.agenda()) {
        let case = cx.acts().case(agenda.application, None).await?;
        let item = Item::of(no, agenda, &case, file, &names, cx.today);
        let sheet = board_papers::Case {
            no: no.to_string(),
            receipt_number: item.receipt_number,
            child: item.name,
            about: format!("{}　{}　{}", item.kana, item.age, item.kind),
            why: item.why,
            awards: awards(cx, &case, &names).await?,
            diseases: agenda.diseases.iter().map(|disease_id| disease(&case, *disease_id, &names)).collect(),
        };
        sheets.push((agenda.application, sheet));
    }
    Ok(sheets)
}

/// Shows them.
pub(crate) async fn show(cx: Cx, Id(id): Id<SittingId>) -> Result<Response, Problem> {
    let file = cx.acts().sitting(id).await?;
    if let Some(asked) = cx.parameter("edition") {
        let number: u16 = asked.parse().map_err(|_| Problem::NotFound)?;
        let kept = file.papers.iter().find(|kept| kept.event.edition == number).ok_or(Problem::NotFound)?;
        let subjects: Vec<_> = kept.event.sheets.iter().map(|sheet| sheet.application.0).collect();
        cx.viewed(&subjects).await?;
        let pdf = Box::pin(cx.acts().issued_papers(&kept.event, kept.at)).await?;
        return file_answer::shown(pdf, "board-papers.pdf");
    }
    let cases = sheets(&cx, &file).await?.into_iter().map(|(_, sheet)| sheet).collect();
    let papers = papers(&cx, &file, "下見（まだ発行していません）".to_owned(), cases, &authority(&cx).await?);
    let printed = cx.acts().print(papers, Imprint { ident: id.to_string(), recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "board-papers.pdf")
}

/// `POST /sittings/{id}/papers`: an edition for the members, kept as it is.
pub(crate) async fn issue(cx: Cx, Id(id): Id<SittingId>, posted: Posted) -> Result<Response, Problem> {
    let file = cx.acts().sitting(id).await?;
    let number = file.sitting.papers().saturating_add(1);
    let authority = authority(&cx).await?;
    let sheets = sheets(&cx, &file).await?.into_iter();
    let paper = |sheet| papers(&cx, &file, edition(number), vec![sheet], &authority);
    let sheets = sheets.map(|(application, sheet)| (application, paper(sheet))).collect();
    match Box::pin(cx.acts().issue_papers(&cx.request(&posted)?, id, sheets, cx.now)).await {
        Ok(done) => cx.told(&path(id), "papers_issued", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "", error).await,
    }
}
