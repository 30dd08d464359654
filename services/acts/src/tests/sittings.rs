//! A sitting moved, called off, its papers and minutes: kept as they were issued, and never without a second person.

use casework::Refusal;
use casework::sitting::SittingRefusal;
use documents::{BoardPapers, board_minutes, board_papers};
use events::ids::{ApplicationId, SittingId};
use events::sitting::{MinutesText, Verdict};
use events::vocabulary::ShortText;
use jiff::{Timestamp, ToSpan as _};
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, MinutesInput, MoveInput, Request};

fn moved() -> MoveInput {
    MoveInput {
        held_on: TODAY + 7.days(),
        cut_off_on: TODAY,
        venue: ShortText::parse("別館").unwrap(),
        why: text("委員の都合のため。"),
    }
}

fn sheet(application: ApplicationId) -> (ApplicationId, BoardPapers) {
    let mut papers = board_papers::sample();
    papers.cases.truncate(1);
    (application, papers)
}

fn minutes(chair: u8, why: Option<&str>) -> MinutesInput {
    let content = MinutesText { text: text("1件を審査した。"), questions: Vec::new() };
    MinutesInput { chair, why: why.map(text), content, paper: board_minutes::sample() }
}

fn refused<T: std::fmt::Debug>(outcome: &Result<T, ActError>, why: &SittingRefusal) {
    assert!(matches!(outcome, Err(ActError::Refused(Refusal::Sitting(told))) if told == why), "{outcome:?}");
}

