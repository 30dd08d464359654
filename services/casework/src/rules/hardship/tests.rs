//! Lowering takes the certified tier, never a higher one.

use events::vocabulary::ProcedureKind;
use jiff::civil::date;

use super::*;
use crate::rules::version::Dates;
use crate::rules::{Caution, RuleSet, samples};

#[test]
fn only_downwards() {
    let masters = samples::masters();
    let set = RuleSet::current(&masters);
    let dates = Dates { kind: ProcedureKind::Change, applied: date(2026, 4, 1) };
    let asked = Asked { set: &set, dates, masters: &masters };
    for income in Tier::ALL {
        for certified in Tier::ALL {
            let mut t = Trace::default();
            let result = lowered(&asked, &Ok(*income), *certified, &mut t);
            if certified < income {
                assert_eq!(result, Ok(*certified));
                assert_eq!(t.cautions().collect::<Vec<_>>(), [Caution::LoweredForHardship]);
            } else {
                assert!(matches!(result, Err(Stop::Conflict { field, .. }) if field == "hardship_tier"));
            }
        }
    }
    let unknown = lowered(&asked, &Err(Stop::Missing("members".to_owned())), Tier::I, &mut Trace::default());
    assert_eq!(unknown, Err(Stop::Missing("members".to_owned())));
}
