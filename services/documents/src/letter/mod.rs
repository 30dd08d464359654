//! Letters to an applicant (通知文書): the notice of an approval, of a refusal, the request to correct. They look alike and say different
//! things; each is a document of its own, so that its title stands in the file.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

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
    /// Who signs, such as 佐賀県知事.
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
    /// 補正依頼書.
    CorrectionRequest(pub) = "correction_request", "申請書類の補正のお願い";
    /// 補正の催促.
    CorrectionReminder(pub) = "correction_reminder", "申請書類の補正についての再度のお願い";
    /// 転出先への通知.
    TransferNotice(pub) = "transfer_notice", "小児慢性特定疾病医療費の支給認定に関する転出の通知";
    /// 更新の案内と更新申請書.
    RenewalGuide(pub) = "renewal_guide", "小児慢性特定疾病医療費の更新手続のご案内";
    /// 指定通知書.
    DesignationNotice(pub) = "designation_notice", "小児慢性特定疾病の指定医・指定医療機関の指定通知書";
    /// 指定の更新の案内.
    DesignationRenewal(pub) = "designation_renewal", "指定の更新手続のお知らせ";
    /// 18歳到達のお知らせ.
    ComingOfAge(pub) = "coming_of_age", "18歳になられた方への申請手続のお知らせ";
}

/// A decision must say how to object (行政不服審査法第82条), one against the applicant also why (行政手続法第8条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("理由と教示がそろわない決定の通知書は作成できません。")]
pub struct Unexplained;

/// 教示 with its texts, if there are any.
fn appeal(texts: Vec<String>) -> Result<Part, Unexplained> {
    said("この決定に不服があるとき（教示）", texts)
}

fn said(title: &str, texts: Vec<String>) -> Result<Part, Unexplained> {
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
    if texts.is_empty() { Err(Unexplained) } else { Ok(Part { title: title.to_owned(), texts }) }
}

impl ApprovalNotice {
    /// With the diseases that are not part of the award, each with its reason, and the instruction on appeal.
    ///
    /// # Errors
    /// [`Unexplained`] without the instruction.
    pub fn new(mut letter: Letter, not_awarded: Vec<String>, instruction: Vec<String>) -> Result<Self, Unexplained> {
        if !not_awarded.is_empty() {
            let mut part = said("認定しなかった疾病", not_awarded)?;
            part.texts.push("上の疾病は認定していません。その治療には受給者証を使えません。".to_owned());
            letter.parts.push(part);
        }
        letter.parts.push(appeal(instruction)?);
        Ok(Self(letter))
    }
}

impl RefusalNotice {
    /// With the reasons and the instruction on appeal.
    ///
    /// # Errors
    /// [`Unexplained`] where one of them is missing.
    pub fn new(mut letter: Letter, reasons: Vec<String>, instruction: Vec<String>) -> Result<Self, Unexplained> {
        letter.parts.push(said("認定しない理由", reasons)?);
        letter.parts.push(appeal(instruction)?);
        Ok(Self(letter))
    }
}

fn row(label: &str, value: &str) -> Row {
    Row { label: label.to_owned(), value: value.to_owned() }
}

fn part(title: &str, texts: &[&str]) -> Part {
    Part { title: title.to_owned(), texts: texts.iter().map(|text| (*text).to_owned()).collect() }
}

