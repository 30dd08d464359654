//! 表示用の表の操作: an operator asks, a worker does it and says how it ended. The wish itself is the event, so nothing is asked for in
//! secret and nothing is forgotten by a worker that dies.

use std::collections::BTreeSet;

use casework::operation::{Operation, OperationCommand};
use events::ids::{CommandId, CorrelationId};
use events::operation::{CarriedOut, OperationEvent, Task, stream_of};
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

    /// The same, as far as it is not done.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn asked_of(&self, read_model: &str) -> Result<BTreeSet<Task>, ActError> {
        Ok(self.operation(read_model).await?.asked().clone())
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
        let id = self.new_id()?;
        let request = Request {
            command_id: CommandId(id),
            correlation_id: CorrelationId(id),
            actor: Actor::program("worker"),
            trace_context: None,
            today,
            seen_version: None,
        };
        let read_model = end.read_model.clone();
        self.on_operation(&request, &read_model, OperationCommand::End(end)).await
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
