//! Changes of a period: act by act, thing by thing, counted.

use events::ids::{ApplicationId, CommandId, CorrelationId, RecipientId, StaffId};
use events::vocabulary::ChangeNumber;
use events::{HoldsPersonal, PersonalError, PersonalVisitor};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx as _;
use sqlx::PgExecutor;

use super::approval::{Approval, DECISIONS};
use super::kind::{Basis, Kind};
use crate::reading::{maybe, parsed};
use crate::{Doer, ReadError};

/// Which changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Filter {
    /// Recorded from here.
    pub from: Timestamp,
    /// Recorded before here.
    pub until: Timestamp,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only on this authority.
    pub basis: Option<Basis>,
}

/// What one act changed of one kind.
#[derive(Clone, PartialEq, Debug)]
pub struct Act {
    /// The act.
    pub command: CommandId,
    /// The kind.
    pub kind: Kind,
    /// The authority.
    pub basis: Basis,
    /// The change request.
    pub request: Option<ChangeNumber>,
    /// The application that was decided on.
    pub application: Option<ApplicationId>,
    /// Types of its events.
    pub event_types: Vec<String>,
    /// How many things it changed.
    pub things: i64,
    /// One of them.
    pub subject: String,
    /// Its first event.
    pub first: i64,
    /// Its last event.
    pub last: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it; where two acted, who approved.
    pub by: Doer,
    /// Who acted first, where two acted: whoever examined, proposed or had it built.
    pub prepared_by: Option<StaffId>,
}

impl Act {
    /// How it was approved.
    pub fn approval(&self) -> Approval {
        Approval::of(&self.event_types, self.basis, self.by.role, self.prepared_by.is_some())
    }
}

impl HoldsPersonal for Act {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        self.by.visit_personal(visitor)
    }
}

/// One thing that changed.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// Position of the event.
    pub position: i64,
    /// Its number among the things that the event changed.
    pub part: i32,
    /// The kind.
    pub kind: Kind,
    /// What changed.
    pub subject: String,
    /// What it was; none where it is new.
    pub before: Option<String>,
    /// What it is; none where it is gone.
    pub after: Option<String>,
    /// The authority.
    pub basis: Basis,
    /// The change request.
    pub request: Option<ChangeNumber>,
    /// The application that was decided on.
    pub application: Option<ApplicationId>,
    /// Whose entitlement it is.
    pub recipient: Option<RecipientId>,
    /// Who acted first, where two acted.
    pub prepared_by: Option<StaffId>,
    /// Type of the event.
    pub event_type: String,
    /// The act.
    pub command: CommandId,
    /// The request or run it belongs to.
    pub correlation: CorrelationId,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub by: Doer,
    /// A code or sealed text.
    pub reason: Option<String>,
}

impl Change {
    /// How it was approved.
    pub fn approval(&self) -> Approval {
        Approval::of(std::slice::from_ref(&self.event_type), self.basis, self.by.role, self.prepared_by.is_some())
    }
}

impl HoldsPersonal for Change {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        self.by.visit_personal(visitor)
    }
}

/// How many acts and things, of one kind and authority.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count {
    /// First day of the month in Japan, where months are asked for.
    pub month: Option<jiff::civil::Date>,
    /// The kind.
    pub kind: Kind,
    /// The authority.
    pub basis: Basis,
    /// Acts.
    pub acts: i64,
    /// Things they changed.
    pub things: i64,
}

