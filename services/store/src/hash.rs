//! FROZEN. The hashes of an event as `es.entry`, `es.leaf` and `es.link` compute them in the database; golden bytes hold both.

use sha2::{Digest, Sha256};

use crate::recorded::Recorded;

/// The hashes of RFC 6962 and the chain over the leaves.
pub use evidence::{GENESIS, Hash, chain_link as link, leaf_hash as leaf};

/// The bytes of an event, layout 1: every column; numbers big-endian, text after its length in four bytes, what may be missing after a
/// byte 0 or 1, moments in microseconds and days since 1970-01-01, payload and metadata as the SHA-256 of their stored bytes.
pub fn entry(event: &Recorded) -> Vec<u8> {
    let mut e = Entry(vec![1]);
    e.raw(&event.log.number().to_be_bytes());
    e.raw(&event.position.to_be_bytes());
    e.raw(event.stream_id.as_bytes());
    e.text(&event.stream_type);
    e.raw(&event.stream_version.to_be_bytes());
    e.raw(event.event_id.0.as_bytes());
    e.text(&event.event_type);
    e.raw(&event.schema_version.to_be_bytes());
    e.raw(event.command_id.0.as_bytes());
    e.raw(&event.recorded_at.as_microsecond().to_be_bytes());
    e.raw(&days(event.effective_on).to_be_bytes());
    e.raw(event.actor_id.0.as_bytes());
    e.text(&event.actor_name);
    e.text(&event.actor_role);
    e.optional(event.actor_office.as_deref(), Entry::text);
    e.optional(event.reason.as_deref(), Entry::text);
    e.raw(event.correlation_id.0.as_bytes());
    e.optional(event.causation_id.as_ref().map(|id| id.as_bytes().as_slice()), Entry::raw);
    e.optional(event.trace_context.as_deref(), Entry::text);
    e.raw(&Sha256::digest(&event.payload));
    e.raw(&Sha256::digest(&event.metadata));
    e.0
}

struct Entry(Vec<u8>);

impl Entry {
    fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &str) {
        self.raw(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.raw(text.as_bytes());
    }

    fn optional<T: ?Sized>(&mut self, value: Option<&T>, write: fn(&mut Self, &T)) {
        self.raw(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            write(self, value);
        }
    }
}

fn days(date: jiff::civil::Date) -> i32 {
    const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);
    // Exact: both are dates, and all dates are within ten thousand years.
    (date - EPOCH).get_days()
}
