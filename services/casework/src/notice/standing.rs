//! What the ledger knows of a recipient when a notice is judged: everything the checks depend on, as arguments.

use events::notice::Residence;
use events::recipient::Guardian;
use events::vocabulary::PersonName;
use events::{application::InsuranceDetails, notice::Authority};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A proxy's power (代理権), without the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProxyPower {
    /// 代理権の根拠.
    pub authority: Authority,
    /// First day.
    pub from: Date,
    /// Last day; none where it is open.
    pub until: Option<Date>,
}

impl ProxyPower {
    /// Whether it counts on a day.
    pub fn counts_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// What the ledger knows.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// First day of the award.
    pub start: Date,
    /// Last day of the award as it stands, extensions and ends taken in.
    pub end: Date,
    /// The award was ended before its time.
    pub ended: bool,
    /// 生年月日.
    pub birth_date: Date,
    /// 成年患者とする年齢, by the master of the filing day.
    pub adult_age: u16,
    /// 氏名.
    pub name: PersonName,
    /// 住所.
    pub residence: Residence,
    /// 保護者.
    pub guardian: Guardian,
    /// 医療保険.
    pub insurance: InsuranceDetails,
    /// 代理人.
    pub proxy: Option<ProxyPower>,
    /// 登録者証 is registered.
    pub registrant: bool,
    /// A certificate is out and counts.
    pub certificate: bool,
}
