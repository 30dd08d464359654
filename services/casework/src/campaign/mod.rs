//! A renewal campaign (一斉更新) as an aggregate: opened with its population, which is never changed afterwards; guides go out to those who get
//! one, reminders to those who were guided; closed.

mod forecast;
mod group;

use std::collections::{BTreeMap, BTreeSet};

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::campaign::{CampaignEvent, Closed, Frozen, Guided, Item, Opened, Reminded};
use events::ids::RecipientId;
use events::vocabulary::{OfficeCode, RenewalGroup};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

pub use forecast::{Forecast, decidable, forecast};
pub use group::{Candidate, group_of};

use crate::{Fact, Refusal};

/// Persons in one event.
const IN_ONE_EVENT: usize = 500;

/// Why an act on a campaign is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CampaignRefusal {
    /// Another role does this.
    #[error("一斉更新を始める・案内を記録する・終えるのは、担当課の点検の担当者です。担当者に引き継いでください。")]
    Role,
    /// It stands.
    #[error("この一斉更新はすでに始まっています。一覧で確かめてください。")]
    Stands,
    /// There is none.
    #[error("この一斉更新はありません。一覧から開き直してください。")]
    Unknown,
    /// Nobody's award ends on that day.
    #[error("この日に終わる支給認定がありません。満了日を確かめてください。")]
    Nobody,
    /// Families are asked before their awards end.
    #[error("申請の期限が満了日より後です。満了日までの日にしてください。")]
    ApplyBy,
    /// It is over.
    #[error("この一斉更新は終わっています。画面を開き直してください。")]
    Closed,
    /// Not of the population, or asked in no way.
    #[error("案内の対象でない人が入っています。一覧を開き直して選んでください。何も記録していません。")]
    NotGuided,
    /// Nobody was marked.
    #[error("だれも選ばれていません。一覧で一人以上に印を付けてください。何も記録していません。")]
    NobodyChosen,
    /// The guide went out before.
    #[error("すでに案内を送った人が入っています。一覧を開き直して選んでください。何も記録していません。")]
    AlreadyGuided,
    /// Reminded are those who were guided and are waited for, once.
    #[error("督促の対象でない人が入っています。案内を送り、更新を待っている人だけに督促します。何も記録していません。")]
    NotReminded,
}

/// A command on a campaign.
#[derive(Clone, PartialEq, Debug)]
pub enum CampaignCommand {
    /// 始める.
    Open {
        /// What it is.
        opened: Opened,
        /// Everybody whose award ends on its day.
        items: Vec<Item>,
    },
    /// 案内を送ったことを記録する.
    Guide(Guided),
    /// 督促を送ったことを記録する.
    Remind(Reminded),
    /// 終える.
    Close,
}

/// A campaign, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Campaign {
    opened: Option<Opened>,
    people: BTreeMap<RecipientId, RenewalGroup>,
    #[serde(default)]
    guided: BTreeSet<RecipientId>,
    #[serde(default)]
    reminded: BTreeSet<RecipientId>,
    closed: bool,
}

impl Campaign {
    /// What it is; none where there is none.
    pub const fn opened(&self) -> Option<&Opened> {
        self.opened.as_ref()
    }

    /// How a person stands in it.
    pub fn group(&self, recipient: RecipientId) -> Option<RenewalGroup> {
        self.people.get(&recipient).copied()
    }

    /// Whether the guide went out to a person.
    pub fn is_guided(&self, recipient: RecipientId) -> bool {
        self.guided.contains(&recipient)
    }

    /// Whether a reminder may go out to a person: guided, waited for, not reminded before.
    pub fn may_remind(&self, recipient: RecipientId) -> bool {
        self.is_guided(recipient)
            && !self.reminded.contains(&recipient)
            && self.group(recipient).is_some_and(RenewalGroup::is_asked)
    }

    /// Whether it is over.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether its opening, and the persons it takes up, may stand where they stand in a history.
    ///
    /// # Errors
    /// [`CampaignRefusal`].
    pub fn takes_up(&self, event: &CampaignEvent, who: &Actor) -> Result<(), CampaignRefusal> {
        permit(who)?;
        match (event, &self.opened, self.closed) {
            (CampaignEvent::Opened(_), Some(_), _) => Err(CampaignRefusal::Stands),
            (CampaignEvent::Frozen(_), None, _) => Err(CampaignRefusal::Unknown),
            (CampaignEvent::Frozen(_), Some(_), true) => Err(CampaignRefusal::Closed),
            _ => Ok(()),
        }
    }

