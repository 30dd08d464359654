//! Whom a release leaves out, and why (the fault of Nobeoka 2024 was that nobody saw who was left out).

use serde::{Deserialize, Serialize};

use crate::ids::{AwardId, RecipientId};

codes! {
    /// Why somebody gets no letter (除く理由).
    Exclusion, UnknownExclusion, "除く理由ではありません。" {
        /// The same letter about the same award went out before.
        AlreadySent = "already_sent", "同じ支給認定について、すでに送っている";
        /// Something is applied for.
        Applied = "applied", "申請中である";
        /// A later award follows.
        Followed = "followed", "次の支給認定がある";
        /// Validity ends with the 20th birthday; another letter is for them.
        AgesOut = "ages_out", "20歳で終わる（20歳到達のお知らせの対象）";
        /// The award was ended: death, moving away, revocation.
        Over = "over", "資格を失っている（死亡・転出・辞退・取消など）";
        /// Nobody may learn where the family lives: the letter is handed over in another way.
        Protected = "protected", "支援措置がある（送り先を確かめて、個別に送る）";
        /// The person's data was erased.
        Unreadable = "unreadable", "生年月日を読めない（消去済み）";
    }
}

/// Somebody who gets no letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Excluded {
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
    /// Why.
    pub why: Exclusion,
}
