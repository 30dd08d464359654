//! Registrant certificate (登録者証) alone: asked for after the award, by a recipient whose award stands.

use events::certificate::VoidGround;
use events::notice::NoticeKind;
use jiff::civil::Date;

use super::notices::{NoticeProcedure, Paper, within_the_award};
use crate::Refusal;
use crate::notice::{CertificateEffect, Effects, NoticeRefusal, RecipientEffect, Standing};

/// The procedure.
pub const PROCEDURE: NoticeProcedure = NoticeProcedure {
    kind: NoticeKind::RegistrantCertificate,
    law: "児童福祉法第19条の22第4項",
    lead: "支給認定の申請のときに希望しなかった人が、後から登録者証を希望するときに受け付けます。",
    day: "希望した日",
    papers: &[Paper {
        title: "いまの受給者証", when: "いつでも（登録者証を兼ねる受給者証と引き換え）"
    }],
    follows: "登録者証の登録をし、登録者証を兼ねる受給者証を作ります。認定の内容は変わりません。",
};

/// What follows: registered, and a certificate that says so.
///
/// # Errors
/// The reason why not.
pub fn effects(day: Date, standing: &Standing) -> Result<Effects, Refusal> {
    within_the_award(day, standing)?;
    if standing.registrant {
        return Err(NoticeRefusal::AlreadyRegistrant.into());
    }
    let certificate =
        if standing.certificate { CertificateEffect::Replace(VoidGround::Corrected) } else { CertificateEffect::Keep };
    Ok(Effects { recipient: RecipientEffect::Registrant, ends: None, certificate })
}
