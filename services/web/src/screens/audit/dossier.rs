//! 決定調書 of a case, put together from its events and printed. Opening it is told to the access log before it is made.

use acts::{ActError, Case};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use casework::application::Stage;
use casework::rules::Determination;
use documents::dossier::{Access, EventLine, Issued, IssuedPage, Pair, Paper, Part, Row, Step, Verdict};
use documents::{Dossier, Imprint, PrintError};
use events::application::ApplicationEvent;
use events::certificate::{CertificateEvent, IssuedDocument};
use events::ids::{ApplicationId, ArtifactId};
use events::letter::LetterEvent;
use events::vocabulary::{Tier, wareki};
use events::{Event, Log};
use projections::case_history::{self, Entry};
use serde::Deserialize as _;
use std::collections::BTreeSet;
use store::Recorded;
use uuid::Uuid;

use super::belonging::Belonging;
use super::lines::what;
use super::person;
use crate::cx::Cx;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::form_rows::{Section, sections};
use crate::screens::cases::ident::ERASED;
use crate::screens::cases::names::Names;
use crate::screens::cases::told::{tell, who};
use crate::screens::cases::{certificate, frame, moment};

/// Most accesses that a dossier lists, the newest.
const ACCESSES: u16 = 1_000;
/// The document whose pages are shown, and how many at most.
const CERTIFICATE: &str = "certificate";
const PAGES: usize = 1;

/// A dossier with what it was made from.
pub(super) struct Made {
    pub(super) dossier: Dossier,
    pub(super) receipt_number: String,
    pub(super) events: Vec<Recorded>,
    pub(super) artifacts: Vec<Artifact>,
    pub(super) position: i64,
}

