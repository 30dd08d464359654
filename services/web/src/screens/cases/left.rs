//! 残っていること: what is still to be done until the case is closed, in the order of the work, each with whose turn it is. The first lines
//! say what stands in the way, the last ones the steps that follow from the state.

use acts::{Case, CaseDocument};
use casework::application::Stage;
use casework::application::second_entry::Stand;
use casework::rules::{Determination, by_hand, office_days};
use events::StaffRole;
use events::application::DocumentState;
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::case_history::Words as _;
use serde::Serialize;

use super::certificate::CertificateCard;
use super::names::Names;

/// One thing that is left.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Left {
    /// What.
    pub text: String,
    /// Whose turn it is.
    pub who: &'static str,
    /// Whether that is whoever looks.
    pub mine: bool,
    /// Where it is done; empty where there is nothing to open.
    pub href: String,
    /// `now`, or `later` where something else comes first.
    pub when: &'static str,
}

/// By when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Due {
    /// The day.
    on: Date,
    /// Office days that are left; 0 today and later.
    left: i64,
    /// Office days it is late.
    late: i64,
}

impl Due {
    /// As seen on a day.
    pub fn of(on: Date, today: Date, names: &Names) -> Self {
        let days = |from, to| office_days::between(names.masters(), from, to);
        Self { on, left: days(today, on), late: days(on, today) }
    }

    /// For the tests of templates.
    pub fn sample(left: i64, late: i64) -> Self {
        Self { on: Date::constant(2026, 11, 20), left, late }
    }
}

/// Longer lists of names are cut.
const NAMED: usize = 3;

fn named(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let list = names.join("、");
    if more > 0 { format!("{list} ほか{more}件") } else { list }
}

/// Where a case stands, as far as it says what is left.
pub struct Standing<'a> {
    stage: Option<Stage>,
    documents: &'a [CaseDocument],
    /// What a correction asks for, in words.
    corrections: Vec<String>,
    was_before_board: bool,
    awaits_board: bool,
    /// Diseases without a verdict.
    unheard: Vec<String>,
    /// Records that look like the child, not answered.
    suspected: usize,
    /// Whose answers are waited for, and those of them that are overdue.
    inquiries: Vec<String>,
    /// What the second entry of the amounts still asks for; empty where nothing.
    amounts: &'static str,
    /// Where the proposal stands that it is on, and whose endorsement comes before the decision.
    proposal: Option<(String, Option<StaffRole>)>,
    /// State of the certificate, once approved.
    certificate: Option<&'static str>,
}

impl<'a> Standing<'a> {
    /// Of a case.
    pub fn of(case: &'a Case, certificate: Option<&CertificateCard>, names: &Names) -> Self {
        let application = &case.application;
        let board = application.board();
        let items = application.correction().map(|one| one.items.as_slice()).unwrap_or_default();
        Self {
            stage: application.stage(),
            documents: &case.documents,
            corrections: items
                .iter()
                .map(|item| format!("{}を直す（{}）", names.line(&item.about), names.phrase(&item.phrase)))
                .collect(),
            was_before_board: board.was_asked(),
            awaits_board: board.awaits(),
            unheard: board.unheard(application.diseases()).into_iter().map(|disease| names.disease(disease)).collect(),
            suspected: application.likenesses().open(),
            inquiries: application
                .inquiries()
                .all()
                .iter()
                .map(|one| format!("{}の回答を待ち、届いたら記録する（期限 {}）", one.party.label(), wareki::short(one.due_on)))
                .collect(),
            amounts: match application.second_entry().stand() {
                Some(Stand::Awaited) => "金額をもう一度入力する（最初に入力した人とは別の人）",
                Some(Stand::Differs(_)) => "入力の違いを解消する",
                _ => "",
            },
            proposal: application.proposal().map(|one| {
                let endorsing = one.step().filter(|_| !one.is_at_the_decision()).map(|step| step.role);
                (format!("/proposals/{}", one.id()), endorsing)
            }),
            certificate: certificate.map(|card| card.state),
        }
    }
}

/// What is collected, for somebody of a role.
struct List<'a> {
    path: &'a str,
    role: Option<StaffRole>,
    all: Vec<Left>,
}

impl List<'_> {
    fn add(&mut self, who: StaffRole, text: impl Into<String>, page: &str) {
        let when = if self.all.is_empty() { "now" } else { "later" };
        self.push(who, text.into(), page, when);
    }

    /// What can be done at the same time as everything else that stands in the way.
    fn at_once(&mut self, who: StaffRole, text: impl Into<String>, page: &str) {
        self.push(who, text.into(), page, "now");
    }

    fn push(&mut self, who: StaffRole, text: String, page: &str, when: &'static str) {
        let mine = self.role == Some(who);
        // Nobody is led to what only others may do.
        let href = match page {
            "" => String::new(),
            _ if !mine => String::new(),
            list if list.starts_with('/') => list.to_owned(),
            page => format!("{}/{page}", self.path),
        };
        self.all.push(Left { text, who: who.label(), mine, href, when });
    }
}

