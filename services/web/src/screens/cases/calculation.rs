//! 算定根拠 as a clerk writes it: one line a rule, the sum at the foot, and plainly what is missing, contradictory or unconfirmed.

use acts::Case;
use casework::application::Stage;
use casework::rules::masters::{Masters, TABLES};
use casework::rules::trace::{MasterRef, TraceStep};
use casework::rules::{Determination, RuleSet, by_hand, cap};
use events::Personal;
use events::vocabulary::wareki;
use jiff::civil::Date;
use serde::{Deserialize as _, Serialize};

/// One line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Line {
    /// 「開始日」.
    pub title: String,
    /// The sentence.
    pub text: String,
    /// Legal source.
    pub cite: String,
    /// Uses a row of the masters that is not confirmed.
    pub unconfirmed: bool,
    /// The result; empty where there is none yet.
    pub result: String,
    /// Somebody set it otherwise than the rules propose.
    pub by_hand: bool,
    /// The result is an amount and stands at the right.
    pub amount: bool,
}

/// A row of the masters that was used and is not confirmed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Unconfirmed {
    /// Title of the table.
    pub table: String,
    /// Where the table is shown.
    pub href: String,
    /// Key of the row.
    pub key: String,
    /// 「推定・要確認」.
    pub status: String,
}

/// When and with what it was computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Computed for this page.
    Now,
    /// Stored with the examination.
    Examined,
    /// Stored with the decision.
    Decided,
}

/// The calculation of a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Calculation {
    /// Name of the rule set.
    pub rule_set: String,
    /// When and with what it was computed.
    pub standing: Standing,
    /// Lines but the last.
    pub lines: Vec<Line>,
    /// 月額上限.
    pub sum: Option<Line>,
    /// Why the child is not eligible.
    pub not_eligible: Vec<String>,
    /// Facts that are needed and missing.
    pub pending: Vec<String>,
    /// What contradicts what.
    pub conflicts: Vec<String>,
    /// What a person must look at.
    pub cautions: Vec<String>,
    /// Masters that are not confirmed.
    pub unconfirmed: Vec<Unconfirmed>,
    /// Today it would be another.
    pub changed: bool,
    /// Names what was shown, for the approval.
    pub digest: String,
}

/// What a page can say about the calculation of a case.
#[derive(Clone, PartialEq, Debug)]
pub enum Found {
    /// A determination; what today gives may differ.
    Known {
        /// The one to show.
        shown: Box<Determination>,
        /// Where it comes from.
        standing: Standing,
        /// Today it would be another.
        changed: bool,
    },
    /// The personal data was erased.
    Erased,
}

/// Results with their rules, so that a new master row that does not touch the case is no change.
fn right(found: &Determination) -> impl PartialEq + use<'_> {
    let validity = (found.start, found.end);
    (
        found.eligible,
        found.jurisdiction,
        validity,
        found.tier,
        found.severity,
        found.haemophilia,
        found.monthly_cap,
        found.payer_number,
    )
}

/// Chooses between what is stored and what is computed now.
pub fn choose(stored: Option<&Personal<serde_json::Value>>, stage: Option<Stage>, now: Option<Determination>) -> Found {
    let standing = if stage.is_some_and(Stage::is_decided) { Standing::Decided } else { Standing::Examined };
    let kept = matches!(stage, Some(Stage::Examined | Stage::Approved | Stage::Refused));
    match stored {
        Some(Personal::Open(value)) if kept => match Determination::deserialize(value) {
            Ok(shown) => {
                let changed = standing == Standing::Examined && now.is_some_and(|now| right(&now) != right(&shown));
                Found::Known { shown: Box::new(shown), standing, changed }
            }
            Err(_) => known_now(now),
        },
        Some(Personal::Erased | Personal::Sealed(_)) if kept => Found::Erased,
        _ => known_now(now),
    }
}

fn known_now(now: Option<Determination>) -> Found {
    now.map_or(Found::Erased, |now| Found::Known { shown: Box::new(now), standing: Standing::Now, changed: false })
}

