//! The renewal campaign of the year: its population frozen in June, guides ten days later, most families in July and August, some late, some
//! never.

use casework::campaign::{Campaign, CampaignCommand, Candidate, group_of};
use casework::nightly::Windows;
use casework::story::staff;
use events::campaign::{Guided, Item, Opened};
use events::ids::{CampaignId, named_stream};
use events::vocabulary::wareki::year_label;
use events::vocabulary::{OfficeCode, ShortText};
use events::{Event, StaffRole};
use jiff::civil::{Date, date};

use super::{Due, Year, YearError, earlier, later};

/// Days between the freezing and the guides.
const UNTIL_GUIDES: u32 = 10;
/// Days after the common end on which the campaign is closed.
const UNTIL_CLOSED: u32 = 20;

/// The campaign under way.
#[derive(Clone, Debug)]
pub(super) struct Going {
    id: CampaignId,
    state: Campaign,
    items: Vec<Item>,
    guided: bool,
}

impl Year {
    /// Opens, guides or closes where the day has come.
    pub(super) fn campaign(&mut self) -> Result<(), YearError> {
        let opens = date(self.plan.fiscal_year, 6, 1);
        match &self.campaign {
            None if self.today >= opens => self.open_campaign(),
            Some(going) if !going.guided && self.today >= later(opens, UNTIL_GUIDES) => self.guide(),
            Some(going) if !going.state.is_closed() && self.today >= later(self.plan.common_end(), UNTIL_CLOSED) => {
                self.on_campaign(CampaignCommand::Close)
            }
            _ => Ok(()),
        }
    }

    fn open_campaign(&mut self) -> Result<(), YearError> {
        let last_day = self.plan.common_end();
        let name =
            ShortText::parse(&format!("{}の更新", year_label(self.plan.fiscal_year))).map_err(|error| self.stuck(error))?;
        let items = self.population(last_day)?;
        let id = CampaignId(named_stream(&format!("year/campaign/{}", self.plan.fiscal_year)));
        self.campaign =
            Some(Going { id, state: Campaign::default(), items: items.iter().map(|(_, item)| *item).collect(), guided: false });
        let opened = Opened { name, last_day, apply_by: date(self.plan.fiscal_year, 8, 31) };
        self.on_campaign(CampaignCommand::Open { opened, items: items.iter().map(|(_, item)| *item).collect() })?;
        for (family, item) in items {
            if item.group.is_asked() {
                self.will_renew(family);
            }
        }
        Ok(())
    }

    /// Everybody whose award ends on the common day or ended in the year before it, as the list of a campaign has them.
    fn population(&self, last_day: Date) -> Result<Vec<(usize, Item)>, YearError> {
        let windows = Windows::on(self.world.masters(), last_day).map_err(|refused| self.stuck(refused))?;
        let mut items = Vec::new();
        for (at, family) in self.families.iter().enumerate() {
            let standing = |case: &String| {
                let (award, granted, state) = self.world.awarded(case)?;
                Some((award, granted, state.standing().filter(|one| !one.annulled)?))
            };
            let all: Vec<_> = family.awarded.iter().filter_map(standing).collect();
            let from = earlier(last_day, 365);
            let concerned = all.iter().filter(|(.., one)| {
                let end = one.validity.end();
                one.replaced_by.is_none() && from <= end && end <= last_day && (one.ended.is_some() || end == last_day)
            });
            let Some((award, granted, one)) = concerned.max_by_key(|(.., one)| one.validity.end()) else { continue };
            let person = Candidate {
                birth_date: Some(family.born),
                validity: one.validity,
                haemophilia: one.right.haemophilia,
                ended: one.ended,
                followed: all.iter().any(|(.., other)| other.validity.end() > last_day),
                protected: false,
            };
            let group = group_of(&person, last_day, (windows.adult_age, windows.last_age));
            let (recipient, application) = (one.recipient, one.application);
            let office = granted.conclusion.responsible_office;
            items.push((at, Item { recipient, award: *award, application, office, group }));
        }
        Ok(items)
    }

    /// When a family applies.
    fn will_renew(&mut self, family: usize) {
        let year = self.plan.fiscal_year;
        let (from, days) = match self.dice.below(100) {
            0..84 => (date(year, 7, 1), 60),
            84..92 => (date(year, 9, 1), 24),
            92..95 => (date(year, 10, 3), 25),
            _ => return,
        };
        let day = later(from, self.dice.below(days));
        self.agenda.entry(day).or_default().push(Due::Renew(family));
    }

    fn guide(&mut self) -> Result<(), YearError> {
        let Some(going) = &mut self.campaign else { return Ok(()) };
        going.guided = true;
        let recipients = going.items.iter().filter(|item| item.group.is_guided()).map(|item| item.recipient).collect();
        self.on_campaign(CampaignCommand::Guide(Guided { recipients }))
    }

    fn on_campaign(&mut self, command: CampaignCommand) -> Result<(), YearError> {
        let Some(mut going) = self.campaign.take() else { return Ok(()) };
        let checker = staff(StaffRole::Checker, OfficeCode::DIVISION);
        for fact in self.decide(&mut going.state, (checker.clone(), command))? {
            self.world.tell(going.id.0, &checker, self.today, Event::from(fact.event));
        }
        self.campaign = Some(going);
        self.keep();
        Ok(())
    }
}
