//! 発行の対象を確定した: from here on the run is about these certificates, whatever is decided later.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, AwardId, CertificateId, RecipientId};
use crate::vocabulary::{LeftOutReason, OfficeCode, PrintKind, PrintOrder, RecipientNumber};

/// What was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PrintQuery {
    /// 対象.
    pub kind: PrintKind,
    /// 管轄事務所; all where none.
    pub office: Option<OfficeCode>,
    /// 決定日, the first.
    pub decided_from: Date,
    /// 決定日, the last.
    pub decided_until: Date,
    /// 並び順.
    pub order: PrintOrder,
}

/// One certificate with its cap management sheet; its ordinal is its place in the list, from 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PrintItem {
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 申請.
    pub application: ApplicationId,
    /// 受給者証.
    pub certificate: CertificateId,
    /// 枚数目.
    pub copy: u32,
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
}

/// An award that was decided and is not in the run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    /// 支給認定.
    pub award: AwardId,
    /// Why not.
    pub reason: LeftOutReason,
}

/// A run was frozen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Frozen {
    /// 発行番号: anew each fiscal year.
    pub serial: u32,
    /// Fiscal year of 令和.
    pub year: u8,
    /// What was asked for.
    pub query: PrintQuery,
    /// In the order of printing.
    pub items: Vec<PrintItem>,
    /// Decided, and not in the run.
    pub left_out: Vec<LeftOut>,
}

crate::personal::personal!(Frozen);
