//! A prefecture in memory: the aggregates of production, folded from the events that its own acts gave. Nothing is kept anywhere else.

use std::collections::{BTreeMap, BTreeSet};

use cqrs_es::Aggregate as _;
use events::application::{ApplicationEvent, ApplicationForm, EarlierAward};
use events::award::{AwardEvent, Granted, MonthTotal};
use events::ids::{ApplicationId, AwardId, RecipientId, SittingId, StaffId, named_stream};
use events::register::RegisterEvent;
use events::vocabulary::OfficeCode;
use events::{Actor, ActorName, Event, StaffRole};
use jiff::civil::Date;
use uuid::Uuid;

use super::line::{Act, Hand, Line, Noticing, Receiving};
use super::noticing::{Known, Noticed};
use super::read::BadLine;
use super::sharing::Shared;
use super::told::{Acted, Outcome, Stopped};
use crate::application::{Application, ApplicationCommand};
use crate::award::{Award, Standing};
use crate::procedures::{conclude_sharing, form_to_decide};
use crate::register::{AllocateNumber, Register};
use crate::rules::{Determination, Masters};
use crate::sitting::Sitting;
use crate::{Fact, Refusal};

/// An event with what stands in its envelope.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its stream.
    pub stream: Uuid,
    /// Whose act it was.
    pub who: Actor,
    /// The day from which it counts.
    pub on: Date,
    /// What became true.
    pub event: Event,
}

/// A child, as the counter and the ledger know it.
#[derive(Clone, Debug)]
pub(super) struct Child {
    pub(super) form: ApplicationForm,
    pub(super) recipient: Option<RecipientId>,
    /// What the ledger knows of the recipient.
    pub(super) known: Option<Known>,
    /// In the order in which they were granted.
    pub(super) awards: Vec<AwardId>,
}

/// An application.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) id: ApplicationId,
    pub(super) child: String,
    pub(super) application: Application,
    pub(super) form: ApplicationForm,
}

/// An award.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) case: String,
    pub(super) granted: Granted,
    pub(super) award: Award,
    /// Which copy of the card is the newest.
    pub(super) card: u32,
    /// It is out and counts.
    pub(super) card_counts: bool,
    /// 管理票の月, as the waiting redress tells them.
    pub(super) months: Vec<MonthTotal>,
}

/// The prefecture.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) masters: Masters,
    pub(super) children: BTreeMap<String, Child>,
    pub(super) cases: BTreeMap<String, Case>,
    pub(super) awards: BTreeMap<AwardId, Held>,
    pub(super) notices: BTreeMap<String, Noticed>,
    pub(super) households: BTreeMap<String, Shared>,
    pub(super) sittings: BTreeMap<String, (SittingId, Sitting)>,
    pub(super) followed: BTreeSet<AwardId>,
    registers: BTreeMap<String, Register>,
    log: Vec<Told>,
    /// Position of the newest event that the log holds no longer.
    before: i64,
}

fn named(person: String, role: StaffRole, office: OfficeCode) -> Actor {
    let id = StaffId(named_stream(&format!("story/staff/{person}")));
    Actor { id, name: ActorName::Program(person), role, office: Some(office) }
}

/// Whoever acts in a role of an office, where a line names nobody.
pub fn staff(role: StaffRole, office: OfficeCode) -> Actor {
    named(format!("{}/{office}", role.code()), role, office)
}

impl World {
    /// An empty prefecture with these masters.
    pub const fn new(masters: Masters) -> Self {
        Self::after(masters, 0)
    }

    /// The same, with a log that goes on after a position.
    pub const fn after(masters: Masters, before: i64) -> Self {
        Self {
            masters,
            children: BTreeMap::new(),
            cases: BTreeMap::new(),
            awards: BTreeMap::new(),
            notices: BTreeMap::new(),
            households: BTreeMap::new(),
            sittings: BTreeMap::new(),
            followed: BTreeSet::new(),
            registers: BTreeMap::new(),
            log: Vec::new(),
            before,
        }
    }

    /// What is known of the masters now.
    pub const fn masters(&self) -> &Masters {
        &self.masters
    }

