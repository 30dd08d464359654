//! What the index is told of somebody, and the words by which it understands a question.

use events::ids::{AwardId, KeyId, RecipientId};
use events::vocabulary::{Address, DiseaseId, OfficeCode, PersonName, Phone, kana, person_name};
use jiff::civil::Date;

use super::Subject;
use super::alike::Insured;
use crate::worklist::{Queue, Stage};

/// Somebody who can be found.
#[derive(Clone)]
pub struct Known {
    /// Who.
    pub subject: Subject,
    /// 氏名.
    pub name: PersonName,
    /// 生年月日.
    pub birth_date: Option<Date>,
    /// 申請者・保護者.
    pub guardian: Option<PersonName>,
    /// 電話番号 of the guardian.
    pub phone: Option<Phone>,
    /// 住所 of the child and of the guardian.
    pub homes: Vec<Address>,
    /// 保険者番号、記号 and 番号.
    pub insured: Option<Insured>,
    /// 受給者番号 or 受付番号.
    pub numbers: Vec<String>,
    /// What it is about.
    pub about: About,
    /// The key under which the name lies; without the key it is forgotten.
    pub key: Option<KeyId>,
}

impl Known {
    /// Somebody of whom only the name is known.
    pub const fn new(subject: Subject, name: PersonName) -> Self {
        let about = About { recipient: None, diseases: Vec::new(), office: None, stage: None, queue: None, awards: Vec::new() };
        Self {
            subject,
            name,
            birth_date: None,
            guardian: None,
            phone: None,
            homes: Vec::new(),
            insured: None,
            numbers: Vec::new(),
            about,
            key: None,
        }
    }
}

/// What an application or a recipient is about; nothing personal.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct About {
    /// 受給者 of an application, where the child is one.
    pub recipient: Option<RecipientId>,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// 管轄事務所.
    pub office: Option<OfficeCode>,
    /// 段階 of an application.
    pub stage: Option<Stage>,
    /// Where an application waits.
    pub queue: Option<Queue>,
    /// 支給認定 of a recipient, with first and last day.
    pub awards: Vec<(AwardId, Date, Date)>,
}

impl About {
    /// What is told anew takes the place of what was known; what is not told stays.
    pub(super) fn take(&mut self, told: Self) {
        self.recipient = told.recipient.or(self.recipient);
        if !told.diseases.is_empty() {
            self.diseases = told.diseases;
        }
        self.office = told.office.or(self.office);
        if told.stage.is_some() {
            (self.stage, self.queue) = (told.stage, told.queue);
        }
        for award in told.awards {
            self.awards.retain(|known| known.0 != award.0);
            self.awards.push(award);
        }
    }
}

/// The names of diseases and offices as they can be asked for, and the day on which an award is valid or over.
#[derive(Clone, Debug)]
pub struct Lexicon {
    today: Date,
    /// Folded name and reading.
    diseases: Vec<(String, String, DiseaseId)>,
    /// Folded names, the short one first.
    offices: Vec<([String; 2], OfficeCode)>,
}

impl Lexicon {
    /// Without a name; states are understood nevertheless.
    pub const fn new(today: Date) -> Self {
        Self { today, diseases: Vec::new(), offices: Vec::new() }
    }

    /// Knowing a disease by name and reading; the reading may be empty.
    #[must_use]
    pub fn disease(mut self, id: DiseaseId, name: &str, reading: &str) -> Self {
        self.diseases.push((person_name::fold(name), kana::fold(reading), id));
        self
    }

    /// Knowing an office by its short and its full name.
    #[must_use]
    pub fn office(mut self, code: OfficeCode, short: &str, full: &str) -> Self {
        self.offices.push(([person_name::fold(short), person_name::fold(full)], code));
        self
    }

    /// What a word may mean beside a name; none where it means nothing.
    pub(super) fn facet(&self, text: &str) -> Option<Facet> {
        let word = person_name::fold(text);
        if word.chars().count() < 2 {
            return None;
        }
        let reading = kana::fold(text);
        let is_code = DiseaseId::parse(text).ok();
        let of_name = |name: &str| name.contains(&word);
        let of_reading = |kana: &str| reading.chars().count() >= 3 && kana.contains(&reading);
        let mut exact = Vec::new();
        let mut part = Vec::new();
        for (name, kana, id) in &self.diseases {
            if is_code == Some(*id) || *name == word {
                exact.push(*id);
            } else if of_name(name) || of_reading(kana) {
                part.push(*id);
            }
        }
        let diseases = if exact.is_empty() { part } else { exact };
        let offices = self.offices.iter().filter(|(names, _)| names.iter().any(|name| name.starts_with(&word)));
        let offices: Vec<OfficeCode> = offices.map(|(_, code)| *code).collect();
        let stages: Vec<Stage> = Stage::ALL.iter().copied().filter(|stage| stage.label() == text).collect();
        let queues: Vec<Queue> = Queue::ALL.into_iter().filter(|queue| queue.label() == text).collect();
        let standing = match text {
            "有効" => Some(Standing::Valid),
            "満了" => Some(Standing::Over),
            "開始前" => Some(Standing::Ahead),
            _ => None,
        };
        let nothing = diseases.is_empty() && offices.is_empty() && stages.is_empty() && queues.is_empty() && standing.is_none();
        let today = self.today;
        (!nothing).then_some(Facet { diseases, offices, stages, queues, standing, today })
    }
}

/// Whether an award counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    Ahead,
    Valid,
    Over,
}

/// What a word means beside a name: any of these.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Facet {
    pub(super) diseases: Vec<DiseaseId>,
    offices: Vec<OfficeCode>,
    stages: Vec<Stage>,
    queues: Vec<Queue>,
    standing: Option<Standing>,
    today: Date,
}

impl Facet {
    /// Whether somebody has it.
    pub(super) fn fits(&self, about: &About) -> bool {
        about.diseases.iter().any(|disease| self.diseases.contains(disease))
            || about.office.is_some_and(|office| self.offices.contains(&office))
            || about.stage.is_some_and(|stage| self.stages.contains(&stage))
            || about.queue.is_some_and(|queue| self.queues.contains(&queue))
            || self.standing.is_some_and(|standing| self.stands(about) == Some(standing))
    }

    /// How the awards stand today: valid before ahead before over.
    fn stands(&self, about: &About) -> Option<Standing> {
        let of = |(_, from, until): &(AwardId, Date, Date)| {
            if self.today < *from {
                Standing::Ahead
            } else if self.today > *until {
                Standing::Over
            } else {
                Standing::Valid
            }
        };
        let all: Vec<Standing> = about.awards.iter().map(of).collect();
        [Standing::Valid, Standing::Ahead, Standing::Over].into_iter().find(|standing| all.contains(standing))
    }

    /// How the word was understood: 「疾病・事務所」.
    pub(super) fn kinds(&self) -> String {
        let kinds = [
            (!self.diseases.is_empty()).then_some("疾病"),
            (!self.offices.is_empty()).then_some("事務所"),
            (!self.stages.is_empty() || !self.queues.is_empty() || self.standing.is_some()).then_some("状態"),
        ];
        kinds.into_iter().flatten().collect::<Vec<_>>().join("・")
    }
}
