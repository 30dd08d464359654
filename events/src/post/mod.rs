//! A post (職) on the way of a decision, and who stands in for its holders while they are away (代決). One stream a post.

mod deputy_named;
mod deputy_released;

pub use deputy_named::DeputyNamed;
pub use deputy_released::DeputyReleased;

crate::event_set::event_set! {
    /// Events of a post (職).
    PostEvent, "post" {
        /// 不在と代わる人を定めた。
        DeputyNamed(DeputyNamed) = "post.deputy_named" v 1,
        /// 不在を終えた。
        DeputyReleased(DeputyReleased) = "post.deputy_released" v 1,
    }
}

/// The stream of the post that a role holds.
pub fn stream_of(post: crate::StaffRole) -> uuid::Uuid {
    crate::ids::named_stream(&format!("post/{}", post.code()))
}
