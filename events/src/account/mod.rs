//! An account of a member of staff (職員アカウント). Passwords are not history and lie elsewhere.

mod ended;
mod grant_dropped;
mod grant_proposed;
mod granted;
mod locked;
mod opened;
mod password_chosen;
mod password_given;
mod second_factor_enrolled;
mod second_factor_removed;
mod suspended;
mod unlocked;

pub use ended::Ended;
pub use grant_dropped::GrantDropped;
pub use grant_proposed::GrantProposed;
pub use granted::Granted;
pub use locked::Locked;
pub use opened::Opened;
pub use password_chosen::PasswordChosen;
pub use password_given::PasswordGiven;
pub use second_factor_enrolled::SecondFactorEnrolled;
pub use second_factor_removed::SecondFactorRemoved;
pub use suspended::Suspended;
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
        /// 役割と所属の付与を申し出た。
        GrantProposed(GrantProposed) = "account.grant_proposed" v 1,
        /// 付与の申し出をやめた。
        GrantDropped(GrantDropped) = "account.grant_dropped" v 1,
        /// 役割と所属を2人で付与した。
        Granted(Granted) = "account.granted" v 1,
        /// 管理者が停止した。
        Suspended(Suspended) = "account.suspended" v 1,
        /// 初めの合言葉を出した。
        PasswordGiven(PasswordGiven) = "account.password_given" v 1,
        /// 合言葉を自分で決めた。
        PasswordChosen(PasswordChosen) = "account.password_chosen" v 1,
        /// 終了した。
        Ended(Ended) = "account.ended" v 1,
    }
}
