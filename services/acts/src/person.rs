//! A recipient as the ledger knows it: particulars folded from its events, opened.

use casework::Refusal;
use casework::recipient::Recipient;
use cqrs_es::Aggregate as _;
use events::application::{ApplicationEvent, ApplicationForm, InsuranceDetails};
use events::ids::{ApplicationId, AwardId, RecipientId};
use events::notice::{ParticularsChange, Proxy, Residence};
use events::recipient::{Guardian, ParticularsChanged, RecipientEvent, Registered};
use events::vocabulary::{Address, FreeText, PersonName};
use events::{Log, Personal};
use jiff::civil::Date;

use crate::load::Told;
use crate::paper::Particulars;
use crate::{ActError, Acts, Case};

/// A recipient with everything that is known of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Person {
    /// The recipient.
    pub id: RecipientId,
    /// Version of the stream.
    pub version: i32,
    /// Proxy's power and registrant certificate, as they decide.
    pub recipient: Recipient,
    /// The application by which the child came into the ledger.
    pub application: ApplicationId,
    /// 氏名.
    pub name: PersonName,
    /// 生年月日.
    pub birth_date: Date,
    /// 住所.
    pub residence: Residence,
    /// 保護者.
    pub guardian: Guardian,
    /// 医療保険.
    pub insurance: InsuranceDetails,
    /// 代理人, the newest; whether the power counts says `recipient`.
    pub proxy: Option<Proxy>,
}

impl Person {
    fn begin(id: RecipientId, event: &Registered) -> Option<Self> {
        Some(Self {
            id,
            version: 0,
            recipient: Recipient::default(),
            application: event.application,
            name: event.name.open()?.clone(),
            birth_date: *event.birth_date.open()?,
            residence: Residence { address: event.address.open()?.clone(), municipality: event.municipality },
            guardian: event.guardian.open()?.clone(),
            insurance: event.insurance.open()?.clone(),
            proxy: None,
        })
    }

    /// The same after a change.
    #[must_use]
    pub fn changed(mut self, change: &ParticularsChange) -> Self {
        let ParticularsChange { name, residence, guardian, insurance } = change.clone();
        self.name = name.unwrap_or(self.name);
        self.residence = residence.unwrap_or(self.residence);
        self.guardian = guardian.unwrap_or(self.guardian);
        self.insurance = insurance.unwrap_or(self.insurance);
        self
    }

    /// A form of hers with the particulars as they are known.
    pub(crate) fn on(&self, mut form: ApplicationForm) -> ApplicationForm {
        form.child.name = self.name.clone();
        form.child.address = self.residence.address.clone();
        form.child.municipality = self.residence.municipality;
        form.applicant.name = self.guardian.name.clone();
        form.applicant.relation = self.guardian.relation;
        form.applicant.address = self.guardian.address.clone();
        form.insurance = self.insurance.clone();
        form
    }

    fn take(&mut self, event: &RecipientEvent) {
        match event {
            RecipientEvent::Registered(_) | RecipientEvent::ProxyEnded(_) | RecipientEvent::RegistrantListed(_) => {}
            RecipientEvent::ParticularsChanged(event) => {
                open_into(&mut self.name, event.name.as_ref());
                open_into(&mut self.residence.address, event.address.as_ref());
                open_into(&mut self.guardian, event.guardian.as_ref());
                open_into(&mut self.insurance, event.insurance.as_ref());
                self.residence.municipality = event.municipality.unwrap_or(self.residence.municipality);
            }
            RecipientEvent::ProxyAppointed(event) => self.proxy = event.proxy.open().cloned(),
        }
    }

    /// What stands on paper.
    pub(crate) fn particulars(&self, main_institution: Option<FreeText>) -> Particulars {
        Particulars {
            name: self.name.clone(),
            birth_date: self.birth_date,
            address: self.residence.address.clone(),
            guardian: self.guardian.clone(),
            insurance: self.insurance.clone(),
            main_institution,
        }
    }
}

fn open_into<T: Clone>(value: &mut T, told: Option<&Personal<T>>) {
    if let Some(told) = told.and_then(Personal::open) {
        *value = told.clone();
    }
}

/// What notices said last, as far as they said anything.
#[derive(Default)]
struct Newest {
    name: Option<PersonName>,
    address: Option<Address>,
    guardian: Option<Guardian>,
    insurance: Option<InsuranceDetails>,
}

