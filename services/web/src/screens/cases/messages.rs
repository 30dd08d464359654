//! What the state of a case has to say: 補正, 差し戻し, 審査会, 起案, 保留, 取下げ, 不認定.

use acts::Case;
use casework::application::Stage;
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::case_history::Words as _;
use serde::Serialize;

use super::names::Names;
use super::papers::reason;

/// A message that belongs to the state of the case: 補正, 差し戻し, 不認定.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Message {
    /// `warn` or `alert`.
    pub(super) tone: &'static str,
    /// Heading.
    pub(super) title: String,
    /// Points, each on its own.
    pub(super) points: Vec<String>,
    /// What was written with it.
    pub(super) note: String,
}

/// Everything there is to say of a case on a day.
pub(super) fn messages(case: &Case, names: &Names, today: Date) -> Vec<Message> {
    let application = &case.application;
    let mut messages = Vec::new();
    if let (Some(Stage::ReturnedForCorrection), Some(correction)) = (application.stage(), application.correction()) {
        let late = correction.due_on < today;
        let due = wareki::long(correction.due_on);
        messages.push(Message {
            tone: if late { "alert" } else { "warn" },
            title: if late {
                format!("補正の期限（{due}）を過ぎています")
            } else {
                format!("補正を求められています。期限は{due}です")
            },
            points: correction
                .items
                .iter()
                .map(|item| format!("{}：{}", names.line(&item.about), names.phrase(&item.phrase)))
                .collect(),
            note: reason(case.correction_note.as_ref()),
        });
    }
    if application.stage() == Some(Stage::UnderCheck)
        && let Some(note) = &case.send_back_note
    {
        messages.push(Message {
            tone: "warn",
            title: "決裁者から点検に戻されています".to_owned(),
            points: Vec::new(),
            note: reason(Some(note)),
        });
    }
    messages.extend(board_message(case, names));
    messages.extend(proposal_message(case, names));
    if application.is_missing() || (application.was_sent_back() && application.stage() == Some(Stage::Received)) {
        let title = if application.is_missing() {
            "進達書にありますが、担当課に届いていません"
        } else {
            "担当課から差し戻されています"
        };
        let (title, note) = (title.to_owned(), reason(case.receipt_note.as_ref()));
        messages.push(Message { tone: "alert", title, points: Vec::new(), note });
    }
    if let Some(until) = application.held_until() {
        messages.push(Message {
            tone: if until <= today { "alert" } else { "warn" },
            title: format!("{}まで保留しています", wareki::long(until)),
            points: Vec::new(),
            note: reason(case.hold_note.as_ref()),
        });
    }
    if let Some((day, why)) = &case.withdrawn {
        messages.push(Message {
            tone: "warn",
            title: format!("申請者が取り下げました（取下書の日付：{}）", wareki::long(*day)),
            points: Vec::new(),
            note: why.as_ref().map(|why| reason(Some(why))).unwrap_or_default(),
        });
    }
    if let Some(refusal) = &case.refusal {
        messages.push(Message {
            tone: "alert",
            title: format!("{}に不認定としました", wareki::long(refusal.decided_on)),
            points: vec![
                names.phrase(&refusal.ground),
                format!("審査会の意見を聴いた日：{}", wareki::long(refusal.board_heard_on)),
            ],
            note: reason(Some(&refusal.why)),
        });
    }
    messages
}

/// What the review board still has to say, or asks.
fn board_message(case: &Case, names: &Names) -> Option<Message> {
    let application = &case.application;
    let board = application.board();
    let unheard = board.unheard(application.diseases());
    if !board.was_asked() || unheard.is_empty() || application.stage().is_none_or(Stage::is_decided) {
        return None;
    }
    let points = unheard.into_iter().map(|disease| names.disease_with_code(disease)).collect();
    Some(if board.awaits() {
        let title = "審査会の判定を待っています。そろうまで決定できません".to_owned();
        Message { tone: "warn", title, points, note: reason(case.board_note.as_ref()) }
    } else {
        let title = "判定のない疾病があります。医師に確かめてから、もう一度付議してください".to_owned();
        Message { tone: "alert", title, points, note: String::new() }
    })
}

/// On which proposal it waits, and for whom.
fn proposal_message(case: &Case, names: &Names) -> Option<Message> {
    let application = &case.application;
    let proposal = application.proposal().filter(|_| application.stage() == Some(Stage::Examined))?;
    let (year, serial) = proposal.number();
    let what = if proposal.ground().is_some() { "不認定" } else { "認定" };
    let title = format!(
        "令和{year}年度起案第{serial}号（{what}の案）で、{}を待っています",
        proposal.step().map_or("決裁", |step| step.role.label())
    );
    let points = proposal.ground().map(|ground| names.phrase(ground)).into_iter().collect();
    let note = case.proposed_why.as_ref().map(|why| reason(Some(why))).unwrap_or_default();
    Some(Message { tone: "warn", title, points, note })
}
