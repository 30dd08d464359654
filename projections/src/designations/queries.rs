//! Questions to the registers.

use std::str::FromStr;

use events::designation::OwnAuthority;
use events::ids::DesignationId;
use events::vocabulary::{DesignationEnd, DesignationKind, DoctorQualification, PersonName};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ReadError;
use crate::reading::{maybe, parsed, sealed};

/// One line of a register.
#[derive(Clone, PartialEq, Debug)]
pub struct DesignationRow {
    /// 指定.
    pub designation: DesignationId,
    /// Which register.
    pub kind: DesignationKind,
    /// 指定医番号 or 医療機関コード.
    pub number: String,
    /// Of doctors: who designated.
    pub authority: Option<String>,
    /// Designated by us.
    pub own: bool,
    /// Of doctors.
    pub name: Option<Personal<PersonName>>,
    /// Name of the institution, or the main workplace.
    pub title: String,
    /// Of institutions.
    pub address: Option<String>,
    /// Of doctors.
    pub qualification: Option<DoctorQualification>,
    /// Of doctors, the main one first.
    pub workplaces: Vec<String>,
    /// First day of the last term.
    pub starts_on: Date,
    /// Last day, an end before the term counted.
    pub ends_on: Date,
    /// How it ended before its term.
    pub ground: Option<DesignationEnd>,
}

impl HoldsPersonal for DesignationRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        match &mut self.name {
            Some(name) => visitor.field("name", name),
            None => Ok(()),
        }
    }
}

/// Which of them, as of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Standing {
    /// 有効なもの, and those that begin later.
    #[default]
    Current,
    /// Of these, ours whose renewal is due.
    Ending,
    /// 終わったもの.
    Over,
}

/// A word that names no standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("名簿の区分を表す語ではありません。")]
pub struct UnknownStanding;

impl Standing {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 3] = [Self::Current, Self::Ending, Self::Over];

    /// As in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Ending => "ending",
            Self::Over => "over",
        }
    }

    /// As staff read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Current => "有効",
            Self::Ending => "更新時期",
            Self::Over => "終わったもの",
        }
    }
}

impl FromStr for Standing {
    type Err = UnknownStanding;
    fn from_str(text: &str) -> Result<Self, UnknownStanding> {
        Self::ALL.into_iter().find(|standing| standing.code() == text).ok_or(UnknownStanding)
    }
}

/// Which part of a register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DesignationFilter {
    /// Which register.
    pub kind: DesignationKind,
    /// Which of them.
    pub standing: Standing,
    /// The day.
    pub today: Date,
    /// Last days that count as ending.
    pub season: (Date, Date),
}

struct Raw {
    designation: Uuid,
    kind: String,
    number: String,
    authority: Option<String>,
    name: Option<String>,
    title: String,
    address: Option<String>,
    qualification: Option<String>,
    workplaces: Vec<String>,
    starts_on: jiff_sqlx::Date,
    ends_on: jiff_sqlx::Date,
    ground: Option<String>,
}

impl Raw {
    fn read(self, own: &OwnAuthority) -> Result<DesignationRow, ReadError> {
        let kind = parsed(&self.kind, "kind")?;
        Ok(DesignationRow {
            designation: DesignationId(self.designation),
            kind,
            own: own.designated(self.authority.as_deref(), &self.number),
            number: self.number,
            authority: self.authority,
            name: (kind == DesignationKind::Doctor).then(|| sealed(self.name.as_deref(), "name")).transpose()?,
            title: self.title,
            address: self.address,
            qualification: maybe(self.qualification.as_deref(), "qualification")?,
            workplaces: self.workplaces,
            starts_on: self.starts_on.into(),
            ends_on: self.ends_on.into(),
            ground: maybe(self.ground.as_deref(), "ground")?,
        })
    }
}

