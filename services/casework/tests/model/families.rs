//! Families and the commands about them, told to the program as lines of a story and to the model in its own words.

use std::collections::BTreeMap;

use casework::story::{Act, DiseasePart, FormPart, Hand, Line, MemberPart, Receiving, TransferPart, World};
use events::StaffRole;
use events::sitting::Verdict;
use events::vocabulary::{ChangeGround, DiseaseId, ProcedureKind, Relation, Severity, Yen};
use jiff::civil::Date;

use crate::chance::Chance;
use crate::reference::{Application, Child, Day, Fault, Kind, Money, Own, before, eve, next, terms};

const CHILDREN: usize = 6;

fn date(day: Day) -> Date {
    Date::new(i16::try_from(day.0).unwrap(), i8::try_from(day.1).unwrap(), i8::try_from(day.2).unwrap()).unwrap()
}

fn disease() -> DiseaseId {
    "02_01_001".parse().unwrap()
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Received,
    Forwarded,
    Check,
    Returned,
    Examined,
    Over,
}

#[derive(Clone, Debug)]
struct Case {
    name: String,
    form: Application,
    starting: Option<usize>,
    stage: Stage,
    papers: bool,
    awaits_board: bool,
    verdict: Option<bool>,
}

struct Family {
    name: String,
    birth: Day,
    child: Child,
    cases: Vec<Case>,
}

/// A prefecture, twice: the program's and the model's.
pub struct Prefecture {
    chance: Chance,
    world: World,
    fault: Fault,
    today: Day,
    families: Vec<Family>,
    number: usize,
}

impl Prefecture {
    pub fn new(seed: u64, world: World, fault: Fault) -> Self {
        let mut chance = Chance(seed);
        let families = (0..CHILDREN)
            .map(|at| {
                let year = 2006 + i32::try_from(chance.below(16)).unwrap();
                let birth = match chance.below(4) {
                    0 => (year - year % 4, 2, 29),
                    1 => (year, 9, 30),
                    _ => (year, 1 + u32::try_from(chance.below(12)).unwrap(), 1 + u32::try_from(chance.below(28)).unwrap()),
                };
                Family { name: format!("児童{at}"), birth, child: Child::default(), cases: Vec::new() }
            })
            .collect();
        let mut prefecture = Self { chance, world, fault, today: (2025, 4, 1), families, number: 0 };
        for at in 0..CHILDREN {
            let family = &prefecture.families[at];
            let form = FormPart { birth_date: Some(date(family.birth)), ..FormPart::default() };
            let act = Act::Family { child: family.name.clone(), form };
            prefecture.played(&Hand::default(), act).unwrap().unwrap();
        }
        prefecture
    }

    /// Tells the program; whether it did it, or why not.
    fn played(&mut self, by: &Hand, act: Act) -> Result<Result<(), String>, String> {
        self.number += 1;
        let line = Line { number: self.number, day: date(self.today), by: by.clone(), act };
        let acted = self.world.play(&line).map_err(|bad| bad.to_string())?;
        Ok(acted.refused.map_or(Ok(()), Err))
    }

    /// One command; its name and whether it was done. The difference, where the two do not agree.
    pub fn step(&mut self) -> Result<(&'static str, bool), String> {
        for _ in 0..self.chance.below(5) {
            self.today = next(self.today);
        }
        let at = usize::try_from(self.chance.below(CHILDREN as u64)).unwrap();
        // Around a birthday that matters, a day makes the difference.
        if self.chance.once_in(200) {
            for years in [18, 20] {
                let day = eve(self.families[at].birth, years);
                if day > self.today && day.0 <= 2029 {
                    self.today = day;
                    break;
                }
            }
        }
        let open = self.families[at].cases.iter().rposition(|case| case.stage != Stage::Over);
        match open {
            Some(case) if !self.chance.once_in(12) => self.go_on(at, case),
            _ => match self.families[at].cases.len() {
                0 => self.receive(at),
                cases if self.chance.once_in(6) => {
                    let any = usize::try_from(self.chance.below(cases as u64)).unwrap();
                    self.go_on(at, any)
                }
                _ => self.receive(at),
            },
        }
    }

