//! Who could be both pairs of eyes: all accounts together, with the moment since which each has been what it is and whose hands its
//! password went through. Whoever gives out a password can sign in with it, so they are never the second person beside its holder.

use std::collections::{BTreeMap, BTreeSet};

use cqrs_es::Aggregate as _;
use events::account::AccountEvent;
use events::ids::StaffId;
use serde::{Deserialize, Serialize};

use super::Account;
use crate::Fact;

/// How an account stands beside the others and beside whoever acts on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Whoever acts holds it.
    pub own: bool,
    /// Without it no administrator could sign in.
    pub last_administrator: bool,
}

/// How the second person stands to a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Eyes {
    /// The account that the proposal is about.
    pub place: Place,
    /// Whoever proposed it is still an administrator who can sign in: what somebody wanted whose rights were taken away is not given.
    pub proposer_stands: bool,
    /// They have been what they are since before the proposal.
    pub here_before: bool,
    /// No hand gave the passwords of both.
    pub apart: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Member {
    account: Account,
    /// Place in the log since which rights, password and freedom to sign in are as they are.
    since: i64,
    /// Place of the proposal that waits.
    proposed_at: i64,
}

/// All accounts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Staffing(BTreeMap<StaffId, Member>);

impl Staffing {
    /// Takes the next event of an account in, at its place in the log.
    pub fn take(&mut self, staff: StaffId, at: i64, fact: Fact<AccountEvent>) {
        let member = self.0.entry(staff).or_default();
        match &fact.event {
            AccountEvent::Opened(_) | AccountEvent::Granted(_) | AccountEvent::Unlocked(_) | AccountEvent::PasswordGiven(_) => {
                member.since = at;
            }
            AccountEvent::GrantProposed(_) => member.proposed_at = at,
            AccountEvent::Locked(_)
            | AccountEvent::SecondFactorEnrolled(_)
            | AccountEvent::SecondFactorRemoved(_)
            | AccountEvent::GrantDropped(_)
            | AccountEvent::Suspended(_)
            | AccountEvent::PasswordChosen(_)
            | AccountEvent::Ended(_) => {}
        }
        member.account.apply(fact);
    }

    /// An account.
    pub fn account(&self, staff: StaffId) -> Account {
        self.0.get(&staff).map(|member| member.account).unwrap_or_default()
    }

    /// How an account stands to whoever acts on it.
    pub fn place(&self, staff: StaffId, who: StaffId) -> Place {
        let another = self.0.iter().any(|(other, member)| *other != staff && member.account.administers());
        Place { own: staff == who, last_administrator: self.account(staff).administers() && !another }
    }

    /// How somebody stands to the proposal about an account.
    pub fn eyes(&self, staff: StaffId, who: StaffId) -> Eyes {
        let proposed_at = self.0.get(&staff).map_or(0, |member| member.proposed_at);
        let here_before = self.0.get(&who).is_some_and(|member| member.since < proposed_at && member.account.may_sign_in());
        let proposer = self.account(staff).waiting().map(|waiting| waiting.by);
        let apart = proposer.is_none_or(|proposer| self.hands(proposer).is_disjoint(&self.hands(who)));
        let proposer_stands = proposer.is_none_or(|proposer| self.account(proposer).administers());
        Eyes { place: self.place(staff, who), proposer_stands, here_before, apart }
    }

    /// Everybody who can have signed in as somebody: they, whoever gave their password, whoever gave that one's, and so on.
    fn hands(&self, staff: StaffId) -> BTreeSet<StaffId> {
        let mut hands = BTreeSet::new();
        let mut next = Some(staff);
        while let Some(hand) = next.filter(|hand| hands.insert(*hand)) {
            next = self.account(hand).password_from();
        }
        hands
    }
}

#[cfg(test)]
mod tests {
    use events::account::{Ended, GrantProposed, Granted, Opened, PasswordGiven, Suspended, Unlocked};
    use events::vocabulary::OfficeCode;
    use events::{Personal, StaffRole};
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::text;

    const fn staff(n: u128) -> StaffId {
        StaffId(Uuid::from_u128(n))
    }

