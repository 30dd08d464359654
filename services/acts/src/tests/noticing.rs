//! Notices from the counter to what follows: particulars, a lost card, the end of a right; and what is refused with nothing changed.

use casework::Refusal;
use casework::notice::{NoticeAction, NoticeRefusal, NoticeStage};
use events::award::EndGround;
use events::ids::{AwardId, RecipientId};
use events::notice::{Filer, LossOfCertificate, NoticeContent, ParticularsChange, Reissue, ReturnOfCertificate, TransferOut};
use events::vocabulary::{Address, PersonName, ShortText};
use jiff::ToSpan as _;
use jiff::civil::Date;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, AmendNoticeInput, Issue, ReceiveNoticeInput, ReturnNoticeInput};

struct Granted {
    recipient: RecipientId,
    award: AwardId,
}

async fn granted(stage: &Stage) -> Granted {
    let case = stage.examined().await;
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    assert!(matches!(approval.certificate, Some(Issue::Issued { .. })));
    Granted { recipient: approval.recipient, award: approval.award }
}

fn input(stage: &Stage, granted: &Granted, happened_on: Date, content: NoticeContent) -> ReceiveNoticeInput {
    ReceiveNoticeInput {
        recipient: granted.recipient,
        award: granted.award,
        filed_on: TODAY,
        happened_on,
        receiving_office: stage.counter.office.unwrap(),
        filer: Filer::Guardian,
        content,
    }
}

fn renamed(written: &str) -> NoticeContent {
    let kana = events::vocabulary::Kana::parse("レイダイ ハナ").unwrap();
    let name = Some(PersonName::new(written, kana).unwrap());
    NoticeContent::Particulars(Box::new(ParticularsChange { name, ..ParticularsChange::default() }))
}

fn lost() -> NoticeContent {
    NoticeContent::Reissue(Reissue { cause: LossOfCertificate::Lost, certificate_returned: false })
}

fn cured() -> NoticeContent {
    NoticeContent::Return(ReturnOfCertificate { ground: EndGround::Cured, certificate_returned: true, note: None })
}

