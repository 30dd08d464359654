//! What claims came to in a stretch of months, by one thing.

use events::codes;
use events::ids::RecipientId;
use events::vocabulary::OfficeCode;
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;

codes! {
    /// By what claims are added up.
    Dimension, UnknownDimension, "集計の区分を表す語ではありません。" {
        /// 診療月.
        Month = "month", "診療月";
        /// 疾患群.
        Group = "group", "疾患群";
        /// 公費負担者番号.
        Payer = "payer", "公費負担者番号";
        /// 管轄事務所.
        Office = "office", "管轄事務所";
        /// 審査支払機関.
        Body = "body", "審査支払機関";
        /// 区分.
        Care = "care", "区分";
        /// 受給者.
        Recipient = "recipient", "受給者";
    }
}

/// What came together under a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Total {
    /// The value; of a month `YYYY-MM`, of a recipient both numbers.
    pub value: String,
    /// The recipient, where claims are added up by recipient.
    pub recipient: Option<RecipientId>,
    /// Claims.
    pub claims: i64,
    /// Different recipients.
    pub recipients: i64,
    /// 医療費総額, yen.
    pub total: i64,
    /// 公費負担額, yen.
    pub paid: i64,
    /// 自己負担額, yen.
    pub share: i64,
}

/// The claims that count, of imports that stand, of care in months from one to another, of an office where one is named.
///
/// # Errors
/// [`ReadError`].
pub async fn totals(
    db: impl PgExecutor<'_>,
    by: Dimension,
    (from, until): (Date, Date),
    office: Option<OfficeCode>,
) -> Result<Vec<Total>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT CASE $1::text WHEN 'month' THEN to_char(month, 'YYYY-MM') WHEN 'group' THEN lpad(disease_group::text, 2, '0')
                                WHEN 'payer' THEN payer_number WHEN 'office' THEN office WHEN 'body' THEN body
                                WHEN 'recipient' THEN payer_number || '-' || recipient_number ELSE care END AS "value!",
                  CASE $1::text WHEN 'recipient' THEN (array_agg(recipient))[1] END AS recipient,
                  count(*) AS "claims!", count(DISTINCT recipient) AS "recipients!", sum(total)::bigint AS "total!",
                  sum(paid)::bigint AS "paid!", sum(share)::bigint AS "share!"
           FROM claim_rows
           WHERE counts AND import NOT IN (SELECT import FROM claim_imports WHERE taken_back_on IS NOT NULL) AND month BETWEEN $2 AND $3 AND ($4::text IS NULL OR office = $4)
           GROUP BY 1 ORDER BY 1"#,
        by.code(),
        jiff_sqlx::Date::from(from) as _,
        jiff_sqlx::Date::from(until) as _,
        office.map(|office| office.to_string()),
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Total {
            value: row.value,
            recipient: row.recipient.map(RecipientId),
            claims: row.claims,
            recipients: row.recipients,
            total: row.total,
            paid: row.paid,
            share: row.share,
        })
        .collect())
}
