//! Codes that stand in the contents of changes, as staff read them.

use events::StaffRole;
use events::award::{CorrectionGround, EndGround, RevocationGround};
use events::certificate::VoidGround;
use events::master::MasterStatus;
use events::operation::{Outcome, Task};
use events::vocabulary::{ProcedureKind, Severity, Tier};
use projections::case_history::title;
use projections::changes::Kind;
use serde::de::DeserializeOwned;

/// What programs write into the outcome of an operation, in this order.
const DETAILS: &[(&str, &str)] = &[
    ("nothing to steer", "行われている作り直しはなかった"),
    ("on the command line only", "コマンドだけで行える"),
    ("command line", "コマンドで始めた"),
    (" tables differ", "つの表に違い"),
    (" still parked", "件は脇に置いたまま"),
    (" applied", "件を適用"),
    (", without ", "、除いた位置 "),
    (" events up to ", "件の出来事、位置 "),
    ("version ", "版 "),
    ("exit ", "終了コード "),
    (" at ", "、位置 "),
    (" to ", " → "),
    (", ", "、"),
];

/// A text of a change of this kind; what is no code stays as it is.
pub(super) fn in_words(kind: Kind, text: &str) -> String {
    match kind {
        Kind::ReadModel => of_read_model(text),
        Kind::Account => of_account(text),
        Kind::Entitlement => of_entitlement(text),
        Kind::Erasure => title(text).to_owned(),
        Kind::Master => code::<MasterStatus>(text).map_or_else(|| text.to_owned(), |status| status.label().to_owned()),
        _ => text.to_owned(),
    }
}

fn of_read_model(text: &str) -> String {
    if let Ok(task) = text.parse::<Task>() {
        return task.label().to_owned();
    }
    if let Some(outcome) = code::<Outcome>(text) {
        return outcome.label().to_owned();
    }
    match text {
        "parked" => "読めない出来事を脇に置いた".to_owned(),
        "applied" => "脇に置いた出来事を適用した".to_owned(),
        "skip_proposed" => "飛ばすよう提案した".to_owned(),
        "skip_withdrawn" => "飛ばす提案を取り下げた".to_owned(),
        "skipped" => "飛ばすことを承認した".to_owned(),
        // An error names an event type and is told as it was.
        other if other.contains(": ") => other.to_owned(),
        other => DETAILS.iter().fold(other.to_owned(), |told, (code, words)| told.replace(code, words)),
    }
}

/// The words of an entitlement are told apart by what they are: no two of these share one.
fn of_entitlement(text: &str) -> String {
    code::<Tier>(text)
        .map(|tier| Tier::in_words(Some(tier)))
        .or_else(|| code::<Severity>(text).map(|severity| severity.label().to_owned()))
        .or_else(|| code::<ProcedureKind>(text).map(|kind| kind.label().to_owned()))
        .or_else(|| code::<EndGround>(text).map(|ground| ground.label().to_owned()))
        .or_else(|| code::<RevocationGround>(text).map(|ground| ground.label().to_owned()))
        .or_else(|| code::<CorrectionGround>(text).map(|ground| ground.label().to_owned()))
        .or_else(|| code::<VoidGround>(text).map(|ground| ground.label().to_owned()))
        .unwrap_or_else(|| text.to_owned())
}

fn of_account(text: &str) -> String {
    match text.split_once(' ') {
        Some((role, office)) => match role.parse::<StaffRole>() {
            Ok(role) => format!("{}（所属 {office}）", role.label()),
            Err(_) => text.to_owned(),
        },
        None => match text {
            "locked" => "停止中".to_owned(),
            "unlocked" => "使える".to_owned(),
            "second factor" => "認証アプリを登録した".to_owned(),
            "no second factor" => "認証アプリの登録を消した".to_owned(),
            "initial password" => "初めの合言葉を出した".to_owned(),
            "own password" => "合言葉を自分で決めた".to_owned(),
            "ended" => "終了".to_owned(),
            other => other.to_owned(),
        },
    }
}

/// A code as events hold it.
fn code<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_in_words() {
        for (kind, code, words) in [
            (Kind::ReadModel, "rebuild", "作り直す"),
            (Kind::ReadModel, "stop_at_poison", "読めない出来事で止まる設定にする"),
            (Kind::ReadModel, "skip_withdrawn", "飛ばす提案を取り下げた"),
            (Kind::ReadModel, "version 1 at 3, 0 tables differ", "版 1、位置 3、0つの表に違い"),
            (Kind::ReadModel, "411 award.granted: it has version 9", "411 award.granted: it has version 9"),
            (Kind::Account, "counter 01", "窓口（所属 01）"),
            (Kind::Account, "locked", "停止中"),
            (Kind::Account, "ended", "終了"),
            (Kind::Entitlement, "IV", "Ⅳ 一般所得Ⅰ"),
            (Kind::Entitlement, "severe", "重症"),
            (Kind::Entitlement, "change", "変更"),
            (Kind::Entitlement, "cured", "治癒"),
            (Kind::Entitlement, "granted_in_error", "要件を満たしていないのに認定していた（職権による取消）"),
            (Kind::Entitlement, "lost", "紛失"),
            (Kind::Erasure, "erasure.held", "消去を差し止めた"),
            (Kind::Guard, "rebuild", "rebuild"),
        ] {
            assert_eq!(in_words(kind, code), words);
        }
        for task in Task::ALL {
            assert_eq!(in_words(Kind::ReadModel, task.code()), task.label());
        }
    }
}
