//! 夜間処理で見つけた: up to some hundred findings of one night, nothing personal.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::RecipientId;
use crate::vocabulary::OfficeCode;

codes! {
    /// What is found.
    TaskKind, UnknownTaskKind, "夜間処理で見つけるものの種類ではありません。",
    /// What is to be done about it.
    next_act {
        /// 18歳の誕生日: the applicant becomes the patient, whose income is judged anew.
        Turned18 = "turned18", "18歳になった", "本人が申請者になることを本人に文書で知らせ、本人の所得で算定し直す";
        /// Validity ends soon, and what follows is applied for and not decided.
        GapAhead = "gap_ahead", "切れ目のおそれ", "有効期間が終わる前に更新の決定を終える";
        /// Validity ends soon, and nothing was applied for.
        RenewalUnanswered = "renewal_unanswered", "更新の申請がない", "更新の意思を家族に確かめる";
        /// Validity is over, and nothing follows.
        Expired = "expired", "有効期間が満了した", "受給者証の返還を案内する";
        /// Validity is over on the eve of the 20th birthday.
        AgedOut = "aged_out", "20歳に達した", "受給者証の返還と、ほかの制度を案内する";
        /// Nobody has touched a case for long.
        Stuck = "stuck", "動いていない申請", "担当を決めて進める";
        /// The standard processing period is over.
        Overdue = "overdue", "標準処理期間を過ぎた申請", "遅れの理由を確かめ、申請者に知らせる";
        /// The term of a protection (支援措置) ends soon, or is over, and it still stands.
        ProtectionEnds = "protection_ends", "支援措置の期限", "続けるかどうかを家族と市町に確かめ、期限を記録し直すか、支援措置を終える";
        /// The term of a designation ends within the season of renewals.
        DesignationEnding = "designation_ending", "指定の更新時期", "更新の案内を送り、更新の申請を待つ";
        /// An edition of the notification split a disease of an award, and nobody said yet which of the new ones it is.
        DiseaseSplit = "disease_split", "細分された疾病", "どの疾病に当たるかを主治医と家族に確かめ、疾病の変更の申請を受け付ける";
        /// An inquiry was not answered by its day.
        InquiryOverdue = "inquiry_overdue", "回答の期限を過ぎた照会", "照会先に催促し、回答が届いたら記録する。要らなくなった照会は取り下げる";
        /// What the rules propose is no longer what somebody set otherwise.
        OverrideLapsed = "override_lapsed", "効力を失った手で改めた値", "算定を確かめ、手で改めた値を取り下げるか、改め直す";
        /// A letter came back and has not gone out again.
        LetterReturned = "letter_returned", "返戻された通知文書", "送り先を確かめて、通知文書の発送の画面に結果を記録し、送り直す";
        /// Rows of an import of claims have something wrong, and nothing right came for them.
        ClaimFaults = "claim_faults", "請求明細の過誤", "過誤の一覧を確かめて審査支払機関に連絡し、正しい請求を取り込むか、済ませた理由を記録する";
        /// Lines of a delivered recipient file were not taken, and were not told again.
        FileErrors = "file_errors", "連絡ファイルのエラー", "エラーの行を確かめ、次の連絡ファイルで再送するか、済ませた理由を記録する";
        /// An import was taken back after a decision had used its months.
        ClaimsTakenBack = "claims_taken_back", "取り消した請求明細を使った決定", "月ごとの医療費を確かめ、高額治療継続に当たらないときは取消・訂正を起案する";
    }
}

/// One thing that somebody must look at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub kind: TaskKind,
    /// The award; for cases, protections, letters, inquiries, overrides and decisions the application, for designations the designation, for the payments side the
    /// import or the file.
    pub about: Uuid,
    /// 受給者, where the child is in the ledger.
    pub recipient: Option<RecipientId>,
    /// Whose desk it is.
    pub office: OfficeCode,
    /// The day it hangs on: birthday, last day, due date, last movement, end of a term, day of a split, day of a return, day by which
    /// to answer, day of an override, day on which claims came in or were taken back, day of a delivery.
    pub day: Date,
}

impl Finding {
    /// Names it for good: the same thing found again is the same task.
    pub fn task(&self) -> Uuid {
        crate::ids::named_stream(&format!("nightly/{}/{}/{}", self.kind.code(), self.about, self.day))
    }
}

/// Something was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Found {
    /// The night.
    pub night: Date,
    /// What.
    pub findings: Vec<Finding>,
}

crate::personal::personal!(Found);
