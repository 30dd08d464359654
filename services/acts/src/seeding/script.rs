//! The stories of the cases: how far each has come, and by which steps.

use events::vocabulary::{InsuranceKind, LateReason, Severity, Tier};

/// One step of a story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Step {
    /// 受付.
    Receive,
    /// 書類の確認: everything is there.
    Documents,
    /// 進達.
    Forward,
    /// 点検開始.
    TakeUp,
    /// 補正.
    Return,
    /// 訂正.
    Amend,
    /// 再提出.
    Resubmit,
    /// 点検済.
    Examine,
    /// 差戻し.
    SendBack,
    /// 認定.
    Approve,
    /// 不認定.
    Refuse,
    /// 審査会に付議.
    Board,
    /// 審査会の判定.
    Hear,
    /// 取下げ.
    Withdraw,
    /// 補正, for a day only: nobody answered in time.
    ReturnBriefly,
    /// 補正の催促.
    Remind,
    /// 保留.
    Hold,
    /// 起案.
    Propose,
    /// 進達書で進達.
    SendWithList,
    /// 進達書の到着確認: it is not in the envelope.
    Miss,
    /// 進達書の到着確認: it goes back.
    GiveBack,
    /// 進達書の到着確認: it is there.
    Arrive,
}

use Step::{
    Amend, Approve, Arrive, Board, Documents, Examine, Forward, GiveBack, Hear, Hold, Miss, Propose, Receive, Refuse, Remind,
    Resubmit, Return, ReturnBriefly, SendBack, SendWithList, TakeUp, Withdraw,
};

const RECEIVED: &[Step] = &[Receive];
const COMPLETE: &[Step] = &[Receive, Documents];
const FORWARDED: &[Step] = &[Receive, Documents, Forward];
const CHECKED: &[Step] = &[Receive, Documents, Forward, TakeUp];
const RETURNED: &[Step] = &[Receive, Forward, TakeUp, Return];
const OVERDUE: &[Step] = &[Receive, Forward, TakeUp, ReturnBriefly];
const REMINDED: &[Step] = &[Receive, Forward, TakeUp, ReturnBriefly, Remind];
const HELD: &[Step] = &[Receive, Documents, Forward, TakeUp, Hold];
const ON_ITS_WAY: &[Step] = &[Receive, Documents, SendWithList];
const NOT_FOUND: &[Step] = &[Receive, Documents, SendWithList, Miss];
const GIVEN_BACK: &[Step] = &[Receive, Documents, SendWithList, GiveBack];
const ARRIVED: &[Step] = &[Receive, Documents, SendWithList, Arrive, TakeUp];
const RESUBMITTED: &[Step] = &[Receive, Forward, TakeUp, Return, Amend, Documents, Resubmit];
const EXAMINED: &[Step] = &[Receive, Documents, Forward, TakeUp, Examine];
const SENT_BACK: &[Step] = &[Receive, Documents, Forward, TakeUp, Examine, SendBack];
const APPROVED: &[Step] = &[Receive, Documents, Forward, TakeUp, Examine, Approve];
const CORRECTED: &[Step] = &[Receive, Forward, TakeUp, Return, Amend, Documents, Resubmit, TakeUp, Examine, Approve];
const REFUSED: &[Step] = &[Receive, Documents, Forward, TakeUp, Board, Hear, Refuse];
const TURNED_DOWN: &[Step] = &[Receive, Documents, Forward, TakeUp, Board, Hear];
const TO_BE_REFUSED: &[Step] = &[Receive, Documents, Forward, TakeUp, Board, Hear, Propose];
const PROPOSED: &[Step] = &[Receive, Documents, Forward, TakeUp, Examine, Propose];
const BEFORE_BOARD: &[Step] = &[Receive, Documents, Forward, TakeUp, Board];
const HEARD: &[Step] = &[Receive, Documents, Forward, TakeUp, Board, Hear, Examine];
const WITHDRAWN: &[Step] = &[Receive, Documents, Withdraw];

