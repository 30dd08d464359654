//! 世帯: who belongs together. Each act is told to the household and to the membership of the person at once, or to neither.

use std::collections::BTreeMap;

use casework::Refusal;
use casework::household::{Household, HouseholdCommand, HouseholdRefusal, Membership, RecordMember, Together, together};
use cqrs_es::Aggregate as _;
use events::household::{HouseholdEvent, MemberLeft, OutsidePerson, Part};
use events::ids::{ApplicationId, AwardId, EventId, HouseholdId, KeyId, RecipientId, SubjectId};
use events::membership::{Changed, MembershipEvent, stream_of};
use events::vocabulary::{ValidityPeriod, Yen};
use events::{Log, Personal};
use jiff::civil::Date;
use store::Expected;

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::{Loaded, Told, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// A child of this ledger by the award that counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Awarded {
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
}

/// Whom a household takes in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kin {
    /// A recipient.
    Recipient(Awarded),
    /// A child whose application is not decided yet.
    Applicant(ApplicationId),
}

impl Kin {
    /// The person.
    pub const fn person(self) -> SubjectId {
        match self {
            Self::Recipient(awarded) => SubjectId(awarded.recipient.0),
            Self::Applicant(application) => SubjectId(application.0),
        }
    }

    const fn part(self) -> Part {
        match self {
            Self::Recipient(awarded) => Part::Recipient { award: awarded.award },
            Self::Applicant(application) => Part::Applicant { application },
        }
    }
}

/// Somebody entitled under 指定難病, by the certificate that was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutsideInput {
    /// Who.
    pub person: OutsidePerson,
    /// 個人の自己負担上限月額.
    pub cap: Yen,
    /// 有効期間.
    pub validity: ValidityPeriod,
}

/// A household with everything a screen shows of it.
#[derive(Clone, Debug)]
pub struct HouseholdFile {
    /// Its id.
    pub id: HouseholdId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub household: Household,
    /// Those who stand in no ledger.
    pub people: BTreeMap<SubjectId, Personal<OutsidePerson>>,
}

