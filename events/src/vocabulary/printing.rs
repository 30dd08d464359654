//! 発行の言葉: what is printed together, in which order, what is spoiled, what is left out and why, how it goes out and why it comes back.

use serde::{Deserialize, Serialize};

/// Which certificates a run is about (対象).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PrintKind {
    /// The first of an award and those that take the place of a voided one.
    All,
    /// The first of an award.
    First,
    /// Those that take the place of a voided one.
    Replacement,
    /// Families whose address nobody may learn, by themselves.
    Protected,
}

code_list!(PrintKind, UnknownPrintKind, "対象を選んでください。", {
    All => "all", "すべての受給者証";
    First => "first", "新しい認定の受給者証";
    Replacement => "replacement", "再交付・書換えの受給者証";
    Protected => "protected", "支援措置の対象者の受給者証";
});

/// In which order sheets are printed (並び順).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PrintOrder {
    /// 郵便番号.
    Postal,
    /// 管轄事務所.
    Office,
    /// 受給者番号.
    Number,
}

code_list!(PrintOrder, UnknownPrintOrder, "並び順を選んでください。", {
    Postal => "postal", "郵便番号順";
    Office => "office", "事務所順";
    Number => "number", "受給者番号順";
});

/// What spoiled a printed sheet (書損の理由).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum SpoilReason {
    /// 紙詰まり.
    Jammed,
    /// 印字不良.
    Faint,
    /// 汚れ・破れ.
    Damaged,
    /// 枚数の過不足.
    Missing,
}

code_list!(SpoilReason, UnknownSpoilReason, "書損の理由を選んでください。", {
    Jammed => "jammed", "紙詰まり";
    Faint => "faint", "印字がかすれた・ずれた";
    Damaged => "damaged", "汚した・破れた";
    Missing => "missing", "枚数が足りない・重なった";
});

/// Why a decided certificate is not in a run (対象外の理由).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum LeftOutReason {
    /// It was not made yet.
    NotMade,
    /// Something in it cannot be printed.
    Stopped,
    /// The family is protected: a run of its own.
    Protected,
}

code_list!(LeftOutReason, UnknownLeftOutReason, "対象外の理由を選んでください。", {
    NotMade => "not_made", "受給者証がまだ作成されていない";
    Stopped => "stopped", "印字できない文字などで作成が止まっている";
    Protected => "protected", "支援措置の対象（別の発行で扱う）";
});

/// How an envelope goes out (発送方法).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PostingWay {
    /// 普通郵便.
    Ordinary,
    /// 特定記録.
    SpecifiedRecord,
    /// 簡易書留.
    SimplifiedRegistered,
    /// 窓口交付.
    Counter,
}

code_list!(PostingWay, UnknownPostingWay, "発送方法を選んでください。", {
    Ordinary => "ordinary", "普通郵便";
    SpecifiedRecord => "specified_record", "特定記録";
    SimplifiedRegistered => "simplified_registered", "簡易書留";
    Counter => "counter", "窓口交付";
});

/// Why an envelope came back (返戻の理由).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ReturnGround {
    /// 宛先不明.
    UnknownAddress,
    /// 転居先不明.
    Moved,
    /// 保管期間の経過.
    NotCollected,
    /// 受取拒否.
    Declined,
    /// 不着: it never came back, and did not arrive.
    Lost,
}

code_list!(ReturnGround, UnknownReturnGround, "返戻の理由を選んでください。", {
    UnknownAddress => "unknown_address", "あて所に尋ねあたらない";
    Moved => "moved", "転居先不明";
    NotCollected => "not_collected", "保管期間が過ぎた";
    Declined => "declined", "受取拒否";
    Lost => "lost", "届いていないと申し出があった（不着）";
});

/// What was found out about the address of a letter that came back (送り先の確認).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AddressOutcome {
    /// It is right: the letter goes out again.
    Right,
    /// It was wrong, and the ledger says the new one: the letter goes out again.
    Corrected,
    /// Nobody can be reached; the letter is kept in the office and goes out no more.
    Unreachable,
}

code_list!(AddressOutcome, UnknownAddressOutcome, "確かめた結果を選んでください。", {
    Right => "right", "住所は正しい（送り直す）";
    Corrected => "corrected", "台帳の住所を直した（送り直す）";
    Unreachable => "unreachable", "連絡がとれない（県で保管する）";
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_written() {
        for way in PostingWay::ALL {
            assert_eq!(way.code().parse(), Ok(*way));
        }
        assert_eq!("by_hand".parse::<PostingWay>(), Err(UnknownPostingWay));
        assert_eq!(serde_json::to_string(&PrintOrder::Postal).unwrap(), "\"postal\"");
    }
}
