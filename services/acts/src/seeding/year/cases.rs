//! Applications of the year: from the counter over the check to the decision, with papers that are missing, boards that are heard, families that
//! do not go on.

use casework::story::{Act, Receiving};
use events::letter::LetterKind;
use events::vocabulary::{ChangeGround, ProcedureKind, ValidityPeriod};

use super::notices::Tell;
use super::{Due, Year, YearError, later};

/// Where a case goes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// 進達する.
    Forward,
    /// 点検を始める.
    TakeUp,
    /// もう一度審査会に付議する.
    TakeUpAgain,
    /// 補正を終えて再提出する.
    Resubmit,
    /// 点検を終える.
    Examine,
    /// 認定する.
    Approve,
    /// 不認定とする.
    Refuse,
    /// 取下げを受け付ける.
    Withdraw,
}

/// A case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Case {
    pub(super) family: usize,
    pub(super) kind: ProcedureKind,
    /// Papers are missing that the family is asked for.
    lacks: bool,
    /// The board is heard.
    doubtful: bool,
}

impl Year {
    /// A family comes for the first time.
    pub(super) fn arrive(&mut self, at: usize) -> Result<(), YearError> {
        let family = &self.families[at];
        let (name, form) = (family.name.clone(), family.form.clone());
        self.world.enrol(&name, form);
        let receiving = Receiving { applied: Some(family.comes), ..self.receiving(at, family.kind) };
        self.receive(at, receiving)
    }

    /// A family applies for the renewal.
    pub(super) fn renew(&mut self, at: usize) -> Result<(), YearError> {
        let Some(validity) = self.newest(at).filter(|validity| validity.end() == self.plan.common_end()) else { return Ok(()) };
        if self.families[at].leaves {
            return Ok(());
        }
        let start = later(validity.end(), 1).max(self.today);
        let form = self.families[at].renewed(&mut self.dice, start);
        let receiving = Receiving { form, ..self.receiving(at, ProcedureKind::Renewal) };
        self.receive(at, receiving)
    }

    /// A family's income changed.
    pub(super) fn change(&mut self, at: usize) -> Result<(), YearError> {
        let left = later(self.today, 70);
        let runs = self.newest(at).is_some_and(|validity| validity.contains(self.today) && validity.contains(left));
        if !runs || self.families[at].leaves {
            return Ok(());
        }
        let mut form = self.families[at].changed(&mut self.dice);
        form.grounds = Some(vec![ChangeGround::Income]);
        let receiving = Receiving { form, ..self.receiving(at, ProcedureKind::Change) };
        self.receive(at, receiving)
    }

    fn receiving(&self, at: usize, kind: ProcedureKind) -> Receiving {
        let family = &self.families[at];
        Receiving {
            case: format!("{}の申請{}", family.name, family.applied + 1),
            child: family.name.clone(),
            kind,
            applied: None,
            from: None,
            office: None,
            form: casework::story::FormPart::default(),
        }
    }

    /// 有効期間 of the newest award of a family, as it stands.
    pub(super) fn newest(&self, at: usize) -> Option<ValidityPeriod> {
        let (.., award) = self.world.awarded(self.families[at].awarded.last()?)?;
        award.standing().filter(|standing| !standing.annulled).map(|standing| standing.validity)
    }

    fn receive(&mut self, at: usize, receiving: Receiving) -> Result<(), YearError> {
        let (name, kind) = (receiving.case.clone(), receiving.kind);
        self.families[at].applied += 1;
        if !self.play(Act::Receive(receiving))? {
            return Ok(());
        }
        let lacks = self.dice.one_in(7);
        let doubtful = kind != ProcedureKind::Change && self.dice.one_in(8);
        let missing = if lacks { self.a_paper(&name) } else { Vec::new() };
        let lacks = !missing.is_empty();
        self.cases.insert(name.clone(), Case { family: at, kind, lacks, doubtful });
        self.play(Act::Documents { case: name.clone(), missing })?;
        self.soon((0, 3), &name, Step::Forward);
        Ok(())
    }

    /// One line of the checklist.
    fn a_paper(&self, case: &str) -> Vec<String> {
        let lines = self.world.application(case).map(|(_, application)| application.checklist()).unwrap_or_default();
        lines.last().map(|line| line.item.0.clone()).into_iter().collect()
    }

    pub(super) fn soon(&mut self, (from, until): (u32, u32), case: &str, step: Step) {
        let days = self.dice.between(from, until);
        self.put(days, Due::Step(case.to_owned(), step));
    }

