//! New application (新規申請): a child under 18 asks for its first award, or for one after the last ran out (児童福祉法第19条の3第1項).

use events::vocabulary::ProcedureKind;

use super::{Procedure, SECTIONS};

/// The new application.
pub const PROCEDURE: Procedure = Procedure {
    kind: ProcedureKind::New,
    title: "小児慢性特定疾病医療費支給認定申請書（新規）",
    law: "児童福祉法第19条の3第1項、児童福祉法施行規則第7条の9",
    sections: SECTIONS,
};
