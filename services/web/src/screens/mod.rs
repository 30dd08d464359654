//! The screens, by area. Each area says in its `AREA` which routes it has, with which pages, and what it tells after an act.

mod accounts;
mod act_button;
mod addressing;
pub(crate) mod applications;
mod attachments;
mod audit;
mod campaigns;
mod cap_sheets;
pub(crate) mod cases;
mod changes;
mod claims;
mod clerks;
mod decisions;
mod deputies;
mod designations;
mod documents;
mod erasures;
mod extensions;
mod four_eyes;
mod going;
mod health;
mod home;
mod households;
mod impacts;
mod inquiries;
pub(crate) mod ledger;
mod letters;
mod manual;
pub(crate) mod masters;
mod notices;
mod operations;
pub(crate) mod own_password;
mod page_choice;
mod payments;
mod print_runs;
mod proposals;
pub(crate) mod protection;
mod recipient_files;
mod redress;
mod reimbursements;
mod same_persons;
mod seals;
pub(crate) mod second_factor;
mod sign_in;
mod sittings;
mod stage_list;
mod statistics;
mod takeovers;
mod tasks;
mod together;
mod transmittals;
pub(crate) mod trouble;
mod verifications;

use crate::page::Sample;
use crate::route::Route;

/// What an area brings.
pub(crate) struct Area {
    /// Its routes.
    pub(crate) routes: &'static [Route],
    /// A sample of each of its pages.
    #[cfg_attr(not(test), expect(dead_code, reason = "rendered by the tests"))]
    pub(crate) samples: &'static [Sample],
    /// What is said after an act, by the code in the address.
    pub(crate) told: &'static [(&'static str, &'static str)],
}

/// All areas, in the order of the navigation.
pub(crate) static AREAS: &[Area] = &[
    crate::column_patterns::AREA,
    second_factor::AREA,
    own_password::AREA,
    home::AREA,
    applications::AREA,
    cases::AREA,
    attachments::AREA,
    inquiries::AREA,
    campaigns::AREA,
    transmittals::AREA,
    print_runs::AREA,
    seals::AREA,
    proposals::AREA,
    deputies::AREA,
    clerks::AREA,
    protection::AREA,
    same_persons::AREA,
    decisions::AREA,
    sittings::AREA,
    together::AREA,
    tasks::AREA,
    ledger::AREA,
    designations::AREA,
    statistics::AREA,
    notices::AREA,
    redress::AREA,
    households::AREA,
    reimbursements::AREA,
    payments::AREA,
    recipient_files::AREA,
    claims::AREA,
    cap_sheets::AREA,
    extensions::AREA,
    documents::AREA,
    letters::AREA,
    audit::AREA,
    manual::AREA,
    masters::AREA,
    impacts::AREA,
    changes::AREA,
    operations::AREA,
    accounts::AREA,
    erasures::AREA,
    takeovers::AREA,
    verifications::AREA,
    sign_in::AREA,
    health::AREA,
    trouble::AREA,
    #[cfg(test)]
    crate::tests::AREA,
];
