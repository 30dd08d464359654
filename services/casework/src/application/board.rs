//! What the review board was asked and what it said, as far as a decision depends on it (児童福祉法第19条の3第4項): a case that was put before
//! the board is decided only when every disease of it has a final verdict, and nothing is refused that the board has not heard.

use std::collections::{BTreeMap, BTreeSet};

use events::application::{BoardHeard, PutBeforeBoard};
use events::sitting::Verdict;
use events::vocabulary::DiseaseId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Action, Application, Stage};
use crate::Refusal;

/// The board's part in an application.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Board {
    asked: bool,
    open: BTreeSet<DiseaseId>,
    verdicts: BTreeMap<DiseaseId, Verdict>,
    heard_on: Option<Date>,
}

impl Board {
    pub(super) fn put(&mut self, event: &PutBeforeBoard) {
        self.asked = true;
        self.open = event.diseases.iter().copied().collect();
    }

    pub(super) fn heard(&mut self, event: &BoardHeard) {
        for one in &event.verdicts {
            self.open.remove(&one.disease);
            self.verdicts.insert(one.disease, one.verdict);
        }
        self.heard_on = Some(event.heard_on);
    }

    /// What the application no longer asks for is not heard.
    pub(super) fn keep(&mut self, diseases: &[DiseaseId]) {
        self.open.retain(|disease| diseases.contains(disease));
    }

    /// Whether the case was put before the board at any time.
    pub const fn was_asked(&self) -> bool {
        self.asked
    }

    /// 審査会待ち: put before the board and not heard yet.
    pub fn awaits(&self) -> bool {
        !self.open.is_empty()
    }

    /// The diseases the board is asked about and has not answered.
    pub const fn open(&self) -> &BTreeSet<DiseaseId> {
        &self.open
    }

    /// The newest verdict on a disease.
    pub fn verdict(&self, disease: DiseaseId) -> Option<Verdict> {
        self.verdicts.get(&disease).copied()
    }

    /// The day on which the board was heard last.
    pub const fn heard_on(&self) -> Option<Date> {
        self.heard_on
    }

    /// Of these diseases, those without a final verdict.
    pub fn unheard(&self, diseases: &[DiseaseId]) -> Vec<DiseaseId> {
        diseases.iter().copied().filter(|disease| !self.verdict(*disease).is_some_and(Verdict::is_final)).collect()
    }

    /// Of these diseases, those that may be part of an award.
    pub fn not_refused(&self, diseases: &[DiseaseId]) -> Vec<DiseaseId> {
        diseases.iter().copied().filter(|disease| self.verdict(*disease) != Some(Verdict::Refuse)).collect()
    }

    /// Of these diseases, those of which the board said no.
    pub fn refused(&self, diseases: &[DiseaseId]) -> Vec<DiseaseId> {
        diseases.iter().copied().filter(|disease| self.verdict(*disease) == Some(Verdict::Refuse)).collect()
    }
}

/// Whether the board's part permits an act.
pub(super) fn permits(action: Action, case: &Application) -> Result<(), Refusal> {
    let board = case.board();
    let unheard = board.unheard(case.diseases());
    match action {
        Action::PutBeforeBoard if board.awaits() => Err(Refusal::AlreadyBeforeBoard),
        Action::PutBeforeBoard if unheard.is_empty() => Err(Refusal::NothingForBoard),
        Action::HearBoard if !board.awaits() => Err(Refusal::NotBeforeBoard),
        Action::Examine | Action::Approve if board.was_asked() && !unheard.is_empty() => Err(Refusal::BoardPending(unheard)),
        Action::Examine | Action::Approve if board.was_asked() && board.not_refused(case.diseases()).is_empty() => {
            Err(Refusal::BoardAgainst)
        }
        // From the check only a refusal can be proposed.
        Action::Propose if case.stage() == Some(Stage::UnderCheck) && !unheard.is_empty() => Err(Refusal::BoardNotHeard(unheard)),
        Action::Refuse if !unheard.is_empty() => Err(Refusal::BoardNotHeard(unheard)),
        _ => Ok(()),
    }
}

/// Whether a case that the master sends to the board was put there.
pub(super) fn asked_where_it_must(case: &Application, required: bool) -> Result<(), Refusal> {
    if required && !case.board().was_asked() { Err(Refusal::BoardRequired) } else { Ok(()) }
}
