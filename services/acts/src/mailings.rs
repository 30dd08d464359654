//! 送付先: told, changed and ended, and the one answer to where post for a recipient goes on a day. Whatever leaves on paper asks here: letters,
//! labels, sheets for window envelopes, the order of a print run, files for mail merge.

use std::collections::HashMap;

use casework::mailing::{Course, Destination, Home, Mailing, MailingCommand, Of, Terms, destination};
use events::ids::{ApplicationId, RecipientId};
use events::mailing::{MailTo, MailingEvent, stream_of};
use events::vocabulary::FreeText;
use events::{EventSet as _, HoldsPersonal as _, Log};
use jiff::civil::Date;
use sqlx::Row as _;
use store::{Expected, KeyIds, Opener};
use uuid::Uuid;

use crate::application::still_as_seen;
use crate::impact::read;
use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Person, Request};

/// Recipients read at once.
const PAGE: usize = 500;

/// Somebody to whom paper goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whom {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application that the paper is about.
    pub application: ApplicationId,
    /// Where the family lives.
    pub home: Home,
}

/// The mailing addresses of a recipient as they were told.
#[derive(Clone, PartialEq, Debug)]
pub struct MailingFile {
    /// One after the other; the address is none where it was erased.
    pub course: Course<Option<MailTo>>,
    /// Version of the stream.
    pub version: i32,
}

/// The home of the guardian.
pub(crate) fn guardians(person: &Person) -> Home {
    Home { addressee: person.guardian.name.written().to_owned(), address: person.guardian.address.clone() }
}

impl Acts {
    /// The mailing addresses of a recipient.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn mailing(&self, recipient: RecipientId) -> Result<MailingFile, ActError> {
        let mut told = self.told::<MailingEvent>(Log::Casework, stream_of(recipient), 0).await?;
        self.open_all(&mut told).await?;
        let version = told.last().map_or(0, |last| last.envelope.stream_version);
        let mut course = Course::default();
        for told in &told {
            course.take(&told.event, |to| to.open().cloned());
        }
        Ok(MailingFile { course, version })
    }

    /// 送付先を記録する, or another in the place of the one that stands.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is no such recipient; [`ActError::Erased`] where the person was erased.
    pub async fn record_mailing(&self, request: &Request, recipient: RecipientId, terms: Terms) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let of = self.of_mailing(recipient).await?;
        let is_protected =
            !read(projections::protections::among(self.pool(), &[recipient.0, of.application.0]).await)?.is_empty();
        let file = self.mailing(recipient).await?;
        let standing = file.course.standing(request.today);
        let is_same = standing.is_some_and(|now| now.to.as_ref() == Some(&terms.to));
        let (terms, today) = (Box::new(terms), request.today);
        self.on_mailing(request, of, MailingCommand::Record { of, terms, is_protected, is_same, today }).await
    }

    /// 送付先を終える.
    ///
    /// # Errors
    /// As [`Acts::record_mailing`].
    pub async fn end_mailing(
        &self,
        request: &Request,
        recipient: RecipientId,
        last_day: Date,
        why: FreeText,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let of = self.of_mailing(recipient).await?;
        self.on_mailing(request, of, MailingCommand::End { of, last_day, why, today: request.today }).await
    }

    async fn of_mailing(&self, recipient: RecipientId) -> Result<Of, ActError> {
        Ok(Of { recipient, application: self.came_by(recipient).await? })
    }

    async fn on_mailing(&self, request: &Request, of: Of, command: MailingCommand) -> Result<Done, ActError> {
        let stream = stream_of(of.recipient);
        let Loaded { mut aggregate, version } = self.load::<Mailing, MailingEvent>(stream).await?;
        still_as_seen(request, version)?;
        let facts = decide(&mut aggregate, (request.actor.clone(), command)).await?;
        // It goes with the person.
        let (key, expected) = (Some(self.key_of(of.recipient.0).await?), Expected::Exactly(version));
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((&done).into())
    }

    /// Where post goes on a day, for many at once and in their order.
    ///
    /// # Errors
    /// [`ActError`]: then nothing may be sent.
    pub async fn destinations(&self, whom: &[Whom], on: Date) -> Result<Vec<Destination>, ActError> {
        let mut found = Vec::with_capacity(whom.len());
        for page in whom.chunks(PAGE) {
            let subjects: Vec<Uuid> = page.iter().flat_map(|one| [one.recipient.0, one.application.0]).collect();
            let protected = read(projections::protections::among(self.pool(), &subjects).await)?;
            let courses = self.courses(page).await?;
            let nothing = Course::default();
            for one in page {
                let is_protected = protected.iter().any(|by| by.is_of(one.recipient.0) || by.is_of(one.application.0));
                let course = courses.get(&stream_of(one.recipient)).unwrap_or(&nothing);
                found.push(destination(one.home.clone(), course, is_protected, on));
            }
        }
        Ok(found)
    }

    /// Where post goes on a day; an applicant who is no recipient yet is written to at home.
    ///
    /// # Errors
    /// As [`Acts::destinations`].
    pub(crate) async fn destination(
        &self,
        (recipient, application): (Option<RecipientId>, ApplicationId),
        home: Home,
        on: Date,
    ) -> Result<Destination, ActError> {
        let Some(recipient) = recipient else { return Ok(Destination::home(home)) };
        let whom = Whom { recipient, application, home: home.clone() };
        Ok(self.destinations(&[whom], on).await?.pop().unwrap_or_else(|| Destination::home(home)))
    }

    async fn courses(&self, whom: &[Whom]) -> Result<HashMap<Uuid, Course<Option<MailTo>>>, ActError> {
        let streams: Vec<Uuid> = whom.iter().map(|one| stream_of(one.recipient)).collect();
        let rows = sqlx::query(
            "SELECT stream_id, event_type, schema_version, payload::text FROM es.events
             WHERE log = $1 AND stream_id = ANY($2) ORDER BY position",
        )
        .bind(Log::Casework.number())
        .bind(streams)
        .fetch_all(self.pool())
        .await?;
        let (mut told, mut keys) = (Vec::with_capacity(rows.len()), KeyIds::default());
        for row in rows {
            let (stream, name, version, payload): (Uuid, String, i16, String) =
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
            let mut event = MailingEvent::decode(&name, version, &payload)?;
            event.visit_personal(&mut keys)?;
            told.push((stream, event));
        }
        self.parts().ring.prefetch(self.pool(), &keys.0).await?;
        let mut courses: HashMap<Uuid, Course<Option<MailTo>>> = HashMap::new();
        for (stream, mut event) in told {
            event.visit_personal(&mut Opener { ring: &self.parts().ring })?;
            courses.entry(stream).or_default().take(&event, |to| to.open().cloned());
        }
        Ok(courses)
    }
}
