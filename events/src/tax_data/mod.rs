//! The tax data of a household for a new year (課税情報の取込み), one stream a recipient: what the file said, what the tier would become, and
//! what somebody made of it. Nothing is decided here: a renewal begins with these data, and is decided like every other.

mod reviewed;
mod taken_in;

use uuid::Uuid;

pub use reviewed::Reviewed;
pub use taken_in::{Judged, MemberTax, TakenIn};

use crate::ids::RecipientId;

crate::event_set::event_set! {
    /// Events of the tax data of a household.
    TaxDataEvent, "tax_data" {
        /// 課税情報を取り込んだ。
        TakenIn(TakenIn) = "tax_data.taken_in" v 1,
        /// 課税情報による再判定を確かめた。
        Reviewed(Reviewed) = "tax_data.reviewed" v 1,
    }
}

/// The stream of a recipient's household.
pub fn stream_of(recipient: RecipientId) -> Uuid {
    crate::ids::named_stream(&format!("tax_data/{recipient}"))
}
