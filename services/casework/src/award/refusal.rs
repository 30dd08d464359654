//! Why an award cannot be revoked or corrected: sentences for the person who tried.

use events::vocabulary::wareki;
use jiff::civil::Date;

use super::AwardAction;

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RedressRefusal {
    /// Another role does this.
    #[error("取消・訂正を「{}」のは{needed}の担当者です。担当者に引き継いでください。", .action.label())]
    WrongRole {
        /// The act.
        action: AwardAction,
        /// Japanese name of the role.
        needed: &'static str,
    },
    /// One at a time.
    #[error("この支給認定には、決裁を待っている取消・訂正の起案があります。先に決裁するか、起案を取り下げてください。")]
    AlreadyProposed,
    /// Nothing to decide.
    #[error("この支給認定には、決裁を待っている取消・訂正の起案がありません。画面を開き直してください。")]
    NothingWaits,
    /// Four eyes.
    #[error("起案した人は決裁できません。ほかの決裁者に回してください。")]
    OwnProposal,
    /// What is decided is what was proposed.
    #[error("起案された内容と違います。画面を開き直して、いまの起案を確かめてください。")]
    AnotherThanProposed,
    /// The ground does not reach back to the first day.
    #[error("この理由では支給認定の初日（{}）にさかのぼって取り消せません。事由の生じた日を入れてください。", wareki::long(*.0))]
    NotFromTheFirstDay(Date),
    /// Taking back a change would leave the days of the award before it to nobody.
    #[error("変更の認定を初日から取り消すと、前の認定に戻す手続がなくなります。変更前の階層と区分に「訂正」してください。")]
    ChangeIsCorrected,
    /// Beyond the limit.
    #[error("さかのぼれるのは{}までです。これより前の分は、消滅時効の扱いを確かめて文書で処理してください。", wareki::long(*.0))]
    TooFarBack(Date),
    /// Longer than an award may last.
    #[error("有効期間の末日は{}までにしてください（20歳の誕生日の前日、または有効期間の上限）。", wareki::long(*.0))]
    EndsTooLate(Date),
    /// Earlier than the award may begin.
    #[error("有効期間の初日は{}からにしてください（さかのぼりの上限、または前の支給認定の末日の翌日）。", wareki::long(*.0))]
    StartsTooEarly(Date),
    /// A later award begins after this one.
    #[error("この支給認定には次の支給認定が続いています。有効期間の末日は{}から変えられません。", wareki::long(*.0))]
    Followed(Date),
    /// Money is reckoned on days of the award.
    #[error("金額を計算し直す日は、訂正後の有効期間（{}から{}まで）の中にしてください。", wareki::long(*.0), wareki::long(*.1))]
    ReckonedOutside(Date, Date),
    /// The same month twice, or one outside.
    #[error("管理票の月は、取消・訂正の始まる月から今月までを1回ずつ入れてください。{}は入れられません。", wareki::year_month(*.0))]
    StrangeMonth(Date),
    /// No row of the cap table.
    #[error("訂正後の階層と区分に当たる上限月額がマスタにありません。階層と区分を確かめてください。")]
    NoCap,
    /// It is restored by a correction only where the award was ended by a notice.
    #[error("この支給認定は終わっていません。終わりの誤りではなく、有効期間か区分の誤りとして訂正してください。")]
    NotEnded,
}
