//! Amendments had a reason in words only: no ground, no paper, and nothing about the day of arrival.

use serde_json::Value;

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "application.amended",
    from: 1,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            for name in ["arrival", "ground", "stands_on"] {
                fields.insert(name.to_owned(), Value::Null);
            }
        }
        payload
    },
};
