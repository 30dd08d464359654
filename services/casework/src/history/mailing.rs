//! Mailing addresses (送付先): of a recipient who is in the ledger, by the application by which the child came into it.

use events::ids::{ApplicationId, RecipientId};
use events::mailing::{MailTo, MailingEvent, stream_of};
use events::vocabulary::{Address, MailingGround, ShortText};
use jiff::civil::Date;

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::mailing::{MailingCommand, Of, Terms};

/// Stands for an address.
fn somewhere() -> Result<MailTo, Unlawful> {
    let dash = || ShortText::parse("－").map_err(|_| Unlawful::Another);
    Ok(MailTo { addressee: dash()?, address: Address { postal_code: None, text: dash()? } })
}

fn record(
    of: Of,
    (from, until): (Date, Option<Date>),
    (ground, is_protected): (MailingGround, bool),
    today: Date,
) -> Result<MailingCommand, Unlawful> {
    let terms = Box::new(Terms { from, until, ground, to: somewhere()?, why: dash()? });
    // Whether it said the same stands under seal.
    Ok(MailingCommand::Record { of, terms, is_protected, is_same: false, today })
}

impl Histories {
    pub(super) fn mailing(&mut self, event: &MailingEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let of = |recipient: RecipientId, application: ApplicationId| Of { recipient, application };
        let (of, command) = match event {
            MailingEvent::Registered(event) => {
                let of = of(event.recipient, event.application);
                (of, record(of, (event.from, event.until), (event.ground, event.confidential), at.on)?)
            }
            MailingEvent::Changed(event) => {
                let of = of(event.recipient, event.application);
                (of, record(of, (event.from, event.until), (event.ground, event.confidential), at.on)?)
            }
            MailingEvent::Ended(event) => {
                let of = of(event.recipient, event.application);
                (of, MailingCommand::End { of, last_day: event.last_day, why: dash()?, today: at.on })
            }
        };
        let came = self.recipients.get(&of.recipient.0).and_then(|recipient| recipient.registered_by());
        let grounded = at.stream == stream_of(of.recipient) && came == Some(of.application);
        let lawful = alike(self.mailings.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id);
        if grounded { lawful } else { lawful.and(Err(Unlawful::Groundless)) }
    }
}

#[cfg(test)]
mod tests {
    use events::mailing::Ended;
    use events::{Event, Personal};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{checker, text};
    use crate::mailing::MailingRefusal;

    #[test]
    fn nothing_is_sent_elsewhere_for_somebody_who_is_not_in_the_ledger() {
        let (recipient, application) = (RecipientId(Uuid::from_u128(1)), ApplicationId(Uuid::from_u128(2)));
        let (who, on) = (checker(), date(2026, 11, 20));
        let at = Standing { stream: stream_of(recipient), who: &who, on };
        let registered = events::mailing::Registered {
            recipient,
            application,
            from: on,
            until: None,
            ground: MailingGround::Hospital,
            confidential: false,
            to: Personal::Erased,
            why: Personal::Open(text("入院のため。")),
        };
        let told = Event::from(MailingEvent::from(registered));
        assert_eq!(Histories::default().follow(&told, at), Err(Unlawful::Groundless));
        let ended = Event::from(MailingEvent::from(Ended { recipient, application, last_day: on, why: Personal::Erased }));
        let refused = Unlawful::Refused(MailingRefusal::NoneStands.into());
        assert_eq!(Histories::default().follow(&ended, at), Err(refused), "nothing stood");
    }
}
