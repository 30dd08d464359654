//! 受給者証を作成する: rendered once from what the award says, kept sealed, told in the log. Called after the approval and by the worker
//! for whatever was left behind; doing it again does nothing.

use casework::Refusal;
use casework::award::Award;
use casework::certificate::{Certificate, MakeCertificate};
use casework::rules::Determination;
use cqrs_es::Aggregate as _;
use documents::{Document, Imprint, Printed, Printer};
use events::application::{ApplicationEvent, Conclusion};
use events::award::{AwardEvent, Granted, Right};
use events::certificate::{CertificateEvent, IssueStopped, Issued, IssuedDocument, VoidGround, Voided};
use events::ids::{ArtifactId, AwardId, CertificateId, CommandId, CorrelationId, KeyId};
use events::vocabulary::{FreeText, wareki};
use events::{Actor, EventSet as _, Log, Personal};
use jiff::civil::Date;
use store::{Expected, NewArtifact, Recorded};

use crate::ids::derived;
use crate::load::{Loaded, Told, decide};
use crate::notices::Newest;
use crate::paper::{Granting, Sheets, sheets};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Person, Request};

/// What became of a certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Issue {
    /// It was made.
    Issued {
        /// The certificate.
        certificate: CertificateId,
        /// Position of the event.
        position: i64,
    },
    /// It cannot be made; sentences for the office, personal and never logged.
    Stopped {
        /// What is wrong.
        faults: Vec<String>,
    },
}

/// The certificate of an award, by its copy (枚数目) from 1.
pub(crate) fn certificate_of(award: AwardId, copy: u32) -> CertificateId {
    CertificateId(derived(CommandId(award.0), &format!("certificate/{copy}")))
}

/// Why a certificate is due: the award for the first, the voiding of the one before for each later.
struct Cause {
    envelope: Recorded,
    /// 交付日.
    on: Date,
    /// Why the one before was voided.
    ground: Option<VoidGround>,
}

impl Cause {
    /// What the card says about itself.
    fn mark(&self, sheets: &mut Sheets, copy: u32) {
        let Some(ground) = self.ground else { return };
        sheets.certificate.reissue = ground.marks_reissue();
        sheets.certificate.issued_on = wareki::long(self.on);
        sheets.certificate.serial = sheets.certificate.serial.take().map(|serial| format!("{serial}（{copy}枚目）"));
        sheets.certificate.remarks.push(format!("{}により、前の受給者証（{}枚目まで）は無効です。", ground.label(), copy - 1));
        // The decision was explained with the first certificate.
        sheets.calculation = None;
    }
}

impl Acts {
    /// 受給者証を作成する: the newest that is due, the first of the award or the one that takes the place of a voided one. The second call finds
    /// what the first made.
    ///
    /// # Errors
    /// [`ActError`]; the certificate is then still to be made. [`ActError::NotFound`] where none is due any more.
    pub async fn issue_certificate(&self, award: AwardId, correlation: CorrelationId) -> Result<Issue, ActError> {
        let newest = self.newest_certificate(award).await?;
        if newest.loaded.aggregate.is_issued() {
            return Ok(Issue::Issued { certificate: newest.id, position: self.issued_at(newest.id).await? });
        }
        let issuing = self.issuing(award, newest, correlation).await?;
        let Granted { recipient, application, .. } = issuing.granted;
        let person = self.person_of_award(recipient, award, application).await?;
        let mut sheets = self.sheets_for(award, &person).await?;
        issuing.cause.mark(&mut sheets, issuing.copy);
        sheets.number(issuing.certificate)?;
        let seal = self.seal_on(issuing.cause.on).await?;
        sheets.certificate.seal = seal.iter().map(|(_, image)| image.bytes().to_vec()).collect();
        let faults = self.faults(&sheets);
        if !faults.is_empty() {
            return issuing.stop(faults.into_iter().map(|fault| fault.sentence).collect()).await;
        }
        issuing.make(sheets, seal.map(|(version, _)| version)).await
    }

