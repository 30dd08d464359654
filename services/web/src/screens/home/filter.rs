//! 絞り込み: what of the worklist a list shows. It stands in the address, so it is made of codes only and never of anything personal.

use events::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode, ProcedureKind};
use identity::Permission;
use jiff::ToSpan as _;
use jiff::civil::Date;
use projections::case_history::Words as _;
use projections::worklist::{ClerkFilter, Flag, Queue, QueueFilter};

use crate::cx::Cx;
use crate::forms::FieldErrors;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// Whose work is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Desk {
    /// Every open case.
    All,
    /// What waits for the role of whoever looks.
    Mine,
    /// One queue.
    One(Queue),
}

impl Desk {
    pub(super) fn parse(code: &str) -> Result<Self, Problem> {
        match code {
            "all" => Ok(Self::All),
            "mine" => Ok(Self::Mine),
            other => other.parse().map(Self::One).map_err(|_| Problem::NotFound),
        }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::One(queue) => queue.code(),
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::All => "すべての待ち行列",
            Self::Mine => "あなたの手を待つ申請",
            Self::One(queue) => queue.label(),
        }
    }

    /// In the order in which they are offered.
    pub(super) fn every() -> impl Iterator<Item = Self> {
        [Self::Mine, Self::All].into_iter().chain(Queue::ALL.into_iter().map(Self::One))
    }
}

/// How near the due date is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Due {
    /// 期限を過ぎた.
    Overdue,
    /// きょうが期限.
    Today,
    /// From today to Sunday.
    Week,
}

impl Due {
    pub(super) const ALL: [Self; 3] = [Self::Overdue, Self::Today, Self::Week];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Week => "week",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Overdue => "期限超過",
            Self::Today => "きょうが期限",
            Self::Week => "今週中（きょうから日曜日）",
        }
    }

    fn days(self, today: Date) -> (Option<Date>, Option<Date>) {
        match self {
            Self::Overdue => (None, today.yesterday().ok()),
            Self::Today => (Some(today), Some(today)),
            Self::Week => (Some(today), Some(week_end(today))),
        }
    }
}

/// Whose cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Clerk {
    /// Of whoever looks.
    Mine,
    /// Of nobody, or of somebody who is gone.
    Nobody,
}

impl Clerk {
    pub(super) const ALL: [Self; 2] = [Self::Mine, Self::Nobody];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Nobody => "nobody",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Mine => "自分の担当",
            Self::Nobody => "担当者がいない",
        }
    }
}

/// The Sunday with which the week of a day ends.
pub(super) fn week_end(today: Date) -> Date {
    let left = 7 - today.weekday().to_monday_one_offset();
    today.checked_add(i32::from(left).days()).unwrap_or(today)
}

/// What is listed; everything that is given must hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Filter {
    pub(super) desk: Desk,
    pub(super) kind: Option<ProcedureKind>,
    pub(super) flag: Option<Flag>,
    pub(super) due: Option<Due>,
    /// 管轄事務所.
    pub(super) office: Option<OfficeCode>,
    pub(super) municipality: Option<MunicipalityCode>,
    pub(super) disease: Option<DiseaseId>,
    pub(super) clerk: Option<Clerk>,
    /// Entered or checked by whoever looks.
    pub(super) own: bool,
}

/// The value of a name in a query.
pub(super) fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

impl Filter {
    /// A whole queue.
    pub(super) const fn of(desk: Desk) -> Self {
        Self { desk, kind: None, flag: None, due: None, office: None, municipality: None, disease: None, clerk: None, own: false }
    }

