//! Letters to an applicant (通知文書): the notice of a decision, the request to correct, the guide to a renewal. They look alike and say
//! different things; each is a document of its own, so that its title stands in the file. Their words come from the masters.

mod samples;

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

pub use samples::{
    approval_sample, coming_of_age_sample, correction_sample, decision_sample, designation_sample, guide_sample, refusal_sample,
    transfer_sample,
};

/// The most pages of a letter.
const MOST_PAGES: usize = 4;

/// What stands on a letter.
#[derive(Clone, Serialize)]
pub struct Letter {
    /// 文書番号.
    pub number: String,
    /// Its date, 和暦.
    pub issued_on: String,
    /// Postal code and address of the applicant.
    pub address: String,
    /// Name of whom it is sent to, without 様.
    pub addressee: String,
    /// 様 of a person, 御中 of an authority.
    pub honorific: &'static str,
    /// Who signs, such as 〇〇県知事.
    pub signatory: String,
    /// What happened, in a sentence or two.
    pub lead: String,
    /// 記: what it is about.
    pub rows: Vec<Row>,
    /// Points under headings: reasons, what to correct, diseases that are not part of the award.
    pub parts: Vec<Part>,
    /// Whom to ask.
    pub contact: Vec<String>,
}

/// A row of the table.
#[derive(Clone, Serialize)]
pub struct Row {
    /// 項目.
    pub label: String,
    /// 内容.
    pub value: String,
}

/// Paragraphs under a heading.
#[derive(Clone, Serialize)]
pub struct Part {
    /// Heading.
    pub title: String,
    /// Paragraphs.
    pub texts: Vec<String>,
}

const FIELDS: &[Field] = &[
    Field::mincho("number", "文書番号"),
    Field::mincho("issued_on", "日付"),
    Field::mincho("address", "宛先の住所"),
    Field::mincho("addressee", "宛名"),
    Field::mincho("honorific", "敬称"),
    Field::mincho("signatory", "発信者"),
    Field::mincho("lead", "本文"),
    Field::gothic("rows[].label", "項目"),
    Field::mincho("rows[].value", "内容"),
    Field::gothic("parts[].title", "見出し"),
    Field::mincho("parts[].texts[]", "記載"),
    Field::mincho("contact[]", "問合せ先"),
];

