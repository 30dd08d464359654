//! Decisions, letters, certificates, runs, sittings, notices and the campaign, counted over the events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Counted, Figures, Line, month};
use crate::seeding::year::YearPlan;

/// A decision.
pub(super) struct Handled {
    kind: String,
    office: String,
    decided_on: Date,
    approved: bool,
    days: i64,
    pub(super) standard: i64,
}

impl Counted {
    /// Everything that is not of a day.
    pub fn lists(&self, plan: YearPlan) -> Figures {
        let mut figures = Figures::new();
        let mut add = |what: String, count: i64| *figures.entry(what).or_default() += count;
        for one in self.handled() {
            let group = format!("{} {} {}", one.kind, one.office, month(one.decided_on));
            add(format!("decided {group}"), 1);
            add(format!("approved {group}"), i64::from(one.approved));
            add(format!("late {group}"), i64::from(one.days > one.standard));
            add(format!("days {group}"), one.days);
        }
        for award in self.awards(i64::MAX).into_values() {
            add(format!("ended {}", award.ended).trim_end().to_owned(), 1);
        }
        self.letters(&mut add);
        self.certificates(&mut add);
        self.runs(&mut add);
        self.sittings(&mut add);
        self.notices(&mut add);
        self.campaign(plan, &mut add);
        figures.retain(|_, count| *count != 0);
        figures
    }

    /// Every decision calls for a letter; what was made is counted too.
    fn letters(&self, add: &mut impl FnMut(String, i64)) {
        let kinds: BTreeMap<&str, String> =
            self.of_kind("application.received").map(|line| (line.stream.as_str(), line.text("/kind"))).collect();
        let change = |line: &Line| kinds.get(line.stream.as_str()).is_some_and(|kind| kind == "change");
        for line in &self.lines {
            let letter = match line.kind.as_str() {
                "application.approved" if change(line) => "change_notice",
                "application.approved" => "approval_notice",
                "application.refused" if change(line) => "change_refusal",
                "application.refused" => "refusal_notice",
                "application.returned_for_correction" => "correction_request",
                "award.revoked" => "revocation_notice",
                "award.corrected" => "redress_notice",
                "award.ended" if line.text("/ground") == "moved" => "transfer_notice",
                _ => continue,
            };
            add(format!("letters called for {letter}"), 1);
        }
        for line in self.of_kind("letter.issued") {
            add(format!("letters made {} {}", line.text("/kind"), month(line.date("/issued_on"))), 1);
        }
    }

    fn certificates(&self, add: &mut impl FnMut(String, i64)) {
        let mut states: BTreeMap<String, &str> =
            self.of_kind("award.granted").map(|line| (line.stream.clone(), "waiting")).collect();
        for line in &self.lines {
            let state = match line.kind.as_str() {
                "certificate.issued" => "issued",
                "certificate.voided" if line.text("/replaced") == "true" => "waiting",
                "certificate.voided" => "voided",
                _ => continue,
            };
            states.insert(line.text("/award"), state);
        }
        for state in states.values() {
            add(format!("certificate {state}"), 1);
        }
    }

    fn runs(&self, add: &mut impl FnMut(String, i64)) {
        let serial = |line: &Line| format!("{}-{}", line.number("/year"), line.number("/serial"));
        let names: BTreeMap<&str, String> =
            self.of_kind("print_run.frozen").map(|line| (line.stream.as_str(), serial(line))).collect();
        for line in self.lines.iter().filter(|line| line.kind.starts_with("print_run.")) {
            let name = format!("print run {}", names[line.stream.as_str()]);
            match line.kind.as_str() {
                "print_run.frozen" => add(format!("{name} items"), line.length("/items")),
                "print_run.rendered" => add(format!("{name} rendered"), line.length("/digests")),
                "print_run.posted" => add(format!("{name} posted"), line.length("/items")),
                "print_run.returned" => add(format!("{name} posted"), -1),
                "print_run.mismatched" => add(format!("{name} mismatches"), 1),
                "print_run.explained" => add(format!("{name} tasks"), 1),
                "print_run.settled" => add(format!("{name} tasks"), -1),
                "print_run.closed" => add(format!("{name} closed"), 1),
                _ => {}
            }
        }
    }