    /// A family with the whole form that it will bring.
    pub fn enrol(&mut self, child: &str, form: ApplicationForm) {
        self.children.insert(child.to_owned(), Child { form, recipient: None, known: None, awards: Vec::new() });
    }

    /// An application by its name.
    pub fn application(&self, case: &str) -> Option<(ApplicationId, &Application)> {
        self.cases.get(case).map(|case| (case.id, &case.application))
    }

    /// The award to which an application led.
    pub fn awarded(&self, case: &str) -> Option<(AwardId, &Granted, &Award)> {
        let award = self.cases.get(case)?.application.award()?;
        self.awards.get(&award).map(|held| (award, &held.granted, &held.award))
    }

    /// An award.
    pub fn award(&self, award: AwardId) -> Option<&Award> {
        self.awards.get(&award).map(|held| &held.award)
    }

    /// What an award grants.
    pub fn granted(&self, award: AwardId) -> Option<&Granted> {
        self.awards.get(&award).map(|held| &held.granted)
    }

    /// The newest copy of the card of an award, and whether it counts.
    pub fn card(&self, award: AwardId) -> Option<(u32, bool)> {
        self.awards.get(&award).map(|held| (held.card, held.card_counts))
    }

    /// Every application as it stands.
    pub fn applications(&self) -> impl Iterator<Item = (ApplicationId, &Application)> {
        self.cases.values().map(|case| (case.id, &case.application))
    }

    /// Every award as it stands.
    pub fn awards(&self) -> impl Iterator<Item = (AwardId, &Award)> {
        self.awards.iter().map(|(id, held)| (*id, &held.award))
    }

    /// Every event so far that was not handed over, in order.
    pub fn log(&self) -> &[Told] {
        &self.log
    }

    /// Hands over what the log holds.
    pub fn take_log(&mut self) -> Vec<Told> {
        self.before = self.position() - 1;
        std::mem::take(&mut self.log)
    }

    /// Plays one line. What is refused changes nothing, and is told.
    ///
    /// # Errors
    /// Where the line names what there is not.
    pub fn play(&mut self, line: &Line) -> Result<Acted, BadLine> {
        let (outcome, refused) = match self.act(line.day, &line.by, &line.act) {
            Ok(outcome) => (outcome, None),
            Err(Stopped::Refused(why, so_far)) => (so_far, Some(why)),
            Err(Stopped::Story(reason)) => return Err(BadLine { number: line.number, reason }),
        };
        let Outcome { told, notes, reasons, letters } = outcome;
        Ok(Acted { line: line.number, act: line.act.label(), about: line.act.about(), told, notes, reasons, letters, refused })
    }

    fn act(&mut self, day: Date, by: &Hand, act: &Act) -> Result<Outcome, Stopped> {
        let who = self.hand(day, by, act);
        match act {
            Act::Family { child, form } => self.family(child, form),
            Act::Adopt { row } => self.adopt(day, &who, row),
            Act::Receive(receiving) => self.receive(day, &who, receiving),
            Act::Amend { case, applied, form } => self.amend(day, &who, case, *applied, form),
            Act::Documents { case, missing } => self.documents(day, &who, case, missing),
            Act::Forward { case } => self.forward(day, &who, case),
            Act::TakeUp { case } => self.take_up(day, &who, case),
            Act::Return { case, about, due_on } => self.send_to_office(day, &who, case, about, *due_on),
            Act::Resubmit { case } => self.resubmit(day, &who, case),
            Act::Examine { case } => self.examine(day, &who, case),
            Act::Prepare { case } => self.prepare(day, by, case),
            Act::SendBack { case } => self.send_back(day, &who, case),
            Act::Approve { case } => self.approve(day, &who, case),
            Act::Refuse { case, ground } => self.refuse(day, &who, case, ground),
            Act::Withdraw { case, withdrawn_on } => self.withdraw(day, &who, case, withdrawn_on.unwrap_or(day)),
            Act::PutBeforeBoard { case } => self.put_before_board(day, &who, case),
            Act::Schedule { sitting, held_on, cut_off_on } => self.schedule(day, &who, sitting, *held_on, *cut_off_on),
            Act::Agenda { sitting } => self.agenda(day, &who, sitting),
            Act::Hear { sitting, case, verdicts } => self.hear(day, &who, sitting, case, verdicts),
            Act::Close { sitting } => self.close(day, &who, sitting),
            Act::Notice(noticing) => self.notice(day, &who, noticing),
            Act::ReturnNotice { notice, due_on } => self.return_notice(day, &who, notice, *due_on),
            Act::WithdrawNotice { notice } => self.withdraw_notice(day, &who, notice),
            Act::Settle { notice } => self.settle(day, &who, notice),
            Act::Revoke { case, ground, from } => self.propose_revocation(day, &who, case, *ground, *from),
            Act::Correct(correcting) => self.propose_correction(day, &who, correcting),
            Act::DropRedress { case } => self.drop_redress(day, &who, case),
            Act::DecideRedress { case } => self.decide_redress(day, &who, case),
            Act::Night {} => self.night(day),
            Act::Join(joining) => self.join(day, &who, joining),
            Act::Leave { household, who: member, last_day } => self.leave(day, &who, household, member, last_day.unwrap_or(day)),
        }
    }

