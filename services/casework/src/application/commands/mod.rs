//! The commands on an application, one file each: inputs, decision, tests.

mod amend_application;
mod approve_application;
mod check_receipt;
mod endorse_application;
mod enter_again;
mod examine_application;
mod forward_application;
mod hear_board;
mod hold_application;
mod inquire_outside;
mod judge_sameness;
mod look_over;
mod name_clerk;
pub(super) mod override_value;
mod propose_application;
mod pursue_correction;
mod put_before_board;
mod receive_application;
mod record_documents;
mod refuse_application;
mod resubmit_application;
mod return_for_correction;
mod send_back_application;
mod take_over;
mod take_up_application;
mod withdraw_application;

use events::application::ApplicationEvent;
use events::ids::StaffId;

pub use amend_application::{AmendApplication, AmendmentBasis, changed_sections};
pub use approve_application::ApproveApplication;
pub use check_receipt::CheckReceipt;
pub use endorse_application::EndorseApplication;
pub use enter_again::{EnterAgain, SettleEntries};
pub use examine_application::ExamineApplication;
pub use forward_application::ForwardApplication;
pub use hear_board::{HearBoard, Opinion};
pub use hold_application::{HoldApplication, ReleaseHold};
pub use inquire_outside::{AnswerInquiry, InquireOutside, WithdrawInquiry};
pub use judge_sameness::JudgeSameness;
pub use look_over::LookOver;
pub use name_clerk::{Candidate, NameClerk, ReleaseClerk};
pub use override_value::{OverrideValue, WithdrawOverride};
pub use propose_application::ProposeApplication;
pub use pursue_correction::{RecallApplication, RemindOfCorrection};
pub use put_before_board::PutBeforeBoard;
pub use receive_application::ReceiveApplication;
pub use record_documents::{DocumentEntry, RecordDocuments};
pub use refuse_application::RefuseApplication;
pub use resubmit_application::ResubmitApplication;
pub use return_for_correction::ReturnForCorrection;
pub use send_back_application::SendBackApplication;
pub use take_over::TakeOver;
pub use take_up_application::TakeUpApplication;
pub use withdraw_application::WithdrawApplication;

use super::Application;
use crate::Refusal;

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident($command:ty),)+) => {
        /// A command on an application.
        #[derive(Clone, PartialEq, Debug)]
        pub enum ApplicationCommand { $($(#[$doc])* $variant(Box<$command>),)+ }

        impl ApplicationCommand {
            /// Who acts.
            pub fn who(&self) -> StaffId {
                match self { $(Self::$variant(command) => command.who.id,)+ }
            }

            /// What follows, or why nothing may follow.
            ///
            /// # Errors
            /// The refusal, as a sentence for the person who acted.
            pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
                match self { $(Self::$variant(command) => command.decide(case),)+ }
            }
        }

        $(impl From<$command> for ApplicationCommand {
            fn from(command: $command) -> Self {
                Self::$variant(Box::new(command))
            }
        })+
    };
}

commands! {
    /// 受け付ける.
    Receive(ReceiveApplication),
    /// 訂正する.
    Amend(AmendApplication),
    /// 書類の状態を記録する.
    RecordDocuments(RecordDocuments),
    /// 進達する.
    Forward(ForwardApplication),
    /// 点検を始める.
    TakeUp(TakeUpApplication),
    /// 補正を求めて返す.
    ReturnForCorrection(ReturnForCorrection),
    /// 補正を終えて再提出する.
    Resubmit(ResubmitApplication),
    /// 点検を終えて決裁に上げる.
    Examine(ExamineApplication),
    /// 起案する.
    Propose(ProposeApplication),
    /// 起案に同意する、代わって行う.
    Endorse(EndorseApplication),
    /// 代決を後閲する.
    LookOver(LookOver),
    /// 点検に戻す.
    SendBack(SendBackApplication),
    /// 認定する.
    Approve(ApproveApplication),
    /// 不認定とする.
    Refuse(RefuseApplication),
    /// 審査会に付議する.
    PutBeforeBoard(PutBeforeBoard),
    /// 審査会の意見を記録する.
    HearBoard(HearBoard),
    /// 取下げを受け付ける.
    Withdraw(WithdrawApplication),
    /// 補正を催促する.
    Remind(RemindOfCorrection),
    /// 補正を待たずに点検に戻す.
    Recall(RecallApplication),
    /// 進達の到着を確かめる.
    CheckReceipt(CheckReceipt),
    /// 保留する.
    Hold(HoldApplication),
    /// 保留を解く.
    ReleaseHold(ReleaseHold),
    /// 照会する.
    Inquire(InquireOutside),
    /// 照会の回答を記録する.
    AnswerInquiry(AnswerInquiry),
    /// 照会を取り下げる.
    WithdrawInquiry(WithdrawInquiry),
    /// 重複の疑いに答える.
    JudgeSameness(JudgeSameness),
    /// 二重入力をする.
    EnterAgain(EnterAgain),
    /// 入力の違いを解消する.
    SettleEntries(SettleEntries),
    /// 担当者を定める.
    NameClerk(NameClerk),
    /// 担当者を外す.
    ReleaseClerk(ReleaseClerk),
    /// 規則の案を手で改める.
    Override(OverrideValue),
    /// 手で改めた値を取り下げる.
    WithdrawOverride(WithdrawOverride),
    /// 旧台帳から引き継ぐ.
    TakeOver(TakeOver),
}
