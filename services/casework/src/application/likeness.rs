//! 重複の疑い: records that look like the child, and the answers. What is not answered stops the examination and the approval.

use events::application::{Alike, OtherRecord, SamenessJudged};
use events::vocabulary::Sameness;
use serde::{Deserialize, Serialize};

use super::{Action, Application, Stage};
use crate::Refusal;

/// What a refusal for the sake of likenesses says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LikenessRefusal {
    /// Records look like the child, and nobody said whether they are.
    #[error("重複の疑いが{0}件、まだ答えられていません。「重複の確認」で、同じ児童かどうかを答えてください。")]
    Unanswered(usize),
    /// The application goes on from a recipient already.
    #[error("この申請はすでに受給者に結び付いています。結び付け直すときは、先に前の答えを「別の児童」に改めてください。")]
    LinkedAlready,
    /// The recipient's award still counts.
    #[error(
        "この受給者には、申請日に有効な支給認定があります。この申請の取下げを受け付け、受給者のページから更新か変更の申請を受け付けてください。"
    )]
    AwardStillRuns,
    /// A recipient has the same individual number, and the application does not go on from there.
    #[error(
        "個人番号が同じ受給者がいます。何も決定していません。点検に戻し、「重複の確認」で答えてください。別の児童のときは個人番号を訂正してください。"
    )]
    NumberOfARecipient,
    /// Another application of the same child is not over.
    #[error("同じ児童の申請（{0}）がまだ終わっていません。どちらかの取下げを受け付けてください。")]
    Applied(String),
    /// Another application of the same child led to an award.
    #[error("同じ児童の申請（{0}）が認定されています。点検に戻し、「重複の確認」で、その受給者を同じ児童と答えてください。")]
    Registered(String),
}

/// Records that look like the child, each with its answer, in the order in which they were found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Likenesses(Vec<(Alike, Option<Sameness>)>);

impl Likenesses {
    pub(super) fn found(&mut self, alike: &[Alike]) {
        for one in alike.iter().filter(|one| !self.knows(one.other)).cloned().collect::<Vec<_>>() {
            self.0.push((one, None));
        }
    }

    /// The answer before, where there was one.
    pub(super) fn judged(&mut self, event: &SamenessJudged) -> Option<Sameness> {
        let (_, verdict) = self.0.iter_mut().find(|(known, _)| known.other == event.other)?;
        verdict.replace(event.verdict)
    }

    /// Everything that was found, with its answer.
    pub fn all(&self) -> &[(Alike, Option<Sameness>)] {
        &self.0
    }

    /// Whether a record was found before.
    pub fn knows(&self, other: OtherRecord) -> bool {
        self.0.iter().any(|(known, _)| known.other == other)
    }

    /// The answer about a record.
    pub fn verdict(&self, other: OtherRecord) -> Option<Sameness> {
        self.0.iter().find(|(known, _)| known.other == other).and_then(|(_, verdict)| *verdict)
    }

    /// How many are not answered.
    pub fn open(&self) -> usize {
        self.0.iter().filter(|(_, verdict)| verdict.is_none()).count()
    }

    /// The records of the same child.
    pub fn same(&self) -> impl Iterator<Item = OtherRecord> + '_ {
        self.0.iter().filter(|(_, verdict)| *verdict == Some(Sameness::Same)).map(|(known, _)| known.other)
    }
}

/// What the open suspicions stop.
pub(super) fn permits(action: Action, case: &Application) -> Result<(), LikenessRefusal> {
    match (action, case.likenesses().open()) {
        (_, 0) => Ok(()),
        (Action::Examine | Action::Approve, open) => Err(LikenessRefusal::Unanswered(open)),
        _ => Ok(()),
    }
}

/// Of two applications of one child one is decided: `other` is the one that was said to be of the same child.
///
/// # Errors
/// The refusal that says what to do with the other.
pub fn alone(case: &Application, other: &Application) -> Result<(), Refusal> {
    let number = other.receipt_number().map(|number| number.to_string()).unwrap_or_default();
    match other.stage() {
        None | Some(Stage::Withdrawn | Stage::Refused) => Ok(()),
        Some(Stage::Approved) if other.recipient() == case.recipient() => Ok(()),
        Some(Stage::Approved) => Err(LikenessRefusal::Registered(number).into()),
        Some(_) => Err(LikenessRefusal::Applied(number).into()),
    }
}
