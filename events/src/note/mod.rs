//! A note (メモ) of those who work on a case. One stream a note: it stays as it was written, and another note says what is to be put right.

mod written;

pub use written::Written;

crate::event_set::event_set! {
    /// Events of a note (メモ).
    NoteEvent, "note" {
        /// メモを書いた。
        Written(Written) = "note.written" v 1,
    }
}
