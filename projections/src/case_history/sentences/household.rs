//! The sentences of households.

use events::household::{HouseholdEvent, Part};
use events::membership::MembershipEvent;
use events::vocabulary::wareki;

use super::{Sentence, shown};

pub(super) fn sentence(event: &HouseholdEvent) -> Sentence {
    match event {
        HouseholdEvent::MemberRecorded(event) => {
            let sentence = Sentence::new(match event.part {
                Part::Recipient { .. } => "受給者を世帯に記録した",
                Part::Applicant { .. } => "申請中の児童を世帯に記録した",
                Part::Outside { .. } => "指定難病の受給者を世帯に記録した",
            });
            let sentence = sentence.with("確認日", wareki::long(event.since));
            let sentence = match event.part {
                Part::Outside { cap, validity } => {
                    sentence.with("個人の上限月額", cap.to_string()).with("有効期間", validity.to_string())
                }
                Part::Recipient { .. } | Part::Applicant { .. } => sentence,
            };
            let person = event.person.as_ref();
            sentence.with_some("氏名", person.map(|person| shown(person, |person| person.name.written().to_owned())))
        }
        HouseholdEvent::MemberLeft(event) => {
            Sentence::new("世帯から外した").with("世帯にいた最後の日", wareki::long(event.last_day))
        }
    }
}

pub(super) fn membership(event: &MembershipEvent) -> Sentence {
    let MembershipEvent::Changed(event) = event;
    Sentence::new(if event.household.is_some() { "世帯に入った" } else { "世帯から外れた" })
}