/// A case that waits for the board, on the agenda of a sitting of today.
async fn on_the_agenda(stage: &Stage) -> (ApplicationId, SittingId) {
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    stage.acts.put_before_board(&request(&stage.checker), case, text("判断に迷うため。")).await.unwrap();
    (case, stage.sitting(case).await)
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_sitting_that_is_moved_keeps_its_cases_and_one_that_is_called_off_gives_them_back(test: PgPool) {
    let stage = Stage::set(&test).await;
    let clerk = || request(&stage.board_clerk);
    let (case, sitting) = on_the_agenda(&stage).await;
    let issuing = clerk();
    stage.acts.issue_papers(&issuing, sitting, vec![sheet(case)], Timestamp::UNIX_EPOCH).await.unwrap();
    let again = stage.acts.issue_papers(&issuing, sitting, vec![sheet(case)], Timestamp::UNIX_EPOCH).await.unwrap();
    assert!(again.again, "sent twice, issued once");

    let moving = clerk();
    stage.acts.move_sitting(&moving, sitting, moved()).await.unwrap();
    assert!(stage.acts.move_sitting(&moving, sitting, moved()).await.unwrap().again);
    refused(&stage.acts.move_sitting(&clerk(), sitting, moved()).await, &SittingRefusal::NothingMoved);
    let stale = Request { seen_version: Some(1), ..clerk() };
    assert!(matches!(stage.acts.cancel_sitting(&stale, sitting, text("…")).await, Err(ActError::Stale { .. })));
    let file = stage.acts.sitting(sitting).await.unwrap();
    assert_eq!((file.sitting.held_on(), file.venue.as_str()), (Some(TODAY + 7.days()), "別館"));
    assert_eq!((file.sitting.agenda().len(), file.sitting.papers_stand()), (1, false), "the papers are of another day");

    stage.acts.cancel_sitting(&clerk(), sitting, text("定足数に届かないため。")).await.unwrap();
    let file = stage.acts.sitting(sitting).await.unwrap();
    assert_eq!(file.cancelled.unwrap().event.waiting, [case]);
    assert!(stage.acts.case(case, None).await.unwrap().application.board().awaits(), "it waits for the board");
    let next = stage.sitting(case).await;
    assert_eq!(stage.acts.sitting(next).await.unwrap().sitting.agenda().len(), 1, "the next sitting hears it");
    for who in [&stage.checker, &stage.approver] {
        refused(&stage.acts.cancel_sitting(&request(who), next, text("…")).await, &SittingRefusal::Role("審査会事務"));
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn papers_are_shown_as_they_were_issued(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (case, sitting) = on_the_agenda(&stage).await;
    let none = stage.acts.issue_papers(&request(&stage.board_clerk), sitting, Vec::new(), Timestamp::UNIX_EPOCH).await;
    refused(&none, &SittingRefusal::NoAgenda);
    stage.acts.issue_papers(&request(&stage.board_clerk), sitting, vec![sheet(case)], Timestamp::UNIX_EPOCH).await.unwrap();
    let kept = stage.acts.sitting(sitting).await.unwrap().papers.remove(0);
    let document = &kept.event.sheets[0].document;
    let bytes = stage.acts.kept_document(document).await.unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    let forged = events::certificate::IssuedDocument { sha256: "00".repeat(32), ..document.clone() };
    assert!(matches!(stage.acts.kept_document(&forged).await, Err(ActError::Internal)), "another file is not shown");
    let shown = stage.acts.issued_papers(&kept.event, kept.at).await.unwrap();
    assert_eq!(shown, stage.acts.issued_papers(&kept.event, kept.at).await.unwrap(), "the same each time");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn minutes_are_final_with_two_members_and_the_writer_records_neither(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (clerk, approver) = (|| request(&stage.board_clerk), || request(&stage.approver));
    let colleague = events::Actor { id: events::ids::StaffId(uuid::Uuid::from_u128(77)), ..stage.approver.clone() };
    let (case, sitting) = on_the_agenda(&stage).await;
    let write = async |request: &Request, input| stage.acts.write_minutes(request, sitting, input, Timestamp::UNIX_EPOCH).await;
    refused(&write(&clerk(), minutes(1, None)).await, &SittingRefusal::StillOpen);
    let open = stage.acts.case(case, None).await.unwrap().application.board().open().clone();
    let opinions = open.into_iter().map(|disease| casework::application::commands::Opinion {
        disease,
        verdict: Verdict::Approve,
        remark: None,
    });
    let input = crate::HearingInput { opinions: opinions.collect(), recused: Vec::new() };
    stage.acts.hear_board(&clerk(), sitting, case, input).await.unwrap();
    refused(&stage.acts.cancel_sitting(&clerk(), sitting, text("…")).await, &SittingRefusal::HeardAlready);
    stage.acts.close_sitting(&clerk(), sitting, text("1件を審査した。"), Vec::new()).await.unwrap();
    refused(&write(&clerk(), minutes(3, None)).await, &SittingRefusal::ChairAbsent);
    let writing = clerk();
    write(&writing, minutes(1, None)).await.unwrap();
    assert!(write(&writing, minutes(1, None)).await.unwrap().again);

    let approve =
        async |request: &Request, edition, seat| stage.acts.approve_minutes(request, sitting, (edition, seat), TODAY).await;
    refused(&approve(&clerk(), 1, 1).await, &SittingRefusal::OwnMinutes);
    refused(&approve(&request(&stage.checker), 1, 1).await, &SittingRefusal::Role("審査会事務"));
    approve(&approver(), 1, 1).await.unwrap();
    refused(&approve(&approver(), 1, 2).await, &SittingRefusal::SameRecorder);
    approve(&request(&colleague), 1, 2).await.unwrap();
    let file = stage.acts.sitting(sitting).await.unwrap();
    assert!(file.sitting.minutes().newest().unwrap().is_final());
    let document = file.written[0].event.document.clone();
    let first = stage.acts.kept_document(&document).await.unwrap();

    refused(&write(&clerk(), minutes(1, None)).await, &SittingRefusal::CorrectionReason);
    write(&clerk(), minutes(2, Some("判定の転記を直した。"))).await.unwrap();
    let file = stage.acts.sitting(sitting).await.unwrap();
    assert_eq!((file.written.len(), file.written[1].event.corrects), (2, Some(1)));
    assert_eq!(stage.acts.kept_document(&document).await.unwrap(), first, "the old edition stays as it was");
    refused(&approve(&approver(), 1, 1).await, &SittingRefusal::NewerMinutes);
}
