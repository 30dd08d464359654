//! The acts, tried on a real database.

mod approving;
mod receiving;
mod seeding;
mod stage;
mod watching;