/// A paper that went out.
pub(super) struct Artifact {
    title: String,
    pub(super) document: String,
    pub(super) id: ArtifactId,
    /// Its front is shown.
    drawn: bool,
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

/// The form as received beside the form as decided.
fn application(received: &[Section], decided: &[Section]) -> Vec<Part> {
    let rows = |sections: &[Section]| -> Vec<(String, String, String)> {
        let mut all = Vec::new();
        for section in sections {
            for group in &section.groups {
                let title = [section.title, group.heading.as_str()].join(" ").trim().to_owned();
                all.extend(group.rows.iter().map(|row| (title.clone(), row.label.to_owned(), row.text.clone())));
            }
        }
        all
    };
    let (before, after) = (rows(received), rows(decided));
    let open = |text: &str| if text.is_empty() { "（未記入）".to_owned() } else { text.to_owned() };
    let mut parts: Vec<Part> = Vec::new();
    let mut put = |title: &str, row: Row| match parts.iter_mut().find(|part| part.title == title) {
        Some(part) => part.rows.push(row),
        None => parts.push(Part { title: title.to_owned(), rows: vec![row] }),
    };
    for (title, label, text) in &before {
        let now = after.iter().find(|(other, name, _)| other == title && name == label);
        let changed = match now {
            Some((_, _, now)) if now == text => None,
            Some((_, _, now)) => Some(open(now)),
            None => Some("（削除）".to_owned()),
        };
        put(title, Row { label: label.clone(), received: open(text), changed });
    }
    for (title, label, text) in &after {
        if !before.iter().any(|(other, name, _)| other == title && name == label) {
            put(title, Row { label: label.clone(), received: "（なし）".to_owned(), changed: Some(open(text)) });
        }
    }
    parts
}

fn summary(case: &Case, entries: &[Entry], names: &Names) -> Vec<Pair> {
    use case_history::Words as _;
    let mut rows = Vec::new();
    if let Some(refusal) = &case.refusal {
        rows.push(pair("決定", format!("不認定（{}）", wareki::long(refusal.decided_on))));
        rows.push(pair("不認定理由", names.phrase(&refusal.ground)));
        rows.push(pair("審査会の意見", wareki::long(refusal.board_heard_on)));
    }
    for entry in entries {
        match &entry.event {
            Event::Application(ApplicationEvent::Approved(approved)) => {
                rows.push(pair("決定", format!("支給認定（{}）", wareki::long(approved.decided_on))));
            }
            Event::Award(events::award::AwardEvent::Granted(granted)) => {
                let conclusion = &granted.conclusion;
                rows.push(pair("受給者番号", granted.recipient_number.to_string()));
                rows.push(pair("公費負担者番号", conclusion.payer_number.to_string()));
                rows.push(pair("有効期間", conclusion.validity.to_string()));
                rows.push(pair("階層区分", Tier::in_words(conclusion.tier)));
                rows.push(pair("区分", conclusion.severity.label()));
                rows.push(pair("自己負担上限月額", conclusion.monthly_cap.to_string()));
                rows.push(pair(
                    "疾病",
                    granted.diseases.iter().map(|one| names.disease_with_code(*one)).collect::<Vec<_>>().join("、"),
                ));
                rows.push(pair(
                    "算定の記録",
                    format!("マスタ No.{}まで、要約値 {}", grouped(conclusion.known_up_to), conclusion.digest),
                ));
            }
            _ => {}
        }
    }
    if rows.is_empty() {
        rows.push(pair("決定", format!("未決定（{}）", case.application.stage().map_or("", Stage::label))));
    }
    rows
}

fn steps(found: Option<&Determination>) -> Vec<Step> {
    let step = |step: &casework::rules::trace::TraceStep| Step {
        title: step.title.clone(),
        text: step.text.clone(),
        citation: step.cite.clone(),
        result: if step.out_text.is_empty() { "－".to_owned() } else { step.out_text.clone() },
        rule: format!("第{}版{}", step.law, if step.unconfirmed { " 要確認" } else { "" }),
    };
    found.map(|found| found.lines().map(step).collect()).unwrap_or_default()
}

fn verdicts(entries: &[Entry], names: &Names, cx: &Cx) -> Vec<Verdict> {
    let decides = |entry: &&Entry| {
        matches!(
            entry.event,
            Event::Application(
                ApplicationEvent::ReturnedForCorrection(_)
                    | ApplicationEvent::Resubmitted(_)
                    | ApplicationEvent::Amended(_)
                    | ApplicationEvent::Examined(_)
                    | ApplicationEvent::SentBack(_)
                    | ApplicationEvent::Approved(_)
                    | ApplicationEvent::Refused(_)
            )
        )
    };
    let verdict = |entry: &Entry| {
        let told = tell(entry, names, cx.today);
        let details = told.details.iter().map(|detail| format!("{}：{}", detail.label, detail.text)).collect();
        Verdict { at: told.recorded, who: told.who, text: told.text, details }
    };
    entries.iter().filter(decides).map(verdict).collect()
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

/// What went out: certificates with their papers, and letters.
fn issued(entries: &[Entry]) -> (Vec<Pair>, Vec<Issued>, Vec<Artifact>) {
    let (mut rows, mut papers, mut artifacts) = (Vec::new(), Vec::new(), Vec::new());
    let mut put = |title: String, one: &IssuedDocument, drawn: bool| {
        papers.push(Issued { title: title.clone(), artifact: one.artifact.to_string(), digest: one.sha256.clone() });
        artifacts.push(Artifact { title, document: one.document.clone(), id: one.artifact, drawn });
    };
    for entry in entries {
        match &entry.event {
            Event::Certificate(CertificateEvent::Issued(issued)) => {
                rows.push(pair("交付日", format!("{}（{}枚目）", wareki::long(issued.issued_on), issued.copy)));
                for one in &issued.documents {
                    let title = certificate::title(&one.document).unwrap_or(&one.document);
                    // The other papers follow from the certificate and are told by their digests.
                    put(title.to_owned(), one, one.document == CERTIFICATE);
                }
            }
            Event::Letter(LetterEvent::Issued(letter)) => {
                let label = format!("{}（{}）", letter.number, wareki::long(letter.issued_on));
                rows.push(pair(letter.kind.label(), label));
                put(format!("{}　{}", letter.kind.label(), letter.number), &letter.document, true);
            }
            _ => {}
        }
    }
    (rows, papers, artifacts)
}

/// The fronts of certificates and letters, drawn from the kept bytes; what was erased has none.
async fn pages(cx: &Cx, artifacts: &[Artifact]) -> Result<(Vec<IssuedPage>, Vec<Vec<u8>>), Problem> {
    let (mut pages, mut pictures) = (Vec::new(), Vec::new());
    for Artifact { title, id: artifact, .. } in artifacts.iter().filter(|artifact| artifact.drawn) {
        let bytes = match cx.acts().artifact(*artifact).await {
            Ok(bytes) => bytes,
            Err(ActError::NotFound | ActError::Erased) => continue,
            Err(error) => return Err(error.into()),
        };
        let drawn =
            tokio::task::spawn_blocking(move || documents::pictures(bytes, PAGES)).await.map_err(|_| Problem::Internal)?;
        let drawn = drawn.map_err(|error| {
            tracing::error!(%error, "an issued document cannot be drawn");
            Problem::Internal
        })?;
        pages.extend((1..=drawn.len()).map(|page| IssuedPage { title: format!("{title}　{page}枚目") }));
        pictures.extend(drawn);
    }
    Ok((pages, pictures))
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
        office: "佐賀県　こども家庭課".to_owned(),
    };
    Ok(Made { dossier, receipt_number, events, artifacts, position: until })
}

/// Prints on a thread that may block. Characters that no typeface has are replaced, and the dossier says so.
pub(super) async fn print(cx: &Cx, id: ApplicationId, dossier: Dossier, position: i64) -> Result<Vec<u8>, Problem> {
    let printer = cx.acts().printer();
    let imprint = Imprint { ident: format!("{id}/{position}"), recorded_at: cx.now };
    let printing = tokio::task::spawn_blocking(move || {
        let outcome = match printer.print(&dossier, &imprint) {
            Err(PrintError::Glyphs { faults, .. }) => {
                let characters: Vec<String> = faults.into_iter().map(|fault| fault.character).collect();
                dossier.without(&characters).map(|replaced| printer.print(&replaced, &imprint))
            }
            outcome => Some(outcome),
        };
        printer.end_batch();
        outcome
    });
    match printing.await {
        Ok(Some(Ok(paper))) => Ok(paper.pdf),
        Ok(Some(Err(error))) => {
            tracing::error!(%error, "a dossier cannot be printed");
            Err(Problem::Internal)
        }
        Ok(None) | Err(_) => Err(Problem::Internal),
    }
}

/// `GET /cases/{id}/dossier`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await.map_err(|error| match error {
        ActError::NotFound => Problem::NotFound,
        other => other.into(),
    })?;
    frame::viewed(&cx, &case).await?;
    let made = make(&cx, id).await?;
    let pdf = print(&cx, id, made.dossier, made.position).await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"dossier.pdf\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok((headers, pdf).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::cases::form_rows;
    use crate::screens::cases::names::tests::names;
    use crate::screens::cases::samples::form;

    #[test]
    fn only_what_was_amended_stands_in_the_second_column() {
        let before = form_rows::sections(&form(), None, &names());
        let mut amended = form();
        amended.household.members[0].income_levy = None;
        let after = form_rows::sections(&amended, None, &names());
        assert!(application(&before, &before).iter().flat_map(|part| &part.rows).all(|row| row.changed.is_none()));
        let parts = application(&before, &after);
        let changed: Vec<&Row> = parts.iter().flat_map(|part| &part.rows).filter(|row| row.changed.is_some()).collect();
        assert_eq!(changed.len(), 1);
        assert_eq!((changed[0].label.as_str(), changed[0].changed.as_deref()), ("所得割額", Some("（未記入）")));
    }

    #[test]
    fn positions_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