    /// A case goes on. Whoever is no longer entitled takes it back.
    pub(super) fn step(&mut self, name: &str, step: Step) -> Result<(), YearError> {
        let Some(case) = self.cases.get(name).cloned() else { return Ok(()) };
        let case_name = name.to_owned();
        if self.families[case.family].leaves || step == Step::Withdraw {
            self.cases.remove(name);
            return self.play(Act::Withdraw { case: case_name, withdrawn_on: None }).map(drop);
        }
        match step {
            Step::Forward => {
                self.play(Act::Forward { case: case_name })?;
                self.soon((1, 6), name, Step::TakeUp);
            }
            Step::TakeUp => {
                self.play(Act::TakeUp { case: case_name })?;
                self.check(name, &case)?;
            }
            Step::TakeUpAgain => self.play(Act::PutBeforeBoard { case: case_name }).map(drop)?,
            Step::Resubmit => {
                self.play(Act::Documents { case: case_name.clone(), missing: Vec::new() })?;
                self.play(Act::Resubmit { case: case_name })?;
                self.soon((1, 5), name, Step::TakeUp);
            }
            Step::Examine => {
                self.play(Act::Examine { case: case_name })?;
                self.soon((1, 12), name, Step::Approve);
            }
            Step::Approve => self.approve(name, &case)?,
            Step::Refuse => self.refuse(name, &case)?,
            Step::Withdraw => {}
        }
        Ok(())
    }

    fn check(&mut self, name: &str, case: &Case) -> Result<(), YearError> {
        let case_name = name.to_owned();
        if case.lacks {
            let (about, due_on) = (self.a_paper(name), later(self.today, 14));
            if self.play(Act::Return { case: case_name, about, due_on })? {
                self.letter(name, LetterKind::CorrectionRequest, "application.returned_for_correction")?;
            }
            if let Some(case) = self.cases.get_mut(name) {
                case.lacks = false;
            }
            let step = if self.dice.one_in(12) { Step::Withdraw } else { Step::Resubmit };
            self.soon((5, 25), name, step);
        } else if case.doubtful {
            self.play(Act::PutBeforeBoard { case: case_name })?;
        } else {
            self.soon((0, 5), name, Step::Examine);
        }
        Ok(())
    }

    fn approve(&mut self, name: &str, case: &Case) -> Result<(), YearError> {
        if !self.play(Act::Approve { case: name.to_owned() })? {
            // What it goes on from is another meanwhile.
            self.soon((1, 3), name, Step::Withdraw);
            return Ok(());
        }
        self.cases.remove(name);
        let approved = self.said("application.approved");
        let first = self.families[case.family].awarded.is_empty();
        self.families[case.family].awarded.push(name.to_owned());
        let Some((award, granted, _)) = self.world.awarded(name) else { return Ok(()) };
        let end = granted.conclusion.validity.end();
        self.ends.entry(end).or_default().insert(case.family);
        self.issue(award)?;
        let kind = if case.kind == ProcedureKind::Change { LetterKind::ChangeNotice } else { LetterKind::ApprovalNotice };
        self.letter_of(name, kind, approved)?;
        if first {
            self.fate(case.family);
        }
        // Who was decided after the campaign began is asked at the counter.
        if end == self.plan.common_end() && self.campaign.is_some() && case.kind != ProcedureKind::Change {
            let days = self.dice.between(5, 20);
            self.put(days, Due::Renew(case.family));
        }
        Ok(())
    }

    fn refuse(&mut self, name: &str, case: &Case) -> Result<(), YearError> {
        let ground = "refusal.criteria_not_met".to_owned();
        if self.play(Act::Refuse { case: name.to_owned(), ground })? {
            let kind = if case.kind == ProcedureKind::Change { LetterKind::ChangeRefusal } else { LetterKind::RefusalNotice };
            self.letter(name, kind, "application.refused")?;
            self.cases.remove(name);
        }
        Ok(())
    }

    /// What life brings a family that is entitled.
    fn fate(&mut self, at: usize) {
        let tells = [
            (60, Tell::Died),
            (35, Tell::MovedOut),
            (18, Tell::Moved),
            (60, Tell::Recovered),
            (30, Tell::LostCard),
            (40, Tell::OtherInsurance),
        ];
        for (times, tell) in tells {
            if self.dice.one_in(times) {
                let days = self.dice.between(10, 220);
                self.put(days, Due::Tell(at, tell));
            }
        }
        if self.dice.one_in(14) {
            let days = self.dice.between(20, 200);
            self.put(days, Due::Change(at));
        }
        if self.dice.one_in(80) {
            let days = self.dice.between(10, 120);
            self.put(days, Due::Redress(at, false));
        }
        if self.dice.one_in(200) {
            let days = self.dice.between(30, 150);
            self.put(days, Due::Redress(at, true));
        }
    }
}
