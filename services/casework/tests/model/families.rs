//! Families and the commands about them, told to the program as lines of a story and to the model in its own words.

mod going_on;

use std::collections::BTreeMap;

use casework::story::{Act, DiseasePart, FormPart, Hand, Line, MemberPart, Receiving, TransferPart, World};
use events::vocabulary::{ChangeGround, DiseaseId, ProcedureKind, Relation, Severity, Yen};
use jiff::civil::Date;

use crate::chance::Chance;
use crate::reference::{Application, Child, Day, Fault, Kind, Money, Own, before, eve, next};

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
