//! Change of recorded particulars (記載事項変更届): name, address, guardian, insurance. The certificate is made anew; whether the award must
//! change as well is asked of the rule on the household of account.

use events::certificate::VoidGround;
use events::notice::{NoticeKind, ParticularsChange};
use jiff::civil::Date;

use super::notices::{NoticeProcedure, Paper, happened, within_the_award};
use crate::Refusal;
use crate::notice::{CertificateEffect, Effects, RecipientEffect, Standing};

/// The procedure.
pub const PROCEDURE: NoticeProcedure = NoticeProcedure {
    kind: NoticeKind::Particulars,
    law: "児童福祉法施行規則第7条の18",
    lead: "氏名、住所、保護者、医療保険のうち、変わったところだけを書き換えます。",
    day: "変わった日",
    papers: &[
        Paper { title: "戸籍抄本", when: "氏名または保護者が変わったとき" },
        Paper {
            title: "住民票の写し", when: "住所が変わったとき（個人番号による確認で省略できます）"
        },
        Paper { title: "資格情報の写し", when: "医療保険が変わったとき" },
        Paper { title: "いまの受給者証", when: "いつでも（新しい受給者証と引き換え）" },
    ],
    follows: "台帳の記載事項が変わった日から書き換わり、新しい記載の受給者証を作ります。認定の階層と上限は変わりません。",
};

/// What follows: the changed particulars, and a corrected certificate where one is out.
///
/// # Errors
/// The reason why not.
pub fn effects(change: &ParticularsChange, days: (Date, Date), standing: &Standing) -> Result<Effects, Refusal> {
    within_the_award(days.1, standing)?;
    happened(days)?;
    let change = differing(change, standing);
    if change.is_empty() {
        return Err(Refusal::NothingChanged);
    }
    let certificate =
        if standing.certificate { CertificateEffect::Replace(VoidGround::Corrected) } else { CertificateEffect::Keep };
    Ok(Effects { recipient: RecipientEffect::Particulars(Box::new(change)), ends: None, certificate })
}

/// Only what differs from what the ledger knows.
pub fn differing(told: &ParticularsChange, standing: &Standing) -> ParticularsChange {
    ParticularsChange {
        name: told.name.clone().filter(|name| *name != standing.name),
        residence: told.residence.clone().filter(|residence| *residence != standing.residence),
        guardian: told.guardian.clone().filter(|guardian| *guardian != standing.guardian),
        insurance: told.insurance.clone().filter(|insurance| *insurance != standing.insurance),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::notice::samples::standing;

    #[test]
    fn what_stands_as_it_was_is_no_change() {
        let known = standing();
        let same = ParticularsChange {
            name: Some(known.name.clone()),
            residence: Some(known.residence.clone()),
            guardian: Some(known.guardian.clone()),
            insurance: Some(known.insurance.clone()),
        };
        let days = (date(2026, 4, 20), date(2026, 4, 10));
        assert_eq!(effects(&same, days, &known), Err(Refusal::NothingChanged));
        let mut guardian = known.guardian.clone();
        guardian.relation = events::vocabulary::Relation::Mother;
        let told = ParticularsChange { guardian: Some(guardian.clone()), ..same };
        let found = effects(&told, days, &known).unwrap();
        let only = ParticularsChange { guardian: Some(guardian), ..ParticularsChange::default() };
        assert_eq!(found.recipient, RecipientEffect::Particulars(Box::new(only)));
        assert_eq!(found.certificate, CertificateEffect::Replace(VoidGround::Corrected));
    }

    #[test]
    fn a_certificate_still_to_be_made_shows_the_new_particulars_anyway() {
        let mut known = standing();
        known.certificate = false;
        let events::notice::NoticeContent::Particulars(change) = crate::notice::samples::moved() else { panic!() };
        let found = effects(&change, (date(2026, 4, 20), date(2026, 4, 10)), &known).unwrap();
        assert_eq!(found.certificate, CertificateEffect::Keep);
    }
}
