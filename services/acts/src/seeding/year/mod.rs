//! A year of a fictional prefecture, day by day: half a year in which families come in, and the fiscal year after it with its renewals in the
//! summer, notices, sittings, print runs, a change of the standard period on 1 July and a merger of offices on 1 October.
//!
//! Everything is decided in memory by the commands of the domain: applications, notices, sittings, redress and the end of awards by the
//! [`World`] of the stories, certificates, letters, print runs and campaigns by their aggregates. Nothing is rendered. The same plan gives the same
//! events; what a day told is handed out as [`Deed`]s, so that a year of a hundred times as many families need not be held at once.
//!
//! # Adding something that happens
//! Its variant of `Due`, the function that does it in the file of its kind, and where it is put on the agenda; then the independent count in
//! `tests/year` counts it, or says why not.

mod board;
mod campaign;
mod cases;
mod deed;
mod families;
mod notices;
mod papers;
mod pouring;
mod reforms;
mod runs;

use std::collections::{BTreeMap, BTreeSet};

use casework::rules::{Masters, office_days};
use casework::story::{Act, Hand, Line, World};
use events::ids::{AwardId, RecipientId};
use events::vocabulary::{MunicipalityCode, OfficeCode, Sex};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};

pub use deed::{Deed, digest};
pub use pouring::{Poured, seed_year};

use super::dice::Dice;
use super::forms::Choices;
use cases::{Case, Step};
use families::Family;
use notices::Tell;
use papers::Paper;
use runs::Run;

/// What year to play.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct YearPlan {
    /// Families that come in over eighteen months; from 850 on there are 1,200 awards.
    pub families: u32,
    /// Same seed, same year.
    pub seed: u64,
    /// 年度.
    pub fiscal_year: i16,
}

impl YearPlan {
    /// The first day: half a year before the fiscal year.
    pub const fn first_day(self) -> Date {
        date(self.fiscal_year - 1, 10, 1)
    }

    /// The first day of the fiscal year.
    pub const fn opens(self) -> Date {
        date(self.fiscal_year, 4, 1)
    }

    /// The last day of the fiscal year.
    pub const fn last_day(self) -> Date {
        date(self.fiscal_year + 1, 3, 31)
    }

    /// 法改正: the day from which the standard period is another.
    pub const fn reform(self) -> Date {
        date(self.fiscal_year, 7, 1)
    }

    /// 事務所の再編.
    pub const fn merger(self) -> Date {
        date(self.fiscal_year, 10, 1)
    }

    /// The common last day of awards in the summer.
    pub const fn common_end(self) -> Date {
        date(self.fiscal_year, 9, 30)
    }
}

/// Why a year does not go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("架空の年は {day} から先に進められません: {why}")]
pub struct YearError {
    /// The day.
    pub day: Date,
    /// What stops it.
    pub why: String,
}

/// Somebody of the census: what no event tells in clear.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Citizen {
    /// 受給者.
    pub recipient: RecipientId,
    /// 生年月日.
    pub born: Date,
    /// 性別.
    pub sex: Option<Sex>,
}

/// What falls due on a day.
#[derive(Clone, PartialEq, Debug)]
enum Due {
    /// A family comes.
    Arrive(usize),
    /// It applies for the renewal.
    Renew(usize),
    /// It applies for a change.
    Change(usize),
    /// A case goes on.
    Step(String, Step),
    /// A family tells something.
    Tell(usize, Tell),
    /// What a family told is settled.
    Settle {
        /// The case of the award that it is about.
        case: String,
        /// Its name.
        notice: String,
        /// What was told.
        tell: Tell,
    },
    /// An award is corrected or revoked: proposed, then decided.
    Redress(usize, bool),
    /// What was proposed about the award of a case is decided; whether it is revoked.
    DecideRedress(String, bool),
    /// A run goes on.
    Run(usize, runs::Step),
}

/// A year on its way.
pub struct Year {
    plan: YearPlan,
    world: World,
    dice: Dice,
    choices: Choices,
    municipalities: Vec<(MunicipalityCode, OfficeCode)>,
    today: Date,
    families: Vec<Family>,
    cases: BTreeMap<String, Case>,
    agenda: BTreeMap<Date, Vec<Due>>,
    /// Children whose awards end on a day, as they were granted.
    ends: BTreeMap<Date, BTreeSet<usize>>,
    papers: BTreeMap<AwardId, Paper>,
    runs: Vec<Run>,
    campaign: Option<campaign::Going>,
    sitting: Option<board::Ahead>,
    /// How many of the reforms are carried out.
    reformed: usize,
    deeds: Vec<Deed>,
    lines: usize,
    refused: Vec<String>,
}

