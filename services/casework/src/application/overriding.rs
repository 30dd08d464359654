//! 手で改めた値: what of the rules' proposals somebody set otherwise in this case, and by whom. It stands until it is withdrawn; whether it still
//! counts, the calculation says.

use std::collections::BTreeMap;

use events::application::{ApplicationEvent, Overridden};
use events::ids::StaffId;
use events::vocabulary::{OverriddenItem, OverriddenValue, OverrideGround, wareki};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::rules::by_hand::Overrides;

/// Why a value is not set by hand, or not decided on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverrideRefusal {
    /// The rules propose nothing yet.
    #[error("この項目には、まだ規則の案がありません。算定に足りない事項を入力してから改めてください。何も変わっていません。")]
    NoProposal,
    /// The rules say so already.
    #[error("規則の案と同じ値です。改める必要はありません。")]
    Same,
    /// Before what no reason reaches beyond.
    #[error("{}より前の日にはできません。法令で認められる範囲の中の日を入力してください。", wareki::long(*.0))]
    Before(Date),
    /// After what the law goes to.
    #[error("{}より後の日にはできません。法令で認められる範囲の中の日を入力してください。", wareki::long(*.0))]
    After(Date),
    /// Nothing was set by hand.
    #[error("この項目は、いま手で改められていません。画面を開き直して、いまの状態を確かめてください。")]
    NotStanding,
    /// The decider did not confirm them by name.
    #[error("手で改めた値（{}）が確かめられていません。決定していません。申請の「認定する」の画面で、一つずつ確かめて印を付けてから認定してください。", .0.join("、"))]
    Unconfirmed(Vec<&'static str>),
}

/// A value that stands in the place of a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StandingOverride {
    /// What the rules proposed.
    pub proposed: OverriddenValue,
    /// What counts instead.
    pub chosen: OverriddenValue,
    /// 理由の区分.
    pub ground: OverrideGround,
    /// Who set it.
    pub by: StaffId,
}

/// Everything that stands, at most one an item.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct StandingOverrides(BTreeMap<OverriddenItem, StandingOverride>);

impl StandingOverrides {
    pub(super) fn take(&mut self, fact: &Fact<ApplicationEvent>) {
        match &fact.event {
            ApplicationEvent::Overridden(Overridden { proposed, chosen, ground, .. }) => {
                let standing = StandingOverride { proposed: *proposed, chosen: *chosen, ground: *ground, by: fact.by };
                self.0.insert(chosen.item(), standing);
            }
            ApplicationEvent::OverrideWithdrawn(event) => {
                self.0.remove(&event.item);
            }
            _ => {}
        }
    }

    /// Whether nothing was set by hand.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them, in the order of the items.
    pub fn all(&self) -> impl Iterator<Item = &StandingOverride> {
        self.0.values()
    }

    /// The one of an item.
    pub fn find(&self, item: OverriddenItem) -> Option<&StandingOverride> {
        self.0.get(&item)
    }

    /// As the rules take them.
    pub fn facts(&self) -> Overrides {
        self.all().fold(Overrides::default(), |all, one| all.with(one.proposed, one.chosen, one.ground))
    }

    /// The values, where each of them was confirmed.
    ///
    /// # Errors
    /// Those that were not, by name.
    pub fn confirmed(&self, items: &[OverriddenItem]) -> Result<Vec<OverriddenValue>, OverrideRefusal> {
        let missing: Vec<&'static str> = self.0.keys().filter(|item| !items.contains(item)).map(|item| item.label()).collect();
        if missing.is_empty() {
            Ok(self.all().map(|one| one.chosen).collect())
        } else {
            Err(OverrideRefusal::Unconfirmed(missing))
        }
    }
}
