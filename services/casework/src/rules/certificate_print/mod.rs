//! 受給者証の記載: whether the insurer's class (適用区分) is printed. It ended on 2026-02-01; the day is a row of the masters, because each authority
//! announced its own, and certificates issued before stay as they are.

mod law1;

use jiff::civil::Date;

use super::asked::Asked;
use super::input::Stop;
use super::trace::Trace;
use super::version::Version;

/// Name of the rule.
pub const RULE: &str = "certificate.insurer_class";
/// The rule: the day of issue to whether the class is printed.
pub type PrintFn = fn(Date, &Asked<'_>, &mut Trace) -> Result<bool, Stop>;
/// Its versions.
pub static VERSIONS: &[&Version<PrintFn>] = &[&law1::LAW1];

/// Whether the insurer's class stands on a certificate that is issued on a day.
pub fn insurer_class_printed(asked: &Asked<'_>, issued: Date, t: &mut Trace) -> Result<bool, Stop> {
    (asked.pick(RULE, VERSIONS)?.run)(issued, asked, t)
}

#[cfg(test)]
mod tests {
    use events::vocabulary::ProcedureKind;
    use jiff::civil::date;

    use super::*;
    use crate::rules::version::Dates;
    use crate::rules::{RuleSet, samples};

    #[test]
    fn it_ends_on_the_day_of_the_switch() {
        let masters = samples::masters();
        let set = RuleSet::current(&masters);
        let printed = |day| {
            let dates = Dates { kind: ProcedureKind::New, applied: day };
            insurer_class_printed(&Asked { set: &set, dates, masters: &masters }, day, &mut Trace::default())
        };
        assert_eq!(printed(date(2026, 1, 31)), Ok(true));
        assert_eq!(printed(date(2026, 2, 1)), Ok(false));
    }
}
