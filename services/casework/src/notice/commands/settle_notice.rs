//! 届を処理する: judged again on what the ledger knows now. What follows is told on the streams it concerns, in the same act.

use events::Actor;
use events::Personal;
use events::notice::{NoticeContent, NoticeEvent, Settled};
use jiff::civil::Date;

use crate::Refusal;
use crate::notice::{Notice, NoticeAction, NoticeRefusal, Standing, permit};
use crate::procedures::notices;

/// Settle a notice.
#[derive(Clone, PartialEq, Debug)]
pub struct SettleNotice {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// What it says.
    pub content: NoticeContent,
    /// What the ledger knows now.
    pub standing: Standing,
    /// Whether an application for change of award is needed, and the trace; none where the rule was not asked.
    pub change_of_award: Option<(bool, serde_json::Value)>,
}

impl SettleNotice {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, notice: &Notice) -> Result<NoticeEvent, Refusal> {
        permit(NoticeAction::Settle, notice, &self.who)?;
        let (Some(filed_on), Some(happened_on)) = (notice.filed_on(), notice.happened_on()) else {
            return Err(NoticeRefusal::NoSuchNotice.into());
        };
        notices::effects(&self.content, (filed_on, happened_on), &self.standing)?;
        let (change_of_award, determination) = self.change_of_award.unzip();
        Ok(Settled { settled_on: self.today, change_of_award, determination: determination.map(Personal::Open) }.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::samples::{TODAY, checker};
    use crate::notice::samples::{moved, notice_after, received, standing};

    #[test]
    fn what_is_no_change_any_more_is_not_settled() {
        let notice = notice_after(&[received()]);
        let command = |standing| SettleNotice {
            who: checker(),
            today: TODAY,
            content: moved(),
            standing,
            change_of_award: Some((false, serde_json::json!([]))),
        };
        assert!(matches!(command(standing()).decide(&notice), Ok(NoticeEvent::Settled(_))));
        // Another notice was settled in the meantime and told the same.
        let NoticeContent::Particulars(change) = moved() else { panic!("particulars") };
        let mut same = standing();
        same.residence = change.residence.unwrap();
        assert_eq!(command(same).decide(&notice), Err(Refusal::NothingChanged));
        let mut ended = standing();
        ended.ended = true;
        assert_eq!(command(ended).decide(&notice), Err(NoticeRefusal::AwardEnded(standing().end).into()));
    }
}