    fn money(&mut self, oneself: bool) -> Money {
        let levy = [0, 40_000, 70_999, 71_000, 71_000, 120_000, 250_999, 251_000, 400_000];
        Money {
            assistance: self.chance.once_in(12),
            father: (!self.chance.once_in(5)).then(|| self.chance.of(&levy)),
            own: match self.chance.below(18) {
                0..3 => Own::Unknown,
                3..13 => Own::NotTaxed,
                _ => Own::Levy(self.chance.of(&levy)),
            },
            severity: self.chance.of(&[0, 0, 0, 1, 2]),
            income: self.chance.of(&[0, 800_000, 800_001, 809_000, 809_001, 826_500, 826_501, 2_000_000]),
            oneself,
        }
    }

    fn receive(&mut self, at: usize) -> Result<(&'static str, bool), String> {
        let birth = self.families[at].birth;
        let kind = if self.families[at].child.awards.is_empty() {
            self.chance.of(&[Kind::New, Kind::New, Kind::New, Kind::New, Kind::TransferIn, Kind::Renewal, Kind::Change])
        } else {
            self.chance.of(&[
                Kind::Renewal,
                Kind::Renewal,
                Kind::Renewal,
                Kind::Change,
                Kind::Change,
                Kind::New,
                Kind::TransferIn,
            ])
        };
        let mut applied = self.today;
        for _ in 0..self.chance.of(&[0, 0, 0, 1, 7]) {
            applied = before(applied);
        }
        if self.chance.once_in(40) {
            applied = next(self.today);
        }
        let mut diagnosed = applied.min(self.today);
        for _ in 0..self.chance.below(120) {
            diagnosed = before(diagnosed);
        }
        let elsewhere = (before(applied), if self.chance.once_in(4) { before(applied) } else { next(applied) });
        let money = self.money(self.today > eve(birth, 18));
        let starting = matches!(kind, Kind::Renewal | Kind::Change).then(|| self.families[at].child.newest()).flatten();
        let award = starting.map(|award| self.families[at].child.awards[award]);
        let mut form = Application {
            kind,
            applied,
            birth,
            diagnosed,
            late_reason: self.chance.once_in(5),
            previous: if kind == Kind::TransferIn { Some(elsewhere) } else { award.map(|award| (award.from, award.to)) },
            money,
        };
        let admitted = match (kind, form.previous) {
            (Kind::New, _) => true,
            (Kind::Renewal, Some((_, end))) if applied > end => {
                form.kind = Kind::New;
                applied <= eve(birth, 18)
            }
            (Kind::Renewal, Some((_, end))) => end < eve(birth, 20),
            (Kind::Change | Kind::TransferIn, Some((from, to))) => from <= applied && applied <= to,
            (_, None) => false,
        };
        let expected = admitted && applied <= self.today && birth <= applied;
        let name = format!("申請{}", self.number);
        let family = self.families[at].name.clone();
        let receiving = receiving(&name, &family, kind, &form, elsewhere);
        let done = self.agree(&Hand::default(), Act::Receive(receiving), expected, &format!("{form:?}"))?;
        if done {
            let case = Case { name, form, starting, stage: Stage::Received, papers: false, awaits_board: false, verdict: None };
            self.families[at].cases.push(case);
        }
        Ok((
            match kind {
                Kind::New => "receive new",
                Kind::Renewal => "receive renewal",
                Kind::Change => "receive change",
                Kind::TransferIn => "receive transfer in",
            },
            done,
        ))
    }

