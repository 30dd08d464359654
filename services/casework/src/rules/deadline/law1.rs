//! Calendar days from the day after the application; days of a correction do not count, nor those of an inquiry that stops the clock, and no
//! day is taken off twice. Counted where the work list counts them.

use events::vocabulary::standstill::{self, Standstill};
use jiff::civil::{Date, date};

use super::{Correction, Deadline, DeadlineFacts, DeadlineFn, RULE};
use crate::rules::asked::Asked;
use crate::rules::input::{Input, Stop};
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

const BACKWARDS: &str = "補正または回答を受けた日が、求めた日より前です。日付を確かめてください。";
const BEFORE_APPLICATION: &str = "補正または回答を求めた日が申請日より前です。日付を確かめてください。";
const OUT_OF_RANGE: &str = "日付が暦の範囲を超えます。日付を確かめてください。";

pub(super) static LAW1: Version<DeadlineFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "行政手続法第6条、県の標準処理期間（要確認）",
        title: "処理期限",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |facts, asked, t| t.step(&LAW1.meta, |t| run(facts, asked, t)),
};

fn run(facts: &DeadlineFacts, asked: &Asked<'_>, t: &mut Trace) -> Result<Deadline, Stop> {
    let applied = t.read("application_date", &facts.application_date)?;
    let corrections = match &facts.corrections {
        Input::Known(corrections) => corrections,
        Input::Unknown => return t.read("corrections", &Input::<bool>::Unknown).map(|_| Deadline::Due(applied)),
        Input::NotApplicable(reason) => return Err(Stop::NotApplicable(reason)),
    };
    let days = asked.program(t, "days", "processing.days", applied)?;
    check("corrections", corrections, applied)?;
    check("inquiries", &facts.inquiries, applied)?;
    let all = || corrections.iter().chain(&facts.inquiries);
    let standstills: Vec<Standstill> = all().map(|one| Standstill { from: one.sent, until: one.returned }).collect();
    let clock = standstill::clock(applied, days, &standstills).ok_or_else(|| Stop::conflict("application_date", OUT_OF_RANGE))?;
    let waiting_since = all().filter(|one| one.returned.is_none()).map(|one| one.sent).min();
    if let (Some(left), Some(sent)) = (clock.left, waiting_since) {
        t.note("sent", sent);
        return Ok(Deadline::Stopped(left));
    }
    t.note("stopped", clock.stood);
    Ok(Deadline::Due(clock.due))
}

/// Each begins after the application and ends after it began.
fn check(field: &'static str, stops: &[Correction], applied: Date) -> Result<(), Stop> {
    for Correction { sent, returned } in stops {
        if *sent < applied {
            return Err(Stop::conflict(field, BEFORE_APPLICATION));
        }
        if returned.is_some_and(|returned| returned < *sent) {
            return Err(Stop::conflict(field, BACKWARDS));
        }
    }
    Ok(())
}

fn explain(v: &View<'_>) -> String {
    let (applied, days) = (v.text("application_date"), v.text("days"));
    match v.get("sent") {
        Some(sent) => {
            format!(
                "申請日は{applied}。標準処理期間は{days}日。{}に補正または回答を求め、受けるまで日数を数えません。",
                sent.text()
            )
        }
        None => {
            format!("申請日（{applied}）から{days}日。補正と照会の{}日は数えないので、{}までです。", v.text("stopped"), v.out())
        }
    }
}
