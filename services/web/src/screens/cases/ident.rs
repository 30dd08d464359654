//! The bar that says whose page it is, on every page about a person (識別バー).

use acts::Case;
use casework::application::second_entry::Stand;
use casework::application::{Application, Stage};
use events::Personal;
use events::sitting::Verdict;
use events::vocabulary::{Age, OverriddenItem, PersonName, wareki};
use jiff::civil::Date;
use projections::worklist::Flag as WorkFlag;
use serde::Serialize;

use super::names::Names;

/// What stands in for what was erased.
pub const ERASED: &str = "（消去済み）";

/// A label at the end of the bar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Flag {
    /// `ok`, `warn`, `alert`, `key` or empty.
    pub tone: &'static str,
    /// What it says.
    pub text: String,
}

impl Flag {
    /// A label.
    pub fn new(tone: &'static str, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }
}

/// A fact of the bar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: &'static str,
    /// What it says.
    pub text: String,
    /// Set in fixed width: numbers.
    pub mono: bool,
}

impl Fact {
    /// A fact in words.
    pub fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into(), mono: false }
    }

    /// A number.
    pub fn number(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into(), mono: true }
    }
}

/// The bar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Ident {
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Facts, in order.
    pub facts: Vec<Fact>,
    /// Labels.
    pub flags: Vec<Flag>,
}

/// 氏名 and フリガナ as far as they can be read.
pub fn name_and_kana(name: &Personal<PersonName>) -> (String, String) {
    name.open().map_or_else(|| (ERASED.to_owned(), String::new()), |name| (name.written().to_owned(), name.kana().to_string()))
}

/// 「令和2年3月15日（6歳8か月）」.
pub fn birth_and_age(birth: &Personal<Date>, today: Date) -> String {
    let Some(birth) = birth.open() else { return ERASED.to_owned() };
    match Age::on(*birth, today) {
        Some(age) => format!("{}（{age}）", wareki::long(*birth)),
        None => wareki::long(*birth),
    }
}

/// The tone of a state.
pub const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Received | Stage::Forwarded | Stage::Withdrawn => "",
        Stage::UnderCheck | Stage::Examined => "key",
        Stage::ReturnedForCorrection => "warn",
        Stage::Approved => "ok",
        Stage::Refused => "alert",
    }
}

/// What holds for a case beside its stage; the same as on the work lists.
fn work_flags(application: &Application) -> Vec<WorkFlag> {
    if application.stage().is_none_or(Stage::is_decided) {
        return Vec::new();
    }
    let board = application.board();
    let corrects = application.stage() == Some(Stage::ReturnedForCorrection);
    let said = |verdict| application.diseases().iter().any(|disease| board.verdict(*disease) == Some(verdict));
    let sent_back = application.stage() == Some(Stage::Received) && application.was_sent_back();
    let flags = [
        (WorkFlag::OnItsWay, application.on_its_way().is_some() && !application.is_missing()),
        (WorkFlag::NotFound, application.is_missing()),
        (WorkFlag::SentBack, sent_back),
        (WorkFlag::Proposed, application.stage() == Some(Stage::Examined) && application.proposal().is_some()),
        (WorkFlag::MissingDocuments, !application.open_lines().is_empty()),
        (WorkFlag::SecondEntry, application.second_entry().stand() == Some(&Stand::Awaited)),
        (WorkFlag::EntriesDiffer, matches!(application.second_entry().stand(), Some(Stand::Differs(_)))),
        (WorkFlag::SuspectedDuplicate, application.likenesses().open() > 0),
        (WorkFlag::AwaitingBoard, board.awaits()),
        (WorkFlag::StartByHand, application.overrides().find(OverriddenItem::Start).is_some()),
        (WorkFlag::EndByHand, application.overrides().find(OverriddenItem::End).is_some()),
        (WorkFlag::TierByHand, application.overrides().find(OverriddenItem::Tier).is_some()),
        (WorkFlag::Reminded, application.correction().is_some_and(|one| one.reminders > 0) && corrects),
        (WorkFlag::Deferred, !board.awaits() && said(Verdict::Defer)),
        (WorkFlag::BoardRefused, said(Verdict::Refuse)),
    ];
    flags.into_iter().filter(|(_, holds)| *holds).map(|(flag, _)| flag).collect()
}

impl Ident {
    /// The bar of a case.
    pub fn of_case(case: &Case, names: &Names, today: Date) -> Self {
        let application = &case.application;
        let (name, kana) = name_and_kana(&case.child_name);
        let kind = application.kind().map_or("", |kind| kind.label());
        let applied = application.application_date().map(wareki::long).unwrap_or_default();
        // The period to decide runs from the day on which it came.
        let arrival = application.arrival().filter(|arrival| Some(arrival.received_on) != application.application_date());
        let day_of_receipt =
            arrival.map(|arrival| format!("（受付 {}）", wareki::short(arrival.received_on))).unwrap_or_default();
        let receipt = application.receipt_number().map(|number| number.to_string()).unwrap_or_default();
        let mut flags: Vec<Flag> = application.stage().map(|stage| Flag::new(tone(stage), stage.label())).into_iter().collect();
        flags.extend(work_flags(application).into_iter().map(|flag| Flag::new(flag.tone(), flag.label())));
        if case.form.open().is_some_and(|form| form.wishes.registrant_certificate) {
            flags.push(Flag::new("", "登録者証 希望"));
        }
        if let Some(correction) = application.correction()
            && application.stage() == Some(Stage::ReturnedForCorrection)
        {
            let tone = if correction.due_on < today { "alert" } else { "warn" };
            flags.push(Flag::new(tone, format!("補正期限 {}", wareki::short(correction.due_on))));
        }
        // Late answers are waited for after the decision too; the flag of the lists goes with the decision.
        for one in application.inquiries().all() {
            let tone = if one.due_on < today { "alert" } else { "warn" };
            flags.push(Flag::new(tone, format!("照会中 {}の回答待ち・期限 {}", one.party.label(), wareki::short(one.due_on))));
        }
        if let Some(until) = application.held_until() {
            let tone = if until <= today { "alert" } else { "warn" };
            flags.push(Flag::new(tone, format!("保留中 {}まで", wareki::short(until))));
        }
        Self {
            name,
            kana,
            facts: vec![
                Fact::new("生年月日", birth_and_age(&case.child_birth_date, today)),
                Fact::number("受付番号", receipt),
                Fact::new("申請", format!("{kind} {applied}{day_of_receipt}")),
                Fact::new("事務所", names.offices(application.responsible_office(), application.receiving_office())),
            ],
            flags,
        }
    }

    /// A bar for the tests of templates.
    pub fn sample() -> Self {
        Self {
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            facts: vec![
                Fact::new("生年月日", "令和2年3月15日（6歳8か月）"),
                Fact::number("受付番号", "8-01-0412"),
                Fact::new("申請", "新規 令和8年11月6日"),
                Fact::new("事務所", "佐賀中部（受付 唐津）"),
            ],
            flags: vec![Flag::new("key", "点検中"), Flag::new("", "登録者証 希望")],
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn age_stands_beside_the_birth_date() {
        let today = date(2026, 11, 24);
        assert_eq!(birth_and_age(&Personal::Open(date(2020, 3, 15)), today), "令和2年3月15日（6歳8か月）");
        assert_eq!(birth_and_age(&Personal::Erased, today), ERASED);
        assert_eq!(name_and_kana(&Personal::Erased), (ERASED.to_owned(), String::new()));
    }
}
