//! What goes out on paper: a certificate with each award and for each one that was voided, a letter for each decision. Nothing is rendered; what
//! stands in the events of a digest is made from the ids.

use casework::certificate::{Certificate, MakeCertificate};
use casework::letter::{Letter, LetterCommand};
use casework::register::Register;
use cqrs_es::Aggregate;
use events::certificate::{Issued, IssuedDocument, VoidGround, Voided};
use events::ids::{ApplicationId, ArtifactId, AwardId, CertificateId, CommandId, EventId, NoticeId, RecipientId};
use events::letter::LetterKind;
use events::{Actor, Event};
use futures::FutureExt as _;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Year, YearError};
use crate::ids::derived;
use crate::issue::certificate_of;
use crate::letters::letter_of;
use crate::load::decide;
use crate::register::{LARGEST_OF_A_YEAR, fiscal_year};

/// The newest certificate of an award.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper {
    pub(super) certificate: Certificate,
    pub(super) copy: u32,
    /// It is in a run.
    pub(super) printing: bool,
}

impl Paper {
    /// Where its stream is.
    pub(super) fn id(self, award: AwardId) -> CertificateId {
        certificate_of(award, self.copy)
    }
}

/// A digest that stands for the bytes of a document.
pub(super) fn digest(id: Uuid) -> String {
    hex::encode(Sha256::digest(id.as_bytes()))
}

fn document(of: Uuid, name: &str) -> IssuedDocument {
    let artifact = ArtifactId(derived(CommandId(of), name));
    IssuedDocument { document: name.to_owned(), artifact, sha256: digest(artifact.0) }
}

impl Year {
    /// Lets an aggregate outside of the stories decide. They wait for nothing.
    pub(super) fn decide<A: Aggregate<Services = ()>>(
        &self,
        aggregate: &mut A,
        command: impl Into<A::Command>,
    ) -> Result<Vec<A::Event>, YearError>
    where
        A::Error: std::fmt::Display,
    {
        let decided = decide(aggregate, command).now_or_never().ok_or_else(|| self.stuck("an aggregate waits"))?;
        decided.map_err(|refused| self.stuck(refused))
    }

    /// 受給者証を作成する: the first of an award, or the next after one that was voided.
    pub(super) fn issue(&mut self, award: AwardId) -> Result<(), YearError> {
        let copy = self.papers.get(&award).map_or(1, |paper| paper.copy + 1);
        let Some((recipient, application)) = self.holder(award) else { return Ok(()) };
        let program = Actor::program("certificates");
        let id = certificate_of(award, copy);
        let documents = vec![document(id.0, "certificate"), document(id.0, "cap_sheet")];
        let (issued_on, fonts, seal) = (self.today, Vec::new(), None);
        let issued = Issued { award, recipient, application, issued_on, copy, documents, fonts, seal };
        let mut certificate = Certificate::default();
        let command = MakeCertificate::Issue { by: program.id, issued: Box::new(issued) };
        for fact in self.decide(&mut certificate, command)? {
            self.world.tell(id.0, &program, self.today, Event::from(fact.event));
        }
        self.papers.insert(award, Paper { certificate, copy, printing: false });
        self.keep();
        Ok(())
    }

    /// 受給者証を無効にする, within the act that leads to it.
    pub(super) fn void(
        &mut self,
        award: AwardId,
        ground: VoidGround,
        notice: Option<NoticeId>,
        replaced: bool,
    ) -> Result<(), YearError> {
        let Some((recipient, application)) = self.holder(award) else { return Ok(()) };
        let Some(mut paper) = self.papers.get(&award).copied() else { return Ok(()) };
        let hand = self.world.log().last().map(|told| told.who.clone()).ok_or_else(|| self.stuck("nobody voids"))?;
        let (copy, on) = (paper.copy, self.today);
        let voided = Voided { award, recipient, application, copy, on, ground, notice, replaced };
        for fact in self.decide(&mut paper.certificate, MakeCertificate::Void { by: hand.id, voided })? {
            self.world.tell(paper.id(award).0, &hand, self.today, Event::from(fact.event));
        }
        self.papers.insert(award, paper);
        Ok(())
    }

    fn holder(&self, award: AwardId) -> Option<(RecipientId, ApplicationId)> {
        self.world.award(award)?.standing().map(|standing| (standing.recipient, standing.application))
    }

    /// The letter about the newest event of a type in the newest act.
    pub(super) fn letter(&mut self, case: &str, kind: LetterKind, event_type: &str) -> Result<(), YearError> {
        let of = self.said(event_type);
        self.letter_of(case, kind, of)
    }

    /// 通知文書を作成する.
    pub(super) fn letter_of(&mut self, case: &str, kind: LetterKind, of: Option<EventId>) -> Result<(), YearError> {
        let (of, application) = of
            .zip(self.world.application(case).map(|(id, _)| id))
            .ok_or_else(|| self.stuck(format!("{} of {case} tells of nothing", kind.code())))?;
        let (letter, program) = (letter_of(of), Actor::program("letters"));
        let register = Register::of_letters(fiscal_year(self.today).map_err(|error| self.stuck(error))?);
        let serial = self.world.number(&program, self.today, register, letter.0, LARGEST_OF_A_YEAR);
        let number = format!("見本第{}号", serial.map_err(|refused| self.stuck(refused))?);
        let (issued_on, fonts, texts) = (self.today, Vec::new(), Vec::new());
        let document = document(letter.0, kind.code());
        let issued = events::letter::Issued { application, kind, of, number, issued_on, document, fonts, texts };
        for fact in self.decide(&mut Letter::default(), (program.clone(), LetterCommand::Issue(Box::new(issued))))? {
            self.world.tell(letter.0, &program, self.today, Event::from(fact.event));
        }
        self.keep();
        Ok(())
    }
}
