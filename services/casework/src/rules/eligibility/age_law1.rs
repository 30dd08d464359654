//! New applications until the eve of the 18th birthday, all others until the eve of the 20th (児童福祉法第6条の2, 施行令第1条).

use events::vocabulary::{Age, ProcedureKind, age};
use jiff::civil::date;

use super::{AGE_RULE, AgeFacts, AgeFn};
use crate::rules::input::Stop;
use crate::rules::masters::Masters;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<AgeFn> = Version {
    meta: Meta {
        rule: AGE_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第6条の2、児童福祉法施行令第1条",
        title: "年齢",
        result: |v| if v.yes() { "対象" } else { "対象外" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(facts: &AgeFacts, masters: &Masters, t: &mut Trace) -> Result<bool, Stop> {
    t.step(&LAW1.meta, |t| {
        let kind = t.read("kind", &facts.kind)?;
        let applied = t.read("application_date", &facts.application_date)?;
        let birth = t.read("birth_date", &facts.birth_date)?;
        let Some(now) = Age::on(birth, applied) else {
            return Err(Stop::conflict("birth_date", "生年月日が申請日より後です。日付を確かめてください。"));
        };
        t.note("age", now.to_string());
        let key = if kind == ProcedureKind::New { "age_limit.new" } else { "age_limit.continuing" };
        let limit = t.param("limit", ("program", key), masters.program.at(key, applied), |row| row.value)?;
        let last = u16::try_from(limit)
            .ok()
            .and_then(|years| age::eve_of_birthday(birth, years))
            .ok_or_else(|| Stop::conflict("birth_date", "生年月日から年齢を計算できません。日付を確かめてください。"))?;
        t.note("last_day", last);
        Ok(applied <= last)
    })
}

fn explain(v: &View<'_>) -> String {
    let verdict = if v.yes() {
        "期限までの申請なので対象です"
    } else {
        "期限を過ぎているため対象になりません"
    };
    format!(
        "申請日（{}）に{}。{}の申請ができるのは{}歳の誕生日の前日（{}）までです。{verdict}。",
        v.text("application_date"),
        v.text("age"),
        v.text("kind"),
        v.text("limit"),
        v.text("last_day"),
    )
}
