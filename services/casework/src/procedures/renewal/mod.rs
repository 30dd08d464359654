//! Renewal (更新申請): filed while the award runs, it gives the award that follows without a gap (児童福祉法第19条の3第1項・第6項).
//! Filed later it is a new application, which is impossible from 18 on.

mod prefill;
mod taxed;

use events::vocabulary::{ProcedureKind, ValidityPeriod};
use jiff::civil::Date;

use super::{Admission, Procedure, SECTIONS};
use crate::Refusal;
use crate::rules::renewal_kind::{RenewalFacts, RenewalKind, renewal_kind};
use crate::rules::version::Dates;
use crate::rules::{Asked, Input, Masters, RuleSet, Trace};

pub use prefill::prefilled;
pub use taxed::{has_member, taxed};

/// The renewal.
pub const PROCEDURE: Procedure = Procedure {
    kind: ProcedureKind::Renewal,
    title: "小児慢性特定疾病医療費支給認定申請書（更新）",
    law: "児童福祉法第19条の3第1項・第6項、児童福祉法施行規則第7条の9",
    sections: SECTIONS,
};

/// How an application to go on is taken: as a renewal, or as a new application with the reason.
///
/// # Errors
/// [`Refusal::RenewalImpossible`] with the reason.
pub(super) fn admit(applied: Date, birth: Date, earlier: ValidityPeriod, masters: &Masters) -> Result<Admission, Refusal> {
    let set = RuleSet::current(masters);
    let asked = Asked { set: &set, dates: Dates { kind: ProcedureKind::Renewal, applied }, masters };
    let facts = RenewalFacts {
        application_date: Input::Known(applied),
        expires: Input::Known(earlier.end()),
        birth_date: Input::Known(birth),
    };
    let mut trace = Trace::default();
    let kind = renewal_kind(&asked, &facts, &mut trace);
    let because = trace.stored().first().map(|step| step.text.clone()).unwrap_or_default();
    match kind {
        Ok(RenewalKind::Renewal) => Ok(Admission { kind: ProcedureKind::Renewal, because }),
        Ok(RenewalKind::New) => Ok(Admission { kind: ProcedureKind::New, because }),
        Ok(RenewalKind::Refused) | Err(_) => Err(Refusal::RenewalImpossible(because)),
    }
}
