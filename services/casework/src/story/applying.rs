//! From the family to an application at the approver: the acts of the counter and of the check.

use events::Actor;
use events::application::{ApplicationForm, ChecklistItem, CorrectionItem, DocumentState};
use events::ids::{ApplicationId, AwardId, named_stream};
use events::master::RowAdopted;
use events::vocabulary::{AmendmentGround, FiscalYear, FreeText, OfficeCode, ProcedureKind, ReceiptNumber};
use jiff::civil::Date;

use super::form::{FormPart, NoForm};
use super::line::Receiving;
use super::told::{Outcome, Stopped, reasons};
use super::world::{Case, Child, World};
use crate::Refusal;
use crate::application::Application;
use crate::application::commands::{
    AmendApplication, AmendmentBasis, DocumentEntry, ExamineApplication, ForwardApplication, ReceiveApplication, RecordDocuments,
    ResubmitApplication, ReturnForCorrection, SendBackApplication, TakeUpApplication, WithdrawApplication,
};
use crate::application::{Action, Finding, Stage, permit};
use crate::history::at_once;
use crate::master::{AdoptRows, MasterTable};
use crate::procedures::{Given, Looked, admit, look_up, renewal};
use crate::register::Register;
use crate::rules::board_hearing::must_be_heard;

/// Largest serial of a receipt number.
const LARGEST: u32 = 9_999_999;

impl From<NoForm> for Stopped {
    fn from(error: NoForm) -> Self {
        Self::Story(error.to_string())
    }
}

/// Words where production asks for some and nothing is decided by them.
pub(super) fn words() -> Result<FreeText, Stopped> {
    FreeText::parse("例題のため").map_err(|error| Stopped::Story(error.to_string()))
}

/// Under the form, its kind and the day, as the counter gives them.
const fn given(kind: ProcedureKind, application_date: Date) -> Given {
    Given { kind, application_date, child_my_number: false, applicant_my_number: false }
}

impl World {
    pub(super) fn family(&mut self, name: &str, part: &FormPart) -> Result<Outcome, Stopped> {
        if let Some(child) = self.children.get_mut(name) {
            child.form = part.on(child.form.clone())?;
        } else {
            let child = Child { form: part.first(name)?, recipient: None, known: None, awards: Vec::new() };
            self.children.insert(name.to_owned(), child);
        }
        Ok(Outcome::default())
    }

    pub(super) fn adopt(&mut self, day: Date, who: &Actor, row: &RowAdopted) -> Result<Outcome, Stopped> {
        let sink = cqrs_es::event_sink::EventSink::default();
        let command = AdoptRows { by: who.id, rows: vec![row.clone()] };
        at_once(cqrs_es::Aggregate::handle(&mut MasterTable::default(), command.into(), &(), &sink))
            .ok_or_else(|| Stopped::Story("マスタの行を採用できません。".to_owned()))??;
        let position = self.position();
        self.masters.adopt(position, row).map_err(|error| Refusal::MasterRow(error.to_string()))?;
        let stream = named_stream(&format!("master/{}", row.table));
        let told = vec![self.tell(stream, who, day, events::master::MasterEvent::from(row.clone()))];
        Ok(Outcome { told, ..Outcome::default() })
    }

