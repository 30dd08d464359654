//! A night of a story (夜間処理): every child of the ledger is looked at and falls in one group, asked for the renewal or left out with the reason.
//! A letter goes to those who are asked and to nobody else. What ran out is ended, and open cases of an office that closed move on.

use std::collections::BTreeSet;

use events::Actor;
use events::application::ApplicationEvent;
use events::award::Ended;
use events::ids::RecipientId;
use jiff::civil::Date;

use super::told::{Outcome, Stopped};
use super::world::World;
use crate::Refusal;
use crate::application::moved;
use crate::award::AwardCommand;
use crate::nightly::{Covered, Person, RanOut, Renewal, Windows, about_person, ran_out};

impl World {
    pub(super) fn night(&self, day: Date) -> Result<Outcome, Stopped> {
        let windows = Windows::on(&self.masters, day)?;
        let mut outcome = Outcome::default();
        let mut groups: Vec<(Renewal, u32)> = Renewal::ALL.iter().map(|group| (*group, 0)).collect();
        let open = |case: &&super::world::Case| case.application.stage().is_some_and(|stage| !stage.is_decided());
        let applying: BTreeSet<&str> = self.cases.values().filter(open).map(|case| case.child.as_str()).collect();
        for (name, child) in &self.children {
            let Some(recipient) = child.recipient else { continue };
            let person = self.person(name, recipient, applying.contains(name.as_str()));
            let (found, renewal) = about_person(&person, day, &windows);
            outcome.notes.push(format!("{name}：{}", renewal.label()));
            outcome.notes.extend(found.iter().map(|one| format!("{name}：{}（{}）", one.kind.label(), one.day)));
            if renewal == Renewal::Asked {
                outcome.letters.push(format!("更新の案内（{name}）"));
            }
            groups.iter_mut().filter(|(group, _)| *group == renewal).for_each(|(_, count)| *count += 1);
        }
        let counted = groups.iter().filter(|(_, count)| *count > 0);
        let counted: Vec<String> = counted.map(|(group, count)| format!("{} {count}人", group.label())).collect();
        let all: u32 = groups.iter().map(|(_, count)| count).sum();
        outcome.notes.push(format!("見た人 {all}人の内訳: {}", counted.join("、")));
        Ok(outcome)
    }

    /// 満了・20歳到達: ends what ran out before a day and nobody went on from. How many awards were ended.
    ///
    /// # Errors
    /// The refusal.
    pub fn end_ran_out(&mut self, day: Date, name: &str) -> Result<usize, Refusal> {
        let Some(recipient) = self.children.get(name).and_then(|child| child.recipient) else { return Ok(0) };
        let windows = Windows::on(&self.masters, day)?;
        let over = ran_out(&self.person(name, recipient, false), day, &windows);
        for RanOut { recipient, covered, ground } in &over {
            let (award, last_day) = (covered.award, covered.validity.end());
            let (recipient, application) = (*recipient, covered.application);
            let ended = Ended { recipient, application, last_day, ground: *ground, notice: None };
            let held = self.awards.get(&award).ok_or(Refusal::NoSuchAward)?;
            let event = AwardCommand::End(ended).decide(&held.award)?;
            self.on_award(award, &Actor::program("nightly"), last_day, event);
        }
        Ok(over.len())
    }

    /// 事務所の再編: open cases of an office that closed go to the one that took over. How many went.
    pub fn move_cases(&mut self, day: Date) -> usize {
        let to =
            |(name, case): (&String, &super::world::Case)| Some((name.clone(), moved(&case.application, &self.masters, day)?));
        let all: Vec<_> = self.cases.iter().filter_map(to).collect();
        let went = all.len();
        for (name, event) in all {
            // The case is there: it was found by this name.
            let _told = self.take(&name, &Actor::program("nightly"), day, vec![ApplicationEvent::from(event)]);
        }
        went
    }

    fn person(&self, name: &str, recipient: RecipientId, applied: bool) -> Person {
        let child = self.children.get(name);
        let awards = child.map(|child| child.awards.as_slice()).unwrap_or_default();
        let standing = awards.iter().filter_map(|award| Some((*award, self.awards.get(award)?)));
        let counting = standing.filter_map(|(award, held)| {
            let standing = held.award.standing().filter(|standing| !standing.annulled)?;
            Some(Covered {
                award,
                application: standing.application,
                validity: standing.validity,
                office: held.granted.conclusion.responsible_office,
                over: standing.ended.is_some() || standing.replaced_by.is_some(),
            })
        });
        Person { recipient, birth_date: child.map(|child| child.form.child.birth_date), awards: counting.collect(), applied }
    }
}
