//! Nobody was asked on which day an application reached the counter: what is not known stays unknown.

use serde_json::Value;

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "application.received",
    from: 2,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            fields.insert("arrival".to_owned(), Value::Null);
        }
        payload
    },
};
