//! One disease of 血友病等 is enough; that another stands beside it is left to a person.

use jiff::civil::date;

use super::{HAEMOPHILIA_RULE, HaemophiliaFn};
use crate::rules::caution::Caution;
use crate::rules::facts::DiseaseFacts;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<HaemophiliaFn> = Version {
    meta: Meta {
        rule: HAEMOPHILIA_RULE,
        law: 1,
        rev: 1,
        cite: "先天性血液凝固因子障害等治療の扱い（要確認）",
        title: "血友病等",
        result: |v| if v.yes() { "該当する" } else { "該当しない" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(diseases: &[DiseaseFacts], t: &mut Trace) -> Result<bool, Stop> {
    t.step(&LAW1.meta, |t| {
        if diseases.is_empty() {
            return Err(Stop::Missing("diseases".to_owned()));
        }
        let known = |wanted: bool| diseases.iter().any(|disease| disease.haemophilia.known() == Some(&wanted));
        let found = known(true);
        for (at, disease) in diseases.iter().enumerate() {
            // Once one is found the others cannot change the answer.
            if disease.haemophilia.known().is_some() || !found {
                t.read(format!("diseases[{at}].haemophilia"), &disease.haemophilia)?;
            }
        }
        if found && known(false) {
            t.caution(Caution::MixedHaemophilia);
        }
        Ok(found)
    })
}

fn explain(v: &View<'_>) -> String {
    if v.yes() {
        "血友病等（先天性血液凝固因子障害等）の申請です。".to_owned()
    } else {
        "血友病等ではありません。".to_owned()
    }
}