    fn decide(&self, command: CampaignCommand, who: &Actor) -> Result<Vec<CampaignEvent>, Refusal> {
        // What a release of letters made, the program records.
        let letters = matches!(command, CampaignCommand::Guide(_) | CampaignCommand::Remind(_));
        if !(letters && who.role == StaffRole::Program) {
            permit(who)?;
        }
        let going = |event: CampaignEvent| match (&self.opened, self.closed) {
            (None, _) => Err(CampaignRefusal::Unknown.into()),
            (Some(_), true) => Err(CampaignRefusal::Closed.into()),
            (Some(_), false) => Ok(vec![event]),
        };
        match command {
            CampaignCommand::Open { .. } if self.opened.is_some() => Err(CampaignRefusal::Stands.into()),
            CampaignCommand::Open { opened, items } => {
                if opened.apply_by > opened.last_day {
                    return Err(CampaignRefusal::ApplyBy.into());
                }
                if items.is_empty() {
                    return Err(CampaignRefusal::Nobody.into());
                }
                let parts = items.chunks(IN_ONE_EVENT).map(|part| Frozen { items: part.to_vec() }.into());
                Ok(std::iter::once(opened.into()).chain(parts).collect())
            }
            CampaignCommand::Guide(Guided { recipients }) | CampaignCommand::Remind(Reminded { recipients })
                if self.opened.is_some() && !self.closed && recipients.is_empty() =>
            {
                Err(CampaignRefusal::NobodyChosen.into())
            }
            CampaignCommand::Guide(guided) => {
                let all = guided.recipients.iter().all(|one| self.group(*one).is_some_and(RenewalGroup::is_guided));
                if self.opened.is_some() && !all {
                    return Err(CampaignRefusal::NotGuided.into());
                }
                if guided.recipients.iter().any(|one| self.is_guided(*one)) {
                    return Err(CampaignRefusal::AlreadyGuided.into());
                }
                going(guided.into())
            }
            CampaignCommand::Remind(reminded) => {
                let all = reminded.recipients.iter().all(|one| self.may_remind(*one));
                if self.opened.is_some() && !all {
                    return Err(CampaignRefusal::NotReminded.into());
                }
                going(reminded.into())
            }
            CampaignCommand::Close => going(Closed {}.into()),
        }
    }
}

/// A checker in the division.
fn permit(who: &Actor) -> Result<(), CampaignRefusal> {
    let division = who.office.is_some_and(OfficeCode::is_division);
    if who.role == StaffRole::Checker && division { Ok(()) } else { Err(CampaignRefusal::Role) }
}

