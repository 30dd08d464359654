//! The columns of a list of applications that leaves as a file. The list on the screen shows fewer.

use casework::rules::office_days;
use events::vocabulary::Age;
use jiff::civil::Date;
use projections::case_history::Words as _;
use projections::worklist::{Flag, Queue, WorklistRow};

use crate::clock::day_in_japan;
use crate::screens::cases::ident::{ERASED, name_and_kana};
use crate::screens::cases::names::Names;
use crate::spreadsheet::Cell;

/// Title and width, in the order of [`cells`].
pub(super) const COLUMNS: [(&str, u8); 20] = [
    ("期限", 12),
    ("期限超過（営業日）", 10),
    ("受付番号", 14),
    ("氏名", 18),
    ("フリガナ", 20),
    ("生年月日", 12),
    ("年齢", 8),
    ("申請の種類", 10),
    ("申請日", 12),
    ("状態", 14),
    ("付せん", 20),
    ("担当", 18),
    ("次の手", 22),
    ("書類（未了）", 8),
    ("書類（全部）", 8),
    ("経過（営業日）", 10),
    ("受付事務所", 14),
    ("管轄事務所", 14),
    ("市町", 14),
    ("疾病", 40),
];

/// The titles alone.
pub(super) fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// A line; the row must have been opened. `clerk` is the name of whoever works on it where it lies, empty where nobody does.
pub(super) fn cells(row: &WorklistRow, names: &Names, clerk: &str, today: Date) -> Vec<Cell> {
    let (name, kana) = name_and_kana(&row.child_name);
    let late = row.due_on.map(|due| office_days::between(names.masters(), due, today)).filter(|days| *days > 0);
    let age = row.child_birth_date.open().and_then(|birth| Age::on(*birth, today)).map(|age| i64::from(age.years()));
    let flags: Vec<&str> = row.flags.iter().copied().map(Flag::label).collect();
    let diseases: Vec<String> = row.diseases.iter().map(|disease| names.disease_with_code(*disease)).collect();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    vec![
        row.due_on.map_or(Cell::Empty, Cell::Day),
        late.into(),
        row.receipt_number.to_string().into(),
        name.into(),
        kana.into(),
        row.child_birth_date.open().map_or_else(|| ERASED.into(), |birth| Cell::Day(*birth)),
        age.into(),
        row.kind.label().into(),
        Cell::Day(row.application_date),
        row.queue.map_or(row.stage.label(), Queue::label).into(),
        flags.join("、").into(),
        clerk.into(),
        row.queue.map_or("", Queue::next_act_label).into(),
        count(row.documents_open).into(),
        count(row.documents_needed).into(),
        office_days::between(names.masters(), day_in_japan(row.waiting_since), today).into(),
        names.office_short(row.receiving_office).into(),
        names.office_short(row.responsible_office).into(),
        names.municipality(row.municipality).into(),
        diseases.join("、").into(),
    ]
}
