//! Accounts of staff (職員アカウント). Passwords lie elsewhere; here is who somebody is.

mod arranging;
mod staffing;

use casework::account::{Account as Aggregate, AccountCommand};
use cqrs_es::Aggregate as _;
use events::account::AccountEvent;
use events::ids::StaffId;
use events::vocabulary::{FreeText, OfficeCode};
use events::{Actor, ActorName, Log, Personal, SealedToken, StaffRole};
use store::Expected;

pub use arranging::GrantInput;
pub use staffing::{AccountEntry, AccountFile};

use crate::application::still_as_seen;
use crate::load::{Told, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// A new account.
#[derive(Clone, PartialEq, Debug)]
pub struct AccountInput {
    /// The account.
    pub staff: StaffId,
    /// 氏名.
    pub name: FreeText,
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
}

/// An account as it is.
#[derive(Clone, PartialEq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told by an event of its own")]
pub struct Account {
    /// The account.
    pub staff: StaffId,
    /// 氏名, open or erased.
    pub name: Personal<FreeText>,
    /// 氏名 as it is copied into events.
    pub name_token: Option<SealedToken>,
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
    /// Signing in is refused.
    pub locked: bool,
    /// It is over.
    pub ended: bool,
    /// Somebody else knows its password.
    pub initial_password: bool,
    /// An authenticator app is enrolled.
    pub second_factor: bool,
    /// Version of the stream.
    pub version: i32,
}

impl Account {
    /// Whether its password opens anything.
    pub const fn may_sign_in(&self) -> bool {
        !self.locked && !self.ended
    }

    /// As it acts. Where the name was erased, the account acts no more.
    ///
    /// # Errors
    /// [`ActError::Erased`].
    pub fn actor(&self) -> Result<Actor, ActError> {
        let name = self.name_token.clone().map(ActorName::Staff).ok_or(ActError::Erased)?;
        Ok(Actor { id: self.staff, name, role: self.role, office: Some(self.office) })
    }
}

/// 氏名, where an event tells it.
const fn name_in(event: &AccountEvent) -> Option<&Personal<FreeText>> {
    match event {
        AccountEvent::Opened(opened) => Some(&opened.name),
        AccountEvent::GrantProposed(proposed) => proposed.name.as_ref(),
        _ => None,
    }
}

impl Acts {
    /// 職員を登録する, without a second person: at the founding only, when there is nobody yet.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn open_account(&self, request: &Request, input: AccountInput) -> Result<Done, ActError> {
        let AccountInput { staff, name, role, office } = input;
        self.on_account(request, staff, AccountCommand::Open { name, role, office }).await
    }

    /// 連続した失敗のため止める.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn lock_account(&self, request: &Request, staff: StaffId, failures: u32) -> Result<Done, ActError> {
        self.on_account(request, staff, AccountCommand::Lock { failures }).await
    }

    /// 停止を解く.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn unlock_account(&self, request: &Request, staff: StaffId) -> Result<Done, ActError> {
        self.on_account(request, staff, AccountCommand::Unlock).await
    }

    /// 認証アプリを登録する: told once its first code was right.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn enrol_second_factor(&self, request: &Request, staff: StaffId) -> Result<Done, ActError> {
        self.on_account(request, staff, AccountCommand::EnrolSecondFactor).await
    }

    async fn on_account(&self, request: &Request, staff: StaffId, command: AccountCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load::<Aggregate, AccountEvent>(staff.0).await?;
        still_as_seen(request, loaded.version)?;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = if loaded.version == 0 { Some(submission.new_key(staff.0)?) } else { None };
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition { stream: staff.0, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// An account by its id.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn account(&self, staff: StaffId) -> Result<Account, ActError> {
        let mut told = self.told::<AccountEvent>(Log::Casework, staff.0, 0).await?;
        let name_token = told.iter().find_map(|told| name_in(&told.event)?.token().cloned());
        self.open_all(&mut told).await?;
        let mut aggregate = Aggregate::default();
        let mut name = Personal::Erased;
        let mut version = 0;
        for Told { event, envelope } in told {
            if let Some(told) = name_in(&event) {
                name = told.clone();
            }
            version = envelope.stream_version;
            aggregate.apply(casework::Fact { event, by: envelope.actor_id });
        }
        let (role, office) = aggregate.held().ok_or(ActError::NotFound)?;
        let name_token = name_token.filter(|_| name.open().is_some());
        Ok(Account {
            staff,
            name,
            name_token,
            role,
            office,
            locked: aggregate.is_locked(),
            ended: aggregate.is_ended(),
            initial_password: aggregate.has_initial_password(),
            second_factor: aggregate.has_second_factor(),
            version,
        })
    }
}
