//! A recipient (受給者): enters the ledger once, with the first award; later its particulars change, proxies come and go.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::Personal;
use events::application::ApplicationForm;
use events::ids::{ApplicationId, MyNumberRef, StaffId};
use events::recipient::{Guardian, ParticularsChanged, ProxyAppointed, ProxyEnded, RecipientEvent, Registered, RegistrantListed};
use serde::{Deserialize, Serialize};

use crate::notice::{NoticeRefusal, ProxyPower};
use crate::{Fact, Refusal};

/// A child enters the ledger once; what a second application of a child who is in it already is told.
pub const ALREADY_IN_LEDGER: &str = "この個人番号の児童は、すでに受給者台帳に登録されています。何も決定していません。台帳で確かめ、更新または変更として扱ってください。";

/// A recipient, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Recipient {
    registered_by: Option<ApplicationId>,
    proxy: Option<ProxyPower>,
    registrant: bool,
}

/// Enter a child in the ledger.
#[derive(Clone, PartialEq, Debug)]
pub struct RegisterRecipient {
    /// Who acts.
    pub by: StaffId,
    /// The particulars.
    pub particulars: Registered,
}

impl RegisterRecipient {
    /// The child as the form tells it on which was decided.
    pub fn of_form(by: StaffId, application: ApplicationId, form: &ApplicationForm, my_number: Option<MyNumberRef>) -> Self {
        let (child, applicant) = (&form.child, &form.applicant);
        let particulars = Registered {
            application,
            name: Personal::Open(child.name.clone()),
            birth_date: Personal::Open(child.birth_date),
            address: Personal::Open(child.address.clone()),
            municipality: child.municipality,
            guardian: Personal::Open(Guardian {
                name: applicant.name.clone(),
                relation: applicant.relation,
                address: applicant.address.clone(),
            }),
            insurance: Personal::Open(form.insurance.clone()),
            my_number,
        };
        Self { by, particulars }
    }
}

/// A command on a recipient.
#[derive(Clone, PartialEq, Debug)]
pub enum RecipientCommand {
    /// 登録する.
    Register(Box<RegisterRecipient>),
    /// Particulars change.
    ChangeParticulars(StaffId, Box<ParticularsChanged>),
    /// A proxy is appointed.
    AppointProxy(StaffId, Box<ProxyAppointed>),
    /// The proxy's power ends.
    EndProxy(StaffId, ProxyEnded),
    /// 登録者証 is registered.
    ListRegistrant(StaffId, RegistrantListed),
}

impl From<RegisterRecipient> for RecipientCommand {
    fn from(command: RegisterRecipient) -> Self {
        Self::Register(Box::new(command))
    }
}

impl Recipient {
    /// The application by which the child came into the ledger.
    pub const fn registered_by(self) -> Option<ApplicationId> {
        self.registered_by
    }

    /// The newest proxy's power.
    pub const fn proxy(self) -> Option<ProxyPower> {
        self.proxy
    }

    /// 登録者証 was registered by a notice.
    pub const fn is_registrant(self) -> bool {
        self.registrant
    }

    fn decide(self, command: RecipientCommand) -> Result<Fact<RecipientEvent>, Refusal> {
        match (command, self.registered_by) {
            (RecipientCommand::Register(command), None) => Ok(Fact::new(command.particulars, command.by)),
            (RecipientCommand::Register(_), Some(_)) => Err(Refusal::AlreadyRegistered),
            (_, None) => Err(Refusal::NoSuchRecipient),
            (RecipientCommand::ChangeParticulars(by, changed), Some(_)) => {
                let ParticularsChanged { name, address, municipality, guardian, insurance, .. } = &*changed;
                let nothing = name.is_none() && address.is_none() && guardian.is_none() && insurance.is_none();
                if nothing && municipality.is_none() { Err(Refusal::NothingChanged) } else { Ok(Fact::new(*changed, by)) }
            }
            (RecipientCommand::AppointProxy(by, appointed), Some(_)) => Ok(Fact::new(*appointed, by)),
            (RecipientCommand::EndProxy(by, ended), Some(_)) if self.proxy.is_some_and(|one| one.counts_on(ended.last_day)) => {
                Ok(Fact::new(ended, by))
            }
            (RecipientCommand::EndProxy(..), Some(_)) => Err(NoticeRefusal::NoProxy.into()),
            (RecipientCommand::ListRegistrant(..), Some(_)) if self.registrant => Err(NoticeRefusal::AlreadyRegistrant.into()),
            (RecipientCommand::ListRegistrant(by, listed), Some(_)) => Ok(Fact::new(listed, by)),
        }
    }
}

