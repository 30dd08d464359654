//! 課税情報の取込み: a file for a campaign, every row of it judged before anything is kept; whoever it is about is judged anew with it, and the
//! log keeps both sides. Nothing is decided: a renewal begins with the data, and somebody looks at what changes.

mod reviewing;
mod taking_in;

use casework::procedures::{conclude, renewal};
use casework::tax_data::TaxData;
use cqrs_es::Aggregate as _;
use events::Log;
use events::application::ApplicationForm;
use events::ids::{AwardId, CampaignId, RecipientId};
use events::tax_data::{MemberTax, TakenIn, TaxDataEvent, stream_of};
use events::vocabulary::{FiscalYear, FreeText, PayerNumber, ProcedureKind, RecipientNumber, Yen};
use jiff::civil::Date;

pub use reviewing::TaxDataFile;

use crate::load::Told;
use crate::{ActError, Acts};

/// A row of a file: one member of a household.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TaxRow {
    /// 公費負担者番号: a recipient number is given once within it.
    pub payer: PayerNumber,
    /// 受給者番号 of the child.
    pub number: RecipientNumber,
    /// 氏名 of the member.
    pub name: FreeText,
    /// 課税年度.
    pub year: FiscalYear,
    /// 課税されている.
    pub taxed: bool,
    /// 所得割額, yen a year.
    pub income_levy: Yen,
    /// 年収等 of the applicant, yen a year.
    pub income: Option<Yen>,
}

/// Why a row cannot be taken in.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TaxRowFault {
    /// Nobody has this number.
    #[error("この受給者番号は台帳にありません。")]
    UnknownNumber,
    /// Not of this campaign, or asked for nothing.
    #[error("この受給者は、一斉更新で更新を待つ人ではありません。")]
    NotAsked,
    /// No member of that name.
    #[error("この氏名の世帯員は、前の申請書にありません。氏名の表記を確かめてください。")]
    NotOfTheHousehold,
    /// The member stands in another row as well.
    #[error("同じ受給者の同じ世帯員が、ほかの行にもあります。")]
    Twice,
    /// Another year counts.
    #[error("この更新でみる課税年度は{0}度です。")]
    OtherYear(FiscalYear),
    /// The data of the person were erased.
    #[error("この受給者の情報は消去されています。")]
    Erased,
}

/// What the rows of one recipient come to.
#[derive(Clone, PartialEq, Debug)]
pub struct TaxPlan {
    /// What would be kept.
    pub taken_in: TakenIn,
    /// Why: the steps of the calculation.
    pub why: Vec<casework::rules::TraceStep>,
    /// What is missing for it.
    pub missing: Vec<String>,
}

/// The newest data of a household that may be used.
async fn newest(acts: &Acts, recipient: RecipientId) -> Result<Option<TakenIn>, ActError> {
    let mut told = acts.told::<TaxDataEvent>(Log::Casework, stream_of(recipient), 0).await?;
    acts.open_all(&mut told).await?;
    let (mut state, mut newest) = (TaxData::default(), None);
    for Told { event, envelope } in told {
        state.apply(casework::Fact { event: event.clone(), by: envelope.actor_id });
        if let TaxDataEvent::TakenIn(event) = event {
            newest = Some(event);
        }
    }
    Ok(newest.filter(|_| state.usable().is_some()))
}

impl Acts {
    /// The form of a renewal with the data of the year that counts on a day, where they came.
    pub(crate) async fn with_tax_data(
        &self,
        (recipient, award): (RecipientId, AwardId),
        form: ApplicationForm,
        today: Date,
    ) -> Result<ApplicationForm, ActError> {
        let Some(taken_in) = newest(self, recipient).await? else { return Ok(form) };
        let Some(members) = taken_in.members.open() else { return Ok(form) };
        let masters = self.masters().await?;
        // Which year counts hangs on the day on which the renewal begins, and so on the award before.
        let following = self.with_earlier(form.clone(), Some(award)).await?;
        let counts = conclude(&following, ProcedureKind::Renewal, today, &masters).tax_year;
        Ok(if counts == Some(taken_in.year) { renewal::taxed(form, members) } else { form })
    }

    /// The renewal of an award judged with some data, as if it were applied for on a day.
    async fn judged_anew(
        &self,
        award: AwardId,
        members: &[MemberTax],
        applied: Date,
    ) -> Result<casework::rules::Determination, ActError> {
        let form = renewal::taxed(self.prefilled(award, ProcedureKind::Renewal, applied).await?, members);
        let given = casework::procedures::Given {
            kind: ProcedureKind::Renewal,
            application_date: applied,
            child_my_number: true,
            applicant_my_number: true,
        };
        Ok(Box::pin(self.preview(&form, given, Some(award))).await?.determination)
    }

    /// 申請の期限 of a campaign that goes on: the day as of which tiers are judged anew.
    async fn applied_by(&self, campaign: CampaignId) -> Result<Date, ActError> {
        let (campaign, _) = self.campaign(campaign).await?;
        if campaign.is_closed() {
            return Err(casework::Refusal::from(casework::tax_data::TaxDataRefusal::CampaignClosed).into());
        }
        campaign.opened().map(|opened| opened.apply_by).ok_or(ActError::NotFound)
    }
}
