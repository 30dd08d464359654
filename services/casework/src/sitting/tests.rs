//! A sitting from its calling to its end, and whose work it is.

use cqrs_es::test::TestFramework;
use events::certificate::IssuedDocument;
use events::ids::{ArtifactId, StaffId};
use events::sitting::{BoardSheet, DiseaseVerdict, MinutesText, Verdict};
use uuid::Uuid;

use super::*;
use crate::application::samples::{TODAY, approver, board_clerk, checker, counter, text};

const CASE: ApplicationId = ApplicationId(Uuid::from_u128(4));
const OTHER: ApplicationId = ApplicationId(Uuid::from_u128(5));

fn schedule(members: usize) -> SittingCommand {
    let member = || ShortText::parse("見本 委員").unwrap();
    SittingCommand::Schedule {
        held_on: TODAY,
        cut_off_on: TODAY.yesterday().unwrap(),
        venue: ShortText::parse("県庁").unwrap(),
        members: std::iter::repeat_with(member).take(members).collect(),
        today: TODAY,
    }
}

fn item(application: ApplicationId) -> AgendaItem {
    AgendaItem { application, diseases: vec!["02_01_001".parse().unwrap()] }
}

fn hear(application: ApplicationId, recused: Vec<u8>) -> SittingCommand {
    let verdicts = vec![DiseaseVerdict { disease: "02_01_001".parse().unwrap(), verdict: Verdict::Approve }];
    SittingCommand::Hear { application, verdicts, recused, today: TODAY }
}

fn close() -> SittingCommand {
    SittingCommand::Close { minutes: text("1件を審査した。"), absent: vec![2], today: TODAY }
}

fn agenda() -> SittingCommand {
    SittingCommand::FixAgenda { items: vec![item(CASE), item(OTHER)], today: TODAY }
}

fn after(commands: &[SittingCommand]) -> Sitting {
    let mut sitting = Sitting::default();
    for command in commands {
        let event = sitting.decide(command.clone(), &board_clerk()).unwrap();
        sitting.take(Fact { event, by: board_clerk().id });
    }
    sitting
}

fn refused(before: &[SittingCommand], command: SittingCommand) -> Option<Refusal> {
    after(before).decide(command, &board_clerk()).err()
}

#[test]
fn what_was_not_heard_is_carried_over() {
    let given = [schedule(3), agenda(), hear(CASE, vec![1])];
    let Ok(SittingEvent::Closed(event)) = after(&given).decide(close(), &board_clerk()) else { panic!("closed") };
    assert_eq!(event.carried_over, [OTHER]);
}

#[test]
fn a_case_is_heard_once_and_only_from_the_agenda() {
    let given = [schedule(3), agenda(), hear(CASE, vec![])];
    assert_eq!(refused(&given, hear(CASE, vec![])), Some(SittingRefusal::NotOnAgenda.into()));
    assert_eq!(refused(&given[..1], hear(CASE, vec![])), Some(SittingRefusal::NotOnAgenda.into()));
    assert_eq!(refused(&given, agenda()), Some(SittingRefusal::AgendaStands.into()));
    let over = [schedule(3), agenda(), hear(CASE, vec![]), close()];
    assert_eq!(refused(&over, hear(OTHER, vec![])), Some(SittingRefusal::Closed.into()));
    assert_eq!(refused(&over, close()), Some(SittingRefusal::Closed.into()));
}

#[test]
fn somebody_must_sit() {
    let given = [schedule(2), agenda()];
    assert_eq!(refused(&given, hear(CASE, vec![1, 2])), Some(SittingRefusal::NobodySits.into()));
    assert_eq!(refused(&given, hear(CASE, vec![3])), Some(SittingRefusal::NobodySits.into()));
    assert_eq!(refused(&[], schedule(0)), Some(SittingRefusal::Members.into()));
    assert_eq!(refused(&[], schedule(21)), Some(SittingRefusal::Members.into()));
}

#[test]
fn nothing_before_its_day() {
    let ahead = TODAY.tomorrow().unwrap();
    let SittingCommand::Schedule { venue, members, .. } = schedule(1) else { panic!("a schedule") };
    let on = |held_on, cut_off_on| SittingCommand::Schedule {
        held_on,
        cut_off_on,
        venue: venue.clone(),
        members: members.clone(),
        today: TODAY,
    };
    assert_eq!(refused(&[], on(TODAY.yesterday().unwrap(), TODAY)), Some(SittingRefusal::Dates.into()));
    assert_eq!(refused(&[], on(TODAY, ahead)), Some(SittingRefusal::Dates.into()));
    assert_eq!(refused(&[on(ahead, ahead)], agenda()), Some(SittingRefusal::CutOffAhead(ahead).into()));
    assert_eq!(refused(&[on(ahead, TODAY), agenda()], hear(CASE, vec![])), Some(SittingRefusal::DayAhead(ahead).into()));
    assert_eq!(refused(&[schedule(1)], schedule(1)), Some(SittingRefusal::AlreadyScheduled.into()));
    assert_eq!(refused(&[], agenda()), Some(SittingRefusal::NoSuchSitting.into()));
    let empty = SittingCommand::FixAgenda { items: Vec::new(), today: TODAY };
    assert_eq!(refused(&[schedule(1)], empty), Some(SittingRefusal::AgendaEmpty.into()));
}

