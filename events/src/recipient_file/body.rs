//! Who reviews claims and pays institutions on the prefecture's behalf.

codes! {
    /// 審査支払機関.
    ReviewBody, UnknownReviewBody, "審査支払機関を選んでください。" {
        /// 国民健康保険団体連合会.
        Federation = "federation", "国保連";
        /// 社会保険診療報酬支払基金.
        Fund = "fund", "支払基金";
    }
}