/// The acts of a period, newest first, before a position where one is given.
///
/// # Errors
/// [`ReadError`].
pub async fn acts(db: impl PgExecutor<'_>, filter: &Filter, before: Option<i64>, limit: u16) -> Result<Vec<Act>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT a.command_id AS "command_id!", a.kind AS "kind!", a.basis AS "basis!", a.request, a.application_id,
                  a.event_types AS "event_types!", a.things AS "things!", a.subject AS "subject!", a.first AS "first!",
                  a.last AS "last!", a.at AS "at!: jiff_sqlx::Timestamp", a.actor_id AS "actor_id!", a.actor_name AS "actor_name!",
                  a.actor_role AS "actor_role!", a.actor_office, coalesce(a.prepared_by, e.actor_id, r.actor_id) AS prepared_by
           FROM (
               SELECT command_id, kind, basis, max(request) AS request, (array_agg(application_id))[1] AS application_id,
                      array_agg(DISTINCT event_type) AS event_types, count(*) AS things, min(subject) AS subject,
                      min(position) AS first, max(position) AS last, max(recorded_at) AS at, (array_agg(actor_id))[1] AS actor_id,
                      (array_agg(actor_name))[1] AS actor_name, (array_agg(actor_role))[1] AS actor_role,
                      (array_agg(actor_office))[1] AS actor_office, (array_agg(prepared_by))[1] AS prepared_by,
                      bool_or(event_type = ANY($7)) AS decides, bool_or(content = 'exchange') AS exchanges
               FROM change_entries
               WHERE recorded_at >= $1 AND recorded_at < $2 AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR basis = $4)
               GROUP BY command_id, kind, basis HAVING max(position) < $5
               ORDER BY max(position) DESC, kind LIMIT $6
           ) AS a LEFT JOIN LATERAL (
               SELECT h.actor_id FROM case_history_entries AS h
               WHERE a.decides AND h.application_id = a.application_id AND h.event_type = 'application.examined' AND h.position < a.first
               ORDER BY h.position DESC LIMIT 1
           ) AS e ON true LEFT JOIN LATERAL (
               SELECT b.actor_id FROM change_entries AS b
               WHERE a.exchanges AND b.subject = a.subject AND b.position < a.first AND b.event_type IN ('operation.requested', 'read_model.begun')
                 AND (b.content = 'rebuild' OR b.content LIKE '%"task":"rebuild"%')
               ORDER BY b.position DESC LIMIT 1
           ) AS r ON true
           ORDER BY a.last DESC, a.kind"#,
        filter.from.to_sqlx() as _,
        filter.until.to_sqlx() as _,
        filter.kind.map(Kind::code),
        filter.basis.map(Basis::code),
        before.unwrap_or(i64::MAX),
        i64::from(limit),
        &DECISIONS.map(ToOwned::to_owned),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Act {
                command: CommandId(row.command_id),
                kind: parsed(&row.kind, "kind")?,
                basis: parsed(&row.basis, "basis")?,
                request: maybe(row.request.as_deref(), "request")?,
                application: row.application_id.map(ApplicationId),
                event_types: row.event_types,
                things: row.things,
                subject: row.subject,
                first: row.first,
                last: row.last,
                at: row.at.into(),
                by: Doer::from_columns(row.actor_id, &row.actor_name, &row.actor_role, row.actor_office.as_deref())?,
                prepared_by: row.prepared_by.map(StaffId),
            })
        })
        .collect()
}

/// Counts of a period by kind and authority.
///
/// # Errors
/// [`ReadError`].
pub async fn counts(db: impl PgExecutor<'_>, filter: &Filter) -> Result<Vec<Count>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT kind, basis, count(DISTINCT command_id) AS "acts!", count(*) AS "things!" FROM change_entries
           WHERE recorded_at >= $1 AND recorded_at < $2 GROUP BY kind, basis ORDER BY kind, basis"#,
        filter.from.to_sqlx() as _,
        filter.until.to_sqlx() as _,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (kind, basis) = (parsed(&row.kind, "kind")?, parsed(&row.basis, "basis")?);
            Ok(Count { month: None, kind, basis, acts: row.acts, things: row.things })
        })
        .collect()
}

/// The same month by month in Japan, oldest first.
///
/// # Errors
/// [`ReadError`].
pub async fn months(db: impl PgExecutor<'_>, filter: &Filter) -> Result<Vec<Count>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT date_trunc('month', recorded_at AT TIME ZONE 'Asia/Tokyo')::date AS "month!: jiff_sqlx::Date", kind, basis,
                  count(DISTINCT command_id) AS "acts!", count(*) AS "things!" FROM change_entries
           WHERE recorded_at >= $1 AND recorded_at < $2 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"#,
        filter.from.to_sqlx() as _,
        filter.until.to_sqlx() as _,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (kind, basis) = (parsed(&row.kind, "kind")?, parsed(&row.basis, "basis")?);
            Ok(Count { month: Some(row.month.into()), kind, basis, acts: row.acts, things: row.things })
        })
        .collect()
}

