//! 表示用の表の操作: an operator asks, a worker does it and says how it ended. The wish itself is the event, so nothing is asked for in
//! secret and nothing is forgotten by a worker that dies.

use casework::operation::{Operation, OperationCommand, SkipStep};
use events::ids::{CommandId, CorrelationId};
use events::operation::{COMMAND_LINE, CarriedOut, OperationEvent, Parked, Retried, Task, stream_of};
use events::vocabulary::FreeText;
use events::{Actor, Log};
use jiff::civil::Date;
use store::Expected;

use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

impl Acts {
    /// What operators have asked for and is not done.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn operation(&self, read_model: &str) -> Result<Operation, ActError> {
        Ok(self.load::<Operation, OperationEvent>(stream_of(read_model)).await?.aggregate)
    }

    /// 操作を頼む.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn ask_operation(&self, request: &Request, read_model: &str, task: Task, why: FreeText) -> Result<Done, ActError> {
        let command = OperationCommand::Ask { read_model: read_model.to_owned(), task, why };
        self.on_operation(request, read_model, command).await
    }

    /// 操作が終わった.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn end_operation(&self, end: CarriedOut, today: Date) -> Result<Done, ActError> {
        let read_model = end.read_model.clone();
        self.of_itself(&read_model, OperationCommand::End(end), "worker", today).await
    }

    /// 操作をコマンドで始めた: said before anything is done, by whoever signed in for it or else by the command line. It ends like one that
    /// was asked for.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn begin_operation(
        &self,
        read_model: &str,
        task: Task,
        account: FreeText,
        who: Option<Actor>,
        today: Date,
    ) -> Result<Done, ActError> {
        let command = OperationCommand::Begin { read_model: read_model.to_owned(), task, account };
        self.by(who.unwrap_or_else(|| Actor::program(COMMAND_LINE)), read_model, command, today).await
    }

    /// 読めない出来事を脇に置いた.
    ///
    /// # Errors
    /// [`ActError`]; refused where the log says so already.
    pub async fn tell_parked(&self, parked: Parked, today: Date) -> Result<Done, ActError> {
        let read_model = parked.read_model.clone();
        self.of_itself(&read_model, OperationCommand::Park(parked), "worker", today).await
    }

    /// 脇に置いた出来事が、あとから適用できた.
    ///
    /// # Errors
    /// [`ActError`]; refused where the log says so already.
    pub async fn tell_retried(&self, retried: Retried, today: Date) -> Result<Done, ActError> {
        let read_model = retried.read_model.clone();
        self.of_itself(&read_model, OperationCommand::Release(retried), "worker", today).await
    }

    /// 脇に置いた出来事を飛ばすかを決める一歩.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn decide_skip(
        &self,
        request: &Request,
        read_model: &str,
        (step, position): (SkipStep, i64),
        why: FreeText,
    ) -> Result<Done, ActError> {
        let command = OperationCommand::Skip { read_model: read_model.to_owned(), step, position, why };
        self.on_operation(request, read_model, command).await
    }

    /// By a program.
    async fn of_itself(&self, read_model: &str, command: OperationCommand, part: &str, today: Date) -> Result<Done, ActError> {
        self.by(Actor::program(part), read_model, command, today).await
    }

    async fn by(&self, actor: Actor, read_model: &str, command: OperationCommand, today: Date) -> Result<Done, ActError> {
        let id = self.new_id()?;
        let request = Request {
            command_id: CommandId(id),
            correlation_id: CorrelationId(id),
            actor,
            trace_context: None,
            today,
            seen_version: None,
        };
        self.on_operation(&request, read_model, command).await
    }

    async fn on_operation(&self, request: &Request, read_model: &str, command: OperationCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let stream = stream_of(read_model);
        let mut loaded = self.load::<Operation, OperationEvent>(stream).await?;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = match self.parts().ring.key_of(self.pool(), events::ids::SubjectId(stream)).await? {
            Some(key) => key,
            None => submission.new_key(stream)?,
        };
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition { stream, expected, key: Some(key), effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }
}
