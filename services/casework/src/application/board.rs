//! What the review board was asked and what it said, as far as a decision depends on it (児童福祉法第19条の3第4項): a case that was put before
//! the board is decided only when every disease of it has a final verdict, and nothing is refused that the board has not heard.

use std::collections::{BTreeMap, BTreeSet};

use events::application::{BoardHeard, PutBeforeBoard};
use events::sitting::Verdict;
use events::vocabulary::DiseaseId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Action, Application, Stage};

/// What a refusal for the sake of the board says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoardRefusal {
    /// The review board gives its opinion first (児童福祉法第19条の3第4項).
    #[error("不認定とするには、すべての疾病について審査会の意見が要ります（まだ判定のない疾病：{}）。点検の担当者に付議を求めてください。", codes(.0))]
    NotHeard(Vec<DiseaseId>),
    /// A disease that was put before the board has no final verdict.
    #[error("審査会の判定がまだない疾病があります（{}）。すべての疾病の判定がそろうまで決定できません。", codes(.0))]
    Pending(Vec<DiseaseId>),
    /// The board approved none of the diseases.
    #[error("審査会はどの疾病も承認していません。認定はできません。決裁の担当者が不認定を判断します。")]
    Against,
    /// The masters send every case of this kind to the board.
    #[error("この種類の申請は審査会に付議することになっています（マスタ「審査会に付議する申請」）。先に付議してください。")]
    Required,
    /// It waits for the board already.
    #[error("この申請はすでに審査会に付議しています。判定を待ってください。")]
    AskedAlready,
    /// Every disease has its final verdict.
    #[error("すべての疾病に審査会の判定が出ています。もう一度付議するものはありません。")]
    NothingToAsk,
    /// Nobody asked the board.
    #[error("この申請は審査会に付議されていません。判定は記録できません。")]
    NotAsked,
    /// A disease was left out (the mistake of Miyagi 2017).
    #[error("判定のない疾病があります（{}）。付議した疾病のすべてに判定を入れてください。何も記録していません。", codes(.0))]
    VerdictMissing(Vec<DiseaseId>),
    /// A verdict on something nobody asked, or two on the same.
    #[error("疾病 {0} は付議されていないか、判定が2つあります。画面を開き直してください。何も記録していません。")]
    VerdictNotAsked(DiseaseId),
    /// A no or a question came without words.
    #[error("疾病 {0} を承認以外とするときは、審査会の意見（保留のときは医師に確かめること）を入力してください。")]
    RemarkNeeded(DiseaseId),
}

/// Diseases in a sentence, by their codes.
fn codes(diseases: &[DiseaseId]) -> String {
    diseases.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
}

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
pub(super) fn permits(action: Action, case: &Application) -> Result<(), BoardRefusal> {
    let board = case.board();
    let unheard = board.unheard(case.diseases());
    match action {
        Action::PutBeforeBoard if board.awaits() => Err(BoardRefusal::AskedAlready),
        Action::PutBeforeBoard if unheard.is_empty() => Err(BoardRefusal::NothingToAsk),
        Action::HearBoard if !board.awaits() => Err(BoardRefusal::NotAsked),
        Action::Examine | Action::Approve if board.was_asked() && !unheard.is_empty() => Err(BoardRefusal::Pending(unheard)),
        Action::Examine | Action::Approve if board.was_asked() && board.not_refused(case.diseases()).is_empty() => {
            Err(BoardRefusal::Against)
        }
        // From the check only a refusal can be proposed.
        Action::Propose if case.stage() == Some(Stage::UnderCheck) && !unheard.is_empty() => Err(BoardRefusal::NotHeard(unheard)),
        Action::Refuse if !unheard.is_empty() => Err(BoardRefusal::NotHeard(unheard)),
        _ => Ok(()),
    }
}

/// Whether a case that the master sends to the board was put there.
pub(super) fn asked_where_it_must(case: &Application, required: bool) -> Result<(), BoardRefusal> {
    if required && !case.board().was_asked() { Err(BoardRefusal::Required) } else { Ok(()) }
}
