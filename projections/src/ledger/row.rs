//! A line of the ledger as screens get it.

use std::fmt;
use std::str::FromStr;

use events::award::EndGround;
use events::ids::{ApplicationId, AwardId, CertificateId, RecipientId};
use events::recipient::Guardian;
use events::vocabulary::{
    Address, DiseaseId, MunicipalityCode, OfficeCode, PayerNumber, PersonName, ProcedureKind, RecipientNumber, Severity, Tier,
    ValidityPeriod, Yen,
};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::civil::Date;

use crate::Change;

/// One award and its recipient.
#[derive(Clone, PartialEq, Debug)]
pub struct LedgerRow {
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// The application that led to it.
    pub application: ApplicationId,
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
    /// 公費負担者番号.
    pub payer_number: PayerNumber,
    /// 氏名.
    pub name: Personal<PersonName>,
    /// 生年月日.
    pub birth_date: Personal<Date>,
    /// 住所.
    pub address: Personal<Address>,
    /// 保護者.
    pub guardian: Personal<Guardian>,
    /// 住所地の市町.
    pub municipality: MunicipalityCode,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// 階層区分.
    pub tier: Option<Tier>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Severity,
    /// 血友病等.
    pub haemophilia: bool,
    /// 自己負担上限月額.
    pub monthly_cap: Yen,
    /// 有効期間, by everything told so far.
    pub validity: ValidityPeriod,
    /// Why the days end earlier than they were granted; none where they do not.
    pub ended: Option<Ended>,
    /// A revocation or correction that waits for its decision (取消・訂正の起案).
    pub redress: Option<RedressKind>,
    /// 決定日.
    pub decided_on: Date,
    /// 登録者証を兼ねる.
    pub registrant_certificate: bool,
    /// 受給者証.
    pub certificate: CertificateState,
    /// The newest event.
    pub last_change: Change,
}

/// Why an award ends before the day on which it was granted to end (支給認定の終わり).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// 別の支給認定に替わった.
    Replaced,
    /// 初日から取り消した: none of its days counts.
    Annulled,
    /// It ended for a ground of its own (資格喪失).
    Lost(EndGround),
}

impl Ended {
    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Replaced => "変更により終了",
            Self::Annulled => "初日から取消",
            Self::Lost(ground) => ground.label(),
        }
    }
}

impl FromStr for Ended {
    type Err = EndedError;
    fn from_str(text: &str) -> Result<Self, EndedError> {
        match text {
            "replaced" => Ok(Self::Replaced),
            "annulled" => Ok(Self::Annulled),
            other => other.parse().map(Self::Lost).map_err(|_| EndedError),
        }
    }
}

/// What waits for a decision about an award.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RedressKind {
    /// 取消.
    Revocation,
    /// 訂正.
    Correction,
}

impl RedressKind {
    /// Word in rows.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Correction => "correction",
        }
    }

    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Revocation => "取消",
            Self::Correction => "訂正",
        }
    }
}

impl FromStr for RedressKind {
    type Err = EndedError;
    fn from_str(text: &str) -> Result<Self, EndedError> {
        [Self::Revocation, Self::Correction].into_iter().find(|kind| kind.code() == text).ok_or(EndedError)
    }
}

/// A word that names no end.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("支給認定の終わりを表す語ではありません。")]
pub struct EndedError;

/// Whether the certificate is made (受給者証の状態).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CertificateState {
    /// 作成待ち.
    Waiting,
    /// 無効: it was voided and none takes its place.
    Voided,
    /// 作成停止: cannot be printed as it must be.
    Stopped,
    /// 作成済.
    Issued {
        /// The newest certificate.
        certificate: CertificateId,
        /// 交付日.
        issued_on: Date,
        /// 枚数目, counting from 1.
        copy: u32,
    },
}

impl CertificateState {
    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "作成待ち",
            Self::Voided => "無効",
            Self::Stopped => "作成停止",
            Self::Issued { .. } => "作成済",
        }
    }
}

impl HoldsPersonal for LedgerRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("name", &mut self.name)?;
        visitor.field("birth_date", &mut self.birth_date)?;
        visitor.field("address", &mut self.address)?;
        visitor.field("guardian", &mut self.guardian)?;
        self.last_change.by.visit_personal(visitor)
    }
}

/// The last line of a page, after which the next begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After {
    /// Its payer number.
    pub payer_number: PayerNumber,
    /// Its recipient number.
    pub recipient_number: RecipientNumber,
    /// Its award.
    pub award: AwardId,
}

/// A text that names no line.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("台帳の続きの位置が読めません。台帳を開き直してください。")]
pub struct AfterError;

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.payer_number, self.recipient_number, self.award)
    }
}

impl FromStr for After {
    type Err = AfterError;
    fn from_str(text: &str) -> Result<Self, AfterError> {
        let mut parts = text.split('_');
        let (Some(payer), Some(recipient), Some(award), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(AfterError);
        };
        Ok(Self {
            payer_number: payer.parse().map_err(|_| AfterError)?,
            recipient_number: recipient.parse().map_err(|_| AfterError)?,
            award: award.parse().map_err(|_| AfterError)?,
        })
    }
}
