//! Who reviews a recipient's claims on which days. It follows from the kind of insurance on each day and from what the masters say of that kind on
//! that day (要確認). Whoever changes insurance leaves one organisation and enters the other; where it cannot be said, nobody is left out silently.

use events::recipient_file::{Entry, ReviewBody};
use events::vocabulary::{InsuranceKind, ValidityPeriod};
use jiff::civil::Date;

use crate::rules::Masters;

/// From a day on, of what kind the insurance is; none where it is not known any more.
pub type Insured = (Date, Option<InsuranceKind>);

/// From a day on, who reviews; none where nobody can say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reviewed {
    /// The first day.
    pub from: Date,
    /// 審査支払機関.
    pub body: Option<ReviewBody>,
}

/// Who reviews on the days of a period, from its first day on, each change once. `insured` is in the order of its days; what is known first counts
/// before its day, too, for a child is registered after its right began.
pub fn reviewed(masters: &Masters, insured: &[Insured], period: ValidityPeriod) -> Vec<Reviewed> {
    let on = |day: Date| {
        let kind = insured.iter().rev().find(|(from, _)| *from <= day).or_else(|| insured.first())?.1?;
        masters.review_bodies.at(kind.code(), day).map(|row| row.value.body)
    };
    let rows =
        masters.review_bodies.all().flat_map(|row| [Some(row.valid_from), row.valid_to.and_then(|last| last.tomorrow().ok())]);
    let mut days: Vec<Date> = rows.flatten().chain(insured.iter().map(|(from, _)| *from)).collect();
    days.retain(|day| *day > period.start() && *day <= period.end());
    days.push(period.start());
    days.sort_unstable();
    let mut all: Vec<Reviewed> = days.into_iter().map(|from| Reviewed { from, body: on(from) }).collect();
    all.dedup_by_key(|one| one.body);
    all
}

/// What one organisation is to be told of an award.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
    /// This, and whether the right was lost there.
    Told(Entry, bool),
    /// It is the other's.
    Others,
    /// Nobody can say whose it is on some of its days.
    Undecided,
}

/// The part of an award that is one organisation's: the newest days on which it reviews. `known` says that the organisation was told of the award.
pub fn share(body: ReviewBody, (entry, lost): (Entry, bool), reviewed: &[Reviewed], known: bool) -> Share {
    if entry.annulled {
        return Share::Told(entry, lost);
    }
    if reviewed.iter().any(|one| one.body.is_none()) {
        return Share::Undecided;
    }
    let Some(place) = reviewed.iter().rposition(|one| one.body == Some(body)) else {
        // It was told of somebody who never was its own.
        return if known { Share::Told(Entry { annulled: true, ..entry }, true) } else { Share::Others };
    };
    let next = reviewed.get(place + 1).and_then(|next| next.from.yesterday().ok());
    let start = reviewed[place].from.max(entry.validity.start());
    match ValidityPeriod::new(start, next.unwrap_or_else(|| entry.validity.end())) {
        Ok(validity) => Share::Told(Entry { validity, ..entry }, lost || next.is_some()),
        Err(_) => Share::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use events::vocabulary::{PayerNumber, RecipientNumber, Severity, Tier, Yen};
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::rules::samples::{dated, row};

    fn masters() -> Masters {
        let told = |body: &str| json!({ "label": "見本", "body": body });
        let rows = [
            row("review_bodies", "employee", told("fund")),
            dated("review_bodies", "national", date(2015, 1, 1), Some(date(2027, 3, 31)), told("federation")),
            dated("review_bodies", "national", date(2027, 4, 1), None, told("fund")),
        ];
        Masters::from_rows(rows.iter().map(|row| (1, row))).unwrap()
    }

    fn entry() -> Entry {
        Entry {
            payer_number: PayerNumber::parse("52416013").unwrap(),
            recipient_number: RecipientNumber::parse("0000018").unwrap(),
            validity: ValidityPeriod::new(date(2026, 10, 1), date(2027, 9, 30)).unwrap(),
            tier: Some(Tier::IV),
            severity: Severity::General,
            monthly_cap: Yen::new(5_000).unwrap(),
            annulled: false,
        }
    }

    fn told(from: Date, until: Date, lost: bool) -> Share {
        Share::Told(Entry { validity: ValidityPeriod::new(from, until).unwrap(), ..entry() }, lost)
    }

    fn share_of(body: ReviewBody, insured: &[Insured], known: bool) -> Share {
        share(body, (entry(), false), &reviewed(&masters(), insured, entry().validity), known)
    }

    const EMPLOYEE: Option<InsuranceKind> = Some(InsuranceKind::Employee);
    const NATIONAL: Option<InsuranceKind> = Some(InsuranceKind::National);
    const REGISTERED: Date = date(2026, 11, 20);

    #[test]
    fn an_award_is_one_organisations() {
        let employee = [(REGISTERED, EMPLOYEE)];
        assert_eq!(share_of(ReviewBody::Fund, &employee, false), told(date(2026, 10, 1), date(2027, 9, 30), false));
        assert_eq!(share_of(ReviewBody::Federation, &employee, false), Share::Others);
        let annulled = Share::Told(Entry { annulled: true, ..entry() }, true);
        assert_eq!(share_of(ReviewBody::Federation, &employee, true), annulled, "it had been told of everybody");
    }

    #[test]
    fn who_changes_insurance_leaves_one_and_enters_the_other() {
        let changed = [(REGISTERED, NATIONAL), (date(2027, 1, 15), EMPLOYEE)];
        assert_eq!(share_of(ReviewBody::Federation, &changed, true), told(date(2026, 10, 1), date(2027, 1, 14), true));
        assert_eq!(share_of(ReviewBody::Fund, &changed, false), told(date(2027, 1, 15), date(2027, 9, 30), false));
        let back = [(REGISTERED, EMPLOYEE), (date(2026, 12, 1), NATIONAL), (date(2027, 1, 15), EMPLOYEE)];
        assert_eq!(share_of(ReviewBody::Fund, &back, true), told(date(2027, 1, 15), date(2027, 9, 30), false));
    }

    #[test]
    fn a_dated_row_moves_everybody_of_a_kind() {
        let national = [(REGISTERED, NATIONAL)];
        assert_eq!(share_of(ReviewBody::Federation, &national, true), told(date(2026, 10, 1), date(2027, 3, 31), true));
        assert_eq!(share_of(ReviewBody::Fund, &national, false), told(date(2027, 4, 1), date(2027, 9, 30), false));
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for insured in [[].as_slice(), &[(REGISTERED, None)], &[(REGISTERED, Some(InsuranceKind::None))]] {
            for body in ReviewBody::ALL {
                assert_eq!(share_of(*body, insured, true), Share::Undecided, "{insured:?}");
            }
        }
        let gone = share(ReviewBody::Fund, (Entry { annulled: true, ..entry() }, true), &[], true);
        assert_eq!(gone, Share::Told(Entry { annulled: true, ..entry() }, true), "what never counted is nobody's");
    }
}
