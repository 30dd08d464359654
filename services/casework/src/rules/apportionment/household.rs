//! Who shares with whom on which day. A certificate holds the share of its first day; when the household changes, everybody's share is worked
//! out again from the first of the next month. So a share depends only on who is entitled on the first of the month, or on the recipient's own
//! first day if that is later: the order in which changes become known makes no difference.

use events::vocabulary::{MedicalScheme, ValidityPeriod, Yen};
use jiff::civil::Date;

use super::{Shares, shares};
use crate::rules::asked::Asked;
use crate::rules::input::Stop;
use crate::rules::trace::Trace;

/// One entitlement in a household. A child with both schemes is two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient<Id> {
    /// Which entitlement it is; names it in the answer.
    pub id: Id,
    /// 制度.
    pub scheme: MedicalScheme,
    /// Its insurance household: only members of the same share.
    pub insurance: String,
    /// 個人の自己負担上限月額, before sharing.
    pub individual_cap: Yen,
    /// 有効期間.
    pub validity: ValidityPeriod,
    /// The share that was decided last; none where nothing is decided yet.
    pub decided: Option<Yen>,
}

/// A share that must be decided anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareChange<Id> {
    /// Whose.
    pub id: Id,
    /// First day of the new share.
    pub from: Date,
    /// The share decided before, if any.
    pub old: Option<Yen>,
    /// The share from then on.
    pub new: Yen,
}

/// The shares of everybody who is entitled on a day, in the order of the list.
pub fn shares_on<Id: Clone>(
    asked: &Asked<'_>,
    household: &[Recipient<Id>],
    day: Date,
    t: &mut Trace,
) -> Result<Vec<(Id, Yen)>, Stop> {
    let entitled = household.iter().filter(|recipient| recipient.validity.contains(day));
    entitled.map(|recipient| Ok((recipient.id.clone(), share_of(asked, household, recipient, day, t)?))).collect()
}

fn share_of<Id>(
    asked: &Asked<'_>,
    household: &[Recipient<Id>],
    of: &Recipient<Id>,
    day: Date,
    t: &mut Trace,
) -> Result<Yen, Stop> {
    let basis = day.first_of_month().max(of.validity.start());
    let together: Vec<&Recipient<Id>> =
        household.iter().filter(|recipient| recipient.insurance == of.insurance && recipient.validity.contains(basis)).collect();
    let caps: Vec<Yen> = together.iter().map(|recipient| recipient.individual_cap).collect();
    let Shares(shares) = shares(asked, &caps, basis, t)?;
    let place = together.iter().position(|recipient| std::ptr::eq(*recipient, of));
    place.and_then(|at| shares.get(at).copied()).ok_or(Stop::NotApplicable("この日には有効期間がありません。"))
}

/// Whose share must be decided anew, told on a day: from the first of the next month (from that day if it is a first), and for those without a
/// share from their first day. Once decided so, the answer is empty.
pub fn changes<Id: Clone>(
    asked: &Asked<'_>,
    household: &[Recipient<Id>],
    known_on: Date,
    t: &mut Trace,
) -> Result<Vec<ShareChange<Id>>, Stop> {
    let next = if known_on.day() == 1 {
        known_on
    } else {
        known_on.last_of_month().tomorrow().map_err(|_| Stop::conflict("date", "日付が暦の範囲を超えます。"))?
    };
    let mut changed = Vec::new();
    for recipient in household {
        let start = recipient.validity.start();
        let mut held = recipient.decided;
        let mut days = vec![next.max(start)];
        if held.is_none() && start < next {
            // The first certificate counts from its own first day.
            days.insert(0, start);
        }
        for from in days {
            if !recipient.validity.contains(from) {
                continue;
            }
            let new = share_of(asked, household, recipient, from, t)?;
            if held != Some(new) {
                changed.push(ShareChange { id: recipient.id.clone(), from, old: held, new });
                held = Some(new);
            }
        }
    }
    Ok(changed)
}
