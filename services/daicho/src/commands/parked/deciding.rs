//! Doing without an event is a decision of two operators, each of whom signs in: the password is read from standard input.

use std::io::BufRead as _;
use std::sync::Arc;

use acts::{ActError, Acts, Request};
use events::Actor;
use events::ids::{CommandId, CorrelationId};
use events::vocabulary::{ChangeNumber, FreeText};
use identity::{Cost, Credentials, PasswordHashing, SignIn};
use store::{Left, Role, SystemEntropy};
use web::Clock as _;

use crate::commands::on_record::acts_of;
use crate::commands::rebuild::named;
use crate::commands::visit::{pool, unreadable};
use crate::exit::{Exit, stop};
use crate::installation::{Source, Urls};
use crate::output::Output;

/// What is decided.
#[derive(clap::Args)]
pub struct Decision {
    #[arg(value_name = "PROJECTION", help = "表(worklist、ledger、case_history など)")]
    projection: String,
    #[arg(value_name = "N", help = "出来事の位置")]
    position: i64,
    #[arg(long, value_name = "NAME", help = "運用の担当者のサインイン名。パスワードは標準入力の 1 行目から読む")]
    login: String,
    #[arg(long, value_name = "TEXT", help = "理由(個人の情報は書かない)")]
    why: String,
}

impl Decision {
    /// Signs in, and proposes or approves.
    pub(super) async fn make(
        &self,
        source: &Source,
        urls: &Urls,
        change: Option<ChangeNumber>,
        approves: bool,
        output: &mut Output,
    ) -> anyhow::Result<Exit> {
        let name = named(&self.projection)?.name();
        let why = FreeText::parse(&self.why).map_err(|error| stop(Exit::Usage, format!("--why: {error}")))?;
        let operator = pool(urls, Role::Operator, 1).await?;
        let parked = store::left_out(&operator).await.map_err(unreadable)?;
        operator.close().await;
        if !parked.iter().any(|one| one.read_model == name && one.position == self.position && one.state == Left::Parked) {
            let said = format!("{name}: {} 番の出来事は脇に置かれていません。何も変えていません。", self.position);
            return Err(stop(Exit::TryLater, said));
        }
        if change.is_none() {
            return Err(stop(Exit::Usage, "変更番号を --change C-2026-0001 のように指定してください。何も変えていません。"));
        }
        let acts = acts_of(source, urls, change).await?;
        let acts = acts.ok_or_else(|| stop(Exit::ServiceMissing, "台帳はまだ開設されていません。"))?;
        let request = request(self.sign_in(urls, &acts).await?);
        let done = if approves {
            acts.approve_skip(&request, name, self.position, why).await
        } else {
            acts.propose_skip(&request, name, self.position, why).await
        };
        match done {
            Ok(_) if approves => output.line(&format!(
                "{name}: {} 番を飛ばすことを承認しました。常駐処理(daicho work)が数秒のうちに飛ばし、待っていた出来事を適用します。",
                self.position
            ))?,
            Ok(_) => output.line(&format!(
                "{name}: {} 番を飛ばすよう提案しました。ほかの運用の担当者が approve-skip で承認すると飛ばします。",
                self.position
            ))?,
            Err(ActError::Refused(refusal)) => return Err(stop(Exit::InputRefused, format!("{refusal} 何も変えていません。"))),
            Err(error) => return Err(stop(Exit::ServiceMissing, format!("記録できません({error})。何も変えていません。"))),
        }
        Ok(Exit::Good)
    }

    async fn sign_in(&self, urls: &Urls, acts: &Acts) -> anyhow::Result<Actor> {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        let writer = pool(urls, Role::Writer, 1).await?;
        let hashing = PasswordHashing::new(Cost::PRODUCTION, Arc::new(SystemEntropy))?;
        let credentials = Credentials::new(writer.clone(), hashing);
        let tried = credentials.try_sign_in(&self.login, line.trim_end_matches(['\r', '\n']), web::SystemClock.now()).await?;
        writer.close().await;
        let refused =
            || stop(Exit::InputRefused, "サインイン名かパスワードが違うか、アカウントが止まっています。何も変えていません。");
        let SignIn::Accepted(staff) = tried else { return Err(refused()) };
        acts.account(staff).await.ok().and_then(|account| account.actor().ok()).ok_or_else(refused)
    }
}

fn request(actor: Actor) -> Request {
    let id = crate::ids::new_id();
    Request {
        command_id: CommandId(id),
        correlation_id: CorrelationId(id),
        actor,
        trace_context: None,
        today: web::SystemClock.today(),
        seen_version: None,
    }
}