impl Year {
    /// Before its first day. The log goes on after a position; the masters are what is known there.
    ///
    /// # Errors
    /// [`YearError`] where no family can be made.
    pub fn new(plan: YearPlan, masters: Masters, after: i64) -> Result<Self, YearError> {
        let first = plan.first_day();
        let municipalities = masters.municipalities.on(first).filter_map(|row| Some((row.key.parse().ok()?, row.value.office)));
        let mut year = Self {
            plan,
            dice: Dice::new(plan.seed, 0x5EA2),
            choices: Choices::on(&masters, first),
            municipalities: municipalities.collect(),
            world: World::after(masters, after),
            today: first,
            families: Vec::new(),
            cases: BTreeMap::new(),
            agenda: BTreeMap::new(),
            ends: BTreeMap::new(),
            papers: BTreeMap::new(),
            runs: Vec::new(),
            campaign: None,
            sitting: None,
            reformed: 0,
            deeds: Vec::new(),
            lines: 0,
            refused: Vec::new(),
        };
        for at in 0..usize::try_from(plan.families).unwrap_or(usize::MAX) {
            let family = families::make(&year, at)?;
            year.agenda.entry(family.comes).or_default().push(Due::Arrive(at));
            year.families.push(family);
        }
        Ok(year)
    }

    /// The next day and what was done on it; none when the year is over.
    ///
    /// # Errors
    /// [`YearError`]: something happened that the domain does not allow to be named.
    pub fn day(&mut self) -> Result<Option<(Date, Vec<Deed>)>, YearError> {
        if self.today > self.plan.last_day() {
            return Ok(None);
        }
        self.night()?;
        if office_days::is_open(self.world.masters(), self.today) {
            self.reform()?;
            self.campaign()?;
            let days: Vec<Date> = self.agenda.range(..=self.today).map(|(day, _)| *day).collect();
            for day in days {
                for due in self.agenda.remove(&day).unwrap_or_default() {
                    self.meet(due)?;
                }
            }
            self.board()?;
            self.begin_run()?;
        }
        let day = self.today;
        self.today = later(day, 1);
        Ok(Some((day, std::mem::take(&mut self.deeds))))
    }

    /// What was tried and refused.
    pub fn refused(&self) -> &[String] {
        &self.refused
    }

    /// Position after the newest event.
    pub fn position(&self) -> i64 {
        self.world.position() - 1
    }

    /// The prefecture as it stands.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// Everybody who was ever entitled.
    pub fn census(&self) -> Vec<Citizen> {
        let citizen = |family: &Family| {
            let (_, granted, _) = self.world.awarded(family.awarded.first()?)?;
            Some(Citizen { recipient: granted.recipient, born: family.born, sex: family.sex })
        };
        self.families.iter().filter_map(citizen).collect()
    }

    fn meet(&mut self, due: Due) -> Result<(), YearError> {
        match due {
            Due::Arrive(family) => self.arrive(family),
            Due::Renew(family) => self.renew(family),
            Due::Change(family) => self.change(family),
            Due::Step(case, step) => self.step(&case, step),
            Due::Tell(family, tell) => self.tell(family, tell),
            Due::Settle { case, notice, tell } => self.settle(&case, &notice, tell),
            Due::Redress(family, revoke) => self.redress(family, revoke),
            Due::DecideRedress(case, revoke) => self.decide_redress(&case, revoke),
            Due::Run(run, step) => self.go_on(run, step),
        }
    }

    fn put(&mut self, after: u32, due: Due) {
        let day = later(self.today, after);
        self.agenda.entry(day).or_default().push(due);
    }

    /// A line of a story whose events are kept by the caller; whether it was done.
    fn act(&mut self, act: Act) -> Result<bool, YearError> {
        self.lines += 1;
        let line = Line { number: self.lines, day: self.today, by: Hand::default(), act };
        let acted = self.world.play(&line).map_err(|bad| self.stuck(bad))?;
        if let Some(why) = acted.refused {
            self.refused.push(format!("{} {} {}: {why}", self.today, acted.act, acted.about));
            return Ok(false);
        }
        Ok(true)
    }

    /// The same as a deed of its own.
    fn play(&mut self, act: Act) -> Result<bool, YearError> {
        let done = self.act(act)?;
        self.keep();
        Ok(done)
    }

    fn stuck(&self, why: impl std::fmt::Display) -> YearError {
        YearError { day: self.today, why: why.to_string() }
    }
}

/// So many days after a day.
fn later(day: Date, days: u32) -> Date {
    day.saturating_add(Span::new().days(i64::from(days)))
}

/// So many days before a day.
fn earlier(day: Date, days: i64) -> Date {
    day.saturating_sub(days.days())
}
