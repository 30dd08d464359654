//! Which part of the worklist is asked for, and how much it is.

use events::ids::StaffId;
use events::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode, ProcedureKind};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{Flag, Queue};
use crate::ReadError;

/// Whose cases (担当).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClerkFilter {
    /// Of this person, at whichever desk they lie.
    Of(StaffId),
    /// Of nobody, or of somebody whose account is locked, where they lie.
    Nobodys,
}

/// Which part of the worklist; everything that is given must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QueueFilter {
    /// These queues; all open cases where empty.
    pub queues: Vec<Queue>,
    /// The office at which the next act lies.
    pub office: Option<OfficeCode>,
    /// 管轄事務所, wherever the next act lies.
    pub responsible: Option<OfficeCode>,
    /// Whose clerk it has (担当).
    pub clerk: Option<ClerkFilter>,
    /// Entered or checked by this person (自分がかかわった申請).
    pub author: Option<StaffId>,
    /// Only cases in which this person has no part, and may decide.
    pub without_author: Option<StaffId>,
    /// Only cases with this flag.
    pub flag: Option<Flag>,
    /// 申請の種類.
    pub kind: Option<ProcedureKind>,
    /// 住所地の市町.
    pub municipality: Option<MunicipalityCode>,
    /// With this disease among others.
    pub disease: Option<DiseaseId>,
    /// Without those that were put aside beyond this day.
    pub awake_on: Option<Date>,
    /// With the corrections, of all offices, that were due before this day: they are back with their checker.
    pub lapsed_before: Option<Date>,
    /// First day on which it may be due.
    pub due_from: Option<Date>,
    /// Last day on which it may be due.
    pub due_until: Option<Date>,
}

/// A filter as the database takes it.
pub(super) struct Asked {
    pub(super) queues: Vec<String>,
    pub(super) office: Option<String>,
    pub(super) responsible: Option<String>,
    pub(super) author: Option<Uuid>,
    pub(super) without_author: Option<Uuid>,
    pub(super) flag: Option<&'static str>,
    pub(super) kind: Option<&'static str>,
    pub(super) municipality: Option<String>,
    pub(super) disease: Option<String>,
    pub(super) awake_on: Option<jiff_sqlx::Date>,
    pub(super) lapsed_before: Option<jiff_sqlx::Date>,
    pub(super) due_from: Option<jiff_sqlx::Date>,
    pub(super) due_until: Option<jiff_sqlx::Date>,
    pub(super) clerk: Option<Uuid>,
    pub(super) nobodys: bool,
}

impl From<&QueueFilter> for Asked {
    fn from(filter: &QueueFilter) -> Self {
        Self {
            queues: filter.queues.iter().map(|queue| queue.code().to_owned()).collect(),
            office: filter.office.map(|office| office.to_string()),
            responsible: filter.responsible.map(|office| office.to_string()),
            author: filter.author.map(|staff| staff.0),
            without_author: filter.without_author.map(|staff| staff.0),
            flag: filter.flag.map(Flag::code),
            kind: filter.kind.map(ProcedureKind::code),
            municipality: filter.municipality.map(|code| code.to_string()),
            disease: filter.disease.map(|disease| disease.to_string()),
            awake_on: filter.awake_on.map(Into::into),
            lapsed_before: filter.lapsed_before.map(Into::into),
            due_from: filter.due_from.map(Into::into),
            due_until: filter.due_until.map(Into::into),
            clerk: match filter.clerk {
                Some(ClerkFilter::Of(staff)) => Some(staff.0),
                Some(ClerkFilter::Nobodys) | None => None,
            },
            nobodys: filter.clerk == Some(ClerkFilter::Nobodys),
        }
    }
}

