//! Letters before their words became rows of the masters were made with the words of the program.

use serde_json::{Value, json};

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "letter.issued",
    from: 1,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            fields.insert("texts".to_owned(), json!([]));
        }
        payload
    },
};
