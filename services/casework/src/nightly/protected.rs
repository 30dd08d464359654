//! What a night finds about a protected family: the term of the protection ends soon, or is over and nobody said what follows. Until then the
//! address stays hidden.

use events::ids::{ApplicationId, RecipientId};
use events::nightly::{Finding, TaskKind};
use events::vocabulary::OfficeCode;
use jiff::Span;
use jiff::civil::Date;

use super::Windows;

/// A protection that stands and has a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Protected {
    /// The application under which it was recorded.
    pub application: ApplicationId,
    /// 受給者, where the child is in the ledger.
    pub recipient: Option<RecipientId>,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 期限.
    pub until: Date,
}

/// What is found about a protection on a day.
pub fn about_protection(protected: &Protected, day: Date, windows: &Windows) -> Option<Finding> {
    let Protected { application, recipient, office, until } = *protected;
    let last = day.saturating_add(Span::new().days(windows.protection_days));
    (until <= last).then_some(Finding { kind: TaskKind::ProtectionEnds, about: application.0, recipient, office, day: until })
}
