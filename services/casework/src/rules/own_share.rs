//! 自己負担: what a family pays of a month's cost under an award: the share of the law, rounded as at the counter, up to the cap.

use events::vocabulary::Yen;
use jiff::civil::Date;

use super::input::Stop;
use super::masters::Masters;

/// Share and rounding, as the masters have them on a day (児童福祉法第19条の2第2項; 四捨五入 below the unit).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OwnShare {
    /// 自己負担の割合, percent.
    pub percent: i64,
    /// The unit to which is rounded, in yen.
    pub unit: i64,
}

impl OwnShare {
    /// As the masters have it on a day.
    ///
    /// # Errors
    /// [`Stop::Missing`] where a row is missing.
    pub fn on(masters: &Masters, day: Date) -> Result<Self, Stop> {
        let value = |key: &str| {
            let row = masters.program.at(key, day).map(|row| row.value.value).filter(|value| *value > 0);
            row.ok_or_else(|| Stop::Missing(format!("program.{key}")))
        };
        Ok(Self { percent: value("share.percent")?, unit: value("share.unit_yen")? })
    }

    /// The share of a month's cost, before the cap.
    pub fn uncapped(self, total: Yen) -> Yen {
        let exact = total.amount() * self.percent;
        let unit = self.unit * 100;
        Yen::new((exact + unit / 2) / unit * self.unit).unwrap_or(Yen::MAX)
    }

    /// What is paid of a month's cost under a cap.
    pub fn of(self, total: Yen, cap: Yen) -> Yen {
        self.uncapped(total).min(cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yen(amount: i64) -> Yen {
        Yen::new(amount).unwrap()
    }

    #[test]
    fn two_tenths_rounded_to_ten_yen_up_to_the_cap() {
        let share = OwnShare { percent: 20, unit: 10 };
        // 12,340 × 0.2 = 2,468 → 2,470; 12,320 × 0.2 = 2,464 → 2,460; 12,325 × 0.2 = 2,465 → 2,470.
        assert_eq!(share.uncapped(yen(12_340)), yen(2_470));
        assert_eq!(share.uncapped(yen(12_320)), yen(2_460));
        assert_eq!(share.uncapped(yen(12_325)), yen(2_470));
        assert_eq!(share.of(yen(100_000), yen(5_000)), yen(5_000));
        assert_eq!(share.of(yen(24_000), yen(5_000)), yen(4_800));
        assert_eq!(share.of(yen(100_000), Yen::ZERO), Yen::ZERO);
    }
}
