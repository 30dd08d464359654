//! 月次点検 of the access log: opening, judging, signing off, and reading it back as it was judged. One stream a month, in the access log.

use casework::access_review::{AccessReview as Aggregate, AccessReviewCommand};
use events::access_review::{AccessReviewEvent, Opened, ReviewRow, SignedOff, Verdict};
use events::ids::StaffId;
use events::vocabulary::FreeText;
use events::{Log, Personal};
use jiff::Timestamp;
use jiff::civil::Date;
use store::Expected;
use uuid::Uuid;

use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// A row and its newest judgement.
#[derive(Clone, PartialEq, Debug)]
pub struct JudgedRow {
    /// The row.
    pub row: ReviewRow,
    /// 判定; none where it is still open.
    pub verdict: Option<Verdict>,
    /// 所見.
    pub note: Option<Personal<FreeText>>,
    /// Who judged, and when.
    pub judged: Option<(StaffId, Timestamp)>,
}

/// The review of a month as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct AccessReview {
    /// What was opened.
    pub opened: Opened,
    /// By whom and when.
    pub opened_by: (StaffId, Timestamp),
    /// Its rows.
    pub rows: Vec<JudgedRow>,
    /// How it was signed off, by whom and when.
    pub signed_off: Option<(SignedOff, StaffId, Timestamp)>,
}

fn stream(month: Date) -> Uuid {
    events::ids::named_stream(&format!("access_review/{:04}-{:02}", month.year(), month.month()))
}

impl Acts {
    /// 月次点検を始める.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn open_access_review(&self, request: &Request, opened: Opened) -> Result<Done, ActError> {
        let (month, today) = (opened.month, request.today);
        self.on_access_review(request, month, AccessReviewCommand::Open { opened, today }).await
    }

    /// 点検の行を判定する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn judge_access(
        &self,
        request: &Request,
        month: Date,
        no: u32,
        verdict: Verdict,
        note: Option<FreeText>,
    ) -> Result<Done, ActError> {
        self.on_access_review(request, month, AccessReviewCommand::Judge { no, verdict, note }).await
    }

    /// 月次点検を終える.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn sign_off_access_review(&self, request: &Request, month: Date, note: Option<FreeText>) -> Result<Done, ActError> {
        self.on_access_review(request, month, AccessReviewCommand::SignOff { note }).await
    }

    async fn on_access_review(&self, request: &Request, month: Date, command: AccessReviewCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let stream = stream(month);
        let mut loaded = self.load_of::<Aggregate, AccessReviewEvent>(Log::Access, stream).await?;
        let facts = decide(&mut loaded.aggregate, (request.actor.id, command)).await?;
        let mut submission = Submission::new(self, Log::Access, request);
        let key = if loaded.version == 0 { submission.new_key(stream)? } else { self.key_of(stream).await? };
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition { stream, expected, key: Some(key), effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// The review of a month; none where it was not opened.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn access_review(&self, month: Date) -> Result<Option<AccessReview>, ActError> {
        let mut told = self.told::<AccessReviewEvent>(Log::Access, stream(month), 0).await?;
        self.open_all(&mut told).await?;
        let mut review: Option<AccessReview> = None;
        for one in told {
            let mark = (one.envelope.actor_id, one.envelope.recorded_at);
            match (one.event, &mut review) {
                (AccessReviewEvent::Opened(opened), _) => {
                    let open = |row: &ReviewRow| JudgedRow { row: row.clone(), verdict: None, note: None, judged: None };
                    let rows = opened.rows.iter().map(open).collect();
                    review = Some(AccessReview { opened, opened_by: mark, rows, signed_off: None });
                }
                (AccessReviewEvent::RowJudged(judged), Some(review)) => {
                    if let Some(row) = review.rows.iter_mut().find(|row| row.row.no == judged.no) {
                        (row.verdict, row.note, row.judged) = (Some(judged.verdict), judged.note, Some(mark));
                    }
                }
                (AccessReviewEvent::SignedOff(done), Some(review)) => review.signed_off = Some((done, mark.0, mark.1)),
                (AccessReviewEvent::RowJudged(_) | AccessReviewEvent::SignedOff(_), None) => {}
            }
        }
        Ok(review)
    }
}
