//! Runs every decision again under the rules and masters it names, and asks whether the same comes out.

use acts::{ActError, Acts, Case};
use casework::application::Finding;
use casework::procedures::facts_of_case;
use casework::rules::{Determination, Masters, determine};
use events::Personal;
use events::application::Conclusion;
use events::ids::ApplicationId;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::progress::Teller;

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Decisions {
    /// Whether keys were there; without them nothing can be run again.
    pub examined: bool,
    /// Decisions that gave the same again.
    pub same: usize,
    /// Decisions whose facts were erased: nobody can run them again, and that is no fault.
    pub erased: usize,
    /// Applications whose decision comes out differently.
    pub different: Vec<ApplicationId>,
}

impl Decisions {
    /// For reading.
    pub(crate) fn in_words(&self) -> String {
        if !self.examined {
            return "注意  判定: 鍵の場所がわからないので、判定を再現していません(DAICHO_KEYS)。".to_owned();
        }
        let erased = if self.erased == 0 {
            String::new()
        } else {
            format!("({} 件は消去済みのため再現できません)", self.erased)
        };
        format!("良好  判定: {} 件が同じ結果になりました{erased}。", self.same)
    }
}

/// What became of one decision.
enum Again {
    Same,
    Erased,
    Different,
}

/// Runs the decisions of these applications again, adding to what was found before; returns how many of them.
pub(crate) async fn examine(
    acts: &Acts,
    decided: &[ApplicationId],
    found: &mut Decisions,
    workers: usize,
    teller: &mut Teller<'_>,
    stop: &CancellationToken,
) -> Result<usize, ActError> {
    let masters = acts.masters().await?;
    found.examined = true;
    let mut results = stream::iter(decided.iter().copied())
        .map(|application| {
            let (acts, masters) = (acts.clone(), masters.clone());
            let work = tokio::spawn(async move {
                let case = acts.case(application, None).await?;
                Ok::<_, ActError>((application, again(&case, &masters)))
            });
            async move { work.await.map_err(|_| ActError::Internal)? }
        })
        .buffered(workers.max(1) * 2);
    let mut done = 0;
    while !stop.is_cancelled() {
        let Some((application, outcome)) = results.try_next().await? else { break };
        match outcome {
            Again::Same => found.same += 1,
            Again::Erased => found.erased += 1,
            Again::Different => found.different.push(application),
        }
        done += 1;
        teller.next();
    }
    Ok(done)
}

fn again(case: &Case, masters: &Masters) -> Again {
    let application = &case.application;
    let (Some(form), Some(decided)) = (case.form_to_decide(), &case.decided) else { return Again::Erased };
    let Personal::Open(decided) = decided else { return Again::Erased };
    let Ok(decided) = serde_json::from_value::<Determination>(decided.clone()) else { return Again::Different };
    // Rows adopted after the decision were not known to it.
    let known = masters.known_up_to(decided.rule_set.masters_position);
    let Some(facts) = facts_of_case(&form, application, case.sharing.clone(), &known) else { return Again::Erased };
    let result = determine(&facts, &known, &decided.rule_set);
    let granted = case.concluded.as_ref().is_some_and(|concluded| grants(&result, concluded));
    if result.digest == decided.digest && granted { Again::Same } else { Again::Different }
}

/// Whether the rules grant exactly what was granted.
fn grants(result: &Determination, concluded: &Conclusion) -> bool {
    let Ok(Finding::Concluded(now)) = Finding::of(result, concluded.known_up_to) else { return false };
    now.conclusion == *concluded
}
