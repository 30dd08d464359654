//! Where new ids come from: the edge of the program. Everything further in takes them as arguments.

use uuid::Uuid;

/// A new id, ordered by time.
#[expect(clippy::disallowed_methods, reason = "the one source of ids of this program's own runs")]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}
