//! One item of a run, and the steps it goes through.

use events::ids::{ApplicationId, AwardId, CertificateId, RecipientId};
use events::print_run::PrintItem;
use events::vocabulary::RecipientNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An item as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ItemState {
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
    /// What was rendered.
    pub(super) digest: Option<String>,
    pub(super) printed: bool,
    pub(super) spoiled: u32,
    pub(super) matched: bool,
    pub(super) posted: Option<Date>,
    pub(super) returned: bool,
}

/// A step of a run, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Step {
    /// 作成.
    Rendered,
    /// 印刷.
    Printed,
    /// 封入.
    Matched,
    /// 発送.
    Posted,
}

impl Step {
    /// In their order.
    pub const ALL: [Self; 4] = [Self::Rendered, Self::Printed, Self::Matched, Self::Posted];

    /// Word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rendered => "rendered",
            Self::Printed => "printed",
            Self::Matched => "matched",
            Self::Posted => "posted",
        }
    }

    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rendered => "作成",
            Self::Printed => "印刷",
            Self::Matched => "封入",
            Self::Posted => "発送",
        }
    }
}

impl ItemState {
    pub(super) fn of(item: &PrintItem) -> Self {
        Self {
            award: item.award,
            recipient: item.recipient,
            application: item.application,
            certificate: item.certificate,
            copy: item.copy,
            recipient_number: item.recipient_number,
            digest: None,
            printed: false,
            spoiled: 0,
            matched: false,
            posted: None,
            returned: false,
        }
    }

    /// Digest of what was rendered.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// How often its sheets were spoiled.
    pub const fn spoiled(&self) -> u32 {
        self.spoiled
    }

    /// Whether it lies on paper.
    pub const fn is_printed(&self) -> bool {
        self.printed
    }

    /// Whether its envelope is closed.
    pub const fn is_matched(&self) -> bool {
        self.matched
    }

    /// Whether it is on its way or arrived.
    pub const fn is_posted(&self) -> bool {
        self.posted.is_some()
    }

    /// 発送日.
    pub const fn posted_on(&self) -> Option<Date> {
        self.posted
    }

    /// Whether it came back and lies in the office.
    pub const fn is_returned(&self) -> bool {
        self.returned
    }

    pub(super) const fn has(&self, step: Step, rendered: bool) -> bool {
        match step {
            Step::Rendered => rendered,
            Step::Printed => self.printed,
            Step::Matched => self.matched,
            Step::Posted => self.posted.is_some(),
        }
    }
}
