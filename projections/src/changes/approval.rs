//! Who approved a change, as the law of the house asks for it: what is decided on an application, an erasure, a skip and an exchange of rows
//! that differ has a second person in the log itself; what rests on a change request was approved there; the rest needs nobody's approval.

use events::StaffRole;

use super::kind::Basis;

/// How a change was approved (承認).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Approval {
    /// Who acted approved what another had prepared.
    Second,
    /// One's own proposal: it changes nothing until a second person agrees.
    Proposal,
    /// With the change request (変更番号).
    Request,
    /// Nobody has to: it follows from what was decided, or the procedure knows no second person.
    NotNeeded,
    /// It should have been, and nothing says so.
    Missing,
}

/// Decisions on an application, whose events are told together.
pub(super) const DECISIONS: [&str; 3] = ["recipient.registered", "award.granted", "award.replaced"];

/// What follows from a notice (届) or a claim: received by one, settled or decided by another who is none of its authors.
const NOTICES: [&str; 7] = [
    "recipient.particulars_changed",
    "recipient.proxy_appointed",
    "recipient.proxy_ended",
    "recipient.registrant_listed",
    "award.ended",
    "certificate.voided",
    "reimbursement.decided",
];

impl Approval {
    /// Of what happened, on which authority, by whom, and whether somebody had prepared it.
    pub fn of(event_types: &[String], basis: Basis, role: StaffRole, prepared: bool) -> Self {
        let is = |names: &[&str]| event_types.iter().any(|told| names.contains(&told.as_str()));
        match basis {
            _ if prepared || is(&DECISIONS) => Self::Second,
            Basis::Procedure if is(&NOTICES) && role != StaffRole::Program => Self::Second,
            _ if is(&["erasure.proposed", "read_model.skip_proposed"]) => Self::Proposal,
            Basis::Request => Self::Request,
            Basis::Application | Basis::Procedure => Self::NotNeeded,
            Basis::None => Self::Missing,
        }
    }

    /// As staff read it, where it is not a person.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Second => "承認した人がいる",
            Self::Proposal => "起案（承認は別の操作）",
            Self::Request => "変更番号で承認",
            Self::NotNeeded => "承認を要しない変更",
            Self::Missing => "承認の記録なし",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_change_says_how_it_was_approved() {
        let by = |role, event_type: &str, basis, prepared| Approval::of(&[event_type.to_owned()], basis, role, prepared);
        let of = |event_type: &str, basis, prepared| by(StaffRole::Operator, event_type, basis, prepared);
        assert_eq!(by(StaffRole::Checker, "award.ended", Basis::Procedure, false), Approval::Second);
        assert_eq!(by(StaffRole::Program, "award.ended", Basis::Procedure, false), Approval::NotNeeded);
        assert_eq!(of("award.granted", Basis::Application, false), Approval::Second);
        assert_eq!(of("erasure.carried_out", Basis::Procedure, true), Approval::Second);
        assert_eq!(of("operation.requested", Basis::Request, true), Approval::Second);
        assert_eq!(of("operation.requested", Basis::Request, false), Approval::Request);
        assert_eq!(of("read_model.skip_proposed", Basis::Request, false), Approval::Proposal);
        assert_eq!(of("certificate.issued", Basis::Application, false), Approval::NotNeeded);
        assert_eq!(of("account.locked", Basis::Procedure, false), Approval::NotNeeded);
        assert_eq!(of("installation.catalog_changed", Basis::None, false), Approval::Missing);
    }
}
