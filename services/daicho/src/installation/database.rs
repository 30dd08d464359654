//! The database inside the cluster: made, migrated, and the application's login given its password.

use sqlx::{Connection as _, PgConnection, Row as _};
use std::time::Duration;

use super::secrets::{Role, password};
use super::{DataDir, DatabaseUrl, Urls};
use crate::exit::{Exit, stop};

/// Makes the database `daicho` unless it is there.
pub async fn create(urls: &Urls) -> anyhow::Result<()> {
    let maintenance = urls.owner.on_database("postgres")?;
    let mut connection = PgConnection::connect_with(&maintenance).await?;
    let there: bool = sqlx::query("select exists (select from pg_database where datname = 'daicho')")
        .fetch_one(&mut connection)
        .await?
        .try_get(0)?;
    if !there {
        sqlx::query("create database daicho").execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(())
}

/// Brings the tables to the newest definition.
pub async fn migrate(owner: &DatabaseUrl) -> anyhow::Result<()> {
    let mut connection = connect(owner).await?;
    schema::MIGRATOR.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Gives the login role `daicho_app`, which a migration makes, the password kept in the data directory.
pub async fn set_application_password(dir: &DataDir, urls: &Urls) -> anyhow::Result<()> {
    let mut connection = connect(&urls.owner).await?;
    let mut transaction = connection.begin().await?;
    // ALTER ROLE takes no parameters; the password goes through a setting of this transaction, never through the text.
    sqlx::query("select set_config('daicho.password', $1, true)")
        .bind(password(dir, Role::App)?)
        .execute(&mut *transaction)
        .await?;
    sqlx::query(
        "do $$ begin
           execute format('alter role daicho_app login password %L', current_setting('daicho.password'));
         end $$",
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    connection.close().await?;
    Ok(())
}

/// One connection, or an answer within seconds.
pub async fn connect(url: &DatabaseUrl) -> anyhow::Result<PgConnection> {
    let missing = |why: String| stop(Exit::ServiceMissing, format!("データベースにつながりません({why})。"));
    match tokio::time::timeout(Duration::from_secs(10), PgConnection::connect_with(&url.options()?)).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(error)) => Err(missing(error.to_string())),
        Err(_) => Err(missing("10 秒以内に返事がない".to_owned())),
    }
}