#[test]
fn each_command_is_the_board_clerks_alone() {
    let at_an_office = Actor { office: counter().office, ..board_clerk() };
    for command in [schedule(1), agenda(), hear(CASE, vec![]), close(), moved(TODAY), cancel(), papers(&[CASE]), write(1)] {
        for who in [counter(), checker(), approver()] {
            let refused =
                TestFramework::<Sitting>::with(()).given_no_previous_events().when((who, command.clone())).inspect_result();
            assert_eq!(refused.err(), Some(SittingRefusal::Role("審査会事務").into()));
        }
        assert_eq!(Sitting::default().decide(command, &at_an_office), Err(Refusal::NotOfTheDivision));
    }
}

fn moved(held_on: Date) -> SittingCommand {
    SittingCommand::Move {
        held_on,
        cut_off_on: TODAY.yesterday().unwrap(),
        venue: ShortText::parse("県庁").unwrap(),
        why: text("委員の都合のため。"),
        today: TODAY,
    }
}

fn cancel() -> SittingCommand {
    SittingCommand::Cancel { why: text("定足数に届かないため。") }
}

fn document() -> IssuedDocument {
    IssuedDocument { document: "見本".to_owned(), artifact: ArtifactId(Uuid::from_u128(9)), sha256: "cd".repeat(32) }
}

fn papers(cases: &[ApplicationId]) -> SittingCommand {
    let sheet = |application: &ApplicationId| BoardSheet { application: *application, document: document() };
    SittingCommand::IssuePapers { sheets: cases.iter().map(sheet).collect() }
}

fn content() -> MinutesText {
    MinutesText { text: text("1件を審査した。"), questions: Vec::new() }
}

fn write(chair: u8) -> SittingCommand {
    SittingCommand::WriteMinutes { chair, why: None, content: content(), document: document() }
}

fn correct(chair: u8) -> SittingCommand {
    let why = Some(text("判定の転記を直した。"));
    SittingCommand::WriteMinutes { chair, why, content: content(), document: document() }
}

fn approve(edition: u16, seat: u8) -> SittingCommand {
    SittingCommand::ApproveMinutes { edition, seat, on: TODAY, today: TODAY }
}

/// The same with each command's own hand.
fn by(commands: &[(Actor, SittingCommand)]) -> Result<Sitting, Refusal> {
    let mut sitting = Sitting::default();
    for (who, command) in commands {
        let event = sitting.decide(command.clone(), who)?;
        sitting.take(Fact { event, by: who.id });
    }
    Ok(sitting)
}

#[test]
fn a_sitting_is_moved_with_its_cases_and_its_papers_are_replaced() {
    let day = TODAY.tomorrow().unwrap();
    let given = [schedule(3), agenda(), papers(&[CASE, OTHER])];
    assert!(after(&given).papers_stand());
    let sitting = after(&[given.as_slice(), &[moved(day)]].concat());
    assert_eq!((sitting.held_on(), sitting.agenda().len(), sitting.papers()), (Some(day), 2, 1));
    assert!(!sitting.papers_stand(), "what the members have is of another day");
    let again = after(&[given.as_slice(), &[moved(day), papers(&[CASE, OTHER])]].concat());
    assert_eq!((again.papers(), again.papers_stand()), (2, true));
    assert!(!after(&[given.as_slice(), &[agenda()]].concat()).papers_stand(), "nor of another agenda");

    assert_eq!(refused(&given, moved(TODAY)), Some(SittingRefusal::NothingMoved.into()));
    assert_eq!(refused(&given, moved(TODAY.yesterday().unwrap())), Some(SittingRefusal::Dates.into()));
    let heard = [schedule(3), agenda(), hear(CASE, vec![])];
    assert_eq!(refused(&heard, moved(day)), Some(SittingRefusal::DayStands.into()));
    assert_eq!(refused(&[schedule(3), moved(day), agenda()], hear(CASE, vec![])), Some(SittingRefusal::DayAhead(day).into()));
}

#[test]
fn a_sitting_is_called_off_before_its_first_case_and_names_who_waits() {
    let given = [schedule(3), agenda()];
    let Ok(SittingEvent::Cancelled(event)) = after(&given).decide(cancel(), &board_clerk()) else { panic!("called off") };
    assert_eq!(event.waiting, [CASE, OTHER]);
    let over = [schedule(3), agenda(), cancel()];
    for command in [cancel(), moved(TODAY.tomorrow().unwrap()), agenda(), hear(CASE, vec![]), close(), papers(&[CASE, OTHER])] {
        assert_eq!(refused(&over, command), Some(SittingRefusal::Cancelled.into()));
    }
    assert_eq!(refused(&over, write(1)), Some(SittingRefusal::StillOpen.into()));
    let heard = [schedule(3), agenda(), hear(CASE, vec![])];
    assert_eq!(refused(&heard, cancel()), Some(SittingRefusal::HeardAlready.into()));
    assert_eq!(refused(&[], cancel()), Some(SittingRefusal::NoSuchSitting.into()));
}