async fn types(test: &PgPool, after: i64) -> Vec<String> {
    sqlx::query_scalar("SELECT event_type FROM es.events WHERE log = 1 AND position > $1 ORDER BY position")
        .bind(after)
        .fetch_all(test)
        .await
        .unwrap()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ActError>) -> Refusal {
    match result.unwrap_err() {
        ActError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_name_stands_in_the_ledger_and_on_a_second_certificate(test: PgPool) {
    let stage = Stage::set(&test).await;
    let granted = granted(&stage).await;
    let wish = request(&stage.counter);
    let receipt = stage.acts.receive_notice(&wish, input(&stage, &granted, TODAY, renamed("例題 花"))).await.unwrap();
    let again = stage.acts.receive_notice(&wish, input(&stage, &granted, TODAY, renamed("例題 花"))).await.unwrap();
    assert_eq!((again.notice, again.receipt_number, again.done.again), (receipt.notice, receipt.receipt_number, true));

    let settling = request(&stage.checker);
    stage.acts.settle_notice(&settling, receipt.notice).await.unwrap();
    assert_eq!(
        types(&test, receipt.done.position).await,
        ["notice.settled", "recipient.particulars_changed", "certificate.voided", "certificate.issued"]
    );
    let position = stage.acts.settle_notice(&settling, receipt.notice).await.unwrap().position;
    assert!(types(&test, position).await.len() <= 1, "settling again does nothing new");
    assert_eq!(stage.acts.person(granted.recipient).await.unwrap().name.written(), "例題 花");
    let known = stage.acts.known(granted.recipient, granted.award, TODAY).await.unwrap();
    assert!(known.standing.certificate, "the second certificate counts");
    assert_eq!(known.certificate.copy, 2);
    let case = stage.acts.notice(receipt.notice).await.unwrap();
    assert_eq!(case.notice.stage(), Some(NoticeStage::Settled));
    assert_eq!(case.settled.unwrap().change_of_award, Some(false), "the insured person is the same");

    // The same once more is no change; nobody settles it a second time under another command.
    let same = stage.acts.receive_notice(&request(&stage.counter), input(&stage, &granted, TODAY, renamed("例題 花"))).await;
    assert_eq!(refusal(same), Refusal::NothingChanged);
    let (action, settled) = (NoticeAction::Settle, NoticeStage::Settled);
    assert_eq!(
        refusal(stage.acts.settle_notice(&request(&stage.checker), receipt.notice).await),
        NoticeRefusal::WrongStage { action, stage: settled }.into()
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_lost_card_is_void_and_each_copy_has_its_number(test: PgPool) {
    let stage = Stage::set(&test).await;
    let granted = granted(&stage).await;
    for copy in 2..=3 {
        let receipt = stage.acts.receive_notice(&request(&stage.counter), input(&stage, &granted, TODAY, lost())).await.unwrap();
        stage.acts.settle_notice(&request(&stage.checker), receipt.notice).await.unwrap();
        let newest = stage.acts.newest_certificate(granted.award).await.unwrap();
        assert_eq!((newest.copy, newest.loaded.aggregate.counts()), (copy, true));
    }
    let (open, _) = stage.acts.awards_without_certificate(0, 100_000).await.unwrap();
    assert!(open.is_empty(), "the worker finds nothing left to do");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_moves_away_takes_a_letter_to_the_other_authority_made_once(test: PgPool) {
    let stage = Stage::set(&test).await;
    let granted = granted(&stage).await;
    let address = Address { postal_code: None, text: ShortText::parse("見本県見本市見本町1-1").unwrap() };
    let moving = TransferOut { authority: text("見本県"), address, certificate_returned: true };
    let content = NoticeContent::TransferOut(Box::new(moving));
    let last_day = TODAY.tomorrow().unwrap();
    let receipt = stage.acts.receive_notice(&request(&stage.counter), input(&stage, &granted, last_day, content)).await.unwrap();
    assert_eq!(stage.acts.transfer_letter(receipt.notice).await.unwrap(), None);
    let early = stage.acts.issue_transfer_letter(receipt.notice, request(&stage.checker).correlation_id).await.unwrap();
    assert_eq!(early, None, "nothing goes out before it is settled");
    stage.acts.settle_notice(&request(&stage.checker), receipt.notice).await.unwrap();
    let letter = stage.acts.transfer_letter(receipt.notice).await.unwrap().unwrap();
    let again = stage.acts.issue_transfer_letter(receipt.notice, request(&stage.checker).correlation_id).await.unwrap();
    assert_eq!(again, Some(letter));
    let told = types(&test, receipt.done.position).await;
    assert_eq!(told.iter().filter(|told| *told == "letter.issued").count(), 1, "{told:?}");
    let another = stage.acts.receive_notice(&request(&stage.counter), input(&stage, &granted, TODAY, lost())).await;
    assert!(another.is_err());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_notices_of_the_end_and_only_the_first_counts(test: PgPool) {
    let stage = Stage::set(&test).await;
    let granted = granted(&stage).await;
    let first = stage.acts.receive_notice(&request(&stage.counter), input(&stage, &granted, TODAY, cured())).await.unwrap();
    let second = stage.acts.receive_notice(&request(&stage.counter), input(&stage, &granted, TODAY, lost())).await.unwrap();
    stage.acts.settle_notice(&request(&stage.checker), first.notice).await.unwrap();
    let known = stage.acts.known(granted.recipient, granted.award, TODAY).await.unwrap();
    assert_eq!((known.award.validity.end(), known.award.ended), (TODAY, Some(EndGround::Cured)));
    assert!(!known.standing.certificate);
    let before = store::head(&test, events::Log::Casework).await.unwrap().position;
    let ended = NoticeRefusal::AwardEnded(TODAY);
    assert_eq!(refusal(stage.acts.settle_notice(&request(&stage.checker), second.notice).await), ended.clone().into());
    let third = stage.acts.receive_notice(&request(&stage.counter), input(&stage, &granted, TODAY, cured())).await;
    assert_eq!(refusal(third), ended.into());
    assert_eq!(types(&test, before).await, Vec::<String>::new(), "nothing changed");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_cannot_be_is_refused_at_the_counter(test: PgPool) {
    let stage = Stage::set(&test).await;
    let granted = granted(&stage).await;
    let before = store::head(&test, events::Log::Casework).await.unwrap().position;
    let start = stage.acts.known(granted.recipient, granted.award, TODAY).await.unwrap().standing.start;
    let early = start.checked_sub(1.day()).unwrap();
    let counter = request(&stage.counter);
    let ask = |input| stage.acts.receive_notice(&counter, input);
    assert_eq!(
        refusal(ask(input(&stage, &granted, early, cured())).await),
        NoticeRefusal::BeforeTheAward { day: early, start }.into()
    );
    let patient = ReceiveNoticeInput { filer: Filer::Patient, ..input(&stage, &granted, TODAY, cured()) };
    assert_eq!(refusal(ask(patient).await), NoticeRefusal::PatientIsMinor.into());
    let proxy = ReceiveNoticeInput { filer: Filer::Proxy, ..input(&stage, &granted, TODAY, cured()) };
    assert_eq!(refusal(ask(proxy).await), NoticeRefusal::NoProxy.into());
    let elsewhere = ReceiveNoticeInput { award: AwardId(uuid::Uuid::from_u128(99)), ..input(&stage, &granted, TODAY, cured()) };
    assert!(matches!(ask(elsewhere).await, Err(ActError::NotFound)));
    assert!(matches!(ask(input(&stage, &granted, TODAY, renamed("例題\u{E000}"))).await, Err(ActError::Unprintable(_))));
    assert_eq!(types(&test, before).await, Vec::<String>::new());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_clerks_and_the_way_back_to_the_counter(test: PgPool) {
    let stage = Stage::set(&test).await;
    let granted = granted(&stage).await;
    let receipt =
        stage.acts.receive_notice(&request(&stage.counter), input(&stage, &granted, TODAY, renamed("例題 花"))).await.unwrap();
    let due_on = TODAY.checked_add(7.days()).unwrap();
    let returned = ReturnNoticeInput { due_on, why: text("戸籍抄本を確かめてください。") };
    stage.acts.return_notice(&request(&stage.checker), receipt.notice, returned).await.unwrap();
    // Another clerk still has the first version on the screen.
    let late = crate::Request { seen_version: Some(1), ..request(&stage.checker) };
    assert!(matches!(stage.acts.settle_notice(&late, receipt.notice).await, Err(ActError::Stale { seen: 1, now: 2 })));
    let amended = AmendNoticeInput { happened_on: TODAY, content: renamed("例題 華"), why: text("字形の誤り") };
    stage.acts.amend_notice(&request(&stage.counter), receipt.notice, amended).await.unwrap();
    stage.acts.settle_notice(&request(&stage.checker), receipt.notice).await.unwrap();
    assert_eq!(stage.acts.person(granted.recipient).await.unwrap().name.written(), "例題 華");
    let why = text("届出人の申出");
    let (action, settled) = (NoticeAction::Withdraw, NoticeStage::Settled);
    assert_eq!(
        refusal(stage.acts.withdraw_notice(&request(&stage.counter), receipt.notice, why).await),
        NoticeRefusal::WrongStage { action, stage: settled }.into()
    );
}
