//! A designation (指定) of a doctor or a medical institution as an aggregate: granted for a term, renewed, changed, ended. Kept by the
//! division; what is taken from a holder against their will is decided by the approver.

mod terms;

use events::designation::{Changed, DesignationEvent, Ended, Granted, Holder, Renewed};
use events::vocabulary::{DesignationEnd, ValidityPeriod};
use events::{Actor, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use terms::{first_term, next_term, renewal_season};

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// Why an act on a designation is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignationRefusal {
    /// Another role does this.
    #[error("指定医・指定医療機関の登録と変更は、点検の担当者が行います。担当者に引き継いでください。")]
    KeptByCheckers,
    /// Another role does this.
    #[error("指定の取消は、決裁の担当者が行います。担当者に引き継いでください。")]
    RevokedByApprovers,
    /// It stands already.
    #[error("この指定はすでに登録されています。一覧で確かめてください。")]
    Stands,
    /// There is none.
    #[error("この指定は登録されていません。一覧から開き直してください。")]
    Unknown,
    /// A doctor without a name, or an institution with one.
    #[error("指定医には氏名とフリガナが要ります。")]
    Name,
    /// A doctor without a workplace.
    #[error("主たる勤務先を入力してください。")]
    Workplace,
    /// The number never changes.
    #[error(
        "指定医番号、指定した自治体、医療機関コードは変えられません。番号が変わったときは、この指定を終えて新しく登録してください。"
    )]
    NumberIsFixed,
    /// Ended before.
    #[error("この指定はすでに終わっています。もう一度指定するときは「更新」に新しい有効期間を入力してください。")]
    AlreadyEnded,
    /// The new term begins before the last is over.
    #[error("新しい有効期間が、いまの有効期間と重なっています。いまの終わりの翌日から始めてください。")]
    Overlaps,
    /// The last day lies outside the term.
    #[error("終わりの日が、指定の有効期間の外にあります。日付を確かめてください。")]
    OutsideTerm,
}

/// A command on a designation; each carries what it tells.
#[derive(Clone, PartialEq, Debug)]
pub enum DesignationCommand {
    /// 指定する.
    Grant(Granted),
    /// 更新する.
    Renew(Renewed),
    /// 変更届を記録する.
    Change(Changed),
    /// 辞退・廃止・取消を記録する.
    End(Ended),
}

/// A designation, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Designation {
    holder: Option<Holder>,
    /// As they count: what was ended is cut off.
    periods: Vec<ValidityPeriod>,
    ended: Option<(Date, DesignationEnd)>,
}

impl Designation {
    /// Who is designated; none where nothing was ever told.
    pub const fn holder(&self) -> Option<&Holder> {
        self.holder.as_ref()
    }

    /// The terms on which it counts, in order; what came after an end is cut off.
    pub fn periods(&self) -> &[ValidityPeriod] {
        &self.periods
    }

    /// The last term.
    pub fn term(&self) -> Option<ValidityPeriod> {
        self.periods.last().copied()
    }

    /// Last day and ground, where it was ended and not granted anew.
    pub const fn ended(&self) -> Option<(Date, DesignationEnd)> {
        self.ended
    }

    fn decide(&self, command: DesignationCommand, who: &Actor) -> Result<DesignationEvent, Refusal> {
        permit(&command, who)?;
        Ok(match command {
            DesignationCommand::Grant(granted) => {
                if self.holder.is_some() {
                    return Err(DesignationRefusal::Stands.into());
                }
                named(&granted.holder, granted.name.is_some())?;
                granted.into()
            }
            DesignationCommand::Renew(renewed) => {
                self.known()?;
                if self.term().is_some_and(|term| renewed.validity.start() <= term.end()) {
                    return Err(DesignationRefusal::Overlaps.into());
                }
                renewed.into()
            }
            DesignationCommand::Change(changed) => {
                if self.known()?.identity() != changed.holder.identity() {
                    return Err(DesignationRefusal::NumberIsFixed.into());
                }
                named(&changed.holder, changed.name.is_some())?;
                changed.into()
            }
            DesignationCommand::End(ended) => {
                self.known()?;
                if self.ended.is_some() {
                    return Err(DesignationRefusal::AlreadyEnded.into());
                }
                if !self.term().is_some_and(|term| term.contains(ended.last_day)) {
                    return Err(DesignationRefusal::OutsideTerm.into());
                }
                ended.into()
            }
        })
    }