    async fn issuing(&self, award: AwardId, newest: Newest, correlation: CorrelationId) -> Result<Issuing<'_>, ActError> {
        let mut told = self.told::<AwardEvent>(Log::Casework, award.0, 0).await?;
        self.open_all(&mut told).await?;
        // Nobody needs the paper of a right that a family gave back or that was taken back, unless that was a mistake.
        let over = told.iter().fold(false, |over, told| match &told.event {
            AwardEvent::Ended(ended) => over || ended.notice.is_some(),
            AwardEvent::Revoked(_) | AwardEvent::TakenBack(_) => true,
            AwardEvent::Corrected(_) => false,
            _ => over,
        });
        if over {
            return Err(ActError::NotFound);
        }
        let Some(Told { event: AwardEvent::Granted(granted), envelope }) = told.into_iter().next() else {
            return Err(ActError::NotFound);
        };
        let Newest { id: certificate, copy, loaded } = newest;
        let cause = match copy.checked_sub(1).filter(|before| *before > 0) {
            None => Cause { envelope, on: granted.decided_on, ground: None },
            Some(before) => {
                let told = self.told::<CertificateEvent>(Log::Casework, certificate_of(award, before).0, 0).await?;
                match told.into_iter().next_back() {
                    Some(Told { event: CertificateEvent::Voided(voided), envelope }) => {
                        Cause { envelope, on: voided.on, ground: Some(voided.ground) }
                    }
                    _ => return Err(ActError::NotFound),
                }
            }
        };
        let key = self.key_of(granted.recipient.0).await?;
        Ok(Issuing { acts: self, certificate, award, copy, granted, cause, key, loaded, correlation })
    }

    /// Position at which a certificate was issued.
    async fn issued_at(&self, certificate: CertificateId) -> Result<i64, ActError> {
        let told = self.told::<CertificateEvent>(Log::Casework, certificate.0, 0).await?;
        Ok(told.last().map_or(0, |told| told.envelope.position))
    }

    /// What is printed for an award, were the person this one.
    pub(crate) async fn sheets_for(&self, award: AwardId, person: &Person) -> Result<Sheets, ActError> {
        let mut told = self.told::<AwardEvent>(Log::Casework, award.0, 0).await?;
        self.open_all(&mut told).await?;
        let Some(Told { event: AwardEvent::Granted(granted), .. }) = told.first() else { return Err(ActError::NotFound) };
        let mut standing = Award::default();
        for Told { event, envelope } in &told {
            standing.apply(casework::Fact { event: event.clone(), by: envelope.actor_id });
        }
        let standing = standing.standing().ok_or(ActError::NotFound)?;
        self.sheets_of(granted, Right { validity: standing.validity, ..standing.right }, person).await
    }

    async fn sheets_of(&self, granted: &Granted, right: Right, person: &Person) -> Result<Sheets, ActError> {
        let main_institution = granted.main_institution.as_ref().and_then(|institution| institution.open().cloned());
        let particulars = person.particulars(main_institution);
        let determination: Determination = serde_json::from_value(granted.determination.open().cloned().ok_or(ActError::Erased)?)
            .map_err(|error| ActError::internal(&error))?;
        let application = self.told::<ApplicationEvent>(Log::Casework, granted.application.0, 0).await?;
        let receipt_number = application.first().and_then(|told| match &told.event {
            ApplicationEvent::Received(received) => Some(received.receipt_number),
            _ => None,
        });
        let decision_number = application.iter().find_map(|told| match &told.event {
            ApplicationEvent::Approved(approved) => approved.number,
            _ => None,
        });
        let Right { validity, tier, severity, haemophilia, monthly_cap } = right;
        let conclusion = Conclusion { validity, tier, severity, haemophilia, monthly_cap, ..granted.conclusion.clone() };
        let granting = Granting {
            conclusion: &conclusion,
            recipient_number: granted.recipient_number.to_string(),
            receipt_number,
            diseases: &granted.diseases,
            registrant_certificate: granted.registrant_certificate || person.recipient.is_registrant(),
            decided_on: granted.decided_on,
            kind: granted.kind.label(),
            determination: Some(&determination),
            decision_number,
        };
        // As the masters were known at the decision, so that the paper says the same whenever it is made.
        let now = self.masters().await?;
        let masters = now.known_up_to(granted.conclusion.known_up_to);
        // Nobody was named in the masters that an award knew before they held an authority.
        let authority =
            masters.authority(granted.decided_on).or_else(|_| now.authority(granted.decided_on)).map_err(Refusal::from)?;
        Ok(sheets(&particulars, &granting, authority, &masters))
    }

    /// An issued document, as it went out.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none; [`ActError::Erased`] where the person was erased.
    pub async fn artifact(&self, artifact: ArtifactId) -> Result<Vec<u8>, ActError> {
        let kept = store::open_artifact(self.pool(), &self.parts().ring, artifact).await?.ok_or(ActError::NotFound)?;
        kept.bytes.ok_or(ActError::Erased)
    }

    /// Awards after a position whose newest certificate was neither made nor stopped, and the position up to which was looked.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn awards_without_certificate(&self, after: i64, limit: i64) -> Result<(Vec<AwardId>, i64), ActError> {
        let page = store::page(self.pool(), Log::Casework, after, limit).await?;
        let looked = page.last().map_or(after, |last| last.position);
        let mut due = Vec::new();
        for event in &page {
            match event.event_type.as_str() {
                "award.granted" => due.push((AwardId(event.stream_id), 1)),
                "certificate.voided" => {
                    let voided = CertificateEvent::decode(&event.event_type, event.schema_version, &event.payload)?;
                    if let CertificateEvent::Voided(Voided { award, copy, replaced: true, .. }) = voided {
                        due.push((award, copy + 1));
                    }
                }
                _ => {}
            }
        }
        let certificates: Vec<uuid::Uuid> = due.iter().map(|(award, copy)| certificate_of(*award, *copy).0).collect();
        let begun: Vec<uuid::Uuid> =
            sqlx::query_scalar("SELECT stream_id FROM es.streams WHERE log = $1 AND stream_id = ANY($2)")
                .bind(Log::Casework.number())
                .bind(certificates)
                .fetch_all(self.pool())
                .await?;
        due.retain(|(award, copy)| !begun.contains(&certificate_of(*award, *copy).0));
        Ok((due.into_iter().map(|(award, _)| award).collect(), looked))
    }
}

