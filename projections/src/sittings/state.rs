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
        /// 中止: called off before a case was heard.
        Cancelled = "cancelled", "中止";
    }
}

codes! {
    /// How far the minutes have come.
    Minutes, UnknownMinutes, "not a state of minutes" {
        /// Not written.
        None = "none", "未作成";
        /// 確認中: written, the chair or another member has still to stand by it.
        Draft = "draft", "確認中";
        /// 確定.
        Final = "final", "確定";
    }
}

coded!(State);
coded!(Minutes);
