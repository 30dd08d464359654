//! Examination of who may do what: no role that the program uses can change or remove an event, and the triggers that
//! refuse it even to the owner are on.

use sqlx::{PgConnection, Row as _};

use super::Finding;

/// The working roles that `daicho_app` may take.
const WORKING: [&str; 4] = ["es_writer", "es_projector", "es_auditor", "es_operator"];

/// Roles, rights on the events, triggers.
pub async fn as_they_must_be(owner: &mut PgConnection) -> Vec<Finding> {
    vec![
        told("roles", "利用者と役割", roles(owner).await),
        told("event_rights", "記録への権限", rights(owner).await),
        told("event_triggers", "記録を守る仕掛け", triggers(owner).await),
    ]
}

fn told(name: &'static str, title: &'static str, faults: sqlx::Result<Vec<String>>) -> Finding {
    match faults {
        Ok(faults) if faults.is_empty() => Finding::good(name, title, "正しく設定されています"),
        Ok(faults) => Finding::bad(name, title, faults.join("、")),
        Err(error) => Finding::bad(name, title, format!("調べられません({error})")),
    }
}

async fn roles(owner: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    let row = sqlx::query(
        "select rolcanlogin and not (rolinherit or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
         from pg_roles where rolname = 'daicho_app'",
    )
    .fetch_optional(&mut *owner)
    .await?;
    let Some(row) = row else {
        return Ok(vec!["daicho_app がありません".into()]);
    };
    let mut faults = Vec::new();
    if !row.try_get::<bool, _>(0)? {
        faults.push("daicho_app の属性が違います".to_owned());
    }
    let memberships = sqlx::query(
        "select g.rolname::text from pg_auth_members m
         join pg_roles g on g.oid = m.roleid join pg_roles a on a.oid = m.member where a.rolname = 'daicho_app'",
    )
    .fetch_all(owner)
    .await?;
    let held = memberships.iter().map(|row| row.try_get(0)).collect::<Result<Vec<String>, _>>()?;
    faults.extend(WORKING.iter().filter(|role| !held.iter().any(|h| h == *role)).map(|r| format!("{r} になれません")));
    let strange = held.iter().filter(|h| *h == "es_owner" || h.starts_with("pg_"));
    faults.extend(strange.map(|role| format!("daicho_app が {role} になれます")));
    Ok(faults)
}

async fn rights(owner: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    let rows = sqlx::query(
        "select r.rolname || ' が ' || c.relname || ' に ' || p.word || ' できます'
         from pg_roles r
         cross join pg_class c join pg_namespace n on n.oid = c.relnamespace
         cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p (word)
         where r.rolname in ('daicho_app', 'es_writer', 'es_projector', 'es_auditor', 'es_operator')
           and n.nspname = 'es' and c.relkind in ('r', 'p') and c.relname ~ '^events'
           and has_table_privilege(r.rolname, c.oid, p.word)
         order by 1",
    )
    .fetch_all(owner)
    .await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}

async fn triggers(owner: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    let rows = sqlx::query(
        "select c.relname || ' の ' || t.tgname || ' が切られています'
         from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'es' and t.tgenabled in ('D', 'R')
         union all
         select 'es.events を守るトリガーがありません'
         where not exists (select from pg_trigger t where t.tgrelid = to_regclass('es.events'))",
    )
    .fetch_all(owner)
    .await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}

#[cfg(test)]
mod tests {
    use sqlx::{Executor as _, PgPool};

    use super::super::Verdict;
    use super::*;

    async fn verdicts(pool: &PgPool) -> Vec<(&'static str, Verdict)> {
        let mut connection = pool.acquire().await.unwrap();
        as_they_must_be(&mut connection).await.into_iter().map(|f| (f.name, f.verdict)).collect()
    }

    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn a_fresh_database_is_sound(pool: PgPool) {
        for (name, verdict) in verdicts(&pool).await {
            assert_eq!(verdict, Verdict::Good, "{name}");
        }
    }

    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn a_right_too_many_is_found(pool: PgPool) {
        pool.execute("grant delete on es.events to es_writer").await.unwrap();
        assert!(verdicts(&pool).await.contains(&("event_rights", Verdict::Bad)));
    }

    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn a_trigger_switched_off_is_found(pool: PgPool) {
        pool.execute("alter table es.events disable trigger user").await.unwrap();
        assert!(verdicts(&pool).await.contains(&("event_triggers", Verdict::Bad)));
    }
}
