//! Files before the masters said who reviews which insurance told everybody to everybody.

use serde_json::{Value, json};

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "recipient_file.prepared",
    from: 1,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            fields.insert("undecided".to_owned(), json!([]));
        }
        payload
    },
};
