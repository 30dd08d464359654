//! Attachments over the router: a form in parts, a picture under a policy of its own, told to the access log.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use events::StaffRole;
use sqlx::PgPool;

use super::desk::Desk;
use super::stage::{Answer, Browser};

/// A picture of one grey pixel.
const PNG: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 58, 126, 155, 85, 0, 0,
    0, 10, 73, 68, 65, 84, 120, 218, 99, 96, 0, 0, 0, 2, 0, 1, 229, 39, 222, 252, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

async fn send(desk: &Desk, browser: &mut Browser, path: &str, kind: &str, content: &[u8]) -> Answer {
    let (token, command) = (browser.token(), desk.stage.state.new_uuid().to_string());
    let mut body = Vec::new();
    for (name, value) in [("_token", token.as_str()), ("_command", command.as_str()), ("document_kind", kind)] {
        body.extend(format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    body.extend(b"--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scan.exe\"\r\n\r\n");
    body.extend([content, b"\r\n--part--\r\n"].concat());
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=part");
    browser.send(request.body(Body::from(body)).unwrap()).await
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_paper_is_attached_looked_at_and_withdrawn(test: PgPool) {
    let desk = Desk::set(&test).await;
    desk.settled().await;
    let case = desk.waiting("to_check").await[0];
    let path = format!("/cases/{case}/attachments");
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    assert!(checker.get(&path).await.body.contains("添付した書類はまだありません"));
    let refused = send(&desk, &mut checker, &path, "other", b"GIF89a").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("中身で判定しています") && refused.body.contains("f-file-error"), "{}", refused.body);
    let added = send(&desk, &mut checker, &path, "other", PNG).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    desk.settled().await;
    let list = checker.get(&path).await.body;
    let attachment = list.split("href=\"/attachments/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let attachment = format!("/attachments/{attachment}");
    let page = checker.get(&attachment).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);

    let before = desk.stage.count("viewing.document_opened").await;
    let picture = checker.get(&format!("{attachment}/picture?page=1")).await;
    assert_eq!((picture.bytes.as_slice(), picture.header("content-type")), (PNG, "image/png"));
    assert!(picture.header("content-security-policy").contains("sandbox"), "{:?}", picture.headers);
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    let file = checker.get(&format!("{attachment}/file")).await;
    assert!(file.header("content-disposition").starts_with("attachment;"), "{:?}", file.headers);
    assert!(file.header("content-security-policy").contains("sandbox"));
    assert_eq!(desk.stage.count("viewing.document_opened").await, before + 2, "each is told first");
    assert_eq!(checker.get(&format!("{attachment}/picture?page=2")).await.status, StatusCode::NOT_FOUND);
    let mut clerk = desk.stage.as_role(StaffRole::BoardClerk).await;
    assert_eq!(clerk.get(&attachment).await.status, StatusCode::FORBIDDEN);

    let empty = desk.send(&mut checker, &format!("{attachment}/withdraw"), &[("why", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = desk.send(&mut checker, &format!("{attachment}/withdraw"), &[("why", "別の書類")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    desk.settled().await;
    assert!(!checker.get(&path).await.body.contains(&attachment), "it is no longer among the papers");
    desk.over().await;
}