fn instruction() -> Vec<String> {
    [
        "この決定に不服があるときは、この決定があったことを知った日の翌日から起算して3か月以内に、佐賀県知事に対して審査請求をすることができます。",
        "この決定の取消しの訴えは、この決定があったことを知った日の翌日から起算して6か月以内に、佐賀県を被告として提起することができます。",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A fictional refusal, for tests and pictures.
///
/// # Errors
/// [`Unexplained`] never: it says everything.
pub fn refusal_sample() -> Result<RefusalNotice, Unexplained> {
    let why = "医療意見書の内容を審査した結果、厚生労働大臣が定める疾病の状態の程度に該当すると認められないため。";
    RefusalNotice::new(sample(), vec![why.to_owned()], instruction())
}

/// A fictional approval of one of two diseases.
///
/// # Errors
/// [`Unexplained`] never: it says everything.
pub fn approval_sample() -> Result<ApprovalNotice, Unexplained> {
    let lead = "令和8年11月6日付けで申請のあった小児慢性特定疾病医療費の支給認定については、次のとおり認定することと決定したので、通知します。";
    let rows = vec![
        row("決定番号", "令和8年度第31号"),
        row("受付番号", "8-01-0412"),
        row("児童の氏名", "見本　花子"),
        row("申請の種類", "新規"),
        row("認定した疾病", "見本の病（02_01_001）"),
        row("有効期間", "令和8年11月6日から令和9年9月30日まで"),
        row("自己負担上限月額", "5,000円"),
    ];
    let not_awarded = vec!["例題の病（03_02_004）：検査の値が基準に達していないため。".to_owned()];
    ApprovalNotice::new(Letter { lead: lead.to_owned(), rows, ..sample() }, not_awarded, instruction())
}

/// A fictional letter without its parts.
fn sample() -> Letter {
    Letter {
        number: "こ家第12号".to_owned(),
        issued_on: "令和8年11月24日".to_owned(),
        address: "〒840-0000　佐賀県佐賀市見本町1-1".to_owned(),
        addressee: "見本　太郎".to_owned(),
        honorific: "様",
        signatory: "佐賀県知事".to_owned(),
        lead: "令和8年11月6日付けで申請のあった小児慢性特定疾病医療費の支給認定については、次の理由により認定しないことと決定したので、通知します。"
            .to_owned(),
        rows: vec![
            row("受付番号", "8-01-0412"),
            row("児童の氏名", "見本　花子"),
            row("申請の種類", "新規"),
            row("疾病", "見本の病（02_01_001）"),
            row("審査会の意見を聴いた日", "令和8年11月19日"),
        ],
        parts: Vec::new(),
        contact: vec!["佐賀県　こども家庭課".to_owned(), "電話 0952-00-0000".to_owned()],
    }
}

/// The sample as a request to correct.
pub fn correction_sample() -> Letter {
    Letter {
        lead: "提出された申請書類に、次のとおり不足又は記載の誤りがあります。期限までに補正してくださるようお願いします。"
            .to_owned(),
        rows: vec![row("受付番号", "8-01-0412"), row("児童の氏名", "見本　花子"), row("補正の期限", "令和8年12月15日")],
        parts: vec![
            part(
                "補正していただくこと",
                &[
                    "市町村民税の課税証明書：課税証明書の年度が、この申請でみる年度と異なります。該当する年度の証明書を提出してください。",
                ],
            ),
            part("補足", &["令和8年度の証明をお願いします。"]),
        ],
        ..sample()
    }
}

/// A fictional letter to the authority to whose area a child moves.
pub fn transfer_sample() -> Letter {
    Letter {
        address: String::new(),
        addressee: "見本県（小児慢性特定疾病医療費の担当課）".to_owned(),
        honorific: "御中",
        lead: "次の方は、届出により貴実施機関の区域へ転出されます。当県の支給認定の内容を、次のとおり通知します。".to_owned(),
        rows: vec![
            row("児童の氏名", "見本　花子（ミホン　ハナコ）"),
            row("生年月日", "平成28年4月1日"),
            row("転出先の住所", "見本県見本市見本町1-1"),
            row("公費負担者番号・受給者番号", "52410000・0000017"),
            row("認定した疾病", "見本の病（02_01_001）"),
            row("当県での資格の最後の日", "令和8年11月30日"),
            row("階層区分", "階層Ⅲ"),
            row("自己負担上限月額", "5,000円"),
        ],
        parts: vec![part(
            "お願い",
            &["転出先での支給認定の申請は、上の最後の日の翌日から切れ目なく続くよう、受付をお願いします。"],
        )],
        ..sample()
    }
}

/// A fictional letter to a doctor who was designated.
pub fn designation_sample() -> Letter {
    Letter {
        number: "指定医番号　SG-0012".to_owned(),
        address: String::new(),
        addressee: "見本　医師".to_owned(),
        lead: "児童福祉法の規定により、次のとおり指定したので通知します。".to_owned(),
        rows: vec![
            row("種別", "指定医"),
            row("指定医番号", "SG-0012"),
            row("勤務先", "見本病院"),
            row("指定の有効期間", "令和8年11月24日から令和13年11月23日まで"),
        ],
        parts: vec![part("届出", &["氏名、勤務先などが変わったときは、変更届を提出してください。"])],
        ..sample()
    }
}

/// A fictional letter to a patient who turned 18.
pub fn coming_of_age_sample() -> Letter {
    Letter {
        addressee: "見本　花子".to_owned(),
        lead: "このたび18歳になられましたので、小児慢性特定疾病医療費の申請と届出は、これからはご本人が行います。".to_owned(),
        rows: vec![row("氏名", "見本　花子"), row("受給者番号", "0000017"), row("18歳になられた日", "令和8年11月20日")],
        parts: vec![part(
            "これからの手続",
            &["次の更新から、ご本人が申請者になります。所得は、ご本人の医療保険によって判定します。"],
        )],
        ..sample()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_decision_goes_out_unexplained() {
        let why = || vec!["基準に達していないため。".to_owned()];
        assert!(RefusalNotice::new(sample(), why(), instruction()).is_ok());
        assert_eq!(RefusalNotice::new(sample(), why(), Vec::new()).err(), Some(Unexplained));
        assert_eq!(RefusalNotice::new(sample(), vec![" ".to_owned()], instruction()).err(), Some(Unexplained));
        assert_eq!(ApprovalNotice::new(sample(), Vec::new(), Vec::new()).err(), Some(Unexplained));
        let notice = ApprovalNotice::new(sample(), why(), instruction());
        assert_eq!(notice.map(|notice| notice.0.parts.len()), Ok(2), "the disease that was refused is named");
    }
}
