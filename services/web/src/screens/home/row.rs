//! One line of a list of applications.

use casework::rules::{Masters, office_days};
use events::vocabulary::{Age, wareki};
use jiff::civil::Date;
use projections::worklist::{Flag as WorkFlag, Queue, WorklistRow};
use serde::Serialize;
use uuid::Uuid;

use crate::as_of::View;
use crate::clock::day_in_japan;
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::ident::Flag;

#[derive(Serialize)]
pub(crate) struct Row {
    id: String,
    href: String,
    due: Option<Date>,
    due_today: bool,
    overdue: i64,
    receipt_number: String,
    name: String,
    age: String,
    kind: &'static str,
    applied: Date,
    state: &'static str,
    tone: &'static str,
    flags: Vec<Flag>,
    next_act: &'static str,
    documents: usize,
    documents_open: usize,
    days: i64,
    /// 担当者; empty where it is nobody's.
    clerk: String,
}

/// Opens the rows of a page, tells the access log whom they show, and writes them as they are read.
pub(crate) async fn shown(cx: &Cx, mut rows: Vec<WorklistRow>, masters: &Masters, view: &View) -> Result<Vec<Row>, Problem> {
    let subjects: Vec<Uuid> = rows.iter().map(|row| row.application.0).collect();
    cx.viewed(&subjects).await?;
    let recipients: Vec<Uuid> = rows.iter().filter_map(|row| row.recipient).map(|recipient| recipient.0).collect();
    let shield = cx.shield(&recipients).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let clerks = crate::screens::clerks::names(cx, rows.iter().filter_map(|row| row.clerk)).await?;
    let row = |row: &WorklistRow| {
        let mut shown = Row::of(row, masters, view.day);
        if shield.covers(row.application.0) || row.recipient.is_some_and(|recipient| shield.covers(recipient.0)) {
            shown.flags.insert(0, Flag::new("alert", "支援措置"));
        }
        let clerk = row.clerk.and_then(|clerk| clerks.get(&clerk).cloned()).unwrap_or_default();
        Row { href: format!("{}{}", shown.href, view.query()), clerk, ..shown }
    };
    Ok(rows.iter().map(row).collect())
}

impl Row {
    fn of(row: &WorklistRow, masters: &Masters, today: Date) -> Self {
        let overdue = row.due_on.map_or(0, |due| office_days::between(masters, due, today));
        let (name, kana) = row.child_name.open().map_or(("（消去済み）".to_owned(), String::new()), |name| {
            (name.written().to_owned(), name.kana().to_string())
        });
        let years = row.child_birth_date.open().and_then(|birth| Age::on(*birth, today)).map(|age| format!("{}歳", age.years()));
        Self {
            id: row.application.to_string(),
            href: format!("/cases/{}", row.application),
            due: row.due_on,
            due_today: row.due_on == Some(today),
            overdue,
            receipt_number: row.receipt_number.to_string(),
            name,
            age: format!("{kana} {}", years.unwrap_or_default()).trim().to_owned(),
            kind: row.kind.label(),
            applied: row.application_date,
            state: row.queue.map_or(row.stage.label(), Queue::label),
            tone: row.queue.map_or("", |queue| tone(queue, overdue > 0)),
            flags: row.flags.iter().filter(|flag| !told_elsewhere(**flag, row.queue)).map(|flag| chip(*flag, row)).collect(),
            next_act: row.queue.map_or("", Queue::next_act_label),
            documents: row.documents_needed,
            documents_open: row.documents_open,
            days: i64::from((today - day_in_japan(row.waiting_since)).get_days()).max(0),
            clerk: String::new(),
        }
    }

    pub(crate) fn samples() -> Vec<Self> {
        let row = |due: Option<&str>, overdue: i64, due_today: bool, documents_open: usize| Self {
            id: "01990000-0000-7000-8000-000000000001".into(),
            href: "/cases/01990000-0000-7000-8000-000000000001".into(),
            due: due.and_then(|day| day.parse().ok()),
            due_today,
            overdue,
            receipt_number: "8-01-0412".into(),
            name: "見本 花子".into(),
            age: "ミホン ハナコ 6歳".into(),
            kind: "新規",
            applied: jiff::civil::date(2026, 11, 6),
            state: "補正待ち",
            tone: "alert",
            flags: vec![Flag::new("warn", "審査会保留")],
            next_act: "補正して再提出する",
            documents: 8,
            documents_open,
            days: 14,
            clerk: if due_today { String::new() } else { "見本 三郎".into() },
        };
        vec![row(Some("2026-11-20"), 1, false, 1), row(Some("2026-11-24"), 0, true, 0), row(None, 0, false, 0)]
    }
}

/// A flag as a label; a hold with its day.
fn chip(flag: WorkFlag, row: &WorklistRow) -> Flag {
    match (flag, row.held_until) {
        (WorkFlag::Held, Some(until)) => Flag::new(flag.tone(), format!("{} {}まで", flag.label(), wareki::short(until))),
        _ => Flag::new(flag.tone(), flag.label()),
    }
}

/// A flag that another column of the line says already.
const fn told_elsewhere(flag: WorkFlag, queue: Option<Queue>) -> bool {
    matches!((flag, queue), (WorkFlag::MissingDocuments, _) | (WorkFlag::AwaitingBoard, Some(Queue::ToBoard)))
}

/// Colour only where something is late or the family has been asked for something.
const fn tone(queue: Queue, late: bool) -> &'static str {
    match queue {
        Queue::Correction | Queue::IssueStopped => "alert",
        _ if late => "alert",
        Queue::Intake | Queue::ToCheck | Queue::Checking => "warn",
        Queue::ToForward | Queue::ToBoard | Queue::ToDecide => "key",
        Queue::ToIssue => "",
    }
}
