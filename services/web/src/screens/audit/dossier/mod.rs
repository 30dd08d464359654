//! 決定調書 of a case, put together from its events and printed. Opening it is told to the access log before it is made.

mod amended;
mod decided;
mod issued;

use std::collections::BTreeSet;

use acts::{ActError, Case};
use axum::response::Response;
use casework::application::Stage;
use casework::rules::Determination;
use documents::dossier::{Access, EventLine, Pair, Paper};
use documents::{Dossier, Imprint};
use events::Log;
use events::ids::ApplicationId;
use projections::case_history::{self, Entry};
use serde::Deserialize as _;
use store::Recorded;
use uuid::Uuid;

use self::amended::application;
use self::decided::{steps, summary, verdicts};
pub(super) use self::issued::Artifact;
use self::issued::{issued, pages};
use super::belonging::Belonging;
use super::lines::what;
use super::person;
use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::form_rows::sections;
use crate::screens::cases::ident::ERASED;
use crate::screens::cases::names::Names;
use crate::screens::cases::told::{tell, who};
use crate::screens::cases::{frame, moment};

/// Most accesses that a dossier lists, the newest.
const ACCESSES: u16 = 1_000;

/// A dossier with what it was made from.
pub(super) struct Made {
    pub(super) dossier: Dossier,
    pub(super) receipt_number: String,
    pub(super) events: Vec<Recorded>,
    pub(super) artifacts: Vec<Artifact>,
    pub(super) position: i64,
}

/// Every event of the streams of a case up to a position, as recorded.
async fn recorded(cx: &Cx, entries: &[Entry]) -> Result<Vec<Recorded>, Problem> {
    let streams: BTreeSet<Uuid> = entries.iter().map(|entry| entry.stream_id).collect();
    let positions: BTreeSet<i64> = entries.iter().map(|entry| entry.position).collect();
    let mut all = Vec::new();
    for stream in streams {
        let events = store::stream_events(cx.pool(), Log::Casework, stream, 0).await?;
        all.extend(events.into_iter().filter(|event| positions.contains(&event.position)));
    }
    all.sort_by_key(|event| event.position);
    Ok(all)
}

async fn accesses(cx: &Cx, subjects: &[Uuid], names: &Names) -> Result<(Vec<Access>, String), Problem> {
    let found = person::accesses(cx, subjects, ACCESSES).await?;
    let belonging = Belonging::of(cx, &subjects.iter().copied().collect()).await?;
    let note = if found.len() == usize::from(ACCESSES) {
        format!("新しいものから{ACCESSES}件です。これより前の閲覧は画面で確かめてください。")
    } else {
        format!("この写しを作るまでに記録された閲覧 {}件の全部です。新しいものから並べています。", found.len())
    };
    let line = |access: &projections::access::Access| Access {
        at: moment::exact(access.at),
        who: who(&access.by, names),
        what: what(access),
        own: belonging.mark(access).0.to_owned(),
        position: grouped(access.position),
    };
    Ok((found.iter().map(line).collect(), note))
}

fn pair(label: &str, value: impl Into<String>) -> Pair {
    Pair { label: label.to_owned(), value: value.into() }
}

/// 12345 -> 12,345.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let count = digits.len();
    digits.chars().enumerate().fold(String::new(), |mut text, (index, digit)| {
        if index > 0 && (count - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
        text
    })
}

