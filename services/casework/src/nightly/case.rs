//! What a night finds about one open case: nobody has touched it for long, or the standard processing period is over.

use events::ids::{ApplicationId, RecipientId};
use events::nightly::{Finding, TaskKind};
use events::vocabulary::OfficeCode;
use jiff::civil::Date;

use super::Windows;
use crate::rules::{Masters, office_days};

/// A case that is not over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenCase {
    /// 申請.
    pub application: ApplicationId,
    /// 受給者, where the child is in the ledger.
    pub recipient: Option<RecipientId>,
    /// Whose desk it is; none where it is nobody's.
    pub desk: Option<OfficeCode>,
    /// 管轄事務所, where it is nobody's.
    pub office: OfficeCode,
    /// Its last movement, in Japan.
    pub since: Date,
    /// By when it should be decided, or what is asked for corrected.
    pub due_on: Option<Date>,
}

/// What is found about a case. A case on nobody's desk is stuck at once.
pub fn about_case(case: &OpenCase, day: Date, windows: &Windows, masters: &Masters) -> Option<Finding> {
    let finding = |kind, on| Finding {
        kind,
        about: case.application.0,
        recipient: case.recipient,
        office: case.desk.unwrap_or(case.office),
        day: on,
    };
    if let Some(due) = case.due_on.filter(|due| *due < day) {
        return Some(finding(TaskKind::Overdue, due));
    }
    let still = office_days::between(masters, case.since, day);
    (case.desk.is_none() || still > windows.stuck_days).then(|| finding(TaskKind::Stuck, case.since))
}
