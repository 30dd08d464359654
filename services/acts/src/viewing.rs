//! The access log (閲覧記録): who saw whom. One stream a member of staff; nobody waits for anybody. Where it cannot be written, nothing
//! may be shown.

use casework::{Fact, Refusal};
use events::Log;
use events::Personal;
use events::ids::{ArtifactId, KeyId};
use events::viewing::{
    DocumentOpened, PersonViewed, SignInRefusal, SignInRefused, SignedIn, SignedOut, TableExported, ViewingEvent,
};
use events::vocabulary::FreeText;
use store::Expected;
use uuid::Uuid;

use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Request};

impl Acts {
    pub(crate) async fn tell_viewing(
        &self,
        request: &Request,
        key: Option<KeyId>,
        event: ViewingEvent,
    ) -> Result<store::Done, ActError> {
        let mut submission = Submission::new(self, Log::Access, request);
        submission.add(Addition {
            stream: request.actor.id.0,
            expected: Expected::Any,
            key,
            effective_on: request.today,
            cause: None,
            facts: vec![Fact { event, by: request.actor.id }],
        })?;
        submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))
    }

    /// 個人の情報を表示した: one event a page view, with everybody who was on the page.
    ///
    /// # Errors
    /// [`ActError`]; then nothing may be shown.
    pub async fn viewed(&self, request: &Request, screen: &str, subjects: &[Uuid]) -> Result<(), ActError> {
        let event = PersonViewed { screen: screen.to_owned(), subjects: subjects.to_vec() };
        self.tell_viewing(request, None, event.into()).await.map(drop)
    }

    /// 発行済み文書を開いた.
    ///
    /// # Errors
    /// [`ActError`]; then nothing may be shown.
    pub async fn document_opened(
        &self,
        request: &Request,
        document: &str,
        artifact: ArtifactId,
        subject: Uuid,
    ) -> Result<(), ActError> {
        let event = DocumentOpened { document: document.to_owned(), artifact, subject };
        self.tell_viewing(request, None, event.into()).await.map(drop)
    }

    /// 一覧を書き出した: told before the file is made. The reason is sealed under the key of whoever takes it out.
    ///
    /// # Errors
    /// [`Refusal::TakenOutAlready`] and other [`ActError`]s; then nothing may leave.
    pub async fn table_exported(
        &self,
        request: &Request,
        table: &str,
        rows: usize,
        subjects: Vec<Uuid>,
        reason: FreeText,
    ) -> Result<(), ActError> {
        let key = self.key_of(request.actor.id.0).await?;
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        let event = TableExported { table: table.to_owned(), rows, subjects, reason: Personal::Open(reason) };
        written_now(&self.tell_viewing(request, Some(key), event.into()).await?)
    }

    /// サインインした.
    ///
    /// # Errors
    /// [`ActError`]; then nobody is signed in.
    pub async fn signed_in(&self, request: &Request) -> Result<(), ActError> {
        self.tell_viewing(request, None, SignedIn {}.into()).await.map(drop)
    }

    /// サインアウトした.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn signed_out(&self, request: &Request) -> Result<(), ActError> {
        self.tell_viewing(request, None, SignedOut {}.into()).await.map(drop)
    }

    /// サインインを断った.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn sign_in_refused(&self, request: &Request, reason: SignInRefusal) -> Result<(), ActError> {
        self.tell_viewing(request, None, SignInRefused { reason }.into()).await.map(drop)
    }
}

/// Whether the record of what leaves was written by this command and now. Of a command that was done before there is no second record, so
/// nothing may leave a second time.
pub(crate) fn written_now(done: &store::Done) -> Result<(), ActError> {
    if done.repeated { Err(Refusal::TakenOutAlready.into()) } else { Ok(()) }
}
