//! Questions to the ledger, of now or of any past moment.

use events::ids::{ApplicationId, AwardId, CertificateId, RecipientId};
use events::vocabulary::{OfficeCode, PayerNumber, RecipientNumber, ValidityPeriod, Yen};
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{After, CertificateState, LedgerRow};
use crate::reading::{each, parsed, sealed};
use crate::{Change, Doer, ReadError};

/// From where one looks (基準時点). The default is what is known now about all days.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct AsOf {
    /// What was known when this position was the last of the casework log; now where none.
    pub known: Option<i64>,
    /// Only what holds on this day; all awards where none.
    pub valid_on: Option<Date>,
}

impl AsOf {
    /// Open ranges reach to the greatest position there can be.
    pub(super) fn position(self) -> i64 {
        self.known.unwrap_or(i64::MAX)
    }

    pub(super) fn day(self) -> Option<jiff_sqlx::Date> {
        self.valid_on.map(Into::into)
    }
}

/// A page of the ledger.
#[derive(Clone, PartialEq, Debug)]
pub struct LedgerPage {
    /// The lines, by payer number, then recipient number.
    pub rows: Vec<LedgerRow>,
    /// Where the next page begins; none on the last.
    pub next: Option<After>,
}

/// How many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LedgerCounts {
    /// 受給者.
    pub recipients: i64,
    /// 支給認定.
    pub awards: i64,
    /// Awards whose certificate is not made yet.
    pub without_certificate: i64,
}

struct Raw {
    award_id: Uuid,
    position: i64,
    first_day: jiff_sqlx::Date,
    last_day: jiff_sqlx::Date,
    ended: Option<String>,
    redress: Option<String>,
    recipient_id: Uuid,
    application_id: Uuid,
    kind: String,
    payer_number: String,
    recipient_number: String,
    responsible_office: String,
    diseases: Vec<String>,
    tier: Option<String>,
    severity: String,
    haemophilia: bool,
    monthly_cap: i64,
    decided_on: jiff_sqlx::Date,
    registrant_certificate: bool,
    certificate: String,
    certificate_id: Option<Uuid>,
    certificate_issued_on: Option<jiff_sqlx::Date>,
    certificate_copy: Option<i32>,
    changed_at: jiff_sqlx::Timestamp,
    changed_by: Uuid,
    changed_by_name: String,
    changed_by_role: String,
    changed_by_office: Option<String>,
    change: String,
    name: Option<String>,
    birth_date: Option<String>,
    address: Option<String>,
    guardian: Option<String>,
    municipality: String,
}

impl TryFrom<Raw> for LedgerRow {
    type Error = ReadError;
    fn try_from(raw: Raw) -> Result<Self, ReadError> {
        let malformed = |column| move || ReadError::Malformed { column };
        let certificate = match raw.certificate.as_str() {
            "waiting" => CertificateState::Waiting,
            "stopped" => CertificateState::Stopped,
            "voided" => CertificateState::Voided,
            "issued" => CertificateState::Issued {
                certificate: raw.certificate_id.map(CertificateId).ok_or_else(malformed("certificate_id"))?,
                issued_on: raw.certificate_issued_on.map(Into::into).ok_or_else(malformed("certificate_issued_on"))?,
                copy: raw.certificate_copy.and_then(|copy| u32::try_from(copy).ok()).ok_or_else(malformed("certificate_copy"))?,
            },
            _ => return Err(ReadError::Malformed { column: "certificate" }),
        };
        Ok(Self {
            award: AwardId(raw.award_id),
            recipient: RecipientId(raw.recipient_id),
            application: ApplicationId(raw.application_id),
            kind: parsed(&raw.kind, "kind")?,
            recipient_number: parsed(&raw.recipient_number, "recipient_number")?,
            payer_number: parsed(&raw.payer_number, "payer_number")?,
            name: sealed(raw.name.as_deref(), "name")?,
            birth_date: sealed(raw.birth_date.as_deref(), "birth_date")?,
            address: sealed(raw.address.as_deref(), "address")?,
            guardian: sealed(raw.guardian.as_deref(), "guardian")?,
            municipality: parsed(&raw.municipality, "municipality")?,
            office: parsed(&raw.responsible_office, "responsible_office")?,
            diseases: each(&raw.diseases, "diseases")?,
            tier: raw.tier.as_deref().map(|tier| parsed(tier, "tier")).transpose()?,
            severity: parsed(&raw.severity, "severity")?,
            haemophilia: raw.haemophilia,
            monthly_cap: Yen::new(raw.monthly_cap).map_err(|_| ReadError::Malformed { column: "monthly_cap" })?,
            validity: ValidityPeriod::new(raw.first_day.into(), raw.last_day.into())
                .map_err(|_| ReadError::Malformed { column: "valid" })?,
            ended: raw.ended.as_deref().map(|ended| parsed(ended, "ended")).transpose()?,
            redress: raw.redress.as_deref().map(|kind| parsed(kind, "redress")).transpose()?,
            decided_on: raw.decided_on.into(),
            registrant_certificate: raw.registrant_certificate,
            certificate,
            last_change: Change {
                position: raw.position,
                at: raw.changed_at.into(),
                event_type: raw.change,
                by: Doer::from_columns(
                    raw.changed_by,
                    &raw.changed_by_name,
                    &raw.changed_by_role,
                    raw.changed_by_office.as_deref(),
                )?,
            },
        })
    }
}

