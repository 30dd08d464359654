//! A scan is judged, kept sealed, shown as a picture, withdrawn; what is refused leaves nothing, and what was erased cannot be read.

use std::fmt::Write as _;

use casework::Refusal;
use casework::attachment::AttachmentRefusal;
use documents::scan::{Active, Format, ScanRefused};
use events::attachment::ScanKind;
use events::ids::ApplicationId;
use sqlx::PgPool;

use super::stage::{Stage, request, text};
use crate::{ActError, AttachmentInput, PaperState};

/// A PDF of one page with a catalogue of one's own.
pub(crate) fn pdf(catalogue: &str) -> Vec<u8> {
    let objects = [
        format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << >> >>".to_owned(),
        "<< /Length 26 >>\nstream\n0 0 1 rg 10 10 50 50 re f \nendstream".to_owned(),
    ];
    let mut out = String::from("%PDF-1.7\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (n, object) in (1..).zip(&objects) {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        writeln!(out, "{n} 0 obj\n{object}\nendobj").unwrap();
    }
    let at = out.len();
    format!("{out}{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1).into_bytes()
}

fn input(application: ApplicationId, bytes: Vec<u8>) -> AttachmentInput {
    let note = Some(text("裏面に記載あり"));
    AttachmentInput { application, of_person: false, document_kind: "tax_certificate".to_owned(), bytes, note }
}

async fn kept(test: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM es.artifacts WHERE kind = 'attachment'").fetch_one(test).await.unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_scan_is_kept_sealed_shown_as_a_picture_and_withdrawn(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    let wish = request(&stage.counter);
    let (id, done) = stage.acts.attach(&wish, input(case, pdf(""))).await.unwrap();
    let again = stage.acts.attach(&wish, input(case, pdf(""))).await.unwrap();
    assert_eq!((again.0, again.1.position), (id, done.position), "sent twice, attached once");
    assert_eq!(kept(&test).await, 1);
    let file = stage.acts.attachment(id).await.unwrap();
    assert_eq!((file.added.scan, file.added.pages, file.withdrawn), (ScanKind::Pdf, 1, false));
    assert_eq!(stage.acts.artifact(file.added.artifact).await.unwrap(), pdf(""), "byte for byte");
    let (kind, picture) = stage.acts.attachment_picture(&file.added, 1).await.unwrap();
    assert!(kind == ScanKind::Png && picture.starts_with(b"\x89PNG"), "drawn, not handed on");
    assert!(matches!(stage.acts.attachment_picture(&file.added, 2).await, Err(ActError::NotFound)));
    let sealed: Vec<u8> =
        sqlx::query_scalar("SELECT sealed FROM es.artifacts WHERE kind = 'attachment'").fetch_one(&test).await.unwrap();
    assert!(!sealed.windows(5).any(|window| window == b"%PDF-"), "sealed at rest");
    let payload: String = sqlx::query_scalar("SELECT payload::text FROM es.events WHERE event_type = 'attachment.added'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert!(!payload.contains("裏面"), "{payload}");

    stage.acts.withdraw_attachment(&request(&stage.checker), id, text("別の人の書類")).await.unwrap();
    assert!(stage.acts.attachment(id).await.unwrap().withdrawn);
    let twice = stage.acts.withdraw_attachment(&request(&stage.checker), id, text("別の人の書類")).await;
    assert!(matches!(twice, Err(ActError::Refused(Refusal::Attachment(AttachmentRefusal::AlreadyWithdrawn)))), "{twice:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_may_not_be_kept_leaves_nothing(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    let whole = pdf("");
    for (bytes, refused) in [
        (pdf("/OpenAction << /S /JavaScript /JS (1) >>"), ScanRefused::Acts(Active::Script)),
        (whole[..whole.len() - 30].to_vec(), ScanRefused::Broken(Format::Pdf)),
        (b"PK\x03\x04 report.pdf".to_vec(), ScanRefused::Unknown),
        (Vec::new(), ScanRefused::Empty),
    ] {
        let told = stage.acts.attach(&request(&stage.counter), input(case, bytes)).await;
        assert!(matches!(&told, Err(ActError::Scan(why)) if *why == refused), "{told:?}");
    }
    let by_approver = stage.acts.attach(&request(&stage.approver), input(case, whole.clone())).await;
    assert!(matches!(by_approver, Err(ActError::Refused(Refusal::Attachment(AttachmentRefusal::Role)))), "{by_approver:?}");
    let unknown = AttachmentInput { document_kind: "made_up".to_owned(), ..input(case, whole) };
    let unknown = stage.acts.attach(&request(&stage.counter), unknown).await;
    assert!(matches!(unknown, Err(ActError::Refused(Refusal::Attachment(AttachmentRefusal::Kind)))), "{unknown:?}");
    assert_eq!(kept(&test).await, 0);
    let told: i64 =
        sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type LIKE 'attachment.%'").fetch_one(&test).await.unwrap();
    assert_eq!(told, 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_paper_that_was_altered_or_is_gone_is_found_and_one_that_nobody_told_is_counted(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    stage.acts.attach(&request(&stage.counter), input(case, pdf(""))).await.unwrap();
    let told = stage.acts.told_papers().await.unwrap();
    assert_eq!(told.len(), 1);
    let state = async || stage.acts.paper_state(&told[0]).await.unwrap();
    assert_eq!((state().await, stage.acts.stray_papers().await.unwrap()), (PaperState::Whole, 0));
    let owner = async |change: &'static str| {
        sqlx::raw_sql("ALTER TABLE es.artifacts DISABLE TRIGGER ALL").execute(&test).await.unwrap();
        sqlx::query(change).execute(&test).await.unwrap();
    };
    owner(
        "INSERT INTO es.artifacts (artifact_id, kind, digest, sealed, created_at)
         SELECT gen_random_uuid(), kind, digest, sealed, created_at - interval '25 hours' FROM es.artifacts WHERE kind = 'attachment'",
    )
    .await;
    assert_eq!(stage.acts.stray_papers().await.unwrap(), 1, "kept a day ago, and told by no event");
    owner("UPDATE es.artifacts SET sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) WHERE kind = 'attachment'").await;
    assert_eq!(state().await, PaperState::Altered);
    owner("UPDATE es.artifacts SET sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 1) WHERE kind = 'attachment'").await;
    assert_eq!(state().await, PaperState::Altered, "under a key that nobody has");
    owner("DELETE FROM es.artifacts WHERE kind = 'attachment'").await;
    assert_eq!(state().await, PaperState::Missing);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_paper_whose_key_is_gone_without_an_erasure_is_found(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    stage.acts.attach(&request(&stage.counter), input(case, pdf(""))).await.unwrap();
    assert!(stage.acts.papers_without_a_key().await.unwrap().is_empty());
    let told = stage.acts.told_papers().await.unwrap();
    let destroy = "SELECT es.destroy_keys(subject_id) FROM (SELECT DISTINCT subject_id FROM es.subject_keys) AS everybody";
    sqlx::query(destroy).execute(&test).await.unwrap();
    assert_eq!(stage.acts.papers_without_a_key().await.unwrap(), [told[0].position]);
}
