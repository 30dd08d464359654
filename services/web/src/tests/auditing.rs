//! A month of accesses is looked at, judged and signed off over the router as it is served.

use std::sync::Arc;

use axum::http::StatusCode;
use events::ids::{CommandId, CorrelationId};
use events::{Log, StaffRole};
use jiff::SignedDuration;
use jiff::civil::Date;
use projections::access::AccessEntries;
use sqlx::PgPool;

use super::following::{Following, caught_up};
use super::stage::{Answer, Browser, Stage};

/// The month in which the database writes during this test.
async fn month(test: &PgPool) -> String {
    let month = sqlx::query_scalar("SELECT to_char(now() AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM')");
    month.fetch_one(test).await.unwrap()
}

async fn looks(stage: &Stage, role: StaffRole) {
    let acts = &stage.state.parts().acts;
    let request = acts::Request {
        command_id: CommandId(stage.state.new_uuid()),
        correlation_id: CorrelationId(stage.state.new_uuid()),
        actor: acts.account(stage.staff(role)).await.unwrap().actor().unwrap(),
        trace_context: None,
        today: jiff::civil::date(2026, 11, 24),
        seen_version: None,
    };
    acts.viewed(&request, "case", &[stage.state.new_uuid()]).await.unwrap();
}

async fn send(browser: &mut Browser, stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Answer {
    let command = stage.state.new_uuid().to_string();
    let mut all = fields.to_vec();
    all.push(("_command", &command));
    browser.post(path, &all).await
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_month_is_opened_judged_and_signed_off(test: PgPool) {
    let stage = Stage::set(&test).await;
    let following = Following::of(&test, &stage, vec![Arc::new(AccessEntries)]).await;
    let month = month(&test).await;
    looks(&stage, StaffRole::Counter).await;
    looks(&stage, StaffRole::Auditor).await;
    caught_up(&test, Log::Access, &["access"]).await;

    let mut auditor = stage.as_role(StaffRole::Auditor).await;
    let begun: Date = format!("{month}-01").parse().unwrap();
    let next = begun.saturating_add(jiff::Span::new().months(1).days(20));
    let ahead = next.since(jiff::civil::date(2026, 11, 24)).unwrap().get_days().max(0);
    let early = send(&mut auditor, &stage, "/audit/review/open", &[("month", &month)]).await;
    let is_over = stage.state.parts().clock.today() >= begun.saturating_add(jiff::Span::new().months(1));
    assert_eq!(early.status == StatusCode::SEE_OTHER, is_over, "{}", early.body);
    stage.later(SignedDuration::from_hours(24 * i64::from(ahead)));
    let mut auditor = stage.as_role(StaffRole::Auditor).await;
    assert!(auditor.get("/").await.body.contains("月次点検が期限を過ぎています"));
    let list = auditor.get("/audit/reviews").await;
    assert!(list.body.contains("期限超過"), "{}", list.body);
    send(&mut auditor, &stage, "/audit/review/open", &[("month", &month)]).await;

    let address = format!("/audit/review?month={month}");
    let page = auditor.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("自分の閲覧です") && page.body.contains("窓口 例題 職員"), "{}", page.body);
    let rows = page.body.matches("class=\"card review-row\"").count();
    assert!(rows >= 2, "a sample of both accesses");
    let early = send(&mut auditor, &stage, "/audit/review/sign-off", &[("month", &month)]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("まだ判定していない行"), "{}", early.body);
    let wordless = [("month", month.as_str()), ("no", "1"), ("verdict", "to_be_asked")];

    let mut approver = stage.as_role(StaffRole::Approver).await;
    let refused = send(&mut approver, &stage, "/audit/review/judge", &wordless).await;
    assert!(refused.body.contains("何を確かめるかを所見に"), "{}", refused.body);
    for no in 1..=rows {
        let no = no.to_string();
        let fields = [("month", month.as_str()), ("no", no.as_str()), ("verdict", "confirmed")];
        assert_eq!(send(&mut approver, &stage, "/audit/review/judge", &fields).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(send(&mut auditor, &stage, "/audit/review/sign-off", &[("month", &month)]).await.status, StatusCode::SEE_OTHER);
    let frozen = auditor.get(&address).await;
    assert!(frozen.body.contains("点検は終わっています") && !frozen.body.contains("目的を確認した"), "{}", frozen.body);
    let late = [("month", month.as_str()), ("no", "1"), ("verdict", "confirmed")];
    assert!(send(&mut approver, &stage, "/audit/review/judge", &late).await.body.contains("判定は変えられません"));
    following.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_no_month_and_no_sample_is_told_and_not_found(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut auditor = stage.as_role(StaffRole::Auditor).await;
    for address in ["/audit/access?month=2026-13", "/audit/review", "/audit/review?month=2026-01", "/audit/samples/見本"] {
        let path: String = address.replace("見本", "x");
        assert_eq!(auditor.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let empty = [("from", "R8.4.1"), ("until", "R8.3.1"), ("by", "dice"), ("size", "many"), ("purpose", "")];
    let answer = send(&mut auditor, &stage, "/audit/samples", &empty).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for sentence in
        ["数字で入力してください", "抽出のしかたを選んでください", "終わりの日が始まりの日より前です", "入力してください"]
    {
        assert!(answer.body.contains(sentence), "{sentence}: {}", answer.body);
    }
    let none = [("from", "R8.4.1"), ("until", "R8.9.30"), ("by", "random"), ("size", "3"), ("purpose", "x")];
    let answer = send(&mut auditor, &stage, "/audit/samples", &none).await;
    assert!(answer.body.contains("この条件の決定は0件です"), "{}", answer.body);
}
