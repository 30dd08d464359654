//! In which group of a study an award falls.

codes! {
    /// In which group an award falls.
    Group, UnknownGroup, "影響調査の結果の区分ではありません。" {
        /// 上限額 rises.
        Worse = "worse", "負担が増える";
        /// 上限額 falls.
        Better = "better", "負担が減る";
        /// Another conclusion at the same cap.
        SameMoney = "same_money", "額は同じで内容が変わる";
        /// The same conclusion, from another row of the masters than before.
        SameResult = "same_result", "結果は同じで使う値が変わる";
        /// Cannot be decided on one side or the other: a fact is missing or was erased.
        Pending = "pending", "判定できない";
        /// The same comes out.
        Unchanged = "unchanged", "変わらない";
    }
}
