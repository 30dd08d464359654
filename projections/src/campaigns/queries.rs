//! Questions to campaigns.

use std::str::FromStr;

use events::ids::{AwardId, CampaignId, RecipientId};
use events::vocabulary::{OfficeCode, RenewalGroup};
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ReadError;
use crate::reading::parsed;

/// A campaign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CampaignRow {
    /// Its id.
    pub campaign: CampaignId,
    /// Its name.
    pub name: String,
    /// The day on which the awards end.
    pub last_day: Date,
    /// By when families should apply.
    pub apply_by: Date,
    /// When it was frozen.
    pub opened_on: Date,
    /// When it was closed.
    pub closed_on: Option<Date>,
}

/// What became of a person, in the order of the funnel.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PersonState {
    /// Not asked.
    Excluded,
    /// 案内前.
    Waiting,
    /// 案内済, nothing was applied for.
    Guided,
    /// 督促済, nothing was applied for.
    Reminded,
    /// 受付済.
    Received,
    /// 認定済.
    Decided,
    /// 不認定.
    Refused,
    /// 失効: the day is over and nothing follows.
    Lapsed,
}

/// A word that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("更新の状態を表す語ではありません。")]
pub struct UnknownState;

impl PersonState {
    /// All, in the order of the funnel.
    pub const ALL: [Self; 8] =
        [Self::Waiting, Self::Guided, Self::Reminded, Self::Received, Self::Decided, Self::Refused, Self::Lapsed, Self::Excluded];

    /// As in addresses and queries.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Excluded => "excluded",
            Self::Waiting => "waiting",
            Self::Guided => "guided",
            Self::Reminded => "reminded",
            Self::Received => "received",
            Self::Decided => "decided",
            Self::Refused => "refused",
            Self::Lapsed => "lapsed",
        }
    }

    /// As staff read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Excluded => "更新を待たない",
            Self::Waiting => "案内前",
            Self::Guided => "案内済・未提出",
            Self::Reminded => "督促済・未提出",
            Self::Received => "受付済・未決定",
            Self::Decided => "更新を認定",
            Self::Refused => "不認定",
            Self::Lapsed => "期限切れ・未提出",
        }
    }
}

impl FromStr for PersonState {
    type Err = UnknownState;
    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL.into_iter().find(|state| state.code() == text).ok_or(UnknownState)
    }
}

/// All campaigns, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn all(db: impl PgExecutor<'_>, limit: u16) -> Result<Vec<CampaignRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT campaign, name, last_day AS "last_day!: jiff_sqlx::Date", apply_by AS "apply_by!: jiff_sqlx::Date",
                  opened_on AS "opened_on!: jiff_sqlx::Date", closed_on AS "closed_on: jiff_sqlx::Date"
           FROM campaigns ORDER BY last_day DESC, campaign DESC LIMIT $1"#,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    let row = rows.into_iter().map(|row| CampaignRow {
        campaign: CampaignId(row.campaign),
        name: row.name,
        last_day: row.last_day.into(),
        apply_by: row.apply_by.into(),
        opened_on: row.opened_on.into(),
        closed_on: row.closed_on.map(Into::into),
    });
    Ok(row.collect())
}

/// One campaign.
///
/// # Errors
/// [`ReadError`].
pub async fn one(db: impl PgExecutor<'_>, id: CampaignId) -> Result<Option<CampaignRow>, ReadError> {
    Ok(all(db, u16::MAX).await?.into_iter().find(|row| row.campaign == id))
}

/// How many persons of a group stand where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The group.
    pub group: RenewalGroup,
    /// Where.
    pub state: PersonState,
    /// How many.
    pub people: i64,
}

/// Which persons of a campaign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PeopleFilter {
    /// The campaign.
    pub campaign: CampaignId,
    /// Today in Japan.
    pub today: Date,
    /// Only these.
    pub state: Option<PersonState>,
    /// Only these.
    pub group: Option<RenewalGroup>,
    /// Only those of this office.
    pub office: Option<OfficeCode>,
}

/// A person and what became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StateRow {
    /// Its place in the list.
    pub item: Uuid,
    /// 受給者.
    pub recipient: RecipientId,
    /// The award that ends.
    pub award: AwardId,
    /// Whether and how asked.
    pub group: RenewalGroup,
    /// When the guide went out.
    pub guided_on: Option<Date>,
    /// When the reminder went out.
    pub reminded_on: Option<Date>,
    /// What became of it.
    pub state: PersonState,
}

