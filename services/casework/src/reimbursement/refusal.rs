//! Why something cannot be done with a claim: sentences for the person who tried.

use events::vocabulary::wareki;
use jiff::civil::Date;

use super::{ReimbursementAction, ReimbursementStage};

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReimbursementRefusal {
    /// There is none.
    #[error("この療養費の請求は見つかりません。一覧から開き直してください。")]
    NoSuchClaim,
    /// A claim is received once.
    #[error("この療養費の請求はすでに受け付けられています。一覧で確かめてください。")]
    AlreadyReceived,
    /// The state does not permit it.
    #[error("{}の請求に「{}」はできません。画面を開き直して、いまの状態を確かめてください。", .stage.label(), .action.label())]
    WrongStage {
        /// The act.
        action: ReimbursementAction,
        /// The state.
        stage: ReimbursementStage,
    },
    /// Another role does this.
    #[error("「{}」は{needed}の担当者が行います。担当者に引き継いでください。", .action.label())]
    WrongRole {
        /// The act.
        action: ReimbursementAction,
        /// Japanese name of the role.
        needed: &'static str,
    },
    /// Only counters receive.
    #[error("療養費の請求の受付は窓口の担当者が行います。")]
    NotACounter,
    /// Four eyes.
    #[error("請求を受け付けた人や算定した人は決裁できません。ほかの決裁者に回してください。")]
    OwnWork,
    /// Four eyes on a correction.
    #[error("訂正を起案した人は決裁できません。ほかの決裁者に回してください。")]
    OwnCorrection,
    /// The same again.
    #[error("いまの支給額と同じです。正しい額を確かめてください。")]
    SameAmount,
    /// Filed in the future.
    #[error("請求日がきょうより後です。日付を確かめてください。")]
    FiledInFuture,
    /// Nothing claimed.
    #[error("診療月が1つもありません。領収書の月ごとに入力してください。")]
    NothingClaimed,
    /// Not yet claimable.
    #[error("{}はまだ終わっていません。診療月の翌月の初日から請求できます。", wareki::year_month(*.0))]
    NotYet(Date),
    /// Beyond the limit.
    #[error("{}の分は請求できる期間（{}まで）を過ぎています。", wareki::year_month(*.month), wareki::long(*.until))]
    TooLate {
        /// The month.
        month: Date,
        /// Last day on which it could be claimed.
        until: Date,
    },
    /// Not covered.
    #[error("{}は支給認定の有効期間（{}から{}まで）の外です。", wareki::year_month(*.month), wareki::long(*.start), wareki::long(*.end))]
    OutsideTheAward {
        /// The month.
        month: Date,
        /// First day.
        start: Date,
        /// Last day.
        end: Date,
    },
    /// The award never counted.
    #[error("この支給認定は初日から取り消されています。請求できません。")]
    Annulled,
    /// Facts are missing.
    #[error("額を算定できません。足りないもの：{0}。領収書と療養証明書を確かめてください。")]
    Pending(String),
    /// Nothing would be paid.
    #[error("算定した額が0円です。支給ではなく、理由を書いて不支給を決定してください。")]
    NothingToPay,
    /// Other than computed.
    #[error("算定した額と違います。画面を開き直して、いまの額を確かめてください。")]
    AnotherAmount,
    /// It stands in a batch.
    #[error("この請求は、すでに支払の一覧に載っています")]
    InABatch,
    /// Nothing is left to pay.
    #[error("この請求に、いま支払う額はありません")]
    NothingOpen,
    /// Another amount was proposed.
    #[error("この請求は、支給額の訂正が決裁を待っています")]
    CorrectionWaits,
    /// Another account was proposed.
    #[error("この請求は、振込先の変更が決裁を待っています")]
    AccountChangeWaits,
    /// It is in another batch, or in none.
    #[error("この請求は、この支払の一覧では処理できません。画面を開き直して、いまの状態を確かめてください。")]
    NotInThisBatch,
    /// Another role pays.
    #[error("療養費の支払は、課の点検と決裁の担当者が行います。担当者に頼んでください。")]
    PaidByCheckers,
    /// Four eyes on the payment.
    #[error("支給の決定・訂正・振込先の変更に関わった人は、その支払を承認できません。ほかの決裁者に回してください。")]
    OwnPayment,
    /// Four eyes on the account.
    #[error("振込先の変更を起案した人は決裁できません。ほかの決裁者に回してください。")]
    OwnAccountChange,
    /// None was proposed.
    #[error("振込先の変更は起案されていません。画面を開き直して、いまの状態を確かめてください。")]
    NoAccountChange,
    /// The same again.
    #[error("いまの振込先と同じです。正しい振込先を確かめてください。")]
    SameAccount,
}
