//! Which blocks each letter has and which places its words may name. What is told of the case in rows, the reasons and the instruction on
//! appeal are no blocks: a letter cannot lose them by an edit.

use events::letter::LetterKind;

/// A block of words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// Word in keys.
    pub code: &'static str,
    /// Name for staff.
    pub label: &'static str,
    /// Heading on the paper; empty where it stands without one.
    pub heading: &'static str,
    /// A letter without it is not made.
    pub required: bool,
}

/// What the words of a letter are made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spec {
    /// The blocks, as they stand on the paper.
    pub blocks: &'static [Block],
    /// The places (差込項目).
    pub places: &'static [&'static str],
}

const LEAD: Block = Block { code: "lead", label: "本文", heading: "", required: true };
const NOT_AWARDED: Block =
    Block {
        code: "not_awarded", label: "認定しなかった疾病の後の文", heading: "認定しなかった疾病", required: true
    };
const REQUEST: Block = Block { code: "request", label: "お願い", heading: "お願い", required: true };
const STEPS: Block = Block { code: "steps", label: "これからの手続", heading: "これからの手続", required: true };
const PAPERS: Block = Block { code: "papers", label: "提出するもの", heading: "提出するもの", required: false };
const INCOME: Block =
    Block {
        code: "income", label: "所得の書類（血友病等の人には印字しない）", heading: "所得の書類", required: false
    };
const ADULT: Block =
    Block {
        code: "adult", label: "18歳になる人への文（ほかの人には印字しない）", heading: "18歳になる方へ", required: false
    };
const DEADLINE: Block = Block { code: "deadline", label: "提出の期限", heading: "提出の期限", required: false };
const FORM: Block = Block { code: "form", label: "更新申請書の署名欄", heading: "更新申請書", required: false };
const NOTE: Block =
    Block { code: "note", label: "お知らせ（なくてもよい）", heading: "お知らせ", required: false };

const DECIDED: &[&str] =
    &["申請日", "受付番号", "児童の氏名", "申請の種類", "決定日", "有効期間", "階層区分", "自己負担上限月額"];
const REFUSED: &[&str] = &["申請日", "受付番号", "児童の氏名", "申請の種類", "決定日", "審査会の意見を聴いた日"];
const FILED: &[&str] = &["申請日", "受付番号", "児童の氏名", "申請の種類"];
const TO_CORRECT: &[&str] = &["申請日", "受付番号", "児童の氏名", "申請の種類", "補正の期限"];
const REDRESSED: &[&str] = &["児童の氏名", "受給者番号", "有効期間", "決定日", "適用する日"];
const CLAIMED: &[&str] = &["児童の氏名", "受給者番号", "請求日", "決定日", "支給額"];
const ASKED: &[&str] = &["児童の氏名", "受給者番号", "有効期間", "有効期間の末日", "申請の期限"];
const DESIGNATED: &[&str] = &["氏名または名称", "番号", "指定の有効期間", "指定の末日"];
const OF_AGE: &[&str] = &["児童の氏名", "受給者番号", "有効期間", "有効期間の末日", "18歳になる日"];
const TWENTY: &[&str] = &["児童の氏名", "受給者番号", "有効期間", "有効期間の末日", "20歳になる日"];
const INQUIRED: &[&str] = &["児童の氏名", "回答の期限"];
const MOVING: &[&str] = &["児童の氏名", "受給者番号", "有効期間の末日", "有効期間の末日の翌日"];

/// The blocks and places of a letter.
pub const fn spec(kind: LetterKind) -> Spec {
    let (blocks, places): (&'static [Block], &'static [&'static str]) = match kind {
        LetterKind::ApprovalNotice | LetterKind::ChangeNotice => (&[LEAD, NOT_AWARDED, NOTE], DECIDED),
        LetterKind::RefusalNotice | LetterKind::ChangeRefusal => (&[LEAD, NOTE], REFUSED),
        LetterKind::RevocationNotice | LetterKind::RedressNotice => (&[LEAD, STEPS, NOTE], REDRESSED),
        LetterKind::ReimbursementNotice | LetterKind::ReimbursementRefusal => (&[LEAD, NOTE], CLAIMED),
        LetterKind::ReceiptNotice | LetterKind::PapersReturned => (&[LEAD, STEPS, NOTE], FILED),
        LetterKind::CorrectionRequest | LetterKind::CorrectionReminder => (&[LEAD, NOTE], TO_CORRECT),
        LetterKind::Inquiry => (&[LEAD, REQUEST, NOTE], INQUIRED),
        LetterKind::TransferNotice => (&[LEAD, REQUEST, NOTE], MOVING),
        LetterKind::RenewalGuide => (&[LEAD, PAPERS, INCOME, ADULT, STEPS, DEADLINE, FORM, NOTE], ASKED),
        LetterKind::RenewalReminder => (&[LEAD, STEPS, DEADLINE, NOTE], ASKED),
        LetterKind::DesignationNotice | LetterKind::DesignationRenewal => (&[LEAD, STEPS, NOTE], DESIGNATED),
        LetterKind::ComingOfAge => (&[LEAD, STEPS, NOTE], OF_AGE),
        LetterKind::TwentiethBirthday => (&[LEAD, STEPS, NOTE], TWENTY),
    };
    Spec { blocks, places }
}
