//! Approving and refusing: what production writes in one act follows here in the same order, and none of it where anything refuses.

use events::award::{AwardEvent, Granted, Replaced};
use events::ids::{AwardId, RecipientId, named_stream};
use events::recipient::RecipientEvent;
use events::vocabulary::{ProcedureKind, RecipientNumber};
use events::{Actor, Personal};
use jiff::civil::Date;

use super::applying::words;
use super::noticing::Known;
use super::told::{Outcome, Stopped};
use super::world::{Case, Held, World};
use crate::Refusal;
use crate::application::commands::{ApproveApplication, RefuseApplication};
use crate::application::{Action, Concluded, Finding, permit};
use crate::award::{ALREADY_FOLLOWED, Award, AwardCommand, Standing};
use crate::procedures::clear_of;
use crate::recipient::{ALREADY_IN_LEDGER, RegisterRecipient};
use crate::register::Register;
use crate::rules::approval_route::route;
use crate::rules::board_hearing::must_be_heard;

/// Largest serial of a recipient number.
const LARGEST: u32 = 999_999;

impl World {
    pub(super) fn approve(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        let case = self.case(name)?.clone();
        permit(Action::Approve, &case.application, who)?;
        let starting = match case.application.starting_from() {
            Some(award) => Some(self.still_standing(award, &case)?),
            None => None,
        };
        let determination = self.determination(&case)?;
        let finding = Finding::of(&determination, self.position()).map_err(|error| Stopped::Story(error.to_string()))?;
        let Finding::Concluded(concluded) = finding else { return Err(Refusal::DeterminationChanged.into()) };
        let kind = case.application.kind().unwrap_or(ProcedureKind::New);
        if let Some((_, standing)) = starting {
            clear_of(kind, standing.validity, concluded.conclusion.validity)?;
        }
        let known = self.child(&case.child)?.recipient;
        if starting.is_none() && known.is_some() {
            return Err(Stopped::Refused(ALREADY_IN_LEDGER.to_owned(), Outcome::default()));
        }
        let recipient = known.unwrap_or_else(|| RecipientId(named_stream(&format!("story/recipient/{}", case.child))));
        let award = AwardId(named_stream(&format!("story/award/{name}")));
        let decided = Decided { day, who, name, case: &case, concluded: &concluded, award, recipient, kind, starting };
        decided.carry_out(self)
    }

    /// As production asks it: a change needs the award untouched, everything else its last day.
    fn still_standing(&self, award: AwardId, case: &Case) -> Result<(AwardId, Standing), Stopped> {
        let seen = case.form.earlier.as_ref().ok_or(Refusal::NoSuchAward)?.validity;
        let change = case.application.kind() == Some(ProcedureKind::Change);
        let (mut award, mut standing) = (award, self.held(award)?.1);
        while let (false, Some(later)) = (change, standing.replaced_by) {
            (award, standing) = (later, self.held(later)?.1);
        }
        let same = if change { standing.validity == seen } else { standing.validity.end() == seen.end() };
        if same { Ok((award, standing)) } else { Err(Refusal::EarlierAwardChanged.into()) }
    }

    /// The award at the beginning of a chain of changes.
    pub(super) fn first_of(&self, award: AwardId) -> AwardId {
        let mut first = award;
        while let Some(earlier) = self.awards.get(&first).and_then(|held| held.granted.replaces) {
            first = earlier;
        }
        first
    }

    pub(super) fn refuse(&mut self, day: Date, who: &Actor, name: &str, ground: &str) -> Result<Outcome, Stopped> {
        if self.masters.phrases.at(ground, day).is_none_or(|row| row.value.purpose != "refusal") {
            return Err(Refusal::UnknownPhrase(ground.to_owned()).into());
        }
        let proposal_needed = route(true, day, &self.masters)?.len() > 1;
        let (ground, why) = (ground.to_owned(), words()?);
        let command =
            RefuseApplication { who: who.clone(), today: day, number: None, ground, why, proposal_needed, as_proposed: false };
        let letters = vec!["不認定通知書（理由と教示）".to_owned()];
        Ok(self.on_case(day, who, name, command)?.and(Outcome { letters, ..Outcome::default() }))
    }
}

/// A decision that holds so far.
struct Decided<'a> {
    day: Date,
    who: &'a Actor,
    name: &'a str,
    case: &'a Case,
    concluded: &'a Concluded,
    award: AwardId,
    recipient: RecipientId,
    kind: ProcedureKind,
    starting: Option<(AwardId, Standing)>,
}

