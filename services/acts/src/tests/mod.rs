//! The acts, tried on a real database.

mod approving;
mod auditing;
mod boards;
mod claiming;
mod continuing;
mod erasing;
mod letters;
mod limits;
mod nights;
mod notes;
mod noticing;
mod noting;
mod operating;
mod proposals;
mod protecting;
mod receiving;
mod redressing;
mod roles;
mod sameness;
mod second_entry;
mod seeding;
mod sharing;
pub(crate) mod stage;
mod studying;
mod taking_over;
mod transmittals;
mod watching;
