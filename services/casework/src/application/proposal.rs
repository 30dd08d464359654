//! The proposal (起案) a case stands on: what is to be decided, and the way it goes to the one who decides. Every step is another person's,
//! none of them the one who proposed; where somebody is away, the role that the way names may stand in (代決) and says why.

use events::application::{Endorsed, Proposed, RouteStep};
use events::ids::{ProposalId, StaffId};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use super::Action;
use crate::Refusal;

/// Why an act on a proposal is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProposalRefusal {
    /// The case stands on none.
    #[error("この申請は起案されていません。起案の一覧から開き直してください。")]
    None,
    /// It stands on one already.
    #[error("この申請はすでに起案されています。直すときは、差し戻してから起案し直してください。")]
    Stands,
    /// The masters send it over a way of several steps.
    #[error("この決定は、起案して決裁経路を経てから行います。「起案」の画面から起案してください。")]
    Needed,
    /// A step before is open.
    #[error("決裁の前に、{0}の同意が要ります。「起案」の画面で進み具合を確かめてください。")]
    StepOpen(&'static str),
    /// The one who decides does not endorse.
    #[error("この起案は最後の段階です。同意ではなく決裁してください。")]
    LastStep,
    /// The step belongs to another role.
    #[error("この段階は{0}の担当者が行います。担当者に引き継いでください。")]
    OtherRole(&'static str),
    /// A deputy says first why they stand in.
    #[error("{0}に代わって行うときは、先に「代わって行う」で理由を記録してください。")]
    NotStandingIn(&'static str),
    /// Why does the deputy act?
    #[error("代わって行う理由（不在の事情）を入力してください。")]
    AbsenceReason,
    /// Nobody arranged that this person stands in today.
    #[error(
        "きょう{0}に代わる人として定められていません。「不在と代決」の画面で、本人か決裁・管理の担当者に不在を記録してもらってください。"
    )]
    NotArranged(&'static str),
    /// No deputy did anything here, or all of it was looked over.
    #[error("後閲を待つものはありません。画面を開き直して、いまの状態を確かめてください。")]
    NothingToLookOver,
    /// What was done in the place of another post.
    #[error("後閲するのは{0}の担当者です。担当者に引き継いでください。")]
    OtherPost(&'static str),
    /// The deputy looks over nothing of their own.
    #[error("代わって行った人は、自分の行ったことを後閲できません。ほかの担当者に回してください。")]
    OwnDeed,
    /// A reason of absence from the one who is there.
    #[error("自分の段階に不在の理由は要りません。理由を消してから同意してください。")]
    NotAway,
    /// Who proposed or endorsed does not take a later step.
    #[error("起案した人、または前の段階で同意した人は、次の段階を行えません。ほかの担当者に回してください。")]
    SamePerson,
    /// An approval was asked of a proposal to refuse, or the other way round.
    #[error("起案と違う決定はできません。差し戻してから起案し直してください。")]
    AnotherOutcome,
    /// The reason was proposed and endorsed; no other goes out.
    #[error(
        "起案された申請です。「起案」の画面から、起案した理由のとおりに決裁してください。理由を直すときは差し戻してください。"
    )]
    AsProposed,
    /// A refusal says which reason it is for.
    #[error("不認定の起案には、理由の区分と申請者に示す理由が要ります。")]
    NoReason,
    /// What is proposed does not fit where the case stands.
    #[error("認定は点検を終えた申請に、不認定は点検中の申請に起案します。画面を開き直して、いまの状態を確かめてください。")]
    NotYet,
    /// The master row of the way cannot be read.
    #[error("決裁経路の定め（{0}）が読み取れません。管理の担当者に、「理由の定型文」マスタの書き方を確かめてもらってください。")]
    RouteUnreadable(&'static str),
    /// None or too many.
    #[error("起案する申請を1件以上{0}件まで選んでください。")]
    Size(usize),
}

/// A proposal as it stands on a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    id: ProposalId,
    number: (u8, u32),
    ground: Option<String>,
    route: Vec<RouteStep>,
    by: StaffId,
    walked: Vec<StaffId>,
    standing_in: Option<StaffId>,
}

