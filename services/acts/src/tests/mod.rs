//! The acts, tried on a real database.

mod approving;
mod erasing;
mod receiving;
mod seeding;
pub(crate) mod stage;
mod watching;
