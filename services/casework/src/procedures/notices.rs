//! The procedures that are told by a notice (届): what each needs, who files it, and what follows; what may undo it
//! stands in [`super::undoing`].

use events::notice::{Filer, NoticeContent, NoticeKind};
use events::vocabulary::age;
use jiff::civil::Date;

use super::{change_of_particulars, proxy, registrant_certificate, reissue, return_of_certificate, transfer_out};
use crate::Refusal;
use crate::notice::{Effects, NoticeRefusal, Standing};

/// A paper that comes with a notice, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paper {
    /// 書類の名称.
    pub title: &'static str,
    /// When it is needed.
    pub when: &'static str,
}

/// A kind of notice that is dealt with.
#[derive(Clone, Copy, Debug)]
pub struct NoticeProcedure {
    /// The kind.
    pub kind: NoticeKind,
    /// Legal source.
    pub law: &'static str,
    /// One sentence of help.
    pub lead: &'static str,
    /// What the day of the form means.
    pub day: &'static str,
    /// Papers.
    pub papers: &'static [Paper],
    /// What follows.
    pub follows: &'static str,
}

/// Every kind of notice there is.
pub static NOTICES: &[NoticeProcedure] = &[
    change_of_particulars::PROCEDURE,
    reissue::PROCEDURE,
    return_of_certificate::PROCEDURE,
    transfer_out::PROCEDURE,
    registrant_certificate::PROCEDURE,
    proxy::APPOINTING,
    proxy::ENDING,
];

/// The procedure of a kind of notice.
pub fn of(kind: NoticeKind) -> Option<&'static NoticeProcedure> {
    NOTICES.iter().find(|procedure| procedure.kind == kind)
}

/// Whether this person may file (届出人): the guardian, from 18 the patient, or a proxy in power.
///
/// # Errors
/// The reason why not.
pub fn filing(content: &NoticeContent, filer: Filer, filed_on: Date, standing: &Standing) -> Result<(), Refusal> {
    if filer == Filer::Guardian && return_of_certificate::of_the_dead(content) {
        return Ok(());
    }
    filed_by(filer, filed_on, standing)
}

/// The same for whatever does not tell of a death.
///
/// # Errors
/// The reason why not.
pub fn filed_by(filer: Filer, filed_on: Date, standing: &Standing) -> Result<(), Refusal> {
    let adult = age::birthday(standing.birth_date, standing.adult_age).is_some_and(|day| day <= filed_on);
    let refusal = match filer {
        Filer::Patient if !adult => NoticeRefusal::PatientIsMinor,
        Filer::Guardian if adult => NoticeRefusal::PatientIsAdult,
        Filer::Proxy if !standing.proxy.is_some_and(|power| power.counts_on(filed_on)) => NoticeRefusal::NoProxy,
        _ => return Ok(()),
    };
    Err(refusal.into())
}

/// What follows from a notice that was filed and whose event happened on these days, or why it cannot be settled.
///
/// # Errors
/// The reason why not.
pub fn effects(content: &NoticeContent, days: (Date, Date), standing: &Standing) -> Result<Effects, Refusal> {
    match content {
        NoticeContent::Particulars(change) => change_of_particulars::effects(change, days, standing),
        NoticeContent::Return(told) => return_of_certificate::effects(told, days, standing),
        NoticeContent::TransferOut(told) => transfer_out::effects(told, days.1, standing),
        NoticeContent::Reissue(told) => reissue::effects(told, days, standing),
        NoticeContent::RegistrantCertificate => registrant_certificate::effects(days.1, standing),
        NoticeContent::Proxy(one) => proxy::appointed(one, days.1),
        NoticeContent::ProxyEnd(_) => proxy::ended(days.1, standing),
    }
}

/// The day lies within the award, which still stands.
pub(super) fn within_the_award(day: Date, standing: &Standing) -> Result<(), Refusal> {
    let Standing { start, end, ended, .. } = *standing;
    let refusal = if ended {
        NoticeRefusal::AwardEnded(end)
    } else if day < start {
        NoticeRefusal::BeforeTheAward { day, start }
    } else if day > end {
        NoticeRefusal::AfterTheAward { day, end }
    } else {
        return Ok(());
    };
    Err(refusal.into())
}

/// What is told has happened.
pub(super) fn happened((filed_on, happened_on): (Date, Date)) -> Result<(), Refusal> {
    if happened_on > filed_on { Err(NoticeRefusal::NotYetHappened(happened_on).into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use events::notice::Authority;
    use jiff::civil::date;

    use super::*;
    use crate::notice::ProxyPower;
    use crate::notice::samples::{moved, standing};

    #[test]
    fn every_kind_has_its_procedure() {
        for kind in NoticeKind::ALL {
            let procedure = of(*kind).unwrap();
            assert!(!procedure.law.is_empty(), "{kind:?}");
        }
        assert_eq!(NOTICES.len(), NoticeKind::ALL.len());
    }

    #[test]
    fn the_patient_files_from_the_birthday_on() {
        let mut known = standing();
        known.birth_date = date(2008, 4, 20);
        let ask = |filer, day, known: &Standing| filing(&moved(), filer, day, known);
        assert_eq!(ask(Filer::Guardian, date(2026, 4, 19), &known), Ok(()));
        assert_eq!(ask(Filer::Patient, date(2026, 4, 19), &known), Err(NoticeRefusal::PatientIsMinor.into()));
        assert_eq!(ask(Filer::Guardian, date(2026, 4, 20), &known), Err(NoticeRefusal::PatientIsAdult.into()));
        assert_eq!(ask(Filer::Patient, date(2026, 4, 20), &known), Ok(()));
        known.birth_date = date(2008, 2, 29);
        assert_eq!(ask(Filer::Guardian, date(2026, 2, 28), &known), Ok(()), "born on 29 February, 18 on 1 March");
        assert_eq!(ask(Filer::Guardian, date(2026, 3, 1), &known), Err(NoticeRefusal::PatientIsAdult.into()));
    }

    #[test]
    fn a_proxy_files_within_the_power() {
        let mut known = standing();
        let ask = |known: &Standing, day| filing(&moved(), Filer::Proxy, day, known);
        assert_eq!(ask(&known, date(2026, 4, 20)), Err(NoticeRefusal::NoProxy.into()));
        let power = ProxyPower { authority: Authority::Mandate, from: date(2026, 4, 1), until: Some(date(2026, 4, 20)) };
        known.proxy = Some(power);
        assert_eq!(ask(&known, date(2026, 4, 20)), Ok(()));
        assert_eq!(ask(&known, date(2026, 4, 21)), Err(NoticeRefusal::NoProxy.into()));
        assert_eq!(ask(&known, date(2026, 3, 31)), Err(NoticeRefusal::NoProxy.into()));
    }
}
