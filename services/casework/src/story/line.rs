//! One line of a story: a JSON object with the day and the act. What is read here is also what the schema says, as both come from these types.

use std::collections::BTreeMap;

use events::StaffRole;
use events::master::RowAdopted;
use events::sitting::Verdict;
use events::vocabulary::{DiseaseId, OfficeCode, ProcedureKind};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::form::FormPart;

/// One act of a story, with the words by which the story calls the child, the case and the sitting.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// 家族の状況: what the counter knows of a family. A later line tells only what is different.
    Family {
        /// The child.
        child: String,
        /// What is known.
        form: FormPart,
    },
    /// マスタの行を採用する: counts from this line on, for the days of the row.
    Adopt {
        /// The row: table, key, valid_from, valid_to, status, source, values.
        #[schemars(with = "serde_json::Value")]
        row: RowAdopted,
    },
    /// 申請を受け付ける.
    Receive(Receiving),
    /// 申請内容を訂正する.
    Amend {
        /// The case.
        case: String,
        /// 申請日, where it changes.
        #[schemars(with = "Option<String>")]
        applied: Option<Date>,
        /// What changes.
        #[serde(default)]
        form: FormPart,
    },
    /// 書類の状態を記録する: all are there but those named.
    Documents {
        /// The case.
        case: String,
        /// Lines of the checklist that are missing, such as `tax_certificate:father`.
        #[serde(default)]
        missing: Vec<String>,
    },
    /// 進達する.
    Forward {
        /// The case.
        case: String,
    },
    /// 点検を始める.
    TakeUp {
        /// The case.
        case: String,
    },
    /// 補正を求めて返す.
    Return {
        /// The case.
        case: String,
        /// 補正事項: lines of the checklist or parts of the form.
        about: Vec<String>,
        /// 補正期限.
        #[schemars(with = "String")]
        due_on: Date,
    },
    /// 補正を終えて再提出する.
    Resubmit {
        /// The case.
        case: String,
    },
    /// 点検を終えて決裁に上げる.
    Examine {
        /// The case.
        case: String,
    },
    /// 書類をすべて記録し、進達し、点検して決裁に上げる: four acts of three hands in one line.
    Prepare {
        /// The case.
        case: String,
    },
    /// 点検に戻す.
    SendBack {
        /// The case.
        case: String,
    },
    /// 認定する.
    Approve {
        /// The case.
        case: String,
    },
    /// 不認定とする.
    Refuse {
        /// The case.
        case: String,
        /// Key of the reason phrase.
        #[serde(default = "criteria_not_met")]
        ground: String,
    },
    /// 取下げを受け付ける.
    Withdraw {
        /// The case.
        case: String,
        /// 取下書の日付; the day of the line where it is not told.
        #[schemars(with = "Option<String>")]
        withdrawn_on: Option<Date>,
    },
    /// 審査会に付議する.
    PutBeforeBoard {
        /// The case.
        case: String,
    },
    /// 審査会の開催を決める.
    Schedule {
        /// Name of the sitting.
        sitting: String,
        /// 開催日.
        #[schemars(with = "String")]
        held_on: Date,
        /// 締切日.
        #[schemars(with = "String")]
        cut_off_on: Date,
    },
    /// 議題を決める: every case that waits for the board.
    Agenda {
        /// The sitting.
        sitting: String,
    },
    /// 審査会の意見を記録する.
    Hear {
        /// The sitting.
        sitting: String,
        /// The case.
        case: String,
        /// 判定 by disease: approve, refuse, defer.
        #[schemars(with = "BTreeMap<String, String>")]
        verdicts: BTreeMap<DiseaseId, Verdict>,
    },
    /// 審査会を閉じる.
    Close {
        /// The sitting.
        sitting: String,
    },
}

/// An application at the counter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receiving {
    /// Name of the case, and of the award it may lead to.
    pub case: String,
    /// The child.
    pub child: String,
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 申請日; the day of the line where it is not told.
    #[schemars(with = "Option<String>")]
    pub applied: Option<Date>,
    /// Case of the award it starts from; for a renewal and a change the newest of the child.
    pub from: Option<String>,
    /// 受付事務所; the office of the municipality where it is not told.
    pub office: Option<OfficeCode>,
    /// What the form says besides what is known of the family, or of the last form.
    #[serde(default)]
    pub form: FormPart,
}