    /// From values by name; an empty one asks for nothing. Choices that no page offers are not found; what was typed wrongly is told
    /// beside its field.
    pub(super) fn read<'a>(desk: Desk, get: impl Fn(&str) -> Option<&'a str>, errors: &mut FieldErrors) -> Result<Self, Problem> {
        fn chosen<T: std::str::FromStr>(text: Option<&str>) -> Result<Option<T>, Problem> {
            text.filter(|text| !text.is_empty()).map(str::parse).transpose().map_err(|_| Problem::NotFound)
        }
        let due = match get("due").filter(|code| !code.is_empty()) {
            None => None,
            Some(code) => Some(Due::ALL.into_iter().find(|due| due.code() == code).ok_or(Problem::NotFound)?),
        };
        let clerk = match get("clerk").filter(|code| !code.is_empty()) {
            None => None,
            Some(code) => Some(Clerk::ALL.into_iter().find(|clerk| clerk.code() == code).ok_or(Problem::NotFound)?),
        };
        let disease = get("disease").filter(|code| !code.is_empty());
        Ok(Self {
            desk,
            kind: chosen(get("kind"))?,
            flag: chosen(get("flag"))?,
            due,
            office: chosen(get("office"))?,
            municipality: chosen(get("municipality"))?,
            disease: disease.and_then(|code| {
                let wrong = "疾病コードは 01_01_001 のように入力してください。名称からは上の「さがす」で探せます。";
                errors.take("disease", DiseaseId::parse(code).map_err(|_| wrong))
            }),
            clerk,
            own: get("own") == Some("1"),
        })
    }

    /// Name and code of everything that is asked, in a fixed order.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let pairs = [
            ("kind", self.kind.map(|kind| kind.code().to_owned())),
            ("flag", self.flag.map(|flag| flag.code().to_owned())),
            ("due", self.due.map(|due| due.code().to_owned())),
            ("office", self.office.map(|office| office.to_string())),
            ("municipality", self.municipality.map(|code| code.to_string())),
            ("disease", self.disease.map(|disease| disease.to_string())),
            ("clerk", self.clerk.map(|clerk| clerk.code().to_owned())),
            ("own", self.own.then(|| "1".to_owned())),
        ];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// 「kind=renewal&due=overdue」.
    pub(super) fn query(&self) -> String {
        self.pairs().into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    /// The list's address.
    pub(super) fn address(&self) -> String {
        let query = self.query();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/queues/{}{mark}{query}", self.desk.code())
    }

    /// As the read model takes it.
    pub(super) fn asked(&self, cx: &Cx) -> Result<QueueFilter, Problem> {
        let staff = cx.staff()?;
        let of_role = Queue::of_role(staff.role);
        let (due_from, due_until) = self.due.map_or((None, None), |due| due.days(cx.today));
        let deciding = self.desk == Desk::Mine && cx.may(Permission::DecideApplications);
        Ok(QueueFilter {
            queues: match self.desk {
                Desk::All => Vec::new(),
                Desk::Mine => of_role.to_vec(),
                Desk::One(queue) => vec![queue],
            },
            office: cx.office_scope(),
            responsible: self.office,
            clerk: self.clerk.map(|clerk| match clerk {
                Clerk::Mine => ClerkFilter::Of(staff.actor.id),
                Clerk::Nobody => ClerkFilter::Nobodys,
            }),
            author: self.own.then_some(staff.actor.id),
            without_author: deciding.then_some(staff.actor.id),
            flag: self.flag,
            kind: self.kind,
            municipality: self.municipality,
            disease: self.disease,
            // What was put aside sleeps until its day, but for whoever asks for a single list or for everything.
            awake_on: (self.desk == Desk::Mine).then_some(cx.today),
            // A correction that was not made in time is back with the division.
            lapsed_before: (self.desk == Desk::Mine && of_role.contains(&Queue::Checking)).then_some(cx.today),
            due_from,
            due_until,
        })
    }

    /// What is asked, in words; empty where nothing is.
    pub(super) fn words(&self, names: &Names) -> String {
        let parts = [
            self.kind.map(|kind| kind.label().to_owned()),
            self.flag.map(|flag| flag.label().to_owned()),
            self.due.map(|due| due.label().to_owned()),
            self.office.map(|office| format!("管轄 {}", names.office_short(office))),
            self.municipality.map(|code| names.municipality(code)),
            self.disease.map(|disease| names.disease_with_code(disease)),
            self.clerk.map(|clerk| clerk.label().to_owned()),
            self.own.then(|| "自分がかかわった申請".to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("、")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(query: &str) -> Result<Filter, Problem> {
        let mut errors = FieldErrors::default();
        let filter = Filter::read(Desk::All, |name| value(query, name), &mut errors);
        assert!(errors.is_empty() || query.contains("disease"), "{query}");
        filter
    }

    #[test]
    fn a_filter_is_read_from_its_own_address() {
        let query =
            "kind=renewal&flag=missing_documents&due=week&office=01&municipality=412015&disease=01_01_001&clerk=nobody&own=1";
        let filter = read(query).expect("codes");
        assert_eq!((filter.query().as_str(), filter.address()), (query, format!("/queues/all?{query}")));
        assert_eq!(read("kind=&flag=&due=&office=").expect("nothing asked"), Filter::of(Desk::All));
        assert_eq!(Filter::of(Desk::One(Queue::Correction)).address(), "/queues/correction");
    }

    #[test]
    fn what_no_page_offers_is_not_found_and_a_typed_word_is_told() {
        for query in ["kind=x", "flag=x", "due=tomorrow", "office=x", "clerk=x", "municipality=%E4%BD%90"] {
            assert!(matches!(read(query), Err(Problem::NotFound)), "{query}");
        }
        assert!(matches!(Desk::parse("somewhere"), Err(Problem::NotFound)));
        let mut errors = FieldErrors::default();
        let filter =
            Filter::read(Desk::All, |name| value("disease=%E7%99%BD", name), &mut errors).expect("told beside its field");
        assert_eq!((filter.disease, errors.pairs().len()), (None, 1));
    }

    #[test]
    fn the_week_ends_on_sunday() {
        assert_eq!(week_end(date(2026, 11, 24)), date(2026, 11, 29));
        assert_eq!(week_end(date(2026, 11, 29)), date(2026, 11, 29));
        assert_eq!(Due::Overdue.days(date(2026, 11, 24)), (None, Some(date(2026, 11, 23))));
        assert_eq!(Due::Week.days(date(2026, 11, 24)), (Some(date(2026, 11, 24)), Some(date(2026, 11, 29))));
    }
}