/// Puts the dossier of a case together.
pub(super) async fn make(cx: &Cx, id: ApplicationId) -> Result<Made, Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = frame::names(cx, &case).await?;
    let mut entries = case_history::of_case(cx.pool(), id, None).await?;
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Err(Problem::Unavailable) };
    let (from, until) = (first.position, last.position);
    let received = cx.acts().case(id, Some(from)).await?;
    let rows = |case: &Case| {
        case.form.open().map(|form| sections(form, case.application.application_date(), &names)).unwrap_or_default()
    };
    let found = case.decided.as_ref().and_then(|decided| Determination::deserialize(decided.open()?).ok());
    let events = recorded(cx, &entries).await?;
    let chain: Vec<u8> = sqlx::query_scalar("SELECT chain FROM es.events WHERE log = 1 AND position = $1")
        .bind(until)
        .fetch_one(cx.pool())
        .await?;
    let subjects: Vec<Uuid> = std::iter::once(id.0).chain(case.application.recipient().map(|one| one.0)).collect();
    let (accesses, accesses_note) = accesses(cx, &subjects, &names).await?;
    let (certificate, issued, artifacts) = issued(&entries);
    let (pages, pictures) = pages(cx, &artifacts).await?;
    let event_line = |entry: &Entry| {
        let told = tell(entry, &names, cx.today);
        let hash = events
            .iter()
            .find(|event| event.position == entry.position)
            .map(|event| store::hash::leaf(&store::hash::entry(event)));
        EventLine {
            position: grouped(entry.position),
            at: told.recorded,
            who: told.who,
            text: told.text,
            leaf: hash.map(hex::encode).unwrap_or_default(),
        }
    };
    let staff = cx.staff()?;
    let receipt_number = case.application.receipt_number().map(|number| number.to_string()).unwrap_or_default();
    let paper = |document: &acts::CaseDocument| Paper {
        title: document.line.title.clone(),
        because: document.line.because.clone(),
        state: document.state.map_or("未確認", events::application::DocumentState::label).to_owned(),
    };
    let dossier = Dossier {
        taken_by: format!("{} {}　{}", staff.role.label(), staff.name, moment::exact(cx.now)),
        receipt_number: receipt_number.clone(),
        child_name: case.child_name.open().map_or_else(|| ERASED.to_owned(), |name| name.written().to_owned()),
        kind: case.application.kind().map_or("", |kind| kind.label()).to_owned(),
        stage: case.application.stage().map_or("", Stage::label).to_owned(),
        summary: summary(&case, &entries, &names),
        application: application(&rows(&received), &rows(&case)),
        papers: case.documents.iter().map(paper).collect(),
        rule_set: found.as_ref().map_or_else(|| "決定のときの算定はありません".to_owned(), |found| found.rule_set.id.clone()),
        steps: steps(found.as_ref()),
        verdicts: verdicts(&entries, &names, cx),
        certificate,
        issued,
        pages,
        pictures,
        accesses,
        accesses_note,
        events: entries.iter().map(event_line).collect(),
        closing: vec![
            format!(
                "この写しは、業務の記録 No.{} から No.{} までのうち、この申請に関する{}件から作成した。",
                grouped(from),
                grouped(until),
                entries.len()
            ),
            format!("最終ハッシュ（No.{} までの鎖）　{}", grouped(until), hex::encode(chain)),
        ],
        office: names.authority()?.division_in_full(),
    };
    Ok(Made { dossier, receipt_number, events, artifacts, position: until })
}

/// Prints it. Characters that no typeface has are replaced, and the dossier says so.
pub(super) async fn print(cx: &Cx, id: ApplicationId, dossier: Dossier, position: i64) -> Result<Vec<u8>, Problem> {
    let imprint = Imprint { ident: format!("{id}/{position}"), recorded_at: cx.now };
    let printed = match cx.acts().print(dossier.clone(), imprint.clone()).await {
        Err(ActError::Unprintable(faults)) => {
            let characters: Vec<String> = faults.into_iter().map(|fault| fault.character).collect();
            cx.acts().print(dossier.without(&characters).ok_or(Problem::Internal)?, imprint).await
        }
        printed => printed,
    };
    Ok(printed?.pdf)
}

/// `GET /cases/{id}/dossier`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await.map_err(|error| match error {
        ActError::NotFound => Problem::NotFound,
        other => other.into(),
    })?;
    frame::viewed(&cx, &case).await?;
    if let Some(instead) = crate::screens::protection::instead(&cx, &frame::subjects(&case)).await? {
        return Ok(instead);
    }
    let made = make(&cx, id).await?;
    let pdf = print(&cx, id, made.dossier, made.position).await?;
    file_answer::shown(pdf, "dossier.pdf")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
