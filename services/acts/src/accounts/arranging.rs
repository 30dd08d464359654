//! What administration does with accounts: rights are proposed by one and confirmed by another; taking them away takes one, and never leaves
//! nobody who could give them.

use casework::account::{Account as Aggregate, AccountCommand, Staffing};
use events::account::AccountEvent;
use events::ids::{CommandId, StaffId};
use events::vocabulary::{FreeText, OfficeCode};
use events::{Log, StaffRole};
use store::Expected;

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// Role and office as they are proposed.
#[derive(Clone, PartialEq, Debug)]
pub struct GrantInput {
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
    /// Why.
    pub why: FreeText,
}

impl Acts {
    /// 新しい職員のアカウントを申し出る.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn propose_account(
        &self,
        request: &Request,
        name: FreeText,
        input: GrantInput,
    ) -> Result<(StaffId, Done), ActError> {
        let staff = StaffId(derived(request.command_id, "account"));
        Ok((staff, self.propose(request, staff, Some(name), input).await?))
    }

    /// 役割や所属の変更を申し出る.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn propose_grant(&self, request: &Request, staff: StaffId, input: GrantInput) -> Result<Done, ActError> {
        self.propose(request, staff, None, input).await
    }

    async fn propose(
        &self,
        request: &Request,
        staff: StaffId,
        name: Option<FreeText>,
        input: GrantInput,
    ) -> Result<Done, ActError> {
        let GrantInput { role, office, why } = input;
        let command = |staffing: &Staffing| {
            let place = staffing.place(staff, request.actor.id);
            AccountCommand::Propose { name, role, office, why, place }
        };
        self.arrange(request, staff, command).await
    }

    /// 申し出をやめる, by whoever proposed it or by the second person.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn drop_grant(&self, request: &Request, staff: StaffId, why: FreeText) -> Result<Done, ActError> {
        self.arrange(request, staff, |_| AccountCommand::Drop { why }).await
    }

    /// 申し出を確かめて付与する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn confirm_grant(&self, request: &Request, staff: StaffId) -> Result<Done, ActError> {
        let command = |staffing: &Staffing| AccountCommand::Confirm(staffing.eyes(staff, request.actor.id));
        self.arrange(request, staff, command).await
    }

    /// 停止する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn suspend_account(&self, request: &Request, staff: StaffId, why: FreeText) -> Result<Done, ActError> {
        let command = |staffing: &Staffing| AccountCommand::Suspend { why, place: staffing.place(staff, request.actor.id) };
        self.arrange(request, staff, command).await
    }

    /// 終了する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn end_account(&self, request: &Request, staff: StaffId, why: FreeText) -> Result<Done, ActError> {
        let command = |staffing: &Staffing| AccountCommand::End { why, place: staffing.place(staff, request.actor.id) };
        self.arrange(request, staff, command).await
    }

    /// 初めの合言葉を出す: told before it is drawn, so that none is in use of which the log knows nothing.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn give_password(&self, request: &Request, staff: StaffId) -> Result<Done, ActError> {
        let command = |staffing: &Staffing| AccountCommand::GivePassword(staffing.place(staff, request.actor.id));
        self.arrange(request, staff, command).await
    }

    /// 認証アプリの登録を消す: it was lost.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn remove_second_factor(&self, request: &Request, staff: StaffId) -> Result<Done, ActError> {
        let command = |staffing: &Staffing| AccountCommand::RemoveSecondFactor(staffing.place(staff, request.actor.id));
        self.arrange(request, staff, command).await
    }

    /// What a command came to, where it was done before; for what is not an event itself.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn done_already(&self, command: CommandId) -> Result<Option<Done>, ActError> {
        Ok(self.done_before(command).await?.map(|done| (&done).into()))
    }

    /// 合言葉を自分で決める: told once it was changed.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn choose_password(&self, request: &Request) -> Result<Done, ActError> {
        let staff = request.actor.id;
        self.arrange(request, staff, |staffing| AccountCommand::ChoosePassword(staffing.place(staff, staff))).await
    }

    async fn arrange(
        &self,
        request: &Request,
        staff: StaffId,
        command: impl FnOnce(&Staffing) -> AccountCommand + Send,
    ) -> Result<Done, ActError> {
        let alone = self.staffing_alone().await?;
        // Asked once it is this one's turn: the same command a moment earlier may be what it waited for.
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let command = command(&self.staffing().await?);
        let mut loaded = self.load::<Aggregate, AccountEvent>(staff.0).await?;
        still_as_seen(request, loaded.version)?;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = if loaded.version == 0 { submission.new_key(staff.0)? } else { self.key_of(staff.0).await? };
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition {
            stream: staff.0,
            expected,
            key: Some(key),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        drop(alone);
        Ok((&done).into())
    }
}
