//! 指定医・指定医療機関の名簿: designate, renew, record a change or an end; a list of them in one act, or none of it; and what the register
//! says of the doctor and the institution of a medical opinion.

mod opinions;

use casework::Refusal;
use casework::designation::{Designation, DesignationCommand, DesignationRefusal, first_term, next_term};
use events::designation::{Changed, DesignationEvent, Ended, Granted, Holder, Renewed};
use events::ids::DesignationId;
use events::vocabulary::{DesignationEnd, DesignationKind, FreeText, PersonName, ValidityPeriod};
use events::{Log, Personal};
use jiff::Timestamp;
use jiff::civil::Date;
use projections::designations;
use store::{Claim, Expected};

pub use opinions::RegisterFinding;

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::{Told, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// Claim on the number within the authority, or on the code.
pub(crate) const IDENTITY: &str = "designation";

/// A designation with its history, opened.
#[derive(Clone, Debug)]
pub struct DesignationFile {
    /// Its id.
    pub id: DesignationId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub designation: Designation,
    /// 氏名 of a doctor.
    pub name: Option<Personal<PersonName>>,
    /// What was told, the oldest first.
    pub history: Vec<(Timestamp, DesignationEvent)>,
}

/// Who is designated.
#[derive(Clone, PartialEq, Debug)]
pub struct DesignationInput {
    /// As published.
    pub holder: Holder,
    /// 氏名 of a doctor.
    pub name: Option<PersonName>,
    /// 申請日, or the day of the change.
    pub on: Date,
    /// The term; none where it follows from the day and the masters.
    pub validity: Option<ValidityPeriod>,
}

impl Acts {
    /// A designation.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn designation(&self, id: DesignationId) -> Result<DesignationFile, ActError> {
        let mut told = self.told::<DesignationEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        let loaded = self.load::<Designation, DesignationEvent>(id.0).await?;
        if loaded.version == 0 {
            return Err(ActError::NotFound);
        }
        let history: Vec<_> = told.into_iter().map(|Told { event, envelope }| (envelope.recorded_at, event)).collect();
        let name = history.iter().rev().find_map(|(_, event)| match event {
            DesignationEvent::Granted(Granted { name, .. }) | DesignationEvent::Changed(Changed { name, .. }) => {
                Some(name.clone())
            }
            DesignationEvent::Renewed(_) | DesignationEvent::Ended(_) => None,
        });
        Ok(DesignationFile { id, version: loaded.version, designation: loaded.aggregate, name: name.flatten(), history })
    }

    /// 指定する.
    ///
    /// # Errors
    /// [`ActError::AlreadyTaken`] where the number stands in the register.
    pub async fn grant_designation(&self, request: &Request, input: DesignationInput) -> Result<(DesignationId, Done), ActError> {
        let (ids, done) = self.grant_designations(request, vec![input]).await?;
        Ok((ids.first().copied().ok_or(ActError::NotFound)?, done))
    }

    /// The same for a whole list: all of them, or none where one cannot be.
    ///
    /// # Errors
    /// As [`Acts::grant_designation`].
    pub async fn grant_designations(
        &self,
        request: &Request,
        inputs: Vec<DesignationInput>,
    ) -> Result<(Vec<DesignationId>, Done), ActError> {
        let id = |n: usize| DesignationId(derived(request.command_id, &format!("designation/{n}")));
        let ids: Vec<DesignationId> = (0..inputs.len()).map(id).collect();
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((ids, (&done).into()));
        }
        let masters = self.masters().await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        for (id, input) in ids.iter().zip(inputs) {
            let DesignationInput { holder, name, on, validity } = input;
            let validity = match validity {
                Some(validity) => validity,
                None => first_term(holder.kind(), on, &masters)?,
            };
            submission.claim(Claim::plain(IDENTITY, &holder.identity()));
            let granted = Granted { holder, name: name.map(Personal::Open), applied_on: on, validity };
            let facts = decide(&mut Designation::default(), (request.actor.clone(), DesignationCommand::Grant(granted))).await?;
            let key = Some(submission.new_key(id.0)?);
            let (stream, expected, effective_on) = (id.0, Expected::Exactly(0), validity.start());
            submission.add(Addition { stream, expected, key, effective_on, cause: None, facts })?;
        }
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((ids, (&done).into()))
    }

    /// Which of these a list could add: why not, where it could not. Nothing is kept.
    ///
    /// # Errors
    /// [`ActError`] where the register cannot be read.
    pub async fn plan_designations(
        &self,
        request: &Request,
        inputs: &[DesignationInput],
    ) -> Result<Vec<Result<ValidityPeriod, Refusal>>, ActError> {
        let masters = self.masters().await?;
        let mut known: Vec<String> = Vec::new();
        for kind in DesignationKind::ALL {
            let numbers: Vec<String> =
                inputs.iter().filter(|input| input.holder.kind() == *kind).map(|input| input.holder.number()).collect();
            let standing =
                designations::by_number(self.pool(), *kind, &numbers).await.map_err(|error| ActError::internal(&error))?;
            for (_, id) in standing {
                let file = self.load::<Designation, DesignationEvent>(id.0).await?.aggregate;
                known.extend(file.holder().map(Holder::identity));
            }
        }
        let mut verdicts = Vec::with_capacity(inputs.len());
        for input in inputs {
            let identity = input.holder.identity();
            if known.contains(&identity) {
                verdicts.push(Err(DesignationRefusal::Stands.into()));
                continue;
            }
            known.push(identity);
            let validity = input.validity.map_or_else(|| first_term(input.holder.kind(), input.on, &masters), Ok);
            let verdict = match validity {
                Ok(validity) => {
                    let name = input.name.clone().map(Personal::Open);
                    let granted = Granted { holder: input.holder.clone(), name, applied_on: input.on, validity };
                    let command = (request.actor.clone(), DesignationCommand::Grant(granted));
                    decide(&mut Designation::default(), command).await.map(|_| validity)
                }
                Err(refusal) => Err(refusal),
            };
            verdicts.push(verdict);
        }
        Ok(verdicts)
    }

    /// 更新する: the term follows from the last one and the masters, unless it is told.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn renew_designation(
        &self,
        request: &Request,
        id: DesignationId,
        applied_on: Date,
        validity: Option<ValidityPeriod>,
    ) -> Result<Done, ActError> {
        let masters = self.masters().await?;
        self.on_designation(request, id, |designation| {
            let (kind, last) =
                designation.holder().map(Holder::kind).zip(designation.term()).ok_or(DesignationRefusal::Unknown)?;
            let validity = match validity {
                Some(validity) => validity,
                None => next_term(kind, last.end(), applied_on, &masters)?,
            };
            Ok((validity.start(), DesignationCommand::Renew(Renewed { applied_on, validity })))
        })
        .await
    }

    /// 変更届を記録する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn change_designation(
        &self,
        request: &Request,
        id: DesignationId,
        input: DesignationInput,
    ) -> Result<Done, ActError> {
        let DesignationInput { holder, name, on: changed_on, .. } = input;
        let changed = Changed { holder, name: name.map(Personal::Open), changed_on };
        self.on_designation(request, id, |_| Ok((changed_on, DesignationCommand::Change(changed)))).await
    }

    /// 辞退・廃止・取消を記録する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn end_designation(
        &self,
        request: &Request,
        id: DesignationId,
        (last_day, ground): (Date, DesignationEnd),
        why: FreeText,
    ) -> Result<Done, ActError> {
        let ended = Ended { last_day, ground, why: Personal::Open(why) };
        self.on_designation(request, id, |_| Ok((last_day, DesignationCommand::End(ended)))).await
    }

    async fn on_designation(
        &self,
        request: &Request,
        id: DesignationId,
        command: impl FnOnce(&Designation) -> Result<(Date, DesignationCommand), Refusal>,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load::<Designation, DesignationEvent>(id.0).await?;
        if loaded.version == 0 {
            return Err(ActError::NotFound);
        }
        still_as_seen(request, loaded.version)?;
        let (effective_on, command) = command(&loaded.aggregate)?;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let (key, expected) = (Some(self.key_of(id.0).await?), Expected::Exactly(loaded.version));
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition { stream: id.0, expected, key, effective_on, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }
}
