//! 次にすること: the acts that the state permits, as buttons; those that are for others in words.

use casework::Refusal;
use casework::application::{Action, Offer};
use casework::rules::{Determination, by_hand};
use serde::Serialize;

use super::papers::Counts;

/// A button.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Move {
    /// Text of the button.
    pub label: &'static str,
    /// Where it leads or is sent.
    pub href: String,
    /// `post` acts at once; `page` asks first; `amend` asks why beside it.
    pub how: &'static str,
    /// The one that brings the case forward.
    pub primary: bool,
}

/// Everything that can be done.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Moves {
    /// Open to this person.
    pub open: Vec<Move>,
    /// Why others are not, in sentences.
    pub closed: Vec<String>,
    /// What stands in the way of going forward.
    pub hindrances: Vec<String>,
}

/// Where an act is done and how.
fn place(action: Action) -> (&'static str, &'static str) {
    match action {
        Action::Amend => ("amend", "amend"),
        Action::RecordDocument => ("documents", "page"),
        Action::Forward => ("forward", "post"),
        Action::TakeUp => ("take-up", "post"),
        Action::ReturnForCorrection => ("return", "page"),
        Action::Resubmit => ("resubmit", "post"),
        Action::Examine => ("examine", "post"),
        Action::Propose | Action::Endorse => ("/proposals", "page"),
        Action::LookOver => ("/later-inspections", "page"),
        Action::SendBack => ("send-back", "page"),
        Action::Approve => ("approve", "page"),
        Action::Refuse => ("refuse", "page"),
        Action::PutBeforeBoard => ("board", "page"),
        Action::HearBoard => ("/sittings", "page"),
        Action::Withdraw => ("withdraw", "page"),
        Action::Remind => ("remind", "page"),
        Action::Recall => ("recall", "post"),
        Action::CheckReceipt => ("/transmittals", "page"),
        Action::Hold => ("hold", "page"),
        Action::ReleaseHold => ("release-hold", "post"),
        Action::JudgeSameness => ("likeness", "page"),
        Action::Inquire | Action::AnswerInquiry | Action::WithdrawInquiry => ("inquiries", "page"),
        Action::EnterAgain | Action::SettleEntries => ("amounts", "page"),
        Action::Override | Action::WithdrawOverride => ("override", "page"),
    }
}

const fn brings_forward(action: Action) -> bool {
    matches!(action, Action::Forward | Action::TakeUp | Action::Resubmit | Action::Examine | Action::Approve)
}

const fn beside_the_calculation(action: Action) -> bool {
    matches!(action, Action::Override | Action::WithdrawOverride)
}

/// What would stop the examination.
fn hindrances(found: Option<&Determination>, documents: Counts) -> Vec<String> {
    let mut told = Vec::new();
    let open = documents.all - documents.settled;
    if open > 0 {
        told.push(format!("書類{open}件の状態がまだ決まっていません。記録するか、補正を求めてください。"));
    }
    match found {
        Some(found) if found.eligible == Some(false) => {
            told.push("算定の結果、支給認定の対象になりません。決裁者が不認定を判断します。".to_owned());
        }
        Some(found) if !by_hand::lapsed(found).is_empty() => {
            told.push(
                "手で改めた値が効力を失っています。算定根拠の「手で改める」から、取り下げるか改め直してください。".to_owned(),
            );
        }
        Some(found) if !found.pending.is_empty() || !found.conflicts.is_empty() => {
            told.push("算定がまだ終わっていません。補正を求めて、足りない事項を入力してもらってください。".to_owned());
        }
        _ => {}
    }
    told
}

/// Acts that only another role may do are told in one sentence.
fn closed(offers: &[Offer]) -> Vec<String> {
    let mut roles: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    let mut told: Vec<String> = Vec::new();
    for offer in offers {
        match &offer.closed {
            Some(Refusal::WrongRole { action, needed }) => match roles.iter_mut().find(|(role, _)| role == needed) {
                Some((_, labels)) => labels.push(action.label()),
                None => roles.push((needed, vec![action.label()])),
            },
            Some(refusal) => {
                let sentence = refusal.to_string();
                if !told.contains(&sentence) {
                    told.push(sentence);
                }
            }
            None => {}
        }
    }
    told.extend(roles.into_iter().map(|(role, labels)| format!("{role}の担当者ができること：{}", labels.join("、"))));
    told
}

/// Builds the buttons.
pub fn moves(case_path: &str, offers: &[Offer], found: Option<&Determination>, documents: Counts) -> Moves {
    // What the rules propose is set otherwise beside the calculation, not as a step of the case.
    let offers: Vec<Offer> = offers.iter().filter(|offer| !beside_the_calculation(offer.action)).cloned().collect();
    let is_open = |action: Action| offers.iter().any(|offer| offer.action == action && offer.closed.is_none());
    let hindrances = if is_open(Action::Examine) { hindrances(found, documents) } else { Vec::new() };
    // An act open to both a counter and the division stands twice in the table; a button stands once.
    let mut open: Vec<Move> = Vec::new();
    for offer in offers.iter().filter(|offer| offer.closed.is_none()) {
        let (path, how) = place(offer.action);
        // The board's opinion is recorded where the board sits, an arrival on its list, not on the case.
        let href = if path.starts_with('/') { path.to_owned() } else { format!("{case_path}/{path}") };
        let primary = brings_forward(offer.action) && (offer.action != Action::Examine || hindrances.is_empty());
        if !open.iter().any(|other| other.href == href) {
            open.push(Move { label: offer.action.label(), href, how, primary });
        }
    }
    open.sort_by_key(|one| !one.primary);
    Moves { closed: closed(&offers), open, hindrances }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DONE: Counts = Counts { all: 2, settled: 2, missing: 0, unrecorded: 0 };

    fn open(action: Action) -> Offer {
        Offer { action, closed: None }
    }

    fn closed_for(action: Action, refusal: Refusal) -> Offer {
        Offer { action, closed: Some(refusal) }
    }

    #[test]
    fn the_way_forward_comes_first() {
        let moves = moves("/cases/1", &[open(Action::RecordDocument), open(Action::Amend), open(Action::Forward)], None, DONE);
        let buttons: Vec<(&str, bool)> = moves.open.iter().map(|one| (one.href.as_str(), one.primary)).collect();
        assert_eq!(buttons, [("/cases/1/forward", true), ("/cases/1/documents", false), ("/cases/1/amend", false)]);
        assert_eq!((moves.open[0].how, moves.open[1].how, moves.open[2].how), ("post", "page", "amend"));
    }

    #[test]
    fn what_others_do_is_told_once_a_role() {
        let other = |action| closed_for(action, Refusal::WrongRole { action, needed: "決裁" });
        let moves = moves(
            "/cases/1",
            &[other(Action::Approve), other(Action::Refuse), closed_for(Action::SendBack, Refusal::OwnWork)],
            None,
            DONE,
        );
        assert_eq!(moves.open, []);
        assert_eq!(moves.closed.len(), 2);
        assert_eq!(moves.closed[1], "決裁の担当者ができること：認定する、不認定とする");
    }

    #[test]
    fn open_papers_stand_in_the_way_of_the_examination() {
        let moves = moves("/cases/1", &[open(Action::Examine)], None, Counts { all: 3, settled: 1, missing: 1, unrecorded: 1 });
        assert!(moves.hindrances[0].contains("2件"));
        assert!(!moves.open[0].primary);
    }
}
