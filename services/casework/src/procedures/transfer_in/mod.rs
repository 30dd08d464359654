//! Transfer in (転入): who was entitled elsewhere goes on here by the other certificate, within its validity (児童福祉法施行規則第7条の9).

use events::application::ApplicationForm;
use events::vocabulary::ProcedureKind;
use jiff::civil::Date;

use super::{Admission, Procedure, Section, section};
use crate::Refusal;

/// The transfer in.
pub const PROCEDURE: Procedure = Procedure {
    kind: ProcedureKind::TransferIn,
    title: "小児慢性特定疾病医療費支給認定申請書（転入）",
    law: "児童福祉法第19条の3第1項、児童福祉法施行規則第7条の9",
    sections: WITH_TRANSFER,
};

const WITH_TRANSFER: &[Section] = &[
    section("transfer", "転入前の支給認定"),
    section("applicant", "申請者"),
    section("child", "児童"),
    section("insurance", "医療保険"),
    section("household", "世帯と所得"),
    section("opinions", "医療意見書"),
    section("wishes", "希望・同意"),
];

/// Whether the other certificate still counts.
///
/// # Errors
/// The reason why not.
pub(super) fn admit(form: &ApplicationForm, applied: Date) -> Result<Admission, Refusal> {
    let transfer = form.transfer.as_ref().ok_or(Refusal::NoTransferDetails)?;
    if !transfer.validity.contains(applied) {
        return Err(Refusal::TransferOutsideTheAward(transfer.validity));
    }
    Ok(Admission { kind: ProcedureKind::TransferIn, because: String::new() })
}
