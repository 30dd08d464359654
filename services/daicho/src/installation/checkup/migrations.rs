//! Examination of the tables' definition: every migration this program knows has run, unchanged, and no other.

use std::collections::BTreeMap;

use sqlx::{PgConnection, Row as _};

use super::Finding;

const NAME: &str = "migrations";
const TITLE: &str = "データベースの定義";

/// The definition is the newest.
pub async fn current(owner: &mut PgConnection) -> Finding {
    let rows = sqlx::query("select version, checksum, success from _sqlx_migrations").fetch_all(owner).await;
    let rows = rows.and_then(|rows| {
        rows.iter()
            .map(|row| Ok((row.try_get::<i64, _>(0)?, (row.try_get::<Vec<u8>, _>(1)?, row.try_get::<bool, _>(2)?))))
            .collect::<Result<BTreeMap<_, _>, sqlx::Error>>()
    });
    match rows {
        Ok(ran) => {
            let known = schema::MIGRATOR
                .iter()
                .filter(|migration| migration.migration_type.is_up_migration())
                .map(|migration| (migration.version, migration.checksum.to_vec()));
            judge(&known.collect(), &ran)
        }
        Err(error) => Finding::bad(NAME, TITLE, format!("読めません({error})。daicho migrate を実行してください")),
    }
}

fn judge(known: &BTreeMap<i64, Vec<u8>>, ran: &BTreeMap<i64, (Vec<u8>, bool)>) -> Finding {
    let list = |versions: Vec<i64>| versions.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let broken: Vec<i64> = ran.iter().filter(|(_, (_, success))| !success).map(|(version, _)| *version).collect();
    let unknown: Vec<i64> = ran.keys().filter(|version| !known.contains_key(version)).copied().collect();
    let changed: Vec<i64> = known
        .iter()
        .filter(|(version, checksum)| ran.get(version).is_some_and(|(stored, _)| stored != *checksum))
        .map(|(version, _)| *version)
        .collect();
    let pending: Vec<i64> = known.keys().filter(|version| !ran.contains_key(version)).copied().collect();
    if !broken.is_empty() {
        Finding::bad(NAME, TITLE, format!("途中で失敗した更新があります: {}", list(broken)))
    } else if !unknown.is_empty() {
        Finding::bad(NAME, TITLE, format!("新しい版の daicho が使った後です。この版では使えません: {}", list(unknown)))
    } else if !changed.is_empty() {
        Finding::bad(NAME, TITLE, format!("実行したものと内容が違う更新があります: {}", list(changed)))
    } else if !pending.is_empty() {
        Finding::bad(NAME, TITLE, format!("済んでいない更新があります: {}。daicho migrate を実行してください", list(pending)))
    } else {
        Finding::good(NAME, TITLE, format!("最新です({} 件)", known.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn each_deviation_is_told_apart() {
        let known = BTreeMap::from([(1, vec![1]), (2, vec![2])]);
        let ran = |rows: &[(i64, u8, bool)]| rows.iter().map(|(v, c, s)| (*v, (vec![*c], *s))).collect();
        let seen = |rows: &[(i64, u8, bool)]| judge(&known, &ran(rows));
        assert_eq!(seen(&[(1, 1, true), (2, 2, true)]).verdict, Verdict::Good);
        assert!(seen(&[(1, 1, true)]).detail.contains("daicho migrate"));
        assert!(seen(&[(1, 1, true), (2, 2, false)]).detail.contains("失敗"));
        assert!(seen(&[(1, 9, true), (2, 2, true)]).detail.contains("内容が違う"));
        assert!(seen(&[(1, 1, true), (2, 2, true), (3, 3, true)]).detail.contains("新しい版"));
    }
}
