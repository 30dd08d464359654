//! The months of a recipient's cap management sheets that staff keyed in (自己負担上限額管理票): what a month cost, where claims do not say it. They are
//! facts for the rule on costly care (高額治療継続) and decide nothing by themselves.

use std::collections::BTreeMap;

use events::cap_sheet::{CapSheetEvent, MonthEntered};
use events::vocabulary::Yen;
use events::{Actor, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;

/// Why an entry is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CapSheetRefusal {
    /// Another role does this.
    #[error("管理票の医療費を記録するのは、窓口か点検の担当者です。担当者に頼んでください。")]
    ByCountersAndCheckers,
    /// No month.
    #[error("診療月を、R8.10 のように入力してください。")]
    Month,
    /// A month that has not come.
    #[error("先の月の医療費は記録できません。")]
    Ahead,
    /// Nothing to take back.
    #[error("この月の医療費は記録されていません。消すものがありません。")]
    NothingThere,
    /// It stands so already.
    #[error("この月の医療費は、同じ額ですでに記録されています。")]
    Unchanged,
}

/// Months that were keyed in.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CapSheet {
    months: BTreeMap<Date, Yen>,
}

impl CapSheet {
    fn decide(&self, entered: MonthEntered, who: &Actor) -> Result<CapSheetEvent, CapSheetRefusal> {
        if !matches!(who.role, StaffRole::Counter | StaffRole::Checker) {
            return Err(CapSheetRefusal::ByCountersAndCheckers);
        }
        if entered.month.day() != 1 {
            return Err(CapSheetRefusal::Month);
        }
        match (self.months.get(&entered.month), entered.total) {
            (None, None) => Err(CapSheetRefusal::NothingThere),
            (Some(known), Some(total)) if *known == total => Err(CapSheetRefusal::Unchanged),
            _ => Ok(entered.into()),
        }
    }

    fn take(&mut self, Fact { event: CapSheetEvent::MonthEntered(entered), .. }: Fact<CapSheetEvent>) {
        match entered.total {
            Some(total) => self.months.insert(entered.month, total),
            None => self.months.remove(&entered.month),
        };
    }
}

aggregate!(CapSheet, "cap_sheet", MonthEntered => CapSheetEvent);

#[cfg(test)]
mod tests {
    use events::ids::RecipientId;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{approver, checker, counter};

    #[test]
    fn the_newest_entry_of_a_month_counts_and_can_be_taken_back() {
        let month = |total: Option<i64>| MonthEntered {
            recipient: RecipientId(Uuid::from_u128(1)),
            month: date(2026, 10, 1),
            total: total.map(|yen| Yen::new(yen).unwrap()),
        };
        let mut sheet = CapSheet::default();
        assert_eq!(sheet.decide(month(None), &counter()), Err(CapSheetRefusal::NothingThere));
        assert_eq!(sheet.decide(month(Some(1)), &approver()), Err(CapSheetRefusal::ByCountersAndCheckers));
        let odd = MonthEntered { month: date(2026, 10, 2), ..month(Some(1)) };
        assert_eq!(sheet.decide(odd, &counter()), Err(CapSheetRefusal::Month));
        let event = sheet.decide(month(Some(60_000)), &counter()).unwrap();
        sheet.take(Fact { event, by: counter().id });
        assert_eq!(sheet.decide(month(Some(60_000)), &checker()), Err(CapSheetRefusal::Unchanged));
        assert!(sheet.decide(month(Some(70_000)), &checker()).is_ok());
        let event = sheet.decide(month(None), &checker()).unwrap();
        sheet.take(Fact { event, by: checker().id });
        assert_eq!(sheet, CapSheet::default());
    }
}