/// The determination of a case, stored or with these masters.
///
/// # Errors
/// [`acts::ActError`]; erased data is no error.
pub fn of_case(case: &Case, masters: &Masters) -> Result<Found, acts::ActError> {
    let now = match acts::Acts::determination_with(case, masters) {
        Ok(now) => Some(now),
        Err(acts::ActError::Erased) => None,
        Err(error) => return Err(error),
    };
    Ok(choose(case.decided.as_ref(), case.application.stage(), now))
}

/// A step of a calculation that is shown without its rule set: on the page of a household, of tax data.
#[derive(Serialize)]
pub(crate) struct Step {
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) law: String,
    pub(crate) status: &'static str,
    pub(crate) result: String,
    pub(crate) sum: bool,
}

impl Step {
    pub(crate) fn of(step: &TraceStep) -> Self {
        Self {
            label: step.title.clone(),
            text: step.text.clone(),
            law: step.cite.clone(),
            status: if step.unconfirmed { "要確認" } else { "" },
            result: step.out_text.clone(),
            sum: false,
        }
    }
}

fn line(step: &TraceStep) -> Line {
    let settled = !step.out.is_null() && !step.out_text.is_empty();
    Line {
        title: step.title.clone(),
        text: step.text.clone(),
        cite: step.cite.clone(),
        unconfirmed: step.unconfirmed,
        by_hand: by_hand::is_by_hand(&step.rule),
        result: if settled { step.out_text.clone() } else { String::new() },
        amount: step.out_text.ends_with('円'),
    }
}

fn unconfirmed(row: &MasterRef) -> Unconfirmed {
    let title = TABLES.iter().find(|(name, _)| *name == row.table).map_or(row.table.as_str(), |(_, title)| *title);
    Unconfirmed {
        table: title.to_owned(),
        href: format!("/masters/{}", row.table),
        key: row.key.clone(),
        status: row.status.label().to_owned(),
    }
}

/// 「2026-11版」 of `2026-11版/3f2a…/412`.
fn edition(set: &RuleSet) -> String {
    set.id.split('/').next().unwrap_or_default().to_owned()
}

impl Calculation {
    /// The calculation as it is shown; none where it can no longer be read.
    pub fn of(found: &Found) -> Option<Self> {
        let Found::Known { shown, standing, changed } = found else { return None };
        let (sums, lines): (Vec<&TraceStep>, Vec<&TraceStep>) = shown.lines().partition(|step| step.rule == cap::RULE);
        Some(Self {
            rule_set: edition(&shown.rule_set),
            standing: *standing,
            lines: lines.into_iter().map(line).collect(),
            sum: sums.last().map(|step| line(step)),
            not_eligible: if shown.eligible == Some(false) { shown.refusal_grounds.clone() } else { Vec::new() },
            pending: shown.pending.iter().map(|fact| fact.label.clone()).collect(),
            conflicts: shown.conflicts.iter().map(|conflict| conflict.message.clone()).collect(),
            cautions: shown.cautions.iter().map(|caution| caution.text().to_owned()).collect(),
            unconfirmed: shown.unconfirmed.iter().map(unconfirmed).collect(),
            changed: *changed,
            digest: shown.digest.clone(),
        })
    }

    /// A calculation for the tests of templates.
    pub fn sample() -> Self {
        let line = |title: &str, text: &str, cite: &str, result: &str| Line {
            title: title.to_owned(),
            text: text.to_owned(),
            cite: cite.to_owned(),
            unconfirmed: title == "終了日",
            by_hand: title == "開始日（手で改めた）",
            result: result.to_owned(),
            amount: result.ends_with('円'),
        };
        Self {
            rule_set: "2026-11版".to_owned(),
            standing: Standing::Now,
            lines: vec![
                line("開始日", "診断 令和8年10月20日、申請 令和8年11月6日。", "児童福祉法第19条の3第8項", "令和8年10月20日"),
                line("開始日（手で改めた）", "規則の案は 令和8年10月20日。", "県の判断", "令和8年9月15日"),
                line("終了日", "県の一斉終期 9月30日。", "県の定め", "令和9年9月30日"),
                line("階層", "市町村民税の課税の有無が分からないため、まだ決まりません。", "児童福祉法施行令第22条", ""),
            ],
            sum: Some(line("月額上限", "階層Ⅳ・一般の上限月額です。", "児童福祉法施行令第22条第1項", "5,000円")),
            not_eligible: Vec::new(),
            pending: vec!["世帯員1人目の市町村民税が課税かどうか".to_owned()],
            conflicts: vec!["被保険者が世帯にいません。".to_owned()],
            cautions: vec!["申請日から15か月を超えます。".to_owned()],
            unconfirmed: vec![Unconfirmed {
                table: "制度の定め".to_owned(),
                href: "/masters/program".to_owned(),
                key: "end.month".to_owned(),
                status: "推定・要確認".to_owned(),
            }],
            changed: true,
            digest: "00".repeat(32),
        }
    }
}