    /// The next act on a case: mostly the one that is due, at times any other, at times by a hand that must not.
    fn go_on(&mut self, at: usize, which: usize) -> Result<(&'static str, bool), String> {
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
    fn by(&mut self, act: &Act) -> Hand {
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

    fn agree(&mut self, by: &Hand, act: Act, expected: bool, about: &str) -> Result<bool, String> {
        let label = format!("{} {}", act.label(), act.about());
        let came = self.played(by, act)?;
        if came.is_ok() == expected {
            return Ok(expected);
        }
        Err(format!("{:?} {label} by {by:?}: the program says {came:?}, the model {expected}; {about}", self.today))
    }

    /// Every day of a child, in both.
    fn compare(&self, at: usize) -> Result<(), String> {
        let family = &self.families[at];
        let mut days: BTreeMap<Day, i64> = BTreeMap::new();
        for line in self.world.award_lines(date(self.today)).iter().filter(|line| line.child == family.name) {
            let mut day = line.from;
            while day <= line.to {
                let key = (i32::from(day.year()), u32::try_from(day.month()).unwrap(), u32::try_from(day.day()).unwrap());
                if days.insert(key, line.monthly_cap_yen).is_some() {
                    return Err(format!("{}: {day} is covered twice; {:?}", family.name, family.cases));
                }
                day = day.tomorrow().unwrap();
            }
        }
        let other = days.iter().find(|(day, cap)| family.child.days.get(*day) != Some(*cap));
        let missing = family.child.days.iter().find(|(day, _)| !days.contains_key(*day));
        match other.or(missing) {
            None => Ok(()),
            Some((day, cap)) => {
                Err(format!("{} {day:?}: one says {cap}, the other {:?}", family.name, family.child.days.get(day)))
            }
        }
    }

    /// Every day of everybody once more; the program's side.
    pub fn finish(self) -> Result<World, String> {
        for at in 0..self.families.len() {
            self.compare(at)?;
        }
        Ok(self.world)
    }
}

fn members(money: &Money) -> Vec<MemberPart> {
    let member = |relation, insured, taxed: Option<bool>, levy: Option<i64>| MemberPart {
        relation,
        insured,
        same_insurance: true,
        taxed,
        levy_yen: levy.map(|levy| Yen::new(levy).unwrap()),
        designated_city: None,
        housing_loan_credit_yen: None,
        donation_credit_yen: None,
    };
    vec![
        member(Relation::Father, true, Some(money.father.is_some()), money.father),
        match money.own {
            Own::Unknown => member(Relation::Oneself, false, None, None),
            Own::NotTaxed => member(Relation::Oneself, false, Some(false), None),
            Own::Levy(levy) => member(Relation::Oneself, false, Some(true), Some(levy)),
        },
    ]
}

fn receiving(name: &str, child: &str, kind: Kind, form: &Application, elsewhere: (Day, Day)) -> Receiving {
    let severity = [Severity::General, Severity::Severe, Severity::Ventilator][form.money.severity];
    let part = FormPart {
        applicant: Some(if form.money.oneself { Relation::Oneself } else { Relation::Father }),
        public_assistance: Some(form.money.assistance),
        members: Some(members(&form.money)),
        guardian_income_yen: Some(Yen::new(form.money.income).unwrap()),
        diseases: Some(vec![DiseasePart { id: disease(), diagnosed: date(form.diagnosed), severity: Some(severity) }]),
        late_reason: form.late_reason.then_some(events::vocabulary::LateReason::OpinionDelay),
        grounds: Some(if kind == Kind::Change { vec![ChangeGround::Income] } else { Vec::new() }),
        transfer: (kind == Kind::TransferIn).then(|| TransferPart {
            from: date(elsewhere.0),
            to: date(elsewhere.1),
            lost_on: None,
        }),
        ..FormPart::default()
    };
    Receiving {
        case: name.to_owned(),
        child: child.to_owned(),
        kind: match kind {
            Kind::New => ProcedureKind::New,
            Kind::Renewal => ProcedureKind::Renewal,
            Kind::Change => ProcedureKind::Change,
            Kind::TransferIn => ProcedureKind::TransferIn,
        },
        applied: Some(date(form.applied)),
        from: None,
        office: None,
        form: part,
    }
}
