//! 取消・訂正: an award as it stands, what a redress of it would do, and the acts by which one person proposes and another decides.

mod decide;
mod file;
mod followed;
mod propose;

pub use file::{AwardFile, WaitingRedress};
pub use propose::{RedressInput, RedressPreview, RedressWish};