/// Everything that is left of a case, as somebody of a role sees it.
pub fn left(case: &Standing<'_>, found: Option<&Determination>, path: &str, role: Option<StaffRole>) -> Vec<Left> {
    let mut list = List { path, role, all: Vec::new() };
    let Some(stage) = case.stage else { return list.all };
    match stage {
        Stage::Received => {
            hindrances(&mut list, case, found, StaffRole::Counter);
            list.add(StaffRole::Counter, "進達する", "");
            list.add(StaffRole::Checker, "点検する", "");
            list.add(StaffRole::Approver, "決裁する", "");
        }
        Stage::ReturnedForCorrection => {
            for text in &case.corrections {
                list.at_once(StaffRole::Counter, text, "form");
            }
            suspicion(&mut list, case, StaffRole::Counter);
            list.add(StaffRole::Counter, "再提出する", "");
            list.add(StaffRole::Checker, "もう一度点検する", "");
            list.add(StaffRole::Approver, "決裁する", "");
        }
        Stage::Forwarded => {
            list.add(StaffRole::Checker, "点検を始める", "");
            hindrances(&mut list, case, found, StaffRole::Checker);
            list.add(StaffRole::Checker, "点検を終えて決裁に上げる", "");
            list.add(StaffRole::Approver, "決裁する", "");
        }
        Stage::UnderCheck => {
            hindrances(&mut list, case, found, StaffRole::Checker);
            board(&mut list, case);
            list.add(StaffRole::Checker, "点検を終えて決裁に上げる", "");
            list.add(StaffRole::Approver, "決裁する", "");
        }
        Stage::Examined => {
            let page = case.proposal.as_ref().map_or("approve", |(page, _)| page.as_str());
            if let Some((page, Some(role))) = &case.proposal {
                list.add(*role, "起案に同意する", page);
            }
            list.add(StaffRole::Approver, "決裁する（入力にも点検にも加わっていない人）", page);
        }
        Stage::Approved => match case.certificate {
            Some("issued") => {}
            Some("stopped") => list.add(StaffRole::Checker, "印字できない文字を確かめて、受給者証をもう一度作成する", ""),
            _ => list.add(StaffRole::Program, "受給者証を作成する（自動）", ""),
        },
        Stage::Refused | Stage::Withdrawn => {}
    }
    // An answer stands in nobody's way; it is waited for beside everything else.
    for text in &case.inquiries {
        list.at_once(StaffRole::Checker, text, "inquiries");
    }
    list.all
}

/// Whether the child is one of the records that look like it, and what the second entry of the amounts asks for.
fn suspicion(list: &mut List<'_>, case: &Standing<'_>, who: StaffRole) {
    if case.suspected > 0 {
        list.at_once(who, format!("重複の疑い{}件に答える", case.suspected), "likeness");
    }
    if who == StaffRole::Counter && !case.amounts.is_empty() {
        list.at_once(who, case.amounts, "amounts");
    }
}

/// What stands in the way of the next step: other records, papers and facts.
fn hindrances(list: &mut List<'_>, case: &Standing<'_>, found: Option<&Determination>, who: StaffRole) {
    let titles = |state: Option<DocumentState>| {
        let of_state = case.documents.iter().filter(|document| document.state == state);
        of_state.map(|document| document.line.title.clone()).collect::<Vec<_>>()
    };
    suspicion(list, case, who);
    let (missing, unseen) = (titles(Some(DocumentState::Missing)), titles(None));
    if !missing.is_empty() {
        list.at_once(who, format!("未提出の書類{}件をそろえる（{}）", missing.len(), named(missing)), "documents");
    }
    if !unseen.is_empty() {
        list.at_once(who, format!("書類{}件の状態を記録する（{}）", unseen.len(), named(unseen)), "documents");
    }
    let Some(found) = found else { return };
    if !found.pending.is_empty() {
        let facts: Vec<String> = found.pending.iter().map(|fact| fact.label.clone()).collect();
        list.at_once(StaffRole::Counter, format!("まだ分からない事項{}件を確かめる（{}）", facts.len(), named(facts)), "form");
    }
    let lapsed = by_hand::lapsed(found);
    for item in &lapsed {
        list.at_once(StaffRole::Checker, format!("効力を失った手で改めた{}を見直す", item.label()), "override");
    }
    let conflicts = found.conflicts.len().saturating_sub(lapsed.len());
    if conflicts > 0 {
        list.at_once(StaffRole::Counter, format!("食い違う入力{conflicts}件を直す"), "form");
    }
    if found.eligible == Some(false) && !case.was_before_board {
        list.at_once(StaffRole::Checker, "対象にならない理由を確かめ、審査会に付議する", "board");
    }
}

/// What the review board has not said.
fn board(list: &mut List<'_>, case: &Standing<'_>) {
    if !case.was_before_board || case.unheard.is_empty() {
        return;
    }
    let diseases = named(case.unheard.clone());
    if case.awaits_board {
        list.at_once(StaffRole::BoardClerk, format!("審査会の判定を記録する（{diseases}）"), "/sittings");
    } else {
        list.at_once(StaffRole::Checker, format!("医師に確かめて、もう一度付議する（{diseases}）"), "board");
    }
}

