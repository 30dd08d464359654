//! A proposal to change the masters (マスタの改定案): one person writes rows, another approves them. The newest writing counts; nothing of it
//! counts for a case before it is approved.

use events::ids::StaffId;
use events::master::RowAdopted;
use events::master_change::{Approved, MasterChangeEvent, Proposed, Returned, Withdrawn};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use crate::fact::aggregate;
use crate::rules::Masters;
use crate::{Fact, Refusal, letter_text, master};

/// The most rows of a proposal: a whole edition of the list of diseases and more.
pub const MOST_ROWS: usize = 2_000;

/// Why an act on a proposal is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MasterChangeRefusal {
    /// Another role writes.
    #[error("マスタの改定案を作るのは、点検の担当者か管理者です。担当者に頼んでください。")]
    WrittenByOthers,
    /// Another role approves.
    #[error("マスタの改定案を承認するのは、決裁の担当者か管理者です。担当者に回してください。")]
    ApprovedByOthers,
    /// Four eyes.
    #[error("改定案を作った人は承認できません。ほかの決裁の担当者か管理者に承認を頼んでください。")]
    OwnProposal,
    /// Somebody else's.
    #[error("改定案を直したり取り下げたりできるのは、作った人だけです。差し戻して、作った人に直してもらってください。")]
    OthersProposal,
    /// Nothing waits.
    #[error("この改定案は、承認を待っていません。画面を開き直して、いまの状態を確かめてください。")]
    NotWaiting,
    /// It has come to its end.
    #[error("この改定案は終わっています。新しい改定案を作ってください。")]
    Over,
    /// Nothing in it.
    #[error("改定案に行がありません。変える行を1つ以上入れてください。")]
    NoRows,
    /// Too much at once.
    #[error("改定案は{MOST_ROWS}行までです。分けて作ってください。")]
    TooManyRows,
    /// A municipality of an office that there is not.
    #[error(
        "市町「{municipality}」の管轄事務所「{office}」は、{day}に有効な事務所の表にありません。事務所の行も同じ改定案に入れてください。"
    )]
    NoSuchOffice {
        /// 市町.
        municipality: String,
        /// The code that was typed.
        office: String,
        /// First day on which it would count.
        day: String,
    },
}

/// How it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Stage {
    /// There is none.
    #[default]
    None,
    /// 承認待ち.
    Waiting,
    /// 差戻し.
    Returned,
    /// 取下げ.
    Withdrawn,
    /// 承認済.
    Approved,
}

impl Stage {
    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Waiting => "承認待ち",
            Self::Returned => "差戻し",
            Self::Withdrawn => "取下げ",
            Self::Approved => "承認済",
        }
    }

    /// Somebody still has to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Returned)
    }
}

/// A proposal, folded from its events.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct MasterChange {
    stage: Stage,
    rows: Vec<RowAdopted>,
    proposed_by: Option<StaffId>,
}

/// A command on a proposal.
#[derive(Clone, PartialEq, Debug)]
pub enum MasterChangeCommand {
    /// 作る, 書き直す.
    Propose(Proposed),
    /// 差し戻す.
    Return(Returned),
    /// 取り下げる.
    Withdraw,
    /// 承認する.
    Approve,
}

/// Whether a role writes proposals.
pub const fn writes(role: StaffRole) -> bool {
    matches!(role, StaffRole::Checker | StaffRole::Administrator)
}

/// Whether a role approves them.
pub const fn approves(role: StaffRole) -> bool {
    matches!(role, StaffRole::Approver | StaffRole::Administrator)
}

impl MasterChange {
    /// How it stands.
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// The rows as written last.
    pub fn rows(&self) -> &[RowAdopted] {
        &self.rows
    }

    /// Who wrote it.
    pub const fn proposed_by(&self) -> Option<StaffId> {
        self.proposed_by
    }

    /// It was approved, and this is one of its rows.
    pub fn may_become(&self, row: &RowAdopted, proposed_by: StaffId) -> bool {
        self.stage == Stage::Approved && self.proposed_by == Some(proposed_by) && self.rows.contains(row)
    }

