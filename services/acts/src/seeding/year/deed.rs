//! One act of the year: what it told, when, under which ids; and one number over all that was told.

use casework::story::Told;
use events::ids::{EventId, named_stream};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use uuid::Builder;

use super::Year;
use crate::seeding::clock;

/// Between two acts of a day.
const APART_MILLISECONDS: i64 = 100;

/// One act.
#[derive(Clone, PartialEq, Debug)]
pub struct Deed {
    /// When it was recorded.
    pub at: Timestamp,
    /// Position of its first event.
    pub first: i64,
    /// What it told, with the id of each event.
    pub told: Vec<(EventId, Told)>,
}

impl Year {
    /// Whatever was told since goes out as one act.
    pub(super) fn keep(&mut self) {
        let told = self.world.take_log();
        if told.is_empty() {
            return;
        }
        let after = jiff::Span::new().milliseconds(i64::try_from(self.deeds.len()).unwrap_or(0) * APART_MILLISECONDS);
        let opens = clock::at(self.today, 9, 0);
        let at = opens.checked_add(after).unwrap_or(opens);
        let first = self.world.position() - i64::try_from(told.len()).unwrap_or(0);
        let seed = self.plan.seed;
        let told = (first..).zip(told).map(|(position, told)| (event_id(seed, position, at), told)).collect();
        self.deeds.push(Deed { at, first, told });
    }

    /// The id of the newest event of a type in the newest act.
    pub(super) fn said(&self, event_type: &str) -> Option<EventId> {
        let deed = self.deeds.last()?;
        deed.told.iter().rev().find(|(_, told)| told.event.event_type() == event_type).map(|(id, _)| *id)
    }
}

/// As UUIDv7 of the moment.
fn event_id(seed: u64, position: i64, at: Timestamp) -> EventId {
    let mut random = [0; 10];
    random.copy_from_slice(&named_stream(&format!("year/{seed}/{position}")).as_bytes()[..10]);
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
    EventId(Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid())
}

/// Takes the content out of personal fields into a digest; what is left can be written.
struct Digesting<'a>(&'a mut Sha256);

impl PersonalVisitor for Digesting<'_> {
    fn field<T: Serialize + DeserializeOwned>(
        &mut self,
        tag: &'static str,
        value: &mut Personal<T>,
    ) -> Result<(), PersonalError> {
        if let Personal::Open(content) = value {
            let text = serde_json::to_string(content).map_err(|_| PersonalError::Malformed)?;
            self.0.update(format!("{tag} {text}\n"));
            *value = Personal::Erased;
        }
        Ok(())
    }
}

/// A number over acts: every event with its stream, day, hand and content, personal content included.
///
/// # Errors
/// [`PersonalError::Malformed`] cannot happen for what was told in memory.
pub fn digest<'a>(deeds: impl IntoIterator<Item = &'a Deed>) -> Result<String, PersonalError> {
    let mut digest = Sha256::new();
    for deed in deeds {
        for (id, told) in &deed.told {
            let mut event = told.event.clone();
            digest.update(format!("{} {id} {} {} {}\n", deed.at, told.stream, told.on, told.who.id));
            event.visit_personal(&mut Digesting(&mut digest))?;
            digest.update(event.event_type());
            digest.update(event.encode().map_err(|_| PersonalError::Malformed)?);
        }
    }
    Ok(hex::encode(digest.finalize()))
}