    /// The four acts between the counter and the approver, each by the hand it belongs to.
    fn prepare(&mut self, day: Date, by: &Hand, case: &str) -> Result<Outcome, Stopped> {
        let case = case.to_owned();
        let steps = [
            Act::Documents { case: case.clone(), missing: Vec::new() },
            Act::Forward { case: case.clone() },
            Act::TakeUp { case: case.clone() },
            Act::Examine { case },
        ];
        let mut all = Outcome::default();
        for step in steps {
            let by = if step.role() == StaffRole::Counter { by.clone() } else { Hand::default() };
            match self.act(day, &by, &step) {
                Ok(done) => all = all.and(done),
                Err(Stopped::Refused(why, so_far)) => return Err(Stopped::Refused(why, all.and(so_far))),
                Err(other) => return Err(other),
            }
        }
        Ok(all)
    }

    /// Who acts: the person of the line, or whoever the act belongs to, at the office that the case belongs to.
    fn hand(&self, day: Date, by: &Hand, act: &Act) -> Actor {
        let role = by.role.unwrap_or_else(|| act.role());
        let office =
            by.office.unwrap_or_else(|| if role == StaffRole::Counter { self.office(day, act) } else { OfficeCode::DIVISION });
        let person = by.person.clone().unwrap_or_else(|| format!("{}/{office}", role.code()));
        named(person, role, office)
    }

    fn office(&self, day: Date, act: &Act) -> OfficeCode {
        let of_child = |child: &String| {
            let municipality = self.children.get(child)?.form.child.municipality.to_string();
            self.masters.municipalities.at(&municipality, day).map(|row| row.value.office)
        };
        let of_case = |case: &String| self.cases.get(case)?.application.receiving_office();
        let office = match act {
            Act::Receive(Receiving { office: Some(office), .. }) => Some(*office),
            Act::Receive(Receiving { child, .. }) | Act::Notice(Noticing { child, .. }) => of_child(child),
            Act::WithdrawNotice { notice } => self.notices.get(notice).and_then(Noticed::receiving_office),
            Act::Amend { case, .. }
            | Act::Documents { case, .. }
            | Act::Forward { case }
            | Act::Prepare { case }
            | Act::Resubmit { case }
            | Act::Withdraw { case, .. } => of_case(case),
            _ => None,
        };
        office.unwrap_or(OfficeCode::DIVISION)
    }

    pub(super) fn case(&self, name: &str) -> Result<&Case, Stopped> {
        self.cases.get(name).ok_or_else(|| Stopped::Story(format!("申請「{name}」は、この行までに受け付けていません。")))
    }

    pub(super) fn child(&self, name: &str) -> Result<&Child, Stopped> {
        self.children.get(name).ok_or_else(|| Stopped::Story(format!("児童「{name}」の家族の状況（family）がまだありません。")))
    }

