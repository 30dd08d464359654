//! What is done about an application that was received, told to the program and to the model.

use std::collections::BTreeMap;

use casework::story::{Act, FormPart, Hand};
use events::StaffRole;
use events::sitting::Verdict;

use super::{Case, Prefecture, Stage, date, disease, members};
use crate::reference::{next, terms};

impl Prefecture {
    /// The next act on a case: mostly the one that is due, at times any other, at times by a hand that must not.
    pub(super) fn go_on(&mut self, at: usize, which: usize) -> Result<(&'static str, bool), String> {
        let case = self.families[at].cases[which].clone();
        let due = match case.stage {
            Stage::Received | Stage::Returned if !case.papers => "documents",
            Stage::Received => "forward",
            Stage::Forwarded => "take_up",
            Stage::Check if case.awaits_board => "hear",
            Stage::Check if case.verdict == Some(false) => "refuse",
            Stage::Check if !case.papers => "return",
            Stage::Check => "examine",
            Stage::Returned => "resubmit",
            Stage::Examined => "approve",
            Stage::Over => "withdraw",
        };
        let any = [
            "documents",
            "forward",
            "take_up",
            "return",
            "resubmit",
            "examine",
            "approve",
            "refuse",
            "withdraw",
            "send_back",
            "put_before_board",
            "hear",
            "amend",
        ];
        let word = if self.chance.once_in(5) { self.chance.of(&any) } else { due };
        // A case that can never be decided is taken back at times, so that the family goes on.
        let granted = terms(&case.form, self.fault);
        let mut child = self.families[at].child.clone();
        let stuck = match word {
            "examine" => granted.is_none(),
            "approve" => !granted.is_some_and(|granted| child.grant(&case.form, case.starting, granted)),
            _ => false,
        };
        let word = if stuck && self.chance.once_in(2) { "withdraw" } else { word };
        self.carry_out(at, which, word)
    }

    fn carry_out(&mut self, at: usize, which: usize, word: &'static str) -> Result<(&'static str, bool), String> {
        let case = self.families[at].cases[which].clone();
        let name = case.name.clone();
        let stage = case.stage;
        let granted = terms(&case.form, self.fault);
        let board_says_no = case.awaits_board || case.verdict == Some(false);
        let mut after = case.clone();
        let (act, possible) = match word {
            "documents" => {
                after.papers = true;
                (
                    Act::Documents { case: name, missing: Vec::new() },
                    matches!(stage, Stage::Received | Stage::Returned) && !case.papers,
                )
            }
            "forward" => {
                after.stage = Stage::Forwarded;
                (Act::Forward { case: name }, stage == Stage::Received)
            }
            "take_up" => {
                after.stage = Stage::Check;
                (Act::TakeUp { case: name }, stage == Stage::Forwarded)
            }
            "return" => {
                after.stage = Stage::Returned;
                let about = vec!["household".to_owned()];
                (Act::Return { case: name, about, due_on: date(next(self.today)) }, stage == Stage::Check)
            }
            "resubmit" => {
                after.stage = Stage::Forwarded;
                (Act::Resubmit { case: name }, stage == Stage::Returned)
            }
            "examine" => {
                after.stage = Stage::Examined;
                let possible = stage == Stage::Check && case.papers && granted.is_some() && !board_says_no;
                (Act::Examine { case: name }, possible)
            }
            "send_back" => {
                after.stage = Stage::Check;
                (Act::SendBack { case: name }, stage == Stage::Examined)
            }
            "approve" => return self.approve(at, which),
            "refuse" => {
                after.stage = Stage::Over;
                let act = Act::Refuse { case: name, ground: "refusal.criteria_not_met".to_owned() };
                (act, matches!(stage, Stage::Check | Stage::Examined) && case.verdict.is_some() && !case.awaits_board)
            }
            "withdraw" => {
                after.stage = Stage::Over;
                (Act::Withdraw { case: name, withdrawn_on: None }, stage != Stage::Over)
            }
            "put_before_board" => {
                after.awaits_board = true;
                let possible = stage == Stage::Check && !case.awaits_board && case.verdict.is_none();
                (Act::PutBeforeBoard { case: name }, possible)
            }
            "hear" => return self.hear(at, which),
            _ => {
                let levy = self.chance.of(&[40_000, 71_000, 300_000]);
                let changed = after.form.money.father.replace(levy) != Some(levy);
                let form = FormPart { members: Some(members(&after.form.money)), ..FormPart::default() };
                let possible = matches!(stage, Stage::Received | Stage::Returned) && changed;
                (Act::Amend { case: name, applied: None, form }, possible)
            }
        };
        let by = self.by(&act);
        let possible = possible && by == Hand::default();
        let done = self.agree(&by, act, possible, &format!("{case:?}"))?;
        if done {
            self.families[at].cases[which] = after;
        }
        Ok((word, done))
    }

