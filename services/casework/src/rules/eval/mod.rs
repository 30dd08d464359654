//! `daicho rules eval`: one JSON object in, one JSON object out, by the same functions that decide applications.
//!
//! # Adding a command
//! A file with its `Command` (fields, outcome, function) and its line in [`COMMANDS`]; checking of input, JSON Schema and list follow from it.

mod calendar;
mod command;
mod documents;
mod fields;
mod income;
mod numbers;
mod period;
mod procedure;
mod published;
mod severity;
mod sharing;
mod tier;
mod unit;

use serde_json::{Map, Value, json};

use command::{Answer, Command, Refused};
pub use published::{list, schema};

use super::input::Stop;
use super::masters::Masters;
use super::rule_set::RuleSet;
use super::trace::Trace;

/// Every command, in the order of the list.
static COMMANDS: &[&Command] = &[
    &numbers::CHECK_DIGIT,
    &calendar::WAREKI,
    &period::ELIGIBILITY,
    &period::START_DATE,
    &period::END_DATE,
    &income::TAX_YEAR,
    &unit::INCOME_GROUP,
    &tier::TIER,
    &severity::SEVERITY,
    &income::CAP,
    &sharing::APPORTIONMENT,
    &period::CHANGE_EFFECTIVE,
    &procedure::RENEWAL_KIND,
    &procedure::PROCESSING_DEADLINE,
    &documents::DOCUMENTS,
    &numbers::JURISDICTION,
    &numbers::PAYER_NUMBER,
    &numbers::RECIPIENT_NUMBER,
];

/// No rule of that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("規則「{0}」はありません。daicho rules list で名前を確かめてください。")]
pub struct UnknownRule(pub String);

/// Names of the commands, in the order of the list.
pub fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.alias)
}

fn find(name: &str) -> Result<&'static Command, UnknownRule> {
    COMMANDS
        .iter()
        .copied()
        .find(|command| command.alias == name || command.rule == name)
        .ok_or_else(|| UnknownRule(name.to_owned()))
}

/// Evaluates a rule, named by its short name or as `area.noun`. The answer holds `result`, `version` and `trace`; or `pending` with the names
/// of the fields that are needed and missing; or `error` with `field` and `message` if the input is refused.
pub fn eval(name: &str, input: &Value, masters: &Masters) -> Result<Value, UnknownRule> {
    let command = find(name)?;
    let Value::Object(object) = input else {
        return Ok(refusal(&Refused::new("", "JSONのオブジェクトを1行に1つ入力してください。")));
    };
    Ok(run(command, object, masters))
}

fn run(command: &'static Command, object: &Map<String, Value>, masters: &Masters) -> Value {
    let fields = match fields::read(command.fields, object) {
        Ok(fields) => fields,
        Err(refused) => return refusal(&refused),
    };
    let mut trace = Trace::default();
    let set = RuleSet::current(masters);
    let answer = (command.run)(&fields, masters, &set, &mut trace);
    if let Some((field, message)) = trace.conflicts().first() {
        return refusal(&Refused::new(field, *message));
    }
    match answer {
        Ok(Answer(result)) => finished(&trace, "result", result),
        Err(Refused::Stop(Stop::Missing(field))) => {
            let mut names = trace.missing().to_vec();
            if !names.contains(&field) {
                names.push(field);
            }
            pending(command, &trace, names)
        }
        Err(Refused::Pending(names)) => pending(command, &trace, names),
        Err(Refused::Stop(Stop::NotApplicable(reason))) => refusal(&Refused::new("kind", reason)),
        Err(refused) => refusal(&refused),
    }
}

/// Missing fields in the order of the command's own fields.
fn pending(command: &Command, trace: &Trace, mut names: Vec<String>) -> Value {
    let place = |name: &str| {
        let head = name.split(['[', '.']).next().unwrap_or(name);
        command.fields.iter().position(|field| field.name == head).unwrap_or(usize::MAX)
    };
    names.sort_by_key(|name| place(name));
    names.dedup();
    finished(trace, "pending", json!(names))
}

fn finished(trace: &Trace, key: &str, value: Value) -> Value {
    let steps: Vec<Value> = trace
        .stored()
        .into_iter()
        .map(|step| {
            json!({
                "rule": step.rule, "law": step.law, "rev": step.rev, "cite": step.cite,
                "reads": step.reads, "out": step.out, "text": step.text,
            })
        })
        .collect();
    let version = trace.stored().first().map(|step| format!("{}@{}.{}", step.rule, step.law, step.rev));
    let mut answer = Map::new();
    answer.insert(key.to_owned(), value);
    answer.insert("version".to_owned(), json!(version));
    answer.insert("trace".to_owned(), Value::Array(steps));
    Value::Object(answer)
}

fn refusal(refused: &Refused) -> Value {
    let (field, message, suggestion) = refused.parts();
    let mut error = Map::new();
    error.insert("field".to_owned(), json!(field));
    error.insert("message".to_owned(), json!(message));
    if let Some(suggestion) = suggestion {
        error.insert("suggestion".to_owned(), json!(suggestion));
    }
    json!({ "error": error })
}

#[cfg(test)]
mod tests;
