//! New application (新規申請): a child under 18 asks for its first award (児童福祉法第19条の3第1項).

mod checklist;
mod condition;
mod facts;

use events::vocabulary::ProcedureKind;
use jiff::civil::Date;

use super::{Procedure, Section};

pub use checklist::checklist;
pub use condition::check_document_kind;
pub use facts::facts;

const fn section(code: &'static str, title: &'static str) -> Section {
    Section { code, title }
}

/// The new application.
pub const PROCEDURE: Procedure = Procedure {
    kind: ProcedureKind::New,
    title: "小児慢性特定疾病医療費支給認定申請書（新規）",
    law: "児童福祉法第19条の3第1項、児童福祉法施行規則第7条の9",
    sections: &[
        section("applicant", "申請者"),
        section("child", "児童"),
        section("insurance", "医療保険"),
        section("household", "世帯と所得"),
        section("opinions", "医療意見書"),
        section("wishes", "希望・同意"),
    ],
};

/// What is known beside the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given {
    /// 申請日.
    pub application_date: Date,
    /// 児童の個人番号 is given.
    pub child_my_number: bool,
    /// 申請者の個人番号 is given.
    pub applicant_my_number: bool,
}
