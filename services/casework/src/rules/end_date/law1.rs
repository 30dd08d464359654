//! One end for all: the next common end after the application, or the one after it when the application comes late in the
//! season. Renewal runs from its start to the next common end; a change keeps the end of its award.

use events::vocabulary::{ProcedureKind, age};
use jiff::Span;
use jiff::civil::{Date, date};

use super::{EndFacts, EndFn, RULE};
use crate::rules::caution::Caution;
use crate::rules::input::Stop;
use crate::rules::masters::Masters;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<EndFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の3第6項、県の定め（一斉終期）",
        title: "終了日",
        result: |v| v.out(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(facts: &EndFacts, masters: &Masters, t: &mut Trace) -> Result<Date, Stop> {
    t.step(&LAW1.meta, |t| {
        let kind = t.read("kind", &facts.kind)?;
        let start = t.take("start", crate::rules::start_date::RULE, &facts.start)?;
        let applied = t.read("application_date", &facts.application_date)?;
        let birth = t.read("birth_date", &facts.birth_date)?;
        let common = if kind == ProcedureKind::Change {
            t.read("award_end", &facts.award_end)?
        } else {
            common_end(kind, start, applied, masters, t)?
        };
        let limit = number(t, "age_limit", "age_limit.end", masters, applied)?;
        let eve = u16::try_from(limit)
            .ok()
            .and_then(|years| age::eve_of_birthday(birth, years))
            .ok_or_else(|| Stop::conflict("birth_date", "生年月日から年齢を計算できません。日付を確かめてください。"))?;
        let end = common.min(t.note("eve", eve));
        if end < start {
            return Err(Stop::conflict("start", "開始日が終了日より後になり、有効期間がありません。"));
        }
        if matches!(kind, ProcedureKind::New | ProcedureKind::TransferIn) {
            let months = number(t, "longest_months", "end.longest_months", masters, applied)?;
            let longest = Span::new().try_months(months).ok().and_then(|span| applied.checked_add(span).ok());
            if longest.is_some_and(|last| end > last) {
                t.caution(Caution::LongPeriod);
            }
        }
        Ok(end)
    })
}

fn common_end(kind: ProcedureKind, start: Date, applied: Date, masters: &Masters, t: &mut Trace) -> Result<Date, Stop> {
    let month = number(t, "month", "end.month", masters, applied)?;
    let day = number(t, "day", "end.day", masters, applied)?;
    let next = |after: Date| -> Option<Date> {
        let in_year = |year| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
        let this_year = in_year(after.year())?;
        if this_year > after { Some(this_year) } else { in_year(after.year() + 1) }
    };
    let wrong = || Stop::Missing("masters.program.end.day".to_owned());
    if kind == ProcedureKind::Renewal {
        return Ok(t.note("common", next(start).ok_or_else(wrong)?));
    }
    let cut_over = number(t, "cut_over", "end.cut_over_month", masters, applied)?;
    // From the cut-over month up to and including the common end's own day the next season counts.
    let eve_of_application = applied.yesterday().map_err(|_| wrong())?;
    let first = next(eve_of_application).ok_or_else(wrong)?;
    let season = Date::new(first.year(), i8::try_from(cut_over).map_err(|_| wrong())?, 1).map_err(|_| wrong())?;
    let season = if season > first { season.checked_sub(Span::new().years(1)).map_err(|_| wrong())? } else { season };
    let late = t.note("late", applied >= season);
    Ok(t.note("common", if late { next(first).ok_or_else(wrong)? } else { first }))
}

fn number(t: &mut Trace, name: &'static str, key: &str, masters: &Masters, on: Date) -> Result<i64, Stop> {
    t.param(name, ("program", key), masters.program.at(key, on), |row| row.value)
}

fn explain(v: &View<'_>) -> String {
    if v.get("award_end").is_some() {
        return format!(
            "変更では前の支給認定の終了日（{}）までです。20歳の誕生日の前日は {}。",
            v.text("award_end"),
            v.text("eve")
        );
    }
    let season = if v.is("late") {
        format!("{}月以後の申請なので翌年の終期をとります。", v.text("cut_over"))
    } else {
        String::new()
    };
    let order = if v.get("eve") == Some(v.outcome()) && v.get("common") != Some(v.outcome()) {
        "のほうが早いので、その日までです"
    } else {
        "より早いので、終期までです"
    };
    format!(
        "県の一斉終期 {}月{}日。{season}終期は {}。{}歳の誕生日の前日（{}）{order}。",
        v.text("month"),
        v.text("day"),
        v.text("common"),
        v.text("age_limit"),
        v.text("eve"),
    )
}
