//! A renewal campaign (一斉更新): everybody whose award ends on the common day, frozen with who is asked and who is not, and why.

mod closed;
mod frozen;
mod guided;
mod opened;
mod reminded;

pub use closed::Closed;
pub use frozen::{Frozen, Item};
pub use guided::Guided;
pub use opened::Opened;
pub use reminded::Reminded;

crate::event_set::event_set! {
    /// Events of a renewal campaign (一斉更新).
    CampaignEvent, "campaign" {
        /// 一斉更新を始めた。
        Opened(Opened) = "campaign.opened" v 1,
        /// 一斉更新の対象者を確定した。
        Frozen(Frozen) = "campaign.frozen" v 1,
        /// 更新の案内を送った。
        Guided(Guided) = "campaign.guided" v 1,
        /// 更新の督促を送った。
        Reminded(Reminded) = "campaign.reminded" v 1,
        /// 一斉更新を終えた。
        Closed(Closed) = "campaign.closed" v 1,
    }
}
