//! The installation (台帳の開設): founded once; simulated or real for ever.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::StaffId;
use events::installation::{Founded, InstallationEvent};
use serde::{Deserialize, Serialize};

use crate::{Fact, Refusal};

/// The installation, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Installation {
    simulated: Option<bool>,
}

/// Found the installation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundInstallation {
    /// Who acts.
    pub by: StaffId,
    /// What it is.
    pub founded: Founded,
}

impl Installation {
    /// Whether everybody in it is fictional; none where it is not founded.
    pub const fn simulated(self) -> Option<bool> {
        self.simulated
    }
}

impl Aggregate for Installation {
    const TYPE: &'static str = "installation";
    type Command = FoundInstallation;
    type Event = Fact<InstallationEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: FoundInstallation, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        if self.simulated.is_some() {
            return Err(Refusal::AlreadyFounded);
        }
        sink.write(Fact::new(command.founded, command.by), self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<InstallationEvent>) {
        let InstallationEvent::Founded(event) = fact.event;
        self.simulated = Some(event.simulated);
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_real_installation_never_becomes_simulated() {
        let by = StaffId(Uuid::from_u128(1));
        let founded = |simulated| Founded { simulated, prefecture: "41".to_owned(), program_version: "0.1.0".to_owned() };
        TestFramework::<Installation>::with(())
            .given(vec![Fact::new(founded(false), by)])
            .when(FoundInstallation { by, founded: founded(true) })
            .then_expect_error(Refusal::AlreadyFounded);
    }
}
