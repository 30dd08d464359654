//! What only some applications tell: grounds of a change, the award before moving in, a levy that is still to be converted.

use events::application::{LevyParts, Transfer};
use events::vocabulary::wareki::{self, EraPolicy};
use events::vocabulary::{ChangeGround, FreeText, ValidityPeriod, Yen};

use super::super::sections::ground_field;
use super::Reader;

impl Reader<'_> {
    /// What converts the levy; none where nothing of it was typed.
    pub(super) fn levy_parts(&mut self, n: usize) -> Option<LevyParts> {
        let part = |name: &str| format!("member{n}_{name}");
        let names = ["designated_city", "housing_credit", "donation_credit", "dividend_credit"];
        if names.iter().all(|name| self.entry.text(&part(name)).is_empty()) {
            return None;
        }
        Some(LevyParts {
            designated_city: self.yes_no(&part("designated_city")),
            housing_loan_credit: self.optional(&part("housing_credit"), Yen::parse_input),
            donation_credit: self.optional(&part("donation_credit"), Yen::parse_input),
            dividend_credit: self.optional(&part("dividend_credit"), Yen::parse_input),
        })
    }

    pub(super) fn change_grounds(&mut self) -> Vec<ChangeGround> {
        let grounds: Vec<ChangeGround> =
            ChangeGround::ALL.iter().copied().filter(|ground| self.ticked(&ground_field(*ground))).collect();
        if grounds.is_empty() {
            self.fail(&ground_field(ChangeGround::Income), "変更の理由を1つ以上選んでください。");
        }
        grounds
    }

    pub(super) fn transfer(&mut self) -> Option<Transfer> {
        let era = EraPolicy::Assume(wareki::Era::Reiwa);
        let authority = self.required("transfer_authority", "実施機関", FreeText::parse);
        for (field, what) in [("transfer_start", "始まり"), ("transfer_end", "終わり")] {
            if self.entry.text(field).is_empty() {
                self.fail(field, format!("有効期間の{what}を入力してください。例：R8.4.1"));
            }
        }
        let (start, end) = (self.date("transfer_start", era), self.date("transfer_end", era));
        let lost_on = self.date("transfer_lost_on", era);
        let validity = match ValidityPeriod::new(start?, end?) {
            Ok(validity) => validity,
            Err(error) => {
                self.fail("transfer_end", error.to_string());
                return None;
            }
        };
        Some(Transfer { authority: authority?, validity, lost_on })
    }
}
