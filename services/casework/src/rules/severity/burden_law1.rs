//! A listed state that lasts: one of the body (告示462号二イ), or one of the treatment of a disease group that is applied for (同ロ). The states and
//! the groups they count for are rows of the masters.

use events::vocabulary::DiseaseId;
use jiff::civil::{Date, date};

use super::{BURDEN_RULE, PartFn, SeverityFacts};
use crate::rules::asked::Asked;
use crate::rules::input::Stop;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

const UNKNOWN_STATE: &str = "重症の状態の一覧にない符号です。一覧から選んでください。";

pub(super) static LAW1: Version<PartFn> = Version {
    meta: Meta {
        rule: BURDEN_RULE,
        law: 1,
        rev: 1,
        cite: "平成26年厚生労働省告示第462号第2号",
        title: "療養負担過重",
        result: |v| if v.yes() { "該当する" } else { "該当しない" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |facts, diseases, on, asked, t| t.step(&LAW1.meta, |t| run(facts, diseases, on, asked, t)),
};

fn run(facts: &SeverityFacts, diseases: &[DiseaseId], on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<bool, Stop> {
    let states = t.read("states", &facts.states)?;
    let mut waiting = Ok(false);
    for key in &states {
        let Some(row) = asked.masters.severe_states.at(key, on) else {
            return Err(Stop::conflict("states", UNKNOWN_STATE));
        };
        let state = t.param("state", ("severe_states", key), Some(row), |row| row.state.clone())?;
        let counts =
            row.value.groups.iter().any(|group| {
                group == "any" || diseases.iter().any(|disease| disease.to_string().starts_with(&format!("{group}_")))
            });
        if !counts {
            t.note("of_another_group", state);
            continue;
        }
        if row.value.lasting_months == 0 {
            t.note("found", state);
            return Ok(true);
        }
        match t.read("lasting_months", &facts.lasting_months) {
            Ok(months) if months >= row.value.lasting_months => {
                t.note("found", state);
                return Ok(true);
            }
            Ok(_) => {
                t.note("too_short", row.value.lasting_months);
            }
            Err(stop) => waiting = Err(stop),
        }
    }
    waiting
}

fn explain(v: &View<'_>) -> String {
    if v.get("found").is_some() {
        return format!("「{}」に当たります。", v.text("found"));
    }
    let other = v.texts("of_another_group");
    let other = if other.is_empty() {
        String::new()
    } else {
        format!("「{}」は申請する疾病の疾患群の状態ではありません。", other.join("」「"))
    };
    let short = v
        .get("too_short")
        .map_or_else(String::new, |months| format!("おおむね{}か月以上続く状態ではありません。", months.text()));
    format!("{other}{short}一覧の状態に当たりません。")
}