fn criteria_not_met() -> String {
    "refusal.criteria_not_met".to_owned()
}

impl Act {
    /// Every word of `act`.
    pub const WORDS: [&'static str; 20] = [
        "family",
        "adopt",
        "receive",
        "amend",
        "documents",
        "forward",
        "take_up",
        "return",
        "resubmit",
        "examine",
        "prepare",
        "send_back",
        "approve",
        "refuse",
        "withdraw",
        "put_before_board",
        "schedule",
        "agenda",
        "hear",
        "close",
    ];

    /// The act as staff call it.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Family { .. } => "家族の状況",
            Self::Adopt { .. } => "マスタの行の採用",
            Self::Receive(_) => "申請の受付",
            Self::Amend { .. } => "申請内容の訂正",
            Self::Documents { .. } => "書類の記録",
            Self::Forward { .. } => "進達",
            Self::TakeUp { .. } => "点検の開始",
            Self::Return { .. } => "補正を求めて返す",
            Self::Resubmit { .. } => "再提出",
            Self::Examine { .. } => "点検を終えて決裁に上げる",
            Self::Prepare { .. } => "書類の記録から決裁に上げるまで",
            Self::SendBack { .. } => "点検に戻す",
            Self::Approve { .. } => "認定",
            Self::Refuse { .. } => "不認定",
            Self::Withdraw { .. } => "取下げの受付",
            Self::PutBeforeBoard { .. } => "審査会への付議",
            Self::Schedule { .. } => "審査会の開催の登録",
            Self::Agenda { .. } => "議題の決定",
            Self::Hear { .. } => "審査会の意見の記録",
            Self::Close { .. } => "審査会を閉じる",
        }
    }

    /// What it is about, in the words of the story.
    pub fn about(&self) -> String {
        match self {
            Self::Family { child, .. } => child.clone(),
            Self::Adopt { row } => format!("{}・{}", row.table, row.key),
            Self::Receive(Receiving { case, child, kind, .. }) => format!("{case}（{child}・{}）", kind.label()),
            Self::Amend { case, .. }
            | Self::Documents { case, .. }
            | Self::Forward { case }
            | Self::TakeUp { case }
            | Self::Return { case, .. }
            | Self::Resubmit { case }
            | Self::Examine { case }
            | Self::Prepare { case }
            | Self::SendBack { case }
            | Self::Approve { case }
            | Self::Refuse { case, .. }
            | Self::Withdraw { case, .. }
            | Self::PutBeforeBoard { case } => case.clone(),
            Self::Hear { sitting, case, .. } => format!("{sitting}・{case}"),
            Self::Schedule { sitting, .. } | Self::Agenda { sitting } | Self::Close { sitting } => sitting.clone(),
        }
    }

    /// Whose part it is, unless the line says otherwise. What stands in `prepare` passes through several hands.
    pub const fn role(&self) -> StaffRole {
        match self {
            Self::Family { .. }
            | Self::Receive(_)
            | Self::Amend { .. }
            | Self::Documents { .. }
            | Self::Forward { .. }
            | Self::Prepare { .. }
            | Self::Resubmit { .. }
            | Self::Withdraw { .. } => StaffRole::Counter,
            Self::TakeUp { .. } | Self::Return { .. } | Self::Examine { .. } | Self::PutBeforeBoard { .. } => StaffRole::Checker,
            Self::SendBack { .. } | Self::Approve { .. } | Self::Refuse { .. } => StaffRole::Approver,
            Self::Schedule { .. } | Self::Agenda { .. } | Self::Hear { .. } | Self::Close { .. } => StaffRole::BoardClerk,
            Self::Adopt { .. } => StaffRole::Administrator,
        }
    }
}

/// Who acts, where it is not whoever the act belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hand {
    /// The person, by any name; the same name is the same person in whatever role.
    pub person: Option<String>,
    /// 役割: counter, checker, approver, board_clerk, auditor, operator, administrator.
    #[schemars(with = "Option<String>")]
    pub role: Option<StaffRole>,
    /// 所属の事務所; 00 is the division.
    pub office: Option<OfficeCode>,
}

/// A line with its number in the file.
#[derive(Clone, Debug)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// The day.
    pub day: Date,
    /// Who acts, where the line says so.
    pub by: Hand,
    /// The act.
    pub act: Act,
}
