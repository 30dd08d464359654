//! `check-digit`, `jurisdiction`, `payer-number` and `recipient-number`.

use events::vocabulary::{ProcedureKind, check_digit};
use jiff::civil::date;
use serde_json::json;

use super::command::{Answer, Command, FieldKind, Refused, field, optional};
use super::fields::{Fields, known};
use super::income::{answered, dates};
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Dates;
use crate::rules::{jurisdiction, payer_number, recipient_number};

pub(super) static META: Meta = Meta {
    rule: "number.check_digit",
    law: 1,
    rev: 1,
    cite: "公費負担医療の負担者番号・受給者番号の設定要領",
    title: "検証番号",
    result: |v| v.out(),
    explain,
};

pub(super) static CHECK_DIGIT: Command = Command {
    alias: "check-digit",
    rule: "number.check_digit",
    fields: &[field("body", FieldKind::Text, "検証番号を除いた番号")],
    result: &[("digit", "integer")],
    run: digit,
};

fn digit(fields: &Fields, _: &Masters, _: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    let body = known("body", &fields.text("body"))?;
    let digits = check_digit::parse_body(&body).map_err(|error| Refused::new("body", error.to_string()))?;
    let digit = t.step(&META, |t| {
        t.note("body", digits.iter().map(ToString::to_string).collect::<String>());
        Ok(i64::from(check_digit::check_digit(&digits)))
    })?;
    Ok(Answer(json!({ "digit": digit })))
}

fn explain(v: &View<'_>) -> String {
    format!("{} に末尾から2、1を交互にかけ、各桁の和を10の倍数にする数は {} です。", v.text("body"), v.out())
}

pub(super) static JURISDICTION: Command = Command {
    alias: "jurisdiction",
    rule: jurisdiction::RULE,
    fields: &[
        field("date", FieldKind::Date, "基準日"),
        field("municipality", FieldKind::Municipality, "住所地の市町コード（6桁）"),
    ],
    result: &[("office", "string")],
    run: office,
};

fn office(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["date", "municipality"])?;
    let office = jurisdiction::office(set, &dates(fields)?, &fields.municipality("municipality"), masters, t).map_err(
        |stop| match stop {
            crate::rules::Stop::NotApplicable(reason) => Refused::new("municipality", reason),
            stop => stop.into(),
        },
    )?;
    Ok(Answer(json!({ "office": office.to_string() })))
}

pub(super) static PAYER_NUMBER: Command = Command {
    alias: "payer-number",
    rule: payer_number::RULE,
    fields: &[
        field("date", FieldKind::Date, "基準日"),
        optional("tier", FieldKind::Tier, "階層区分（血友病等でなければ必要）"),
        field("haemophilia", FieldKind::Bool, "血友病等"),
    ],
    result: &[("payer_number", "string")],
    run: payer,
};

fn payer(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["date", "haemophilia"])?;
    let on = dates(fields)?;
    let facts = payer_number::PayerFacts {
        date: Ok(on.applied),
        tier: answered("tier", &fields.tier("tier")),
        haemophilia: answered("haemophilia", &fields.flag("haemophilia")),
    };
    let number = payer_number::payer(set, &on, &facts, masters, t)?;
    Ok(Answer(json!({ "payer_number": number.to_string() })))
}

pub(super) static RECIPIENT_NUMBER: Command = Command {
    alias: "recipient-number",
    rule: recipient_number::RULE,
    fields: &[
        field("payer_number", FieldKind::Payer, "公費負担者番号"),
        field("last_serial", FieldKind::Count, "採番簿の最後の番号（なければ0）"),
    ],
    result: &[("recipient_number", "string")],
    run: recipient,
};

fn recipient(fields: &Fields, _: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["payer_number", "last_serial"])?;
    let facts = recipient_number::RecipientFacts {
        payer: known("payer_number", &fields.payer("payer_number"))?,
        last_serial: known("last_serial", &fields.count("last_serial"))?,
        held: None,
    };
    // The rule has one version for all dates.
    let any = Dates { kind: ProcedureKind::New, applied: date(2015, 1, 1) };
    let number = recipient_number::recipient(set, &any, facts, t)?;
    Ok(Answer(json!({ "recipient_number": number.to_string() })))
}
