//! What may happen next: aggregates that decide, procedures that say what an application needs, rules that conclude.
//!
//! Pure: no database, no web, no clock, no randomness. Everything a decision depends on is an argument, "today" included.
//!
//! # Finding your way
//! - [`application`]: the life of an application; the table of who may do what in which state; one command a file.
//! - [`procedures`]: what each kind of application asks for; here a new procedure begins.
//! - [`rules`]: eligibility, dates, income, tier and cap, each with its legal source and a trace.
//! - [`notice`]: the life of a notice (届), and what follows from it.
//! - [`reimbursement`]: the life of a claim for what was paid beyond the family's share (療養費).
//! - The small aggregates [`register`], [`recipient`], [`award`], [`certificate`], [`sitting`], [`transmittal`], [`print_run`], [`seal`], [`designation`], [`campaign`], [`attachment`], [`household`], [`protection`], [`post`], [`same_person`], [`mailing`], [`letter`], [`account`], [`master`],
//!   [`master_change`], [`letter_release`], [`recipient_file`], [`claim_import`], [`cap_sheet`], [`payment_batch`], [`erasure`], [`installation`].
//! - [`nightly`]: what somebody must look at, found night by night.
//! - [`impact`]: who may ask which awards would come out differently under other rules or masters.
//! - [`takeover`]: rights that were decided before this ledger come in from a spreadsheet.
//! - [`letter_text`]: the words of letters, which staff edit.
//! - [`history`]: whether a history could have come about.
//! - [`story`]: worked examples, played in memory.
//! - [`Refusal`]: every reason to say no, as a sentence for the person who asked.

pub mod access_review;
pub mod account;
pub mod application;
pub mod attachment;
pub mod award;
pub mod campaign;
pub mod cap_sheet;
pub mod certificate;
pub mod claim_import;
pub mod designation;
pub mod erasure;
pub mod extension;
mod fact;
pub mod file_layout;
pub mod history;
pub mod household;
pub mod impact;
pub mod installation;
pub mod letter;
pub mod letter_release;
pub mod letter_text;
pub mod mailing;
pub mod master;
pub mod master_change;
pub mod nightly;
pub mod note;
pub mod notice;
pub mod operation;
pub mod payment_batch;
pub mod post;
pub mod print_run;
pub mod procedures;
pub mod protection;
pub mod recipient;
pub mod recipient_file;
mod refusal;
pub mod register;
pub mod reimbursement;
pub mod rules;
pub mod same_person;
pub mod sampling;
pub mod seal;
pub mod sitting;
pub mod story;
pub mod takeover;
pub mod tax_data;
pub mod transmittal;

pub use fact::Fact;
pub use refusal::Refusal;
