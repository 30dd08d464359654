//! A certificate (受給者証): issued once; stopped as often as something cannot be printed, until it can; voided once, and where another is
//! to take its place, that one begins from there.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::certificate::{CertificateEvent, IssueStopped, Issued, Voided};
use events::ids::StaffId;
use serde::{Deserialize, Serialize};

use crate::{Fact, Refusal};

/// A certificate, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told by an event of its own")]
pub struct Certificate {
    issued: bool,
    stopped: bool,
    voided: bool,
    replaced: bool,
}

/// What became of making the documents.
#[derive(Clone, PartialEq, Debug)]
pub enum MakeCertificate {
    /// They were made.
    Issue {
        /// Who acts.
        by: StaffId,
        /// What was made.
        issued: Box<Issued>,
    },
    /// They cannot be made.
    Stop {
        /// Who acts.
        by: StaffId,
        /// Why.
        stopped: Box<IssueStopped>,
    },
    /// It counts no longer.
    Void {
        /// Who acts.
        by: StaffId,
        /// Why, and whether another takes its place.
        voided: Voided,
    },
}

impl Certificate {
    /// Whether it was issued.
    pub const fn is_issued(self) -> bool {
        self.issued
    }

    /// Whether it was issued and counts.
    pub const fn counts(self) -> bool {
        self.issued && !self.voided
    }

    /// Whether it was voided and none takes its place.
    pub const fn is_void(self) -> bool {
        self.voided && !self.replaced
    }

    /// Whether another one takes its place.
    pub const fn is_replaced(self) -> bool {
        self.replaced
    }

    /// Whether issuing it is stopped.
    pub const fn is_stopped(self) -> bool {
        self.stopped
    }
}

impl Aggregate for Certificate {
    const TYPE: &'static str = "certificate";
    type Command = MakeCertificate;
    type Event = Fact<CertificateEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: MakeCertificate, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let fact = match command {
            MakeCertificate::Void { by, voided } if self.counts() => Fact::new(voided, by),
            // An award that was ended by mistake goes on: its voided card stays void, and another one takes its place.
            MakeCertificate::Void { by, voided } if self.voided && !self.replaced && voided.replaced => Fact::new(voided, by),
            MakeCertificate::Void { .. } => return Err(Refusal::NoCertificateToVoid),
            _ if self.issued => return Err(Refusal::AlreadyIssued),
            MakeCertificate::Issue { by, issued } => Fact::new(*issued, by),
            // It is stopped already: saying so again would be no news.
            MakeCertificate::Stop { .. } if self.stopped => return Ok(()),
            MakeCertificate::Stop { by, stopped } => Fact::new(*stopped, by),
        };
        sink.write(fact, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<CertificateEvent>) {
        match fact.event {
            CertificateEvent::Issued(_) => (self.issued, self.stopped) = (true, false),
            CertificateEvent::IssueStopped(_) => self.stopped = true,
            CertificateEvent::Voided(event) => (self.voided, self.replaced) = (true, event.replaced),
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::Personal;
    use events::ids::{ApplicationId, AwardId, RecipientId};
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{TODAY, text};

    const BY: StaffId = StaffId(Uuid::from_u128(1));

    fn issued() -> Issued {
        Issued {
            award: AwardId(Uuid::from_u128(2)),
            recipient: RecipientId(Uuid::from_u128(3)),
            application: ApplicationId(Uuid::from_u128(4)),
            issued_on: TODAY,
            copy: 1,
            documents: Vec::new(),
            fonts: Vec::new(),
            seal: None,
        }
    }

    fn stopped() -> IssueStopped {
        let why = Personal::Open(text("氏名の1文字目"));
        IssueStopped { award: AwardId(Uuid::from_u128(2)), application: ApplicationId(Uuid::from_u128(4)), why }
    }

    fn issue() -> MakeCertificate {
        MakeCertificate::Issue { by: BY, issued: Box::new(issued()) }
    }

    fn stop() -> MakeCertificate {
        MakeCertificate::Stop { by: BY, stopped: Box::new(stopped()) }
    }

    #[test]
    fn issued_once_also_after_a_stop() {
        let framework = || TestFramework::<Certificate>::with(());
        framework().given_no_previous_events().when(issue()).then_expect_events(vec![Fact::new(issued(), BY)]);
        framework().given(vec![Fact::new(stopped(), BY)]).when(issue()).then_expect_events(vec![Fact::new(issued(), BY)]);
        framework().given(vec![Fact::new(issued(), BY)]).when(issue()).then_expect_error(Refusal::AlreadyIssued);
    }

    #[test]
    fn only_what_counts_is_voided_and_only_once() {
        let voided = Voided {
            award: AwardId(Uuid::from_u128(2)),
            recipient: RecipientId(Uuid::from_u128(3)),
            application: ApplicationId(Uuid::from_u128(4)),
            copy: 1,
            on: TODAY,
            ground: events::certificate::VoidGround::Lost,
            notice: None,
            replaced: true,
        };
        let void = || MakeCertificate::Void { by: BY, voided: voided.clone() };
        let framework = || TestFramework::<Certificate>::with(());
        framework().given_no_previous_events().when(void()).then_expect_error(Refusal::NoCertificateToVoid);
        let out = vec![Fact::new(issued(), BY)];
        framework().given(out.clone()).when(void()).then_expect_events(vec![Fact::new(voided.clone(), BY)]);
        let gone = Voided { replaced: false, ..voided.clone() };
        let ended = [out.clone(), vec![Fact::new(gone.clone(), BY)]].concat();
        framework().given(ended.clone()).when(void()).then_expect_events(vec![Fact::new(voided.clone(), BY)]);
        let once_more = MakeCertificate::Void { by: BY, voided: gone };
        framework().given(ended).when(once_more).then_expect_error(Refusal::NoCertificateToVoid);
        let after = [out, vec![Fact::new(voided.clone(), BY)]].concat();
        framework().given(after.clone()).when(void()).then_expect_error(Refusal::NoCertificateToVoid);
        framework().given(after).when(issue()).then_expect_error(Refusal::AlreadyIssued);
    }

    #[test]
    fn a_stop_is_told_once() {
        let framework = || TestFramework::<Certificate>::with(());
        framework().given_no_previous_events().when(stop()).then_expect_events(vec![Fact::new(stopped(), BY)]);
        framework().given(vec![Fact::new(stopped(), BY)]).when(stop()).then_expect_events(vec![]);
    }
}