/// The validity of a determination, where it is known.
pub fn validity(found: &Found) -> Option<(Date, Date)> {
    match found {
        Found::Known { shown, .. } => shown.validity().map(|validity| (validity.start(), validity.end())),
        Found::Erased => None,
    }
}

/// 「令和8年10月20日から令和9年9月30日まで」.
pub fn period(start: Date, end: Date) -> String {
    format!("{}から{}まで", wareki::long(start), wareki::long(end))
}

#[cfg(test)]
mod tests {
    use casework::procedures::facts;
    use casework::rules::{determine, masters::Masters};
    use events::application::ApplicationForm;
    use events::vocabulary::ProcedureKind;
    use jiff::civil::date;

    use super::*;
    use crate::screens::cases::names::tests::names;
    use crate::screens::cases::samples::form;

    fn determined(form: &ApplicationForm, masters: &Masters) -> Determination {
        determine(&facts(form, ProcedureKind::New, date(2026, 11, 6), masters), masters, &RuleSet::current(masters))
    }

    fn now() -> Determination {
        determined(&form(), names().masters())
    }

    #[test]
    fn the_cap_is_the_sum_and_every_other_rule_a_line() {
        let found = choose(None, Some(Stage::UnderCheck), Some(now()));
        let calculation = Calculation::of(&found).expect("readable");
        let titles: Vec<&str> = calculation.lines.iter().map(|line| line.title.as_str()).collect();
        for title in ["年齢", "開始日", "終了日", "課税年度", "所得をみる人", "階層"] {
            assert!(titles.contains(&title), "{title} is missing in {titles:?}");
        }
        let sum = calculation.sum.expect("a cap");
        assert_eq!((sum.title.as_str(), sum.amount), ("月額上限", true));
        assert!(!calculation.unconfirmed.is_empty(), "the end of validity is 要確認");
        assert_eq!(calculation.rule_set, "2026-11版");
        assert!(calculation.lines.iter().all(|line| !line.cite.is_empty()));
    }

    #[test]
    fn what_is_missing_is_named_and_leaves_the_result_open() {
        let mut open = form();
        open.household.members[0].taxed = None;
        open.household.members[0].income_levy = None;
        let found = choose(None, Some(Stage::UnderCheck), Some(determined(&open, names().masters())));
        let calculation = Calculation::of(&found).expect("readable");
        assert!(!calculation.pending.is_empty());
        assert!(calculation.sum.is_none_or(|sum| sum.result.is_empty()));
    }

    #[test]
    fn a_decision_shows_what_was_stored_and_a_pending_one_says_when_today_differs() {
        let stored = Personal::Open(serde_json::to_value(now()).expect("json"));
        let mut other = now();
        other.monthly_cap = None;
        let Found::Known { standing, changed, .. } = choose(Some(&stored), Some(Stage::Examined), Some(other.clone())) else {
            panic!("readable")
        };
        assert_eq!((standing, changed), (Standing::Examined, true));
        let Found::Known { standing, changed, .. } = choose(Some(&stored), Some(Stage::Approved), Some(other)) else {
            panic!("readable")
        };
        assert_eq!((standing, changed), (Standing::Decided, false));
        assert_eq!(choose(Some(&Personal::Erased), Some(Stage::Approved), None), Found::Erased);
        assert_eq!(Calculation::of(&Found::Erased), None);
    }
}
