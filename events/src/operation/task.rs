//! What can be asked for.

codes! {
    /// Something to be done with a read model.
    Task, UnknownTask, "その操作はありません。画面を開き直してください。" {
        /// Build it anew beside the live one, compare, and exchange where nothing differs.
        Rebuild = "rebuild", "作り直す";
        /// Wait.
        Pause = "pause", "一時停止する";
        /// Go on after a pause.
        GoOn = "go_on", "続ける";
        /// Give the new rows up.
        Stop = "stop", "やめる";
        /// Put the new rows live although they differ.
        Exchange = "exchange", "入れ替える";
        /// Put the rows from before the last exchange back.
        RollBack = "roll_back", "前の表に戻す";
        /// Follow the log again after an event that could not be applied.
        Resume = "resume", "再開する";
        /// Apply what was parked, where it can be by now.
        Retry = "retry", "脇に置いた出来事を試し直す";
        /// From now on, park what cannot be applied and go on.
        Park = "park", "読めない出来事は脇に置いて進む設定にする";
        /// From now on, stop at what cannot be applied.
        StopAtPoison = "stop_at_poison", "読めない出来事で止まる設定にする";
        /// Build the rows of one person or one stream anew.
        RebuildKeys = "rebuild_keys", "一人分を作り直す";
    }
}

impl Task {
    /// Takes long and is done one at a time; the others steer it.
    pub const fn is_work(self) -> bool {
        matches!(self, Self::Rebuild | Self::Exchange | Self::RollBack | Self::RebuildKeys)
    }
}
