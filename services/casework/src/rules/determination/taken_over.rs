//! A decision of the old ledger in the shape of a determination: its calculation says that it was taken over and that nothing was worked out
//! again.

use std::collections::BTreeMap;

use events::vocabulary::Tier;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::Determination;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::{StoredRead, TraceStep};
use crate::takeover::OldRecord;

/// Name of the rule set of decisions that were taken before this ledger.
pub const TAKEN_OVER: &str = "旧台帳";

/// The decision as the old ledger has it. `masters_position` says up to where the masters were known when it was taken over, for names on paper.
pub fn decided_before(record: &OldRecord, masters_position: i64) -> Determination {
    let validity = record.validity;
    let read =
        |name: &str, value: serde_json::Value| StoredRead { name: name.to_owned(), value, from: "fact".to_owned(), master: None };
    let step = TraceStep {
        rule: "takeover.decided".to_owned(),
        law: 1,
        rev: 0,
        cite: "旧台帳の決定".to_owned(),
        title: "旧台帳からの引継ぎ".to_owned(),
        unconfirmed: false,
        reads: vec![
            read("validity", json!(validity)),
            read("tier", json!(record.tier)),
            read("severity", json!(record.severity)),
            read("monthly_cap", json!(record.monthly_cap)),
        ],
        out: json!(record.monthly_cap),
        out_text: format!("{} {}", Tier::in_words(record.tier), record.monthly_cap),
        text: "旧台帳で決定した支給認定です。有効期間・階層・区分・自己負担上限月額は旧台帳のとおりに引き継ぎ、算定し直していません。"
            .to_owned(),
    };
    let clear = format!(
        "{TAKEN_OVER}|{validity}|{:?}|{}|{}|{}|{}|{}",
        record.tier.map(Tier::code),
        record.severity.code(),
        record.haemophilia,
        record.monthly_cap.amount(),
        record.payer_number,
        record.office,
    );
    Determination {
        rule_set: RuleSet { id: TAKEN_OVER.to_owned(), known: BTreeMap::new(), masters_position },
        eligible: Some(true),
        refusal_grounds: Vec::new(),
        age: None,
        jurisdiction: Some(record.office),
        start: Some(validity.start()),
        end: Some(validity.end()),
        tax_year: None,
        income_persons: None,
        income_members: None,
        levy_sum: None,
        tier: record.tier,
        severity: Some(record.severity),
        haemophilia: Some(record.haemophilia),
        monthly_cap: Some(record.monthly_cap),
        apportioned: None,
        payer_number: Some(record.payer_number),
        unconfirmed: Vec::new(),
        cautions: Vec::new(),
        pending: Vec::new(),
        conflicts: Vec::new(),
        trace: vec![step],
        digest: hex::encode(Sha256::digest(clear.as_bytes())),
    }
}
