//! An account of a member of staff (職員アカウント). Passwords are not history and lie elsewhere.

mod locked;
mod opened;
mod unlocked;

pub use locked::Locked;
pub use opened::Opened;
pub use unlocked::Unlocked;

crate::event_set::event_set! {
    /// Events of an account (職員アカウント).
    AccountEvent, "account" {
        /// 職員を登録した。
        Opened(Opened) = "account.opened" v 1,
        /// 連続した失敗のため止めた。
        Locked(Locked) = "account.locked" v 1,
        /// 止めていたのを解いた。
        Unlocked(Unlocked) = "account.unlocked" v 1,
    }
}