    pub(super) fn receive(&mut self, day: Date, who: &Actor, receiving: &Receiving) -> Result<Outcome, Stopped> {
        let Receiving { case: name, child: child_name, kind, applied, from, office: _, form } = receiving;
        if self.cases.contains_key(name) {
            return Err(Stopped::Story(format!("申請「{name}」はすでに受け付けています。別の名前を付けてください。")));
        }
        let applied = applied.unwrap_or(day);
        let starting = self.starting(child_name, *kind, from.as_deref())?;
        let form = form.on(self.begun(child_name, *kind, starting, day)?)?;
        let admission = admit(*kind, &form, applied, &self.masters)?;
        let Looked { responsible_office, unknown_diseases, checklist } =
            look_up(&form, given(admission.kind, applied), &self.masters);
        let year = u8::try_from(FiscalYear::containing(day).year() - 2018).unwrap_or(0);
        let office = who.office.unwrap_or(OfficeCode::DIVISION);
        let id = ApplicationId(named_stream(&format!("story/case/{name}")));
        let (serial, allocation) = self.allocate(Register::of_receipts(year, office), id.0, LARGEST, who.id)?;
        let receipt_number =
            ReceiptNumber::new(year, office, serial).map_err(|error| Stopped::Refused(error.to_string(), Outcome::default()))?;
        let command = ReceiveApplication {
            who: who.clone(),
            today: day,
            kind: admission.kind,
            application_date: applied,
            arrival: None,
            receipt_number,
            receiving_office: office,
            responsible_office,
            unknown_diseases,
            checklist,
            form: form.clone(),
            child_my_number: None,
            applicant_my_number: None,
            recipient: starting.and_then(|award| Some(self.awards.get(&award)?.granted.recipient)),
            starting_from: starting,
            documents: Vec::new(),
            alike: Vec::new(),
            second_entry: false,
        };
        let events = command.decide(&Application::default())?;
        let told = vec![self.allocated(who, day, allocation)];
        let case = Case { id, child: child_name.clone(), application: Application::default(), form };
        self.cases.insert(name.clone(), case);
        let notes = std::iter::once(format!("受付番号 {receipt_number}（{}）", admission.kind.label()));
        let notes = notes.chain((!admission.because.is_empty()).then_some(admission.because)).collect();
        Ok(Outcome { told, notes, ..Outcome::default() }.and(self.take(name, who, applied, events)?))
    }

    /// The award an application starts from. One that was taken over by a change is not where the next begins.
    fn starting(&self, child: &str, kind: ProcedureKind, from: Option<&str>) -> Result<Option<AwardId>, Stopped> {
        let child = self.child(child)?;
        let award = match from {
            Some(case) => Some(self.case(case)?.application.award().ok_or(Refusal::NoSuchAward)?),
            None if matches!(kind, ProcedureKind::Renewal | ProcedureKind::Change) => self.newest(child),
            None => None,
        };
        if let Some(award) = award
            && self.held(award)?.1.replaced_by.is_some()
        {
            return Err(Refusal::AwardReplaced.into());
        }
        Ok(award)
    }

    /// The award that counts last.
    fn newest(&self, child: &Child) -> Option<AwardId> {
        let standing = |award: &AwardId| self.awards.get(award)?.award.standing();
        let open = child.awards.iter().filter(|award| standing(award).is_some_and(|standing| standing.replaced_by.is_none()));
        open.max_by_key(|award| standing(award).map(|standing| standing.validity.end())).copied()
    }

    /// The form with which an application begins: the family's first, or the last one as the next procedure fills it in.
    fn begun(&self, child: &str, kind: ProcedureKind, starting: Option<AwardId>, day: Date) -> Result<ApplicationForm, Stopped> {
        let Some(award) = starting else { return Ok(self.child(child)?.form.clone()) };
        let last = &self.case(&self.held(award)?.0.case)?.form;
        let mut form = renewal::prefilled(last, kind, day);
        form.earlier = Some(self.earlier(award)?);
        Ok(form)
    }