    fn decide(&self, command: MasterChangeCommand, who: &Actor) -> Result<MasterChangeEvent, Refusal> {
        match command {
            MasterChangeCommand::Propose(proposed) => {
                if !writes(who.role) {
                    return Err(MasterChangeRefusal::WrittenByOthers.into());
                }
                match self.stage {
                    Stage::Withdrawn | Stage::Approved => return Err(MasterChangeRefusal::Over.into()),
                    Stage::Waiting | Stage::Returned => self.own(who)?,
                    Stage::None => {}
                }
                match proposed.rows.len() {
                    0 => return Err(MasterChangeRefusal::NoRows.into()),
                    1..=MOST_ROWS => {}
                    _ => return Err(MasterChangeRefusal::TooManyRows.into()),
                }
                for row in &proposed.rows {
                    master::check(row)?;
                    letter_text::check(row)?;
                }
                Ok(proposed.into())
            }
            MasterChangeCommand::Return(returned) => {
                self.by_another(who)?;
                Ok(returned.into())
            }
            MasterChangeCommand::Withdraw => {
                if !self.stage.is_open() {
                    return Err(MasterChangeRefusal::NotWaiting.into());
                }
                self.own(who)?;
                Ok(Withdrawn {}.into())
            }
            MasterChangeCommand::Approve => {
                let proposed_by = self.by_another(who)?;
                Ok(Approved { proposed_by }.into())
            }
        }
    }

    fn own(&self, who: &Actor) -> Result<(), Refusal> {
        if self.proposed_by == Some(who.id) { Ok(()) } else { Err(MasterChangeRefusal::OthersProposal.into()) }
    }

    /// It waits, and a second person of the right role looks at it.
    fn by_another(&self, who: &Actor) -> Result<StaffId, Refusal> {
        if !approves(who.role) {
            return Err(MasterChangeRefusal::ApprovedByOthers.into());
        }
        let proposed_by = self.proposed_by.filter(|_| self.stage == Stage::Waiting).ok_or(MasterChangeRefusal::NotWaiting)?;
        if proposed_by == who.id { Err(MasterChangeRefusal::OwnProposal.into()) } else { Ok(proposed_by) }
    }
}

/// Whether rows fit the masters that they join: each municipality goes to an office that stands on its first day.
///
/// # Errors
/// [`MasterChangeRefusal::NoSuchOffice`].
pub fn check_together(rows: &[RowAdopted], masters: &Masters) -> Result<(), Refusal> {
    let mut together = masters.clone();
    for row in rows {
        together.adopt(i64::MAX, row).map_err(|error| Refusal::MasterRow(error.to_string()))?;
    }
    for row in rows.iter().filter(|row| row.table == "municipalities") {
        let Some(municipality) = together.municipalities.at(&row.key, row.valid_from) else { continue };
        let office = municipality.value.office.to_string();
        if together.offices.at(&office, row.valid_from).is_none() {
            let municipality = municipality.value.name.clone();
            let day = events::vocabulary::wareki::long(row.valid_from);
            return Err(MasterChangeRefusal::NoSuchOffice { municipality, office, day }.into());
        }
    }
    Ok(())
}

aggregate!(MasterChange, "master_change", MasterChangeCommand => MasterChangeEvent);

impl MasterChange {
    fn take(&mut self, fact: Fact<MasterChangeEvent>) {
        self.stage = match fact.event {
            MasterChangeEvent::Proposed(event) => {
                (self.rows, self.proposed_by) = (event.rows, Some(fact.by));
                Stage::Waiting
            }
            MasterChangeEvent::Returned(_) => Stage::Returned,
            MasterChangeEvent::Withdrawn(_) => Stage::Withdrawn,
            MasterChangeEvent::Approved(_) => Stage::Approved,
        };
    }
}

#[cfg(test)]
mod tests {
    use events::Personal;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{approver, checker, counter, text};
    use crate::letter_text::TextRefusal;
    use crate::rules::samples;

