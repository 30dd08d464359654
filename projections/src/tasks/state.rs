//! What became of a task.

use events::codes;
use events::nightly::Outcome;

use crate::told::coded;

codes! {
    /// State of a task.
    State, UnknownState, "not a state of a task" {
        /// 未処理.
        Open = "open", "未処理";
        /// 済んだ.
        Done = "done", "済んだ";
        /// することはない.
        Dismissed = "dismissed", "することはない";
        /// 解消: it is so no longer.
        Settled = "settled", "解消していた";
    }
}

impl From<Outcome> for State {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::Done,
            Outcome::Dismissed => Self::Dismissed,
        }
    }
}

coded!(State);
