//! Statistics over the router, on a prefecture with awards: the day that is taken where nobody asks for one, processing times with the cases
//! behind, conditions that are kept and taken out.

use axum::http::StatusCode;
use events::{Log, StaffRole};
use sqlx::PgPool;

use super::following::{Following, caught_up};
use super::stage::{Answer, Browser, Stage};

async fn send(browser: &mut Browser, stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Answer {
    let command = stage.state.new_uuid().to_string();
    let mut all = fields.to_vec();
    all.push(("_command", &command));
    browser.post(path, &all).await
}

async fn good(browser: &mut Browser, path: &str, sentences: &[&str]) -> String {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    for sentence in sentences {
        assert!(page.body.contains(sentence), "{path} does not say {sentence}: {}", page.body);
    }
    page.body
}

fn link(page: &str, begin: &str) -> String {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with(begin)).map(|link| link.replace("&amp;", "&")).next().unwrap_or_default()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn figures_lead_to_their_cases_and_conditions_are_kept(test: PgPool) {
    let stage = Stage::furnished(&test, 12).await;
    let following = Following::all(&test, &stage).await;
    caught_up(&test, Log::Casework, &["ledger", "worklist", "reimbursements"]).await;
    let mut checker = stage.as_role(StaffRole::Checker).await;

    // The sample begins this summer: no end of a fiscal year has anything to count.
    good(&mut checker, "/statistics", &["今日の時点で数えています", "令和8年11月24日"]).await;
    let asked = good(&mut checker, "/statistics?on=R8.10.1", &["令和8年10月1日"]).await;
    assert!(!asked.contains("今日の時点で数えています"));
    let wrong = checker.get("/statistics?on=someday").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);

    let times = good(&mut checker, "/statistics/times?by=office", &["標準処理期間", "中央値（営業日）"]).await;
    let behind = good(&mut checker, &link(&times, "/statistics/times/cases"), &["受付番号", "数える暦日"]).await;
    assert!(link(&behind, "/cases/").len() > 10, "{behind}");
    let backwards = checker.get("/statistics/times?from=R8.10.1&until=R8.9.1").await;
    assert_eq!(backwards.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(backwards.body.contains("始まりより前です"), "{}", backwards.body);
    let payments = good(&mut checker, "/statistics/payments", &["療養費（償還払い）", "不支給"]).await;
    good(&mut checker, &link(&payments, "/statistics/payments?"), &["に決定した請求"]).await;

    good(&mut checker, "/statistics/extract", &["条件を1つ以上選ぶと"]).await;
    let found = good(&mut checker, "/statistics/extract?severity=general&cap_from=0", &["一般", "この条件を保存する"]).await;
    assert!(!link(&found, "/recipients/").is_empty(), "{found}");
    let odd = checker.get("/statistics/extract?disease=cold&cap_from=much").await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.body.contains("aria-invalid") && odd.body.contains("value=\"much\""), "{}", odd.body);

    let nothing = send(&mut checker, &stage, "/statistics/queries", &[("name", "mine")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nothing.body);
    let kept = [("name", "mine"), ("severity", "general")];
    for _ in 0..2 {
        let saved = send(&mut checker, &stage, "/statistics/queries", &kept).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert!(saved.header("location").contains("severity=general"), "{}", saved.header("location"));
    }
    let listed = good(&mut checker, "/statistics/extract", &["保存した条件"]).await;
    assert_eq!(listed.matches("/statistics/extract?severity=general").count(), 1, "the same name keeps one");
    let other = stage.as_role(StaffRole::Approver).await.get("/statistics/extract").await;
    assert!(!other.body.contains("severity=general\""), "of one person only: {}", other.body);

    let columns = [("column", "%E6%B0%8F%E5%90%8D"), ("severity", "general"), ("reason", "check")];
    let csv = [&columns[..], &[("format", "csv")]].concat();
    let csv = send(&mut checker, &stage, "/statistics/extract/export", &csv).await;
    assert_eq!((csv.status, csv.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"), "{}", csv.body);
    assert!(csv.body.starts_with("\u{feff}\"氏名\"\r\n") && csv.body.lines().count() > 2, "{}", csv.body);
    let times = [("column", "%E5%8F%97%E4%BB%98%E7%95%AA%E5%8F%B7"), ("reason", "check"), ("format", "csv")];
    let csv = send(&mut checker, &stage, "/statistics/times/export", &times).await;
    assert!(csv.status == StatusCode::OK && csv.body.starts_with("\u{feff}\"受付番号\"\r\n\"8-"), "{}", csv.body);
    assert_eq!(stage.count("viewing.table_exported").await, 2);

    let discard = listed.split("action=\"/statistics/queries/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let gone = send(&mut checker, &stage, &format!("/statistics/queries/{discard}"), &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(!checker.get("/statistics/extract").await.body.contains("severity=general\""));
    following.over().await;
}
