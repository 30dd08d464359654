//! 対象を確定する: who is in a run and who is not, with the reason; the number is the next of the year.

use std::collections::HashMap;

use casework::mailing::Home;
use casework::print_run::{PrintRun, PrintRunCommand};
use casework::register::Register;
use events::Log;
use events::ids::{AwardId, PrintRunId};
use events::print_run::{Frozen, LeftOut, PrintItem, PrintQuery};
use events::vocabulary::{LeftOutReason, PrintKind, PrintOrder};
use jiff::civil::Date;
use projections::ledger::{self, AsOf};
use projections::prints::{DueRow, DueState};
use store::Expected;

use super::read;
use crate::ids::derived;
use crate::load::decide;
use crate::register::{ATTEMPTS, LARGEST_OF_A_YEAR, fiscal_year, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request, Whom};

impl Acts {
    /// 対象を確定する. Two runs never take the same certificate: whoever froze one meanwhile has moved the register of numbers, and then the
    /// question is asked again.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn freeze_print_run(&self, request: &Request, query: PrintQuery) -> Result<(PrintRunId, Done), ActError> {
        let id = PrintRunId(derived(request.command_id, "print_run"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        let year = fiscal_year(request.today)?;
        let register = Register::of_print_runs(year);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let (by, today) = (request.actor.id, request.today);
            let allocation = self.next_number(register.clone(), id.0, LARGEST_OF_A_YEAR, by, today).await?;
            let (items, left_out) = self.chosen(&query, today).await?;
            let frozen = Frozen { serial: allocation.serial, year, query: query.clone(), items, left_out };
            let command = PrintRunCommand::Freeze(Box::new(frozen));
            let facts = decide(&mut PrintRun::default(), (request.actor.clone(), command)).await?;
            let mut submission = Submission::new(self, Log::Casework, request);
            let key = Some(submission.new_key(id.0)?);
            submission.take(allocation)?;
            let (stream, expected, effective_on) = (id.0, Expected::Exactly(0), request.today);
            submission.add(Addition { stream, expected, key, effective_on, cause: None, facts })?;
            match submission.commit().await {
                Ok(done) => return Ok((id, (&done).into())),
                Err(Unwritten::Moved { stream, .. }) if stream == stream_of(&register) => {}
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }

    async fn chosen(&self, query: &PrintQuery, today: Date) -> Result<(Vec<PrintItem>, Vec<LeftOut>), ActError> {
        let rows = self.decided_for(query, None).await?;
        let protected = self.protected_among(&rows).await?;
        let (mut chosen, mut left_out) = (Vec::new(), Vec::new());
        for row in rows {
            let reason = match row.state {
                DueState::Due | DueState::Outside | DueState::Void => Some(LeftOutReason::NotMade),
                DueState::Stopped => Some(LeftOutReason::Stopped),
                DueState::Issued if query.kind != PrintKind::Protected && protected.contains(&row.award) => {
                    Some(LeftOutReason::Protected)
                }
                DueState::Issued => None,
            };
            match reason {
                Some(reason) => left_out.push(LeftOut { award: row.award, reason }),
                None => chosen.push(row),
            }
        }
        self.put_in_order(&mut chosen, query.order, today).await?;
        Ok((chosen.into_iter().filter_map(|row| item(&row)).collect(), left_out))
    }

    /// In the order of printing. Who has no postal code comes last.
    async fn put_in_order(&self, rows: &mut [DueRow], order: PrintOrder, today: Date) -> Result<(), ActError> {
        match order {
            PrintOrder::Number => rows.sort_by_key(|row| (row.recipient_number.to_string(), row.award)),
            PrintOrder::Office => rows.sort_by_key(|row| (row.office.to_string(), row.recipient_number.to_string(), row.award)),
            PrintOrder::Postal => {
                let awards: Vec<AwardId> = rows.iter().map(|row| row.award).collect();
                let mut people = read(ledger::of_awards(self.pool(), &awards, AsOf::default()).await)?;
                read(projections::open(self.pool(), &self.parts().ring, &mut people).await)?;
                let whom = |person: &ledger::LedgerRow| {
                    let guardian = person.guardian.open()?;
                    let home = Home { addressee: guardian.name.written().to_owned(), address: guardian.address.clone() };
                    Some((person.award, Whom { recipient: person.recipient, application: person.application, home }))
                };
                let (awards, whom): (Vec<AwardId>, Vec<Whom>) = people.iter().filter_map(whom).unzip();
                let goes = self.destinations(&whom, today).await?.into_iter();
                let code = goes.map(|to| to.address.and_then(|address| address.postal_code).map(|code| code.to_string()));
                let codes: HashMap<AwardId, Option<String>> = awards.into_iter().zip(code).collect();
                rows.sort_by_key(|row| {
                    let code = codes.get(&row.award).cloned().flatten();
                    (code.is_none(), code, row.recipient_number.to_string(), row.award)
                });
            }
        }
        Ok(())
    }
}

fn item(row: &DueRow) -> Option<PrintItem> {
    Some(PrintItem {
        award: row.award,
        recipient: row.recipient,
        application: row.application,
        certificate: row.certificate?,
        copy: row.copy,
        recipient_number: row.recipient_number,
    })
}
