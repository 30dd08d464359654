//! What a story comes to, day by day.

use events::vocabulary::{DiseaseId, Severity, Tier};
use jiff::civil::Date;
use serde::Serialize;

use crate::Refusal;
use crate::rules::{Determination, TraceStep};

/// One day of a story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Day {
    /// The day.
    pub day: Date,
    /// What was tried, line by line.
    pub acts: Vec<Acted>,
    /// Every award there is at the end of the day.
    pub awards: Vec<AwardLine>,
    /// 切れ目: days between awards of a child on which there is none.
    pub gaps: Vec<Gap>,
}

/// One act, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Acted {
    /// Line of the story.
    pub line: usize,
    /// The act as staff call it.
    pub act: &'static str,
    /// What it was about.
    pub about: String,
    /// Types of the events that followed.
    pub told: Vec<&'static str>,
    /// What else is to be known: the receipt number, the kind as which an application was taken.
    pub notes: Vec<String>,
    /// 算定根拠, where it was worked out.
    pub reasons: Vec<Reason>,
    /// Letters that are due.
    pub letters: Vec<String>,
    /// Why nothing followed, as the person who tried is told.
    pub refused: Option<String>,
}

/// One line of the calculation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// `area.noun`.
    pub rule: String,
    /// Heading.
    pub title: String,
    /// The outcome.
    pub result: String,
    /// The sentence.
    pub text: String,
    /// Legal source.
    pub cite: String,
    /// Rests on a row that is 要確認.
    pub unconfirmed: bool,
}

/// An award as it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AwardLine {
    /// The child.
    pub child: String,
    /// The case that led to it.
    pub case: String,
    /// 開始日.
    pub from: Date,
    /// 終了日, as known now.
    pub to: Date,
    /// Whether it counts on this day.
    pub counts_today: bool,
    /// 階層区分.
    pub tier: Option<Tier>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Severity,
    /// 自己負担上限月額, yen.
    pub monthly_cap_yen: i64,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// 公費負担者番号.
    pub payer_number: String,
    /// 受給者番号.
    pub recipient_number: String,
}

/// Days without an award, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The child.
    pub child: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// What came of one act.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Outcome {
    pub(super) told: Vec<&'static str>,
    pub(super) notes: Vec<String>,
    pub(super) reasons: Vec<Reason>,
    pub(super) letters: Vec<String>,
}

/// Why an act came to nothing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stopped {
    /// Refused: part of the story. What was done and worked out before.
    Refused(String, Outcome),
    /// The story names what there is not.
    Story(String),
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string(), Outcome::default())
    }
}

impl Outcome {
    pub(super) fn and(mut self, later: Self) -> Self {
        self.told.extend(later.told);
        self.notes.extend(later.notes);
        self.reasons.extend(later.reasons);
        self.letters.extend(later.letters);
        self
    }
}

impl From<&TraceStep> for Reason {
    fn from(step: &TraceStep) -> Self {
        Self {
            rule: step.rule.clone(),
            title: step.title.clone(),
            result: step.out_text.clone(),
            text: step.text.clone(),
            cite: step.cite.clone(),
            unconfirmed: step.unconfirmed,
        }
    }
}

/// The calculation, line by line.
pub(super) fn reasons(determination: &Determination) -> Vec<Reason> {
    determination.lines().map(Reason::from).collect()
}
