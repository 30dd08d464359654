//! What a study found becomes proposals of correction: each award is an act of its own, decided by another person like every redress.

use casework::Refusal;
use casework::impact::{ImpactRefusal, in_force};
use events::award::{CorrectionGround, Redress};
use events::ids::{AwardId, CommandId};
use events::vocabulary::FreeText;
use uuid::Uuid;

use crate::ids::derived;
use crate::redress::{RedressInput, RedressWish};
use crate::{ActError, Acts, Done, Request};

/// Which awards of a study are to be corrected, and why.
#[derive(Clone, PartialEq, Debug)]
pub struct CorrectionInput {
    /// The awards.
    pub awards: Vec<AwardId>,
    /// 理由の区分.
    pub ground: CorrectionGround,
    /// 理由, as the family will read it.
    pub why: FreeText,
}

impl Acts {
    /// 訂正を起案する, one after the other; what became of each. From the first day of the period, or of the award where that is later.
    ///
    /// # Errors
    /// [`ActError`]; [`ImpactRefusal::NotInForce`] where what was studied is not the law as it stands.
    pub async fn propose_corrections(
        &self,
        request: &Request,
        study: Uuid,
        input: &CorrectionInput,
    ) -> Result<Vec<(AwardId, Result<Done, ActError>)>, ActError> {
        let file = self.impact(study).await?;
        if file.ended.is_none() {
            return Err(ActError::NotFound);
        }
        in_force(&file.asked, &*self.masters().await?).map_err(Refusal::from)?;
        let mut outcomes = Vec::with_capacity(input.awards.len());
        for award in &input.awards {
            let command_id = CommandId(derived(request.command_id, &format!("correct/{award}")));
            let own = Request { command_id, seen_version: None, ..request.clone() };
            let begin = file.asked.period.start();
            outcomes.push((*award, Box::pin(self.propose_correction(&own, (study, *award), begin, input)).await));
        }
        Ok(outcomes)
    }

    async fn propose_correction(
        &self,
        request: &Request,
        (study, award): (Uuid, AwardId),
        begin: jiff::civil::Date,
        input: &CorrectionInput,
    ) -> Result<Done, ActError> {
        let unknown = || Refusal::from(ImpactRefusal::NotAmongTheResults);
        let row = self.impact_row(study, award).await?.ok_or_else(unknown)?;
        let cap = row.new.monthly_cap.filter(|_| row.new.eligible == Some(true)).ok_or_else(unknown)?;
        let standing = self.award_file(award).await?.award.standing().ok_or(ActError::NotFound)?;
        let right = standing.right;
        let wish = RedressWish::Correct {
            ground: input.ground,
            from: begin.max(standing.validity.start()),
            validity: standing.validity,
            tier: row.new.tier,
            severity: right.severity,
            haemophilia: right.haemophilia,
        };
        let preview = self.preview_redress(award, wish, &[], request.today).await?;
        match preview.redress {
            Redress::Correct { right, .. } if right.monthly_cap == cap => {}
            _ => return Err(Refusal::from(ImpactRefusal::OtherCap).into()),
        }
        self.propose_redress(request, award, RedressInput { wish, months: Vec::new(), why: input.why.clone() }).await
    }
}
