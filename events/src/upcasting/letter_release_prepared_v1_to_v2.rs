//! Releases before campaigns and registers sent letters asked everybody of the ledger.

use serde_json::{Value, json};

use super::Step;

/// The step.
pub const STEP: Step = Step {
    event_type: "letter_release.prepared",
    from: 1,
    run: |mut payload| {
        if let Value::Object(fields) = &mut payload {
            fields.insert("campaign".to_owned(), Value::Null);
            fields.insert("designations".to_owned(), json!([]));
        }
        payload
    },
};