    pub(super) fn amend(
        &mut self,
        day: Date,
        who: &Actor,
        name: &str,
        applied: Option<Date>,
        part: &FormPart,
    ) -> Result<Outcome, Stopped> {
        let case = self.case(name)?.clone();
        permit(Action::Amend, &case.application, who)?;
        let before = case.form;
        let form = part.on(before.clone())?;
        let kind = case.application.kind().ok_or(Refusal::NoSuchApplication)?;
        let applied = applied.or(case.application.application_date()).unwrap_or(day);
        let admitted = admit(kind, &form, applied, &self.masters)?.kind;
        if admitted != kind {
            return Err(Refusal::KindWouldChange(kind, admitted).into());
        }
        let Looked { responsible_office, unknown_diseases, checklist } = look_up(&form, given(kind, applied), &self.masters);
        let command = AmendApplication {
            who: who.clone(),
            today: day,
            application_date: applied,
            arrival: None,
            responsible_office,
            unknown_diseases,
            checklist,
            before,
            form: form.clone(),
            child_my_number: None,
            applicant_my_number: None,
            basis: if case.application.stage() == Some(Stage::ReturnedForCorrection) {
                AmendmentBasis::IN_ANSWER
            } else {
                AmendmentBasis { ground: AmendmentGround::AtCounter, stands_on: Some(words()?) }
            },
            why: words()?,
        };
        let outcome = self.on_case(day, who, name, command)?;
        if let Some(case) = self.cases.get_mut(name) {
            case.form = form;
        }
        Ok(outcome)
    }

    pub(super) fn documents(&mut self, day: Date, who: &Actor, name: &str, missing: &[String]) -> Result<Outcome, Stopped> {
        let lines = self.case(name)?.application.checklist();
        if let Some(stray) = missing.iter().find(|item| !lines.iter().any(|line| line.item.0 == **item)) {
            return Err(Refusal::NoSuchLine(ChecklistItem(stray.clone())).into());
        }
        let entry = |item: &ChecklistItem| {
            let state = if missing.contains(&item.0) { DocumentState::Missing } else { DocumentState::Received };
            DocumentEntry { item: item.clone(), state, why: None }
        };
        let entries = lines.iter().map(|line| entry(&line.item)).collect();
        self.on_case(day, who, name, RecordDocuments { who: who.clone(), entries })
    }

    pub(super) fn forward(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        self.on_case(day, who, name, ForwardApplication { who: who.clone(), transmittal: None })
    }

    pub(super) fn take_up(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        self.on_case(day, who, name, TakeUpApplication { who: who.clone() })
    }

    pub(super) fn resubmit(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        self.on_case(day, who, name, ResubmitApplication { who: who.clone() })
    }

    pub(super) fn send_back(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        self.on_case(day, who, name, SendBackApplication { who: who.clone(), why: words()? })
    }

    pub(super) fn send_to_office(
        &mut self,
        day: Date,
        who: &Actor,
        name: &str,
        about: &[String],
        due_on: Date,
    ) -> Result<Outcome, Stopped> {
        let phrase = "correction.missing_document";
        let items = about.iter().map(|about| CorrectionItem { about: about.clone(), phrase: phrase.to_owned() }).collect();
        let command = ReturnForCorrection { who: who.clone(), today: day, items, due_on, note: words()? };
        let letters = vec![format!("補正の依頼（期限 {due_on}）")];
        Ok(self.on_case(day, who, name, command)?.and(Outcome { letters, ..Outcome::default() }))
    }

    pub(super) fn examine(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        let case = self.case(name)?;
        permit(Action::Examine, &case.application, who)?;
        let determination = self.determination(case)?;
        let finding = Finding::of(&determination, self.position()).map_err(|error| Stopped::Story(error.to_string()))?;
        let board_required =
            must_be_heard(case.application.kind(), case.application.application_date().unwrap_or(day), &self.masters);
        let command = ExamineApplication { who: who.clone(), finding, board_required };
        let reasons = reasons(&determination);
        match self.on_case(day, who, name, command) {
            Ok(outcome) => Ok(outcome.and(Outcome { reasons, ..Outcome::default() })),
            Err(Stopped::Refused(why, _)) => Err(Stopped::Refused(why, Outcome { reasons, ..Outcome::default() })),
            Err(other) => Err(other),
        }
    }

    pub(super) fn withdraw(&mut self, day: Date, who: &Actor, name: &str, withdrawn_on: Date) -> Result<Outcome, Stopped> {
        self.on_case(day, who, name, WithdrawApplication { who: who.clone(), today: day, withdrawn_on, why: None })
    }
}
