//! The count that knows nothing of the program: events as text, one after the other. It uses neither the types of the events nor the folds of
//! the read models; of the program it takes the census and the days of the plan.

mod lists;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde_json::Value;

use crate::seeding::year::Citizen;

/// Figures by what they count.
pub type Figures = BTreeMap<String, i64>;

/// An event as it lies in the log.
#[derive(Clone, Debug)]
pub struct Line {
    position: i64,
    stream: String,
    kind: String,
    on: Date,
    /// The day in Japan on which it was recorded.
    day: Date,
    body: Value,
}

impl Line {
    pub fn of(recorded: &store::Recorded) -> Self {
        Self {
            position: recorded.position,
            stream: recorded.stream_id.to_string(),
            kind: recorded.event_type.clone(),
            on: recorded.effective_on,
            day: recorded.recorded_at.to_zoned(TimeZone::fixed(Offset::constant(9))).date(),
            body: serde_json::from_str(&recorded.payload).unwrap(),
        }
    }

    fn text(&self, pointer: &str) -> String {
        match self.body.pointer(pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        }
    }

    fn date(&self, pointer: &str) -> Date {
        self.text(pointer).parse().unwrap()
    }

    fn number(&self, pointer: &str) -> i64 {
        self.body.pointer(pointer).and_then(Value::as_i64).unwrap()
    }

    fn length(&self, pointer: &str) -> i64 {
        i64::try_from(self.body.pointer(pointer).and_then(Value::as_array).unwrap().len()).unwrap()
    }
}

