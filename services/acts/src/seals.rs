//! 公印: another picture of the seal proposed by one person and adopted by a second; and the picture that stands on what is issued on a day.

use casework::Refusal;
use casework::seal::{Seal, SealCommand, SealRefusal};
use documents::{Certificate, Imprint, certificate};
use events::seal::{SealEvent, stream};
use events::vocabulary::{FreeText, SealImage};
use events::{Log, Personal};
use jiff::Timestamp;
use jiff::civil::Date;
use store::Expected;

use crate::application::still_as_seen;
use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// The seal with its version.
#[derive(Clone, Debug)]
pub struct SealFile {
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub seal: Seal,
}

/// What is proposed.
#[derive(Clone, PartialEq, Debug)]
pub struct SealInput {
    /// 印影.
    pub image: SealImage,
    /// 使用開始日.
    pub valid_from: Date,
    /// Why.
    pub why: FreeText,
}

impl Acts {
    /// The seal as it stands.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn seal(&self) -> Result<SealFile, ActError> {
        let Loaded { aggregate, version } = self.load::<Seal, SealEvent>(stream()).await?;
        Ok(SealFile { version, seal: aggregate })
    }

    /// 印影の登録を起案する. A picture that cannot be printed is refused.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn propose_seal(&self, request: &Request, input: SealInput) -> Result<Done, ActError> {
        let SealInput { image, valid_from, why } = input;
        let trial = Certificate { seal: vec![image.bytes().to_vec()], ..certificate::sample() };
        let imprint = Imprint { ident: "trial".to_owned(), recorded_at: Timestamp::UNIX_EPOCH };
        self.print(trial, imprint).await.map_err(|_| Refusal::from(SealRefusal::Unprintable))?;
        let (image, why, today) = (Personal::Open(image), Personal::Open(why), request.today);
        self.on_seal(request, SealCommand::Propose { image, valid_from, why, today }).await
    }

    /// 承認する、やめる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn settle_seal(&self, request: &Request, adopt: bool) -> Result<Done, ActError> {
        self.on_seal(request, if adopt { SealCommand::Adopt } else { SealCommand::Drop }).await
    }

    async fn on_seal(&self, request: &Request, command: SealCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut file = self.seal().await?;
        still_as_seen(request, file.version)?;
        let facts = decide(&mut file.seal, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = if file.version == 0 { submission.new_key(stream())? } else { self.key_of(stream()).await? };
        submission.add(Addition {
            stream: stream(),
            expected: Expected::Exactly(file.version),
            key: Some(key),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(file.version))?;
        Ok((&done).into())
    }

    /// The picture of a version.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn seal_image(&self, version: u32) -> Result<SealImage, ActError> {
        let mut told = self.told::<SealEvent>(Log::Casework, stream(), 0).await?;
        self.open_all(&mut told).await?;
        let image = told.into_iter().find_map(|told| match told.event {
            SealEvent::Proposed(event) if event.version == version => event.image.open().cloned(),
            _ => None,
        });
        image.ok_or(ActError::NotFound)
    }

    /// The version and the picture that stand on what is issued on a day; none where none was adopted.
    pub(crate) async fn seal_on(&self, day: Date) -> Result<Option<(u32, SealImage)>, ActError> {
        match self.seal().await?.seal.on(day) {
            None => Ok(None),
            Some(version) => Ok(Some((version, self.seal_image(version).await?))),
        }
    }
}
