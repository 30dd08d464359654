//! An award (支給認定): the decision that grants the subsidy. One child has a chain of them; none is ever overwritten.

mod corrected;
mod ended;
mod extended;
mod granted;
mod redress;
mod redress_dropped;
mod redress_proposed;
mod replaced;
mod revoked;
mod taken_back;

pub use corrected::Corrected;
pub use ended::{EndGround, Ended, UnknownGround};
pub use extended::Extended;
pub use granted::Granted;
pub use redress::{
    CorrectionGround, Money, MonthMoney, MonthTotal, Redress, RevocationGround, Right, UnknownCorrectionGround,
    UnknownRevocationGround,
};
pub use redress_dropped::RedressDropped;
pub use redress_proposed::RedressProposed;
pub use replaced::Replaced;
pub use revoked::Revoked;
pub use taken_back::TakenBack;

crate::event_set::event_set! {
    /// Events of an award (支給認定).
    AwardEvent, "award" {
        /// 支給認定した。
        Granted(Granted) = "award.granted" v 2,
        /// 別の支給認定に替わった。
        Replaced(Replaced) = "award.replaced" v 1,
        /// 支給認定が終わった。
        Ended(Ended) = "award.ended" v 1,
        /// 有効期間を延長した。
        Extended(Extended) = "award.extended" v 1,
        /// 取消または訂正を起案した。
        RedressProposed(RedressProposed) = "award.redress_proposed" v 1,
        /// 取消または訂正の起案をやめた。
        RedressDropped(RedressDropped) = "award.redress_dropped" v 1,
        /// 支給認定を取り消した。
        Revoked(Revoked) = "award.revoked" v 1,
        /// 支給認定を訂正した。
        Corrected(Corrected) = "award.corrected" v 1,
        /// 引き継ぎを取り消した。
        TakenBack(TakenBack) = "award.taken_back" v 1,
    }
}
