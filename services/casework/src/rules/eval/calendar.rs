//! `wareki`.

use events::vocabulary::wareki::{self, EraPolicy};
use serde_json::json;

use super::command::{Answer, Command, FieldKind, Refused, field};
use super::fields::{Fields, known};
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::{Meta, Trace, View};

pub(super) static META: Meta = Meta {
    rule: "calendar.wareki",
    law: 1,
    rev: 1,
    cite: "元号法、元号を改める政令",
    title: "和暦",
    result: |v| v.out(),
    explain,
};

pub(super) static WAREKI: Command = Command {
    alias: "wareki",
    rule: "calendar.wareki",
    fields: &[field("text", FieldKind::Text, "日付の文字列")],
    result: &[("date", "date"), ("wareki", "string")],
    run,
};

fn run(fields: &Fields, _: &Masters, _: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    let text = known("text", &fields.text("text"))?;
    let day = wareki::parse(&text, EraPolicy::Refuse).map_err(|error| Refused::Input {
        field: "text".to_owned(),
        suggestion: error.suggestion().map(|day| day.to_string()),
        message: error.to_string(),
    })?;
    let day = t.step(&META, |t| {
        t.note("text", text);
        Ok(day)
    })?;
    Ok(Answer(json!({ "date": day.to_string(), "wareki": wareki::long(day) })))
}

fn explain(v: &View<'_>) -> String {
    format!("「{}」は{}です。", v.text("text"), v.out())
}
