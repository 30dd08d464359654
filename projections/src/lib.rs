//! What is concluded from the events: one folder a read model, named by the question it answers.
//!
//! - [`worklist`]: what is to be done, by whom, since when, due when?
//! - [`ledger`]: who is entitled to what?
//! - [`case_history`]: what happened in a case?
//! - [`access`]: who saw what?
//! - [`changes`]: what was changed, by whom, on whose authority?
//! - [`sittings`]: when does the review board sit, and how far has it come?
//! - [`notices`]: which notices wait, and what became of them?
//! - [`protections`]: whose home must nobody learn from us?
//! - [`inquiries`]: which inquiries wait for an answer, and since when?
//! - [`same_persons`]: which rows of the ledger are one person?
//! - [`tasks`]: what has the night found, and what became of it?
//! - [`extensions`]: which mass extensions wait for their decision, and what came of the others?
//! - [`reimbursements`]: which claims for reimbursement wait, and what was decided?
//! - [`prints`]: which certificates wait to be printed, and how far is each print run?
//! - [`seal_uses`]: on which day did the seal go on how many documents?
//! - [`master_changes`]: which proposals to change the masters wait?
//! - [`letter_releases`]: which letters go out in bulk, and how far are they?
//! - [`transmittals`]: which lists has an office sent, and what arrived of them?
//! - [`campaigns`]: how far has a renewal campaign come, and who is missing?
//! - [`recipient_files`]: what were review and payment organisations told of each award?
//! - [`claims`]: what did institutions claim, and what did months cost?
//! - [`payments`]: what is each decided claim owed, and what became of each payment?
//! - [`designations`]: which doctors and institutions are designated, until when?
//! - [`proposals`]: which cases stand on which proposal, and how far have they come?
//! - [`retention`]: whose records may go, and what became of it?
//!
//! [`statistics`] counts what they hold.
//!
//! Rows hold what events hold: names, addresses and birth dates stay the sealed tokens they are in the log, and [`open()`] opens a page
//! of them at once. Rows are never overwritten. Each says between which positions of the log it was held to be so (`known`), and where
//! it matters, on which days it is so (`valid`); the present is the open end. So every question can be asked of any past moment.
//!
//! # Adding a read model
//! 1. A migration in `schema/migrations/` with its tables in `read`, made as `es_projector`.
//! 2. A folder here: `mod.rs` (why, name, version, the streams it follows, [`store::Projection`]), `fold.rs` (its rows, and events to
//!    rows, pure: the store loads and writes), `queries.rs` (typed rows out).
//! 3. Its line in [`all`]; the tests ask that it equals its rebuild, and that a batch gives the same rows as its events one by one.
//!
//! When the meaning of rows changes, raise the version: the running service then builds the read model anew.

pub mod access;
pub mod campaigns;
pub mod case_history;
mod change;
pub mod changes;
pub mod claims;
pub mod designations;
pub mod due_list;
#[cfg(test)]
mod equality;
pub mod extensions;
pub mod inquiries;
pub mod ledger;
pub mod letter_releases;
pub mod letters;
pub mod master_changes;
pub mod notices;
pub mod payments;
pub mod prints;
pub mod proposals;
pub mod protections;
mod reading;
pub mod recipient_files;
pub mod reimbursements;
pub mod retention;
pub mod same_persons;
pub mod seal_uses;
pub mod sittings;
pub mod statistics;
pub mod tasks;
pub mod tax_data;
#[cfg(test)]
mod testing;
mod told;
pub mod transmittals;
pub mod worklist;

use std::sync::Arc;

pub use change::{Around, Change, Doer, DoerName};
pub use reading::{ReadError, open};

/// Every read model.
pub fn all() -> Vec<Arc<dyn store::Projection>> {
    vec![
        Arc::new(worklist::Worklist),
        Arc::new(ledger::Ledger),
        Arc::new(notices::Notices),
        Arc::new(protections::Protections),
        Arc::new(same_persons::SamePersons),
        Arc::new(tasks::Tasks),
        Arc::new(reimbursements::Reimbursements),
        Arc::new(extensions::Extensions),
        Arc::new(case_history::CaseHistory),
        Arc::new(sittings::Sittings),
        Arc::new(prints::Prints),
        Arc::new(seal_uses::SealUses),
        Arc::new(transmittals::Transmittals),
        Arc::new(master_changes::MasterChanges),
        Arc::new(letter_releases::LetterReleases),
        Arc::new(proposals::Proposals),
        Arc::new(designations::Designations),
        Arc::new(campaigns::Campaigns),
        Arc::new(recipient_files::RecipientFiles),
        Arc::new(claims::Claims),
        Arc::new(payments::Payments),
        Arc::new(tax_data::TaxData),
        Arc::new(letters::Letters),
        Arc::new(inquiries::Inquiries),
        Arc::new(retention::Retention),
        Arc::new(access::AccessEntries),
        Arc::new(changes::Changes),
    ]
}

/// The read model of this name.
pub fn by_name(name: &str) -> Option<Arc<dyn store::Projection>> {
    all().into_iter().find(|projection| projection.name() == name)
}
