//! What the database around the log is: the definitions that guard it, the migrations that made it, the settings it runs with.
//! Read with any role; changes nothing.

use std::collections::BTreeMap;

use sqlx::{PgPool, Row};

use crate::read::ReadError;

/// One line an object of `es` and `vault`, with a digest of everything about it that counts. Partitions come and go with the months, so
/// those of one table stand together: whichever differs from the others shows as another digest.
const CATALOG: &str = "
WITH spaces AS (
    SELECT oid, nspname, nspowner, nspacl FROM pg_catalog.pg_namespace
    WHERE nspname IN ('es', 'vault', 'read', 'read_next', 'read_prev')
), kept AS (
    SELECT * FROM spaces WHERE nspname IN ('es', 'vault')
), tables AS (
    SELECT c.oid, k.nspname, c.relacl, c.relowner, c.relkind, c.relrowsecurity, c.relispartition OR c.relname ~ '^(events|commands)_' AS part,
           k.nspname || '.' || CASE WHEN c.relispartition OR c.relname ~ '^(events|commands)_'
                                    THEN regexp_replace(c.relname, '_[^_]+$', '') || ' partitions' ELSE c.relname END AS name
    FROM pg_catalog.pg_class AS c JOIN kept AS k ON k.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
), things (name, definition) AS (
    SELECT 'schema ' || nspname, pg_get_userbyid(nspowner) || ' ' || coalesce((SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(nspacl) AS a), '')
    FROM spaces
    UNION ALL
    SELECT 'function ' || k.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
           pg_get_functiondef(p.oid) || pg_get_userbyid(p.proowner)
           || coalesce((SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(p.proacl) AS a), '')
    FROM pg_catalog.pg_proc AS p JOIN kept AS k ON k.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')
    UNION ALL
    SELECT 'table ' || t.name, t.relkind::text || ' ' || t.relrowsecurity::text || ' ' || pg_get_userbyid(t.relowner) || ' '
           || coalesce((SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(t.relacl) AS a), '') || ' '
           || coalesce((SELECT string_agg(c.attname || ' ' || format_type(c.atttypid, c.atttypmod) || ' ' || c.attnotnull::text, ',' ORDER BY c.attnum)
                        FROM pg_catalog.pg_attribute AS c WHERE c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped), '')
    FROM tables AS t
    UNION ALL
    SELECT 'constraint ' || t.name || '/' || c.conname, pg_get_constraintdef(c.oid)
    FROM pg_catalog.pg_constraint AS c JOIN tables AS t ON t.oid = c.conrelid WHERE NOT t.part
    UNION ALL
    SELECT 'trigger ' || t.name || '/' || g.tgname,
           g.tgenabled::text || ' ' || g.tgtype::text || ' ' || g.tgfoid::regproc::text || ' ' || coalesce(g.tgqual::text, '')
    FROM pg_catalog.pg_trigger AS g JOIN tables AS t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal
    UNION ALL
    SELECT 'trigger ' || t.name || '/(none)', 'none' FROM tables AS t
    WHERE t.part AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal)
    UNION ALL
    SELECT 'event trigger ' || evtname, evtenabled::text || ' ' || evtevent || ' ' || evtfoid::regproc::text FROM pg_catalog.pg_event_trigger
    UNION ALL
    SELECT 'role ' || r.rolname, concat_ws(' ', r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin, r.rolreplication, r.rolbypassrls,
           (SELECT string_agg(pg_get_userbyid(m.roleid), ',' ORDER BY pg_get_userbyid(m.roleid))
            FROM pg_catalog.pg_auth_members AS m WHERE m.member = r.oid))
    FROM pg_catalog.pg_roles AS r WHERE r.rolname ~ '^(es_|daicho_)'
)
SELECT name, left(encode(sha256(convert_to(string_agg(DISTINCT definition, E'\\n' ORDER BY definition), 'UTF8')), 'hex'), 16)
FROM things GROUP BY name ORDER BY name";

/// Every function, trigger, table, constraint, role and grant that guards the log, by name, with the first 64 bits (hex) of its digest.
///
/// # Errors
/// [`ReadError`].
pub async fn catalog(pool: &PgPool) -> Result<BTreeMap<String, String>, ReadError> {
    let mut transaction = pool.begin().await?;
    // Definitions are printed with as many schema names as the search path makes necessary.
    sqlx::query("SELECT set_config('search_path', 'pg_catalog', true)").execute(&mut *transaction).await?;
    let rows = sqlx::query(CATALOG).fetch_all(&mut *transaction).await?;
    transaction.rollback().await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, sqlx::Error>>()?)
}

/// A migration that was applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applied {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub description: String,
    /// Digest of its text, in hex.
    pub checksum: String,
}

/// Every applied migration in order; none where this database was not made by the migrator.
///
/// # Errors
/// [`ReadError`].
pub async fn applied_migrations(pool: &PgPool) -> Result<Vec<Applied>, ReadError> {
    let there: bool =
        sqlx::query("SELECT to_regclass('public._sqlx_migrations') IS NOT NULL").fetch_one(pool).await?.try_get(0)?;
    if !there {
        return Ok(Vec::new());
    }
    let rows = sqlx::query(
        "SELECT version, description, encode(checksum, 'hex') FROM public._sqlx_migrations WHERE success ORDER BY version",
    )
    .fetch_all(pool)
    .await?;
    let applied = |row: &sqlx::postgres::PgRow| {
        Ok(Applied { version: row.try_get(0)?, description: row.try_get(1)?, checksum: row.try_get(2)? })
    };
    Ok(rows.iter().map(applied).collect::<Result<_, sqlx::Error>>()?)
}

/// The settings of the server that somebody chose, and its version. What may hold a password or a path of keys is left out by name.
///
/// # Errors
/// [`ReadError`].
pub async fn server_settings(pool: &PgPool) -> Result<BTreeMap<String, String>, ReadError> {
    const SETTINGS: &str = "SELECT 'postgresql.' || name, setting || coalesce(unit, '') FROM pg_catalog.pg_settings
         WHERE source IN ('configuration file', 'command line', 'database', 'global')
           AND name NOT IN ('port', 'unix_socket_directories', 'primary_conninfo', 'archive_command', 'restore_command',
                            'ssl_passphrase_command', 'search_path', 'application_name')
         UNION ALL SELECT 'postgresql.version', current_setting('server_version')";
    let rows = sqlx::query(SETTINGS).fetch_all(pool).await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, sqlx::Error>>()?)
}
