//! What stands beside the cases: designations, attachments of a received case, renewal campaigns.

use cqrs_es::Aggregate as _;
use events::attachment::AttachmentEvent;
use events::campaign::CampaignEvent;
use events::designation::DesignationEvent;

use super::asking::again;
use super::{Histories, Standing, Unlawful};
use crate::attachment::AttachmentCommand;
use crate::campaign::CampaignCommand;
use crate::designation::DesignationCommand;
use crate::{Fact, Refusal};

impl Histories {
    pub(super) fn designation(&mut self, event: &DesignationEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let command = match event.clone() {
            DesignationEvent::Granted(event) => DesignationCommand::Grant(event),
            DesignationEvent::Renewed(event) => DesignationCommand::Renew(event),
            DesignationEvent::Changed(event) => DesignationCommand::Change(event),
            DesignationEvent::Ended(event) => DesignationCommand::End(event),
        };
        again(self.designations.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id)
    }

    pub(super) fn attachment(&mut self, event: &AttachmentEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let (application, command) = match event.clone() {
            AttachmentEvent::Added(event) => (event.application, AttachmentCommand::Add(Box::new(event))),
            AttachmentEvent::Withdrawn(event) => (event.application, AttachmentCommand::Withdraw(event)),
        };
        let known = self.applications.contains_key(&application.0) || self.closed.contains(&application.0);
        let lawful = again(self.attachments.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id);
        if known { lawful } else { lawful.and(Err(Unlawful::Groundless)) }
    }

    /// Opening tells several events, so each is asked for by itself.
    pub(super) fn campaign(&mut self, event: &CampaignEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let by = at.who.id;
        let campaign = self.campaigns.entry(at.stream).or_default();
        match event.clone() {
            CampaignEvent::Opened(_) | CampaignEvent::Frozen(_) => {
                let lawful = campaign.takes_up(event, at.who).map_err(|refusal| Refusal::from(refusal).into());
                campaign.apply(Fact { event: event.clone(), by });
                lawful
            }
            CampaignEvent::Guided(guided) => again(campaign, (at.who.clone(), CampaignCommand::Guide(guided)), event, by),
            CampaignEvent::Closed(_) => again(campaign, (at.who.clone(), CampaignCommand::Close), event, by),
        }
    }
}