struct Issuing<'a> {
    acts: &'a Acts,
    certificate: CertificateId,
    award: AwardId,
    copy: u32,
    granted: Granted,
    cause: Cause,
    key: KeyId,
    loaded: Loaded<Certificate>,
    correlation: CorrelationId,
}

impl Issuing<'_> {
    async fn make(self, sheets: Sheets, seal: Option<u32>) -> Result<Issue, ActError> {
        let (event, recorded_at) = (self.cause.envelope.event_id, self.cause.envelope.recorded_at);
        let printer = std::sync::Arc::clone(&self.acts.parts().printer);
        let rendering = tokio::task::spawn_blocking(move || {
            let imprint = Imprint { ident: event.to_string(), recorded_at };
            print_all(&printer, &sheets, &imprint)
        });
        let papers = match rendering.await.map_err(|error| ActError::internal(&error))? {
            Ok(papers) => papers,
            // Something that only printing shows, such as a text that does not fit.
            Err(error @ (documents::PrintError::TooLong { .. } | documents::PrintError::Glyphs { .. })) => {
                return self.stop(vec![error.to_string()]).await;
            }
            Err(error) => return Err(ActError::internal(&error)),
        };
        let mut documents = Vec::with_capacity(papers.len());
        let mut fonts: Vec<String> = Vec::new();
        for (document, printed) in papers {
            let artifact_id = ArtifactId(derived(CommandId(event.0), document));
            let new = NewArtifact { artifact_id, kind: document, key_id: self.key };
            let parts = self.acts.parts();
            let digest = store::keep_artifact(self.acts.pool(), &parts.ring, parts.entropy.as_ref(), new, &printed.pdf).await?;
            documents.push(IssuedDocument { document: document.to_owned(), artifact: artifact_id, sha256: hex::encode(digest) });
            fonts.extend(printed.fonts.into_iter().map(|font| font.sha256));
        }
        fonts.sort();
        fonts.dedup();
        let issued = Issued {
            award: self.award,
            recipient: self.granted.recipient,
            application: self.granted.application,
            issued_on: self.cause.on,
            copy: self.copy,
            documents,
            fonts,
            seal,
        };
        let certificate = self.certificate;
        let by = program().id;
        match self.tell(MakeCertificate::Issue { by, issued: Box::new(issued) }).await? {
            Some(position) => Ok(Issue::Issued { certificate, position }),
            None => Err(ActError::Internal),
        }
    }

    async fn stop(self, faults: Vec<String>) -> Result<Issue, ActError> {
        let why: String = faults.join("\n").chars().take(FreeText::LONGEST).collect();
        let why = FreeText::parse(&why).map_err(|error| ActError::internal(&error))?;
        let stopped = IssueStopped { award: self.award, application: self.granted.application, why: Personal::Open(why) };
        let by = program().id;
        self.tell(MakeCertificate::Stop { by, stopped: Box::new(stopped) }).await?;
        Ok(Issue::Stopped { faults })
    }

    /// Appends; none where there is no news. Where another process was faster, its event is the answer.
    async fn tell(mut self, command: MakeCertificate) -> Result<Option<i64>, ActError> {
        let facts = decide(&mut self.loaded.aggregate, command).await?;
        if facts.is_empty() {
            return Ok(None);
        }
        let request = Request {
            command_id: CommandId(derived(CommandId(self.cause.envelope.event_id.0), &format!("issue/{}", self.loaded.version))),
            correlation_id: self.correlation,
            actor: program(),
            trace_context: self.cause.envelope.trace_context.clone(),
            today: self.cause.on,
            seen_version: None,
        };
        let mut submission = Submission::new(self.acts, Log::Casework, &request);
        submission.add(Addition {
            stream: self.certificate.0,
            expected: Expected::Exactly(self.loaded.version),
            key: Some(self.key),
            effective_on: self.cause.on,
            cause: Some(self.cause.envelope.event_id),
            facts,
        })?;
        match submission.commit().await {
            Ok(done) => Ok(Some(done.last_position)),
            Err(Unwritten::Moved { .. }) => {
                let now = self.acts.load::<Certificate, CertificateEvent>(self.certificate.0).await?;
                if !now.aggregate.is_issued() {
                    return Ok(None);
                }
                Ok(Some(self.acts.issued_at(self.certificate).await?))
            }
            Err(other) => Err(other.seen_at(self.loaded.version)),
        }
    }
}

