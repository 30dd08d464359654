//! 二重入力: the money of a form, typed again by another hand without seeing the first entry; what differs must be settled before the case
//! goes on. Where the office does not work so, nothing of it shows.

use events::application::{ApplicationForm, EnteredAmount, HouseholdMember, LevyParts};
use events::ids::StaffId;
use events::vocabulary::Yen;
use serde::{Deserialize, Serialize};

use super::{Action, Application};

/// What a refusal for the sake of the second entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecondEntryRefusal {
    /// The amounts were typed once only.
    #[error(
        "税額などの金額を、最初に入力した人とは別の人がもう一度入力してください。二重入力が済むまで進達と再提出はできません。"
    )]
    Awaited,
    /// Two entries differ.
    #[error(
        "最初の入力と2回目の入力で金額が{0}か所違います。「入力の違いを解消する」で、すべての違いについてどちらが正しいかを答えてください。"
    )]
    Differing(usize),
    /// Nobody asked for a second entry, or it is done.
    #[error("この申請に、もう一度入力する金額や解消する違いはありません。画面を開き直してください。")]
    None,
    /// The second hand is another.
    #[error("金額を最初に入力した人は、2回目の入力ができません。同じ事務所の別の窓口の担当者に引き継いでください。")]
    OwnEntry,
}

/// How far the second entry is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Stand {
    /// Nobody typed it again yet.
    Awaited,
    /// These fields differ.
    Differs(Vec<String>),
    /// Both agree, or it was settled.
    Agreed,
}

/// The second entry of a case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SecondEntry {
    first_by: Option<StaffId>,
    stand: Option<Stand>,
}

impl SecondEntry {
    /// How far it is; none where it is not asked for.
    pub const fn stand(&self) -> Option<&Stand> {
        self.stand.as_ref()
    }

    /// Who typed the amounts that stand in the form.
    pub const fn first_by(&self) -> Option<StaffId> {
        self.first_by
    }

    pub(super) fn asked(&mut self) {
        self.stand = Some(Stand::Awaited);
    }

    /// The form was typed; amounts that changed are to be typed again. Differences stay until somebody says what is right.
    pub(super) fn typed(&mut self, by: StaffId, amounts_changed: bool) {
        if amounts_changed {
            self.first_by = Some(by);
            if self.stand == Some(Stand::Agreed) {
                self.stand = Some(Stand::Awaited);
            }
        }
    }

    pub(super) fn again(&mut self, differing: &[String]) {
        self.stand = Some(if differing.is_empty() { Stand::Agreed } else { Stand::Differs(differing.to_vec()) });
    }

    pub(super) fn settled(&mut self) {
        self.stand = Some(Stand::Agreed);
    }
}

/// What the second entry stops, and what it has an object for.
pub(super) fn permits(action: Action, case: &Application) -> Result<(), SecondEntryRefusal> {
    match (action, case.second_entry().stand()) {
        (Action::Forward | Action::Resubmit, Some(Stand::Awaited)) => Err(SecondEntryRefusal::Awaited),
        (Action::Forward | Action::Resubmit, Some(Stand::Differs(places))) => Err(SecondEntryRefusal::Differing(places.len())),
        (Action::EnterAgain, Some(Stand::Awaited)) | (Action::SettleEntries, Some(Stand::Differs(_))) => Ok(()),
        (Action::EnterAgain | Action::SettleEntries, _) => Err(SecondEntryRefusal::None),
        _ => Ok(()),
    }
}

/// The amounts of a member, by the ends of their fields.
const OF_MEMBER: [&str; 4] = ["levy", "housing_credit", "donation_credit", "dividend_credit"];

fn of_member(member: &HouseholdMember, end: &str) -> Option<Yen> {
    let parts = member.levy_parts.as_ref();
    match end {
        "levy" => member.income_levy,
        "housing_credit" => parts.and_then(|parts| parts.housing_loan_credit),
        "donation_credit" => parts.and_then(|parts| parts.donation_credit),
        _ => parts.and_then(|parts| parts.dividend_credit),
    }
}

/// All amounts of a form, by the names of their fields; those that were left empty too, so that nothing is told by what is asked.
pub fn amounts(form: &ApplicationForm) -> Vec<EnteredAmount> {
    let amount = |place: &str, yen| EnteredAmount { place: place.to_owned(), yen };
    let household = &form.household;
    let mut all = vec![amount("guardian_income", household.guardian_income), amount("patient_income", household.patient_income)];
    for (n, member) in (1..).zip(&household.members) {
        all.extend(OF_MEMBER.iter().map(|end| amount(&format!("member{n}_{end}"), of_member(member, end))));
    }
    all
}

/// The fields in which a second entry differs from a form. An amount that was not typed is an empty one.
pub fn differing(form: &ApplicationForm, again: &[EnteredAmount]) -> Vec<String> {
    let typed = |place: &str| again.iter().find(|one| one.place == place).and_then(|one| one.yen);
    amounts(form).into_iter().filter(|first| typed(&first.place) != first.yen).map(|first| first.place).collect()
}

/// The form with an amount in the place of another.
pub fn put(form: &mut ApplicationForm, amount: &EnteredAmount) {
    let (place, yen) = (amount.place.as_str(), amount.yen);
    match place {
        "guardian_income" => form.household.guardian_income = yen,
        "patient_income" => form.household.patient_income = yen,
        _ => {
            let Some((n, end)) = place.strip_prefix("member").and_then(|rest| rest.split_once('_')) else { return };
            let at = n.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let Some(member) = at.and_then(|at| form.household.members.get_mut(at)) else { return };
            if end == "levy" {
                member.income_levy = yen;
                return;
            }
            let none =
                LevyParts { designated_city: None, housing_loan_credit: None, donation_credit: None, dividend_credit: None };
            let parts = member.levy_parts.get_or_insert(none);
            match end {
                "housing_credit" => parts.housing_loan_credit = yen,
                "donation_credit" => parts.donation_credit = yen,
                "dividend_credit" => parts.dividend_credit = yen,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::samples::form;

    #[test]
    fn every_amount_has_a_place_and_goes_back_there() {
        let form = form();
        let places: Vec<String> = amounts(&form).into_iter().map(|one| one.place).collect();
        assert_eq!(places.len(), 2 + 4 * form.household.members.len());
        for (n, place) in places.iter().enumerate() {
            let mut changed = form.clone();
            let amount = EnteredAmount { place: place.clone(), yen: Yen::new(1_000_000 + i64::try_from(n).unwrap()).ok() };
            put(&mut changed, &amount);
            assert!(amounts(&changed).contains(&amount), "{place}");
            assert_eq!(differing(&form, &amounts(&changed)), std::slice::from_ref(place));
        }
        assert_eq!(differing(&form, &amounts(&form)), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_typed_again_differs_and_strange_places_change_nothing() {
        let form = form();
        let filled = amounts(&form).into_iter().filter(|one| one.yen.is_some()).count();
        assert_eq!(differing(&form, &[]).len(), filled);
        for place in ["member0_levy", "member99_levy", "member1_name", "child_name", "member_levy"] {
            let mut same = form.clone();
            put(&mut same, &EnteredAmount { place: place.to_owned(), yen: Yen::new(1).ok() });
            assert_eq!(amounts(&same), amounts(&form), "{place}");
        }
    }
}
