//! 起案する: what is wished becomes a redress by the rules and masters of the day, with what follows for money; nothing changes yet.

use casework::award::{AwardCommand, Bounds, RedressRefusal, Standing, admit, money};
use casework::rules::cap::{CapFacts, cap};
use casework::rules::own_share::OwnShare;
use casework::rules::version::Dates;
use casework::rules::{Input, Masters, RuleSet, Trace};
use events::award::{CorrectionGround, Money, MonthTotal, Redress, RedressDropped, RedressProposed, RevocationGround, Right};
use events::ids::AwardId;
use events::vocabulary::{FreeText, Severity, Tier, ValidityPeriod, age};
use events::{Log, Personal};
use jiff::civil::Date;
use store::Expected;

use super::file::AwardFile;
use crate::application::still_as_seen;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// What somebody wishes to be done; the cap is found by the rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RedressWish {
    /// 取消.
    Revoke {
        /// Why.
        ground: RevocationGround,
        /// First day without the right.
        from: Date,
    },
    /// 訂正.
    Correct {
        /// Why.
        ground: CorrectionGround,
        /// First day on which money is reckoned anew.
        from: Date,
        /// 有効期間.
        validity: ValidityPeriod,
        /// 階層区分.
        tier: Option<Tier>,
        /// 一般・重症・人工呼吸器等.
        severity: Severity,
        /// 血友病等.
        haemophilia: bool,
    },
}

/// What is proposed.
#[derive(Clone, PartialEq, Debug)]
pub struct RedressInput {
    /// What is to be done.
    pub wish: RedressWish,
    /// 管理票の月.
    pub months: Vec<MonthTotal>,
    /// Why.
    pub why: FreeText,
}

/// What a redress would do.
#[derive(Clone, PartialEq, Debug)]
pub struct RedressPreview {
    /// With the cap that the rule finds.
    pub redress: Redress,
    /// The award as it stands.
    pub standing: Standing,
    /// What follows for money.
    pub money: Money,
    /// The certificate that is out is voided.
    pub voids_certificate: bool,
}

impl Acts {
    /// What such a redress would do. Nothing is stored.
    ///
    /// # Errors
    /// [`ActError::Refused`] where it may not be done.
    pub async fn preview_redress(
        &self,
        award: AwardId,
        wish: RedressWish,
        months: &[MonthTotal],
        today: Date,
    ) -> Result<RedressPreview, ActError> {
        let file = self.award_file(award).await?;
        let masters = self.masters().await?;
        let redress = redress(wish, &masters)?;
        self.effects(&file, redress, months, today).await
    }

    /// What the redress that waits would do now.
    ///
    /// # Errors
    /// As [`Acts::preview_redress`]; [`ActError::NotFound`] where none waits.
    pub async fn preview_waiting(&self, file: &AwardFile, today: Date) -> Result<RedressPreview, ActError> {
        let waiting = file.waiting.as_ref().ok_or(ActError::NotFound)?;
        self.effects(file, waiting.redress, &waiting.months, today).await
    }

    /// The effects of a redress on the award as it stands, or why it may not be.
    pub(super) async fn effects(
        &self,
        file: &AwardFile,
        redress: Redress,
        months: &[MonthTotal],
        today: Date,
    ) -> Result<RedressPreview, ActError> {
        let standing = file.award.standing().ok_or(ActError::NotFound)?;
        let masters = self.masters().await?;
        admit(&redress, &standing, &self.bounds(file, &masters, today).await?)?;
        let share = OwnShare::on(&masters, redress.from()).map_err(|stop| ActError::internal(&format!("{stop:?}")))?;
        let money = money(&redress, &standing, months, (today, share))?;
        let certificate = self.newest_certificate(file.id).await?.loaded.aggregate;
        Ok(RedressPreview { redress, standing, money, voids_certificate: certificate.counts() })
    }