impl Aggregate for Campaign {
    const TYPE: &'static str = "campaign";
    type Command = (Actor, CampaignCommand);
    type Event = Fact<CampaignEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (who, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command, &who)? {
            sink.write(Fact { event, by: who.id }, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, fact: Fact<CampaignEvent>) {
        match fact.event {
            CampaignEvent::Opened(event) => self.opened = Some(event),
            CampaignEvent::Frozen(event) => self.people.extend(event.items.iter().map(|item| (item.recipient, item.group))),
            CampaignEvent::Guided(event) => self.guided.extend(event.recipients),
            CampaignEvent::Reminded(event) => self.reminded.extend(event.recipients),
            CampaignEvent::Closed(_) => self.closed = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use events::ids::{ApplicationId, AwardId};
    use events::vocabulary::ShortText;
    use jiff::civil::{Date, date};
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{approver, checker, counter};

    fn item(n: u128, group: RenewalGroup) -> Item {
        let id = Uuid::from_u128(n);
        let (recipient, award, application) = (RecipientId(id), AwardId(id), ApplicationId(id));
        Item { recipient, award, application, office: OfficeCode::parse("01").unwrap(), group }
    }

    fn open(items: Vec<Item>, apply_by: Date) -> CampaignCommand {
        let opened = Opened { name: ShortText::parse("令和9年度の更新").unwrap(), last_day: date(2027, 9, 30), apply_by };
        CampaignCommand::Open { opened, items }
    }

    fn guide(numbers: &[u128]) -> CampaignCommand {
        CampaignCommand::Guide(Guided { recipients: numbers.iter().map(|n| RecipientId(Uuid::from_u128(*n))).collect() })
    }

    fn running() -> Campaign {
        let items = vec![item(1, RenewalGroup::Ordinary), item(2, RenewalGroup::LeavesAtTwenty), item(3, RenewalGroup::Died)];
        let mut campaign = Campaign::default();
        for event in campaign.decide(open(items, date(2027, 8, 31)), &checker()).unwrap() {
            campaign.apply(Fact { event, by: checker().id });
        }
        campaign
    }

    #[test]
    fn the_population_is_frozen_once_in_parts() {
        let many = (1..=1_201).map(|n| item(n, RenewalGroup::Ordinary)).collect();
        let told = Campaign::default().decide(open(many, date(2027, 8, 31)), &checker()).unwrap();
        assert_eq!(told.len(), 4, "opened, and three parts");
        let again = running().decide(open(vec![item(1, RenewalGroup::Ordinary)], date(2027, 8, 31)), &checker());
        assert_eq!(again, Err(CampaignRefusal::Stands.into()));
        assert_eq!(
            Campaign::default().decide(open(Vec::new(), date(2027, 8, 31)), &checker()),
            Err(CampaignRefusal::Nobody.into())
        );
        let late = open(vec![item(1, RenewalGroup::Ordinary)], date(2027, 10, 1));
        assert_eq!(Campaign::default().decide(late, &checker()), Err(CampaignRefusal::ApplyBy.into()));
    }

    #[test]
    fn nobody_who_died_is_written_to() {
        let campaign = running();
        assert!(campaign.decide(guide(&[1, 2]), &checker()).is_ok());
        for wrong in [&[1, 3][..], &[9]] {
            assert_eq!(campaign.decide(guide(wrong), &checker()), Err(CampaignRefusal::NotGuided.into()), "{wrong:?}");
        }
        assert_eq!(campaign.decide(guide(&[]), &checker()), Err(CampaignRefusal::NobodyChosen.into()));
        for who in [counter(), approver()] {
            assert_eq!(campaign.decide(guide(&[1]), &who), Err(CampaignRefusal::Role.into()));
        }
        let mut over = campaign.clone();
        over.apply(Fact { event: Closed {}.into(), by: checker().id });
        for anybody in [&[1][..], &[]] {
            assert_eq!(over.decide(guide(anybody), &checker()), Err(CampaignRefusal::Closed.into()), "{anybody:?}");
        }
        assert_eq!(Campaign::default().decide(CampaignCommand::Close, &checker()), Err(CampaignRefusal::Unknown.into()));
    }

    #[test]
    fn a_reminder_follows_the_guide_once() {
        let mut campaign = running();
        let one = || Reminded { recipients: vec![RecipientId(Uuid::from_u128(1))] };
        let remind = |campaign: &Campaign| campaign.decide(CampaignCommand::Remind(one()), &Actor::program("worker"));
        assert_eq!(remind(&campaign), Err(CampaignRefusal::NotReminded.into()), "not guided yet");
        let nobody = CampaignCommand::Remind(Reminded { recipients: Vec::new() });
        assert_eq!(campaign.decide(nobody, &checker()), Err(CampaignRefusal::NobodyChosen.into()));
        let guided = Guided { recipients: [1, 2].map(|n| RecipientId(Uuid::from_u128(n))).to_vec() };
        campaign.apply(Fact { event: guided.into(), by: checker().id });
        assert_eq!(campaign.decide(guide(&[1]), &checker()), Err(CampaignRefusal::AlreadyGuided.into()));
        assert!(!campaign.may_remind(RecipientId(Uuid::from_u128(2))), "nobody waits for those who leave at twenty");
        assert!(remind(&campaign).is_ok());
        campaign.apply(Fact { event: one().into(), by: checker().id });
        assert_eq!(remind(&campaign), Err(CampaignRefusal::NotReminded.into()), "once");
        let close = campaign.decide(CampaignCommand::Close, &Actor::program("worker"));
        assert_eq!(close, Err(CampaignRefusal::Role.into()));
    }
}
