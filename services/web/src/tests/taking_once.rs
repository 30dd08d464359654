//! A form that is sent once more hands out no second file: it would be on no record. The page says so and offers to take it out anew.

use axum::http::StatusCode;
use events::StaffRole;
use sqlx::PgPool;

use super::desk::{Desk, hidden};
use super::paying::refused;

/// Who takes a list, where, and what is asked of it.
type Taking = (StaffRole, &'static str, &'static [(&'static str, &'static str)]);

/// Lists that leave as files.
const LISTS: [Taking; 9] = [
    (StaffRole::Checker, "/queues/all/export", &[]),
    (StaffRole::Checker, "/statistics/export", &[("by", "office")]),
    (StaffRole::Checker, "/statistics/times/export", &[]),
    (StaffRole::Checker, "/statistics/extract/export", &[("severity", "general")]),
    (StaffRole::Checker, "/designations/export", &[("kind", "doctor"), ("standing", "current")]),
    (StaffRole::Checker, "/payments/paid/export", &[("month", "R8.11")]),
    (StaffRole::Checker, "/claims/totals/export", &[("year", "R8"), ("by", "office")]),
    (StaffRole::Auditor, "/ledger/export", &[("office", "all")]),
    (StaffRole::Auditor, "/ledger/compare/export", &[("office", "all"), ("known", "%231")]),
];

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_form_that_is_sent_twice_hands_out_one_file(test: PgPool) {
    let desk = Desk::set(&test).await;
    let taken = async || desk.stage.count("viewing.table_exported").await;
    for (role, path, asked) in LISTS {
        let mut browser = desk.stage.as_role(role).await;
        let before = taken().await;
        let wish = [asked, &[("format", "csv"), ("column", "受付番号"), ("reason", "確認のため")]].concat();
        let command = desk.stage.state.new_uuid().to_string();
        let once = [&wish[..], &[("_command", command.as_str())]].concat();
        let file = browser.post(path, &once).await;
        assert_eq!((file.status, taken().await), (StatusCode::OK, before + 1), "{path}: {}", file.body);
        let again = browser.post(path, &once).await;
        refused(&again, "すでに記録しています", "f-reason-error");
        assert!(again.body.contains("確認のため"), "{path}: what was typed stays: {}", again.body);
        assert_eq!(taken().await, before + 1, "{path}");
        let anew = hidden(&again.body, "_command");
        let file = browser.post(path, &[&wish[..], &[("_command", anew.as_str())]].concat()).await;
        assert_eq!((file.status, taken().await), (StatusCode::OK, before + 2), "{path}: {}", file.body);
    }
    desk.over().await;
}