/// A page of the ledger. `limit` is at least 1.
///
/// # Errors
/// [`ReadError`].
pub async fn page(
    db: impl PgExecutor<'_>,
    as_of: AsOf,
    office: Option<OfficeCode>,
    after: Option<After>,
    limit: u16,
) -> Result<LedgerPage, ReadError> {
    let limit = usize::from(limit.max(1));
    let raw = sqlx::query_as!(
        Raw,
        r#"SELECT a.award_id, lower(a.known) AS "position!", lower(a.valid) AS "first_day!: jiff_sqlx::Date",
                  upper(a.valid) - 1 AS "last_day!: jiff_sqlx::Date", a.ended, a.redress, a.recipient_id, a.application_id, a.kind, a.payer_number,
                  a.recipient_number, a.responsible_office, a.diseases, a.tier, a.severity, a.haemophilia, a.monthly_cap,
                  a.decided_on AS "decided_on!: jiff_sqlx::Date", a.registrant_certificate, a.certificate, a.certificate_id,
                  a.certificate_issued_on AS "certificate_issued_on: jiff_sqlx::Date", a.certificate_copy,
                  a.changed_at AS "changed_at!: jiff_sqlx::Timestamp", a.changed_by, a.changed_by_name, a.changed_by_role,
                  a.changed_by_office, a.change, p.name, p.birth_date, p.address, p.guardian, p.municipality
           FROM (SELECT * FROM ledger_awards
                 WHERE known @> $1::bigint AND ($2::date IS NULL OR (valid @> $2 AND ended IS DISTINCT FROM 'annulled')) AND ($3::text IS NULL OR responsible_office = $3)
                   AND (payer_number, recipient_number, award_id) > ($4, $5, $6)
                 ORDER BY payer_number, recipient_number, award_id LIMIT $7) AS a
           JOIN ledger_people AS p ON p.recipient_id = a.recipient_id AND p.known @> $1::bigint
           ORDER BY a.payer_number, a.recipient_number, a.award_id"#,
        as_of.position(),
        as_of.day() as _,
        office.map(|office| office.to_string()),
        after.map_or_else(String::new, |after| after.payer_number.to_string()),
        after.map_or_else(String::new, |after| after.recipient_number.to_string()),
        after.map_or(Uuid::nil(), |after| after.award.0),
        i64::try_from(limit + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    let more = raw.len() > limit;
    let rows = raw.into_iter().take(limit).map(LedgerRow::try_from).collect::<Result<Vec<_>, _>>()?;
    let next = rows.last().filter(|_| more).map(|row| After {
        payer_number: row.payer_number,
        recipient_number: row.recipient_number,
        award: row.award,
    });
    Ok(LedgerPage { rows, next })
}

/// What to look for; none of them at all finds nothing.
#[derive(Default)]
struct Asked<'a> {
    recipients: &'a [RecipientId],
    numbers: &'a [RecipientNumber],
    payer: Option<PayerNumber>,
    application: Option<ApplicationId>,
    awards: &'a [AwardId],
    with_redress: bool,
}

async fn found(db: impl PgExecutor<'_>, asked: Asked<'_>, as_of: AsOf) -> Result<Vec<LedgerRow>, ReadError> {
    let recipients: Vec<Uuid> = asked.recipients.iter().map(|id| id.0).collect();
    let numbers: Vec<String> = asked.numbers.iter().map(ToString::to_string).collect();
    let awards: Vec<Uuid> = asked.awards.iter().map(|id| id.0).collect();
    let raw = sqlx::query_as!(
        Raw,
        r#"SELECT a.award_id, lower(a.known) AS "position!", lower(a.valid) AS "first_day!: jiff_sqlx::Date",
                  upper(a.valid) - 1 AS "last_day!: jiff_sqlx::Date", a.ended, a.redress, a.recipient_id, a.application_id, a.kind, a.payer_number,
                  a.recipient_number, a.responsible_office, a.diseases, a.tier, a.severity, a.haemophilia, a.monthly_cap,
                  a.decided_on AS "decided_on!: jiff_sqlx::Date", a.registrant_certificate, a.certificate, a.certificate_id,
                  a.certificate_issued_on AS "certificate_issued_on: jiff_sqlx::Date", a.certificate_copy,
                  a.changed_at AS "changed_at!: jiff_sqlx::Timestamp", a.changed_by, a.changed_by_name, a.changed_by_role,
                  a.changed_by_office, a.change, p.name, p.birth_date, p.address, p.guardian, p.municipality
           FROM ledger_awards AS a JOIN ledger_people AS p ON p.recipient_id = a.recipient_id AND p.known @> $1::bigint
           WHERE a.known @> $1::bigint AND ($2::date IS NULL OR (a.valid @> $2 AND a.ended IS DISTINCT FROM 'annulled'))
             AND (a.recipient_id = ANY($3::uuid[]) OR (a.recipient_number = ANY($4::text[]) AND ($5::text IS NULL OR a.payer_number = $5))
                  OR a.application_id = $6 OR a.award_id = ANY($7::uuid[]) OR ($8 AND a.redress IS NOT NULL))
           ORDER BY array_position($3, a.recipient_id), lower(a.valid) DESC, a.award_id DESC"#,
        as_of.position(),
        as_of.day() as _,
        &recipients,
        &numbers,
        asked.payer.map(|number| number.to_string()),
        asked.application.map(|id| id.0),
        &awards,
        asked.with_redress,
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(LedgerRow::try_from).collect()
}

/// The awards with a revocation or correction that waits for its decision; there are few.
///
/// # Errors
/// [`ReadError`].
pub async fn with_redress(db: impl PgExecutor<'_>) -> Result<Vec<LedgerRow>, ReadError> {
    found(db, Asked { with_redress: true, ..Asked::default() }, AsOf::default()).await
}

/// The awards of these recipients, in the order asked for, of each the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn of_recipients(db: impl PgExecutor<'_>, ids: &[RecipientId], as_of: AsOf) -> Result<Vec<LedgerRow>, ReadError> {
    found(db, Asked { recipients: ids, ..Asked::default() }, as_of).await
}

/// The awards of a recipient, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn of_recipient(db: impl PgExecutor<'_>, id: RecipientId, as_of: AsOf) -> Result<Vec<LedgerRow>, ReadError> {
    of_recipients(db, &[id], as_of).await
}

