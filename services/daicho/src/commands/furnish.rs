//! Fills the demo with a fictional prefecture, once: masters, staff with one password for all, cases in every state.

use std::path::Path;
use std::sync::Arc;

use acts::Acts;
use acts::seeding::SeedPlan;
use acts::seeding::year::{YearPlan, seed_year};
use documents::{Fonts, Printer};
use events::vocabulary::{ChangeNumber, FiscalYear};
use identity::{Cost, Credentials, PasswordHashing};
use jiff::Timestamp;
use store::{KeyFiles, Role, Vault, Writer};

use super::visit::pool;
use crate::installation::Urls;
use crate::parts::Parts;

/// The password of every demo account. A simulated installation says so on its sign-in page; a real one has no such account.
pub const DEMO_PASSWORD: &str = "mihon-daicho-2026";

/// One account a role.
const ACCOUNTS: [(&str, &str); 8] = [
    ("counter1", "窓口（佐賀中部）"),
    ("checker1", "点検"),
    ("approver1", "決裁"),
    ("board1", "審査会事務"),
    ("auditor1", "監査"),
    ("operator1", "運用"),
    ("operator2", "運用（二人目）"),
    ("admin1", "管理"),
];
/// Its password is made last, and so says that everything before is done.
const LAST_LOGIN: &str = "counter1";

/// Connections of the simulated writer: one a log, and to spare.
const WRITING: u32 = 4;

/// Recipients beside the cases, unless the caller says otherwise.
const PEOPLE: u32 = 60;
/// Same seed, same prefecture.
const SEED: u64 = 41;

/// Families of a year, unless the caller says otherwise: 1,200 awards.
const FAMILIES: u32 = 850;

/// What the caller said of the sample.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// How many people, or families of a year.
    pub people: Option<u32>,
    /// The fiscal year that is over, day by day, and not cases in every state.
    pub year: bool,
}

/// Furnishes the installation where that has not been done; says on standard error what it does.
pub async fn furnish(parts: &Parts, urls: &Urls, keys: &Path, sample: Sample) -> anyhow::Result<()> {
    let credentials = Credentials::new(parts.writer.clone(), PasswordHashing::new(Cost::LIGHT, Arc::clone(&parts.entropy))?);
    if credentials.staff_of(LAST_LOGIN).await?.is_some() {
        return Ok(());
    }
    eprintln!("架空の県の見本データを入れています…");
    let acts = simulating(parts, urls, keys).await?;
    let seeded = if sample.year {
        Box::pin(seed_year(&acts, year_plan(sample))).await?.seeded
    } else {
        let plan = plan(sample);
        let seeded = Box::pin(acts::seeding::seed(&acts, plan)).await?;
        Box::pin(acts::seeding::pay(&acts, plan, &seeded)).await?;
        seeded
    };
    let (last, others): (Vec<_>, Vec<_>) = seeded.accounts.iter().partition(|account| account.login == LAST_LOGIN);
    for account in others.into_iter().chain(last) {
        credentials.set(account.staff, &account.login, DEMO_PASSWORD, now()).await?;
    }
    Ok(())
}

fn plan(sample: Sample) -> SeedPlan {
    let today = web::clock::day_in_japan(now());
    SeedPlan {
        people: sample.people.unwrap_or(PEOPLE),
        seed: SEED,
        today: if sample.year { year_plan(sample).last_day() } else { today },
    }
}

/// The fiscal year that ended last.
fn year_plan(sample: Sample) -> YearPlan {
    let fiscal_year = FiscalYear::containing(web::clock::day_in_japan(now())).year() - 1;
    YearPlan { families: sample.people.unwrap_or(FAMILIES), seed: SEED, fiscal_year }
}

/// The change request of a start: the one given; for the first start of a new prefecture the one of its founding.
pub async fn change(parts: &Parts, given: Option<ChangeNumber>, sample: Sample) -> anyhow::Result<Option<ChangeNumber>> {
    if given.is_some() || parts.acts.has_noted().await? {
        return Ok(given);
    }
    Ok(Some(acts::seeding::change(&plan(sample), acts::seeding::FOUNDING)?))
}

/// The way to act with a writer that may set recorded times, which the database permits in a simulated installation only.
async fn simulating(parts: &Parts, urls: &Urls, keys: &Path) -> anyhow::Result<Acts> {
    let files = KeyFiles::open(keys)?;
    let operator = pool(urls, Role::Operator, WRITING).await?;
    Ok(Acts::new(acts::Parts {
        writer: Writer::simulated(&operator),
        pool: parts.writer.clone(),
        ring: Arc::clone(&parts.ring),
        entropy: Arc::clone(&parts.entropy),
        vault: Vault::new(files.vault),
        pepper: files.pepper,
        printer: Arc::new(Printer::new(Fonts::shared()?)),
    }))
}

/// The accounts that the sign-in page offers.
pub fn accounts() -> Vec<web::DemoAccount> {
    ACCOUNTS
        .iter()
        .map(|(login, who)| web::DemoAccount {
            login: (*login).to_owned(),
            who: (*who).to_owned(),
            password: Some(DEMO_PASSWORD.to_owned()),
        })
        .collect()
}

/// One line a demo account, on standard error.
pub fn tell_accounts() {
    eprintln!("見本アカウント（合言葉はどれも {DEMO_PASSWORD}）");
    for (login, who) in ACCOUNTS {
        eprintln!("  {login:<10} {who}");
    }
}

/// The time now, asked at the edge of the program.
#[expect(clippy::disallowed_methods, reason = "the one clock of this program's own runs")]
fn now() -> Timestamp {
    Timestamp::now()
}
