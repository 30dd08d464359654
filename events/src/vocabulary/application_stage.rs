//! 申請の状態: where an application stands. Few states, each with one holder of the case.

use serde::{Deserialize, Serialize};

/// State of an application, in the order of the work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ApplicationStage {
    /// 受付済: at the office.
    Received,
    /// 進達済: waiting for the division to take it up.
    Forwarded,
    /// 点検中: on a checker's desk.
    UnderCheck,
    /// 補正中: back at the office.
    ReturnedForCorrection,
    /// 決裁待ち: before the approver.
    Examined,
    /// 認定.
    Approved,
    /// 不認定.
    Refused,
    /// 取下げ: the applicant took it back.
    Withdrawn,
}

impl ApplicationStage {
    /// Whether nothing more will happen to the application.
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Approved | Self::Refused | Self::Withdrawn)
    }
}

code_list!(ApplicationStage, ApplicationStageError, "申請の状態を表す語ではありません。", {
    Received => "received", "受付済";
    Forwarded => "forwarded", "進達済";
    UnderCheck => "under_check", "点検中";
    ReturnedForCorrection => "returned_for_correction", "補正中";
    Examined => "examined", "決裁待ち";
    Approved => "approved", "認定";
    Refused => "refused", "不認定";
    Withdrawn => "withdrawn", "取下げ";
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for stage in ApplicationStage::ALL {
            assert_eq!(stage.code().parse(), Ok(*stage));
        }
        assert_eq!("closed".parse::<ApplicationStage>(), Err(ApplicationStageError));
    }
}
