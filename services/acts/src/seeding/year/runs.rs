//! Print runs of the year: frozen on Fridays, released by a second person, printed, matched, posted; sheets are spoiled, envelopes are wrong at
//! first, certificates are voided on the way, post comes back.

use casework::print_run::{MOST_ITEMS, PrintRun, PrintRunCommand, Step as Reached};
use casework::register::Register;
use casework::story::staff;
use events::ids::{AwardId, PrintRunId, named_stream};
use events::print_run::{FoundSheet, Frozen, PrintItem, PrintQuery};
use events::vocabulary::{FreeText, OfficeCode, PostingWay, PrintKind, PrintOrder, ReturnGround, Sheet, SpoilReason};
use events::{Actor, Event, Personal, StaffRole};
use jiff::civil::Weekday;

use super::{Due, Year, YearError, later};
use crate::register::{LARGEST_OF_A_YEAR, fiscal_year};

/// Items rendered in one act.
const RENDERED_AT_ONCE: usize = 50;

/// What is done with a run next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// 承認し、印刷する.
    Print,
    /// 封入を照合する.
    Match,
    /// 発送し、締める.
    Post,
    /// 返戻を受ける.
    Return(u32),
    /// もう一度発送する.
    PostAgain(u32),
}

/// A run.
pub(super) struct Run {
    id: PrintRunId,
    state: PrintRun,
}

impl Year {
    /// On Fridays: whatever was made and is in no run yet.
    pub(super) fn begin_run(&mut self) -> Result<(), YearError> {
        if self.today.weekday() != Weekday::Friday {
            return Ok(());
        }
        let waits = self.papers.iter().filter(|(_, paper)| !paper.printing && paper.certificate.counts());
        let mut awards: Vec<AwardId> = waits.map(|(award, _)| *award).collect();
        awards.sort_by_key(|award| self.item(*award).map(|item| item.recipient_number.to_string()));
        for part in awards.chunks(MOST_ITEMS) {
            self.freeze(part)?;
        }
        Ok(())
    }

    fn item(&self, award: AwardId) -> Option<PrintItem> {
        let paper = self.papers.get(&award)?;
        let granted = self.world.granted(award)?;
        Some(PrintItem {
            award,
            recipient: granted.recipient,
            application: granted.application,
            certificate: paper.id(award),
            copy: paper.copy,
            recipient_number: granted.recipient_number,
        })
    }

    fn freeze(&mut self, awards: &[AwardId]) -> Result<(), YearError> {
        let at = self.runs.len();
        let id = PrintRunId(named_stream(&format!("year/print_run/{at}")));
        let checker = staff(StaffRole::Checker, OfficeCode::DIVISION);
        let year = fiscal_year(self.today).map_err(|error| self.stuck(error))?;
        let serial = self.world.number(&checker, self.today, Register::of_print_runs(year), id.0, LARGEST_OF_A_YEAR);
        let serial = serial.map_err(|refused| self.stuck(refused))?;
        let items: Vec<PrintItem> = awards.iter().filter_map(|award| self.item(*award)).collect();
        let query = PrintQuery {
            kind: PrintKind::All,
            office: None,
            decided_from: self.plan.first_day(),
            decided_until: self.today,
            order: PrintOrder::Number,
        };
        for award in awards {
            if let Some(paper) = self.papers.get_mut(award) {
                paper.printing = true;
            }
        }
        let digests: Vec<String> = items.iter().map(|item| super::papers::digest(item.certificate.0)).collect();
        self.runs.push(Run { id, state: PrintRun::default() });
        let frozen = Frozen { serial, year, query, items, left_out: Vec::new() };
        self.on_run(at, &checker, PrintRunCommand::Freeze(Box::new(frozen)))?;
        let program = Actor::program("print_runs");
        for (part, digests) in digests.chunks(RENDERED_AT_ONCE).enumerate() {
            let first = u32::try_from(part * RENDERED_AT_ONCE + 1).map_err(|error| self.stuck(error))?;
            self.on_run(at, &program, PrintRunCommand::Render { first, digests: digests.to_vec() })?;
        }
        self.put(1, Due::Run(at, Step::Print));
        Ok(())
    }

    fn on_run(&mut self, at: usize, who: &Actor, command: PrintRunCommand) -> Result<(), YearError> {
        let mut state = std::mem::take(&mut self.runs[at].state);
        for fact in self.decide(&mut state, (who.clone(), command))? {
            self.world.tell(self.runs[at].id.0, who, self.today, Event::from(fact.event));
        }
        self.runs[at].state = state;
        self.keep();
        Ok(())
    }

    /// The next step of a run.
    pub(super) fn go_on(&mut self, at: usize, step: Step) -> Result<(), YearError> {
        match step {
            Step::Print => self.print(at),
            Step::Match => self.enclose(at),
            Step::Post => self.post(at),
            Step::Return(item) => self.come_back(at, item),
            Step::PostAgain(item) => self.post_again(at, item),
        }
    }

