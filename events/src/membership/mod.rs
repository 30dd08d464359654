//! To which household somebody belongs: the way from the person to the household. One stream a person, told in the same act as the
//! household's own event.

mod changed;

pub use changed::Changed;

crate::event_set::event_set! {
    /// Events of a membership (世帯への所属).
    MembershipEvent, "membership" {
        /// 所属する世帯が変わった。
        Changed(Changed) = "membership.changed" v 1,
    }
}

/// The stream in which the memberships of a person are told.
pub fn stream_of(person: crate::ids::SubjectId) -> uuid::Uuid {
    crate::ids::named_stream(&format!("membership/{person}"))
}
