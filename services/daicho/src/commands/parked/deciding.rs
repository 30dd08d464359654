//! Doing without an event is a decision of two operators, each of whom signs in; the first can take the proposal back.

use acts::ActError;
use casework::operation::SkipStep;
use events::vocabulary::{ChangeNumber, FreeText};
use store::{Left, Role};

use crate::commands::on_record::acts_of;
use crate::commands::rebuild::named;
use crate::commands::sign_in::{request, sign_in};
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
    /// Signs in, and takes the step.
    pub(super) async fn make(
        &self,
        source: &Source,
        urls: &Urls,
        change: Option<ChangeNumber>,
        step: SkipStep,
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
        let request = request(sign_in(urls, &acts, &self.login).await?);
        let at = self.position;
        let said = match step {
            SkipStep::Propose => {
                "飛ばすよう提案しました。ほかの運用の担当者が approve-skip で承認すると飛ばします。取り下げるには withdraw-skip を使います。"
            }
            SkipStep::Withdraw => "飛ばす提案を取り下げました。出来事は脇に置いたままです。",
            SkipStep::Approve => {
                "飛ばすことを承認しました。常駐処理(daicho work)が数秒のうちに飛ばし、待っていた出来事を適用します。"
            }
        };
        let done = acts.decide_skip(&request, name, (step, at), why).await;
        match done {
            Ok(_) => output.line(&format!("{name}: {at} 番を{said}"))?,
            Err(ActError::Refused(refusal)) => return Err(stop(Exit::InputRefused, format!("{refusal} 何も変えていません。"))),
            Err(error) => return Err(stop(Exit::ServiceMissing, format!("記録できません({error})。何も変えていません。"))),
        }
        Ok(Exit::Good)
    }
}
