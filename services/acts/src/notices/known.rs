//! What the ledger knows when a notice is judged: the award, the person, the certificate that is out; each with its version, so that what
//! is decided on them is appended only while they stand as they were.

use casework::award::{Award, Standing as AwardStanding};
use casework::certificate::Certificate;
use casework::notice::{NoticeRefusal, Standing};
use events::award::AwardEvent;
use events::certificate::CertificateEvent;
use events::ids::{AwardId, CertificateId, RecipientId};
use events::vocabulary::OfficeCode;
use jiff::civil::Date;

use crate::issue::certificate_of;
use crate::load::Loaded;
use crate::{ActError, Acts, Person};

/// The newest certificate of an award.
pub(crate) struct Newest {
    pub(crate) id: CertificateId,
    pub(crate) copy: u32,
    pub(crate) loaded: Loaded<Certificate>,
}

/// What the ledger knows.
pub struct Known {
    /// The recipient.
    pub person: Person,
    /// The award, as it stands.
    pub award: AwardStanding,
    /// For the checks.
    pub standing: Standing,
    pub(crate) award_id: AwardId,
    pub(crate) award_loaded: Loaded<Award>,
    pub(crate) certificate: Newest,
}

impl Acts {
    /// The newest certificate of an award: the first that no other has replaced.
    pub(crate) async fn newest_certificate(&self, award: AwardId) -> Result<Newest, ActError> {
        let mut copy = 1;
        loop {
            let id = certificate_of(award, copy);
            let loaded = self.load::<Certificate, CertificateEvent>(id.0).await?;
            if !loaded.aggregate.is_replaced() {
                return Ok(Newest { id, copy, loaded });
            }
            copy += 1;
        }
    }

    /// What is known of an award and its recipient, for a notice filed on a day.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where the award is not this recipient's.
    pub async fn known(&self, recipient: RecipientId, award: AwardId, filed_on: Date) -> Result<Known, ActError> {
        let award_loaded = self.load::<Award, AwardEvent>(award.0).await?;
        let known = award_loaded.aggregate.standing().filter(|known| known.recipient == recipient).ok_or(ActError::NotFound)?;
        let person = self.person_of_award(recipient, award, known.application).await?;
        let certificate = self.newest_certificate(award).await?;
        let masters = self.masters().await?;
        let adult_age = masters.program.at("adult.age", filed_on).and_then(|row| u16::try_from(row.value.value).ok());
        let standing = Standing {
            start: known.validity.start(),
            end: known.validity.end(),
            ended: known.ended.is_some_and(|ground| !ground.ran_out()) || known.replaced_by.is_some(),
            birth_date: person.birth_date,
            adult_age: adult_age.unwrap_or(18),
            name: person.name.clone(),
            residence: person.residence.clone(),
            guardian: person.guardian.clone(),
            insurance: person.insurance.clone(),
            proxy: person.recipient.proxy(),
            registrant: person.recipient.is_registrant() || self.granted_as_registrant(award).await?,
            certificate: certificate.loaded.aggregate.counts(),
        };
        Ok(Known { person, award: known, standing, award_id: award, award_loaded, certificate })
    }

    async fn granted_as_registrant(&self, award: AwardId) -> Result<bool, ActError> {
        let told = self.told::<AwardEvent>(events::Log::Casework, award.0, 0).await?;
        Ok(told.first().is_some_and(|told| matches!(&told.event, AwardEvent::Granted(granted) if granted.registrant_certificate)))
    }

    /// 管轄事務所 of the place where the recipient lives.
    pub(crate) async fn responsible_office(
        &self,
        municipality: events::vocabulary::MunicipalityCode,
        on: Date,
    ) -> Result<OfficeCode, ActError> {
        let masters = self.masters().await?;
        let row = masters.municipalities.at(&municipality.to_string(), on);
        row.map(|row| row.value.office).ok_or_else(|| casework::Refusal::from(NoticeRefusal::OutsideThePrefecture).into())
    }
}