fn program() -> Actor {
    Actor::program("certificates")
}

fn print_all(
    printer: &Printer,
    sheets: &Sheets,
    imprint: &Imprint,
) -> Result<Vec<(&'static str, Printed)>, documents::PrintError> {
    let mut papers = vec![
        (documents::Certificate::NAME, printer.print(&sheets.certificate, imprint)?),
        (documents::CapSheet::NAME, printer.print(&sheets.cap_sheet, imprint)?),
    ];
    if let Some(calculation) = &sheets.calculation {
        papers.push((documents::CalculationSheet::NAME, printer.print(calculation, imprint)?));
    }
    printer.end_batch();
    Ok(papers)
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;

    use super::*;
    use crate::tests::stage::{Stage, request};

    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn a_stopped_certificate_is_made_when_it_is_tried_again(test: PgPool) {
        let stage = Stage::set(&test).await;
        let case = stage.examined().await;
        let approving = request(&stage.approver);
        stage.acts.decide_approval(&approving, case, None, &[]).await.unwrap();
        let (open, _) = stage.acts.awards_without_certificate(0, 100_000).await.unwrap();
        let award = open[0];
        // As on a machine whose fonts lack a character that the approval found elsewhere.
        let nothing = stage.acts.newest_certificate(award).await.unwrap();
        let issuing = stage.acts.issuing(award, nothing, approving.correlation_id).await.unwrap();
        let stopped = issuing.stop(vec!["氏名の1文字目は印字できません。".to_owned()]).await.unwrap();
        assert!(matches!(stopped, Issue::Stopped { .. }));
        assert!(
            stage.acts.awards_without_certificate(0, 100_000).await.unwrap().0.is_empty(),
            "the worker leaves it to the office"
        );

        let again = stage.acts.issue_certificate(award, approving.correlation_id).await.unwrap();
        assert!(matches!(again, Issue::Issued { .. }), "{again:?}");
        let types: Vec<String> =
            sqlx::query_scalar("SELECT event_type FROM es.events WHERE stream_type = 'certificate' ORDER BY position")
                .fetch_all(&test)
                .await
                .unwrap();
        assert_eq!(types, ["certificate.issue_stopped", "certificate.issued"]);
    }
}