impl Aggregate for Recipient {
    const TYPE: &'static str = "recipient";
    type Command = RecipientCommand;
    type Event = Fact<RecipientEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: RecipientCommand, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let fact = self.decide(command)?;
        sink.write(fact, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<RecipientEvent>) {
        match fact.event {
            RecipientEvent::Registered(event) => self.registered_by = Some(event.application),
            RecipientEvent::ParticularsChanged(_) => {}
            RecipientEvent::ProxyAppointed(event) => {
                self.proxy = Some(ProxyPower { authority: event.authority, from: event.from, until: event.until });
            }
            RecipientEvent::ProxyEnded(event) => {
                self.proxy = self.proxy.map(|power| ProxyPower { until: Some(event.last_day), ..power });
            }
            RecipientEvent::RegistrantListed(_) => self.registrant = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::ids::NoticeId;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::form;

    const BY: StaffId = StaffId(Uuid::from_u128(4));
    const NOTICE: NoticeId = NoticeId(Uuid::from_u128(8));

    fn registered() -> Registered {
        RegisterRecipient::of_form(BY, ApplicationId(Uuid::from_u128(1)), &form(), None).particulars
    }

    fn framework() -> TestFramework<Recipient> {
        TestFramework::with(())
    }

    #[test]
    fn a_child_enters_the_ledger_once() {
        let particulars = registered();
        let fact: Fact<RecipientEvent> = Fact::new(particulars.clone(), BY);
        let command = RecipientCommand::from(RegisterRecipient { by: BY, particulars });
        framework().given_no_previous_events().when(command.clone()).then_expect_events(vec![fact.clone()]);
        framework().given(vec![fact]).when(command).then_expect_error(Refusal::AlreadyRegistered);
    }

    #[test]
    fn nothing_happens_to_somebody_unknown() {
        let listed = RegistrantListed { notice: NOTICE, on: date(2026, 4, 20) };
        let command = RecipientCommand::ListRegistrant(BY, listed.clone());
        framework().given_no_previous_events().when(command.clone()).then_expect_error(Refusal::NoSuchRecipient);
        let known = vec![Fact::new(registered(), BY), Fact::new(listed, BY)];
        framework().given(known).when(command).then_expect_error(NoticeRefusal::AlreadyRegistrant.into());
    }

    #[test]
    fn a_power_that_ended_does_not_end_again() {
        let proxy = Personal::Erased;
        let authority = events::notice::Authority::Mandate;
        let appointed = ProxyAppointed { notice: NOTICE, authority, from: date(2026, 4, 1), until: None, proxy };
        let ended = ProxyEnded { notice: NOTICE, last_day: date(2026, 4, 10) };
        let given = vec![Fact::new(registered(), BY), Fact::new(appointed, BY)];
        let end = RecipientCommand::EndProxy(BY, ended.clone());
        framework().given(given.clone()).when(end.clone()).then_expect_events(vec![Fact::new(ended.clone(), BY)]);
        let after = [given, vec![Fact::new(ended, BY)]].concat();
        let later = ProxyEnded { notice: NOTICE, last_day: date(2026, 4, 11) };
        framework().given(after).when(RecipientCommand::EndProxy(BY, later)).then_expect_error(NoticeRefusal::NoProxy.into());
    }
}