    fn propose(rows: Vec<RowAdopted>) -> MasterChangeCommand {
        MasterChangeCommand::Propose(Proposed { rows, why: Personal::Open(text("改正の準備")) })
    }

    fn cap() -> RowAdopted {
        samples::row("caps", "IV", samples::cap(6_000, 3_000, 500))
    }

    fn after(commands: Vec<(Actor, MasterChangeCommand)>) -> MasterChange {
        let mut change = MasterChange::default();
        for (who, command) in commands {
            let event = change.decide(command, &who).unwrap();
            change.take(Fact { event, by: who.id });
        }
        change
    }

    fn returned() -> MasterChangeCommand {
        MasterChangeCommand::Return(Returned { why: Personal::Open(text("出典を確かめてください。")) })
    }

    #[test]
    fn one_writes_and_another_approves() {
        let waiting = after(vec![(checker(), propose(vec![cap()]))]);
        assert!(waiting.decide(MasterChangeCommand::Approve, &approver()).is_ok());
        let refused = |who: &Actor| waiting.decide(MasterChangeCommand::Approve, who).unwrap_err();
        assert_eq!(refused(&counter()), MasterChangeRefusal::ApprovedByOthers.into());
        let own = Actor { role: StaffRole::Administrator, ..checker() };
        assert_eq!(refused(&own), MasterChangeRefusal::OwnProposal.into(), "a change of role in between does not help");
        assert_eq!(
            MasterChange::default().decide(propose(vec![cap()]), &counter()),
            Err(MasterChangeRefusal::WrittenByOthers.into())
        );
        assert_eq!(MasterChange::default().decide(propose(vec![]), &checker()), Err(MasterChangeRefusal::NoRows.into()));
    }

    #[test]
    fn what_came_back_is_written_anew_by_its_author() {
        let back = after(vec![(checker(), propose(vec![cap()])), (approver(), returned())]);
        assert_eq!(back.stage(), Stage::Returned);
        assert_eq!(back.decide(MasterChangeCommand::Approve, &approver()), Err(MasterChangeRefusal::NotWaiting.into()));
        let other = Actor { id: StaffId(Uuid::from_u128(99)), ..checker() };
        assert_eq!(back.decide(propose(vec![cap()]), &other), Err(MasterChangeRefusal::OthersProposal.into()));
        assert!(back.decide(propose(vec![cap()]), &checker()).is_ok());
        let over = after(vec![(checker(), propose(vec![cap()])), (checker(), MasterChangeCommand::Withdraw)]);
        assert_eq!(over.decide(propose(vec![cap()]), &checker()), Err(MasterChangeRefusal::Over.into()));
    }

    #[test]
    fn words_with_an_unknown_place_are_not_even_proposed() {
        let row = samples::row(letter_text::TABLE, "refusal_notice.lead", serde_json::json!({ "text": "{氏名}様" }));
        let refused = MasterChange::default().decide(propose(vec![row]), &checker());
        assert!(matches!(refused, Err(Refusal::LetterText(TextRefusal::Words(_)))), "{refused:?}");
    }

    #[test]
    fn a_municipality_needs_an_office_that_stands() {
        let masters = samples::masters();
        let moved = |office: &str| {
            let values = serde_json::json!({ "name": "見本市", "kana": "みほんし", "county": null, "office": office });
            RowAdopted { valid_from: date(2027, 4, 1), ..samples::row("municipalities", "412015", values) }
        };
        let opened = RowAdopted {
            valid_from: date(2027, 4, 1),
            ..samples::row(
                "offices",
                "09",
                serde_json::json!({ "name": "見本保健福祉事務所", "short_name": "見本", "phone": "0952-00-0000", "counter": true }),
            )
        };
        let refused = check_together(&[moved("09")], &masters);
        assert!(matches!(refused, Err(Refusal::MasterChange(MasterChangeRefusal::NoSuchOffice { .. }))), "{refused:?}");
        assert_eq!(check_together(&[moved("09"), opened], &masters), Ok(()));
    }
}
