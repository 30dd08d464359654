//! What the awards of a story cover: each as it stands, and the days between them.

use events::vocabulary::ValidityPeriod;
use jiff::civil::Date;

use super::told::{AwardLine, Gap};
use super::world::World;
use crate::rules::continuity::{self, Finding};

impl World {
    /// Every award as it stands, child by child.
    pub fn award_lines(&self, day: Date) -> Vec<AwardLine> {
        let mut lines = Vec::new();
        for (name, child) in &self.children {
            for held in child.awards.iter().filter_map(|award| self.awards.get(award)) {
                let Some(standing) = held.award.standing() else { continue };
                let conclusion = &held.granted.conclusion;
                let right = standing.right;
                lines.push(AwardLine {
                    child: name.clone(),
                    case: held.case.clone(),
                    from: standing.validity.start(),
                    to: standing.validity.end(),
                    counts_today: standing.validity.contains(day) && !standing.annulled,
                    tier: right.tier,
                    severity: right.severity,
                    monthly_cap_yen: right.monthly_cap.amount(),
                    diseases: held.granted.diseases.clone(),
                    payer_number: conclusion.payer_number.to_string(),
                    recipient_number: held.granted.recipient_number.to_string(),
                });
            }
        }
        lines
    }

    /// 切れ目 between the awards of each child.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (name, child) in &self.children {
            let awards = child.awards.iter().filter_map(|award| self.awards.get(award)?.award.standing());
            let awards = awards.filter(|standing| !standing.annulled);
            let days: Vec<ValidityPeriod> = awards.map(|standing| standing.validity).collect();
            gaps.extend(continuity::findings(&days).into_iter().filter_map(|found| match found {
                Finding::Gap(days) => Some(Gap { child: name.clone(), from: days.start(), to: days.end() }),
                Finding::Overlap(_) => None,
            }));
        }
        gaps
    }
}
