//! The months of a recipient's cap management sheets (自己負担上限額管理票) that staff keyed in: what the months cost, as far as claims do not say it.
//! One stream a recipient.

mod month_entered;

use uuid::Uuid;

use crate::ids::{RecipientId, named_stream};

pub use month_entered::MonthEntered;

/// The stream of a recipient's sheets.
pub fn stream_of(recipient: RecipientId) -> Uuid {
    named_stream(&format!("cap_sheet/{recipient}"))
}

crate::event_set::event_set! {
    /// Events of a recipient's cap sheets.
    CapSheetEvent, "cap_sheet" {
        /// 管理票の月の医療費を記録した。
        MonthEntered(MonthEntered) = "cap_sheet.month_entered" v 1,
    }
}
