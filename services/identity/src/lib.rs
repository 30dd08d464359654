//! Who somebody is and what they may do: local accounts, sessions, unfinished forms, and the one table of permissions.
//!
//! Local accounts stand until the prefecture's portal is linked. What is kept here is working state and may be thrown away; what became
//! of it (an account was opened, was locked, somebody signed in) is an event, written by the caller through `acts`.
//!
//! # Adding a permission
//! A variant of [`Permission`], its Japanese label, its roles in [`allows`], and the line in `permissions.txt` that the test asks for.
//! Routes, navigation and buttons then follow; the guard of a case's acts stands in `casework` as well.

mod credentials;
mod drafts;
mod error;
mod lockout;
mod password;
mod permissions;
mod second_factors;
mod sessions;
mod token;
pub mod totp;

#[cfg(test)]
mod tests;

pub use credentials::{Credentials, SignIn};
pub use drafts::{Draft, DraftError, DraftInfo, Drafts};
pub use error::IdentityError;
pub use lockout::{FAILURES_THAT_LOCK, delay_after};
pub use password::{Cost, PasswordError, PasswordHashing, initial_password};
pub use permissions::{Permission, allows, roles_with};
pub use second_factors::{SecondFactor, SecondFactors};
pub use sessions::{Session, SessionPolicy, Sessions};
pub use token::SessionToken;