    fn office() -> OfficeCode {
        OfficeCode::parse("00").unwrap()
    }

    /// Told one after the other: whose account, by whom, what.
    fn staffing(told: Vec<(u128, u128, AccountEvent)>) -> Staffing {
        let mut staffing = Staffing::default();
        for ((of, by, event), at) in told.into_iter().zip(1..) {
            staffing.take(staff(of), at, Fact { event, by: staff(by) });
        }
        staffing
    }

    fn opened(role: StaffRole) -> AccountEvent {
        Opened { name: Personal::Open(text("例題 次郎")), role, office: office() }.into()
    }

    fn proposed() -> AccountEvent {
        let why = Personal::Open(text("異動のため。"));
        let name = Some(Personal::Open(text("例題 次郎")));
        GrantProposed { name, role: StaffRole::Checker, office: office(), why }.into()
    }

    #[test]
    fn the_second_person_was_there_before() {
        let administrator = || (1, 0, opened(StaffRole::Administrator));
        let before = staffing(vec![administrator(), (2, 0, opened(StaffRole::Approver)), (9, 1, proposed())]);
        assert!(before.eyes(staff(9), staff(2)).here_before);
        assert!(!before.eyes(staff(9), staff(7)).here_before, "there is no such account");
        let later = [
            (2, 0, opened(StaffRole::Approver)),
            (2, 1, Unlocked {}.into()),
            (2, 1, PasswordGiven {}.into()),
            (2, 1, Granted { role: StaffRole::Approver, office: office(), proposed_by: staff(1) }.into()),
        ];
        for event in later {
            let after = staffing(vec![administrator(), (2, 0, opened(StaffRole::Approver)), (9, 1, proposed()), event]);
            assert!(!after.eyes(staff(9), staff(2)).here_before);
        }
    }

    #[test]
    fn one_hand_is_never_both_pairs_of_eyes() {
        let people = |given: &[(u128, u128)]| {
            let mut told: Vec<_> = (1..=3).map(|n| (n, 0, opened(StaffRole::Administrator))).collect();
            told.extend(given.iter().map(|(to, by)| (*to, *by, PasswordGiven {}.into())));
            told.push((9, 1, proposed()));
            staffing(told).eyes(staff(9), staff(2)).apart
        };
        assert!(people(&[]));
        assert!(people(&[(2, 3)]), "a third one gave it");
        assert!(!people(&[(2, 1)]), "the proposer knows the password of the second");
        assert!(!people(&[(1, 2)]), "and the other way round");
        assert!(!people(&[(1, 3), (2, 3)]), "a third one knows both");
        assert!(!people(&[(3, 1), (2, 3)]), "by way of another account");
    }

    #[test]
    fn what_somebody_proposed_who_is_gone_is_not_given() {
        let stands = |since: Option<AccountEvent>| {
            let mut told =
                vec![(1, 0, opened(StaffRole::Administrator)), (2, 0, opened(StaffRole::Approver)), (9, 1, proposed())];
            told.extend(since.map(|event| (1, 3, event)));
            staffing(told).eyes(staff(9), staff(2)).proposer_stands
        };
        assert!(stands(None));
        let why = || Personal::Open(text("退職のため。"));
        assert!(!stands(Some(Suspended { why: why() }.into())));
        assert!(!stands(Some(Ended { why: why() }.into())));
        assert!(!stands(Some(Granted { role: StaffRole::Checker, office: office(), proposed_by: staff(3) }.into())));
    }

    #[test]
    fn the_last_administrator_is_known() {
        let one = || (1, 0, opened(StaffRole::Administrator));
        let two = || (2, 0, opened(StaffRole::Administrator));
        let suspended = || (2, 1, Suspended { why: Personal::Open(text("休職のため。")) }.into());
        let last = |told| staffing(told).place(staff(1), staff(2)).last_administrator;
        assert!(last(vec![one()]));
        assert!(!last(vec![one(), two()]));
        assert!(last(vec![one(), two(), suspended()]), "who cannot sign in opens no accounts");
        assert!(!last(vec![(1, 0, opened(StaffRole::Checker))]));
    }
}
