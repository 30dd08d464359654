//! Questions to the inquiries.

use events::codes;
use events::ids::{ApplicationId, InquiryId};
use events::vocabulary::{InquiredParty, InquiryGround};
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::parsed;

codes! {
    /// What became of an inquiry.
    InquiryState, UnknownInquiryState, "照会の状態を表す語ではありません。" {
        /// The answer is waited for.
        Open = "open", "回答待ち";
        /// 回答済.
        Answered = "answered", "回答済";
        /// 取下げ.
        Withdrawn = "withdrawn", "取下げ";
    }
}

/// An inquiry and what became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InquiryRow {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// The case.
    pub application: ApplicationId,
    /// 照会先の種類.
    pub party: InquiredParty,
    /// 照会の理由.
    pub ground: InquiryGround,
    /// 照会した日.
    pub asked_on: Date,
    /// 回答の期限.
    pub due_on: Date,
    /// What became of it.
    pub state: InquiryState,
    /// 回答または取下げの日.
    pub ended_on: Option<Date>,
    /// Whether the clock stood still.
    pub stops_clock: bool,
}

/// Inquiries in a state, those due first, after one where it is given. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn page(
    db: impl PgExecutor<'_>,
    state: InquiryState,
    after: Option<(Date, InquiryId)>,
    limit: u16,
) -> Result<Vec<InquiryRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT inquiry, application, party, ground, asked_on AS "asked_on!: jiff_sqlx::Date", due_on AS "due_on!: jiff_sqlx::Date",
                  state, ended_on AS "ended_on: jiff_sqlx::Date", stops_clock
           FROM inquiries
           WHERE state = $1 AND ($2::date IS NULL OR (due_on, inquiry) > ($2, $3))
           ORDER BY due_on, inquiry LIMIT $4"#,
        state.code(),
        after.map(|(day, _)| jiff_sqlx::Date::from(day)) as _,
        after.map(|(_, inquiry)| inquiry.0),
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(InquiryRow {
                inquiry: InquiryId(row.inquiry),
                application: ApplicationId(row.application),
                party: parsed(&row.party, "party")?,
                ground: parsed(&row.ground, "ground")?,
                asked_on: row.asked_on.into(),
                due_on: row.due_on.into(),
                state: parsed(&row.state, "state")?,
                ended_on: row.ended_on.map(Into::into),
                stops_clock: row.stops_clock,
            })
        })
        .collect()
}

/// How many inquiries are in which state, and how many of the open ones are overdue on a day.
///
/// # Errors
/// [`ReadError`].
pub async fn counts(db: impl PgExecutor<'_>, today: Date) -> Result<Vec<(InquiryState, i64, i64)>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT state, count(*) AS "inquiries!", count(*) FILTER (WHERE state = 'open' AND due_on < $1) AS "overdue!"
           FROM inquiries GROUP BY state"#,
        jiff_sqlx::Date::from(today) as _,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| Ok((parsed(&row.state, "state")?, row.inquiries, row.overdue))).collect()
}
