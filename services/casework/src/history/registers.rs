//! What stands beside the cases: designations, attachments of a received case, renewal campaigns with their tax data, letters.

use cqrs_es::Aggregate as _;
use events::attachment::AttachmentEvent;
use events::campaign::CampaignEvent;
use events::designation::DesignationEvent;
use events::letter::LetterEvent;
use events::tax_data::TaxDataEvent;

use super::asking::again;
use super::{Histories, Standing, Unlawful};
use crate::attachment::AttachmentCommand;
use crate::campaign::CampaignCommand;
use crate::designation::DesignationCommand;
use crate::letter::LetterCommand;
use crate::tax_data::TaxDataCommand;
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
            CampaignEvent::Reminded(reminded) => again(campaign, (at.who.clone(), CampaignCommand::Remind(reminded)), event, by),
            CampaignEvent::Closed(_) => again(campaign, (at.who.clone(), CampaignCommand::Close), event, by),
        }
    }

    /// A day that was told lay on or before the day on which it was told.
    pub(super) fn letter(&mut self, event: &LetterEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let (application, command) = match event.clone() {
            LetterEvent::Issued(event) => (event.application, LetterCommand::Issue(Box::new(event))),
            LetterEvent::Posted(event) => {
                let (on, way, number) = (event.on, event.way, event.number);
                (event.application, LetterCommand::Post { on, way, number, today: on })
            }
            LetterEvent::Returned(event) => {
                (event.application, LetterCommand::Return { on: event.on, ground: event.ground, today: event.on })
            }
            LetterEvent::AddressChecked(event) => (event.application, LetterCommand::CheckAddress(event.outcome)),
        };
        let known = self.applications.contains_key(&application.0) || self.closed.contains(&application.0);
        let lawful = again(self.letters.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id);
        if known { lawful } else { lawful.and(Err(Unlawful::Groundless)) }
    }

    pub(super) fn tax_data(&mut self, event: &TaxDataEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let command = match event.clone() {
            TaxDataEvent::TakenIn(event) => TaxDataCommand::TakeIn(Box::new(event)),
            TaxDataEvent::Reviewed(event) => TaxDataCommand::Review(event.outcome),
        };
        again(self.tax_data.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id)
    }
}
