//! Putting rows live that differ from those before: decided by another operator than the one who had them built, signed in, with a reason,
//! on record before it is done, as on the screen. A worker that is there may be quicker; then it is waited for.

use std::time::Duration;

use acts::{ActError, Acts};
use events::operation::{CarriedOut, Outcome, Task};
use events::vocabulary::{ChangeNumber, FreeText};
use sqlx::PgPool;
use store::{Projection, ProjectionStatus, RebuildError, Rebuilt, Role, Wanted};
use tokio_util::sync::CancellationToken;
use web::Clock as _;

use super::refused;
use super::telling::{self, Next};
use crate::commands::sign_in::{request, sign_in};
use crate::commands::visit::{pool, unreadable};
use crate::exit::{Exit, stop};
use crate::installation::Urls;
use crate::output::Output;

/// How long a worker that is at it is waited for.
const PATIENCE: Duration = Duration::from_mins(2);
const AGAIN: Duration = Duration::from_millis(300);

/// Who decides, and why.
pub(super) struct Decision<'a> {
    pub(super) login: Option<&'a str>,
    pub(super) why: Option<FreeText>,
    pub(super) change: Option<ChangeNumber>,
}

#[expect(clippy::too_many_arguments, reason = "all of them are what one command works with")]
pub(super) async fn swap(
    projection: &dyn Projection,
    decision: Decision<'_>,
    acts: &Acts,
    urls: &Urls,
    projector: &PgPool,
    wanted: Wanted,
    stopping: &CancellationToken,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let name = projection.name();
    let status = status(urls, name).await?;
    if !status.is_some_and(|status| status.rebuild.is_some_and(|run| run.ended_at.is_none() && run.phase == "review")) {
        return Err(refused(name, &RebuildError::NothingWaits));
    }
    let (Some(login), Some(why), Some(_)) = (decision.login, decision.why, decision.change) else {
        let how = "今の表と違うため、作り直した人とは別の運用の担当者が --login 名前 --why 理由 --change C-2026-0001 を付けて入れ替えます。";
        return Err(stop(Exit::Usage, format!("{name}: {how}表はそのままで、確認を待っています。")));
    };
    match acts.ask_operation(&request(sign_in(urls, acts, login).await?), name, Task::Exchange, why).await {
        Ok(_) => {}
        Err(ActError::Refused(refusal)) => {
            return Err(stop(Exit::InputRefused, format!("{name}: {refusal} 何も変えていません。")));
        }
        Err(error) => return Err(stop(Exit::ServiceMissing, format!("記録できません({error})。何も変えていません。"))),
    }
    match store::rebuild(projector, &[projection], crate::ids::new_id(), wanted, |_| (), stopping).await {
        Ok(done) => {
            end(acts, name, Outcome::Done, done.iter().map(Rebuilt::in_codes).collect::<Vec<_>>().join("; ")).await?;
            for done in &done {
                telling::rebuilt(done, Next::Another).iter().skip(1).try_for_each(|line| output.line(line))?;
            }
            Ok(Exit::Good)
        }
        Err(RebuildError::AlreadyRunning | RebuildError::NothingWaits) => by_the_worker(acts, urls, name, output).await,
        Err(error) => {
            end(acts, name, Outcome::Refused, error.to_string()).await?;
            Err(refused(name, &error))
        }
    }
}

async fn status(urls: &Urls, name: &str) -> anyhow::Result<Option<ProjectionStatus>> {
    let operator = pool(urls, Role::Operator, 1).await?;
    let all = store::projection_status(&operator).await.map_err(unreadable)?;
    operator.close().await;
    Ok(all.into_iter().find(|status| status.projection == name))
}

/// Says how it ended, unless a worker said so already.
async fn end(acts: &Acts, name: &str, outcome: Outcome, detail: String) -> anyhow::Result<()> {
    let end = CarriedOut { read_model: name.to_owned(), task: Task::Exchange, outcome, detail };
    match acts.end_operation(end, web::SystemClock.today()).await {
        Ok(_) | Err(ActError::Refused(_) | ActError::Stale { .. }) => Ok(()),
        Err(error) => {
            Err(stop(Exit::ServiceMissing, format!("{name}: 入れ替えましたが、終わったことを記録できません({error})。")))
        }
    }
}

async fn by_the_worker(acts: &Acts, urls: &Urls, name: &str, output: &mut Output) -> anyhow::Result<Exit> {
    let asked = async || acts.operation(name).await.map(|operation| operation.asked().contains(&Task::Exchange));
    let began = tokio::time::Instant::now();
    while asked().await.map_err(|error| stop(Exit::ServiceMissing, format!("記録を読めません({error})。")))? {
        if began.elapsed() > PATIENCE {
            return Err(stop(
                Exit::TryLater,
                format!("{name}: 常駐処理が入れ替えを始めましたが、まだ終わっていません。運用の画面で確かめてください。"),
            ));
        }
        tokio::time::sleep(AGAIN).await;
    }
    match status(urls, name).await?.and_then(|status| status.rebuild) {
        Some(run) if run.phase == "swapped" => {
            output.line(&format!(
                "{name}: 常駐処理が {} 番まで作り直して入れ替えました。前の表は残してあり、--rollback で戻せます。",
                run.position
            ))?;
            Ok(Exit::Good)
        }
        _ => Err(refused(name, &RebuildError::NothingWaits)),
    }
}