    /// Now and then a hand that must not: somebody of another role.
    pub(super) fn by(&mut self, act: &Act) -> Hand {
        if !self.chance.once_in(25) {
            return Hand::default();
        }
        let roles = [StaffRole::Counter, StaffRole::Checker, StaffRole::Approver, StaffRole::BoardClerk, StaffRole::Auditor];
        let role = self.chance.of(&roles);
        if role == act.role() { Hand::default() } else { Hand { role: Some(role), ..Hand::default() } }
    }

    fn approve(&mut self, at: usize, which: usize) -> Result<(&'static str, bool), String> {
        let case = self.families[at].cases[which].clone();
        let own_work = self.chance.once_in(10);
        let by = if own_work {
            Hand { person: Some("checker/00".to_owned()), role: Some(StaffRole::Approver), office: None }
        } else {
            Hand::default()
        };
        let mut child = self.families[at].child.clone();
        let granted = terms(&case.form, self.fault);
        let possible = case.stage == Stage::Examined
            && !own_work
            && granted.is_some_and(|granted| child.grant(&case.form, case.starting, granted));
        let done = self.agree(&by, Act::Approve { case: case.name.clone() }, possible, &format!("{case:?}"))?;
        if done {
            self.families[at].child = child;
            self.families[at].cases[which].stage = Stage::Over;
            self.compare(at)?;
        }
        Ok(("approve", done))
    }

    /// A sitting of its own, scheduled, held and closed on one day.
    fn hear(&mut self, at: usize, which: usize) -> Result<(&'static str, bool), String> {
        let case = self.families[at].cases[which].clone();
        let sitting = format!("審査会{}", self.number);
        let today = date(self.today);
        let schedule = Act::Schedule { sitting: sitting.clone(), held_on: today, cut_off_on: today };
        self.agree(&Hand::default(), schedule, true, "")?;
        let waits = |case: &Case| case.stage == Stage::Check && case.awaits_board;
        let any = self.families.iter().flat_map(|family| &family.cases).any(waits);
        self.agree(&Hand::default(), Act::Agenda { sitting: sitting.clone() }, any, "")?;
        let approves = !self.chance.once_in(3);
        let verdict = if approves { Verdict::Approve } else { Verdict::Refuse };
        let verdicts = BTreeMap::from([(disease(), verdict)]);
        let hear = Act::Hear { sitting: sitting.clone(), case: case.name.clone(), verdicts };
        let done = self.agree(&Hand::default(), hear, waits(&case), &format!("{case:?}"))?;
        if done {
            let case = &mut self.families[at].cases[which];
            (case.awaits_board, case.verdict) = (false, Some(approves));
        }
        self.agree(&Hand::default(), Act::Close { sitting }, true, "")?;
        Ok(("hear", done))
    }

    pub(super) fn agree(&mut self, by: &Hand, act: Act, expected: bool, about: &str) -> Result<bool, String> {
        let label = format!("{} {}", act.label(), act.about());
        let came = self.played(by, act)?;
        if came.is_ok() == expected {
            return Ok(expected);
        }
        Err(format!("{:?} {label} by {by:?}: the program says {came:?}, the model {expected}; {about}", self.today))
    }
}