impl Proposal {
    pub(super) fn begin(event: &Proposed, by: StaffId) -> Self {
        let (id, number) = (event.proposal, (event.year, event.serial));
        let (ground, route) = (event.ground.clone(), event.route.clone());
        Self { id, number, ground, route, by, walked: Vec::new(), standing_in: None }
    }

    /// Takes the step; the post in whose place somebody stood in.
    pub(super) fn endorsed(&mut self, event: &Endorsed, by: StaffId) -> Option<StaffRole> {
        let post = self.step().filter(|_| event.absence.is_some()).map(|step| step.role);
        if usize::from(event.step) < self.route.len() {
            self.walked.push(by);
        } else {
            self.standing_in = Some(by);
        }
        post
    }

    /// 起案文書.
    pub const fn id(&self) -> ProposalId {
        self.id
    }

    /// Fiscal year of 令和 and 起案番号.
    pub const fn number(&self) -> (u8, u32) {
        self.number
    }

    /// Key of the reason where it is to be refused; none where it is to be approved.
    pub fn ground(&self) -> Option<&str> {
        self.ground.as_deref()
    }

    /// 決裁経路.
    pub fn route(&self) -> &[RouteStep] {
        &self.route
    }

    /// Steps that are done.
    pub const fn done(&self) -> usize {
        self.walked.len()
    }

    /// Whose turn it is; none where the way has no steps.
    pub fn step(&self) -> Option<RouteStep> {
        self.route.get(self.walked.len()).copied()
    }

    /// Whether only the decision is left.
    pub const fn is_at_the_decision(&self) -> bool {
        self.walked.len() + 1 >= self.route.len()
    }

    /// Whether this person said that they stand in at the decision.
    pub fn stands_in(&self, who: StaffId) -> bool {
        self.standing_in == Some(who)
    }

    /// Whether a person may take an act at the step the proposal has come to. Offices and the authors of the case are asked elsewhere.
    pub(super) fn permits(&self, action: Action, who: &Actor) -> Result<(), Refusal> {
        let step = self.step().ok_or(ProposalRefusal::None)?;
        let other_outcome =
            (action == Action::Approve && self.ground.is_some()) || (action == Action::Refuse && self.ground.is_none());
        if other_outcome {
            return Err(ProposalRefusal::AnotherOutcome.into());
        }
        let decides = matches!(action, Action::Approve | Action::Refuse);
        if decides && !self.is_at_the_decision() {
            return Err(ProposalRefusal::StepOpen(step.role.label()).into());
        }
        let (own, deputy) = (who.role == step.role, step.deputy == Some(who.role));
        if !own && !deputy {
            return Err(ProposalRefusal::OtherRole(step.role.label()).into());
        }
        if who.id == self.by || self.walked.contains(&who.id) {
            return Err(ProposalRefusal::SamePerson.into());
        }
        match action {
            Action::Endorse if own && self.is_at_the_decision() => Err(ProposalRefusal::LastStep.into()),
            Action::Endorse => Ok(()),
            _ if own || self.stands_in(who.id) => Ok(()),
            _ => Err(ProposalRefusal::NotStandingIn(step.role.label()).into()),
        }
    }
}

/// The acts that go by the way of a proposal, where there is one.
pub(super) const fn goes_by_the_way(action: Action) -> bool {
    matches!(action, Action::Endorse | Action::SendBack | Action::Approve | Action::Refuse)
}

/// Whether a decision that goes by a way of several steps was proposed.
pub(super) fn proposed_where_it_must(case: &super::Application, needed: bool) -> Result<(), Refusal> {
    if needed && case.proposal().is_none() { Err(ProposalRefusal::Needed.into()) } else { Ok(()) }
}

/// The way of somebody who decides alone (専決).
pub fn decider_alone() -> Vec<RouteStep> {
    vec![RouteStep { role: StaffRole::Approver, deputy: None }]
}
