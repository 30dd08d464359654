//! From events to rows, without a database.

use events::Event;
use events::cap_sheet::{CapSheetEvent, MonthEntered};
use events::claim_import::{ClaimImportEvent, ClaimRow, Recorded, TakenBack, Used};
use events::ids::named_stream;
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};
use uuid::Uuid;

use crate::reading::token;
use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Import {
    body: String,
    claimed_in: Date,
    recorded_on: Date,
    rows: i32,
    faulty: i32,
    recorded_by: Option<Uuid>,
    taken_back_on: Option<Date>,
    taken_back_by: Option<Uuid>,
    why: Option<String>,
    position: i64,
}
store::columns!(Import, in "claim_imports" by "import": body, claimed_in, recorded_on, rows, faulty, recorded_by, taken_back_on,
                taken_back_by, why, position);

#[derive(Clone, PartialEq, Debug)]
struct Use {
    import: Uuid,
    application: Uuid,
    recipient: Uuid,
    office: String,
    taken_back_on: Date,
    position: i64,
}
store::columns!(Use, in "claim_uses" by "claim_use": import, application, recipient, office, taken_back_on, position);

#[derive(Clone, PartialEq, Debug)]
struct Claim {
    import: Uuid,
    line: i32,
    body: String,
    month: Date,
    payer_number: String,
    recipient_number: String,
    institution: String,
    care: String,
    total: i64,
    paid: i64,
    share: i64,
    award: Option<Uuid>,
    recipient: Option<Uuid>,
    office: Option<String>,
    disease_group: Option<i16>,
    faults: Vec<String>,
    counts: bool,
    position: i64,
}
store::columns!(Claim, in "claim_rows" by "claim": import, line, body, month, payer_number, recipient_number, institution, care, total,
                paid, share, award, recipient, office, disease_group, faults, counts, position);

#[derive(Clone, PartialEq, Debug)]
struct Entered {
    recipient: Uuid,
    month: Date,
    total: Option<i64>,
    position: i64,
}
store::columns!(Entered, in "cap_sheet_months" by "sheet_month": recipient, month, total, position);

/// The tables.
#[derive(Default)]
pub(super) struct Fold {
    imports: Latest<Import>,
    claims: Latest<Claim>,
    uses: Latest<Use>,
    months: Latest<Entered>,
}

fn claim_key(import: Uuid, line: u32) -> Uuid {
    named_stream(&format!("claim/{import}/{line}"))
}

fn use_key(import: Uuid, used: &Used) -> Uuid {
    named_stream(&format!("claim_use/{import}/{}", used.application))
}

fn month_key(entered: &MonthEntered) -> Uuid {
    named_stream(&format!("cap_sheet/{}/{}", entered.recipient, entered.month))
}

/// The import with its rows or with the decisions on its months; or the month.
pub(super) fn keys(told: &Told) -> Result<Vec<Uuid>, FoldError> {
    let id = told.recorded.stream_id;
    Ok(match told.event()? {
        Event::ClaimImport(ClaimImportEvent::Recorded(event)) => {
            std::iter::once(id).chain(event.rows.iter().map(|row| claim_key(id, row.line))).collect()
        }
        Event::ClaimImport(ClaimImportEvent::TakenBack(event)) => {
            std::iter::once(id).chain(event.used.iter().map(|used| use_key(id, used))).collect()
        }
        Event::CapSheet(CapSheetEvent::MonthEntered(event)) => vec![month_key(event)],
        _ => Vec::new(),
    })
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.imports, &mut self.claims, &mut self.uses, &mut self.months]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        Ok(self.take(told)?)
    }
}

fn count(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

fn claim(import: Uuid, event: &Recorded, row: &ClaimRow, position: i64) -> Claim {
    let matched = row.matched.as_ref();
    Claim {
        import,
        line: i32::try_from(row.line).unwrap_or(i32::MAX),
        body: event.body.code().to_owned(),
        month: row.month,
        payer_number: row.payer_number.clone(),
        recipient_number: row.recipient_number.clone(),
        institution: row.institution.clone(),
        care: row.care.code().to_owned(),
        total: row.total.amount(),
        paid: row.paid.amount(),
        share: row.share.amount(),
        award: matched.map(|matched| matched.award.0),
        recipient: matched.map(|matched| matched.recipient.0),
        office: matched.map(|matched| matched.office.to_string()),
        disease_group: matched.map(|matched| i16::from(matched.group)),
        faults: row.faults.iter().map(|fault| fault.code().to_owned()).collect(),
        counts: row.counts(),
        position,
    }
}

impl Fold {
    fn take(&mut self, told: &Told) -> Result<(), FoldError> {
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        match told.event()? {
            Event::ClaimImport(ClaimImportEvent::Recorded(event)) => {
                for row in &event.rows {
                    self.claims.put(claim_key(id, row.line), claim(id, event, row, position));
                }
                let import = Import {
                    body: event.body.code().to_owned(),
                    claimed_in: event.claimed_in,
                    recorded_on: told.recorded.effective_on,
                    rows: count(event.rows.len()),
                    faulty: count(event.rows.iter().filter(|row| !row.faults.is_empty()).count()),
                    recorded_by: Some(told.recorded.actor_id.0),
                    taken_back_on: None,
                    taken_back_by: None,
                    why: None,
                    position,
                };
                self.imports.put(id, import);
            }
            Event::ClaimImport(ClaimImportEvent::TakenBack(event)) => self.take_back(event, told)?,
            Event::CapSheet(CapSheetEvent::MonthEntered(event)) => {
                let total = event.total.map(events::vocabulary::Yen::amount);
                self.months.put(month_key(event), Entered { recipient: event.recipient.0, month: event.month, total, position });
            }
            _ => {}
        }
        Ok(())
    }

    /// The rows stay to be read; whoever counts asks whether their import stands.
    fn take_back(&mut self, event: &TakenBack, told: &Told) -> Result<(), FoldError> {
        let (id, position, on) = (told.recorded.stream_id, told.recorded.position, told.recorded.effective_on);
        let row = self.imports.get(id).cloned().ok_or(FoldError::NotBegun { what: "claim import", id })?;
        for used in &event.used {
            let (application, recipient) = (used.application.0, used.recipient.0);
            let office = used.office.to_string();
            let row = Use { import: id, application, recipient, office, taken_back_on: on, position };
            self.uses.put(use_key(id, used), row);
        }
        let taken_back_by = Some(told.recorded.actor_id.0);
        // The list stands in the order in which files came in.
        self.imports.put(id, Import { taken_back_on: Some(on), taken_back_by, why: token(&event.why), ..row });
        Ok(())
    }
}
