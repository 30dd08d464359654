//! The first applications were forwarded without a list.

use serde_json::Value;

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "application.forwarded",
    from: 1,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            fields.insert("transmittal".to_owned(), Value::Null);
        }
        payload
    },
};
