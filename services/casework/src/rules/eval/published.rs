//! `daicho rules list` and `daicho rules schema`: what the rules are and how they are asked, from the same tables that answer.

use events::vocabulary::{InsuranceKind, LateReason, ProcedureKind, Relation, Severity, Tier};
use serde_json::{Map, Value, json};

use super::command::{Command, Field, FieldKind};
use super::{COMMANDS, UnknownRule, calendar, find, numbers};
use crate::rules::rule_set;
use crate::rules::trace::Meta;

/// Every rule with its versions, the dates they count for, and their sources.
pub fn list() -> Value {
    let mut rules: Vec<(&'static str, Vec<(&'static Meta, String)>)> = Vec::new();
    let opened = jiff::civil::date(2015, 1, 1);
    let fixed = [(&numbers::META, opened), (&calendar::META, opened)];
    let dated = rule_set::all().into_iter().map(|version| (version.meta, version.from));
    for (meta, from) in fixed.into_iter().chain(dated) {
        let entry = (meta, from.to_string());
        match rules.iter_mut().find(|(rule, _)| *rule == meta.rule) {
            Some((_, versions)) => versions.push(entry),
            None => rules.push((meta.rule, vec![entry])),
        }
    }
    Value::Array(rules.into_iter().map(|(rule, versions)| one(rule, &versions)).collect())
}

fn one(rule: &str, versions: &[(&'static Meta, String)]) -> Value {
    let shown: Vec<Value> = versions
        .iter()
        .enumerate()
        .map(|(at, (meta, from))| {
            // A correction replaces the version it corrects; only another law ends it.
            let next = versions.iter().skip(at + 1).find(|(next, _)| next.law != meta.law);
            let until = next.and_then(|(_, next)| next.parse::<jiff::civil::Date>().ok()?.yesterday().ok());
            json!({
                "law": meta.law, "rev": meta.rev, "valid_from": from,
                "valid_to": until.map(|day| day.to_string()), "cite": meta.cite,
            })
        })
        .collect();
    let command = COMMANDS.iter().find(|command| command.rule == rule).map(|command| command.alias);
    json!({ "rule": rule, "command": command, "title": versions.first().map(|(meta, _)| meta.title), "versions": shown })
}

/// JSON Schemas (2020-12) of a rule's input and answer.
pub fn schema(name: &str) -> Result<Value, UnknownRule> {
    let command = find(name)?;
    Ok(json!({ "rule": command.rule, "command": command.alias, "input": input(command), "output": output(command) }))
}

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

fn input(command: &Command) -> Value {
    let mut schema = object(command.fields);
    if let Value::Object(schema) = &mut schema {
        schema.insert("$schema".to_owned(), json!(DIALECT));
        schema.insert("title".to_owned(), json!(format!("{} input", command.alias)));
        schema.insert("type".to_owned(), json!("object"));
    }
    schema
}

/// An object of fields, which may itself be unknown.
fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| !field.optional).map(|field| field.name).collect();
    json!({ "type": ["object", "null"], "additionalProperties": false, "properties": properties, "required": required })
}

fn property(field: &Field) -> Value {
    let codes = |codes: Vec<&str>| {
        let codes: Vec<Value> = codes.into_iter().map(Value::from).chain([Value::Null]).collect();
        json!({ "enum": codes })
    };
    let list = |items: Value| json!({ "type": ["array", "null"], "maxItems": 50, "items": items });
    let mut schema = match field.kind {
        FieldKind::Date => json!({ "type": ["string", "null"], "format": "date" }),
        FieldKind::Month => json!({ "type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}$" }),
        FieldKind::Text => json!({ "type": ["string", "null"], "maxLength": 100 }),
        FieldKind::Bool => json!({ "type": ["boolean", "null"] }),
        FieldKind::Yen => json!({ "type": ["integer", "string", "null"], "minimum": 0 }),
        FieldKind::Count => json!({ "type": ["integer", "null"], "minimum": 0 }),
        FieldKind::Kind => codes(ProcedureKind::ALL.iter().map(|kind| kind.code()).collect()),
        FieldKind::LateReason => codes(LateReason::ALL.iter().map(|reason| reason.code()).collect()),
        FieldKind::Tier => codes(Tier::ALL.iter().map(|tier| tier.code()).collect()),
        FieldKind::Severity => codes(Severity::ALL.iter().map(|severity| severity.code()).collect()),
        FieldKind::Insurance => codes(InsuranceKind::ALL.iter().map(|kind| kind.code()).collect()),
        FieldKind::Relation => codes(Relation::ALL.iter().map(|relation| relation.code()).collect()),
        FieldKind::Code(list) => codes(list.to_vec()),
        FieldKind::Municipality => json!({ "type": ["string", "null"], "pattern": "^[0-9]{6}$" }),
        FieldKind::Payer => json!({ "type": ["string", "null"], "pattern": "^[0-9]{8}$" }),
        FieldKind::Yens => list(json!({ "type": ["integer", "string"], "minimum": 0 })),
        FieldKind::Texts => list(json!({ "type": "string", "maxLength": 100 })),
        FieldKind::Object(fields) => object(fields),
        FieldKind::List(fields) => {
            let mut item = object(fields);
            item["type"] = json!("object");
            list(item)
        }
    };
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), json!(field.ja));
    }
    schema
}

fn output(command: &Command) -> Value {
    let result: Map<String, Value> = command
        .result
        .iter()
        .map(|(name, kind)| {
            let schema = match *kind {
                "date" => json!({ "type": "string", "format": "date" }),
                "date?" => json!({ "type": ["string", "null"], "format": "date" }),
                "integer?" => json!({ "type": ["integer", "null"] }),
                kind => json!({ "type": kind }),
            };
            ((*name).to_owned(), schema)
        })
        .collect();
    let names: Vec<&str> = command.result.iter().map(|(name, _)| *name).collect();
    let step = json!({
        "type": "object",
        "required": ["rule", "law", "rev", "cite", "reads", "out", "text"],
        "properties": {
            "rule": { "type": "string" }, "law": { "type": "integer" }, "rev": { "type": "integer" },
            "cite": { "type": "string" }, "reads": { "type": "array" }, "out": {}, "text": { "type": "string" },
        },
    });
    json!({
        "$schema": DIALECT, "title": format!("{} output", command.alias), "type": "object",
        "oneOf": [
            { "required": ["result", "version", "trace"] },
            { "required": ["pending", "version", "trace"] },
            { "required": ["error"] },
        ],
        "properties": {
            "result": { "type": "object", "additionalProperties": false, "properties": result, "required": names },
            "pending": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
            "version": { "type": ["string", "null"] },
            "trace": { "type": "array", "items": step },
            "error": {
                "type": "object", "required": ["field", "message"],
                "properties": {
                    "field": { "type": "string" }, "message": { "type": "string" }, "suggestion": { "type": "string" },
                },
            },
        },
    })
}
