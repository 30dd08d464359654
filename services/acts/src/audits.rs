//! 監査標本: drawing it, noting on its cases, taking it out as a file. In the access log, in streams of their own.

use casework::sampling::{DrawSample, Sample as Aggregate, SampleCommand};
use events::audit::{AuditEvent, Exported, SampleDrawn};
use events::ids::{ApplicationId, StaffId};
use events::vocabulary::FreeText;
use events::{Log, Personal};
use jiff::Timestamp;
use store::Expected;
use uuid::Uuid;

use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::viewing::written_now;
use crate::{ActError, Acts, Done, Request};

/// A note on a case.
#[derive(Clone, PartialEq, Debug)]
pub struct SampleNote {
    /// The case.
    pub case: ApplicationId,
    /// 所見.
    pub note: Personal<FreeText>,
    /// Who wrote it.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
}

/// A sample as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct AuditSample {
    /// Its stream.
    pub id: Uuid,
    /// How it was drawn.
    pub drawn: SampleDrawn,
    /// By whom and when.
    pub drawn_by: (StaffId, Timestamp),
    /// Notes, oldest first.
    pub notes: Vec<SampleNote>,
    /// Files taken out, with who and when.
    pub exports: Vec<(Exported, StaffId, Timestamp)>,
}

/// A file to be taken out.
#[derive(Clone, PartialEq, Debug)]
pub struct ExportInput {
    /// The applications and recipients in it.
    pub subjects: Vec<Uuid>,
    /// Events in it.
    pub events: u32,
    /// 理由.
    pub reason: FreeText,
}

impl Acts {
    /// 標本を抽出する; gives the id of the sample.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn draw_sample(&self, request: &Request, draw: DrawSample) -> Result<(Uuid, Done), ActError> {
        let stream = derived(request.command_id, "audit");
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((stream, (&done).into()));
        }
        let mut sample = Aggregate::default();
        let facts = decide(&mut sample, (request.actor.clone(), SampleCommand::Draw(Box::new(draw)))).await?;
        let mut submission = Submission::new(self, Log::Access, request);
        let key = Some(submission.new_key(stream)?);
        let expected = Expected::Exactly(0);
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((stream, (&done).into()))
    }

    /// 標本の申請に所見を付ける. Sealed under the key of the case.
    ///
    /// # Errors
    /// [`ActError`]; [`ActError::Erased`] where the person was erased.
    pub async fn note_on_sample(
        &self,
        request: &Request,
        sample: Uuid,
        case: ApplicationId,
        note: FreeText,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load_of::<Aggregate, AuditEvent>(Log::Access, sample).await?;
        if loaded.version == 0 {
            return Err(ActError::NotFound);
        }
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), SampleCommand::Note(case, note))).await?;
        let key = Some(self.key_of(case.0).await?);
        let mut submission = Submission::new(self, Log::Access, request);
        let expected = Expected::Any;
        submission.add(Addition { stream: sample, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// 監査調書を持ち出す: written before the first byte leaves. Where it cannot be written, nothing may leave.
    ///
    /// # Errors
    /// [`casework::Refusal::TakenOutAlready`] and other [`ActError`]s.
    pub async fn tell_export(&self, request: &Request, sample: &AuditSample, input: ExportInput) -> Result<(), ActError> {
        let cases = u32::try_from(sample.drawn.cases.len()).unwrap_or(u32::MAX);
        let ExportInput { subjects, events, reason } = input;
        let event: AuditEvent = Exported { subjects, cases, events, reason: Personal::Open(reason) }.into();
        let facts = vec![casework::Fact { event, by: request.actor.id }];
        let key = Some(self.key_of(sample.id).await?);
        let mut submission = Submission::new(self, Log::Access, request);
        let (stream, expected) = (sample.id, Expected::Any);
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        written_now(&submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?)
    }

    /// A sample by its id.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn audit_sample(&self, id: Uuid) -> Result<AuditSample, ActError> {
        let mut told = self.told::<AuditEvent>(Log::Access, id, 0).await?;
        self.open_all(&mut told).await?;
        let mut sample: Option<AuditSample> = None;
        for one in told {
            let (by, at) = (one.envelope.actor_id, one.envelope.recorded_at);
            match (one.event, &mut sample) {
                (AuditEvent::SampleDrawn(drawn), _) => {
                    sample = Some(AuditSample { id, drawn, drawn_by: (by, at), notes: Vec::new(), exports: Vec::new() });
                }
                (AuditEvent::Noted(noted), Some(sample)) => {
                    sample.notes.push(SampleNote { case: noted.case, note: noted.note, by, at });
                }
                (AuditEvent::Exported(exported), Some(sample)) => sample.exports.push((exported, by, at)),
                (AuditEvent::Noted(_) | AuditEvent::Exported(_), None) => {}
            }
        }
        sample.ok_or(ActError::NotFound)
    }
}