impl Acts {
    /// The household somebody belongs to: a recipient, an application, or a person outside.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn household_of(&self, person: SubjectId) -> Result<Option<HouseholdId>, ActError> {
        Ok(self.load::<Membership, MembershipEvent>(stream_of(person)).await?.aggregate.household())
    }

    /// A household, opened.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn household(&self, id: HouseholdId) -> Result<HouseholdFile, ActError> {
        let mut told = self.told::<HouseholdEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        if told.is_empty() {
            return Err(ActError::NotFound);
        }
        let mut file = HouseholdFile { id, version: 0, household: Household::default(), people: BTreeMap::new() };
        for Told { event, envelope } in told {
            if let HouseholdEvent::MemberRecorded(event) = &event
                && let Some(person) = &event.person
            {
                file.people.insert(event.member, person.clone());
            }
            file.household.apply(casework::Fact { event, by: envelope.actor_id });
            file.version = envelope.stream_version;
        }
        Ok(file)
    }

    /// 同じ世帯とする: two children who are insured together. Whichever of the two has a household takes the other in.
    ///
    /// # Errors
    /// [`ActError`]; [`HouseholdRefusal::AnotherInsurance`] where the records contradict it.
    pub async fn link_kin(
        &self,
        request: &Request,
        one: Kin,
        other: Kin,
        checked: bool,
    ) -> Result<(HouseholdId, Done), ActError> {
        let found = HouseholdId(derived(request.command_id, "household"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((self.household_of(one.person()).await?.unwrap_or(found), (&done).into()));
        }
        self.insured_together(one, other, checked).await?;
        let homes = (self.household_of(one.person()).await?, self.household_of(other.person()).await?);
        let id = match homes {
            (Some(one), Some(other)) if one != other => return Err(Refusal::from(HouseholdRefusal::InAnotherHousehold).into()),
            (Some(id), _) | (None, Some(id)) => id,
            (None, None) => found,
        };
        let mut loaded = self.load::<Household, HouseholdEvent>(id.0).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let mut joined = false;
        for kin in [one, other] {
            if loaded.aggregate.member(kin.person()).is_none() {
                let record = record(kin.person(), kin.part(), request.today);
                self.enter(&mut submission, request, (id, &mut loaded), HouseholdCommand::Record(Box::new(record)), None).await?;
                joined = true;
            }
        }
        if !joined {
            return Err(Refusal::NothingChanged.into());
        }
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((id, (&done).into()))
    }

    /// 指定難病の受給者を世帯に記録する, or a new cap or validity of one who is there.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn record_outside(
        &self,
        request: &Request,
        child: Kin,
        input: OutsideInput,
    ) -> Result<(HouseholdId, Done), ActError> {
        let found = HouseholdId(derived(request.command_id, "household"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((self.household_of(child.person()).await?.unwrap_or(found), (&done).into()));
        }
        let mut submission = Submission::new(self, Log::Casework, request);
        let id = self.household_of(child.person()).await?.unwrap_or(found);
        let mut loaded = self.load::<Household, HouseholdEvent>(id.0).await?;
        if loaded.version > 0 {
            still_as_seen(request, loaded.version)?;
        }
        self.enter_outside(&mut submission, request, (id, &mut loaded), child, input).await?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((id, (&done).into()))
    }

    /// Puts a person outside, and where needed the child, into a household that is being put together.
    pub(crate) async fn enter_outside(
        &self,
        submission: &mut Submission,
        request: &Request,
        (id, loaded): (HouseholdId, &mut Loaded<Household>),
        child: Kin,
        input: OutsideInput,
    ) -> Result<(), ActError> {
        let today = request.today;
        if loaded.aggregate.member(child.person()).is_none() {
            let child = HouseholdCommand::Record(Box::new(record(child.person(), child.part(), today)));
            self.enter(submission, request, (id, loaded), child, None).await?;
        }
        let member = self.outside_id(&input.person);
        let key = match self.parts().ring.key_of(self.pool(), member).await? {
            Some(key) => key,
            None => submission.new_key(member.0)?,
        };
        let part = Part::Outside { cap: input.cap, validity: input.validity };
        let record = RecordMember { person: Some(Personal::Open(input.person)), ..record(member, part, today) };
        self.enter(submission, request, (id, loaded), HouseholdCommand::Record(Box::new(record)), Some(key)).await
    }

    /// 世帯から外す.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn leave_household(&self, request: &Request, id: HouseholdId, left: MemberLeft) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load::<Household, HouseholdEvent>(id.0).await?;
        still_as_seen(request, loaded.version)?;
        let command = HouseholdCommand::Leave { left, today: request.today };
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let (stream, expected, on) = (id.0, Expected::Exactly(loaded.version), request.today);
        submission.add(Addition { stream, expected, key: None, effective_on: on, cause: None, facts })?;
        self.belong(&mut submission, request, Changed { member: left.member, household: None }).await?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// With an approval: the household of the child, or of its application, knows the new award from the same moment.
    pub(crate) async fn household_follows(
        &self,
        submission: &mut Submission,
        request: &Request,
        (application, awarded): (ApplicationId, Awarded),
    ) -> Result<(), ActError> {
        let (applicant, recipient) = (SubjectId(application.0), SubjectId(awarded.recipient.0));
        let as_applicant = self.household_of(applicant).await?;
        let Some(id) = self.household_of(recipient).await?.or(as_applicant) else { return Ok(()) };
        let mut loaded = self.load::<Household, HouseholdEvent>(id.0).await?;
        let follow = RecordMember {
            instead_of: as_applicant.map(|_| applicant),
            ..record(recipient, Part::Recipient { award: awarded.award }, request.today)
        };
        self.enter(submission, request, (id, &mut loaded), HouseholdCommand::Follow(Box::new(follow)), None).await
    }

    async fn enter(
        &self,
        submission: &mut Submission,
        request: &Request,
        (id, loaded): (HouseholdId, &mut Loaded<Household>),
        command: HouseholdCommand,
        key: Option<KeyId>,
    ) -> Result<(), ActError> {
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let member = facts.first().and_then(|fact| match &fact.event {
            HouseholdEvent::MemberRecorded(event) => Some(event.member),
            HouseholdEvent::MemberLeft(_) => None,
        });
        let (stream, expected, effective_on) = (id.0, Expected::Exactly(loaded.version), request.today);
        submission.add(Addition { stream, expected, key, effective_on, cause: None, facts })?;
        match member {
            Some(member) => self.belong(submission, request, Changed { member, household: Some(id) }).await,
            None => Ok(()),
        }
    }

    /// Says to which household the person belongs from now on; where that is so already, nothing is said.
    async fn belong(&self, submission: &mut Submission, request: &Request, changed: Changed) -> Result<(), ActError> {
        let stream = stream_of(changed.member);
        let mut loaded = self.load::<Membership, MembershipEvent>(stream).await?;
        if loaded.aggregate.household() == changed.household {
            return Ok(());
        }
        let facts = decide(&mut loaded.aggregate, (request.actor.id, changed)).await?;
        let (expected, effective_on) = (Expected::Exactly(loaded.version), request.today);
        submission.add(Addition { stream, expected, key: None, effective_on, cause: None::<EventId>, facts }).map(drop)
    }

    /// A person outside has the same id wherever the number is entered; nobody without the key of claims can go from one to the other.
    pub(crate) fn outside_id(&self, person: &OutsidePerson) -> SubjectId {
        let claim = self.parts().pepper.claim("intractable_number", person.number.to_string().as_bytes());
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(claim.key) {
            *to = from;
        }
        SubjectId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    async fn insured_together(&self, one: Kin, other: Kin, checked: bool) -> Result<(), ActError> {
        let (one, other) = (self.form_of(one).await?, self.form_of(other).await?);
        let refusal = match together(&one.insurance, &other.insurance) {
            Together::Yes => return Ok(()),
            Together::Unknown(_) if checked => return Ok(()),
            Together::Unknown(open) => HouseholdRefusal::InsuranceUnknown(open.join("、")),
            Together::No(differ) => HouseholdRefusal::AnotherInsurance(differ.join("、")),
        };
        Err(Refusal::from(refusal).into())
    }

    /// The form that speaks of somebody last.
    async fn form_of(&self, kin: Kin) -> Result<events::application::ApplicationForm, ActError> {
        let application = match kin {
            Kin::Applicant(application) => application,
            Kin::Recipient(awarded) => {
                let starting = self.starting(awarded.award).await?;
                if starting.standing.recipient != awarded.recipient {
                    return Err(ActError::NotFound);
                }
                starting.granted.application
            }
        };
        self.case(application, None).await?.form.open().cloned().ok_or(ActError::Erased)
    }
}

fn record(member: SubjectId, part: Part, today: Date) -> RecordMember {
    RecordMember { member, part, since: today, instead_of: None, person: None, today }
}
