//! Runs every decision again under the rules and masters it names, and asks whether the same comes out.

use acts::{Acts, Case};
use casework::procedures::new_application::facts;
use casework::rules::{Determination, determine};
use events::Personal;
use events::ids::ApplicationId;
use serde::Serialize;

use crate::exit::{Exit, stop};

/// What was found.
#[derive(Debug, Default, Serialize)]
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
    pub fn in_words(&self) -> Vec<String> {
        if !self.examined {
            return vec!["注意  判定: 鍵の場所がわからないので、判定を再現していません(DAICHO_KEYS)。".to_owned()];
        }
        let erased = if self.erased == 0 {
            String::new()
        } else {
            format!("({} 件は消去済みのため再現できません)", self.erased)
        };
        let mut lines = vec![format!("良好  判定: {} 件が同じ結果になりました{erased}。", self.same)];
        lines.extend(self.different.iter().map(|id| format!("不良  判定: 申請 {id} は、同じ規則とマスタで別の結果になります。")));
        lines
    }
}

/// What became of one decision.
enum Again {
    Same,
    Erased,
    Different,
}

/// Runs the decisions of these applications again.
pub async fn examine(acts: &Acts, decided: &[ApplicationId], mut say: impl FnMut(usize)) -> anyhow::Result<Decisions> {
    let unreadable = |error| stop(Exit::OurFault, format!("判定の記録を読めません({error})。"));
    let masters = acts.masters().await.map_err(unreadable)?;
    let mut found = Decisions { examined: true, ..Decisions::default() };
    for (done, application) in decided.iter().enumerate() {
        say(done);
        let case = acts.case(*application, None).await.map_err(unreadable)?;
        match again(&case, &masters) {
            Again::Same => found.same += 1,
            Again::Erased => found.erased += 1,
            Again::Different => found.different.push(*application),
        }
    }
    Ok(found)
}

fn again(case: &Case, masters: &casework::rules::Masters) -> Again {
    let (Some(form), Some(decided), Some(applied)) = (case.form.open(), &case.decided, case.application.application_date())
    else {
        return Again::Erased;
    };
    let Personal::Open(decided) = decided else { return Again::Erased };
    let Ok(decided) = serde_json::from_value::<Determination>(decided.clone()) else { return Again::Different };
    // Rows adopted after the decision were not known to it.
    let known = masters.known_up_to(decided.rule_set.masters_position);
    let result = determine(&facts(form, applied, &known), &known, &decided.rule_set);
    if result.digest == decided.digest { Again::Same } else { Again::Different }
}
