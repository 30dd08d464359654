//! What was decided, by which calculation, and what those who looked at the case found.

use acts::Case;
use casework::application::Stage;
use casework::rules::Determination;
use documents::dossier::{Pair, Step, Verdict};
use events::Event;
use events::application::ApplicationEvent;
use events::vocabulary::{Tier, wareki};
use projections::case_history::{self, Entry};

use super::{grouped, pair};
use crate::cx::Cx;
use crate::screens::cases::by_hand::ByHand;
use crate::screens::cases::names::Names;
use crate::screens::cases::told::tell;

pub(super) fn summary(case: &Case, entries: &[Entry], names: &Names) -> Vec<Pair> {
    use case_history::Words as _;
    let mut rows = Vec::new();
    if let Some(refusal) = &case.refusal {
        rows.push(pair("決定", format!("不認定（{}）", wareki::long(refusal.decided_on))));
        rows.push(pair("不認定理由", names.phrase(&refusal.ground)));
        rows.push(pair("審査会の意見", wareki::long(refusal.board_heard_on)));
    }
    for entry in entries {
        match &entry.event {
            Event::Application(ApplicationEvent::Approved(approved)) => {
                rows.push(pair("決定", format!("支給認定（{}）", wareki::long(approved.decided_on))));
            }
            Event::Award(events::award::AwardEvent::Granted(granted)) => {
                let conclusion = &granted.conclusion;
                rows.push(pair("受給者番号", granted.recipient_number.to_string()));
                rows.push(pair("公費負担者番号", conclusion.payer_number.to_string()));
                rows.push(pair("有効期間", conclusion.validity.to_string()));
                rows.push(pair("階層区分", Tier::in_words(conclusion.tier)));
                rows.push(pair("区分", conclusion.severity.label()));
                rows.push(pair("自己負担上限月額", conclusion.monthly_cap.to_string()));
                rows.push(pair(
                    "疾病",
                    granted.diseases.iter().map(|one| names.disease_with_code(*one)).collect::<Vec<_>>().join("、"),
                ));
                rows.push(pair(
                    "算定の記録",
                    format!("マスタ No.{}まで、要約値 {}", grouped(conclusion.known_up_to), conclusion.digest),
                ));
            }
            _ => {}
        }
    }
    rows.extend(ByHand::in_short(case).into_iter().map(|one| pair("手で改めた値", one)));
    if rows.is_empty() {
        rows.push(pair("決定", format!("未決定（{}）", case.application.stage().map_or("", Stage::label))));
    }
    rows
}

pub(super) fn steps(found: Option<&Determination>) -> Vec<Step> {
    let step = |step: &casework::rules::trace::TraceStep| Step {
        title: step.title.clone(),
        text: step.text.clone(),
        citation: step.cite.clone(),
        result: if step.out_text.is_empty() { "－".to_owned() } else { step.out_text.clone() },
        rule: format!("第{}版{}", step.law, if step.unconfirmed { " 要確認" } else { "" }),
    };
    found.map(|found| found.lines().map(step).collect()).unwrap_or_default()
}

pub(super) fn verdicts(entries: &[Entry], names: &Names, cx: &Cx) -> Vec<Verdict> {
    let decides = |entry: &&Entry| {
        matches!(
            entry.event,
            Event::Application(
                ApplicationEvent::ReturnedForCorrection(_)
                    | ApplicationEvent::Resubmitted(_)
                    | ApplicationEvent::Amended(_)
                    | ApplicationEvent::Overridden(_)
                    | ApplicationEvent::OverrideWithdrawn(_)
                    | ApplicationEvent::OverridesConfirmed(_)
                    | ApplicationEvent::Examined(_)
                    | ApplicationEvent::Proposed(_)
                    | ApplicationEvent::Endorsed(_)
                    | ApplicationEvent::LookedOver(_)
                    | ApplicationEvent::PutBeforeBoard(_)
                    | ApplicationEvent::BoardHeard(_)
                    | ApplicationEvent::SentBack(_)
                    | ApplicationEvent::Approved(_)
                    | ApplicationEvent::Refused(_)
                    | ApplicationEvent::Withdrawn(_)
            )
        )
    };
    let verdict = |entry: &Entry| {
        let told = tell(entry, names, cx.today);
        let details = told.details.iter().map(|detail| format!("{}：{}", detail.label, detail.text)).collect();
        Verdict { at: told.recorded, who: told.who, text: told.text, details }
    };
    entries.iter().filter(decides).map(verdict).collect()
}
