//! The facts daicho keeps, and the words they are told in.
//!
//! Pure data: no I/O, no async, no clock. Every application, approval and certificate change is one of these events, written once and
//! never changed. What we conclude from them lives in `projections`; what may happen next is decided in `casework`.
//!
//! # Adding an event
//! 1. Write the struct in `src/<stream>/<past_participle>.rs`: what became true, by whom, on what legal basis. Names, addresses, birth
//!    dates, free text and everything else about a person stand in [`Personal`] fields; implement [`HoldsPersonal`] with [`personal!`].
//! 2. Add its line to the [`event_set!`] of the stream in `src/<stream>/mod.rs`: variant, wire name, version.
//! 3. Put a stored sample into `stored/<wire name>.v<version>.json`; the test `every_type_has_its_stored_sample` asks for it.
//!
//! # Changing an event
//! Never edit a stored sample. Raise the version, add `src/upcasting/<event>_v1_to_v2.rs` and its line in [`upcasting::STEPS`], and add
//! a sample of the new version. Old events are read through the steps for ever.
//!
//! # The words
#![doc = include_str!("glossary.md")]

#[macro_use]
mod codes;

pub mod access_review;
pub mod account;
pub mod application;
pub mod attachment;
pub mod audit;
pub mod award;
pub mod campaign;
pub mod cap_sheet;
pub mod certificate;
pub mod claim_import;
pub mod designation;
mod envelope;
pub mod erasure;
mod event_set;
pub mod extension;
pub mod household;
pub mod ids;
pub mod impact;
pub mod installation;
pub mod letter;
pub mod letter_release;
pub mod mailing;
pub mod master;
pub mod master_change;
pub mod membership;
pub mod nightly;
pub mod note;
pub mod notice;
pub mod operation;
pub mod payment_batch;
mod personal;
pub mod post;
pub mod print_run;
pub mod protection;
pub mod recipient;
pub mod recipient_file;
pub mod register;
pub mod reimbursement;
pub mod same_person;
pub mod seal;
pub mod sitting;
mod staff_role;
pub mod takeover;
pub mod tax_data;
pub mod transmittal;
pub mod upcasting;
pub mod viewing;
pub mod vocabulary;

pub use envelope::{Actor, ActorName, Log};
pub use event_set::{DecodeError, Event, EventSet};
pub use personal::{HoldsPersonal, Personal, PersonalError, PersonalVisitor, SealedToken, TokenParts};
pub use staff_role::StaffRole;

#[cfg(test)]
mod tests {
    use super::Event;

    #[test]
    fn every_type_has_its_stored_sample() {
        for (event_type, version) in Event::types() {
            for version in 1..=version {
                let path = format!("{}/stored/{event_type}.v{version}.json", env!("CARGO_MANIFEST_DIR"));
                let payload = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
                assert!(Event::decode(event_type, version, &payload).is_ok(), "{event_type} v{version} cannot be read");
            }
        }
    }

    #[test]
    fn a_future_version_and_an_unknown_type_are_refused_by_name() {
        let future = Event::decode("application.received", 99, "{}").map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(future, Err("application.received has version 99, this program reads up to 3".to_owned()));
        assert!(Event::decode("nobody.knows", 1, "{}").is_err());
        assert!(Event::decode("application.received", 1, "{\"kind\": \"new\"").is_err());
    }
}
