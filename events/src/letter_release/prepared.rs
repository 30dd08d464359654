//! 一括送付の対象を決めた: from here on the list does not move, whatever happens to the ledger.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Excluded;
use crate::ids::{ApplicationId, AwardId, CampaignId, DesignationId, RecipientId};
use crate::letter::LetterKind;
use crate::vocabulary::OfficeCode;

/// Somebody who gets the letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Addressed {
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
    /// The application that led to the award.
    pub application: ApplicationId,
}

/// Who gets which letter, and who does not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Prepared {
    /// The letter.
    pub kind: LetterKind,
    /// First day asked about: the end of validity or the birthday lies on it or later.
    pub from: Date,
    /// Last day asked about.
    pub until: Date,
    /// 管轄事務所; all where none.
    pub office: Option<OfficeCode>,
    /// 一斉更新 whose people are asked about; everybody of the ledger where none.
    pub campaign: Option<CampaignId>,
    /// Position of the casework log up to which the ledger was known.
    pub known_up_to: i64,
    /// Who gets it.
    pub addressed: Vec<Addressed>,
    /// 指定医・指定医療機関 who get it, where the letter is about their designation.
    pub designations: Vec<DesignationId>,
    /// Whom the question found and who gets none.
    pub excluded: Vec<Excluded>,
}

impl Prepared {
    /// How many get it.
    pub const fn letters(&self) -> usize {
        self.addressed.len() + self.designations.len()
    }
}

crate::personal::personal!(Prepared);
