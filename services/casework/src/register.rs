//! A register of numbers (採番簿): gives the next serial, each once, none ever again. Each of its events gives exactly one, so the
//! newest event alone tells the state.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::StaffId;
use events::register::{NumberAllocated, NumbersTakenOver, RegisterEvent};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Fact, Refusal};

/// A register, folded from its newest event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Register {
    last: u32,
}

/// Give the next number to somebody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AllocateNumber {
    /// Who acts.
    pub by: StaffId,
    /// Name of the register.
    pub register: String,
    /// Who gets the number.
    pub holder: Uuid,
    /// The largest serial there is.
    pub largest: u32,
}

impl Register {
    /// The newest serial given; 0 where none was.
    pub const fn last(self) -> u32 {
        self.last
    }

    /// Name of the register of receipt numbers for a year and office.
    pub fn of_receipts(year: u8, office: events::vocabulary::OfficeCode) -> String {
        format!("receipt/{year}-{office}")
    }

    /// Name of the register of recipient numbers of a payer.
    pub fn of_recipients(payer: events::vocabulary::PayerNumber) -> String {
        format!("recipient/{payer}")
    }

    /// Name of the register of document numbers (文書番号) of a fiscal year of 令和.
    pub fn of_letters(year: u8) -> String {
        format!("letter/{year}")
    }

    /// Name of the register of print runs (発行番号) of a fiscal year of 令和.
    pub fn of_print_runs(year: u8) -> String {
        format!("print_run/{year}")
    }

    /// Name of the register of transmittal lists (進達番号) of a fiscal year of 令和 and an office.
    pub fn of_transmittals(year: u8, office: events::vocabulary::OfficeCode) -> String {
        format!("transmittal/{year}-{office}")
    }

    /// Name of the register of files for a review and payment organisation.
    pub fn of_recipient_files(body: events::recipient_file::ReviewBody) -> String {
        format!("recipient_file/{}", body.code())
    }

    /// Name of the register of batches of payments of a fiscal year of 令和.
    pub fn of_payment_batches(year: u8) -> String {
        format!("payment_batch/{year}")
    }

    /// Name of the register of proposals (起案番号) of a fiscal year of 令和.
    pub fn of_proposals(year: u8) -> String {
        format!("proposal/{year}")
    }

    /// Name of the register of decision numbers (決定番号) of a fiscal year of 令和.
    pub fn of_decisions(year: u8) -> String {
        format!("decision/{year}")
    }

    /// The allocation that follows.
    ///
    /// # Errors
    /// [`Refusal::RegisterFull`].
    pub fn allocate(self, command: AllocateNumber) -> Result<NumberAllocated, Refusal> {
        let serial = self.last.checked_add(1).filter(|serial| *serial <= command.largest);
        let serial = serial.ok_or_else(|| Refusal::RegisterFull(command.register.clone()))?;
        Ok(NumberAllocated { register: command.register, serial, holder: command.holder })
    }
}

impl Register {
    /// Numbers up to a serial count as given from now on; none where that many were given already.
    pub fn go_on_after(self, register: String, serial: u32) -> Option<NumbersTakenOver> {
        (serial > self.last).then_some(NumbersTakenOver { register, serial })
    }
}

impl Aggregate for Register {
    const TYPE: &'static str = "register";
    type Command = AllocateNumber;
    type Event = Fact<RegisterEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: AllocateNumber, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let by = command.by;
        let event = self.allocate(command)?;
        sink.write(Fact::new(event, by), self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<RegisterEvent>) {
        self.last = match fact.event {
            RegisterEvent::NumberAllocated(event) => event.serial,
            RegisterEvent::NumbersTakenOver(event) => event.serial,
        };
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;

    const BY: StaffId = StaffId(Uuid::from_u128(1));

    fn command(largest: u32) -> AllocateNumber {
        AllocateNumber { by: BY, register: "receipt/8-01".to_owned(), holder: Uuid::from_u128(7), largest }
    }

    fn allocated(serial: u32) -> Fact<RegisterEvent> {
        Fact::new(NumberAllocated { register: "receipt/8-01".to_owned(), serial, holder: Uuid::from_u128(7) }, BY)
    }

    #[test]
    fn numbers_follow_each_other() {
        let framework = || TestFramework::<Register>::with(());
        framework().given_no_previous_events().when(command(9)).then_expect_events(vec![allocated(1)]);
        framework().given(vec![allocated(1), allocated(2)]).when(command(9)).then_expect_events(vec![allocated(3)]);
        framework().given(vec![allocated(2)]).when(command(9)).then_expect_events(vec![allocated(3)]);
    }

    #[test]
    fn what_the_old_ledger_gave_is_not_given_again() {
        let before = NumbersTakenOver { register: "receipt/8-01".to_owned(), serial: 5 };
        TestFramework::<Register>::with(())
            .given(vec![allocated(2), Fact::new(before.clone(), BY)])
            .when(command(9))
            .then_expect_events(vec![allocated(6)]);
        let mut register = Register::default();
        assert_eq!(register.go_on_after("receipt/8-01".to_owned(), 5), Some(before));
        register.apply(allocated(5));
        assert_eq!(register.go_on_after("receipt/8-01".to_owned(), 5), None);
    }

    #[test]
    fn none_is_given_twice_when_they_run_out() {
        TestFramework::<Register>::with(())
            .given(vec![allocated(9)])
            .when(command(9))
            .then_expect_error(Refusal::RegisterFull("receipt/8-01".to_owned()));
    }
}
