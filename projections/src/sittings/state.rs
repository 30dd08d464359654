//! How far a sitting has come.

use events::codes;

use crate::told::coded;

codes! {
    /// State of a sitting.
    State, UnknownState, "not a state of a sitting" {
        /// 予定: scheduled, its agenda open.
        Scheduled = "scheduled", "予定";
        /// 議題決定.
        Agenda = "agenda", "議題決定";
        /// 審査中: the first case was heard.
        Hearing = "hearing", "審査中";
        /// 終了.
        Closed = "closed", "終了";
    }
}

coded!(State);