/// What is done wrong on purpose, to see that it is found.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// The last event of this type is left out.
    Without(&'static str),
    /// A value of the last event of this type is another.
    Changed(&'static str, &'static str, &'static str),
    /// Somebody of the census is ten years older.
    Older,
}

/// Each with what must name it.
pub const FAULTS: [(Fault, &str); 10] = [
    (Fault::Without("award.granted"), "office"),
    (Fault::Changed("award.granted", "/conclusion/tier", "VII"), "tier"),
    (Fault::Changed("award.granted", "/conclusion/responsible_office", "77"), "office 77"),
    (Fault::Without("application.approved"), "decided"),
    (Fault::Without("letter.issued"), "letters"),
    (Fault::Without("certificate.issued"), "certificate"),
    (Fault::Without("print_run.posted"), "print run"),
    (Fault::Without("sitting.case_heard"), "sitting"),
    (Fault::Without("notice.settled"), "notice"),
    (Fault::Older, "age"),
];

/// The events and the census.
#[derive(Clone, Debug)]
pub struct Counted {
    lines: Vec<Line>,
    census: BTreeMap<String, (Date, Option<&'static str>)>,
}

#[derive(Clone, Debug)]
struct Award {
    recipient: String,
    from: Date,
    until: Date,
    annulled: bool,
    ended: String,
    office: String,
    kind: String,
    decided_on: Date,
    tier: String,
    severity: String,
    cap: i64,
    diseases: Vec<String>,
}

fn day_before(day: Date) -> Date {
    day.yesterday().unwrap()
}

fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

impl Counted {
    pub fn of(lines: Vec<Line>, census: &[Citizen]) -> Self {
        let citizen = |one: &Citizen| (one.recipient.to_string(), (one.born, one.sex.map(events::vocabulary::Sex::code)));
        Self { lines, census: census.iter().map(citizen).collect() }
    }

    pub fn with(&self, fault: Fault) -> Self {
        let mut wrong = self.clone();
        // One that has taken effect.
        let last = |kind: &str| self.lines.iter().rposition(|line| line.kind == kind && line.on <= line.day).unwrap();
        match fault {
            Fault::Without(kind) => drop(wrong.lines.remove(last(kind))),
            Fault::Changed(kind, pointer, value) => {
                *wrong.lines[last(kind)].body.pointer_mut(pointer).unwrap() = Value::String(value.to_owned());
            }
            Fault::Older => {
                // Somebody who is entitled on the last day.
                let today = self.lines.last().unwrap().day;
                let counting = self.awards(i64::MAX).into_values().filter(|award| !award.annulled && award.from <= today);
                let last = counting.max_by_key(|award| award.until).unwrap();
                let born = wrong.census.get_mut(&last.recipient).unwrap();
                born.0 = Date::new(born.0.year() - 10, born.0.month(), 1).unwrap();
            }
        }
        wrong
    }

    fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.kind == kind)
    }

    /// How many awards were granted.
    pub fn granted(&self) -> usize {
        self.of_kind("award.granted").count()
    }

    /// How many open cases went to another office.
    pub fn moved(&self) -> usize {
        self.of_kind("application.office_moved").count()
    }

    /// Position of the last event recorded by a day.
    pub fn position_on(&self, day: Date) -> i64 {
        self.lines.iter().filter(|line| line.day <= day).map(|line| line.position).max().unwrap()
    }

    /// Standard periods: position, first day, last day, days.
    fn terms(&self) -> Vec<(i64, Date, Option<Date>, i64)> {
        let rows = self.of_kind("master.row_adopted").filter(|line| line.text("/key") == "processing.days");
        let row = |line: &Line| {
            (line.position, line.date("/valid_from"), line.text("/valid_to").parse().ok(), line.number("/values/value"))
        };
        rows.map(row).collect()
    }

    /// The different standard periods by which decisions were measured.
    pub fn periods(&self) -> BTreeSet<i64> {
        self.handled().into_iter().map(|one| one.standard).collect()
    }

    /// Every award as it stood when a position was the last.
    fn awards(&self, known: i64) -> BTreeMap<String, Award> {
        let mut awards: BTreeMap<String, Award> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.position <= known) {
            if line.kind == "award.granted" {
                let award = Award {
                    recipient: line.text("/recipient"),
                    from: line.date("/conclusion/validity/start"),
                    until: line.date("/conclusion/validity/end"),
                    annulled: false,
                    ended: String::new(),
                    office: line.text("/conclusion/responsible_office"),
                    kind: line.text("/kind"),
                    decided_on: line.date("/decided_on"),
                    tier: line.text("/conclusion/tier"),
                    severity: line.text("/conclusion/severity"),
                    cap: line.number("/conclusion/monthly_cap"),
                    diseases: line.body["diseases"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|id| id.as_str().unwrap().to_owned())
                        .collect(),
                };
                awards.insert(line.stream.clone(), award);
                continue;
            }
            let about = if line.kind == "recipient.particulars_changed" { line.text("/award") } else { line.stream.clone() };
            let Some(award) = awards.get_mut(&about) else { continue };
            match line.kind.as_str() {
                "recipient.particulars_changed" if !line.text("/responsible_office").is_empty() => {
                    award.office = line.text("/responsible_office");
                }
                "award.ended" => (award.until, award.ended) = (line.date("/last_day"), line.text("/ground")),
                "award.replaced" => (award.until, award.ended) = (day_before(line.date("/from")), "replaced".to_owned()),
                "award.revoked" if line.date("/from") <= award.from => {
                    (award.annulled, award.ended) = (true, "annulled".to_owned());
                }
                "award.revoked" => (award.until, award.ended) = (day_before(line.date("/from")), "revoked".to_owned()),
                "award.corrected" => {
                    (award.from, award.until) = (line.date("/right/validity/start"), line.date("/right/validity/end"));
                    (award.tier, award.severity) = (line.text("/right/tier"), line.text("/right/severity"));
                    award.cap = line.number("/right/monthly_cap");
                }
                _ => {}
            }
        }
        awards
    }

    /// Where each recipient lives, as it stood when a position was the last.
    fn towns(&self, known: i64) -> BTreeMap<String, String> {
        let mut towns = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.position <= known) {
            let tells = ["recipient.registered", "recipient.particulars_changed"].contains(&line.kind.as_str());
            if tells && !line.text("/municipality").is_empty() {
                towns.insert(line.stream.clone(), line.text("/municipality"));
            }
        }
        towns
    }

    fn age(&self, recipient: &str, on: Date) -> &'static str {
        let Some((born, _)) = self.census.get(recipient) else { return "unknown" };
        let had = (on.month(), on.day()) >= (born.month(), born.day());
        match on.year() - born.year() - i16::from(!had) {
            ..0 => "unknown",
            0..5 => "0-4",
            5..10 => "5-9",
            10..15 => "10-14",
            15..18 => "15-17",
            18..20 => "18-19",
            _ => "20-",
        }
    }

    fn sex(&self, recipient: &str) -> &'static str {
        self.census.get(recipient).and_then(|(_, sex)| *sex).unwrap_or("unknown")
    }

    /// The awards of a day by everything they are counted by.
    pub fn statistics(&self, name: &str, on: Date, known: i64) -> Figures {
        let mut figures = Figures::new();
        let towns = self.towns(known);
        let counting = self.awards(known).into_values().filter(|one| !one.annulled && one.from <= on && on <= one.until);
        for award in counting {
            let mut add = |what: String| *figures.entry(format!("{name} {what}")).or_default() += 1;
            let group = award.diseases.first().map_or("unknown", |id| &id[..2]);
            let (age, sex) = (self.age(&award.recipient, on), self.sex(&award.recipient));
            add(format!("group {group}"));
            add(format!("office {}", award.office));
            add(format!("municipality {}", towns[&award.recipient]));
            for disease in award.diseases.iter().collect::<BTreeSet<_>>() {
                add(format!("disease {disease}"));
            }
            add(format!("tier {}", if award.tier.is_empty() { "unknown" } else { &award.tier }));
            add(format!("severity {}", award.severity));
            add(format!("kind {}", award.kind));
            add(format!("month {}", month(award.decided_on)));
            add(format!("age {age}"));
            add(format!("sex {sex}"));
            add(format!("national {group} {age} {sex}"));
            *figures.entry(format!("{name} caps of office {} tier {}", award.office, award.tier)).or_default() += award.cap;
        }
        figures.retain(|_, count| *count != 0);
        figures
    }
}
