//! 更新の対象の区分: in which way a person is asked for the renewal, or why not. Everybody of a campaign is in exactly one group.

use serde::{Deserialize, Serialize};

/// A group of a renewal campaign.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum RenewalGroup {
    /// The ordinary guide.
    Ordinary,
    /// Without papers about income.
    Haemophilia,
    /// 18歳になる: the patient applies.
    TurnsAdult,
    /// 20歳で終わる: a guide to what follows, no renewal.
    LeavesAtTwenty,
    /// 支援措置: asked, by hand, after the address was made sure of.
    Protected,
    /// Has an award that goes on.
    Followed,
    /// 死亡.
    Died,
    /// 転出.
    Moved,
    /// 治癒, 辞退 or another end.
    Ended,
    /// The person's data was erased.
    Unreadable,
}

code_list!(RenewalGroup, RenewalGroupError, "更新の区分を表す語ではありません。", {
    Ordinary => "ordinary", "一般";
    Haemophilia => "haemophilia", "血友病等";
    TurnsAdult => "turns_adult", "18歳になる";
    LeavesAtTwenty => "leaves_at_twenty", "20歳で終わる";
    Protected => "protected", "支援措置（手渡し）";
    Followed => "followed", "除く：次の支給認定がある";
    Died => "died", "除く：死亡";
    Moved => "moved", "除く：転出";
    Ended => "ended", "除く：辞退・治癒など";
    Unreadable => "unreadable", "除く：消去済み";
});

impl RenewalGroup {
    /// Whether a renewal is waited for.
    pub const fn is_asked(self) -> bool {
        matches!(self, Self::Ordinary | Self::Haemophilia | Self::TurnsAdult | Self::Protected)
    }

    /// Whether a guide goes out.
    pub const fn is_guided(self) -> bool {
        self.is_asked() || matches!(self, Self::LeavesAtTwenty)
    }
}
