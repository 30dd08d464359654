//! What is done to read models on the command line stands in the log as what is asked for on the screen does: said before it begins, and
//! how it ended; with the change request given, and the account of the machine.

use acts::{ActError, Acts};
use events::operation::{CarriedOut, Outcome, Task};
use events::vocabulary::{ChangeNumber, FreeText};
use events::{Actor, Log};
use store::Role;
use web::Clock as _;

use super::visit::{pool, unreadable};
use crate::exit::{Exit, stop};
use crate::installation::{Source, Urls};
use crate::parts::{Parts, keys_of};

/// One command, on record.
pub struct OnRecord {
    /// None where the installation has no history yet.
    acts: Option<Acts>,
    task: Task,
    open: Vec<&'static str>,
}

impl OnRecord {
    /// Says that it begins, for each read model; by whoever signed in for it, or else by the command line.
    pub async fn begin(
        acts: Option<Acts>,
        who: Option<Actor>,
        task: Task,
        read_models: impl IntoIterator<Item = &'static str>,
    ) -> anyhow::Result<Self> {
        let open: Vec<&'static str> = read_models.into_iter().collect();
        if let Some(acts) = &acts {
            for read_model in &open {
                match acts.begin_operation(read_model, task, account()?, who.clone(), web::SystemClock.today()).await {
                    Ok(_) => {}
                    Err(ActError::Refused(refusal)) => {
                        return Err(stop(Exit::InputRefused, format!("{read_model}: {refusal} 何も変えていません。")));
                    }
                    Err(error) => return Err(untold(&error)),
                }
            }
        }
        Ok(Self { acts, task, open })
    }

    /// Says how it ended for one of them: codes and counts.
    pub async fn end(&mut self, read_model: &str, outcome: Outcome, detail: String) -> anyhow::Result<()> {
        self.open.retain(|open| *open != read_model);
        let Some(acts) = &self.acts else { return Ok(()) };
        let end = CarriedOut { read_model: read_model.to_owned(), task: self.task, outcome, detail };
        acts.end_operation(end, web::SystemClock.today()).await.map(drop).map_err(|error| untold(&error))
    }

    /// Whatever came out: those about which nothing was said were not done.
    pub async fn close(mut self, done: anyhow::Result<Exit>) -> anyhow::Result<Exit> {
        let why = done.as_ref().map_or_else(|error| format!("exit {}", Exit::of(error) as u8), |_| String::new());
        for read_model in std::mem::take(&mut self.open) {
            let told = self.end(read_model, Outcome::Refused, why.clone()).await;
            if done.is_ok() {
                told?;
            }
        }
        done
    }
}

/// The acts of an installation with a history; none before it is founded.
pub async fn acts_of(source: &Source, urls: &Urls, change: Option<ChangeNumber>) -> anyhow::Result<Option<Acts>> {
    let writer = pool(urls, Role::Writer, 1).await?;
    let first = store::page(&writer, Log::Casework, 0, 1).await.map_err(unreadable)?;
    writer.close().await;
    if first.first().is_none_or(|event| event.event_type != "installation.founded") {
        return Ok(None);
    }
    let parts = Parts::assemble(urls, &keys_of(source)?).await?;
    Ok(Some(parts.acts.under(change)))
}

/// The account of the machine, as far as the surroundings say.
fn account() -> anyhow::Result<FreeText> {
    let named =
        ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let text = named.unwrap_or_else(|| "不明".to_owned());
    FreeText::parse(&text).map_err(|error| stop(Exit::Usage, format!("計算機の利用者名を記録できません({error})。")))
}

fn untold(error: &ActError) -> anyhow::Error {
    stop(Exit::ServiceMissing, format!("操作を記録できません({error})。表は元のままか、終わったところまでです。"))
}