    fn sittings(&self, add: &mut impl FnMut(String, i64)) {
        let held: BTreeMap<&str, Date> =
            self.of_kind("sitting.scheduled").map(|line| (line.stream.as_str(), line.date("/held_on"))).collect();
        for line in self.of_kind("sitting.agenda_fixed") {
            add(format!("sitting {} cases", held[line.stream.as_str()]), line.length("/items"));
        }
        for line in self.of_kind("sitting.case_heard") {
            add(format!("sitting {} heard", held[line.stream.as_str()]), 1);
        }
    }

    fn notices(&self, add: &mut impl FnMut(String, i64)) {
        let mut stages: BTreeMap<&str, (String, &str)> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.kind.starts_with("notice.")) {
            let stage = line.kind.strip_prefix("notice.").unwrap();
            let entry = stages.entry(&line.stream).or_insert_with(|| (line.text("/kind"), stage));
            entry.1 = stage;
        }
        for (kind, stage) in stages.values() {
            add(format!("notice {kind} {stage}"), 1);
        }
    }

    fn campaign(&self, plan: YearPlan, add: &mut impl FnMut(String, i64)) {
        let end = plan.common_end();
        let onward: BTreeSet<String> =
            self.awards(i64::MAX).into_values().filter(|one| one.until > end).map(|one| one.recipient).collect();
        // The renewals of a recipient: where each stands, and when it was applied for.
        let mut renewals: BTreeMap<&str, (String, &str, Date)> = BTreeMap::new();
        for line in self.of_kind("application.received").filter(|line| line.text("/kind") == "renewal") {
            renewals.insert(&line.stream, (line.text("/recipient"), "open", line.date("/application_date")));
        }
        for line in &self.lines {
            let stage = match line.kind.as_str() {
                "application.approved" | "application.withdrawn" => "over",
                "application.refused" => "refused",
                _ => continue,
            };
            if let Some(renewal) = renewals.get_mut(line.stream.as_str()) {
                renewal.1 = stage;
            }
        }
        let stands = |recipient: &str, stage: &str| {
            renewals.values().any(|(who, at, applied)| who == recipient && *at == stage && (end - *applied).get_days() <= 365)
        };
        for line in self.of_kind("campaign.frozen") {
            for item in line.body["items"].as_array().unwrap() {
                let (recipient, group) = (item["recipient"].as_str().unwrap(), item["group"].as_str().unwrap());
                let asked = ["ordinary", "haemophilia", "turns_adult", "protected"].contains(&group);
                let state = match () {
                    () if !asked => "excluded",
                    () if onward.contains(recipient) => "decided",
                    () if stands(recipient, "open") => "received",
                    () if stands(recipient, "refused") => "refused",
                    () => "lapsed",
                };
                add(format!("campaign {group} {state}"), 1);
            }
        }
        for line in self.of_kind("campaign.guided") {
            add("campaign guided".to_owned(), line.length("/recipients"));
        }
    }
}

impl Counted {
    pub(super) fn handled(&self) -> Vec<Handled> {
        let terms = self.terms();
        let mut handled = Vec::new();
        let mut open: BTreeMap<&str, (String, String, Date, Option<Date>, i64)> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.kind.starts_with("application.")) {
            if line.kind == "application.received" {
                let (kind, office) = (line.text("/kind"), line.text("/responsible_office"));
                open.insert(&line.stream, (kind, office, line.date("/application_date"), None, 0));
                continue;
            }
            let Some((kind, office, applied, asked, waited)) = open.get_mut(line.stream.as_str()) else { continue };
            match line.kind.as_str() {
                "application.office_moved" => *office = line.text("/responsible_office"),
                "application.returned_for_correction" => *asked = Some(line.on),
                "application.resubmitted" => {
                    *waited += asked.take().map_or(0, |asked| i64::from((line.on - asked).get_days()));
                }
                "application.approved" | "application.refused" => {
                    let covers = |(position, from, to, _): &&(i64, Date, Option<Date>, i64)| {
                        *position < line.position && *from <= *applied && to.is_none_or(|to| *applied <= to)
                    };
                    handled.push(Handled {
                        kind: kind.clone(),
                        office: office.clone(),
                        decided_on: line.on,
                        approved: line.kind == "application.approved",
                        days: i64::from((line.on - *applied).get_days()) - *waited,
                        standard: terms.iter().rev().find(covers).map_or(60, |(.., days)| *days),
                    });
                }
                _ => {}
            }
        }
        handled
    }
}
