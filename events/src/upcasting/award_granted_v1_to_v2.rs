//! The first awards took no other's place.

use serde_json::Value;

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "award.granted",
    from: 1,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            fields.insert("replaces".to_owned(), Value::Null);
        }
        payload
    },
};
