//! The ledger at two moments: which awards came, went or changed in between, and by which events.

use events::ids::{AwardId, RecipientId};
use events::vocabulary::OfficeCode;
use events::{HoldsPersonal, PersonalError, PersonalVisitor};
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{After, AsOf};
use crate::reading::parsed;
use crate::{Change, Doer, ReadError};

/// How many awards differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counted {
    /// Only at the later moment.
    pub added: i64,
    /// Only at the earlier one.
    pub removed: i64,
    /// At both, and not the same.
    pub changed: i64,
}

/// A page of what differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differing {
    /// How many there are in all.
    pub counted: Counted,
    /// The awards, by payer number, then recipient number.
    pub awards: Vec<AwardId>,
    /// Where the next page begins; none on the last.
    pub next: Option<After>,
}

/// An event that changed an award.
#[derive(Clone, PartialEq, Debug)]
pub struct AwardChange {
    /// The award.
    pub award: AwardId,
    /// The event.
    pub change: Change,
}

impl HoldsPersonal for AwardChange {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        self.change.by.visit_personal(visitor)
    }
}

/// The awards that differ between two moments, a page of them. `limit` is at least 1.
///
/// # Errors
/// [`ReadError`].
pub async fn differing(
    db: impl PgExecutor<'_>,
    (from, to): (AsOf, AsOf),
    office: Option<OfficeCode>,
    after: Option<After>,
    limit: u16,
) -> Result<Differing, ReadError> {
    let limit = usize::from(limit.max(1));
    // What changed in between, in the award or in the person; and where two days are compared, what holds on one of them only.
    let rows = sqlx::query!(
        r#"WITH candidates AS (
               SELECT award_id FROM ledger_awards WHERE lower(known) > $1 AND lower(known) <= $3
               UNION
               SELECT a.award_id FROM ledger_people AS p JOIN ledger_awards AS a ON a.recipient_id = p.recipient_id AND a.known @> $3::bigint
               WHERE lower(p.known) > $1 AND lower(p.known) <= $3
               UNION
               SELECT award_id FROM ledger_awards
               WHERE $2::date IS DISTINCT FROM $4::date AND known @> $3::bigint
                 AND ($2 IS NULL OR (valid @> $2 AND ended IS DISTINCT FROM 'annulled')) <> ($4 IS NULL OR (valid @> $4 AND ended IS DISTINCT FROM 'annulled'))
           ), pairs AS (
               SELECT c.award_id, b.award_id IS NOT NULL AS before, a.award_id IS NOT NULL AS after,
                      coalesce(a.payer_number, b.payer_number) AS payer_number,
                      coalesce(a.recipient_number, b.recipient_number) AS recipient_number
               FROM candidates AS c
               LEFT JOIN ledger_awards AS b ON b.award_id = c.award_id AND b.known @> $1::bigint AND ($2 IS NULL OR (b.valid @> $2 AND b.ended IS DISTINCT FROM 'annulled'))
                                           AND ($5::text IS NULL OR b.responsible_office = $5)
               LEFT JOIN ledger_awards AS a ON a.award_id = c.award_id AND a.known @> $3::bigint AND ($4 IS NULL OR (a.valid @> $4 AND a.ended IS DISTINCT FROM 'annulled'))
                                           AND ($5 IS NULL OR a.responsible_office = $5)
               WHERE b.award_id IS NOT NULL OR a.award_id IS NOT NULL
           ), counted AS (
               SELECT count(*) FILTER (WHERE NOT before) AS added, count(*) FILTER (WHERE NOT after) AS removed,
                      count(*) FILTER (WHERE before AND after) AS changed
               FROM pairs
           )
           SELECT added AS "added!", removed AS "removed!", changed AS "changed!", page.award_id AS "award_id?",
                  page.payer_number AS "payer_number?", page.recipient_number AS "recipient_number?"
           FROM counted LEFT JOIN (
               SELECT award_id, payer_number, recipient_number FROM pairs
               WHERE (payer_number, recipient_number, award_id) > ($6, $7, $8)
               ORDER BY payer_number, recipient_number, award_id LIMIT $9) AS page ON true
           ORDER BY page.payer_number, page.recipient_number, page.award_id"#,
        from.position(),
        from.day() as _,
        to.position(),
        to.day() as _,
        office.map(|office| office.to_string()),
        after.map_or_else(String::new, |after| after.payer_number.to_string()),
        after.map_or_else(String::new, |after| after.recipient_number.to_string()),
        after.map_or(Uuid::nil(), |after| after.award.0),
        i64::try_from(limit + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    let counted = rows.first().map(|row| Counted { added: row.added, removed: row.removed, changed: row.changed });
    let mut page: Vec<After> = Vec::new();
    for row in &rows {
        if let (Some(award), Some(payer), Some(recipient)) = (row.award_id, &row.payer_number, &row.recipient_number) {
            let (payer_number, recipient_number) = (parsed(payer, "payer_number")?, parsed(recipient, "recipient_number")?);
            page.push(After { payer_number, recipient_number, award: AwardId(award) });
        }
    }
    let more = page.len() > limit;
    page.truncate(limit);
    Ok(Differing {
        counted: counted.unwrap_or_default(),
        awards: page.iter().map(|row| row.award).collect(),
        next: page.last().copied().filter(|_| more),
    })
}

/// The events that changed these awards after one position, up to another; oldest first.
///
/// # Errors
/// [`ReadError`].
pub async fn changes_between(
    db: impl PgExecutor<'_>,
    awards: &[AwardId],
    from: AsOf,
    to: AsOf,
) -> Result<Vec<AwardChange>, ReadError> {
    let ids: Vec<Uuid> = awards.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT award_id, lower(known) AS "position!", changed_at AS "changed_at!: jiff_sqlx::Timestamp", changed_by, changed_by_name,
                  changed_by_role, changed_by_office, change
           FROM ledger_awards WHERE award_id = ANY($1) AND lower(known) > $2 AND lower(known) <= $3 ORDER BY lower(known)"#,
        &ids,
        from.position(),
        to.position(),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let by =
                Doer::from_columns(row.changed_by, &row.changed_by_name, &row.changed_by_role, row.changed_by_office.as_deref())?;
            let change = Change { position: row.position, at: row.changed_at.into(), event_type: row.change, by };
            Ok(AwardChange { award: AwardId(row.award_id), change })
        })
        .collect()
}

/// The positions at which anything about a recipient changed in the ledger, oldest first.
///
/// # Errors
/// [`ReadError::Database`].
pub async fn changes_of(db: impl PgExecutor<'_>, recipient: RecipientId) -> Result<Vec<i64>, ReadError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT lower(known) AS "position!" FROM ledger_people WHERE recipient_id = $1
           UNION SELECT lower(known) FROM ledger_awards WHERE recipient_id = $1 ORDER BY 1"#,
        recipient.0,
    );
    Ok(rows.fetch_all(db).await?)
}
