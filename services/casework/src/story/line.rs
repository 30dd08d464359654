//! One line of a story: a JSON object with the day and the act. What is read here is also what the schema says, as both come from these types.

use std::collections::BTreeMap;

use events::StaffRole;
use events::award::{CorrectionGround, EndGround, RevocationGround};
use events::master::RowAdopted;
use events::notice::{Filer, LossOfCertificate, NoticeKind};
use events::sitting::Verdict;
use events::vocabulary::{DiseaseId, InsuranceKind, MunicipalityCode, OfficeCode, ProcedureKind, Relation, Severity, Tier, Yen};
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
    /// 届を受け付ける.
    Notice(Noticing),
    /// 届を窓口に戻す.
    ReturnNotice {
        /// The notice.
        notice: String,
        /// 期限.
        #[schemars(with = "String")]
        due_on: Date,
    },
    /// 届を取り下げる.
    WithdrawNotice {
        /// The notice.
        notice: String,
    },
    /// 届を処理する.
    Settle {
        /// The notice.
        notice: String,
    },
    /// 支給認定の取消を起案する.
    Revoke {
        /// Case of the award.
        case: String,
        /// 取消の理由の区分の語.
        #[schemars(with = "String")]
        ground: RevocationGround,
        /// First day without the right; the award's first day where it is not told.
        #[schemars(with = "Option<String>")]
        from: Option<Date>,
    },
    /// 支給認定の訂正を起案する.
    Correct(Correcting),
    /// 取消・訂正の起案をやめる.
    DropRedress {
        /// Case of the award.
        case: String,
    },
    /// 取消・訂正を決裁する.
    DecideRedress {
        /// Case of the award.
        case: String,
    },
    /// 世帯の人を記録する.
    Join(Joining),
    /// 夜間処理: whoever is asked for the renewal, and everybody else with the reason.
    Night {},
    /// 世帯から外す.
    Leave {
        /// Name of the household.
        household: String,
        /// The member.
        who: String,
        /// The last day in the household; the day of the line where it is not told.
        #[schemars(with = "Option<String>")]
        last_day: Option<Date>,
    },
}

/// A notice at the counter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Noticing {
    /// Name of the notice.
    pub notice: String,
    /// The child.
    pub child: String,
    /// 届の種類: particulars, return, transfer_out, reissue, registrant_certificate.
    #[schemars(with = "String")]
    pub kind: NoticeKind,
    /// Case of the award; the newest of the child where it is not told.
    pub case: Option<String>,
    /// 届出日; the day of the line where it is not told.
    #[schemars(with = "Option<String>")]
    pub filed: Option<Date>,
    /// 事由の生じた日; the day of the line where it is not told.
    #[schemars(with = "Option<String>")]
    pub happened_on: Option<Date>,
    /// 届出人: guardian, patient, proxy; the guardian where it is not told.
    #[schemars(with = "Option<String>")]
    pub filer: Option<Filer>,
    /// 新しい氏名.
    pub name: Option<String>,
    /// 新しい住所地の市町.
    pub municipality: Option<MunicipalityCode>,
    /// 新しい保護者の続柄.
    pub guardian: Option<Relation>,
    /// 新しい保険の種類.
    pub insurance: Option<InsuranceKind>,
    /// 喪失の理由: cured, died, withdrawn; cured where it is not told.
    #[schemars(with = "Option<String>")]
    pub ground: Option<EndGround>,
    /// 再交付の理由: lost, damaged; lost where it is not told.
    #[schemars(with = "Option<String>")]
    pub cause: Option<LossOfCertificate>,
    /// いまの受給者証を返した.
    #[serde(default)]
    pub card_returned: bool,
}

/// A correction of an award. What is not told stays.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correcting {
    /// Case of the award.
    pub case: String,
    /// 訂正の理由の区分: income, severity, period, ended_in_error, appeal.
    #[schemars(with = "String")]
    pub ground: CorrectionGround,
    /// First day on which money is reckoned anew; the award's first day where it is not told.
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// 有効期間の初日.
    #[schemars(with = "Option<String>")]
    pub start: Option<Date>,
    /// 有効期間の末日.
    #[schemars(with = "Option<String>")]
    pub end: Option<Date>,
    /// 階層区分.
    pub tier: Option<Tier>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Option<Severity>,
    /// 管理票の月（1日）と、その月の医療費の総額.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, i64>")]
    pub months: BTreeMap<Date, Yen>,
}

/// Somebody of a household: a child with an award, or a person of another scheme with cap and validity.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    /// Name of the household.
    pub household: String,
    /// The child, or the person of another scheme.
    pub who: String,
    /// 指定難病の受給者の自己負担上限月額（個人）, yen.
    pub cap_yen: Option<Yen>,
    /// その有効期間の初日.
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// その有効期間の末日.
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// The day on which the household had the member at the latest; the day of the line where it is not told.
    #[schemars(with = "Option<String>")]
    pub since: Option<Date>,
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