/// Everything an act changed, in order, from after a (position, part).
///
/// # Errors
/// [`ReadError`].
pub async fn of_act(
    db: impl PgExecutor<'_>,
    command: CommandId,
    after: (i64, i32),
    limit: u16,
) -> Result<Vec<Change>, ReadError> {
    let filter = Filter { from: Timestamp::MIN, until: Timestamp::MAX, kind: None, basis: None };
    select(db, &filter, Some(command), after, i64::from(limit)).await
}

/// Everything that changed in a period, oldest first, from after a (position, part).
///
/// # Errors
/// [`ReadError`].
pub async fn entries(db: impl PgExecutor<'_>, filter: &Filter, after: (i64, i32), limit: i64) -> Result<Vec<Change>, ReadError> {
    select(db, filter, None, after, limit).await
}

async fn select(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    command: Option<CommandId>,
    (position, part): (i64, i32),
    limit: i64,
) -> Result<Vec<Change>, ReadError> {
    // Beyond what PostgreSQL can say, there is nothing: the bounds of an open period are left out.
    let bound = |moment: Timestamp| (moment != Timestamp::MIN && moment != Timestamp::MAX).then(|| moment.to_sqlx());
    let rows = sqlx::query!(
        r#"SELECT c.position, c.part, c.kind, c.subject, c.content, b.content AS "before?", c.basis, c.request, c.application_id,
                  c.recipient_id, coalesce(c.prepared_by, e.actor_id, r.actor_id) AS prepared_by, c.event_type, c.command_id, c.correlation_id,
                  c.recorded_at AS "recorded_at!: jiff_sqlx::Timestamp", c.actor_id, c.actor_name, c.actor_role, c.actor_office, c.reason
           FROM change_entries AS c LEFT JOIN LATERAL (
               SELECT p.content FROM change_entries AS p WHERE p.subject = c.subject AND p.position < c.position
               ORDER BY p.position DESC LIMIT 1
           ) AS b ON true LEFT JOIN LATERAL (
               SELECT h.actor_id FROM case_history_entries AS h
               WHERE c.event_type = ANY($9) AND h.application_id = c.application_id AND h.event_type = 'application.examined'
                 AND h.position < c.position
               ORDER BY h.position DESC LIMIT 1
           ) AS e ON true LEFT JOIN LATERAL (
               SELECT p.actor_id FROM change_entries AS p
               WHERE c.content = 'exchange' AND p.subject = c.subject AND p.position < c.position
                 AND p.event_type IN ('operation.requested', 'read_model.begun')
                 AND (p.content = 'rebuild' OR p.content LIKE '%"task":"rebuild"%')
               ORDER BY p.position DESC LIMIT 1
           ) AS r ON true
           WHERE ($1::timestamptz IS NULL OR c.recorded_at >= $1) AND ($2::timestamptz IS NULL OR c.recorded_at < $2)
             AND ($3::text IS NULL OR c.kind = $3) AND ($4::text IS NULL OR c.basis = $4)
             AND ($5::uuid IS NULL OR c.command_id = $5) AND (c.position, c.part) > ($6, $7)
           ORDER BY c.position, c.part LIMIT $8"#,
        bound(filter.from) as _,
        bound(filter.until) as _,
        filter.kind.map(Kind::code),
        filter.basis.map(Basis::code),
        command.map(|command| command.0),
        position,
        part,
        limit,
        &DECISIONS.map(ToOwned::to_owned),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Change {
                position: row.position,
                part: row.part,
                kind: parsed(&row.kind, "kind")?,
                subject: row.subject,
                before: row.before,
                after: row.content,
                basis: parsed(&row.basis, "basis")?,
                request: maybe(row.request.as_deref(), "request")?,
                application: row.application_id.map(ApplicationId),
                recipient: row.recipient_id.map(RecipientId),
                prepared_by: row.prepared_by.map(StaffId),
                event_type: row.event_type,
                command: CommandId(row.command_id),
                correlation: CorrelationId(row.correlation_id),
                at: row.recorded_at.into(),
                by: Doer::from_columns(row.actor_id, &row.actor_name, &row.actor_role, row.actor_office.as_deref())?,
                reason: row.reason,
            })
        })
        .collect()
}