    /// Takes in an event that another aggregate decided. Returns its type.
    pub fn tell(&mut self, stream: Uuid, who: &Actor, on: Date, event: impl Into<Event>) -> &'static str {
        let event = event.into();
        let event_type = event.event_type();
        self.log.push(Told { stream, who: who.clone(), on, event });
        event_type
    }

    /// Position that a new event would get.
    pub fn position(&self) -> i64 {
        self.before.saturating_add(i64::try_from(self.log.len()).unwrap_or(i64::MAX)).saturating_add(1)
    }

    /// Events of a case into the case and the log.
    pub(super) fn take(&mut self, name: &str, who: &Actor, on: Date, events: Vec<ApplicationEvent>) -> Result<Outcome, Stopped> {
        let id = self.case(name)?.id;
        let mut told = Vec::with_capacity(events.len());
        for event in events {
            if let Some(case) = self.cases.get_mut(name) {
                case.application.apply(Fact { event: event.clone(), by: who.id });
            }
            told.push(self.tell(id.0, who, on, event));
        }
        Ok(Outcome { told, ..Outcome::default() })
    }

    /// A command that needs nothing but the case.
    pub(super) fn on_case(
        &mut self,
        day: Date,
        who: &Actor,
        name: &str,
        command: impl Into<ApplicationCommand>,
    ) -> Result<Outcome, Stopped> {
        let events = command.into().decide(&self.case(name)?.application)?;
        self.take(name, who, day, events)
    }

    /// The next number of a register, and what tells it.
    pub(super) fn allocate(
        &self,
        register: String,
        holder: Uuid,
        largest: u32,
        by: StaffId,
    ) -> Result<(u32, RegisterEvent), Refusal> {
        let state = self.registers.get(&register).copied().unwrap_or_default();
        let event = state.allocate(AllocateNumber { by, register, holder, largest })?;
        Ok((event.serial, event.into()))
    }

    /// Takes the next number of a register; it is told at once.
    ///
    /// # Errors
    /// [`Refusal::RegisterFull`].
    pub fn number(&mut self, who: &Actor, on: Date, register: String, holder: Uuid, largest: u32) -> Result<u32, Refusal> {
        let (serial, event) = self.allocate(register, holder, largest, who.id)?;
        self.allocated(who, on, event);
        Ok(serial)
    }

    pub(super) fn allocated(&mut self, who: &Actor, on: Date, event: RegisterEvent) -> &'static str {
        let name = match &event {
            RegisterEvent::NumberAllocated(told) => told.register.clone(),
            RegisterEvent::NumbersTakenOver(told) => told.register.clone(),
        };
        let stream = named_stream(&format!("register/{name}"));
        self.registers.entry(name).or_default().apply(Fact { event: event.clone(), by: who.id });
        self.tell(stream, who, on, event)
    }

    pub(super) fn on_award(&mut self, award: AwardId, who: &Actor, on: Date, event: AwardEvent) -> &'static str {
        if let Some(held) = self.awards.get_mut(&award) {
            held.award.apply(Fact { event: event.clone(), by: who.id });
        }
        self.tell(award.0, who, on, event)
    }

    /// What the rules conclude about a case now.
    pub(super) fn determination(&self, case: &Case) -> Result<Determination, Stopped> {
        let (kind, applied) =
            case.application.kind().zip(case.application.application_date()).ok_or(Refusal::NoSuchApplication)?;
        let sharing = self.sharing_of(&case.child)?;
        Ok(conclude_sharing(&form_to_decide(&case.form, &case.application), kind, applied, sharing, &self.masters))
    }

    /// An award that was granted.
    pub(super) fn held(&self, award: AwardId) -> Result<(&Held, Standing), Stopped> {
        let held = self.awards.get(&award).ok_or(Refusal::NoSuchAward)?;
        Ok((held, held.award.standing().ok_or(Refusal::NoSuchAward)?))
    }

    /// What an application says of the award it starts from.
    pub(super) fn earlier(&self, award: AwardId) -> Result<EarlierAward, Stopped> {
        let (held, standing) = self.held(award)?;
        let right = standing.right;
        Ok(EarlierAward {
            validity: standing.validity,
            tier: right.tier,
            severity: right.severity,
            monthly_cap: right.monthly_cap,
            diseases: held.granted.diseases.clone(),
        })
    }
}
