//! The first applications were all new: they started from no award and knew no recipient.

use serde_json::Value;

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "application.received",
    from: 1,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            fields.insert("recipient".to_owned(), Value::Null);
            fields.insert("starting_from".to_owned(), Value::Null);
        }
        payload
    },
};
