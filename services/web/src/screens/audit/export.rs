//! 監査調書: a sample as one zip file, sent while it is made. Memory holds one case at a time. That it leaves is written down before the
//! first byte does.

mod bundle;

use acts::{ActError, AuditSample, ExportInput};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use events::vocabulary::FreeText;
use projections::case_history;
use serde::Serialize;
use store::Recorded;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{dossier, sample};
use crate::cx::Cx;
use crate::forms::Posted;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::cases::papers::reason;

/// A file of the bundle.
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// An event as it stands in the log, for a line of JSON.
#[derive(Serialize)]
struct EventLine<'a> {
    log: i16,
    position: i64,
    stream_id: Uuid,
    stream_type: &'a str,
    stream_version: i32,
    event_id: Uuid,
    event_type: &'a str,
    schema_version: i16,
    command_id: Uuid,
    recorded_at: jiff::Timestamp,
    effective_on: jiff::civil::Date,
    actor_id: Uuid,
    actor_name: &'a str,
    actor_role: &'a str,
    actor_office: Option<&'a str>,
    reason: Option<&'a str>,
    correlation_id: Uuid,
    causation_id: Option<Uuid>,
    trace_context: Option<&'a str>,
    payload: &'a str,
    metadata: &'a str,
    leaf: String,
}