/// Lines for the tests of templates.
pub fn samples() -> Vec<Left> {
    let line = |text: &str, mine, when| Left {
        text: text.to_owned(),
        who: "窓口",
        mine,
        href: if mine { "/cases/1/documents".to_owned() } else { String::new() },
        when,
    };
    vec![line("未提出の書類1件をそろえる（住民票）", true, "now"), line("進達する", false, "later")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::cases::samples::document;

    const STANDING: Standing<'_> = Standing {
        stage: Some(Stage::Received),
        documents: &[],
        corrections: Vec::new(),
        was_before_board: false,
        awaits_board: false,
        unheard: Vec::new(),
        suspected: 0,
        inquiries: Vec::new(),
        amounts: "",
        proposal: None,
        certificate: None,
    };

    fn told(case: &Standing<'_>, role: StaffRole) -> Vec<(String, bool, &'static str)> {
        let left = left(case, None, "/cases/1", Some(role));
        left.into_iter().map(|one| (one.text, one.mine, one.when)).collect()
    }

    #[test]
    fn what_stands_in_the_way_comes_before_the_steps() {
        let documents =
            [document("a", Some(DocumentState::Missing)), document("b", None), document("c", Some(DocumentState::Seen))];
        let told = told(&Standing { documents: &documents, ..STANDING }, StaffRole::Counter);
        let told: Vec<(&str, bool, &str)> = told.iter().map(|(text, mine, when)| (text.as_str(), *mine, *when)).collect();
        assert_eq!(
            told,
            [
                ("未提出の書類1件をそろえる（書類 a）", true, "now"),
                ("書類1件の状態を記録する（書類 b）", true, "now"),
                ("進達する", true, "later"),
                ("点検する", false, "later"),
                ("決裁する", false, "later"),
            ]
        );
        let way = |role| {
            let examined = Standing { stage: Some(Stage::Examined), ..STANDING };
            left(&examined, None, "/cases/1", Some(role)).remove(0).href
        };
        assert_eq!((way(StaffRole::Approver), way(StaffRole::Checker)), ("/cases/1/approve".to_owned(), String::new()));
        assert_eq!(told_of(Stage::Examined), ["決裁する（入力にも点検にも加わっていない人）"]);
        assert!(told_of(Stage::Refused).is_empty() && told_of(Stage::Withdrawn).is_empty());
    }

    fn told_of(stage: Stage) -> Vec<String> {
        let case = Standing { stage: Some(stage), ..STANDING };
        told(&case, StaffRole::Approver).into_iter().map(|(text, ..)| text).collect()
    }

    #[test]
    fn a_correction_and_the_board_say_what_they_wait_for() {
        let corrected = Standing {
            stage: Some(Stage::ReturnedForCorrection),
            corrections: vec!["世帯と所得を直す（年度が違います。）".to_owned()],
            ..STANDING
        };
        let lines = told(&corrected, StaffRole::Counter);
        assert_eq!((lines.len(), lines[0].2, lines[1].2), (4, "now", "later"));
        let heard = |awaits_board| Standing {
            stage: Some(Stage::UnderCheck),
            was_before_board: true,
            awaits_board,
            unheard: vec!["見本病".to_owned()],
            ..STANDING
        };
        assert!(told(&heard(true), StaffRole::BoardClerk)[0].1, "the clerk's turn");
        assert!(told(&heard(false), StaffRole::Checker)[0].0.starts_with("医師に確かめて"));
    }

    #[test]
    fn after_the_approval_the_certificate_is_left_until_it_is_made() {
        let approved = |certificate| Standing { stage: Some(Stage::Approved), certificate, ..STANDING };
        assert!(told(&approved(Some("issued")), StaffRole::Checker).is_empty());
        assert!(told(&approved(Some("stopped")), StaffRole::Checker)[0].1);
        assert!(!told(&approved(None), StaffRole::Checker)[0].1, "the program makes it");
    }

    #[test]
    fn whoever_looks_alike_is_told_apart_first() {
        let suspected = |stage| Standing { stage: Some(stage), suspected: 2, ..STANDING };
        for (stage, role) in [
            (Stage::Received, StaffRole::Counter),
            (Stage::ReturnedForCorrection, StaffRole::Counter),
            (Stage::UnderCheck, StaffRole::Checker),
        ] {
            let first = left(&suspected(stage), None, "/cases/1", Some(role)).remove(0);
            assert_eq!((first.text.as_str(), first.href.as_str()), ("重複の疑い2件に答える", "/cases/1/likeness"), "{stage:?}");
        }
    }

    #[test]
    fn long_lists_are_cut() {
        let names: Vec<String> = ["一", "二", "三", "四", "五"].map(ToOwned::to_owned).to_vec();
        assert_eq!(named(names), "一、二、三 ほか2件");
        assert_eq!(named(vec!["一".to_owned()]), "一");
    }
}
