//! 封入を照合する: what was scanned for one envelope, compared with the run and with what still counts.

use casework::certificate::Certificate;
use casework::print_run::{PrintRun, PrintRunCommand};
use events::certificate::CertificateEvent;
use events::ids::{CertificateId, PrintRunId};
use events::print_run::{FoundSheet, PrintRunEvent};
use events::vocabulary::SheetCode;

use crate::register::ATTEMPTS;
use crate::{ActError, Acts, Done, Request};

/// What the sheets for an envelope were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Envelope {
    /// Whole, and of one item: its ordinal.
    Matched(u32),
    /// Anything else: it must not be closed.
    Wrong(Vec<FoundSheet>),
}

impl Acts {
    /// 封入を照合する. Several people may scan at once; nobody has to see what the others did.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn match_sheets(
        &self,
        request: &Request,
        id: PrintRunId,
        codes: &[SheetCode],
    ) -> Result<(Envelope, Done), ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            let told = self.told::<PrintRunEvent>(events::Log::Casework, id.0, 0).await?;
            let same = told.into_iter().find(|told| told.envelope.position == done.last_position);
            return Ok((same.map(|told| envelope(told.event)).ok_or(ActError::NotFound)??, (&done).into()));
        }
        for _ in 0..ATTEMPTS {
            let file = self.print_run(id).await?;
            let mut found = Vec::with_capacity(codes.len());
            for code in codes {
                found.push(self.sheet_found(&file.run, *code).await?);
            }
            match self.tell_of_run(request, file, PrintRunCommand::Match { found }).await {
                Ok((event, done)) => return Ok((envelope(event)?, done)),
                Err(ActError::Stale { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Err(ActError::Unavailable)
    }

    async fn sheet_found(&self, run: &PrintRun, code: SheetCode) -> Result<FoundSheet, ActError> {
        let sheet = code.sheet();
        let of = |certificate: CertificateId| SheetCode::of(certificate, sheet) == code;
        let Some((ordinal, item)) = (1..).zip(run.items()).find(|(_, item)| of(item.certificate)) else {
            return Ok(FoundSheet { item: None, sheet, counts: false });
        };
        let counts = self.load::<Certificate, CertificateEvent>(item.certificate.0).await?.aggregate.counts();
        Ok(FoundSheet { item: Some(ordinal), sheet, counts })
    }
}

fn envelope(event: PrintRunEvent) -> Result<Envelope, ActError> {
    match event {
        PrintRunEvent::Matched(event) => Ok(Envelope::Matched(event.item)),
        PrintRunEvent::Mismatched(event) => Ok(Envelope::Wrong(event.found)),
        _ => Err(ActError::Internal),
    }
}
