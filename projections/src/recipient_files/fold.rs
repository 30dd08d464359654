//! From events to rows, without a database.

use events::Event;
use events::codes;
use events::ids::named_stream;
use events::recipient_file::{self, ItemKind, Prepared, RecipientFileEvent};
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use crate::told::{FoldError, coded};

codes! {
    /// Where a file stands.
    Stage, UnknownStage, "連絡ファイルの状態を表す語ではありません。" {
        /// Another person looks at it.
        Waiting = "waiting", "承認待ち";
        /// It may be handed over.
        Released = "released", "提出待ち";
        /// Nobody gets it.
        Withdrawn = "withdrawn", "取りやめ";
        /// The organisation has not answered.
        Delivered = "delivered", "結果待ち";
        /// The organisation has answered.
        Answered = "answered", "結果取込済";
    }
}
coded!(Stage);

#[derive(Clone, PartialEq, Debug)]
struct Row {
    body: String,
    month: Date,
    serial: i32,
    stage: Stage,
    added: i32,
    changed: i32,
    lost: i32,
    undecided: i32,
    prepared_on: Date,
    delivered_on: Option<Date>,
    rejected: Vec<i32>,
    position: i64,
}
store::columns!(Row, in "recipient_files" by "file": body, month, serial, stage, added, changed, lost, undecided, prepared_on, delivered_on,
                rejected, position);

#[derive(Clone, PartialEq, Debug)]
struct Item {
    file: Uuid,
    line: i32,
    kind: String,
    again: bool,
    award: Uuid,
    recipient: Uuid,
    source: Uuid,
    payer_number: String,
    recipient_number: String,
    first_day: Date,
    last_day: Date,
    tier: Option<String>,
    severity: String,
    monthly_cap: i64,
    annulled: bool,
    position: i64,
}
store::columns!(Item, in "recipient_file_items" by "item": file, line, kind, again, award, recipient, source, payer_number,
                recipient_number, first_day, last_day, tier, severity, monthly_cap, annulled, position);

/// The tables.
#[derive(Default)]
pub(super) struct Fold {
    files: Latest<Row>,
    items: Latest<Item>,
}

fn item_key(file: Uuid, line: usize) -> Uuid {
    named_stream(&format!("recipient_file/{file}/{line}"))
}

/// The file, and the lines that an event brings.
pub(super) fn keys(told: &Told) -> Result<Vec<Uuid>, FoldError> {
    let file = told.recorded.stream_id;
    let Event::RecipientFile(event) = told.event()? else { return Ok(Vec::new()) };
    let lines = match event {
        RecipientFileEvent::Prepared(event) => event.items.len(),
        _ => 0,
    };
    Ok(std::iter::once(file).chain((1..=lines).map(|line| item_key(file, line))).collect())
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.files, &mut self.items]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        Ok(self.take(told)?)
    }
}

fn count(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

fn begun(event: &Prepared, told: &Told) -> Row {
    let of = |kind| count(event.items.iter().filter(|item| item.kind == kind).count());
    Row {
        body: event.body.code().to_owned(),
        month: event.month,
        serial: i32::try_from(event.serial).unwrap_or(i32::MAX),
        stage: Stage::Waiting,
        added: of(ItemKind::New),
        changed: of(ItemKind::Changed),
        lost: of(ItemKind::Lost),
        undecided: count(event.undecided.len()),
        prepared_on: told.recorded.effective_on,
        delivered_on: None,
        rejected: Vec::new(),
        position: told.recorded.position,
    }
}

fn line_of(file: Uuid, line: usize, item: &recipient_file::Item, position: i64) -> Item {
    let entry = &item.entry;
    Item {
        file,
        line: count(line),
        kind: item.kind.code().to_owned(),
        again: item.again,
        award: item.award.0,
        recipient: item.recipient.0,
        source: item.source.0,
        payer_number: entry.payer_number.to_string(),
        recipient_number: entry.recipient_number.to_string(),
        first_day: entry.validity.start(),
        last_day: entry.validity.end(),
        tier: entry.tier.map(|tier| tier.code().to_owned()),
        severity: entry.severity.code().to_owned(),
        monthly_cap: entry.monthly_cap.amount(),
        annulled: entry.annulled,
        position,
    }
}

impl Fold {
    fn take(&mut self, told: &Told) -> Result<(), FoldError> {
        let Event::RecipientFile(event) = told.event()? else { return Ok(()) };
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        let mut row = match event {
            RecipientFileEvent::Prepared(event) => {
                for (line, item) in (1..).zip(&event.items) {
                    self.items.put(item_key(id, line), line_of(id, line, item, position));
                }
                begun(event, told)
            }
            _ => self.files.get(id).cloned().ok_or(FoldError::NotBegun { what: "recipient file", id })?,
        };
        match event {
            RecipientFileEvent::Prepared(_) => {}
            RecipientFileEvent::Released(_) => row.stage = Stage::Released,
            RecipientFileEvent::Withdrawn(_) => row.stage = Stage::Withdrawn,
            RecipientFileEvent::Delivered(event) => (row.stage, row.delivered_on) = (Stage::Delivered, Some(event.on)),
            RecipientFileEvent::ResultImported(event) => {
                row.stage = Stage::Answered;
                row.rejected = event.rejected.iter().map(|one| i32::try_from(one.line).unwrap_or(i32::MAX)).collect();
            }
        }
        self.files.put(id, Row { position, ..row });
        Ok(())
    }
}
