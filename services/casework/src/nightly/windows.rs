//! How far ahead and how long back the nightly run looks: rows of the masters, as the law gives none of these numbers.

use jiff::civil::Date;

use crate::Refusal;
use crate::rules::Masters;

/// Days, by the master `program`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Windows {
    /// Calendar days before the last day in which an undecided renewal is a gap ahead.
    pub gap_days: i64,
    /// Calendar days before the last day in which a missing renewal is asked after.
    pub renewal_days: i64,
    /// Calendar days after an end or a birthday in which it is still told.
    pub after_days: i64,
    /// Office days without a movement after which a case is stuck.
    pub stuck_days: i64,
    /// Calendar days before the end of the term of a protection in which it is asked after.
    pub protection_days: i64,
    /// 成年患者とする年齢.
    pub adult_age: u16,
    /// 有効期間の上限となる誕生日.
    pub last_age: u16,
}

impl Windows {
    /// As the masters say for a day.
    ///
    /// # Errors
    /// [`Refusal::MasterRow`] naming the row that is missing.
    pub fn on(masters: &Masters, day: Date) -> Result<Self, Refusal> {
        let row = |key: &str| {
            let row = masters.program.at(key, day).map(|row| row.value.value);
            row.ok_or_else(|| Refusal::MasterRow(format!("「制度の定め」に {day} に効く「{key}」の行がありません。")))
        };
        let age =
            |key: &str| u16::try_from(row(key)?).map_err(|_| Refusal::MasterRow(format!("「{key}」が年齢ではありません。")));
        Ok(Self {
            gap_days: row("nightly.gap_days")?,
            renewal_days: row("nightly.renewal_days")?,
            after_days: row("nightly.after_days")?,
            stuck_days: row("nightly.stuck_days")?,
            protection_days: row("nightly.protection_days")?,
            adult_age: age("adult.age")?,
            last_age: age("age_limit.end")?,
        })
    }
}
