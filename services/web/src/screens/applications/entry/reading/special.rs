//! What only some applications tell: grounds of a change, the award before moving in, a levy that is still to be converted.

use events::application::{LevyParts, MonthCost, SeverityBasis, Transfer};
use events::vocabulary::wareki::{self, EraPolicy};
use events::vocabulary::{ChangeGround, FreeText, LifeSupport, ShortText, ValidityPeriod, Yen};
use jiff::Span;
use jiff::civil::Date;

use super::super::sections::{COST_MONTHS, STATES, fields_of, ground_field};
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

    /// What the class of severity is worked out from; none where nothing of it was answered.
    pub(super) fn severity(&mut self) -> Option<SeverityBasis> {
        if fields_of("severity").iter().all(|field| self.entry.text(&field.name).is_empty()) {
            return None;
        }
        let era = EraPolicy::Assume(wareki::Era::Reiwa);
        let (high_cost, burden) = (self.yes_no("high_cost"), self.yes_no("burden"));
        let months = self.month_costs();
        if high_cost == Some(false) && !months.is_empty() {
            self.fail(
                "high_cost",
                "高額治療継続を申請しないと答えていますが、月の医療費が入力されています。どちらかを直してください。",
            );
        }
        let states = self.states();
        match burden {
            Some(false) if !states.is_empty() => {
                self.fail("burden", "重症の状態に当たらないと答えていますが、状態が選ばれています。どちらかを直してください。");
            }
            Some(true) if states.is_empty() => self.fail("state1_key", "当たる状態を一覧から選んでください。"),
            _ => {}
        }
        Some(SeverityBasis {
            device: self.optional("device", LifeSupport::parse),
            all_day: self.yes_no("all_day"),
            no_weaning: self.yes_no("no_weaning"),
            needs_help: self.yes_no("needs_help"),
            high_cost,
            entitled_from: self.date("entitled_from", era),
            months,
            burden,
            states,
            lasting_months: self
                .optional("lasting_months", |text| text.parse().map_err(|_| "状態が続く月数を、数字だけで入力してください。")),
        })
    }

    /// The months count back from that of the application; without its date they are not told apart yet.
    fn month_costs(&mut self) -> Vec<MonthCost> {
        let applied = wareki::parse(self.entry.text("application_date"), EraPolicy::Assume(wareki::Era::Reiwa)).ok();
        let mut months = Vec::new();
        for (back, _) in (0_i64..).zip(COST_MONTHS) {
            let cost = self.optional(&format!("cost{back}_total"), Yen::parse_input);
            let month = applied.and_then(|applied| month_before(applied, back));
            if let (Some(month), Some(total_cost)) = (month, cost) {
                months.push(MonthCost { month, total_cost });
            }
        }
        months
    }

    fn states(&mut self) -> Vec<ShortText> {
        let mut states: Vec<ShortText> = Vec::new();
        for n in 1..=STATES {
            let field = format!("state{n}_key");
            let Some(state) = self.optional(&field, ShortText::parse) else { continue };
            if !self.catalogue.states.iter().any(|known| known.key == state.to_string()) {
                self.fail(&field, "一覧にない状態です。一覧から選んでください。");
            } else if states.contains(&state) {
                self.fail(&field, "同じ状態が2回選ばれています。どちらかを消してください。");
            }
            states.push(state);
        }
        states
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

/// First day of the month that lies so many months before that of a day.
fn month_before(day: Date, back: i64) -> Option<Date> {
    day.first_of_month().checked_sub(Span::new().try_months(back).ok()?).ok()
}