/// The persons of a campaign with what became of them, by place; `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn people(db: impl PgExecutor<'_>, filter: &PeopleFilter, after: Uuid, limit: u16) -> Result<Vec<StateRow>, ReadError> {
    let rows = sqlx::query!(
        r#"WITH told AS (
             SELECT i.item, i.recipient, i.award, i.grouped, i.guided_on, i.reminded_on,
                    CASE WHEN NOT i.asked THEN 'excluded'
                         WHEN EXISTS (SELECT 1 FROM ledger_awards AS a WHERE a.recipient_id = i.recipient AND upper_inf(a.known)
                                      AND NOT isempty(a.valid) AND upper(a.valid) - 1 > c.last_day) THEN 'decided'
                         WHEN EXISTS (SELECT 1 FROM worklist_steps AS s
                                      JOIN worklist_cases AS w ON w.application_id = s.application_id AND upper_inf(w.known)
                                      WHERE s.recipient_id = i.recipient AND upper_inf(s.known)
                                      AND s.stage NOT IN ('approved', 'refused', 'withdrawn')
                                      AND w.kind = 'renewal') THEN 'received'
                         WHEN EXISTS (SELECT 1 FROM worklist_steps AS s
                                      JOIN worklist_cases AS w ON w.application_id = s.application_id AND upper_inf(w.known)
                                      WHERE s.recipient_id = i.recipient AND upper_inf(s.known) AND s.stage = 'refused'
                                      AND w.kind = 'renewal' AND w.application_date >= c.last_day - 365) THEN 'refused'
                         WHEN c.last_day < $2 THEN 'lapsed'
                         WHEN i.reminded_on IS NOT NULL THEN 'reminded'
                         WHEN i.guided_on IS NOT NULL THEN 'guided'
                         ELSE 'waiting' END AS state
             FROM campaign_items AS i JOIN campaigns AS c ON c.campaign = i.campaign
             WHERE i.campaign = $1 AND i.item > $3 AND ($4::text IS NULL OR i.grouped = $4) AND ($5::text IS NULL OR i.office = $5))
           SELECT item, recipient, award, grouped, guided_on AS "guided_on: jiff_sqlx::Date",
                  reminded_on AS "reminded_on: jiff_sqlx::Date", state AS "state!" FROM told
           WHERE $6::text IS NULL OR state = $6 ORDER BY item LIMIT $7"#,
        filter.campaign.0,
        jiff_sqlx::Date::from(filter.today) as _,
        after,
        filter.group.map(RenewalGroup::code),
        filter.office.map(|office| office.to_string()),
        filter.state.map(PersonState::code),
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StateRow {
                item: row.item,
                recipient: RecipientId(row.recipient),
                award: AwardId(row.award),
                group: parsed(&row.grouped, "grouped")?,
                guided_on: row.guided_on.map(Into::into),
                reminded_on: row.reminded_on.map(Into::into),
                state: parsed(&row.state, "state")?,
            })
        })
        .collect()
}

/// Everybody of a campaign within an office.
async fn everybody<'c, D: PgExecutor<'c> + Copy>(db: D, filter: &PeopleFilter) -> Result<Vec<StateRow>, ReadError> {
    let filter = PeopleFilter { state: None, group: None, ..*filter };
    let (mut all, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let rows = people(db, &filter, after, 10_000).await?;
        let Some(last) = rows.last() else { return Ok(all) };
        after = last.item;
        all.extend(rows);
    }
}

/// How many persons stand where: adds up to the population.
///
/// # Errors
/// [`ReadError`].
pub async fn funnel<'c, D: PgExecutor<'c> + Copy>(db: D, filter: &PeopleFilter) -> Result<Vec<Cell>, ReadError> {
    let mut cells: Vec<Cell> = Vec::new();
    for StateRow { group, state, .. } in everybody(db, filter).await? {
        match cells.iter_mut().find(|cell| (cell.group, cell.state) == (group, state)) {
            Some(cell) => cell.people += 1,
            None => cells.push(Cell { group, state, people: 1 }),
        }
    }
    Ok(cells)
}

/// Whoever waits for a decision, in the order in which it will be made: what was received first, then who was reminded, guided, not asked.
///
/// # Errors
/// [`ReadError`].
pub async fn in_line<'c, D: PgExecutor<'c> + Copy>(db: D, filter: &PeopleFilter) -> Result<Vec<StateRow>, ReadError> {
    let place = |state| match state {
        PersonState::Received => Some(0),
        PersonState::Reminded => Some(1),
        PersonState::Guided => Some(2),
        PersonState::Waiting => Some(3),
        _ => None,
    };
    let mut line: Vec<StateRow> = everybody(db, filter).await?.into_iter().filter(|row| place(row.state).is_some()).collect();
    line.sort_by_key(|row| (place(row.state), row.guided_on, row.item));
    Ok(line)
}

/// How many renewals of a campaign were decided from a day on.
///
/// # Errors
/// [`ReadError`].
pub async fn decided_since(db: impl PgExecutor<'_>, campaign: CampaignId, from: Date) -> Result<i64, ReadError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM campaign_items AS i JOIN campaigns AS c ON c.campaign = i.campaign
           JOIN ledger_awards AS a ON a.recipient_id = i.recipient AND upper_inf(a.known)
           WHERE i.campaign = $1 AND i.asked AND NOT isempty(a.valid) AND upper(a.valid) - 1 > c.last_day AND a.decided_on >= $2"#,
        campaign.0,
        jiff_sqlx::Date::from(from) as _,
    )
    .fetch_one(db)
    .await?;
    Ok(count)
}
