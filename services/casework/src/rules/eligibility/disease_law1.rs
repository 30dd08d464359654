//! A disease is added or changed until the eve of the 18th birthday, like a new application.

use events::vocabulary::age;
use jiff::civil::date;

use super::{DISEASE_RULE, DiseaseFn};
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<DiseaseFn> = Version {
    meta: Meta {
        rule: DISEASE_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第6条の2、児童福祉法施行令第1条",
        title: "疾病の追加・変更",
        result: |v| if v.yes() { "できる" } else { "できない" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |applied, birth, asked, t| {
        t.step(&LAW1.meta, |t| {
            let applied = t.read("application_date", applied)?;
            let birth = t.read("birth_date", birth)?;
            let limit = asked.program(t, "limit", "age_limit.new", applied)?;
            let last = u16::try_from(limit)
                .ok()
                .and_then(|years| age::eve_of_birthday(birth, years))
                .ok_or_else(|| Stop::conflict("birth_date", "生年月日から年齢を計算できません。日付を確かめてください。"))?;
            Ok(applied <= t.note("last_day", last))
        })
    },
};

fn explain(v: &View<'_>) -> String {
    let verdict =
        if v.yes() { "期限までの申請なのでできます" } else { "期限を過ぎているためできません" };
    format!(
        "疾病の追加・変更の申請は{}歳の誕生日の前日（{}）までです。申請日は{}。{verdict}。",
        v.text("limit"),
        v.text("last_day"),
        v.text("application_date"),
    )
}
