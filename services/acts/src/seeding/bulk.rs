//! Recipients by the thousand: the same aggregates decide in memory what the acts would decide, and whole groups are appended at once.
//!
//! A person's story is four acts by four hands, as in [`super::play`]: the counter receives, records the papers and forwards; the checker
//! takes up and examines; the approver approves, with register, recipient and award; the program tells that the certificate was issued.
//! Three things differ from the acts: the number of a register is kept in memory instead of being read for each person; nothing is
//! rendered, so the certificates name no documents; nobody has an individual number. Groups are not repeated where they were interrupted:
//! the registers tell how many there are, and only the rest is made.

mod person;

use std::collections::BTreeMap;

use casework::register::Register;
use casework::rules::Masters;
use events::Log;
use events::vocabulary::{FiscalYear, MunicipalityCode, OfficeCode, PayerNumber};

use super::SeedPlan;
use super::accounts::Staff;
use super::clock;
use super::dice::Dice;
use super::forms::{Choices, form};
use super::profile::Profile;
use crate::register::stream_of;
use crate::submission::Submission;
use crate::{ActError, Acts};
use person::Person;

/// People in one group.
const GROUP: u32 = 256;

/// Whose turn it is.
#[derive(Clone, Copy)]
enum Phase {
    Receive,
    Examine,
    Approve,
    Issue,
}

/// Registers in memory: the newest serial of each.
struct Serials<'a> {
    acts: &'a Acts,
    last: BTreeMap<String, u32>,
}

impl Serials<'_> {
    /// The newest serial. A register has one event a number, so its version is its newest serial.
    async fn last(&mut self, register: &str) -> Result<&mut u32, ActError> {
        if !self.last.contains_key(register) {
            let version = store::stream_version(self.acts.pool(), Log::Casework, stream_of(register)).await?;
            self.last.insert(register.to_owned(), u32::try_from(version).unwrap_or(0));
        }
        self.last.get_mut(register).ok_or(ActError::Internal)
    }
}

/// Registers recipients until there are as many as planned.
pub(super) async fn register(acts: &Acts, plan: &SeedPlan, staff: &Staff) -> Result<(), ActError> {
    let masters = acts.masters().await?;
    let choices = Choices::on(&masters, plan.today);
    let municipalities: Vec<(MunicipalityCode, OfficeCode)> = masters
        .municipalities
        .on(plan.today)
        .filter_map(|row| row.key.parse().ok().map(|code| (code, row.value.office)))
        .collect();
    let mut serials = Serials { acts, last: BTreeMap::new() };
    let made = already(&masters, &mut serials, plan).await?;
    let mut number = made;
    let mut decided: Vec<Submission> = Vec::new();
    while number < plan.people {
        let group = number..plan.people.min(number + GROUP);
        number = group.end;
        let (day, minute) = moment(plan, group.start);
        let mut people = Vec::with_capacity(group.len());
        for n in group {
            let mut dice = Dice::new(plan.seed, 1_000_000 + u64::from(n));
            let (municipality, office) = *dice.pick(&municipalities).ok_or(ActError::NotFound)?;
            let mut profile = Profile::any(&mut dice, municipality, day);
            profile.haemophilia = dice.one_in(200);
            let form = form(&mut dice, &profile, &choices, &masters)?;
            people.push(Person::new(acts, plan, staff, &mut dice, n, office, form, day)?);
        }
        for (seconds, phase) in [Phase::Receive, Phase::Examine, Phase::Approve, Phase::Issue].into_iter().enumerate() {
            let moment = clock::at(day, 9, minute);
            let seconds = jiff::Span::new().seconds(i64::try_from(seconds).unwrap_or(0));
            let acts = acts.at(moment.checked_add(seconds).unwrap_or(moment));
            // While the database writes what was decided, the next is decided.
            let next = acts_of(&acts, &masters, &mut serials, &mut people, phase);
            let (written, next) = tokio::join!(commit_all(std::mem::take(&mut decided)), next);
            written?;
            decided = next?;
        }
    }
    commit_all(decided).await
}

/// How many there are: what the registers of recipient numbers hold before any case was played.
async fn already(masters: &Masters, serials: &mut Serials<'_>, plan: &SeedPlan) -> Result<u32, ActError> {
    let payers: Vec<PayerNumber> = masters.payer_numbers.on(plan.today).map(|row| row.value.number).collect();
    let mut made = 0;
    for payer in payers {
        made += *serials.last(&Register::of_recipients(payer)).await?;
    }
    Ok(made)
}

/// Groups follow each other through the days set aside for them.
fn moment(plan: &SeedPlan, n: u32) -> (jiff::civil::Date, i64) {
    let (first, last) = clock::BULK;
    let days = u64::try_from(first - last).unwrap_or(1).max(1);
    let minutes = days * 480;
    let passed = u64::from(n) * minutes / u64::from(plan.people.max(1));
    let day = first - i32::try_from(passed / 480).unwrap_or(0);
    (clock::before(plan.today, day), i64::try_from(passed % 480).unwrap_or(0))
}

/// One act of everybody in the group, by one hand.
async fn acts_of(
    acts: &Acts,
    masters: &Masters,
    serials: &mut Serials<'_>,
    people: &mut [Person],
    phase: Phase,
) -> Result<Vec<Submission>, ActError> {
    let mut submissions = Vec::with_capacity(people.len());
    for person in people {
        submissions.push(match phase {
            Phase::Receive => {
                let year = u8::try_from(FiscalYear::containing(person.day).year() - 2018).unwrap_or(1);
                let register = Register::of_receipts(year, person.office);
                let last = serials.last(&register).await?;
                person.receive(acts, masters, register, year, last).await?
            }
            Phase::Examine => person.examine(acts, masters).await?,
            Phase::Approve => {
                let register = Register::of_recipients(person.payer()?);
                let last = serials.last(&register).await?;
                person.approve(acts, register, last).await?
            }
            Phase::Issue => person.issue(acts).await?,
        });
    }
    Ok(submissions)
}

/// In order, all in flight at once: the writer takes them as one group. Unconstrained, for a task that has used up its turn would let
/// later ones pass, and their numbers would come before its own.
async fn commit_all(submissions: Vec<Submission>) -> Result<(), ActError> {
    let commits = submissions.into_iter().map(|submission| tokio::task::unconstrained(submission.commit()));
    for outcome in futures::future::join_all(commits).await {
        outcome.map_err(|unwritten| unwritten.seen_at(0))?;
    }
    Ok(())
}