/// What is special about a case; everything else is thrown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Special {
    /// Nothing.
    No,
    /// Of this age.
    Age(u32),
    /// With this insurance and tier.
    Income(InsuranceKind, Tier),
    /// Of this gravity.
    Severity(Severity),
    /// Several diseases.
    Diseases(u32),
    /// 血友病等.
    Haemophilia,
    /// Late, for this reason.
    Late(LateReason),
    /// With individual numbers (個人番号).
    MyNumbers,
    /// Entered from papers of this many years ago, so that the records need not be kept any longer.
    LongAgo(i64),
}

/// The cases.
pub(super) const CASES: &[(&[Step], Special)] = &[
    (RECEIVED, Special::No),
    (RECEIVED, Special::Income(InsuranceKind::Employee, Tier::IV)),
    (RECEIVED, Special::MyNumbers),
    (RECEIVED, Special::Age(0)),
    (RECEIVED, Special::Income(InsuranceKind::NationalUnion, Tier::V)),
    (COMPLETE, Special::Diseases(2)),
    (COMPLETE, Special::Age(19)),
    (COMPLETE, Special::Severity(Severity::Severe)),
    (FORWARDED, Special::No),
    (FORWARDED, Special::Income(InsuranceKind::National, Tier::III)),
    (FORWARDED, Special::Age(17)),
    (FORWARDED, Special::MyNumbers),
    (FORWARDED, Special::Late(LateReason::Disaster)),
    (WITHDRAWN, Special::No),
    (CHECKED, Special::Age(18)),
    (CHECKED, Special::Income(InsuranceKind::None, Tier::I)),
    (BEFORE_BOARD, Special::Diseases(3)),
    (CHECKED, Special::Haemophilia),
    (BEFORE_BOARD, Special::No),
    (RETURNED, Special::No),
    (RETURNED, Special::Income(InsuranceKind::Employee, Tier::VI)),
    (RETURNED, Special::Severity(Severity::Ventilator)),
    (RETURNED, Special::No),
    (RESUBMITTED, Special::No),
    (RESUBMITTED, Special::Late(LateReason::Worsened)),
    (EXAMINED, Special::Income(InsuranceKind::Employee, Tier::V)),
    (EXAMINED, Special::Income(InsuranceKind::National, Tier::IV)),
    (EXAMINED, Special::MyNumbers),
    (EXAMINED, Special::Severity(Severity::Severe)),
    (HEARD, Special::Diseases(2)),
    (SENT_BACK, Special::No),
    (APPROVED, Special::Income(InsuranceKind::Employee, Tier::II)),
    (APPROVED, Special::Income(InsuranceKind::None, Tier::I)),
    (APPROVED, Special::MyNumbers),
    (APPROVED, Special::Severity(Severity::Ventilator)),
    (APPROVED, Special::Haemophilia),
    (APPROVED, Special::Age(17)),
    (CORRECTED, Special::No),
    (REFUSED, Special::Age(18)),
    (REFUSED, Special::No),
    (APPROVED, Special::LongAgo(7)),
    (REFUSED, Special::LongAgo(7)),
    (OVERDUE, Special::No),
    (OVERDUE, Special::Severity(Severity::Severe)),
    (REMINDED, Special::No),
    (HELD, Special::Diseases(2)),
    (ON_ITS_WAY, Special::No),
    (NOT_FOUND, Special::No),
    (GIVEN_BACK, Special::No),
    (ARRIVED, Special::No),
    (TURNED_DOWN, Special::No),
    (TO_BE_REFUSED, Special::No),
    (TO_BE_REFUSED, Special::Severity(Severity::Severe)),
    (PROPOSED, Special::No),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_begins_at_the_counter() {
        assert!(CASES.iter().all(|(steps, _)| steps.first() == Some(&Receive)));
    }
}
