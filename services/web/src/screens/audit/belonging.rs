//! Whose case it is: the own-case mark (担当内・担当外) of an access, and the names behind the ids. Names are opened in memory and nowhere
//! kept.

use std::collections::{BTreeMap, BTreeSet};

use events::StaffRole;
use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::OfficeCode;
use projections::access::Access;
use projections::case_history::{self, Hand};
use projections::ledger::{self, AsOf};
use projections::{Doer, worklist};
use uuid::Uuid;

use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;

/// A person or application that was shown.
#[derive(Clone, Debug)]
struct Shown {
    label: String,
    family: String,
    offices: Vec<OfficeCode>,
    hands: Vec<Hand>,
}

/// Everybody of some accesses.
#[derive(Clone, Debug, Default)]
pub(super) struct Belonging(BTreeMap<Uuid, Shown>);

/// The family name in a name that is written with a space.
pub(super) fn family(name: &str) -> &str {
    name.split([' ', '　']).next().unwrap_or_default()
}

impl Belonging {
    /// Looks everybody up.
    pub(super) async fn of(cx: &Cx, subjects: &BTreeSet<Uuid>) -> Result<Self, Problem> {
        let recipients: Vec<RecipientId> = subjects.iter().copied().map(RecipientId).collect();
        let mut awards = ledger::of_recipients(cx.pool(), &recipients, AsOf::default()).await?;
        projections::open(cx.pool(), cx.ring(), &mut awards).await?;
        let mut applications: Vec<ApplicationId> = subjects.iter().copied().map(ApplicationId).collect();
        applications.extend(awards.iter().map(|row| row.application));
        applications.sort_unstable();
        applications.dedup();
        let mut cases = worklist::rows(cx.pool(), &applications, None).await?;
        projections::open(cx.pool(), cx.ring(), &mut cases).await?;
        let hands = case_history::hands(cx.pool(), &applications).await?;
        let mut all = BTreeMap::new();
        for case in &cases {
            let (name, _) = name_and_kana(&case.child_name);
            let shown = Shown {
                label: format!("{} {name}", case.receipt_number),
                family: family(&name).to_owned(),
                offices: vec![case.receiving_office, case.responsible_office],
                hands: hands.iter().filter(|hand| hand.application == case.application).copied().collect(),
            };
            all.insert(case.application.0, shown);
        }
        for award in &awards {
            let (name, _) = name_and_kana(&award.name);
            let of_case = all.get(&award.application.0).cloned();
            let entry = all.entry(award.recipient.0).or_insert_with(|| Shown {
                label: format!("{} {name}", award.recipient_number),
                family: family(&name).to_owned(),
                offices: vec![award.office],
                hands: Vec::new(),
            });
            if let Some(case) = of_case {
                entry.offices.extend(case.offices);
                entry.hands.extend(case.hands);
            }
        }
        Ok(Self(all))
    }

    /// Whether it is a person or an application that can be opened; nothing else has a page of its own.
    pub(super) fn knows(&self, subject: Uuid) -> bool {
        self.0.contains_key(&subject)
    }

    /// Number and name; other words where nothing is known (消去済み, or no person at all).
    pub(super) fn label(&self, subject: Uuid) -> String {
        self.0.get(&subject).map_or_else(|| "（台帳にない）".to_owned(), |shown| shown.label.clone())
    }

    /// Whether it is a case of the office or the desk of this member of staff.
    pub(super) fn is_own(&self, by: &Doer, subject: Uuid) -> bool {
        self.0.get(&subject).is_some_and(|shown| {
            by.office.is_some_and(|office| shown.offices.contains(&office))
                || shown.hands.iter().any(|hand| hand.staff == by.id || (hand.role == by.role && hand.office == by.office))
        })
    }

    /// The mark of an access: text and tone.
    pub(super) fn mark(&self, access: &Access) -> (&'static str, &'static str) {
        if access.subjects.is_empty() {
            ("", "")
        } else if access.by.role == StaffRole::Auditor {
            ("監査", "key")
        } else if access.subjects.iter().any(|subject| self.is_own(&access.by, *subject)) {
            ("担当内", "ok")
        } else {
            ("担当外", "warn")
        }
    }

    /// Persons that are nobody's of this member of staff; an approver's and an auditor's desk is every case.
    pub(super) fn foreign(&self, by: &Doer) -> BTreeSet<Uuid> {
        if by.office.is_none_or(OfficeCode::is_division) {
            return BTreeSet::new();
        }
        self.0.keys().copied().filter(|subject| !self.is_own(by, *subject)).collect()
    }

    /// Persons of this family name.
    pub(super) fn namesakes(&self, name: &str) -> BTreeSet<Uuid> {
        let own = family(name);
        if own.is_empty() {
            return BTreeSet::new();
        }
        self.0.iter().filter(|(_, shown)| shown.family == own).map(|(subject, _)| *subject).collect()
    }
}