/// A page of a register by number, and after which line the next begins; none on the last. `limit` is at least 1.
///
/// # Errors
/// [`ReadError`].
pub async fn page(
    db: impl PgExecutor<'_>,
    filter: DesignationFilter,
    own: &OwnAuthority,
    after: Option<DesignationId>,
    limit: u16,
) -> Result<(Vec<DesignationRow>, Option<DesignationId>), ReadError> {
    let limit = usize::from(limit.max(1));
    let raw = sqlx::query_as!(
        Raw,
        r#"SELECT designation, kind, number, authority, name, title, address, qualification, workplaces,
                  starts_on AS "starts_on!: jiff_sqlx::Date", ends_on AS "ends_on!: jiff_sqlx::Date", ground
           FROM designations
           WHERE kind = $1
             AND CASE $2::text WHEN 'over' THEN ends_on < $3
                         WHEN 'ending' THEN CASE WHEN authority IS NULL THEN left(number, 2) = ANY($8) ELSE authority = ANY($9) END
                              AND ground IS NULL AND ends_on >= $3 AND ends_on BETWEEN $4 AND $5
                         ELSE ends_on >= $3 END
             AND ($6::uuid IS NULL
                  OR (number, designation) > (SELECT d.number, d.designation FROM designations AS d WHERE d.designation = $6))
           ORDER BY number, designation LIMIT $7"#,
        filter.kind.code(),
        filter.standing.code(),
        jiff_sqlx::Date::from(filter.today) as _,
        jiff_sqlx::Date::from(filter.season.0) as _,
        jiff_sqlx::Date::from(filter.season.1) as _,
        after.map(|after| after.0),
        i64::try_from(limit + 1).unwrap_or(i64::MAX),
        &own.heads(),
        &own.names,
    )
    .fetch_all(db)
    .await?;
    let more = raw.len() > limit;
    let rows = raw.into_iter().take(limit).map(|raw| raw.read(own)).collect::<Result<Vec<_>, _>>()?;
    let next = rows.last().filter(|_| more).map(|row| row.designation);
    Ok((rows, next))
}

/// These designations, by number.
///
/// # Errors
/// [`ReadError`].
pub async fn of(db: impl PgExecutor<'_>, ids: &[DesignationId], own: &OwnAuthority) -> Result<Vec<DesignationRow>, ReadError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let raw = sqlx::query_as!(
        Raw,
        r#"SELECT designation, kind, number, authority, name, title, address, qualification, workplaces,
                  starts_on AS "starts_on!: jiff_sqlx::Date", ends_on AS "ends_on!: jiff_sqlx::Date", ground
           FROM designations WHERE designation = ANY($1) ORDER BY number, designation"#,
        &ids,
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(|raw| raw.read(own)).collect()
}

/// Those with these numbers; of doctors several, where authorities gave the same.
///
/// # Errors
/// [`ReadError`].
pub async fn by_number(
    db: impl PgExecutor<'_>,
    kind: DesignationKind,
    numbers: &[String],
) -> Result<Vec<(String, DesignationId)>, ReadError> {
    let rows = sqlx::query!(
        "SELECT number, designation FROM designations WHERE kind = $1 AND number = ANY($2) ORDER BY number, designation",
        kind.code(),
        numbers,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.number, DesignationId(row.designation))).collect())
}

/// The last term of a designation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TermRow {
    /// 指定.
    pub designation: DesignationId,
    /// Its last day.
    pub ends_on: Date,
    /// Designated by us.
    pub own: bool,
    /// Ended before its term.
    pub ended: bool,
}

/// The last terms of all designations, page by page in the order of their ids.
///
/// # Errors
/// [`ReadError`].
pub async fn terms(
    db: impl PgExecutor<'_>,
    own: &OwnAuthority,
    after: DesignationId,
    limit: u16,
) -> Result<Vec<TermRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT designation, number, authority, ends_on AS "ends_on!: jiff_sqlx::Date", ground FROM designations
           WHERE designation > $1 ORDER BY designation LIMIT $2"#,
        after.0,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TermRow {
            designation: DesignationId(row.designation),
            ends_on: row.ends_on.into(),
            own: own.designated(row.authority.as_deref(), &row.number),
            ended: row.ground.is_some(),
        })
        .collect())
}