/// A query over what a filter finds: what is selected, `s` being the step and `c` the case; what else must hold; the filter; and
/// parameters from `$16` on.
macro_rules! found {
    ($query:ident!($($row:ty)?), $select:literal, $more:literal, $asked:expr, $($argument:tt)*) => {{
        let asked = $asked;
        sqlx::$query!(
            $($row,)?
            $select
                + r#"
           WHERE s.waits_in IS NOT NULL
             AND (((cardinality($1::text[]) = 0 OR s.waits_in = ANY($1)) AND ($2::text IS NULL OR s.office = $2)
                   AND ($12::date IS NULL OR s.held_until IS NULL OR s.held_until <= $12 OR s.queue = 'correction'))
                  OR ($13::date IS NOT NULL AND s.queue = 'correction' AND s.held_until < $13))
             AND ($3::text IS NULL OR c.responsible_office = $3)
             AND ($4::uuid IS NULL OR s.authors @> ARRAY[$4::uuid])
             AND ($5::uuid IS NULL OR $5 <> ALL (s.authors))
             AND ($6::text IS NULL OR s.flags @> ARRAY[$6::text])
             AND ($7::text IS NULL OR c.kind = $7)
             AND ($8::text IS NULL OR c.municipality = $8)
             AND ($9::text IS NULL OR c.diseases @> ARRAY[$9::text])
             AND ($10::date IS NULL OR s.due_on >= $10)
             AND ($11::date IS NULL OR s.due_on <= $11)
             AND ($14::uuid IS NULL OR s.office_clerk = $14 OR s.division_clerk = $14)
             AND (NOT $15::boolean OR s.clerk IS NULL
                  OR EXISTS (SELECT FROM worklist_staff AS g WHERE g.staff_id = s.clerk AND upper_inf(g.known)
                             AND (g.gone OR g.works_at NOT IN (s.office, CASE s.office WHEN '00' THEN '00' ELSE c.responsible_office END))))"#
                + $more,
            &asked.queues,
            asked.office,
            asked.responsible,
            asked.author,
            asked.without_author,
            asked.flag,
            asked.kind,
            asked.municipality,
            asked.disease,
            asked.due_from as _,
            asked.due_until as _,
            asked.awake_on as _,
            asked.lapsed_before as _,
            asked.clerk,
            asked.nobodys,
            $($argument)*
        )
    }};
}
pub(super) use found;

/// How much a filter finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Open cases.
    pub cases: i64,
    /// Of these, past their due date.
    pub overdue: i64,
    /// Of these, due on the day itself.
    pub due_today: i64,
    /// Of these, due after the day, up to the last day of its week.
    pub due_this_week: i64,
    /// When the one came that waits longest; none where there is none.
    pub oldest_since: Option<Timestamp>,
}

/// How much a filter finds, as of a day; `week_end` is the last day of its week.
///
/// # Errors
/// [`ReadError`].
pub async fn tally(db: impl PgExecutor<'_>, filter: &QueueFilter, (today, week_end): (Date, Date)) -> Result<Tally, ReadError> {
    let row = found!(
        query!(),
        r#"SELECT count(*) AS "cases!", count(*) FILTER (WHERE s.due_on < $16) AS "overdue!",
                  count(*) FILTER (WHERE s.due_on = $16) AS "due_today!",
                  count(*) FILTER (WHERE s.due_on > $16 AND s.due_on <= $17) AS "due_this_week!",
                  min(s.waiting_since) AS "oldest_since: jiff_sqlx::Timestamp"
           FROM worklist_steps AS s JOIN worklist_cases AS c ON c.application_id = s.application_id AND upper_inf(c.known)"#,
        "",
        Asked::from(filter),
        jiff_sqlx::Date::from(today) as _,
        jiff_sqlx::Date::from(week_end) as _,
    )
    .fetch_one(db)
    .await?;
    Ok(Tally {
        cases: row.cases,
        overdue: row.overdue,
        due_today: row.due_today,
        due_this_week: row.due_this_week,
        oldest_since: row.oldest_since.map(Into::into),
    })
}
