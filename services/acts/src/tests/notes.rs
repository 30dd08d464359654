//! Notes on a case: kept as written, put right by another note, gone with the person.

use events::ids::{ApplicationId, NoteId};
use sqlx::PgPool;
use uuid::Uuid;

use super::stage::{Stage, request, text};
use crate::{ActError, NoteInput};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_note_is_put_right_only_by_a_note_on_the_same_case(pool: PgPool) {
    let stage = Stage::set(&pool).await;
    let (case, other) = (stage.receive().await.application, stage.receive().await.application);
    let note = |application, corrects, words: &str| NoteInput { application, recipient: None, corrects, text: text(words) };
    let wish = request(&stage.counter);
    let done = stage.acts.write_note(&wish, note(case, None, "電話で確かめた。")).await.unwrap();
    let again = stage.acts.write_note(&wish, note(case, None, "電話で確かめた。")).await.unwrap();
    assert_eq!(done.position, again.position, "sent twice, written once");
    let first = NoteId(
        sqlx::query_scalar("SELECT stream_id FROM es.events WHERE event_type = 'note.written'").fetch_one(&pool).await.unwrap(),
    );
    stage.acts.write_note(&request(&stage.checker), note(case, Some(first), "訪ねて確かめた、の誤り。")).await.unwrap();
    let foreign = stage.acts.write_note(&request(&stage.checker), note(other, Some(first), "別の申請")).await;
    assert!(matches!(foreign, Err(ActError::NotFound)), "{foreign:?}");
    let nowhere =
        stage.acts.write_note(&request(&stage.checker), note(ApplicationId(Uuid::from_u128(9)), None, "どこにもない")).await;
    assert!(matches!(nowhere, Err(ActError::NotFound)), "{nowhere:?}");
    let payloads: Vec<String> = sqlx::query_scalar("SELECT payload::text FROM es.events WHERE event_type = 'note.written'")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert!(payloads.len() == 2 && payloads.iter().all(|payload| !payload.contains("電話") && !payload.contains("誤り")));
}
