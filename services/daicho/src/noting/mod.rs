//! What is written into the log at a start, where it differs from the time before: the build, the applied migrations, the settings and
//! the definitions that guard the log. This is what the report of changes (変更報告) tells of the program and its surroundings.

mod release;
mod settings;

use acts::{Acts, Inventory, Observation};
use events::installation::Migration;
use events::vocabulary::ChangeNumber;
use sqlx::PgPool;
use web::Clock as _;

pub use settings::{machine, of_process};

/// Notes the build, the migrations, the settings and the catalog, under the change request (変更番号) given.
pub async fn at_start(
    acts: &Acts,
    pool: &PgPool,
    part: &str,
    settings: Inventory,
    change: Option<ChangeNumber>,
) -> anyhow::Result<()> {
    let mut configuration = settings;
    configuration.extend(store::server_settings(pool).await?);
    let seen = Observation { configuration: Some(configuration), ..everything(pool, part).await? };
    note(&acts.under(change), &seen).await
}

/// The same after a migration: settings are not looked at.
pub async fn after_migration(acts: &Acts, pool: &PgPool, change: Option<ChangeNumber>) -> anyhow::Result<()> {
    note(&acts.under(change), &everything(pool, "migrate").await?).await
}

/// Only the catalog, with no request: what somebody changed by hand must not pass for part of a migration.
pub async fn before_migration(acts: &Acts, pool: &PgPool) -> anyhow::Result<()> {
    if acts.has_noted().await? {
        let catalog = Some(store::catalog(pool).await?);
        note(acts, &Observation { part: "migrate".to_owned(), catalog, ..Observation::default() }).await?;
    }
    Ok(())
}

async fn everything(pool: &PgPool, part: &str) -> anyhow::Result<Observation> {
    let applied = store::applied_migrations(pool).await?.into_iter();
    let migrations =
        applied.map(|store::Applied { version, description, checksum }| Migration { version, description, checksum }).collect();
    Ok(Observation {
        part: part.to_owned(),
        machine: settings::machine(),
        release: Some(release::this_build().await?),
        migrations: Some(migrations),
        configuration: None,
        catalog: Some(store::catalog(pool).await?),
    })
}

async fn note(acts: &Acts, seen: &Observation) -> anyhow::Result<()> {
    if acts.simulated().await?.is_none() {
        return Ok(());
    }
    if let Some(position) = acts.note(seen, web::SystemClock.today()).await? {
        tracing::info!(position, part = seen.part, "installation.noted");
    }
    Ok(())
}