impl Decided<'_> {
    fn carry_out(self, world: &mut World) -> Result<Outcome, Stopped> {
        let (day, who, name) = (self.day, self.who, self.name);
        let payer = self.concluded.conclusion.payer_number;
        let start = self.concluded.conclusion.validity.start();
        let before = self.starting.and_then(|(award, _)| world.awards.get(&award)).map(|held| &held.granted);
        let kept = before.filter(|granted| granted.conclusion.payer_number == payer).map(|granted| granted.recipient_number);
        let (number, allocation) = if let Some(number) = kept {
            (number, None)
        } else {
            let (serial, event) = world.allocate(Register::of_recipients(payer), self.recipient.0, LARGEST, who.id)?;
            let number = RecipientNumber::from_serial(serial).ok_or_else(|| Refusal::RegisterFull(payer.to_string()))?;
            (number, Some(event))
        };
        let applied = self.case.application.application_date().unwrap_or(day);
        let approve = ApproveApplication {
            who: who.clone(),
            today: day,
            number: None,
            finding: Finding::Concluded(Box::new(self.concluded.clone())),
            board_required: must_be_heard(Some(self.kind), applied, &world.masters),
            proposal_needed: route(false, day, &world.masters)?.len() > 1,
            confirmed: Vec::new(),
            award: self.award,
            recipient: self.recipient,
        };
        let approved = approve.decide(&self.case.application)?;
        let granted = self.granted(number);
        let grant = AwardCommand::from(granted.clone()).decide(&Award::default())?;
        let replaced = self.replaced(world, start)?;

        // Nothing refuses from here on.
        let mut outcome = world.take(name, who, day, approved)?;
        if let Some(event) = allocation {
            outcome.told.push(world.allocated(who, day, event));
        }
        let known = world.children.get_mut(&self.case.child).and_then(|child| {
            child.awards.push(self.award);
            child.known.get_or_insert_with(|| Known::of(&self.case.form));
            child.recipient.replace(self.recipient)
        });
        if known.is_none() {
            let child = RegisterRecipient::of_form(who.id, self.case.id, &self.case.form, None);
            let registered = RecipientEvent::from(child.particulars);
            outcome.told.push(world.tell(self.recipient.0, who, start, registered));
        }
        let held =
            Held { case: name.to_owned(), granted, award: Award::default(), card: 1, card_counts: true, months: Vec::new() };
        world.awards.insert(self.award, held);
        outcome.told.push(world.on_award(self.award, who, start, grant));
        if let Some((earlier, event)) = replaced {
            outcome.told.push(world.on_award(earlier, who, start, event));
        } else if let Some((earlier, _)) = self.starting {
            let chain = world.first_of(earlier);
            world.followed.insert(chain);
        }
        let shared = world.follow_household(day, who, &self.case.child, self.award)?;
        outcome = outcome.and(shared);
        outcome.notes.push(format!("受給者番号 {number}（公費負担者番号 {payer}）"));
        let notice = if self.kind == ProcedureKind::Change { "支給認定変更通知書" } else { "支給認定通知書" };
        outcome.letters.extend([notice, "受給者証", "自己負担上限額管理票"].map(str::to_owned));
        Ok(outcome)
    }

    /// What becomes of the award before: a change takes its place, a renewal comes after it, and only one may.
    fn replaced(&self, world: &World, from: Date) -> Result<Option<(AwardId, AwardEvent)>, Stopped> {
        let Some((earlier, _)) = self.starting else { return Ok(None) };
        if self.kind != ProcedureKind::Change {
            let taken = world.followed.contains(&world.first_of(earlier));
            return if taken { Err(Stopped::Refused(ALREADY_FOLLOWED.to_owned(), Outcome::default())) } else { Ok(None) };
        }
        let replaced = Replaced { by: self.award, recipient: self.recipient, from, application: self.case.id };
        let event = AwardCommand::Replace(replaced).decide(&world.held(earlier)?.0.award)?;
        Ok(Some((earlier, event)))
    }

    fn granted(&self, recipient_number: RecipientNumber) -> Granted {
        Granted {
            recipient: self.recipient,
            application: self.case.id,
            replaces: self.starting.filter(|_| self.kind == ProcedureKind::Change).map(|(award, _)| award),
            kind: self.kind,
            decided_on: self.day,
            recipient_number,
            diseases: self.case.application.diseases_to_award(),
            conclusion: self.concluded.conclusion.clone(),
            registrant_certificate: self.case.form.wishes.registrant_certificate,
            main_institution: None,
            determination: Personal::Open(self.concluded.determination.clone()),
        }
    }
}
