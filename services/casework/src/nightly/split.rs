//! What a night finds about a disease that an edition of the notification split (細分): each recipient who has it must be asked which of the new
//! ones it is; nothing is moved by itself.

use std::collections::BTreeMap;

use events::ids::{AwardId, RecipientId};
use events::nightly::{Finding, TaskKind};
use events::vocabulary::{DiseaseId, OfficeCode};
use jiff::civil::Date;

use crate::rules::Masters;
use crate::rules::masters::SuccessionKind;

/// An award that still names a disease that was split.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Split {
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// From which day the new diseases stand in its place.
    pub day: Date,
}

/// The diseases that are split on a day, with the day from which they are.
pub fn splits(masters: &Masters, day: Date) -> BTreeMap<DiseaseId, Date> {
    let rows = masters.disease_successions.on(day).filter(|row| row.value.change == SuccessionKind::Split);
    rows.map(|row| (row.value.old, row.valid_from)).collect()
}

/// What is found: one task a recipient's award and day, however many diseases were split.
pub const fn about_split(split: &Split) -> Finding {
    let Split { award, recipient, office, day } = *split;
    Finding { kind: TaskKind::DiseaseSplit, about: award.0, recipient: Some(recipient), office, day }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::rules::samples;

    #[test]
    fn only_what_was_split_is_to_be_chosen_anew() {
        let mut masters = samples::masters();
        let adopt = |masters: &mut Masters, n: i64, key: &str, new: &str, change: &str| {
            let values = serde_json::json!({ "old": "01_01_001", "new": new, "change": change });
            let mut row = samples::row("disease_successions", key, values);
            row.valid_from = date(2027, 4, 1);
            masters.adopt(n, &row).unwrap();
        };
        adopt(&mut masters, 900, "01_01_001>01_01_900", "01_01_900", "split");
        adopt(&mut masters, 901, "01_01_001>01_01_901", "01_01_901", "split");
        let old: DiseaseId = "01_01_001".parse().unwrap();
        assert_eq!(splits(&masters, date(2027, 4, 1)), BTreeMap::from([(old, date(2027, 4, 1))]));
        assert!(splits(&masters, date(2027, 3, 31)).is_empty(), "not before its day");
        let mut renamed = samples::masters();
        adopt(&mut renamed, 900, "01_01_001>01_01_001", "01_01_001", "renamed");
        assert!(splits(&renamed, date(2027, 4, 1)).is_empty());
    }
}