    async fn bounds(&self, file: &AwardFile, masters: &Masters, today: Date) -> Result<Bounds, ActError> {
        let case = self.case(file.granted.application, None).await?;
        let form = case.form.open().ok_or(ActError::Erased)?;
        let applied = case.application.application_date().ok_or(ActError::NotFound)?;
        let value = |key: &str, default| masters.program.at(key, applied).map_or(default, |row| row.value.value);
        let years = u16::try_from(value("age_limit.end", 20)).unwrap_or(20);
        let birthday = age::birthday(form.child.birth_date, years);
        let chain = self.first_of(&self.starting(file.id).await?).await?;
        Ok(Bounds {
            today,
            kind: file.granted.kind,
            applied,
            back_years: masters.program.at("redress.back_years", today).map_or(5, |row| row.value.value),
            late_months: value("redress.late_months", 0),
            longest_months: value("end.longest_months", 15),
            eligible_until: birthday.and_then(|day| day.yesterday().ok()).unwrap_or(Date::MAX),
            earlier_end: self.earlier_end(file.granted.application).await?,
            followed: self.place_after(chain).await?.1.is_some(),
        })
    }

    /// 取消または訂正を起案する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn propose_redress(&self, request: &Request, award: AwardId, input: RedressInput) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut file = self.award_file(award).await?;
        still_as_seen(request, file.version)?;
        let redress = redress(input.wish, &*self.masters().await?)?;
        let proposed = RedressProposed {
            recipient: file.granted.recipient,
            application: file.granted.application,
            corrects: file.corrected_by(&redress),
            redress,
            months: Personal::Open(input.months.clone()),
            why: Personal::Open(input.why),
        };
        let facts =
            decide(&mut file.award, (request.actor.id, AwardCommand::Propose(request.actor.clone(), Box::new(proposed)))).await?;
        self.effects(&file, redress, &input.months, request.today).await?;
        self.on_award(request, &file, facts, redress.from()).await
    }

    /// 起案をやめる: taken back by the checker, sent back by the approver.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn drop_redress(&self, request: &Request, award: AwardId, why: FreeText) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut file = self.award_file(award).await?;
        still_as_seen(request, file.version)?;
        let (recipient, application) = (file.granted.recipient, file.granted.application);
        let dropped = RedressDropped { recipient, application, why: Personal::Open(why) };
        let command = AwardCommand::Drop(request.actor.clone(), Box::new(dropped));
        let facts = decide(&mut file.award, (request.actor.id, command)).await?;
        self.on_award(request, &file, facts, request.today).await
    }

    async fn on_award(
        &self,
        request: &Request,
        file: &AwardFile,
        facts: Vec<casework::Fact<events::award::AwardEvent>>,
        effective_on: Date,
    ) -> Result<Done, ActError> {
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = Some(self.key_of(file.granted.recipient.0).await?);
        let expected = Expected::Exactly(file.version);
        submission.add(Addition { stream: file.id.0, expected, key, effective_on, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(file.version))?;
        Ok((&done).into())
    }
}

/// The redress with the cap of the masters on the first day of the corrected right.
fn redress(wish: RedressWish, masters: &Masters) -> Result<Redress, ActError> {
    Ok(match wish {
        RedressWish::Revoke { ground, from } => Redress::Revoke { ground, from },
        RedressWish::Correct { ground, from, validity, tier, severity, haemophilia } => {
            let set = RuleSet::current(masters);
            let day = validity.start();
            let dates = Dates { kind: events::vocabulary::ProcedureKind::Change, applied: day };
            let facts = CapFacts {
                date: Ok(day),
                tier: tier.ok_or_else(|| casework::rules::Stop::Missing("tier".to_owned())),
                severity: Input::Known(severity),
                haemophilia: Ok(haemophilia),
            };
            let found = cap(&set, &dates, &facts, masters, &mut Trace::default());
            let monthly_cap = found.map_err(|_| casework::Refusal::from(RedressRefusal::NoCap))?;
            Redress::Correct { ground, from, right: Right { validity, tier, severity, haemophilia, monthly_cap } }
        }
    })
}
