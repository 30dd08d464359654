//! 支援措置: nobody may learn from us where a family lives. One stream an application; it counts for the recipient whom the application
//! led to as well, so a child is protected from the moment of the request and stays so through every later application.

mod ended;
mod recorded;

pub use ended::Ended;
pub use recorded::Recorded;

crate::event_set::event_set! {
    /// Events of a protection (支援措置).
    ProtectionEvent, "protection" {
        /// 支援措置を記録した。
        Recorded(Recorded) = "protection.recorded" v 1,
        /// 支援措置を終えた。
        Ended(Ended) = "protection.ended" v 1,
    }
}

/// The stream in which the protection of an application's family is told.
pub fn stream_of(application: crate::ids::ApplicationId) -> uuid::Uuid {
    crate::ids::named_stream(&format!("protection/{application}"))
}
