//! The first decisions had no number.

use serde_json::Value;

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "application.approved",
    from: 1,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            fields.insert("number".to_owned(), Value::Null);
        }
        payload
    },
};
