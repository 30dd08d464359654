//! 世帯の人を記録した: somebody joined, or what entitles a member is another than before.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, AwardId, SubjectId};
use crate::vocabulary::{PersonName, ShortText, ValidityPeriod, Yen};

/// What a member's entitlement rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Part {
    /// A recipient of this ledger; the award that is told last counts beside those before it.
    Recipient {
        /// 支給認定.
        award: AwardId,
    },
    /// A child whose application is not decided yet; it takes no part before.
    Applicant {
        /// 申請.
        application: ApplicationId,
    },
    /// 指定難病の受給者, by the certificate that was shown.
    Outside {
        /// 個人の自己負担上限月額, before sharing.
        cap: Yen,
        /// 有効期間.
        validity: ValidityPeriod,
    },
}

/// Who somebody outside the ledger is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OutsidePerson {
    /// 氏名・フリガナ.
    pub name: PersonName,
    /// 生年月日.
    pub birth_date: Date,
    /// 指定難病の受給者番号.
    pub number: ShortText,
}

/// A member of the household was recorded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MemberRecorded {
    /// The person: a recipient, an application, or somebody outside who has a key of their own.
    pub member: SubjectId,
    /// What entitles the member.
    pub part: Part,
    /// The day on which the household had the member at the latest.
    pub since: Date,
    /// The application in whose place the member stands from now on, once it is approved.
    pub instead_of: Option<SubjectId>,
    /// Who it is, where the ledger does not say.
    pub person: Option<Personal<OutsidePerson>>,
}

crate::personal::personal!(MemberRecorded; optional person);
