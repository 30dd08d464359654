//! 人工呼吸器等装着 before 重症 before 一般.

use events::vocabulary::Severity;
use jiff::civil::date;

use super::{BURDEN_RULE, ClassFn, HIGH_COST_RULE, RULE, VENTILATOR_RULE};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<ClassFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法施行令第22条第1項、平成26年厚生労働省告示第462号",
        title: "重症・人工呼吸器の区分",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(answers: &[Result<bool, Stop>; 3], t: &mut Trace) -> Result<Severity, Stop> {
    let [ventilator, high_cost, burden] = answers;
    t.step(&LAW1.meta, |t| {
        if t.take("ventilator", VENTILATOR_RULE, ventilator)? {
            return Ok(Severity::Ventilator);
        }
        // What nobody applied for is no ground.
        let asked = |ground| if matches!(ground, Err(Stop::NotApplicable(_))) { Ok(false) } else { ground };
        let high_cost = asked(t.take("high_cost", HIGH_COST_RULE, high_cost));
        let burden = asked(t.take("burden", BURDEN_RULE, burden));
        if high_cost == Ok(true) || burden == Ok(true) {
            return Ok(Severity::Severe);
        }
        high_cost?;
        burden?;
        Ok(Severity::General)
    })
}

fn explain(v: &View<'_>) -> String {
    let ground = if v.is("ventilator") {
        "人工呼吸器等装着者に当たります"
    } else if v.is("high_cost") {
        "高額治療継続者に当たります"
    } else if v.is("burden") {
        "療養負担過重患者に当たります"
    } else {
        "人工呼吸器等装着者にも重症患者にも当たりません"
    };
    format!("{ground}。")
}
