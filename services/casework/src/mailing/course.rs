//! The mailing addresses of a recipient one after the other: which stood when, whatever is known of each.

use events::Personal;
use events::mailing::{MailTo, MailingEvent};
use events::vocabulary::MailingGround;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One of them. `T` is what is known of the address itself: nothing where it is only decided, the address where paper is sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry<T> {
    /// The first day.
    pub from: Date,
    /// The last day; none where it is open.
    pub until: Option<Date>,
    /// 理由.
    pub ground: MailingGround,
    /// Told while the family was protected.
    pub confidential: bool,
    /// The address.
    pub to: T,
}

impl<T> Entry<T> {
    /// Whether post goes there on a day.
    pub fn counts_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// All of them, in the order in which they were told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Course<T> {
    entries: Vec<Entry<T>>,
}

impl<T> Default for Course<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T> Course<T> {
    /// In the order in which they were told.
    pub fn entries(&self) -> &[Entry<T>] {
        &self.entries
    }

    /// The one that counts today or will.
    pub fn standing(&self, today: Date) -> Option<&Entry<T>> {
        self.entries.last().filter(|entry| entry.until.is_none_or(|until| until >= today && until >= entry.from))
    }

    /// Takes the next event in; `known` says what is kept of an address.
    pub fn take(&mut self, event: &MailingEvent, known: impl FnOnce(&Personal<MailTo>) -> T) {
        match event {
            MailingEvent::Registered(event) => self.begin(Entry {
                from: event.from,
                until: event.until,
                ground: event.ground,
                confidential: event.confidential,
                to: known(&event.to),
            }),
            MailingEvent::Changed(event) => self.begin(Entry {
                from: event.from,
                until: event.until,
                ground: event.ground,
                confidential: event.confidential,
                to: known(&event.to),
            }),
            MailingEvent::Ended(event) => self.end(event.last_day),
        }
    }

    fn begin(&mut self, entry: Entry<T>) {
        // Nothing that was told before counts beside it.
        if let Ok(eve) = entry.from.yesterday() {
            for earlier in &mut self.entries {
                earlier.until = Some(earlier.until.map_or(eve, |until| until.min(eve)));
            }
        }
        self.entries.push(entry);
    }

    fn end(&mut self, last_day: Date) {
        if let Some(last) = self.entries.last_mut() {
            last.until = Some(last.until.map_or(last_day, |until| until.min(last_day)));
        }
    }
}
