//! Where post for a recipient goes on a day: the one answer for every paper that leaves.

use events::mailing::MailTo;
use events::vocabulary::Address;
use jiff::civil::Date;

use super::Course;

/// Where the family lives: the guardian, or the patient from 18.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    /// 宛名.
    pub addressee: String,
    /// 住所.
    pub address: Address,
}

/// Why post goes there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Why {
    /// To the home.
    Residence,
    /// To the mailing address that was asked for.
    Mailing,
    /// To where a protected family said that it may be reached.
    Protected,
    /// Nowhere, before somebody has asked the family: what was told before it was protected, or what stood until a day that is over, may be the
    /// place it fled from.
    Unconfirmed,
}

impl Why {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Residence => "住所",
            Self::Mailing => "送付先",
            Self::Protected => "支援措置の送付先",
            Self::Unconfirmed => "送付先を確かめるまで送れません",
        }
    }
}

/// Where post goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Destination {
    /// 宛名.
    pub addressee: String,
    /// 住所; none where nobody may send before somebody has asked.
    pub address: Option<Address>,
    /// Why there.
    pub why: Why,
}

impl Destination {
    /// To the home.
    pub fn home(home: Home) -> Self {
        Self { addressee: home.addressee, address: Some(home.address), why: Why::Residence }
    }

    fn to(to: &MailTo, why: Why) -> Self {
        Self { addressee: to.addressee.to_string(), address: Some(to.address.clone()), why }
    }
}

/// Where post goes on a day. While a family is protected, only what it said since then counts: an ordinary mailing address is not used, and where
/// a confidential one is over, the home in the ledger is not fallen back to. What was erased is nowhere.
pub fn destination(home: Home, course: &Course<Option<MailTo>>, is_protected: bool, on: Date) -> Destination {
    let counts = course.entries().iter().rev().find(|entry| entry.counts_on(on));
    let known = counts.and_then(|entry| Some((entry.confidential, entry.to.as_ref()?)));
    match (is_protected, known) {
        (true, Some((true, to))) => Destination::to(to, Why::Protected),
        (true, None) if course.entries().iter().all(|entry| !entry.confidential) => Destination::home(home),
        (true, _) => Destination { addressee: home.addressee, address: None, why: Why::Unconfirmed },
        (false, Some((_, to))) => Destination::to(to, Why::Mailing),
        (false, None) => Destination::home(home),
    }
}
