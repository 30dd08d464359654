//! A year into the log of a fictional installation: each deed one act, sealed under the keys of those it is about, at the position at which the
//! year decided it.

use std::collections::{HashMap, HashSet};

use events::award::AwardEvent;
use events::ids::{CommandId, CorrelationId, KeyId, RecipientId, named_stream};
use events::notice::NoticeEvent;
use events::vocabulary::OfficeCode;
use events::{Actor, Event, Log, StaffRole};
use store::Claim;
use uuid::{Builder, Uuid};

use super::{Citizen, Deed, Year, YearError, YearPlan, earlier};
use crate::approve::NUMBER;
use crate::seeding::accounts::{self, Staff};
use crate::seeding::{FOUNDING, SeedPlan, Seeded, change, clock};
use crate::submission::Submission;
use crate::{ActError, Acts, Founding, Request};

/// What was poured.
pub struct Poured {
    /// Accounts and the last position.
    pub seeded: Seeded,
    /// Position before the first deed.
    pub before: i64,
    /// Everybody who was ever entitled.
    pub census: Vec<Citizen>,
    /// What was tried and refused.
    pub refused: Vec<String>,
}

impl From<YearError> for ActError {
    fn from(error: YearError) -> Self {
        Self::internal(&error)
    }
}

/// Founds an installation on the eve of a year and pours the year into it. Done again it finds what stands.
///
/// `acts` has a writer of [`store::Writer::simulated`].
///
/// # Errors
/// [`ActError`]; where the installation is real, or somebody else writes to it, nothing more is written.
pub async fn seed_year(acts: &Acts, plan: YearPlan) -> Result<Poured, ActError> {
    if acts.simulated().await? == Some(false) {
        return Err(casework::Refusal::AlreadyFounded.into());
    }
    let eve = earlier(plan.first_day(), 1);
    let seed = SeedPlan { people: 0, seed: plan.seed, today: plan.last_day() };
    let founding = Founding {
        simulated: true,
        prefecture: "41".to_owned(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        today: eve,
    };
    acts.under(Some(change(&seed, FOUNDING)?)).at(clock::at(eve, 8, 0)).found_installation(founding).await?;
    let accounts = accounts::open(acts, &seed, eve).await?;
    let staff = Staff::of(acts, &accounts).await?;
    let again = acts.done_before(command(&plan, 0)).await?.is_some();
    let before = if again { began(acts, &plan).await? } else { store::head(acts.pool(), Log::Casework).await?.position };
    let masters = acts.masters().await?.known_up_to(before);
    let mut year = Year::new(plan, masters, before)?;
    let mut pouring = Pouring {
        acts,
        plan,
        staff: &staff,
        again,
        deeds: 0,
        subjects: HashMap::new(),
        keys: HashMap::new(),
        numbers: HashSet::new(),
    };
    while let Some((_, deeds)) = year.day()? {
        pouring.day(deeds).await?;
    }
    let position = store::head(acts.pool(), Log::Casework).await?.position;
    let seeded = Seeded { accounts, cases: Vec::new(), position };
    Ok(Poured { seeded, before, census: year.census(), refused: year.refused().to_vec() })
}

/// Position before the first deed of a year that was begun.
async fn began(acts: &Acts, plan: &YearPlan) -> Result<i64, ActError> {
    let first: i64 = sqlx::query_scalar("SELECT min(position) FROM es.events WHERE log = $1 AND command_id = $2")
        .bind(Log::Casework.number())
        .bind(command(plan, 0).0)
        .fetch_one(acts.pool())
        .await?;
    Ok(first - 1)
}

fn command(plan: &YearPlan, deed: u64) -> CommandId {
    let mut random = [0; 10];
    let name = format!("year/{}/{}/deed/{deed}", plan.seed, plan.fiscal_year);
    random.copy_from_slice(&named_stream(&name).as_bytes()[..10]);
    let milliseconds = u64::try_from(clock::at(plan.first_day(), 9, 0).as_millisecond()).unwrap_or(0);
    CommandId(Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid())
}

struct Pouring<'a> {
    acts: &'a Acts,
    plan: YearPlan,
    staff: &'a Staff,
    /// The year was begun before, and its keys are there.
    again: bool,
    deeds: u64,
    /// Whose data a stream holds, where it is not its own.
    subjects: HashMap<Uuid, RecipientId>,
    keys: HashMap<Uuid, KeyId>,
    /// Recipient numbers that were given.
    numbers: HashSet<String>,
}

