//! A line of the worklist as screens get it.

use std::fmt;
use std::str::FromStr;

use events::ids::{ApplicationId, AwardId, RecipientId, StaffId};
use events::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode, PersonName, ProcedureKind, ReceiptNumber};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Flag, Queue, Stage};
use crate::Change;

/// One application and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct WorklistRow {
    /// 申請.
    pub application: ApplicationId,
    /// 段階.
    pub stage: Stage,
    /// Where it waits; none where nothing is left to do.
    pub queue: Option<Queue>,
    /// Whose desk that is.
    pub office: Option<OfficeCode>,
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 受付事務所.
    pub receiving_office: OfficeCode,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
    /// 住所地の市町.
    pub municipality: MunicipalityCode,
    /// 申請日.
    pub application_date: Date,
    /// 児童の氏名.
    pub child_name: Personal<PersonName>,
    /// 児童の生年月日.
    pub child_birth_date: Personal<Date>,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// Lines of the checklist (書類点検表).
    pub documents_needed: usize,
    /// Lines for which something is still awaited.
    pub documents_open: usize,
    /// When it came to this desk.
    pub waiting_since: Timestamp,
    /// 期限: of the correction, otherwise of the standard processing time; none where nothing is left to do.
    pub due_on: Option<Date>,
    /// 付せん.
    pub flags: Vec<Flag>,
    /// Put aside, or with the family, until this day.
    pub held_until: Option<Date>,
    /// 点検者.
    pub checker: Option<StaffId>,
    /// Everybody who entered or checked; none of them may decide.
    pub authors: Vec<StaffId>,
    /// 支給認定, once approved.
    pub award: Option<AwardId>,
    /// 受給者, where the child stands in the ledger already or once approved.
    pub recipient: Option<RecipientId>,
    /// The newest event.
    pub last_change: Change,
}

impl HoldsPersonal for WorklistRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("child_name", &mut self.child_name)?;
        visitor.field("child_birth_date", &mut self.child_birth_date)?;
        self.last_change.by.visit_personal(visitor)
    }
}

/// The last line of a page, after which the next begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After {
    /// Its due date.
    pub due_on: Date,
    /// Its application.
    pub application: ApplicationId,
}

/// A text that names no line.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("一覧の続きの位置が読めません。一覧を開き直してください。")]
pub struct AfterError;

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.due_on, self.application)
    }
}

impl FromStr for After {
    type Err = AfterError;
    fn from_str(text: &str) -> Result<Self, AfterError> {
        let (due_on, application) = text.split_once('_').ok_or(AfterError)?;
        Ok(Self { due_on: due_on.parse().map_err(|_| AfterError)?, application: application.parse().map_err(|_| AfterError)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_in_a_list_stands_in_an_address() {
        let after = After { due_on: jiff::civil::date(2026, 11, 20), application: ApplicationId(uuid::Uuid::from_u128(7)) };
        assert_eq!(after.to_string().parse(), Ok(after));
        assert_eq!("2026-11-20".parse::<After>(), Err(AfterError));
    }
}
