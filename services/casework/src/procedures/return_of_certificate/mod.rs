//! Return of the certificate (返還届) with the loss of the entitlement: cured, died, given up. Ageing out and expiry are found at night,
//! moving away is told by its own notice.

use events::award::EndGround;
use events::certificate::VoidGround;
use events::notice::{NoticeContent, NoticeKind, ReturnOfCertificate};
use jiff::civil::Date;

use super::notices::{NoticeProcedure, Paper, happened, within_the_award};
use crate::Refusal;
use crate::notice::{CertificateEffect, Effects, NoticeRefusal, RecipientEffect, Standing};

/// The procedure.
pub const PROCEDURE: NoticeProcedure = NoticeProcedure {
    kind: NoticeKind::Return,
    law: "児童福祉法第19条の6、児童福祉法施行規則第7条の22",
    lead: "治癒、死亡、辞退で受給者証が要らなくなったときに受け付けます。",
    day: "資格の最後の日",
    papers: &[Paper { title: "受給者証", when: "いつでも（失ったときはその旨を聞き取ります）" }],
    follows: "支給認定がその日で終わり、受給者証が無効になります。",
};

/// Whether it tells of a death: then the family files, whatever the age.
pub const fn of_the_dead(content: &NoticeContent) -> bool {
    matches!(content, NoticeContent::Return(ReturnOfCertificate { ground: EndGround::Died, .. }))
}

/// What follows: the award ends, the certificate counts no longer.
///
/// # Errors
/// The reason why not.
pub fn effects(told: &ReturnOfCertificate, days: (Date, Date), standing: &Standing) -> Result<Effects, Refusal> {
    if !EndGround::TOLD.contains(&told.ground) {
        return Err(NoticeRefusal::GroundNotTold.into());
    }
    within_the_award(days.1, standing)?;
    if told.ground != EndGround::Withdrawn {
        happened(days)?;
    }
    Ok(Effects {
        recipient: RecipientEffect::Nothing,
        ends: Some((told.ground, days.1)),
        certificate: voided(told.certificate_returned, standing),
    })
}

/// The certificate that is out is voided, handed in or not.
pub(super) const fn voided(returned: bool, standing: &Standing) -> CertificateEffect {
    match (standing.certificate, returned) {
        (false, _) => CertificateEffect::Keep,
        (true, true) => CertificateEffect::Void(VoidGround::Returned),
        (true, false) => CertificateEffect::Void(VoidGround::EntitlementLost),
    }
}

#[cfg(test)]
mod tests {
    use events::notice::Filer;
    use jiff::civil::date;

    use super::*;
    use crate::notice::samples::standing;
    use crate::procedures::notices;

    fn told(ground: EndGround) -> ReturnOfCertificate {
        ReturnOfCertificate { ground, certificate_returned: true, note: None }
    }

    #[test]
    fn it_ends_on_the_day_told_and_the_card_is_void() {
        let days = (date(2026, 4, 20), date(2026, 4, 18));
        let found = effects(&told(EndGround::Cured), days, &standing()).unwrap();
        assert_eq!(found.ends, Some((EndGround::Cured, date(2026, 4, 18))));
        assert_eq!(found.certificate, CertificateEffect::Void(VoidGround::Returned));
    }

    #[test]
    fn nobody_dies_tomorrow_but_one_may_give_up_from_tomorrow() {
        let days = (date(2026, 4, 20), date(2026, 4, 21));
        assert_eq!(effects(&told(EndGround::Died), days, &standing()), Err(NoticeRefusal::NotYetHappened(days.1).into()));
        assert!(effects(&told(EndGround::Withdrawn), days, &standing()).is_ok());
        assert_eq!(effects(&told(EndGround::AgedOut), days, &standing()), Err(NoticeRefusal::GroundNotTold.into()));
    }

    #[test]
    fn the_family_files_for_a_dead_adult() {
        let mut known = standing();
        known.birth_date = date(2007, 1, 1);
        let content = NoticeContent::Return(told(EndGround::Died));
        assert_eq!(notices::filing(&content, Filer::Guardian, date(2026, 4, 20), &known), Ok(()));
        let content = NoticeContent::Return(told(EndGround::Cured));
        assert_eq!(
            notices::filing(&content, Filer::Guardian, date(2026, 4, 20), &known),
            Err(NoticeRefusal::PatientIsAdult.into())
        );
    }
}
