//! Questions to the list of notices.

use events::ids::{AwardId, NoticeId, RecipientId};
use events::notice::NoticeKind;
use events::vocabulary::{OfficeCode, PersonName, ReceiptNumber};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::Stage;
use crate::ReadError;
use crate::due_list::{After, Page, bound, one_more};
use crate::reading::{parsed, sealed};

/// A line of the list.
#[derive(Clone, PartialEq, Debug)]
pub struct NoticeRow {
    /// The notice.
    pub notice: NoticeId,
    /// 届の種類.
    pub kind: NoticeKind,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
    /// 受付事務所.
    pub receiving_office: OfficeCode,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
    /// 届出日.
    pub filed_on: Date,
    /// 事由の生じた日.
    pub happened_on: Date,
    /// 受給者の氏名.
    pub name: Personal<PersonName>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub waiting_since: Timestamp,
    /// 期限.
    pub due_on: Date,
    /// Whether an application for change of award is needed.
    pub change_of_award: Option<bool>,
}

impl HoldsPersonal for NoticeRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("name", &mut self.name)
    }
}

/// Which part of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct NoticeFilter {
    /// Only these; all open ones where none.
    pub stage: Option<Stage>,
    /// Only those of this receiving or responsible office.
    pub office: Option<OfficeCode>,
}

/// How many wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoticeCount {
    /// Where they stand.
    pub stage: Stage,
    /// How many.
    pub notices: i64,
    /// Of these, past their due date.
    pub overdue: i64,
    /// When the oldest came there.
    pub oldest_since: Timestamp,
}

struct Raw {
    notice_id: Uuid,
    kind: String,
    receipt_number: String,
    recipient_id: Uuid,
    award_id: Uuid,
    receiving_office: String,
    responsible_office: String,
    filed_on: jiff_sqlx::Date,
    happened_on: jiff_sqlx::Date,
    name: Option<String>,
    stage: String,
    waiting_since: jiff_sqlx::Timestamp,
    due_on: jiff_sqlx::Date,
    change_of_award: Option<bool>,
}

impl TryFrom<Raw> for NoticeRow {
    type Error = ReadError;
    fn try_from(raw: Raw) -> Result<Self, ReadError> {
        Ok(Self {
            notice: NoticeId(raw.notice_id),
            kind: parsed(&raw.kind, "kind")?,
            receipt_number: parsed(&raw.receipt_number, "receipt_number")?,
            recipient: RecipientId(raw.recipient_id),
            award: AwardId(raw.award_id),
            receiving_office: parsed(&raw.receiving_office, "receiving_office")?,
            responsible_office: parsed(&raw.responsible_office, "responsible_office")?,
            filed_on: raw.filed_on.into(),
            happened_on: raw.happened_on.into(),
            name: sealed(raw.name.as_deref(), "name")?,
            stage: parsed(&raw.stage, "stage")?,
            waiting_since: raw.waiting_since.into(),
            due_on: raw.due_on.into(),
            change_of_award: raw.change_of_award,
        })
    }
}

/// A page of the list, those due first. `limit` is at least 1.
///
/// # Errors
/// [`ReadError`].
pub async fn page(
    db: impl PgExecutor<'_>,
    filter: NoticeFilter,
    after: Option<After>,
    limit: u16,
) -> Result<Page<NoticeRow>, ReadError> {
    let limit = usize::from(limit.max(1));
    let (due_after, id_after) = bound(after);
    let raw = sqlx::query_as!(
        Raw,
        r#"SELECT notice_id, kind, receipt_number, recipient_id, award_id, receiving_office, responsible_office,
                  filed_on AS "filed_on!: jiff_sqlx::Date", happened_on AS "happened_on!: jiff_sqlx::Date", name, stage,
                  waiting_since AS "waiting_since!: jiff_sqlx::Timestamp", due_on AS "due_on!: jiff_sqlx::Date", change_of_award
           FROM notices
           WHERE upper_inf(known) AND (($1::text IS NULL AND office IS NOT NULL) OR stage = $1)
             AND ($2::text IS NULL OR receiving_office = $2 OR responsible_office = $2)
             AND (due_on, notice_id) > (coalesce($3, '-infinity'::date), $4)
           ORDER BY due_on, notice_id LIMIT $5"#,
        filter.stage.map(Stage::code),
        filter.office.map(|office| office.to_string()),
        due_after as _,
        id_after,
        one_more(limit),
    )
    .fetch_all(db)
    .await?;
    Page::of(raw, limit, |row: &NoticeRow| Some(After { due_on: row.due_on, id: row.notice.0 }))
}

/// The notices about a recipient, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn of_recipient(db: impl PgExecutor<'_>, recipient: RecipientId) -> Result<Vec<NoticeRow>, ReadError> {
    let raw = sqlx::query_as!(
        Raw,
        r#"SELECT notice_id, kind, receipt_number, recipient_id, award_id, receiving_office, responsible_office,
                  filed_on AS "filed_on!: jiff_sqlx::Date", happened_on AS "happened_on!: jiff_sqlx::Date", name, stage,
                  waiting_since AS "waiting_since!: jiff_sqlx::Timestamp", due_on AS "due_on!: jiff_sqlx::Date", change_of_award
           FROM notices WHERE upper_inf(known) AND recipient_id = $1 ORDER BY filed_on DESC, notice_id DESC"#,
        recipient.0,
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(NoticeRow::try_from).collect()
}

/// How many wait where; stages without notices are left out.
///
/// # Errors
/// [`ReadError`].
pub async fn counts(db: impl PgExecutor<'_>, office: Option<OfficeCode>, today: Date) -> Result<Vec<NoticeCount>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT stage, count(*) AS "notices!", count(*) FILTER (WHERE due_on < $2) AS "overdue!",
                  min(waiting_since) AS "oldest_since!: jiff_sqlx::Timestamp"
           FROM notices
           WHERE upper_inf(known) AND office IS NOT NULL
             AND ($1::text IS NULL OR receiving_office = $1 OR responsible_office = $1)
           GROUP BY stage ORDER BY stage"#,
        office.map(|office| office.to_string()),
        jiff_sqlx::Date::from(today) as _,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(NoticeCount {
                stage: parsed(&row.stage, "stage")?,
                notices: row.notices,
                overdue: row.overdue,
                oldest_since: row.oldest_since.into(),
            })
        })
        .collect()
}
