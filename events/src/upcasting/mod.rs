//! Reading old events: each step takes the outer JSON of one type from one version to the next. Steps see sealed tokens, never content;
//! the content has a version of its own, read after opening.

use serde_json::Value;

/// One step from `from` to `from + 1`.
pub struct Step {
    /// Wire name.
    pub event_type: &'static str,
    /// The version it starts from.
    pub from: i16,
    /// The pure change.
    pub run: fn(Value) -> Value,
}

/// All steps, one a file of this folder. Empty as long as every event has its first version.
pub const STEPS: &[Step] = &[];

/// Applies the steps from `found` to `newest`; none where a step is missing.
pub fn upcast(steps: &[Step], event_type: &str, found: i16, newest: i16, payload: Value) -> Option<Value> {
    (found..newest).try_fold(payload, |value, version| {
        let step = steps.iter().find(|step| step.event_type == event_type && step.from == version)?;
        Some((step.run)(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const CHAIN: &[Step] = &[
        Step { event_type: "sample.told", from: 1, run: |old| json!({ "yen": old["amount"] }) },
        Step { event_type: "sample.told", from: 2, run: |old| json!({ "yen": old["yen"], "unit": "month" }) },
    ];

    #[test]
    fn steps_run_in_order_to_the_newest() {
        assert_eq!(upcast(CHAIN, "sample.told", 1, 3, json!({ "amount": 5000 })), Some(json!({ "yen": 5000, "unit": "month" })));
        assert_eq!(upcast(CHAIN, "sample.told", 2, 3, json!({ "yen": 7 })), Some(json!({ "yen": 7, "unit": "month" })));
    }

    #[test]
    fn a_missing_step_is_not_guessed() {
        assert_eq!(upcast(CHAIN, "sample.told", 1, 4, json!({})), None);
        assert_eq!(upcast(CHAIN, "other.told", 1, 2, json!({})), None);
    }
}
