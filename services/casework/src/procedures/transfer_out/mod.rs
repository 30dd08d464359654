//! Transfer out (転出届): the family moves to another authority. The right here ends on a day; what the new authority needs stands in a
//! letter (支給認定証明).

use events::award::EndGround;
use events::notice::{NoticeKind, TransferOut};
use jiff::civil::Date;

use super::notices::{NoticeProcedure, Paper, within_the_award};
use super::return_of_certificate::voided;
use crate::Refusal;
use crate::notice::{Effects, RecipientEffect, Standing};

/// The procedure.
pub const PROCEDURE: NoticeProcedure = NoticeProcedure {
    kind: NoticeKind::TransferOut,
    law: "児童福祉法第19条の6第1項第2号",
    lead: "県外や別の実施機関の区域へ移るときに受け付けます。転出先の申請日の前日までここの認定を使えます。",
    day: "資格の最後の日（転出先の申請日の前日）",
    papers: &[Paper {
        title: "受給者証", when: "いつでも（写しは転出先の申請に使うので本人に渡します）"
    }],
    follows: "支給認定がその日で終わり、受給者証が無効になります。転出先に渡す支給認定証明を作ります。",
};

/// What follows: the award ends, the certificate counts no longer. The day may lie ahead, for families tell before they move.
///
/// # Errors
/// The reason why not.
pub fn effects(told: &TransferOut, last_day: Date, standing: &Standing) -> Result<Effects, Refusal> {
    within_the_award(last_day, standing)?;
    Ok(Effects {
        recipient: RecipientEffect::Nothing,
        ends: Some((EndGround::Moved, last_day)),
        certificate: voided(told.certificate_returned, standing),
    })
}
