//! 課税情報を取り込んだ: what a file says of the members of a household, and the tier judged anew with it.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{AwardId, CampaignId, RecipientId};
use crate::vocabulary::{CapChange, FiscalYear, FreeText, OfficeCode, Tier, Yen};

/// What the tax office says of one member of a household.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MemberTax {
    /// 氏名, as the household has it.
    pub name: FreeText,
    /// 市町村民税が課税されている.
    pub taxed: bool,
    /// 市町村民税所得割額, yen a year.
    pub income_levy: Yen,
    /// 年収等 of the applicant, yen a year.
    pub income: Option<Yen>,
}

/// A tier and what it costs the family.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Judged {
    /// 階層区分; none where it was not judged.
    pub tier: Option<Tier>,
    /// 自己負担上限月額; none where it cannot be judged.
    pub monthly_cap: Option<Yen>,
}

/// The data of a household were taken in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TakenIn {
    /// 受給者.
    pub recipient: RecipientId,
    /// The award that ends.
    pub award: AwardId,
    /// The campaign for which they came.
    pub campaign: CampaignId,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 課税年度.
    pub year: FiscalYear,
    /// Position of the casework log up to which masters and award were known.
    pub known_up_to: i64,
    /// What the award says.
    pub before: Judged,
    /// What the renewal would come to.
    pub after: Judged,
    /// What changes.
    pub change: CapChange,
    /// What the file says.
    pub members: Personal<Vec<MemberTax>>,
}

crate::personal::personal!(TakenIn: members);
