//! What is known of a mass extension from its events.

use events::award::Extended;
use events::extension::{CarriedOut, ExtensionEvent, Plan};
use events::ids::{AwardId, StaffId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Awards of one proposal at most: they are all named in one event. More are proposed by parts of the period.
pub const MOST: usize = 20_000;

/// Where a mass extension stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum ExtensionStage {
    /// 決裁待ち.
    Proposed,
    /// 起案をやめた.
    Dropped,
    /// 延長中: approved, and not all awards are told.
    Approved,
    /// 終了.
    Done,
}

impl ExtensionStage {
    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Proposed => "決裁待ち",
            Self::Dropped => "起案をやめた",
            Self::Approved => "延長中",
            Self::Done => "延長した",
        }
    }
}

/// A mass extension, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Extension {
    proposal: Option<(Plan, StaffId)>,
    stage: Option<ExtensionStage>,
    #[serde(default)]
    approval: Option<(Date, StaffId)>,
    awards: Vec<AwardId>,
    outcome: Option<CarriedOut>,
}

impl Extension {
    /// Where it stands; none before it was proposed.
    pub const fn stage(&self) -> Option<ExtensionStage> {
        self.stage
    }

    /// Which awards, and until when; none before it was proposed.
    pub fn plan(&self) -> Option<Plan> {
        self.proposal.map(|(plan, _)| plan)
    }

    /// Who proposed it.
    pub fn proposed_by(&self) -> Option<StaffId> {
        self.proposal.map(|(_, by)| by)
    }

    /// 決定日, and who approved it.
    pub const fn approval(&self) -> Option<(Date, StaffId)> {
        self.approval
    }

    /// The awards that are to be extended.
    pub fn awards(&self) -> &[AwardId] {
        &self.awards
    }

    /// What came of it.
    pub const fn outcome(&self) -> Option<&CarriedOut> {
        self.outcome.as_ref()
    }

    /// Whether an award may tell that it was extended by this.
    pub fn admits(&self, award: AwardId, told: &Extended) -> bool {
        self.stage == Some(ExtensionStage::Approved)
            && self.awards.contains(&award)
            && self.proposal.is_some_and(|(plan, by)| by == told.proposed_by && told.until <= plan.until)
    }

    pub(super) fn take(&mut self, event: &ExtensionEvent, by: StaffId) {
        match event {
            ExtensionEvent::Proposed(event) => {
                self.proposal = Some((event.plan, by));
                self.stage = Some(ExtensionStage::Proposed);
                self.awards.clone_from(&event.awards);
            }
            ExtensionEvent::Dropped(_) => self.stage = Some(ExtensionStage::Dropped),
            ExtensionEvent::Approved(event) => {
                (self.stage, self.approval) = (Some(ExtensionStage::Approved), Some((event.decided_on, by)));
            }
            ExtensionEvent::CarriedOut(event) => {
                (self.stage, self.outcome) = (Some(ExtensionStage::Done), Some(event.clone()));
            }
        }
    }
}
