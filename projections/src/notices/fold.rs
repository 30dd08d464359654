//! From events to rows, without a database.

use events::notice::{NoticeEvent, Received};
use events::vocabulary::OfficeCode;
use events::{Event, codes};
use jiff::Timestamp;
use jiff::civil::Date;
use store::Told;
use uuid::Uuid;

use crate::reading::token;
use crate::told::{FoldError, Mark, coded, one_table};

codes! {
    /// Where a notice stands; the same words as in the rules of casework.
    Stage, UnknownStage, "届の状態を表す語ではありません。" {
        /// The division settles it.
        Received = "received", "処理待ち";
        /// The counter mends it.
        Returned = "returned", "差戻し中";
        /// Done.
        Settled = "settled", "処理済";
        /// Given up.
        Withdrawn = "withdrawn", "取下げ";
    }
}

/// A notice and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Notice {
    kind: String,
    receipt_number: String,
    recipient: Uuid,
    award: Uuid,
    receiving_office: String,
    responsible_office: String,
    filed_on: Date,
    happened_on: Date,
    name: Option<String>,
    stage: Stage,
    office: Option<String>,
    waiting_since: Timestamp,
    due_on: Date,
    change_of_award: Option<bool>,
    mark: Mark,
}
store::columns!(Notice, in "notices" by "notice_id": kind, receipt_number, recipient as "recipient_id", award as "award_id",
                receiving_office, responsible_office, filed_on, happened_on, name, stage, office, waiting_since, due_on,
                change_of_award, mark);
coded!(Stage);

one_table!(Notice);

impl Fold {
    fn take(&mut self, told: &Told) -> Result<(), FoldError> {
        let Event::Notice(event) = told.event()? else { return Ok(()) };
        let (id, recorded) = (told.recorded.stream_id, &told.recorded);
        let mut row = match event {
            NoticeEvent::Received(event) => received(event, told),
            _ => self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "notice", id })?,
        };
        match event {
            NoticeEvent::Received(_) => {}
            NoticeEvent::Amended(event) => {
                row.stage = Stage::Received;
                row.happened_on = event.happened_on;
            }
            NoticeEvent::Returned(event) => {
                row.stage = Stage::Returned;
                row.due_on = event.due_on;
            }
            NoticeEvent::Settled(event) => {
                row.stage = Stage::Settled;
                row.change_of_award = event.change_of_award;
            }
            NoticeEvent::Withdrawn(_) => row.stage = Stage::Withdrawn,
        }
        let before = self.0.get(id).map(|before| before.stage);
        if before != Some(row.stage) {
            row.waiting_since = recorded.recorded_at;
        }
        row.office = match row.stage {
            Stage::Received => Some(OfficeCode::DIVISION.to_string()),
            Stage::Returned => Some(row.receiving_office.clone()),
            Stage::Settled | Stage::Withdrawn => None,
        };
        row.mark = Mark::from(recorded);
        self.0.put(id, recorded.position, row);
        Ok(())
    }
}

fn received(event: &Received, told: &Told) -> Notice {
    Notice {
        kind: event.kind.code().to_owned(),
        receipt_number: event.receipt_number.to_string(),
        recipient: event.recipient.0,
        award: event.award.0,
        receiving_office: event.receiving_office.to_string(),
        responsible_office: event.responsible_office.to_string(),
        filed_on: event.filed_on,
        happened_on: event.happened_on,
        name: token(&event.name),
        stage: Stage::Received,
        office: None,
        waiting_since: told.recorded.recorded_at,
        due_on: event.due_on,
        change_of_award: None,
        mark: Mark::from(&told.recorded),
    }
}
