//! The one way to act: load what an act touches, let the aggregates decide, seal, and append once.
//!
//! Web, worker and seeding all come through [`Acts`]. Each act is told once: a command id that comes again gets the first answer. An act
//! decided on something that has moved on since is not forced through; the person is shown what is there now.
//!
//! # Adding an act
//! 1. The command in `casework`, the event in `events`.
//! 2. A file here named after the act with one `impl Acts` method: `done_before`, load, decide, [`submission::Submission`], commit.
//! 3. Whatever it makes gets its id from `ids::derived`, so that repeating it makes nothing new.

mod access_reviews;
mod accounts;
mod acts;
mod amend;
mod application;
mod approve;
mod attachments;
mod audits;
mod campaigns;
mod cap_sheets;
mod case;
mod chosen_pages;
mod claim_imports;
mod clerks;
mod continuing;
mod decide_each;
mod designations;
mod determination;
mod erasure;
mod erasure_certificate;
mod erasure_reach;
mod error;
mod examine;
mod extensions;
mod founding;
mod households;
mod ids;
mod impact;
mod import_outside;
mod inquiries;
mod issue;
mod kept_papers;
mod letter_releases;
mod letters;
mod load;
mod long_jobs;
mod mailings;
mod master_changes;
mod master_rows;
mod masters;
mod my_numbers;
mod nightly;
mod notes;
mod notices;
mod noting;
mod operation;
mod overriding;
mod paper;
mod payments;
mod person;
mod posts;
mod print_runs;
mod printing;
mod proposals;
mod protections;
mod receive;
mod recipient_files;
mod record_documents;
mod redress;
mod refuse;
mod register;
mod reimbursements;
mod request;
mod return_for_correction;
mod same_persons;
mod sameness;
mod seals;
mod second_entry;
pub mod seeding;
mod sexes;
mod sharing;
mod sittings;
mod step_each;
mod steps;
mod submission;
mod takeovers;
mod tax_data;
mod transmittals;
mod unprintable;
mod viewing;

#[cfg(test)]
mod tests;

pub use access_reviews::{AccessReview, JudgedRow};
pub use accounts::{Account, AccountEntry, AccountFile, AccountInput, GrantInput};
pub use acts::{Acts, Parts};
pub use amend::AmendInput;
pub use approve::Approval;
pub use attachments::{AttachmentFile, AttachmentInput, OTHER_PAPER};
pub use audits::{AuditSample, ExportInput, SampleNote};
pub use campaigns::CampaignInput;
pub use case::{Case, CaseDocument, CaseRefusal};
pub use casework::installation::{Inventory, Observation, Release};
pub use casework::rules::impact::Go;
pub use chosen_pages::{ChosenPages, told_pages};
pub use claim_imports::ClaimFile;
pub use continuing::{Preview, Starting};
pub use decide_each::{Chosen, Decided};
pub use designations::{DesignationFile, DesignationInput, RegisterFinding};
pub use erasure::{Erased, ErasureCase};
pub use error::ActError;
pub use extensions::{ExcludedNumber, ExtensionCase, ExtensionInput, ExtensionLine, Reached, Selection, Unreached};
pub use founding::{Founded, Founding};
pub use households::{Awarded, HouseholdFile, Kin, OutsideInput};
pub use impact::{Carried, CorrectionInput, Hands, ImpactFile, ImpactQuestion, ImpactRow};
pub use import_outside::{OutsideRow, RowVerdict};
pub use inquiries::{AnswerInput, InquiryEnd, InquiryFile, InquiryInput};
pub use issue::Issue;
pub use kept_papers::{PaperState, ToldPaper};
pub use letter_releases::{LetterReleaseFile, ReleasedLetter};
pub use letters::{LetterCase, LetterFile, MOST_CASES};
pub use long_jobs::JobProgress;
pub use mailings::{MailingFile, Whom};
pub use master_changes::MasterChangeFile;
pub use nightly::TaskInput;
pub use notes::NoteInput;
pub use notices::{AmendNoticeInput, HouseholdEffect, Known, NoticeCase, NoticeReceipt, ReceiveNoticeInput, ReturnNoticeInput};
pub use overriding::{CaseOverride, OverrideInput};
pub use payments::{PaymentBatchCase, WrittenPayment};
pub use person::Person;
pub use posts::{Away, DeputyInput};
pub use print_runs::{Envelope, PrintRunFile, Rendering};
pub use proposals::{MOST as MOST_PROPOSED, ProposalInput, Proposing};
pub use protections::ProtectionInput;
pub use receive::{Receipt, ReceiveInput};
pub use recipient_files::{RecipientFileCase, WrittenFile};
pub use record_documents::DocumentInput;
pub use redress::{AwardFile, RedressInput, RedressPreview, RedressWish, WaitingRedress};
pub use refuse::RefuseInput;
pub use reimbursements::{ClaimReceipt, Computed, ComputedMonth, ReceiveClaimInput, ReimbursementCase, RevealedAccounts};
pub use request::{Done, Request};
pub use return_for_correction::ReturnInput;
pub use sameness::SamenessInput;
pub use seals::{SealFile, SealInput};
pub use second_entry::SettleInput;
pub use sharing::{ShareLine, Shared};
pub use sittings::{HearingInput, Kept, MinutesInput, MoveInput, SittingFile, SittingInput};
pub use step_each::Step;
pub use takeovers::{
    Book, FileError, PrepareInput, RowFilter, TakeoverError, TakeoverFile, TakeoverLayout, TakeoverProgress, TakeoverRow, Worked,
};
pub use tax_data::{TaxDataFile, TaxPlan, TaxRow, TaxRowFault};
pub use transmittals::TransmittalFile;
pub use unprintable::Unprintable;
