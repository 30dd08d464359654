//! Notices in a history: asked of the same table of permissions as on the screens. What they say is sealed here; what followed from them
//! must name a notice of that recipient that was settled.

use cqrs_es::Aggregate as _;
use events::ids::{NoticeId, RecipientId};
use events::notice::NoticeEvent;
use events::recipient::RecipientEvent;

use super::{Histories, Standing, Unlawful, again, known_recipient};
use crate::Fact;
use crate::notice::{Notice, NoticeAction, NoticeRefusal, NoticeStage, permit, permit_receiving};
use crate::recipient::{RecipientCommand, RegisterRecipient};

impl Histories {
    pub(super) fn notice(&mut self, event: &NoticeEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let notice = self.notices.entry(at.stream).or_default();
        let lawful = match event {
            NoticeEvent::Received(_) if notice.stage().is_some() => Err(NoticeRefusal::AlreadyReceived.into()),
            NoticeEvent::Received(event) => permit_receiving(at.who, event.receiving_office),
            NoticeEvent::Amended(_) => permit(NoticeAction::Amend, notice, at.who),
            NoticeEvent::Returned(_) => permit(NoticeAction::Return, notice, at.who),
            NoticeEvent::Settled(_) => permit(NoticeAction::Settle, notice, at.who),
            NoticeEvent::Withdrawn(_) => permit(NoticeAction::Withdraw, notice, at.who),
        };
        let known = match event {
            NoticeEvent::Received(event) => self.recipients.contains_key(&event.recipient.0),
            _ => true,
        };
        notice.apply(Fact { event: event.clone(), by: at.who.id });
        lawful?;
        if known { Ok(()) } else { Err(Unlawful::Groundless) }
    }

    /// What names no notice rests on something else.
    pub(super) fn rests_on(&self, notice: Option<NoticeId>, recipient: RecipientId) -> bool {
        let settled = |notice: &Notice| notice.stage() == Some(NoticeStage::Settled) && notice.recipient() == Some(recipient);
        notice.is_none_or(|id| self.notices.get(&id.0).is_some_and(settled))
    }

    pub(super) fn recipient(&mut self, event: &RecipientEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let (by, id) = (at.who.id, RecipientId(at.stream));
        let (grounded, command) = match event {
            RecipientEvent::Registered(particulars) => {
                let grounded = self.expected.remove(&id) == Some(particulars.application);
                (grounded, RegisterRecipient { by, particulars: particulars.clone() }.into())
            }
            RecipientEvent::ParticularsChanged(changed) => {
                (self.rests_on(changed.notice, id), RecipientCommand::ChangeParticulars(by, Box::new(changed.clone())))
            }
            RecipientEvent::ProxyAppointed(appointed) => {
                let grounded = self.rests_on(Some(appointed.notice), id);
                (grounded, RecipientCommand::AppointProxy(by, Box::new(appointed.clone())))
            }
            RecipientEvent::ProxyEnded(ended) => {
                (self.rests_on(Some(ended.notice), id), RecipientCommand::EndProxy(by, ended.clone()))
            }
            RecipientEvent::RegistrantListed(listed) => {
                (self.rests_on(Some(listed.notice), id), RecipientCommand::ListRegistrant(by, listed.clone()))
            }
        };
        if !grounded {
            self.recipients.entry(at.stream).or_insert_with(|| known_recipient(event, by));
            return Err(Unlawful::Groundless);
        }
        again(self.recipients.entry(at.stream).or_default(), command, event, by)
    }
}
