//! Ids of what an act makes, derived from its command: repeating the command makes the same ones. They have the form and the order in
//! time of UUIDv7.

use events::ids::CommandId;
use jiff::Timestamp;
use uuid::{Builder, Uuid};

use crate::{ActError, Acts};

/// The id that `command` gives to what is called `name` in it.
pub(crate) fn derived(command: CommandId, name: &str) -> Uuid {
    let mut random = [0; 10];
    random.copy_from_slice(&Uuid::new_v5(&command.0, name.as_bytes()).as_bytes()[..10]);
    Builder::from_unix_timestamp_millis(milliseconds(command.0), &random).into_uuid()
}

fn milliseconds(id: Uuid) -> u64 {
    id.as_bytes()[..6].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

impl Acts {
    /// A new id in the order of time, from the given source of randomness.
    #[expect(
        clippy::disallowed_methods,
        reason = "ids lie in the order in which they were made; nothing is decided by their time"
    )]
    pub(crate) fn new_id(&self) -> Result<Uuid, ActError> {
        let mut random = [0; 10];
        self.parts().entropy.fill(&mut random)?;
        let now = self.recorded_at().unwrap_or_else(Timestamp::now).as_millisecond();
        Ok(Builder::from_unix_timestamp_millis(u64::try_from(now).unwrap_or(0), &random).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_command_gives_the_same_ids_and_each_name_its_own() {
        let command = CommandId(Builder::from_unix_timestamp_millis(1_700_000_000_000, &[7; 10]).into_uuid());
        assert_eq!(derived(command, "award"), derived(command, "award"));
        assert_ne!(derived(command, "award"), derived(command, "recipient"));
        assert_eq!(derived(command, "award").get_version_num(), 7);
        assert_eq!(milliseconds(derived(command, "award")), 1_700_000_000_000);
    }
}