impl Pouring<'_> {
    /// The deeds of a day in their order, all in flight at once. Unconstrained, as a task that has used up its turn would let later ones pass.
    async fn day(&mut self, deeds: Vec<Deed>) -> Result<(), ActError> {
        let Some(end) = deeds.last().map(|deed| deed.first + i64::try_from(deed.told.len()).unwrap_or(0) - 1) else {
            return Ok(());
        };
        let mut submissions = Vec::with_capacity(deeds.len());
        for deed in deeds {
            submissions.push(self.submission(deed).await?);
        }
        let commits = submissions.into_iter().map(|submission| tokio::task::unconstrained(submission.commit()));
        let mut last = 0;
        for outcome in futures::future::join_all(commits).await {
            last = outcome.map_err(|unwritten| unwritten.seen_at(0))?.last_position;
        }
        // Anything else in the log would be unknown to the year.
        if last == end { Ok(()) } else { Err(ActError::Stale { seen: i32::MAX, now: 0 }) }
    }

    async fn submission(&mut self, deed: Deed) -> Result<Submission, ActError> {
        let Deed { at, told, .. } = deed;
        let command_id = command(&self.plan, self.deeds);
        self.deeds += 1;
        let who = told.first().map(|(_, told)| &told.who).ok_or(ActError::Internal)?;
        let request = Request {
            command_id,
            correlation_id: CorrelationId(command_id.0),
            actor: self.account(who)?,
            trace_context: None,
            today: at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::Offset::constant(9))).date(),
            seen_version: None,
        };
        let mut submission = Submission::new(&self.acts.at(at), Log::Casework, &request);
        for (id, told) in told {
            let key = match self.subject(told.stream, &told.event) {
                Some(subject) => Some(self.key(&mut submission, subject).await?),
                None => None,
            };
            if let Event::Award(AwardEvent::Granted(granted)) = &told.event {
                let number = format!("{}/{}", granted.conclusion.payer_number, granted.recipient_number);
                if self.numbers.insert(number.clone()) {
                    submission.claim(Claim::plain(NUMBER, &number));
                }
            }
            submission.add_told(id, (told.stream, told.on), key, told.event)?;
        }
        Ok(submission)
    }

    /// The account that stands for somebody of the year.
    fn account(&self, who: &Actor) -> Result<Actor, ActError> {
        let of = |actors: &[Actor]| actors.first().cloned().ok_or(ActError::NotFound);
        match who.role {
            StaffRole::Counter => self.staff.counter(who.office.unwrap_or(OfficeCode::DIVISION)).cloned(),
            StaffRole::Checker => of(&self.staff.checkers),
            StaffRole::Approver => of(&self.staff.approvers),
            StaffRole::BoardClerk => of(&self.staff.board_clerks),
            _ => Ok(who.clone()),
        }
    }

    /// Whose data an event holds; none where it holds none.
    fn subject(&mut self, stream: Uuid, event: &Event) -> Option<Uuid> {
        match event {
            Event::Award(AwardEvent::Granted(event)) => {
                self.subjects.insert(stream, event.recipient);
            }
            Event::Notice(NoticeEvent::Received(event)) => {
                self.subjects.insert(stream, event.recipient);
            }
            _ => {}
        }
        match event {
            Event::Application(_) | Event::Recipient(_) | Event::Sitting(_) | Event::PrintRun(_) => Some(stream),
            Event::Award(_) | Event::Notice(_) => self.subjects.get(&stream).map(|recipient| recipient.0),
            _ => None,
        }
    }

    async fn key(&mut self, submission: &mut Submission, subject: Uuid) -> Result<KeyId, ActError> {
        if let Some(key) = self.keys.get(&subject) {
            return Ok(*key);
        }
        let there = if self.again { self.acts.key_of(subject).await.ok() } else { None };
        let key = match there {
            Some(key) => key,
            None => submission.new_key(subject)?,
        };
        self.keys.insert(subject, key);
        Ok(key)
    }
}
