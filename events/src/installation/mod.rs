//! The installation itself: its first event says what kind of history this is.

mod founded;

pub use founded::Founded;

crate::event_set::event_set! {
    /// Events of the installation.
    InstallationEvent, "installation" {
        /// 台帳を開設した。
        Founded(Founded) = "installation.founded" v 1,
    }
}
