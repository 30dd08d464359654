//! How early a start can lie at all: what no reason reaches beyond, whoever decides.

use events::vocabulary::{ProcedureKind, ValidityPeriod};
use jiff::civil::Date;

use super::months::{back, day_after};
use super::new_law2::{IN_FORCE, MONTHS_WITH_REASON};
use crate::rules::input::{Input, Stop};

/// The earliest day on which an award of this kind may begin: for a new application three months before it and never before the law came
/// into force, for a renewal the day after the award before, for everything else the day of application. No day is covered twice.
pub fn reach(kind: ProcedureKind, applied: Date, previous: &Input<ValidityPeriod>) -> Result<Date, Stop> {
    let after_previous = previous.known().map(|period| day_after(period.end())).transpose()?;
    match kind {
        ProcedureKind::New if applied >= IN_FORCE => {
            let earliest = back(applied, MONTHS_WITH_REASON)?.max(IN_FORCE);
            Ok(after_previous.map_or(earliest, |after| after.max(earliest)))
        }
        ProcedureKind::New => Ok(after_previous.map_or(applied, |after| after.max(applied))),
        ProcedureKind::Renewal => after_previous.ok_or_else(|| Stop::Missing("previous_end".to_owned())),
        ProcedureKind::Change | ProcedureKind::TransferIn => Ok(applied),
        ProcedureKind::Reissue => Err(Stop::NotApplicable("再交付では有効期間は変わりません。")),
    }
}
