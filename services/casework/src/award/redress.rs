//! Whether an award may be revoked or corrected in this way, and what follows for money: plain functions on what is known of it.

use events::award::{CorrectionGround, EndGround, Money, MonthMoney, MonthTotal, Redress, Right};
use events::vocabulary::{ProcedureKind, Yen};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{RedressRefusal, Standing};
use crate::Refusal;
use crate::rules::own_share::OwnShare;

/// What limits a redress, beside the award itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// Today in Japan.
    pub today: Date,
    /// As which kind the award was granted.
    pub kind: ProcedureKind,
    /// 申請日.
    pub applied: Date,
    /// Years by which money is reckoned back.
    pub back_years: i64,
    /// Months by which the first day may lie before the application.
    pub late_months: i64,
    /// Months an award lasts at most from the application on.
    pub longest_months: i64,
    /// The eve of the birthday with which eligibility ends.
    pub eligible_until: Date,
    /// Last day of the award before this one, where there is one.
    pub earlier_end: Option<Date>,
    /// A later award begins after this one's last day.
    pub followed: bool,
}

impl Bounds {
    fn back_limit(&self) -> Date {
        self.today.checked_sub(self.back_years.years()).unwrap_or(Date::MIN)
    }

    fn first(&self, standing: &Standing) -> Date {
        let granted = standing.right.validity.start();
        if self.kind != ProcedureKind::New {
            return granted;
        }
        let late = self.applied.checked_sub(self.late_months.months()).unwrap_or(granted);
        let after = self.earlier_end.and_then(|end| end.tomorrow().ok()).unwrap_or(Date::MIN);
        late.max(after).min(granted)
    }

    fn last(&self) -> Date {
        let longest = self.applied.checked_add(self.longest_months.months()).unwrap_or(Date::MAX);
        longest.min(self.eligible_until)
    }
}

/// Whether this may be done about the award.
///
/// # Errors
/// The reason why not.
pub fn admit(redress: &Redress, standing: &Standing, bounds: &Bounds) -> Result<(), Refusal> {
    let limit = bounds.back_limit();
    if redress.from() < limit {
        return Err(RedressRefusal::TooFarBack(limit).into());
    }
    match redress {
        Redress::Revoke { .. } => Ok(()),
        Redress::Correct { ground, from, right } => correctable(*ground, *from, right, standing, bounds),
    }
}

fn correctable(ground: CorrectionGround, from: Date, right: &Right, standing: &Standing, bounds: &Bounds) -> Result<(), Refusal> {
    if ground == CorrectionGround::EndedInError && standing.ended.is_none_or(EndGround::ran_out) {
        return Err(RedressRefusal::NotEnded.into());
    }
    let (start, end) = (right.validity.start(), right.validity.end());
    if start < bounds.first(standing) {
        return Err(RedressRefusal::StartsTooEarly(bounds.first(standing)).into());
    }
    if bounds.followed && end != standing.validity.end() {
        return Err(RedressRefusal::Followed(standing.validity.end()).into());
    }
    // Days that were granted once may come back; more than the law knows may not be added.
    if end > bounds.last().max(standing.right.validity.end()) {
        return Err(RedressRefusal::EndsTooLate(bounds.last()).into());
    }
    if !right.validity.contains(from) {
        return Err(RedressRefusal::ReckonedOutside(start, end).into());
    }
    Ok(())
}

/// Months from the first of `from` through the first of `until`.
fn months(from: Date, until: Date) -> Vec<Date> {
    from.first_of_month().series(1.month()).take_while(|month| *month <= until).collect()
}

/// What follows for money, month by month up to today. Of a revocation nothing can be reckoned: what the subsidy paid stands in the claims of
/// the medical institutions.
///
/// # Errors
/// [`RedressRefusal::StrangeMonth`] for a month that is told twice or is none of those.
pub fn money(
    redress: &Redress,
    standing: &Standing,
    told: &[MonthTotal],
    (today, share): (Date, OwnShare),
) -> Result<Money, Refusal> {
    let until = standing.validity.end().max(redress.from()).min(today);
    let concerned = months(redress.from(), until);
    let strange = |(n, one): &(usize, &MonthTotal)| {
        !concerned.contains(&one.month) || told.iter().take(*n).any(|before| before.month == one.month)
    };
    if let Some((_, one)) = told.iter().enumerate().find(strange) {
        return Err(RedressRefusal::StrangeMonth(one.month).into());
    }
    let Redress::Correct { right, .. } = redress else {
        return Ok(Money { known: Vec::new(), unknown: concerned });
    };
    let reckoned = |month: Date, total: Yen| MonthMoney {
        month,
        paid: share.of(total, standing.right.monthly_cap),
        due: share.of(total, right.monthly_cap),
    };
    let mut money = Money::default();
    if right.monthly_cap == standing.right.monthly_cap {
        return Ok(money);
    }
    for month in concerned {
        match told.iter().find(|one| one.month == month) {
            Some(one) => money.known.push(reckoned(month, one.total)),
            None => money.unknown.push(month),
        }
    }
    Ok(money)
}
