//! 決裁する: looked at again as things stand on the day, told on the award and its certificate in one act; a corrected certificate is made
//! afterwards, and by the worker if need be.

use casework::award::AwardCommand;
use casework::certificate::MakeCertificate;
use events::award::{Corrected, EndGround, Redress, Revoked};
use events::certificate::{VoidGround, Voided};
use events::ids::AwardId;
use events::{Log, Personal};
use store::Expected;

use super::file::AwardFile;
use crate::application::still_as_seen;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

impl Acts {
    /// 取消または訂正を決裁する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn decide_redress(&self, request: &Request, award: AwardId) -> Result<Done, ActError> {
        let done = match self.done_before(request.command_id).await? {
            Some(done) => done,
            None => self.deciding(request, self.award_file(award).await?).await?,
        };
        let newest = self.newest_certificate(award).await?;
        if newest.copy > 1
            && !newest.loaded.aggregate.is_issued()
            && let Err(error) = self.issue_certificate(award, request.correlation_id).await
        {
            tracing::warn!(%error, %award, "the certificate is left to the worker");
        }
        self.redress_letter_after(award, request.correlation_id).await;
        Ok((&done).into())
    }

    async fn deciding(&self, request: &Request, mut file: AwardFile) -> Result<store::Done, ActError> {
        still_as_seen(request, file.version)?;
        let refused = || casework::Refusal::from(casework::award::RedressRefusal::NothingWaits);
        let (waiting, proposal) = file.waiting.clone().zip(file.award.proposal()).ok_or_else(refused)?;
        let effects = self.effects(&file, waiting.redress, &waiting.months, request.today).await?;
        let (recipient, application, corrects) = (file.granted.recipient, file.granted.application, waiting.corrects);
        let (decided_on, proposed_by) = (request.today, proposal.by);
        let (money, why) = (Personal::Open(effects.money), Self::unerased(&waiting)?);
        let who = request.actor.clone();
        let command = match waiting.redress {
            Redress::Revoke { ground, from } => {
                let revoked = Revoked { recipient, application, corrects, proposed_by, ground, from, decided_on, money, why };
                AwardCommand::Revoke(who, Box::new(revoked))
            }
            Redress::Correct { ground, from, right } => {
                let corrected =
                    Corrected { recipient, application, corrects, proposed_by, ground, from, decided_on, right, money, why };
                AwardCommand::Correct(who, Box::new(corrected))
            }
        };
        let facts = decide(&mut file.award, (request.actor.id, command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = Some(self.key_of(recipient.0).await?);
        let told = submission.add(Addition {
            stream: file.id.0,
            expected: Expected::Exactly(file.version),
            key,
            effective_on: waiting.redress.from(),
            cause: None,
            facts,
        })?;
        let newest = self.newest_certificate(file.id).await?;
        let open = file.award.standing().is_some_and(|standing| standing.ended.is_none_or(EndGround::ran_out));
        let ground = match waiting.redress {
            Redress::Revoke { .. } => VoidGround::Revoked,
            Redress::Correct { .. } => VoidGround::DecisionCorrected,
        };
        let mut certificate = newest.loaded.aggregate;
        if certificate.counts() || (certificate.is_void() && open) {
            let voided = Voided {
                award: file.id,
                recipient,
                application,
                copy: newest.copy,
                on: request.today,
                ground,
                notice: None,
                replaced: open,
            };
            let facts = decide(&mut certificate, MakeCertificate::Void { by: request.actor.id, voided }).await?;
            submission.add(Addition {
                stream: newest.id.0,
                expected: Expected::Exactly(newest.loaded.version),
                key,
                effective_on: request.today,
                cause: told.first().copied(),
                facts,
            })?;
        }
        submission.commit().await.map_err(|unwritten| unwritten.seen_at(file.version))
    }
}
