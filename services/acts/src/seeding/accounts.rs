//! The staff of the fictional prefecture: a counter in each office, the division, and those who run and watch the system.

use std::collections::BTreeMap;

use events::ids::StaffId;
use events::vocabulary::{FreeText, OfficeCode};
use events::{Actor, StaffRole};
use jiff::civil::Date;

use super::clock;
use super::play::request;
use super::{SeedPlan, SeededAccount};
use crate::{AccountInput, ActError, Acts};

const STAFF: &[(&str, &str, StaffRole, &str)] = &[
    ("counter1", "見本 一", StaffRole::Counter, "01"),
    ("counter2", "例題 二", StaffRole::Counter, "02"),
    ("counter3", "仮名 三", StaffRole::Counter, "03"),
    ("counter4", "試験 四", StaffRole::Counter, "04"),
    ("counter5", "架空 五", StaffRole::Counter, "05"),
    ("checker1", "見本 六", StaffRole::Checker, "00"),
    ("checker2", "例題 七", StaffRole::Checker, "00"),
    ("approver1", "見本 八", StaffRole::Approver, "00"),
    ("approver2", "例題 九", StaffRole::Approver, "00"),
    ("board1", "仮名 十", StaffRole::BoardClerk, "00"),
    ("auditor1", "試験 一", StaffRole::Auditor, "00"),
    ("operator1", "架空 二", StaffRole::Operator, "00"),
    ("operator2", "架空 四", StaffRole::Operator, "00"),
    ("admin1", "模擬 三", StaffRole::Administrator, "00"),
];

/// Opens the accounts.
pub(super) async fn open(acts: &Acts, plan: &SeedPlan, day: Date) -> Result<Vec<SeededAccount>, ActError> {
    let acts = acts.under(Some(super::change(plan, super::STAFFING)?));
    let mut opened = Vec::with_capacity(STAFF.len());
    for (n, (login, name, role, office)) in STAFF.iter().enumerate() {
        let moment = clock::at(day, 8, 30 + i64::try_from(n).unwrap_or(0));
        let request = request(plan, moment, &format!("account/{login}"), Actor::program("seeding"));
        let staff = StaffId(request.command_id.0);
        let office = OfficeCode::parse(office).map_err(|error| ActError::internal(&error))?;
        let parsed = FreeText::parse(name).map_err(|error| ActError::internal(&error))?;
        acts.at(moment).open_account(&request, AccountInput { staff, name: parsed, role: *role, office }).await?;
        opened.push(SeededAccount { login: (*login).to_owned(), staff, name: (*name).to_owned(), role: *role, office });
    }
    Ok(opened)
}

/// The hands that act in the stories.
pub(super) struct Staff {
    counters: BTreeMap<OfficeCode, Actor>,
    pub(super) checkers: Vec<Actor>,
    pub(super) approvers: Vec<Actor>,
    pub(super) board_clerks: Vec<Actor>,
}

impl Staff {
    /// From the accounts.
    pub(super) async fn of(acts: &Acts, accounts: &[SeededAccount]) -> Result<Self, ActError> {
        let (checkers, approvers, board_clerks) = (Vec::new(), Vec::new(), Vec::new());
        let mut staff = Self { counters: BTreeMap::new(), checkers, approvers, board_clerks };
        for account in accounts {
            let actor = acts.account(account.staff).await?.actor()?;
            match account.role {
                StaffRole::Counter => drop(staff.counters.insert(account.office, actor)),
                StaffRole::Checker => staff.checkers.push(actor),
                StaffRole::Approver => staff.approvers.push(actor),
                StaffRole::BoardClerk => staff.board_clerks.push(actor),
                _ => {}
            }
        }
        Ok(staff)
    }

    /// The counter of an office.
    pub(super) fn counter(&self, office: OfficeCode) -> Result<&Actor, ActError> {
        self.counters.get(&office).ok_or(ActError::NotFound)
    }

    /// The counters' offices.
    pub(super) fn offices(&self) -> Vec<OfficeCode> {
        self.counters.keys().copied().collect()
    }
}
