//! The first nights ended no award.

use serde_json::Value;

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "nightly.ran",
    from: 1,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            fields.insert("ended".to_owned(), Value::from(0));
        }
        payload
    },
};
