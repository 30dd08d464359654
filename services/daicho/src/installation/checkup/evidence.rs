//! Examination of the evidence: what was appended is signed, and what was signed has arrived where the database has no say.

use events::Log;
use evidence::Place;
use sqlx::PgPool;
use store::{KeptCheckpoint, ReadError, Role};

use super::Finding;
use crate::installation::{Source, Urls, evidence_of};

/// Signing, each directory, each witness.
pub async fn examine(source: &Source, urls: &Urls) -> Vec<Finding> {
    let unknown = |why: String| vec![Finding::bad("evidence", "検証点の署名", why)];
    let evidence = match evidence_of(source, source.keys().unwrap_or_default()) {
        Ok(evidence) => evidence,
        Err(error) => return unknown(format!("{error:#}")),
    };
    let pool = match store::connect(urls.app.expose(), Role::Auditor, 1).await {
        Ok(pool) => pool,
        Err(error) => return unknown(format!("調べられません({error})")),
    };
    let findings = look(&pool, &evidence).await.unwrap_or_else(|error| unknown(format!("調べられません({error})")));
    pool.close().await;
    findings
}

async fn look(pool: &PgPool, evidence: &worker::Evidence) -> Result<Vec<Finding>, ReadError> {
    let mut findings = Vec::new();
    let restorations = store::restorations(pool).await?.len();
    for log in Log::ALL {
        let newest = store::newest_checkpoint(pool, log).await?;
        let size = newest.as_ref().map_or(0, |newest| newest.size);
        let name = log.name();
        findings.push(if unsigned_for_long(pool, log, size).await? {
            let why = format!("{name}: {size} 番より後の出来事が 5 分以上署名されていません。daicho work が動いているか、そのログの checkpoints.trouble を見てください");
            Finding::bad("signing", "検証点の署名", why)
        } else {
            Finding::good("signing", "検証点の署名", format!("{name}: {size} 番まで"))
        });
        for directory in &evidence.places {
            findings.push(copied(&Place::after(directory, restorations), log, newest.as_ref()));
        }
        for witness in &evidence.witnesses {
            let signed = store::cosigned(pool, log, &format!("{}+{:08x}", witness.key.name(), witness.key.id())).await?;
            let detail = format!("{name}: {} が {signed} 番まで連署", witness.key.name());
            findings.push(if signed < size {
                Finding::warning(
                    "witness",
                    "立会い",
                    format!("{detail}(検証点は {size} 番まで)。続くなら {} とのつながりと、worker の記録の checkpoints.trouble を確かめてください", witness.url),
                )
            } else {
                Finding::good("witness", "立会い", detail)
            });
        }
    }
    Ok(findings)
}

async fn unsigned_for_long(pool: &PgPool, log: Log, size: u64) -> Result<bool, ReadError> {
    const WAITING: &str = "SELECT EXISTS (SELECT FROM es.events WHERE log = $1 AND position = $2 AND recorded_at < clock_timestamp() - interval '5 minutes')";
    let next = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    Ok(sqlx::query_scalar(WAITING).bind(log.number()).bind(next).fetch_one(pool).await?)
}

fn copied(place: &Place, log: Log, newest: Option<&KeptCheckpoint>) -> Finding {
    const NAME: &str = "checkpoint_copies";
    const TITLE: &str = "検証点の控え";
    let shown = format!("{} の {}", place.path().display(), log.name());
    match (place.sizes(log.name()).map(|mut sizes| sizes.pop().unwrap_or(0)), newest) {
        (Err(error), _) => Finding::bad(NAME, TITLE, format!("{shown}: 読めません({error})")),
        (Ok(there), newest) if there > newest.map_or(0, |newest| newest.size) => Finding::bad(
            NAME,
            TITLE,
            format!(
                "{shown}: データベースより新しい {there} 番の検証点があります。データベースが古い状態に戻された疑いがあります。署名は止まっています(runbooks/restored-backup.md)"
            ),
        ),
        (Ok(there), Some(newest)) if there < newest.size => {
            Finding::warning(NAME, TITLE, format!("{shown}: {there} 番まで({} 番までが届いていません)", newest.size))
        }
        (Ok(there), _) => Finding::good(NAME, TITLE, format!("{shown}: {there} 番まで")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn a_copy_ahead_of_the_database_is_an_alarm() {
        let temp = tempfile::tempdir().unwrap();
        let place = Place::at(temp.path());
        let kept = |size| KeptCheckpoint { size, root: [0; 32], note: String::new(), recorded_at: jiff::Timestamp::UNIX_EPOCH };
        assert_eq!(copied(&place, Log::Casework, None).verdict, Verdict::Good);
        assert_eq!(copied(&place, Log::Casework, Some(&kept(3))).verdict, Verdict::Warning);
        place.keep_checkpoint("casework", 3, "x").unwrap();
        assert_eq!(copied(&place, Log::Casework, Some(&kept(3))).verdict, Verdict::Good);
        let ahead = copied(&place, Log::Casework, Some(&kept(2)));
        assert!(ahead.verdict == Verdict::Bad && ahead.detail.contains("戻された"));
    }
}