macro_rules! letters {
    ($($(#[$doc:meta])* $name:ident($($within:tt)*) = $code:literal, $title:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Serialize)]
        #[serde(transparent)]
        pub struct $name($($within)* Letter);

        impl Document for $name {
            const NAME: &'static str = $code;
            const TITLE: &'static str = $title;
            const TEMPLATE: &'static str = concat!("#let title = \"", $title, "\"\n", include_str!("template.typ"));
            const FIELDS: &'static [Field] = FIELDS;

            fn pages(&self) -> RangeInclusive<usize> {
                1..=MOST_PAGES
            }
        }
    )+};
}

letters! {
    /// 支給認定通知書.
    ApprovalNotice() = "approval_notice", "小児慢性特定疾病医療費支給認定通知書";
    /// 不認定通知書.
    RefusalNotice() = "refusal_notice", "小児慢性特定疾病医療費不認定通知書";
    /// 支給認定変更通知書.
    ChangeNotice() = "change_notice", "小児慢性特定疾病医療費支給認定変更通知書";
    /// 変更申請の却下通知書.
    ChangeRefusal() = "change_refusal", "小児慢性特定疾病医療費支給認定変更申請却下通知書";
    /// 支給認定取消通知書.
    RevocationNotice() = "revocation_notice", "小児慢性特定疾病医療費支給認定取消通知書";
    /// 支給認定の訂正の通知書.
    RedressNotice() = "redress_notice", "小児慢性特定疾病医療費支給認定訂正通知書";
    /// 療養費の支給決定通知書.
    ReimbursementNotice() = "reimbursement_notice", "小児慢性特定疾病医療費（療養費）支給決定通知書";
    /// 療養費の不支給決定通知書.
    ReimbursementRefusal() = "reimbursement_refusal", "小児慢性特定疾病医療費（療養費）不支給決定通知書";
    /// 申請受理通知書.
    ReceiptNotice(pub) = "receipt_notice", "申請を受理したことのお知らせ";
    /// 申請書類の返戻.
    PapersReturned(pub) = "papers_returned", "申請書類の返戻について";
    /// 補正依頼書.
    CorrectionRequest(pub) = "correction_request", "申請書類の補正のお願い";
    /// 補正の催促.
    CorrectionReminder(pub) = "correction_reminder", "申請書類の補正についての再度のお願い";
    /// 照会書.
    Inquiry(pub) = "inquiry", "小児慢性特定疾病医療費の支給認定に関する照会";
    /// 転出先への通知.
    TransferNotice(pub) = "transfer_notice", "小児慢性特定疾病医療費の支給認定に関する転出の通知";
    /// 更新の案内と更新申請書.
    RenewalGuide(pub) = "renewal_guide", "小児慢性特定疾病医療費の更新手続のご案内";
    /// 更新手続の督促.
    RenewalReminder(pub) = "renewal_reminder", "小児慢性特定疾病医療費の更新手続についての再度のお知らせ";
    /// 指定通知書.
    DesignationNotice(pub) = "designation_notice", "小児慢性特定疾病の指定医・指定医療機関の指定通知書";
    /// 指定の更新の案内.
    DesignationRenewal(pub) = "designation_renewal", "指定の更新手続のお知らせ";
    /// 18歳到達のお知らせ.
    ComingOfAge(pub) = "coming_of_age", "18歳になられた方への申請手続のお知らせ";
    /// 20歳到達のお知らせ.
    TwentiethBirthday(pub) = "twentieth_birthday", "20歳になられる方へのお知らせ";
}

/// A decision must say how to object (行政不服審査法第82条), one against the applicant also why (行政手続法第8条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("理由と教示がそろわない決定の通知書は作成できません。")]
pub struct Unexplained;

fn said(title: &str, texts: Vec<String>) -> Result<Part, Unexplained> {
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
    if texts.is_empty() { Err(Unexplained) } else { Ok(Part { title: title.to_owned(), texts }) }
}

/// 教示 with its texts.
fn with_instruction(mut letter: Letter, instruction: Vec<String>) -> Result<Letter, Unexplained> {
    letter.parts.push(said("この決定に不服があるとき（教示）", instruction)?);
    Ok(letter)
}

macro_rules! granting {
    ($($name:ident),+) => {$(
        impl $name {
            /// With the instruction on appeal.
            ///
            /// # Errors
            /// [`Unexplained`] without it.
            pub fn new(letter: Letter, instruction: Vec<String>) -> Result<Self, Unexplained> {
                Ok(Self(with_instruction(letter, instruction)?))
            }
        }
    )+};
}
granting!(ApprovalNotice, ChangeNotice, ReimbursementNotice);

macro_rules! against {
    ($($name:ident: $title:literal),+) => {$(
        impl $name {
            /// With the reasons and the instruction on appeal.
            ///
            /// # Errors
            /// [`Unexplained`] where one of them is missing.
            pub fn new(mut letter: Letter, reasons: Vec<String>, instruction: Vec<String>) -> Result<Self, Unexplained> {
                letter.parts.insert(0, said($title, reasons)?);
                Ok(Self(with_instruction(letter, instruction)?))
            }
        }
    )+};
}
against! {
    RefusalNotice: "認定しない理由",
    ChangeRefusal: "却下する理由",
    RevocationNotice: "取り消す理由",
    RedressNotice: "訂正する理由",
    ReimbursementRefusal: "支給しない理由"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_decision_goes_out_unexplained() {
        let (why, instruction) = (|| vec!["基準に達していないため。".to_owned()], || vec!["審査請求ができます。".to_owned()]);
        assert!(RefusalNotice::new(decision_sample(), why(), instruction()).is_ok());
        assert_eq!(RefusalNotice::new(decision_sample(), why(), Vec::new()).err(), Some(Unexplained));
        assert_eq!(RevocationNotice::new(decision_sample(), vec![" ".to_owned()], instruction()).err(), Some(Unexplained));
        assert_eq!(ApprovalNotice::new(decision_sample(), Vec::new()).err(), Some(Unexplained));
        let notice = RevocationNotice::new(decision_sample(), why(), instruction());
        assert_eq!(
            notice.map(|notice| notice.0.parts.first().map(|part| part.title.clone())),
            Ok(Some("取り消す理由".to_owned()))
        );
    }
}