impl Newest {
    fn take(&mut self, changed: &ParticularsChanged) {
        fn newer<T: Clone>(known: &mut Option<T>, told: Option<&Personal<T>>) {
            if let Some(told) = told.and_then(Personal::open) {
                *known = Some(told.clone());
            }
        }
        newer(&mut self.name, changed.name.as_ref());
        newer(&mut self.address, changed.address.as_ref());
        newer(&mut self.guardian, changed.guardian.as_ref());
        newer(&mut self.insurance, changed.insurance.as_ref());
    }

    /// What of a form is not so.
    fn missing_in(&self, form: &ApplicationForm) -> Vec<&'static str> {
        fn other<T: PartialEq>(told: Option<&T>, stands: &T) -> bool {
            told.is_some_and(|told| told != stands)
        }
        let applicant = Guardian {
            name: form.applicant.name.clone(),
            relation: form.applicant.relation,
            address: form.applicant.address.clone(),
        };
        let differs = [
            ("氏名", other(self.name.as_ref(), &form.child.name)),
            ("住所", other(self.address.as_ref(), &form.child.address)),
            ("保護者", other(self.guardian.as_ref(), &applicant)),
            ("医療保険", other(self.insurance.as_ref(), &form.insurance)),
        ];
        differs.into_iter().filter_map(|(label, differs)| differs.then_some(label)).collect()
    }
}

impl Acts {
    /// A recipient as it is known now.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none, [`ActError::Erased`] where it was erased.
    pub async fn person(&self, id: RecipientId) -> Result<Person, ActError> {
        Ok(self.person_and_events(id).await?.0)
    }

    /// A recipient as an award says it: a later award begins with what its own application told, and what was told since about that award is
    /// added.
    ///
    /// # Errors
    /// As [`Acts::person`].
    pub async fn person_of_award(&self, id: RecipientId, award: AwardId, application: ApplicationId) -> Result<Person, ActError> {
        let (mut person, told) = self.person_and_events(id).await?;
        if person.application == application {
            return Ok(person);
        }
        let case = self.case(application, None).await?;
        let Particulars { name, birth_date, address, guardian, insurance, .. } =
            Particulars::of(case.form.open().ok_or(ActError::Erased)?);
        let municipality = case.form.open().map_or(person.residence.municipality, |form| form.child.municipality);
        person = Person { name, birth_date, residence: Residence { address, municipality }, guardian, insurance, ..person };
        for event in &told {
            if matches!(event, RecipientEvent::ParticularsChanged(changed) if changed.award == Some(award)) {
                person.take(event);
            }
        }
        Ok(person)
    }

    /// Refuses a form that says otherwise than a notice that was settled after the form was filled in: the certificate would be printed with
    /// particulars of the past.
    pub(crate) async fn refuse_outdated(&self, case: &Case, recipient: RecipientId) -> Result<(), ActError> {
        let Some(form) = case.form.open() else { return Err(ActError::Erased) };
        let told = self.told::<ApplicationEvent>(Log::Casework, case.id.0, 0).await?;
        let filled_in =
            told.iter().filter(|told| matches!(told.event, ApplicationEvent::Received(_) | ApplicationEvent::Amended(_)));
        let filled_in = filled_in.map(|told| told.envelope.position).max().unwrap_or(0);
        let mut told = self.told::<RecipientEvent>(Log::Casework, recipient.0, 0).await?;
        told.retain(|told| told.envelope.position > filled_in);
        self.open_all(&mut told).await?;
        let mut newest = Newest::default();
        for Told { event, .. } in told {
            if let RecipientEvent::ParticularsChanged(changed) = event {
                newest.take(&changed);
            }
        }
        let differs = newest.missing_in(form);
        if differs.is_empty() { Ok(()) } else { Err(Refusal::OutdatedParticulars(differs.join("、")).into()) }
    }

    async fn person_and_events(&self, id: RecipientId) -> Result<(Person, Vec<RecipientEvent>), ActError> {
        let mut told = self.told::<RecipientEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        let Some(Told { event: RecipientEvent::Registered(first), .. }) = told.first() else { return Err(ActError::NotFound) };
        let mut person = Person::begin(id, first).ok_or(ActError::Erased)?;
        let mut events = Vec::with_capacity(told.len());
        for Told { event, envelope } in told {
            person.take(&event);
            person.recipient.apply(casework::Fact { event: event.clone(), by: envelope.actor_id });
            person.version = envelope.stream_version;
            events.push(event);
        }
        Ok((person, events))
    }
}
