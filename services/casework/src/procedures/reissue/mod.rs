//! Reissue (再交付): the card was lost or damaged. The old one is void, the new one says 再交付 and which copy it is.

use events::certificate::VoidGround;
use events::notice::{LossOfCertificate, NoticeKind, Reissue};
use jiff::civil::Date;

use super::notices::{NoticeProcedure, Paper, happened, within_the_award};
use crate::Refusal;
use crate::notice::{CertificateEffect, Effects, NoticeRefusal, Standing};

/// The procedure.
pub const PROCEDURE: NoticeProcedure = NoticeProcedure {
    kind: NoticeKind::Reissue,
    law: "児童福祉法施行規則第7条の23",
    lead: "受給者証を失ったとき、または破り汚したときに受け付けます。",
    day: "失った日・破れた日",
    papers: &[
        Paper { title: "本人確認書類", when: "いつでも" },
        Paper { title: "いまの受給者証", when: "破損・汚損のとき（引き換え）" },
    ],
    follows: "いまの受給者証を無効にし、「再交付」と枚数を記した受給者証を作ります。認定の内容は変わりません。",
};

/// What follows: the old card is void, another one takes its place.
///
/// # Errors
/// The reason why not.
pub fn effects(told: &Reissue, days: (Date, Date), standing: &Standing) -> Result<Effects, Refusal> {
    within_the_award(days.1, standing)?;
    happened(days)?;
    if !standing.certificate {
        return Err(NoticeRefusal::NoCertificate.into());
    }
    let ground = match told.cause {
        LossOfCertificate::Lost => VoidGround::Lost,
        LossOfCertificate::Damaged if told.certificate_returned => VoidGround::Damaged,
        LossOfCertificate::Damaged => return Err(NoticeRefusal::DamagedCardNotReturned.into()),
    };
    Ok(Effects::on_certificate(CertificateEffect::Replace(ground)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::notice::samples::standing;

    #[test]
    fn a_damaged_card_is_exchanged_and_a_lost_one_is_void() {
        let days = (date(2026, 4, 20), date(2026, 4, 18));
        let ask = |cause, certificate_returned, known: &Standing| {
            effects(&Reissue { cause, certificate_returned }, days, known).map(|found| found.certificate)
        };
        let known = standing();
        assert_eq!(ask(LossOfCertificate::Lost, false, &known), Ok(CertificateEffect::Replace(VoidGround::Lost)));
        assert_eq!(ask(LossOfCertificate::Damaged, true, &known), Ok(CertificateEffect::Replace(VoidGround::Damaged)));
        let refused = Err(NoticeRefusal::DamagedCardNotReturned.into());
        assert_eq!(ask(LossOfCertificate::Damaged, false, &known), refused);
        let waiting = Standing { certificate: false, ..known };
        assert_eq!(ask(LossOfCertificate::Lost, false, &waiting), Err(NoticeRefusal::NoCertificate.into()));
    }
}
