//! An application (申請): from the counter of a health-and-welfare office to the decision.

mod amended;
mod approved;
mod arrival;
mod board_heard;
mod checklist;
mod clerk_named;
mod clerk_released;
mod conclusion;
mod document_recorded;
mod endorsed;
mod entered_again;
mod entries_settled;
mod examined;
mod form;
mod forwarded;
mod held;
mod hold_released;
mod inquired;
mod inquiry_answered;
mod inquiry_withdrawn;
mod likeness_found;
mod looked_over;
mod office_moved;
mod overridden;
mod override_withdrawn;
mod overrides_confirmed;
mod proposed;
mod put_before_board;
mod recalled;
mod receipt_checked;
mod received;
mod refused;
mod reminded;
mod resubmitted;
mod returned_for_correction;
mod sameness_judged;
mod second_entry_asked;
mod sent_back;
mod taken_over;
mod taken_up;
mod withdrawn;

pub use amended::Amended;
pub use approved::Approved;
pub use arrival::Arrival;
pub use board_heard::{BoardHeard, BoardRemark};
pub use checklist::{ChecklistItem, ChecklistLine, DocumentState};
pub use clerk_named::ClerkNamed;
pub use clerk_released::ClerkReleased;
pub use conclusion::{Apportioned, Conclusion, Sharer, Sharing};
pub use document_recorded::DocumentRecorded;
pub use endorsed::Endorsed;
pub use entered_again::{EnteredAgain, EnteredAmount};
pub use entries_settled::{EntriesSettled, SettledAmount};
pub use examined::Examined;
pub use form::{
    Applicant, ApplicationForm, Child, EarlierAward, Household, HouseholdMember, IncomeEvidence, InsuranceDetails, LevyParts,
    MedicalOpinion, MonthCost, SeverityBasis, Transfer, Wishes,
};
pub use forwarded::Forwarded;
pub use held::Held;
pub use hold_released::HoldReleased;
pub use inquired::Inquired;
pub use inquiry_answered::InquiryAnswered;
pub use inquiry_withdrawn::InquiryWithdrawn;
pub use likeness_found::{Alike, LikenessFound, OtherRecord};
pub use looked_over::LookedOver;
pub use office_moved::OfficeMoved;
pub use overridden::Overridden;
pub use override_withdrawn::OverrideWithdrawn;
pub use overrides_confirmed::OverridesConfirmed;
pub use proposed::{Proposed, RouteStep};
pub use put_before_board::PutBeforeBoard;
pub use recalled::Recalled;
pub use receipt_checked::ReceiptChecked;
pub use received::Received;
pub use refused::Refused;
pub use reminded::Reminded;
pub use resubmitted::Resubmitted;
pub use returned_for_correction::{CorrectionItem, ReturnedForCorrection};
pub use sameness_judged::{Linked, SamenessJudged};
pub use second_entry_asked::SecondEntryAsked;
pub use sent_back::SentBack;
pub use taken_over::TakenOver;
pub use taken_up::TakenUp;
pub use withdrawn::Withdrawn;

crate::event_set::event_set! {
    /// Events of an application (申請).
    ApplicationEvent, "application" {
        /// 申請を受け付けた。
        Received(Received) = "application.received" v 3,
        /// 申請内容を訂正した。
        Amended(Amended) = "application.amended" v 2,
        /// 書類の状態を記録した。
        DocumentRecorded(DocumentRecorded) = "application.document_recorded" v 1,
        /// 進達した。
        Forwarded(Forwarded) = "application.forwarded" v 2,
        /// 点検を始めた。
        TakenUp(TakenUp) = "application.taken_up" v 1,
        /// 補正を求めて返した。
        ReturnedForCorrection(ReturnedForCorrection) = "application.returned_for_correction" v 1,
        /// 補正して再び提出した。
        Resubmitted(Resubmitted) = "application.resubmitted" v 1,
        /// 点検を終え、決裁に上げた。
        Examined(Examined) = "application.examined" v 1,
        /// 起案した。
        Proposed(Proposed) = "application.proposed" v 1,
        /// 起案に同意した。
        Endorsed(Endorsed) = "application.endorsed" v 1,
        /// 代わって行われたことを後閲した。
        LookedOver(LookedOver) = "application.looked_over" v 1,
        /// 決裁者が点検に戻した。
        SentBack(SentBack) = "application.sent_back" v 1,
        /// 認定した。
        Approved(Approved) = "application.approved" v 2,
        /// 不認定とした。
        Refused(Refused) = "application.refused" v 2,
        /// 審査会に付議した。
        PutBeforeBoard(PutBeforeBoard) = "application.put_before_board" v 1,
        /// 審査会の意見を聴いた。
        BoardHeard(BoardHeard) = "application.board_heard" v 1,
        /// 申請者が取り下げた。
        Withdrawn(Withdrawn) = "application.withdrawn" v 1,
        /// 補正を催促した。
        Reminded(Reminded) = "application.reminded" v 1,
        /// 補正を待たずに点検に戻した。
        Recalled(Recalled) = "application.recalled" v 1,
        /// 進達の到着を確かめた。
        ReceiptChecked(ReceiptChecked) = "application.receipt_checked" v 1,
        /// 保留した。
        Held(Held) = "application.held" v 1,
        /// 保留を解いた。
        HoldReleased(HoldReleased) = "application.hold_released" v 1,
        /// 照会した。
        Inquired(Inquired) = "application.inquired" v 1,
        /// 照会の回答を受けた。
        InquiryAnswered(InquiryAnswered) = "application.inquiry_answered" v 1,
        /// 照会を取り下げた。
        InquiryWithdrawn(InquiryWithdrawn) = "application.inquiry_withdrawn" v 1,
        /// 事務所の再編により引き継いだ。
        OfficeMoved(OfficeMoved) = "application.office_moved" v 1,
        /// 似た記録が見つかった。
        LikenessFound(LikenessFound) = "application.likeness_found" v 1,
        /// 重複の疑いに答えた。
        SamenessJudged(SamenessJudged) = "application.sameness_judged" v 1,
        /// 二重入力を求めた。
        SecondEntryAsked(SecondEntryAsked) = "application.second_entry_asked" v 1,
        /// 二重入力をした。
        EnteredAgain(EnteredAgain) = "application.entered_again" v 1,
        /// 入力の違いを解消した。
        EntriesSettled(EntriesSettled) = "application.entries_settled" v 1,
        /// 旧台帳から引き継いだ。
        TakenOver(TakenOver) = "application.taken_over" v 1,
        /// 担当者を定めた。
        ClerkNamed(ClerkNamed) = "application.clerk_named" v 1,
        /// 担当者を外した。
        ClerkReleased(ClerkReleased) = "application.clerk_released" v 1,
        /// 規則の案を手で改めた。
        Overridden(Overridden) = "application.overridden" v 1,
        /// 手で改めた値を取り下げた。
        OverrideWithdrawn(OverrideWithdrawn) = "application.override_withdrawn" v 1,
        /// 決裁者が、手で改めた値を確かめた。
        OverridesConfirmed(OverridesConfirmed) = "application.overrides_confirmed" v 1,
    }
}