/// The awards under a recipient number, of one payer or of all.
///
/// # Errors
/// [`ReadError`].
pub async fn by_number(
    db: impl PgExecutor<'_>,
    number: RecipientNumber,
    payer: Option<PayerNumber>,
    as_of: AsOf,
) -> Result<Vec<LedgerRow>, ReadError> {
    found(db, Asked { numbers: &[number], payer, ..Asked::default() }, as_of).await
}

/// The awards under any of these recipient numbers, of all payers, in no order.
///
/// # Errors
/// [`ReadError`].
pub async fn by_numbers(db: impl PgExecutor<'_>, numbers: &[RecipientNumber]) -> Result<Vec<LedgerRow>, ReadError> {
    found(db, Asked { numbers, ..Asked::default() }, AsOf::default()).await
}

/// These awards, in no order.
///
/// # Errors
/// [`ReadError`].
pub async fn of_awards(db: impl PgExecutor<'_>, ids: &[AwardId], as_of: AsOf) -> Result<Vec<LedgerRow>, ReadError> {
    found(db, Asked { awards: ids, ..Asked::default() }, as_of).await
}

/// The award to which an application led.
///
/// # Errors
/// [`ReadError`].
pub async fn of_application(db: impl PgExecutor<'_>, id: ApplicationId) -> Result<Option<LedgerRow>, ReadError> {
    Ok(found(db, Asked { application: Some(id), ..Asked::default() }, AsOf::default()).await?.pop())
}

/// Position of the last event that changed an award; 0 where there is none. What was computed from the awards holds as long as this stands.
///
/// # Errors
/// [`ReadError::Database`].
pub async fn last_change(db: impl PgExecutor<'_>) -> Result<i64, ReadError> {
    let position =
        sqlx::query_scalar!("SELECT max(lower(known)) FROM ledger_awards WHERE upper_inf(known)").fetch_one(db).await?;
    Ok(position.unwrap_or(0))
}

/// How many recipients and awards. Reads the whole ledger (some 60 ms for 100,000 awards): for an overview, not for every page.
///
/// # Errors
/// [`ReadError`].
pub async fn counts(db: impl PgExecutor<'_>, as_of: AsOf, office: Option<OfficeCode>) -> Result<LedgerCounts, ReadError> {
    let row = sqlx::query!(
        r#"SELECT count(DISTINCT recipient_id) AS "recipients!", count(*) AS "awards!",
                  count(*) FILTER (WHERE certificate <> 'issued') AS "without_certificate!"
           FROM ledger_awards
           WHERE known @> $1::bigint AND ($2::date IS NULL OR (valid @> $2 AND ended IS DISTINCT FROM 'annulled')) AND ($3::text IS NULL OR responsible_office = $3)"#,
        as_of.position(),
        as_of.day() as _,
        office.map(|office| office.to_string()),
    )
    .fetch_one(db)
    .await?;
    Ok(LedgerCounts { recipients: row.recipients, awards: row.awards, without_certificate: row.without_certificate })
}
