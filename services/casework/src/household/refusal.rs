//! Why an act on a household is refused.

use events::vocabulary::wareki;
use jiff::civil::Date;

use super::HouseholdAction;

/// A refused act on a household.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HouseholdRefusal {
    /// Another role does this.
    #[error("「{}」は窓口または点検の担当者が行います。担当者に引き継いでください。", .0.label())]
    WrongRole(HouseholdAction),
    /// Two households at once.
    #[error("この人はすでに別の世帯に入っています。何も記録していません。先にその世帯から外してください。")]
    InAnotherHousehold,
    /// One row a person.
    #[error("同じ指定難病の受給者番号の行がもう1つあります。1人1行にしてください。")]
    TwiceInTheFile,
    /// Nobody of that id is in the household.
    #[error("この人はこの世帯にいません。画面を開き直して、いまの世帯を確かめてください。")]
    NotAMember,
    /// It begins with a recipient of this ledger.
    #[error("世帯は、この台帳の受給者または申請中の児童から始めます。指定難病の受給者だけの世帯は作れません。")]
    BeginsWithAChild,
    /// The days are turned round.
    #[error("世帯から外れる日が、世帯に入った日（{}）より前です。日付を確かめてください。", wareki::long(*.0))]
    LeftBeforeJoining(Date),
    /// The day lies ahead.
    #[error("今日より後の日付です。その日になってから記録してください。")]
    Ahead,
    /// The insurance of the two is known to be another.
    #[error("医療保険が違うため、同じ世帯にはできません（{0}）。資格情報を確かめ、違いが入力の誤りなら先に直してください。")]
    AnotherInsurance(String),
    /// The insurance of one of the two is not known well enough.
    #[error(
        "医療保険が同じかどうかを記録からは確かめられません（{0}）。資格情報を確かめたうえで、確かめたことに印を付けてください。"
    )]
    InsuranceUnknown(String),
    /// The share is as it was decided.
    #[error("按分後の上限月額は、いまの受給者証と同じです。変更の申請は要りません。")]
    ShareUnchanged,
    /// The change has been opened before.
    #[error("この按分の変更は、すでに申請として受け付けています。受給者の画面で確かめてください。")]
    ChangeOpenAlready,
}
