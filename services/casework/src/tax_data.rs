//! The tax data of a household for a new year (課税情報): taken in for a campaign, judged anew, looked at by somebody. A later file takes the
//! place of an earlier one and must be looked at again.

use events::tax_data::{Judged, TakenIn, TaxDataEvent};
use events::vocabulary::{CapChange, FiscalYear, OfficeCode, TaxReview};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;

/// Why an act on tax data is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxDataRefusal {
    /// Another role does this.
    #[error("課税情報を取り込む・再判定を確かめるのは、担当課の点検の担当者です。担当者に引き継いでください。")]
    Role,
    /// Nothing is to be reviewed.
    #[error("確かめる再判定がありません。だれかがすでに確かめています。一覧を開き直してください。")]
    NothingToReview,
    /// Nobody is confirmed whose tier could not be judged.
    #[error("判定できない人は「更新の申請に使う」「することはない」にできません。足りない情報を確かめてください。")]
    Pending,
    /// The campaign is over.
    #[error("この一斉更新は終わっています。課税情報は取り込めません。")]
    CampaignClosed,
    /// A row of the file is wrong.
    #[error("誤りのある行があるため、何も取り込んでいません。行ごとの判定を確かめ、ファイルを直してください。")]
    Faulty,
    /// The same file came before.
    #[error("同じ内容のファイルは、すでに取り込んでいます。何も取り込んでいません。")]
    SameFile,
}

/// A command on tax data.
#[derive(Clone, PartialEq, Debug)]
pub enum TaxDataCommand {
    /// 取り込む.
    TakeIn(Box<TakenIn>),
    /// 確かめる.
    Review(TaxReview),
}

/// The tax data of a recipient's household, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TaxData {
    year: Option<FiscalYear>,
    change: Option<CapChange>,
    review: Option<TaxReview>,
}

/// What becomes of the cap.
pub fn change(before: Judged, after: Judged) -> CapChange {
    match (before.monthly_cap, after.monthly_cap) {
        (Some(before), Some(after)) if after > before => CapChange::Raised,
        (Some(before), Some(after)) if after < before => CapChange::Lowered,
        (Some(_), Some(_)) if before.tier != after.tier => CapChange::OtherTier,
        (Some(_), Some(_)) => CapChange::Same,
        _ => CapChange::Pending,
    }
}

impl TaxData {
    /// 課税年度 of the newest data that may be used; none where there are none, or they are wrong.
    pub fn usable(self) -> Option<FiscalYear> {
        self.year.filter(|_| self.review != Some(TaxReview::Wrong))
    }

    fn decide(self, command: TaxDataCommand, who: &Actor) -> Result<TaxDataEvent, TaxDataRefusal> {
        if who.role != StaffRole::Checker || !who.office.is_some_and(OfficeCode::is_division) {
            return Err(TaxDataRefusal::Role);
        }
        match command {
            TaxDataCommand::TakeIn(taken_in) => Ok((*taken_in).into()),
            TaxDataCommand::Review(_) if self.change.is_none() || self.review.is_some() => Err(TaxDataRefusal::NothingToReview),
            TaxDataCommand::Review(TaxReview::AtRenewal | TaxReview::Nothing) if self.change == Some(CapChange::Pending) => {
                Err(TaxDataRefusal::Pending)
            }
            TaxDataCommand::Review(outcome) => Ok(events::tax_data::Reviewed { outcome }.into()),
        }
    }

    fn take(&mut self, Fact { event, .. }: Fact<TaxDataEvent>) {
        match event {
            TaxDataEvent::TakenIn(event) => {
                (self.year, self.change, self.review) = (Some(event.year), Some(event.change), None);
            }
            TaxDataEvent::Reviewed(event) => self.review = Some(event.outcome),
        }
    }
}

aggregate!(TaxData, "tax_data", TaxDataCommand => TaxDataEvent);

#[cfg(test)]
mod tests {
    use events::Personal;
    use events::ids::{AwardId, CampaignId, RecipientId};
    use events::vocabulary::{Tier, Yen};
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{approver, checker, counter};

    fn judged(tier: Tier, cap: Option<i64>) -> Judged {
        Judged { tier: Some(tier), monthly_cap: cap.map(|cap| Yen::new(cap).unwrap()) }
    }

    fn taken_in(change: CapChange) -> TaxDataCommand {
        let id = Uuid::from_u128(1);
        let before = judged(Tier::IV, Some(5_000));
        TaxDataCommand::TakeIn(Box::new(TakenIn {
            recipient: RecipientId(id),
            award: AwardId(id),
            campaign: CampaignId(id),
            office: OfficeCode::parse("01").unwrap(),
            year: FiscalYear::new(2027).unwrap(),
            known_up_to: 9,
            before,
            after: before,
            change,
            members: Personal::Erased,
        }))
    }

    fn after(commands: Vec<TaxDataCommand>) -> TaxData {
        let mut data = TaxData::default();
        for command in commands {
            let event = data.decide(command, &checker()).unwrap();
            data.take(Fact { event, by: checker().id });
        }
        data
    }

    #[test]
    fn the_cap_says_what_changes() {
        let was = judged(Tier::IV, Some(5_000));
        assert_eq!(change(was, judged(Tier::V, Some(10_000))), CapChange::Raised);
        assert_eq!(change(was, judged(Tier::III, Some(2_500))), CapChange::Lowered);
        assert_eq!(change(was, was), CapChange::Same);
        assert_eq!(change(was, judged(Tier::V, Some(5_000))), CapChange::OtherTier);
        assert_eq!(change(was, judged(Tier::V, None)), CapChange::Pending);
    }

    #[test]
    fn everybody_is_looked_at_once_for_each_file() {
        let review = || TaxDataCommand::Review(TaxReview::AtRenewal);
        assert_eq!(TaxData::default().decide(review(), &checker()), Err(TaxDataRefusal::NothingToReview));
        let taken = after(vec![taken_in(CapChange::Raised)]);
        assert_eq!(taken.decide(review(), &counter()), Err(TaxDataRefusal::Role));
        assert_eq!(taken.decide(review(), &approver()), Err(TaxDataRefusal::Role));
        let reviewed = after(vec![taken_in(CapChange::Raised), review()]);
        assert_eq!(reviewed.decide(review(), &checker()), Err(TaxDataRefusal::NothingToReview));
        let anew = after(vec![taken_in(CapChange::Raised), review(), taken_in(CapChange::Same)]);
        assert!(anew.decide(review(), &checker()).is_ok(), "a later file is looked at again");
        let pending = after(vec![taken_in(CapChange::Pending)]);
        assert_eq!(pending.decide(review(), &checker()), Err(TaxDataRefusal::Pending));
        let wrong = after(vec![taken_in(CapChange::Pending), TaxDataCommand::Review(TaxReview::Wrong)]);
        assert_eq!((pending.usable().is_some(), wrong.usable()), (true, None));
    }
}
