//! An account of a member of staff (職員アカウント). Passwords are not history and lie elsewhere.

mod locked;
mod opened;
mod second_factor_enrolled;
mod second_factor_removed;
mod unlocked;

pub use locked::Locked;
pub use opened::Opened;
pub use second_factor_enrolled::SecondFactorEnrolled;
pub use second_factor_removed::SecondFactorRemoved;
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
        /// 認証アプリを登録した。
        SecondFactorEnrolled(SecondFactorEnrolled) = "account.second_factor_enrolled" v 1,
        /// 認証アプリの登録を消した。
        SecondFactorRemoved(SecondFactorRemoved) = "account.second_factor_removed" v 1,
    }
}
