//! `daicho evidence declare-restored`: an older database was put back, what was lost cannot be had, and work goes on. Nothing is signed after
//! such a restore until two persons have said so in the log; then checkpoints go on in a place of their own, and verification tells it for
//! ever.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ::evidence::{Frontier, Hash, LogKeys, Place};
use acts::ActError;
use events::Log;
use events::installation::Lost;
use events::vocabulary::ChangeNumber;
use sqlx::PgPool;
use store::Role;

use super::{believed, keys_of_log};
use crate::commands::sign_in::{request, sign_in};
use crate::commands::visit::{pool, unreadable, visit};
use crate::exit::{Exit, stop};
use crate::installation::{Source, evidence_of};
use crate::parts::{Parts, keys_of};

/// Leaves fetched at once.
const LEAVES: u64 = 50_000;

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, value_name = "NAME", help = "一人目(運用か管理の担当者)のサインイン名。パスワードは標準入力の 1 行目から読む")]
    login: String,
    #[arg(
        long,
        value_name = "NAME",
        help = "二人目(運用か管理の、別の担当者)のサインイン名。パスワードは標準入力の 2 行目から読む"
    )]
    second: String,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    let change = change
        .ok_or_else(|| stop(Exit::Usage, "復元の申告には変更番号が要ります。--change C-2026-0001 のように指定してください。"))?;
    visit(data, async |source, urls| {
        let pool = pool(urls, Role::Auditor, 2).await?;
        let mut lost = Vec::new();
        for log in Log::ALL {
            lost.extend(lost_of(source, &pool, log).await?);
        }
        pool.close().await;
        if lost.is_empty() {
            return Err(stop(Exit::TryLater, "署名された出来事は失われていません。申告することはありません。何も変えていません。"));
        }
        for one in &lost {
            let Lost { log, kept, signed, .. } = one;
            println!("記録 {log}: {signed} 件まで署名されていましたが、今の記録と合う検証点は {kept} 件までです。");
        }
        let acts = Parts::assemble(urls, &keys_of(source)?).await?.acts.under(Some(change.clone()));
        let first = sign_in(urls, &acts, &arguments.login).await?;
        let second = sign_in(urls, &acts, &arguments.second).await?;
        match acts.declare_restored(&request(first), lost, second).await {
            Ok(done) => {
                println!(
                    "復元を申告しました(業務の記録 {} 番)。常駐処理(daicho work)は数秒のうちに、検証点の場所の下の新しい場所で署名を始めます。",
                    done.position
                );
                println!("これまでの検証点は、失われたことの証拠として残してください。監査する側と立会いに知らせてください。");
                Ok(Exit::Good)
            }
            Err(ActError::Refused(refusal)) => Err(stop(Exit::InputRefused, format!("{refusal} 何も変えていません。"))),
            Err(error) => Err(stop(Exit::ServiceMissing, format!("記録できません({error})。何も変えていません。"))),
        }
    })
    .await
}

/// What a log lost of what was signed; none where everything is there.
async fn lost_of(source: &Source, pool: &PgPool, log: Log) -> anyhow::Result<Option<Lost>> {
    let restorations = store::restorations(pool).await.map_err(unreadable)?.len();
    let places: Vec<Place> =
        evidence_of(source, PathBuf::new())?.places.iter().map(|place| Place::after(place, restorations)).collect();
    let roots = signed_roots(&places, log, &keys_of_log(source, log)?)?;
    let Some((newest, root)) = roots.last_key_value() else { return Ok(None) };
    let kept = still_true(pool, log, &roots).await?;
    let count = |size: u64| i64::try_from(size).unwrap_or(i64::MAX);
    let lost = Lost { log: log.name().to_owned(), kept: count(kept), signed: count(*newest), root: hex::encode(root) };
    Ok((kept < *newest).then_some(lost))
}

/// The roots that were signed, as the places tell them.
fn signed_roots(places: &[Place], log: Log, keys: &LogKeys) -> anyhow::Result<BTreeMap<u64, Hash>> {
    let unreadable = |error| stop(Exit::ServiceMissing, format!("検証点の控えを読めません({error})。何も変えていません。"));
    let mut roots = BTreeMap::new();
    for place in places {
        for size in place.sizes(log.name()).map_err(unreadable)? {
            let note = place.checkpoint(log.name(), size).map_err(unreadable)?;
            roots.insert(size, believed(&note, keys)?.checkpoint.root);
        }
    }
    Ok(roots)
}

/// The size of the newest of them that the log still leads to; 0 where it is none.
async fn still_true(pool: &PgPool, log: Log, roots: &BTreeMap<u64, Hash>) -> anyhow::Result<u64> {
    let head = store::head(pool, log).await.map_err(unreadable)?.position.unsigned_abs();
    let (mut frontier, mut kept) = (Frontier::default(), 0);
    for (size, root) in roots.range(..=head) {
        while frontier.size() < *size {
            let until = (*size).min(frontier.size() + LEAVES);
            for leaf in store::leaves(pool, log, frontier.size(), until).await.map_err(unreadable)? {
                frontier.push(leaf);
            }
        }
        if frontier.root() != *root {
            break;
        }
        kept = *size;
    }
    Ok(kept)
}
