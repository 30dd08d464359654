//! The commands on a notice, one file each.

mod amend_notice;
mod receive_notice;
mod return_notice;
mod settle_notice;
mod withdraw_notice;

use events::ids::StaffId;
use events::notice::NoticeEvent;

pub use amend_notice::AmendNotice;
pub use receive_notice::ReceiveNotice;
pub use return_notice::ReturnNotice;
pub use settle_notice::SettleNotice;
pub use withdraw_notice::WithdrawNotice;

use super::Notice;
use crate::Refusal;

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident($command:ty),)+) => {
        /// A command on a notice.
        #[derive(Clone, PartialEq, Debug)]
        pub enum NoticeCommand { $($(#[$doc])* $variant(Box<$command>),)+ }

        impl NoticeCommand {
            /// Who acts.
            pub fn who(&self) -> StaffId {
                match self { $(Self::$variant(command) => command.who.id,)+ }
            }

            /// What follows, or why nothing may follow.
            ///
            /// # Errors
            /// The refusal, as a sentence for the person who acted.
            pub fn decide(self, notice: &Notice) -> Result<NoticeEvent, Refusal> {
                match self { $(Self::$variant(command) => command.decide(notice),)+ }
            }
        }

        $(impl From<$command> for NoticeCommand {
            fn from(command: $command) -> Self {
                Self::$variant(Box::new(command))
            }
        })+
    };
}

commands! {
    /// 受け付ける.
    Receive(ReceiveNotice),
    /// 直す.
    Amend(AmendNotice),
    /// 窓口に戻す.
    Return(ReturnNotice),
    /// 処理する.
    Settle(SettleNotice),
    /// 取り下げる.
    Withdraw(WithdrawNotice),
}