    fn print(&mut self, at: usize) -> Result<(), YearError> {
        let (checker, approver) =
            (staff(StaffRole::Checker, OfficeCode::DIVISION), staff(StaffRole::Approver, OfficeCode::DIVISION));
        let digest = self.runs[at].state.digest().ok_or_else(|| self.stuck("nothing is rendered"))?;
        self.on_run(at, &approver, PrintRunCommand::Release { digest })?;
        let all = self.items_of(at);
        self.on_run(at, &checker, PrintRunCommand::ConfirmPrinted { from: 1, until: all })?;
        for item in 1..=all {
            if self.dice.one_in(90) {
                self.on_run(at, &checker, PrintRunCommand::Spoil { item, reason: SpoilReason::Jammed })?;
                self.on_run(at, &checker, PrintRunCommand::ConfirmPrinted { from: item, until: item })?;
            }
        }
        self.put(1, Due::Run(at, Step::Match));
        Ok(())
    }

    fn items_of(&self, at: usize) -> u32 {
        u32::try_from(self.runs[at].state.items().len()).unwrap_or(u32::MAX)
    }

    /// Whether the certificate of an item counts.
    fn counts(&self, at: usize, item: u32) -> bool {
        let Some(item) = self.runs[at].state.item(item) else { return false };
        self.papers.get(&item.award).is_some_and(|paper| paper.copy == item.copy && paper.certificate.counts())
    }

    fn enclose(&mut self, at: usize) -> Result<(), YearError> {
        let checker = staff(StaffRole::Checker, OfficeCode::DIVISION);
        for item in 1..=self.items_of(at) {
            let counts = self.counts(at, item);
            let sheet = |sheet: &Sheet| FoundSheet { item: Some(item), sheet: *sheet, counts };
            let whole: Vec<FoundSheet> = Sheet::ENCLOSED.iter().map(sheet).collect();
            if self.dice.one_in(70) {
                // One sheet is not there.
                let found = whole.iter().take(1).copied().collect();
                self.on_run(at, &checker, PrintRunCommand::Match { found })?;
            }
            self.on_run(at, &checker, PrintRunCommand::Match { found: whole })?;
        }
        self.put(1, Due::Run(at, Step::Post));
        Ok(())
    }

    fn post(&mut self, at: usize) -> Result<(), YearError> {
        let checker = staff(StaffRole::Checker, OfficeCode::DIVISION);
        let without = self.runs[at].state.lacking(Reached::Matched);
        let items: Vec<u32> = (1..=self.items_of(at)).filter(|item| !without.contains(item) && self.counts(at, *item)).collect();
        if !items.is_empty() {
            let way = PostingWay::Ordinary;
            let (on, today) = (self.today, self.today);
            self.on_run(at, &checker, PrintRunCommand::Post { items: items.clone(), on, way, void: Vec::new(), today })?;
        }
        let words = |text: &str| FreeText::parse(text).map(Personal::Open);
        let left = self.runs[at].state.unexplained(&[]);
        for award in &left {
            let why = words("途中で無効になったため").map_err(|error| self.stuck(error))?;
            let due_on = later(self.today, 14);
            let missing = Vec::new();
            self.on_run(at, &checker, PrintRunCommand::Explain { award: *award, why, due_on, missing })?;
        }
        self.on_run(at, &checker, PrintRunCommand::Close { missing: Vec::new() })?;
        for award in left {
            let how = words("廃棄した").map_err(|error| self.stuck(error))?;
            self.on_run(at, &checker, PrintRunCommand::Settle { award, how })?;
        }
        for item in items {
            if self.dice.one_in(60) {
                let days = self.dice.between(5, 12);
                self.put(days, Due::Run(at, Step::Return(item)));
            }
        }
        Ok(())
    }

    fn come_back(&mut self, at: usize, item: u32) -> Result<(), YearError> {
        let checker = staff(StaffRole::Checker, OfficeCode::DIVISION);
        let (on, today) = (self.today, self.today);
        self.on_run(at, &checker, PrintRunCommand::Return { item, on, ground: ReturnGround::Moved, today })?;
        let days = self.dice.between(2, 9);
        self.put(days, Due::Run(at, Step::PostAgain(item)));
        Ok(())
    }

    fn post_again(&mut self, at: usize, item: u32) -> Result<(), YearError> {
        // What was voided meanwhile is thrown away.
        if !self.counts(at, item) {
            return Ok(());
        }
        let checker = staff(StaffRole::Checker, OfficeCode::DIVISION);
        let (on, today, way) = (self.today, self.today, PostingWay::SpecifiedRecord);
        self.on_run(at, &checker, PrintRunCommand::Post { items: vec![item], on, way, void: Vec::new(), today })
    }
}
