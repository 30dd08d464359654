//! Calendar days from the day after the application; days of a correction do not count, and no day is taken off twice.

use jiff::Span;
use jiff::civil::{Date, date};

use super::{Correction, Deadline, DeadlineFacts, DeadlineFn, RULE};
use crate::rules::asked::Asked;
use crate::rules::input::{Input, Stop};
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

const BACKWARDS: &str = "補正を受けた日が、求めた日より前です。日付を確かめてください。";
const BEFORE_APPLICATION: &str = "補正を求めた日が申請日より前です。日付を確かめてください。";

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
    let mut corrections = match &facts.corrections {
        Input::Known(corrections) => corrections.clone(),
        Input::Unknown => return t.read("corrections", &Input::<bool>::Unknown).map(|_| Deadline::Due(applied)),
        Input::NotApplicable(reason) => return Err(Stop::NotApplicable(reason)),
    };
    corrections.sort_unstable_by_key(|correction| correction.sent);
    let days = asked.program(t, "days", "processing.days", applied)?;
    let mut due = later(applied, days)?;
    let mut stopped = 0;
    let mut counted = applied;
    for Correction { sent, returned } in corrections {
        if sent < applied {
            return Err(Stop::conflict("corrections", BEFORE_APPLICATION));
        }
        if returned.is_some_and(|returned| returned < sent) {
            return Err(Stop::conflict("corrections", BACKWARDS));
        }
        // What is sent after the deadline stops nothing any more.
        if sent >= due {
            continue;
        }
        let from = sent.max(counted);
        let Some(returned) = returned else {
            t.note("sent", sent);
            return Ok(Deadline::Stopped(between(from, due)?));
        };
        if returned > from {
            let still = between(from, returned)?;
            stopped += still;
            due = later(due, still)?;
            counted = returned;
        }
    }
    t.note("stopped", stopped);
    Ok(Deadline::Due(due))
}

fn later(day: Date, days: i64) -> Result<Date, Stop> {
    Span::new()
        .try_days(days)
        .ok()
        .and_then(|span| day.checked_add(span).ok())
        .ok_or_else(|| Stop::conflict("application_date", "日付が暦の範囲を超えます。日付を確かめてください。"))
}

fn between(from: Date, to: Date) -> Result<i64, Stop> {
    from.until(to).map(|span| i64::from(span.get_days())).map_err(|_| Stop::conflict("corrections", BACKWARDS))
}

fn explain(v: &View<'_>) -> String {
    let (applied, days) = (v.text("application_date"), v.text("days"));
    match v.get("sent") {
        Some(sent) => {
            format!("申請日は{applied}。標準処理期間は{days}日。{}に補正を求め、受けるまで日数を数えません。", sent.text())
        }
        None => format!("申請日（{applied}）から{days}日。補正の{}日は数えないので、{}までです。", v.text("stopped"), v.out()),
    }
}