    fn known(&self) -> Result<&Holder, DesignationRefusal> {
        self.holder.as_ref().ok_or(DesignationRefusal::Unknown)
    }
}

fn permit(command: &DesignationCommand, who: &Actor) -> Result<(), DesignationRefusal> {
    let revokes = matches!(command, DesignationCommand::End(ended) if ended.ground == DesignationEnd::Revoked);
    match (revokes, who.role) {
        (true, StaffRole::Approver) | (false, StaffRole::Checker) => Ok(()),
        (true, _) => Err(DesignationRefusal::RevokedByApprovers),
        (false, _) => Err(DesignationRefusal::KeptByCheckers),
    }
}

fn named(holder: &Holder, name: bool) -> Result<(), DesignationRefusal> {
    match holder {
        Holder::Doctor { workplaces, .. } if workplaces.is_empty() => Err(DesignationRefusal::Workplace),
        Holder::Doctor { .. } if !name => Err(DesignationRefusal::Name),
        Holder::Institution { .. } if name => Err(DesignationRefusal::Name),
        Holder::Doctor { .. } | Holder::Institution { .. } => Ok(()),
    }
}

aggregate!(Designation, "designation", DesignationCommand => DesignationEvent);

impl Designation {
    fn take(&mut self, fact: Fact<DesignationEvent>) {
        match fact.event {
            DesignationEvent::Granted(event) => {
                self.holder = Some(event.holder);
                self.periods.push(event.validity);
            }
            DesignationEvent::Renewed(event) => {
                self.ended = None;
                self.periods.push(event.validity);
            }
            DesignationEvent::Changed(event) => self.holder = Some(event.holder),
            DesignationEvent::Ended(event) => {
                self.ended = Some((event.last_day, event.ground));
                let cut = |period: &ValidityPeriod| ValidityPeriod::new(period.start(), period.end().min(event.last_day)).ok();
                self.periods = self.periods.iter().filter_map(cut).collect();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use events::Personal;
    use events::vocabulary::{DoctorNumber, DoctorQualification, InstitutionCode, ShortText};
    use jiff::civil::date;

    use super::*;
    use crate::application::samples::{approver, checker, counter, name, text};

    fn doctor(number: &str) -> Holder {
        Holder::Doctor {
            number: DoctorNumber::parse(number).unwrap(),
            authority: ShortText::parse("見本県").unwrap(),
            qualification: DoctorQualification::Specialist,
            workplaces: vec![ShortText::parse("見本病院").unwrap()],
        }
    }

    fn period(from: (i16, i8, i8), to: (i16, i8, i8)) -> ValidityPeriod {
        ValidityPeriod::new(date(from.0, from.1, from.2), date(to.0, to.1, to.2)).unwrap()
    }

    fn grant() -> DesignationCommand {
        DesignationCommand::Grant(Granted {
            holder: doctor("SG-1"),
            name: Some(Personal::Open(name("見本 医師", "ミホン イシ"))),
            applied_on: date(2022, 4, 1),
            validity: period((2022, 4, 1), (2027, 3, 31)),
        })
    }

    fn renew(validity: ValidityPeriod) -> DesignationCommand {
        DesignationCommand::Renew(Renewed { applied_on: date(2027, 2, 1), validity })
    }

    fn end(last_day: Date, ground: DesignationEnd) -> DesignationCommand {
        DesignationCommand::End(Ended { last_day, ground, why: Personal::Open(text("届による。")) })
    }

    fn after(commands: Vec<(Actor, DesignationCommand)>) -> Designation {
        let mut designation = Designation::default();
        for (who, command) in commands {
            let event = designation.decide(command, &who).unwrap();
            designation.take(Fact { event, by: who.id });
        }
        designation
    }

    #[test]
    fn a_term_follows_a_term_and_an_end_cuts_it_off() {
        let next = period((2027, 4, 1), (2032, 3, 31));
        let renewed = after(vec![(checker(), grant()), (checker(), renew(next))]);
        assert_eq!(renewed.periods().len(), 2);
        assert_eq!(renewed.decide(renew(next), &checker()), Err(DesignationRefusal::Overlaps.into()));
        let resigned = end(date(2028, 6, 30), DesignationEnd::Resigned);
        let ended = after(vec![(checker(), grant()), (checker(), renew(next)), (checker(), resigned.clone())]);
        assert_eq!(ended.term(), Some(period((2027, 4, 1), (2028, 6, 30))));
        assert_eq!(ended.decide(resigned, &checker()), Err(DesignationRefusal::AlreadyEnded.into()));
        let outside = end(date(2040, 1, 1), DesignationEnd::Ceased);
        assert_eq!(renewed.decide(outside, &checker()), Err(DesignationRefusal::OutsideTerm.into()));
        let anew = ended.decide(renew(period((2029, 1, 1), (2033, 12, 31))), &checker());
        assert!(anew.is_ok(), "designated anew after a resignation");
    }

    #[test]
    fn only_the_approver_revokes_and_only_checkers_keep_the_register() {
        let standing = after(vec![(checker(), grant())]);
        let revoke = || end(date(2026, 3, 31), DesignationEnd::Revoked);
        assert!(standing.decide(revoke(), &approver()).is_ok());
        assert_eq!(standing.decide(revoke(), &checker()), Err(DesignationRefusal::RevokedByApprovers.into()));
        for who in [counter(), approver()] {
            assert_eq!(Designation::default().decide(grant(), &who), Err(DesignationRefusal::KeptByCheckers.into()));
        }
        assert_eq!(standing.decide(grant(), &checker()), Err(DesignationRefusal::Stands.into()));
        assert_eq!(Designation::default().decide(revoke(), &approver()), Err(DesignationRefusal::Unknown.into()));
    }

    #[test]
    fn the_number_is_fixed_and_a_doctor_has_a_name_and_a_workplace() {
        let standing = after(vec![(checker(), grant())]);
        let change = |holder: Holder, named: bool| {
            let name = named.then(|| Personal::Open(name("見本 医師", "ミホン イシ")));
            standing.decide(DesignationCommand::Change(Changed { holder, name, changed_on: date(2026, 1, 1) }), &checker())
        };
        assert!(change(doctor("SG-1"), true).is_ok());
        assert_eq!(change(doctor("SG-2"), true), Err(DesignationRefusal::NumberIsFixed.into()));
        assert_eq!(change(doctor("SG-1"), false), Err(DesignationRefusal::Name.into()));
        let Holder::Doctor { number, authority, qualification, .. } = doctor("SG-1") else { panic!("a doctor") };
        let nowhere = Holder::Doctor { number, authority, qualification, workplaces: Vec::new() };
        assert_eq!(change(nowhere, true), Err(DesignationRefusal::Workplace.into()));
        let institution = Granted {
            holder: Holder::Institution {
                code: InstitutionCode::parse("4110100015").unwrap(),
                name: ShortText::parse("見本病院").unwrap(),
                address: ShortText::parse("佐賀市見本町1-1").unwrap(),
            },
            name: Some(Personal::Open(name("見本 医師", "ミホン イシ"))),
            applied_on: date(2026, 1, 1),
            validity: period((2026, 2, 1), (2032, 1, 31)),
        };
        let refused = Designation::default().decide(DesignationCommand::Grant(institution), &checker());
        assert_eq!(refused, Err(DesignationRefusal::Name.into()));
    }
}
