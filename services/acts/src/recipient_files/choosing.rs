//! What goes into the next file: everything the delivered files have not said of the recipients whose claims the organisation reviews, each line with
//! the event of its award; and whose claims nobody can say who reviews.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use casework::recipient_file::{Known, MOST, Share, delta, reviewed, share};
use events::Log;
use events::ids::{AwardId, EventId, RecipientId};
use events::recipient_file::{Entry, Item, ReviewBody, Undecided};
use jiff::civil::Date;
use projections::ledger::{self, AsOf, Ended, LedgerRow};
use projections::recipient_files::{self, Stage};
use sqlx::Row as _;
use uuid::Uuid;

use crate::{ActError, Acts};

/// How long read models may take to catch up with the log.
const LONGEST: Duration = Duration::from_secs(30);
/// Awards read at once.
const PAGE: u16 = 1_000;

pub(super) fn read<T>(read: Result<T, projections::ReadError>) -> Result<T, ActError> {
    read.map_err(|error| ActError::internal(&error))
}

/// What goes into a file.
pub(super) struct Chosen {
    pub(super) items: Vec<Item>,
    pub(super) undecided: Vec<Undecided>,
}

/// What an organisation is told of an award, and whether the right was lost rather than replaced.
fn entry(row: &LedgerRow) -> (AwardId, RecipientId, Entry, bool) {
    let lost = matches!(row.ended, Some(Ended::Lost(_) | Ended::Annulled));
    let entry = Entry {
        payer_number: row.payer_number,
        recipient_number: row.recipient_number,
        validity: row.validity,
        tier: row.tier,
        severity: row.severity,
        monthly_cap: row.monthly_cap,
        annulled: row.ended == Some(Ended::Annulled),
    };
    (row.award, row.recipient, entry, lost)
}

impl Acts {
    /// Waits until read models have followed the log so far; returns how far that is.
    pub(crate) async fn caught_up_with(&self, names: &[&str]) -> Result<i64, ActError> {
        let head = store::head(self.pool(), Log::Casework).await?.position;
        for name in names {
            if !store::wait_for(self.pool(), name, head, LONGEST).await? {
                return Err(ActError::Unavailable);
            }
        }
        Ok(head)
    }

    /// Whether a month has a file that was not taken back.
    pub(super) async fn month_has_file(&self, body: ReviewBody, month: Date) -> Result<bool, ActError> {
        let files = read(recipient_files::all(self.pool(), month).await)?;
        Ok(files.iter().any(|file| file.body == body && file.month == month && file.stage != Stage::Withdrawn))
    }

    /// The lines of the next file: what is more than a file holds goes into the one after it.
    pub(super) async fn items_to_tell(&self, body: ReviewBody, month: Date, known_up_to: i64) -> Result<Chosen, ActError> {
        let masters = self.masters().await?;
        let told = read(recipient_files::told(self.pool(), body).await)?;
        let known: BTreeMap<AwardId, Known> = told
            .into_iter()
            .map(|row| (row.item.award, Known { entry: row.item.entry, kind: row.item.kind, rejected: row.rejected }))
            .collect();
        let as_of = AsOf { known: Some(known_up_to), valid_on: None };
        let (mut changes, mut undecided, mut after) = (Vec::new(), Vec::new(), None);
        loop {
            let page = read(ledger::page(self.pool(), as_of, None, after, PAGE).await)?;
            let insured = self.insured(&page.rows, known_up_to).await?;
            let mut now = Vec::with_capacity(page.rows.len());
            for (award, recipient, whole, lost) in page.rows.iter().map(entry) {
                let told_before = known.get(&award).is_some_and(|known| !known.entry.annulled || known.rejected);
                let kinds = insured.get(&recipient).map(Vec::as_slice).unwrap_or_default();
                match share(body, (whole, lost), &reviewed(&masters, kinds, whole.validity), told_before) {
                    Share::Told(entry, lost) => now.push((award, recipient, entry, lost)),
                    Share::Others => {}
                    Share::Undecided => {
                        // Whoever was told goes on being told; a right that was over before anybody was told is nobody's any more.
                        if told_before {
                            now.push((award, recipient, whole, lost));
                        }
                        if told_before || whole.validity.end() >= month {
                            undecided.push(Undecided { award, recipient });
                        }
                    }
                }
            }
            changes.extend(delta(&known, now));
            after = page.next;
            if after.is_none() || changes.len() >= MOST {
                break;
            }
        }
        changes.truncate(MOST);
        let sources = self.sources(&changes.iter().map(|change| change.award.0).collect::<Vec<_>>(), known_up_to).await?;
        let items = changes
            .into_iter()
            .map(|change| {
                let source = sources.get(&change.award.0).copied().ok_or(ActError::Internal)?;
                let (kind, award, recipient) = (change.kind, change.award, change.recipient);
                Ok(Item { kind, award, recipient, source, again: change.again, entry: change.entry })
            })
            .collect::<Result<_, ActError>>()?;
        Ok(Chosen { items, undecided })
    }

    /// The newest event of each award that says what it gives.
    pub(crate) async fn sources(&self, awards: &[Uuid], known_up_to: i64) -> Result<HashMap<Uuid, EventId>, ActError> {
        const NEWEST: &str = "SELECT DISTINCT ON (stream_id) stream_id, event_id FROM es.events \
                              WHERE log = $1 AND stream_id = ANY($2) AND position <= $3 \
                                AND event_type NOT IN ('award.redress_proposed', 'award.redress_dropped') \
                              ORDER BY stream_id, stream_version DESC";
        let rows = sqlx::query(NEWEST).bind(Log::Casework.number()).bind(awards).bind(known_up_to).fetch_all(self.pool()).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, EventId(row.try_get(1)?)))).collect()
    }
}
