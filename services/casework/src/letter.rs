//! A letter to an applicant (通知文書): made once for the event it tells of.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::StaffId;
use events::letter::{Issued, LetterEvent};
use serde::{Deserialize, Serialize};

use crate::{Fact, Refusal};

/// A letter, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Letter {
    issued: bool,
}

/// Say that it was made.
#[derive(Clone, PartialEq, Debug)]
pub struct IssueLetter {
    /// Who acts.
    pub by: StaffId,
    /// What was made.
    pub issued: Issued,
}

impl Letter {
    /// Whether it was made.
    pub const fn is_issued(self) -> bool {
        self.issued
    }
}

impl Aggregate for Letter {
    const TYPE: &'static str = "letter";
    type Command = IssueLetter;
    type Event = Fact<LetterEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: IssueLetter, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        if self.issued {
            return Err(Refusal::AlreadyIssued);
        }
        sink.write(Fact::new(command.issued, command.by), self).await;
        Ok(())
    }

    fn apply(&mut self, _: Fact<LetterEvent>) {
        self.issued = true;
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::certificate::IssuedDocument;
    use events::ids::{ApplicationId, ArtifactId, EventId};
    use events::letter::LetterKind;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::TODAY;

    #[test]
    fn made_once() {
        let id = Uuid::from_u128(1);
        let document =
            IssuedDocument { document: "refusal_notice".to_owned(), artifact: ArtifactId(id), sha256: "ab".repeat(32) };
        let issued = Issued {
            application: ApplicationId(id),
            kind: LetterKind::RefusalNotice,
            of: EventId(id),
            number: "見本第1号".to_owned(),
            issued_on: TODAY,
            document,
            fonts: Vec::new(),
            texts: Vec::new(),
        };
        let by = StaffId(id);
        let command = || IssueLetter { by, issued: issued.clone() };
        let framework = || TestFramework::<Letter>::with(());
        framework().given_no_previous_events().when(command()).then_expect_events(vec![Fact::new(issued.clone(), by)]);
        framework().given(vec![Fact::new(issued.clone(), by)]).when(command()).then_expect_error(Refusal::AlreadyIssued);
    }
}
