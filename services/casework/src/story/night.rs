//! A night of a story (夜間処理): every child of the ledger is looked at and falls in one group, asked for the renewal or left out with the reason.
//! A letter goes to those who are asked and to nobody else.

use events::ids::RecipientId;
use jiff::civil::Date;

use super::told::{Outcome, Stopped};
use super::world::World;
use crate::nightly::{Covered, Person, Renewal, Windows, about_person};

impl World {
    pub(super) fn night(&self, day: Date) -> Result<Outcome, Stopped> {
        let windows = Windows::on(&self.masters, day)?;
        let mut outcome = Outcome::default();
        let mut groups: Vec<(Renewal, u32)> = Renewal::ALL.iter().map(|group| (*group, 0)).collect();
        for (name, child) in &self.children {
            let Some(recipient) = child.recipient else { continue };
            let (found, renewal) = about_person(&self.person(name, recipient), day, &windows);
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

    fn person(&self, name: &str, recipient: RecipientId) -> Person {
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
        let open =
            |case: &super::world::Case| case.child == name && case.application.stage().is_some_and(|stage| !stage.is_decided());
        Person {
            recipient,
            birth_date: child.map(|child| child.form.child.birth_date),
            awards: counting.collect(),
            applied: self.cases.values().any(open),
        }
    }
}
