//! Applications from 2023-10-01 on: back to the diagnosis, at most one month before the application, three with an unavoidable
//! reason, never before 2023-10-01.

use jiff::civil::{Date, date};

use super::months::back;
use super::{RULE, StartFacts, StartFn};
use crate::rules::caution::Caution;
use crate::rules::input::{Input, Stop};
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::val::Val;
use crate::rules::version::Version;

/// The amendment came into force; nothing reaches back beyond it.
pub(super) const IN_FORCE: Date = date(2023, 10, 1);
/// Months that every application reaches back.
const MONTHS: i64 = 1;
/// Months with an unavoidable reason.
pub(super) const MONTHS_WITH_REASON: i64 = 3;

pub(super) static LAW2: Version<StartFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 2,
        rev: 1,
        cite: "児童福祉法第19条の3第8項（令和5年10月1日施行）",
        title: "開始日",
        result: |v| v.out(),
        explain,
    },
    applies: |d| d.applied >= IN_FORCE,
    from: IN_FORCE,
    run,
};

fn run(facts: &StartFacts, t: &mut Trace) -> Result<Date, Stop> {
    t.step(&LAW2.meta, |t| {
        let applied = t.read("application_date", &facts.application_date)?;
        let name = facts.disease.map_or_else(|| "diagnosis_date".to_owned(), |at| format!("diseases[{at}].diagnosis_date"));
        let diagnosed = t.read(name, &facts.diagnosis_date)?;
        let reason = t.read("late_reason", &Input::Known(facts.late_reason))?;
        let months = t.note("months", if reason.is_some() { MONTHS_WITH_REASON } else { MONTHS });
        let earliest = t.note("earliest", back(applied, months)?);
        if diagnosed > applied {
            t.caution(Caution::DiagnosisAfterApplication);
        }
        Ok(diagnosed.max(earliest).max(t.note("floor", IN_FORCE)))
    })
}

fn explain(v: &View<'_>) -> String {
    let reason = match v.get("late_reason") {
        Some(Val::LateReason(Some(reason))) => format!("遅れた理由「{}」により、", reason.label()),
        _ => String::new(),
    };
    let floor = if v.outcome() == v.get("floor").unwrap_or(&Val::Open) {
        format!("ただし制度の施行日（{}）より前にはさかのぼりません。", v.text("floor"))
    } else {
        String::new()
    };
    format!(
        "診断 {}、申請 {}。{reason}申請日の{}か月前は {}。遅いほうをとります。{floor}",
        v.text("diagnosis_date"),
        v.text("application_date"),
        v.text("months"),
        v.text("earliest"),
    )
}