fn json_lines(events: &[Recorded]) -> Result<Vec<u8>, Problem> {
    let mut lines = Vec::new();
    for event in events {
        let line = EventLine {
            log: event.log.number(),
            position: event.position,
            stream_id: event.stream_id,
            stream_type: &event.stream_type,
            stream_version: event.stream_version,
            event_id: event.event_id.0,
            event_type: &event.event_type,
            schema_version: event.schema_version,
            command_id: event.command_id.0,
            recorded_at: event.recorded_at,
            effective_on: event.effective_on,
            actor_id: event.actor_id.0,
            actor_name: &event.actor_name,
            actor_role: &event.actor_role,
            actor_office: event.actor_office.as_deref(),
            reason: event.reason.as_deref(),
            correlation_id: event.correlation_id.0,
            causation_id: event.causation_id,
            trace_context: event.trace_context.as_deref(),
            payload: &event.payload,
            metadata: &event.metadata,
            leaf: hex::encode(store::hash::leaf(&store::hash::entry(event))),
        };
        serde_json::to_writer(&mut lines, &line).map_err(|_| Problem::Internal)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// A cell of a table: never a formula, always one cell.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

fn instructions(cx: &Cx, sample: &AuditSample, taken: &str, why: &str) -> String {
    let drawn = &sample.drawn;
    format!(
        include_str!("export/instructions.txt"),
        taken = taken,
        at = moment::exact(cx.now),
        why = why,
        purpose = reason(Some(&drawn.purpose)),
        from = drawn.from,
        until = drawn.until,
        population = drawn.population,
        size = drawn.cases.len(),
        seed = drawn.seed,
        known = drawn.known_up_to,
    )
}

fn notes(sample: &AuditSample) -> Vec<u8> {
    let mut text = "\u{feff}申請の識別子,日時,所見\r\n".to_owned();
    for note in &sample.notes {
        let row = [note.case.to_string(), moment::exact(note.at), reason(Some(&note.note))].map(|one| cell(&one)).join(",");
        text.push_str(&row);
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// Makes the files one after the other and hands them to the writer.
async fn fill(cx: Cx, sample: AuditSample, head: String, files: mpsc::Sender<Entry>) -> Result<(), Problem> {
    let gone = |_| Problem::Internal;
    let send = async |path: String, bytes: Vec<u8>| files.send(Entry { path, bytes }).await.map_err(gone);
    send("はじめに.txt".to_owned(), head.into_bytes()).await?;
    let query = serde_json::to_vec_pretty(&serde_json::json!({
        "sample": sample.id, "from": sample.drawn.from, "until": sample.drawn.until, "by": sample.drawn.by, "seed": sample.drawn.seed,
        "known_up_to": sample.drawn.known_up_to, "population": sample.drawn.population, "strata": sample.drawn.strata,
        "cases": sample.drawn.cases,
    }));
    send("sample.json".to_owned(), query.map_err(|_| Problem::Internal)?).await?;
    let mut list = "\u{feff}順,受付番号,申請の識別子,順位の値（SHA-256）,出来事の件数\r\n".to_owned();
    for (index, case) in sample.drawn.cases.iter().enumerate() {
        let made = dossier::make(&cx, *case).await?;
        let folder = format!("cases/{:03}_{}", index + 1, made.receipt_number);
        let rank = hex::encode(casework::sampling::rank(sample.drawn.seed, case));
        let row = [(index + 1).to_string(), made.receipt_number.clone(), case.to_string(), rank, made.events.len().to_string()];
        list.push_str(&row.map(|one| cell(&one)).join(","));
        list.push_str("\r\n");
        send(format!("{folder}/events.jsonl"), json_lines(&made.events)?).await?;
        let mut copies = std::collections::BTreeMap::<&str, usize>::new();
        for dossier::Artifact { document, id, .. } in &made.artifacts {
            // The second card or letter of a kind is another file.
            let copy = copies.entry(document).and_modify(|copy| *copy += 1).or_insert(1);
            let name = if *copy == 1 { document.clone() } else { format!("{document}-{copy}") };
            match cx.acts().artifact(*id).await {
                Ok(bytes) => send(format!("{folder}/{name}.pdf"), bytes).await?,
                Err(ActError::NotFound | ActError::Erased) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let pdf = dossier::print(&cx, *case, made.dossier, made.position).await?;
        send(format!("{folder}/dossier.pdf"), pdf).await?;
    }
    send("sample.csv".to_owned(), list.into_bytes()).await?;
    send("notes.csv".to_owned(), notes(&sample)).await
}

/// Everybody in the file, and how many events.
async fn contents(cx: &Cx, sample: &AuditSample) -> Result<(Vec<Uuid>, u32), Problem> {
    let (mut subjects, mut events) = (Vec::new(), 0_usize);
    for case in &sample.drawn.cases {
        let (all, ..) = super::person::subjects(cx, case.0).await?;
        subjects.extend(all);
        events += case_history::of_case(cx.pool(), *case, None).await?.len();
    }
    subjects.sort_unstable();
    subjects.dedup();
    Ok((subjects, u32::try_from(events).unwrap_or(u32::MAX)))
}

/// `POST /audit/samples/{id}/export`.
pub(crate) async fn export(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let sample = cx.acts().audit_sample(id).await?;
    let why = match FreeText::parse(posted.text("reason")) {
        Ok(why) => why,
        Err(error) => return sample::refused(&cx, sample, None, posted.text("reason"), error.to_string()).await,
    };
    let (subjects, events) = contents(&cx, &sample).await?;
    if cx.shield(&subjects).await?.hides_any() {
        let says = "標本に支援措置の対象者の申請があります。その申請の「支援措置」で表示する目的を記録してから、30分のうちに持ち出してください。まだ何も持ち出していません。";
        return sample::refused(&cx, sample, None, posted.text("reason"), says.to_owned()).await;
    }
    let staff = cx.staff()?;
    let taken = format!("{} {} {}", staff.office_name, staff.role.label(), staff.name);
    let head = instructions(&cx, &sample, &taken, why.as_str());
    match cx.acts().tell_export(&request, &sample, ExportInput { subjects, events, reason: why }).await {
        Ok(()) => {}
        Err(error @ ActError::Refused(_)) => {
            return sample::refused(&cx, sample, None, posted.text("reason"), error.to_string()).await;
        }
        Err(other) => return Err(other.into()),
    }
    cx.seen_is_written();
    let (files, given) = mpsc::channel::<Entry>(1);
    let (chunks, sent) = mpsc::channel::<std::io::Result<Bytes>>(4);
    let (whole, is_whole) = std::sync::mpsc::channel::<()>();
    let broken = chunks.clone();
    tokio::task::spawn_blocking(move || bundle::write(given, &is_whole, &chunks));
    let name = format!("attachment; filename=\"audit-{}.zip\"", &id.simple().to_string()[24..]);
    tokio::spawn(async move {
        if fill(cx, sample, head, files).await.is_ok() {
            // Told before the channel closes, so that the writer knows a finished bundle from one that broke off.
            let _ = whole.send(());
        } else {
            tracing::error!("an audit file broke off");
            let _ = broken.send(Err(std::io::Error::other("the audit file broke off"))).await;
        }
    });
    let body = Body::from_stream(futures::stream::unfold(sent, async |mut sent| sent.recv().await.map(|chunk| (chunk, sent))));
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(|_| Problem::Internal)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok((headers, body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_never_a_formula_and_never_two_cells() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell("一,二\n三"), "\"一,二\n三\"");
    }
}
