//! Within the award: renewal, as long as a day is left before the 20th birthday. After it: new until the eve of the 18th birthday, nothing from
//! then on.

use events::vocabulary::age;
use jiff::civil::{Date, date};

use super::{RULE, RenewalFacts, RenewalFn, RenewalKind};
use crate::rules::asked::Asked;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<RenewalFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第6条の2、第19条の3、児童福祉法施行令第1条、県の案内（期限後は新規）",
        title: "更新の扱い",
        result: |v| {
            match v.out().as_str() {
                "renewal" => RenewalKind::Renewal.label(),
                "new" => RenewalKind::New.label(),
                _ => RenewalKind::Refused.label(),
            }
            .to_owned()
        },
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(facts: &RenewalFacts, asked: &Asked<'_>, t: &mut Trace) -> Result<RenewalKind, Stop> {
    t.step(&LAW1.meta, |t| {
        // All three are read before it stops, so that all that is missing is named.
        let applied = t.read("application_date", &facts.application_date);
        let expires = t.read("expires", &facts.expires);
        let birth = t.read("birth_date", &facts.birth_date);
        let (applied, expires, birth) = (applied?, expires?, birth?);
        if applied < birth {
            return Err(Stop::conflict("birth_date", "生年月日が申請日より後です。日付を確かめてください。"));
        }
        if t.note("late", applied > expires) {
            let last = eve(birth, asked.program(t, "limit", "age_limit.new", applied)?)?;
            let possible = applied <= t.note("last_day", last);
            return Ok(if possible { RenewalKind::New } else { RenewalKind::Refused });
        }
        let last = eve(birth, asked.program(t, "limit", "age_limit.continuing", applied)?)?;
        let left = expires < t.note("last_day", last);
        Ok(if left { RenewalKind::Renewal } else { RenewalKind::Refused })
    })
}

fn eve(birth: Date, years: i64) -> Result<Date, Stop> {
    u16::try_from(years)
        .ok()
        .and_then(|years| age::eve_of_birthday(birth, years))
        .ok_or_else(|| Stop::conflict("birth_date", "生年月日から年齢を計算できません。日付を確かめてください。"))
}

fn explain(v: &View<'_>) -> String {
    let (applied, expires, limit, last) = (v.text("application_date"), v.text("expires"), v.text("limit"), v.text("last_day"));
    match (v.is("late"), v.out().as_str()) {
        (false, "renewal") => format!("有効期間（{expires}まで）の間の申請（{applied}）なので、更新として扱います。"),
        (false, _) => format!("次の有効期間は{limit}歳の誕生日の前日（{last}）より後になるため、更新できません。"),
        (true, "new") => format!(
            "有効期間（{expires}まで）を過ぎた申請（{applied}）なので、新規として扱います。新規の申請は{limit}歳の誕生日の前日（{last}）までできます。"
        ),
        (true, _) => format!(
            "有効期間（{expires}まで）を過ぎた申請（{applied}）は新規として扱いますが、{limit}歳の誕生日の前日（{last}）を過ぎているため受けられません。"
        ),
    }
}
