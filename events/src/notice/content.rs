//! What stands in a notice. Sealed as one in events.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::NoticeKind;
use crate::application::InsuranceDetails;
use crate::award::EndGround;
use crate::recipient::Guardian;
use crate::vocabulary::{Address, FreeText, MunicipalityCode, PersonName, Phone, Relation};

/// The content, by kind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NoticeContent {
    /// 記載事項変更届.
    Particulars(Box<ParticularsChange>),
    /// 返還届.
    Return(ReturnOfCertificate),
    /// 転出届.
    TransferOut(Box<TransferOut>),
    /// 再交付申請.
    Reissue(Reissue),
    /// 登録者証申請.
    RegistrantCertificate,
    /// 代理人選任届.
    Proxy(Box<Proxy>),
    /// 代理人解任届.
    ProxyEnd(ProxyEnd),
}

impl NoticeContent {
    /// Its kind.
    pub const fn kind(&self) -> NoticeKind {
        match self {
            Self::Particulars(_) => NoticeKind::Particulars,
            Self::Return(_) => NoticeKind::Return,
            Self::TransferOut(_) => NoticeKind::TransferOut,
            Self::Reissue(_) => NoticeKind::Reissue,
            Self::RegistrantCertificate => NoticeKind::RegistrantCertificate,
            Self::Proxy(_) => NoticeKind::Proxy,
            Self::ProxyEnd(_) => NoticeKind::ProxyEnd,
        }
    }
}

/// Where the child lives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Residence {
    /// 住所.
    pub address: Address,
    /// 住所地の市町.
    pub municipality: MunicipalityCode,
}

/// What changed of the particulars; what stands as it was is left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ParticularsChange {
    /// 氏名・フリガナ.
    pub name: Option<PersonName>,
    /// 住所.
    pub residence: Option<Residence>,
    /// 保護者.
    pub guardian: Option<Guardian>,
    /// 医療保険.
    pub insurance: Option<InsuranceDetails>,
}

impl ParticularsChange {
    /// Whether nothing changed.
    pub const fn is_empty(&self) -> bool {
        self.name.is_none() && self.residence.is_none() && self.guardian.is_none() && self.insurance.is_none()
    }
}

/// Why the entitlement is lost, and whether the card came back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReturnOfCertificate {
    /// 喪失の理由.
    pub ground: EndGround,
    /// The certificate was handed in with the notice.
    pub certificate_returned: bool,
    /// 連絡事項.
    pub note: Option<FreeText>,
}

/// Moving to the area of another authority (実施機関).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TransferOut {
    /// 転出先の実施機関, such as 福岡市.
    pub authority: FreeText,
    /// 転出先の住所.
    pub address: Address,
    /// The certificate was handed in with the notice.
    pub certificate_returned: bool,
}

codes! {
    /// What became of the card (再交付の理由).
    LossOfCertificate, UnknownLoss, "再交付の理由は、紛失か破損を選んでください。" {
        /// 紛失.
        Lost = "lost", "紛失";
        /// 破損・汚損.
        Damaged = "damaged", "破損・汚損";
    }
}

/// The card is to be made again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reissue {
    /// Why.
    pub cause: LossOfCertificate,
    /// The damaged card was handed in.
    pub certificate_returned: bool,
}

codes! {
    /// On what a proxy's power rests (代理権の根拠).
    Authority, UnknownAuthority, "代理権の根拠は、委任状か法定代理を選んでください。" {
        /// 委任状.
        Mandate = "mandate", "委任状";
        /// 法定代理人 (成年後見人など); needs no mandate.
        Statutory = "statutory", "法定代理（登記事項証明書など）";
    }
}

/// Somebody who may act for the applicant (代理人).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proxy {
    /// 氏名.
    pub name: PersonName,
    /// 続柄.
    pub relation: Relation,
    /// 住所.
    pub address: Address,
    /// 電話.
    pub phone: Option<Phone>,
    /// 代理権の根拠.
    pub authority: Authority,
    /// 代理権の末日; none where the paper names none.
    pub until: Option<Date>,
}

/// The proxy's power ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProxyEnd {
    /// 連絡事項.
    pub note: Option<FreeText>,
}
