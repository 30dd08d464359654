//! 標本を抽出した: everything that is needed to draw the same sample again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::ApplicationId;
use crate::vocabulary::FreeText;

/// By what decisions are divided before the draw (層).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stratum {
    /// 管轄事務所.
    Office,
    /// 申請の種類.
    Kind,
    /// 階層.
    Tier,
    /// 認定・不認定.
    Outcome,
}

/// One layer of the population.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StratumShare {
    /// Its code.
    pub code: String,
    /// Decisions in it.
    pub population: u32,
    /// Decisions drawn from it.
    pub drawn: u32,
}

/// A sample of decisions was drawn.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SampleDrawn {
    /// First day of decision.
    pub from: Date,
    /// Last day of decision.
    pub until: Date,
    /// Random where there is none.
    pub by: Option<Stratum>,
    /// The seed.
    pub seed: u32,
    /// Position of the casework log up to which decisions were counted.
    pub known_up_to: i64,
    /// Decisions in the period.
    pub population: u32,
    /// The layers; one where the draw is random.
    pub strata: Vec<StratumShare>,
    /// The cases, in the order of the draw.
    pub cases: Vec<ApplicationId>,
    /// 目的.
    pub purpose: Personal<FreeText>,
}

crate::personal::personal!(SampleDrawn: purpose);
