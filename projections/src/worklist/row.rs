//! A line of the worklist as screens get it.

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
    /// 担当者 where it lies; none where it is nobody's, or theirs whose account is locked.
    pub clerk: Option<StaffId>,
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
