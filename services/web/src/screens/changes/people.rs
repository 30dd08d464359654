//! Who prepared and who approved: the names of those who acted first stand with their accounts.

use std::collections::BTreeMap;

use events::StaffRole;
use events::ids::StaffId;
use projections::Doer;
use projections::changes::Approval;

use crate::cx::Cx;

/// The event that is told by the first of two.
const DECLARED: &str = "installation.restored";

/// Whether it is told by the first of two persons.
pub(super) fn told_by_first(event_type: &str) -> bool {
    event_type == DECLARED
}

/// Names of accounts.
pub(super) struct People(BTreeMap<StaffId, (String, &'static str)>);

/// Who did something and how it was approved.
pub(super) struct Hands {
    /// 行った人.
    pub(super) by: String,
    /// In which role.
    pub(super) role: &'static str,
    /// 承認: a person, or why there is none.
    pub(super) approval: String,
    /// Draws the eye where an approval is missing.
    pub(super) missing: bool,
}

impl People {
    /// Of everybody who prepared something.
    pub(super) async fn of(cx: &Cx, prepared: Vec<StaffId>) -> Self {
        let mut known = BTreeMap::new();
        for staff in prepared {
            if known.contains_key(&staff) {
                continue;
            }
            // Whoever built on the command line without signing in has no account.
            let told = match cx.acts().account(staff).await {
                Ok(account) => {
                    let name = account.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string);
                    (name, account.role.label())
                }
                Err(_) => ("システム".to_owned(), ""),
            };
            known.insert(staff, told);
        }
        Self(known)
    }

    /// The name of one of them.
    pub(super) fn name(&self, staff: StaffId) -> &str {
        self.0.get(&staff).map_or("", |(name, _)| name)
    }

    /// Who did it and who approved. A declared restoration is told by who declared it and names who approved; everything else is told by
    /// who approved and names who had prepared it.
    pub(super) fn hands(&self, actor: &Doer, other: Option<StaffId>, approval: Approval, told_by_first: bool) -> Hands {
        // The program says who it is by its name.
        let role = if actor.role == StaffRole::Program { "" } else { actor.role.label() };
        let actors = (actor.display().into_owned(), role);
        let others = other.and_then(|staff| self.0.get(&staff).cloned()).unwrap_or_else(|| actors.clone());
        let ((by, role), (second, _)) = if told_by_first { (actors, others) } else { (others, actors) };
        let approval_told = if approval == Approval::Second { second } else { approval.label().to_owned() };
        Hands { by, role, approval: approval_told, missing: approval == Approval::Missing }
    }
}

#[cfg(test)]
mod tests {
    use projections::DoerName;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn where_two_acted_both_are_named() {
        let (first, second) = (StaffId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2)));
        let people = People([(first, ("見本 一".to_owned(), "点検"))].into());
        let actor = Doer { id: second, name: DoerName::Program("x".to_owned()), role: StaffRole::Approver, office: None };
        let both = people.hands(&actor, Some(first), Approval::Second, false);
        assert_eq!((both.by.as_str(), both.role, both.approval.as_str()), ("見本 一", "点検", "システム"));
        let declared = people.hands(&actor, Some(first), Approval::Second, true);
        assert_eq!((declared.by.as_str(), declared.approval.as_str()), ("システム", "見本 一"));
        let alone = people.hands(&actor, None, Approval::NotNeeded, false);
        assert_eq!((alone.by.as_str(), alone.approval.as_str(), alone.missing), ("システム", "承認を要しない変更", false));
        assert!(people.hands(&actor, None, Approval::Missing, false).missing);
    }
}