#[test]
fn papers_are_those_of_the_agenda() {
    for cases in [&[][..], &[CASE], &[OTHER, CASE]] {
        assert_eq!(refused(&[schedule(3), agenda()], papers(cases)), Some(SittingRefusal::NoAgenda.into()));
    }
    assert_eq!(refused(&[schedule(3)], papers(&[CASE])), Some(SittingRefusal::NoAgenda.into()));
}

#[test]
fn minutes_are_final_with_the_chair_and_another_and_corrected_only_by_the_next() {
    let held = [schedule(3), agenda(), hear(CASE, vec![1]), close()];
    assert_eq!(refused(&held[..3], write(1)), Some(SittingRefusal::StillOpen.into()));
    for seat in [0, 2, 4] {
        assert_eq!(refused(&held, write(seat)), Some(SittingRefusal::ChairAbsent.into()), "seat {seat}");
    }
    let clerk = |commands: &[SittingCommand]| -> Vec<(Actor, SittingCommand)> {
        commands.iter().map(|command| (board_clerk(), command.clone())).collect()
    };
    let written = clerk(&[held.as_slice(), &[write(1)]].concat());
    let and = |more: &[(Actor, SittingCommand)]| by(&[written.as_slice(), more].concat());
    let refuses = |more: &[(Actor, SittingCommand)]| and(more).err();
    let (approver, colleague) = (approver(), Actor { id: StaffId(Uuid::from_u128(77)), ..board_clerk() });

    assert_eq!(refuses(&[(board_clerk(), approve(1, 1))]), Some(SittingRefusal::OwnMinutes.into()), "four eyes");
    assert_eq!(refuses(&[(approver.clone(), approve(1, 2))]), Some(SittingRefusal::NotPresent.into()));
    assert_eq!(refuses(&[(approver.clone(), approve(2, 1))]), Some(SittingRefusal::NewerMinutes.into()));
    let tomorrow = SittingCommand::ApproveMinutes { edition: 1, seat: 1, on: TODAY.tomorrow().unwrap(), today: TODAY };
    assert_eq!(refuses(&[(approver.clone(), tomorrow)]), Some(SittingRefusal::ApprovalDay.into()));
    let chair = (approver.clone(), approve(1, 1));
    let (other, twice) = ((colleague.clone(), approve(1, 3)), (colleague, approve(1, 1)));
    assert_eq!(refuses(&[chair.clone(), twice]), Some(SittingRefusal::ApprovedAlready.into()));
    let same = (approver, approve(1, 3));
    assert_eq!(refuses(&[chair.clone(), same]), Some(SittingRefusal::SameRecorder.into()), "one account is not two members");
    let one = and(std::slice::from_ref(&chair)).unwrap();
    assert!(!one.minutes().newest().unwrap().is_final(), "the chair alone is not enough");
    let settled = [chair, other];
    let sitting = and(&settled).unwrap();
    assert!(sitting.minutes().newest().unwrap().is_final());
    assert_eq!(sitting.present(), [1, 3]);

    let then = |command| and(&[settled.as_slice(), &[(board_clerk(), command)]].concat());
    assert_eq!(then(write(1)).err(), Some(SittingRefusal::CorrectionReason.into()));
    let corrected = then(correct(3)).unwrap();
    let editions = corrected.minutes().editions();
    assert_eq!((editions.len(), editions[0].is_final(), editions[1].is_final()), (2, true, false), "the old one stays");
    assert_eq!(editions[1].chair(), 3);
    let Ok(SittingEvent::MinutesWritten(event)) = sitting.decide(correct(1), &board_clerk()) else { panic!("written") };
    assert_eq!((event.edition, event.corrects), (2, Some(1)));
    assert_eq!(refuses(&[(checker(), approve(1, 1))]), Some(SittingRefusal::Role("審査会事務").into()));
}

#[test]
fn where_the_chair_sat_alone_the_chair_makes_the_minutes_final() {
    let alone = SittingCommand::Close { minutes: text("1件を審査した。"), absent: vec![2, 3], today: TODAY };
    let mut sitting = after(&[schedule(3), agenda(), hear(CASE, vec![]), alone, write(1)]);
    assert!(!sitting.minutes().newest().unwrap().is_final());
    let event = sitting.decide(approve(1, 1), &approver()).unwrap();
    sitting.take(Fact { event, by: approver().id });
    assert!(sitting.minutes().newest().unwrap().is_final(), "nobody else could stand by it");
}
