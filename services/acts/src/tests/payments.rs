//! Payments from the decision to the bank's answer: a claim stands in one batch, what is frozen does not move, a second person who had no part in it
//! releases, and nothing leaves or comes in twice.

use casework::Refusal;
use casework::payment_batch::{PaymentBatchRefusal, Stage as State};
use casework::reimbursement::ReimbursementRefusal;
use events::Actor;
use events::ids::{PaymentBatchId, ReimbursementId};
use events::payment_batch::{LineResult, PaymentFile, PaymentOutcome, TransferFault};
use events::reimbursement::{BankAccount, ClaimMonth};
use jiff::ToSpan as _;
use jiff::civil::Date;
use projections::payments;
use sqlx::PgPool;

use super::claiming::{at, awarded, input, later, month, yen};
use super::nights::caught_up;
use super::stage::{Stage, TODAY, text};
use crate::{ActError, Approval, Request};

/// What the rule gives for the sample month: 25,000 and half of the meals.
const AMOUNT: i64 = 32_350;

fn pay_day() -> Date {
    later().checked_add(5.days()).unwrap()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ActError>) -> Refusal {
    match result.unwrap_err() {
        ActError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn doubtful<T: std::fmt::Debug>(result: Result<T, ActError>) -> String {
    match refusal(result) {
        Refusal::PaymentBatch(PaymentBatchRefusal::Doubtful(lines)) => lines,
        other => panic!("{other:?}"),
    }
}

/// A claim that the first approver decided; each at an institution of its own.
async fn decided(stage: &Stage, approval: &Approval, institution: &str) -> ReimbursementId {
    let claimed = ClaimMonth { institution: text(institution), ..month(TODAY.first_of_month()) };
    let input = input(stage, approval, vec![claimed]);
    let id = stage.acts.receive_claim(&at(&stage.counter), input).await.unwrap().reimbursement;
    stage.acts.examine_claim(&at(&stage.checker), id).await.unwrap();
    stage.acts.pay_claim(&at(&stage.approver), id).await.unwrap();
    id
}

async fn drawn(stage: &Stage, claims: &[ReimbursementId]) -> Result<PaymentBatchId, ActError> {
    stage.acts.draw_up_payments(&at(&stage.checker), pay_day(), claims).await.map(|(id, _)| id)
}

async fn release(stage: &Stage, who: &Actor, batch: PaymentBatchId) -> Result<(), ActError> {
    stage.acts.release_payments(&at(who), batch).await.map(drop)
}

async fn handed_over(stage: &Stage, batch: PaymentBatchId) {
    release(stage, &stage.second_approver, batch).await.unwrap();
    stage.acts.deliver_payments(&at(&stage.checker), batch).await.unwrap();
}

fn paid(line: u32, amount: i64) -> LineResult {
    LineResult { line, amount: yen(amount), outcome: PaymentOutcome::Paid { on: later() } }
}

async fn answer(stage: &Stage, batch: PaymentBatchId, results: Vec<LineResult>) -> Result<(), ActError> {
    stage.acts.take_payment_results(&at(&stage.checker), batch, results).await.map(drop)
}

async fn open(stage: &Stage, claim: ReimbursementId) -> i64 {
    stage.acts.reimbursement(claim).await.unwrap().reimbursement.open_yen()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_claim_is_paid_once_and_what_came_back_is_paid_again(test: PgPool) {
    let (stage, approval) = awarded(&test).await;
    let (first, second) = (decided(&stage, &approval, "見本病院").await, decided(&stage, &approval, "例題医院").await);
    let batch = drawn(&stage, &[first, second]).await.unwrap();
    assert_eq!((open(&stage, first).await, open(&stage, second).await), (0, 0));
    let again = refusal(drawn(&stage, &[second]).await).to_string();
    assert!(again.contains("すでに支払の一覧に載っています"), "{again}");
    assert_eq!(refusal(drawn(&stage, &[]).await), PaymentBatchRefusal::Nothing.into());

    // The first approver decided both, so the second releases.
    let own = doubtful(release(&stage, &stage.approver, batch).await);
    assert!(own.contains("1行目") && own.contains("2行目") && own.contains("関わった人"), "{own}");
    let early =
        stage.acts.take_payment_file(&at(&stage.checker), batch, PaymentFile::Transfer, "payment_take", text("確認")).await;
    assert_eq!(refusal(early), PaymentBatchRefusal::NotReleased.into(), "nothing leaves before the second person");
    assert_eq!(refusal(answer(&stage, batch, vec![paid(1, AMOUNT)]).await), PaymentBatchRefusal::NotDelivered.into());
    handed_over(&stage, batch).await;
    assert_eq!(refusal(stage.acts.take_back_payments(&at(&stage.checker), batch).await), PaymentBatchRefusal::GoneAlready.into());

    assert_eq!(refusal(answer(&stage, batch, vec![paid(1, 1)]).await), PaymentBatchRefusal::OtherAmount(1).into());
    assert_eq!(refusal(answer(&stage, batch, vec![paid(3, AMOUNT)]).await), PaymentBatchRefusal::OtherLine(3).into());
    answer(&stage, batch, vec![paid(1, AMOUNT)]).await.unwrap();
    assert_eq!(refusal(answer(&stage, batch, vec![paid(1, AMOUNT)]).await), PaymentBatchRefusal::AnsweredTwice(1).into());
    let fault = PaymentOutcome::Rejected { fault: TransferFault::NoAccount };
    answer(&stage, batch, vec![LineResult { outcome: fault, ..paid(2, AMOUNT) }]).await.unwrap();
    assert_eq!(stage.acts.payment_batch(batch).await.unwrap().batch.stage(), State::Closed);
    assert_eq!((open(&stage, first).await, open(&stage, second).await), (0, AMOUNT), "what came back is open again");
    assert!(refusal(drawn(&stage, &[first]).await).to_string().contains("いま支払う額はありません"));

    let next = drawn(&stage, &[second]).await.unwrap();
    stage.acts.take_back_payments(&at(&stage.checker), next).await.unwrap();
    assert_eq!(open(&stage, second).await, AMOUNT);
    let next = drawn(&stage, &[second]).await.unwrap();
    handed_over(&stage, next).await;
    answer(&stage, next, vec![paid(1, AMOUNT)]).await.unwrap();
    assert_eq!(open(&stage, second).await, 0);

    caught_up(&test, &stage).await;
    let sums = payments::totals(stage.acts.pool()).await.unwrap();
    assert_eq!((sums.decided, sums.paid, sums.planned, sums.open, sums.returned), (2 * AMOUNT, 2 * AMOUNT, 0, 0, 0));
    let month = payments::paid_between(stage.acts.pool(), later().first_of_month(), later().last_of_month(), 10).await.unwrap();
    assert_eq!(month.iter().map(|row| row.amount).sum::<i64>(), 2 * AMOUNT);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_a_correction_only_the_difference_is_paid_and_a_line_that_moved_is_not_released(test: PgPool) {
    let (stage, approval) = awarded(&test).await;
    let claim = decided(&stage, &approval, "見本病院").await;
    let propose = async |amount| {
        let request = at(&stage.checker);
        stage.acts.propose_claim_correction(&request, claim, yen(amount), text("領収書を数え違えていたため。")).await.unwrap();
    };
    let correct = async |amount| {
        propose(amount).await;
        stage.acts.correct_claim(&at(&stage.approver), claim).await.unwrap();
    };
    let batch = drawn(&stage, &[claim]).await.unwrap();
    propose(30_000).await;
    let lines = doubtful(release(&stage, &stage.second_approver, batch).await);
    assert!(lines.contains("1行目") && lines.contains("訂正が決裁を待っています"), "{lines}");
    stage.acts.correct_claim(&at(&stage.approver), claim).await.unwrap();
    let lines = doubtful(release(&stage, &stage.second_approver, batch).await);
    assert!(lines.contains("訂正されました"), "{lines}");
    stage.acts.take_back_payments(&at(&stage.approver), batch).await.unwrap();

    let batch = drawn(&stage, &[claim]).await.unwrap();
    assert_eq!(stage.acts.payment_batch(batch).await.unwrap().drawn.lines[0].amount, yen(30_000));
    handed_over(&stage, batch).await;
    // What was handed over is paid as it was frozen; a correction meanwhile leaves the difference.
    correct(35_000).await;
    assert!(refusal(drawn(&stage, &[claim]).await).to_string().contains("載っています"));
    answer(&stage, batch, vec![paid(1, 30_000)]).await.unwrap();
    let next = drawn(&stage, &[claim]).await.unwrap();
    assert_eq!(stage.acts.payment_batch(next).await.unwrap().drawn.lines[0].amount, yen(5_000), "only the difference");
    handed_over(&stage, next).await;
    answer(&stage, next, vec![paid(1, 5_000)]).await.unwrap();
    correct(20_000).await;
    assert_eq!(open(&stage, claim).await, -15_000, "to be returned, and in no batch");
    assert!(refusal(drawn(&stage, &[claim]).await).to_string().contains("いま支払う額はありません"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn another_account_needs_two_and_does_not_change_what_was_frozen(test: PgPool) {
    let (stage, approval) = awarded(&test).await;
    let claim = decided(&stage, &approval, "見本病院").await;
    let before = stage.acts.reimbursement(claim).await.unwrap().account().unwrap().1.clone();
    let after = BankAccount { number: "7654321".to_owned(), ..before.clone() };
    let propose = async |account: &BankAccount| {
        stage.acts.propose_payee(&at(&stage.checker), claim, account.clone(), text("口座を移したため。")).await
    };
    assert_eq!(refusal(propose(&before).await), ReimbursementRefusal::SameAccount.into());
    let batch = drawn(&stage, &[claim]).await.unwrap();
    propose(&after).await.unwrap();
    let lines = doubtful(release(&stage, &stage.second_approver, batch).await);
    assert!(lines.contains("振込先の変更が決裁を待っています"), "{lines}");
    let own = Actor { id: stage.checker.id, ..stage.approver.clone() };
    assert_eq!(refusal(stage.acts.change_payee(&at(&own), claim).await), ReimbursementRefusal::OwnAccountChange.into());
    stage.acts.drop_payee(&at(&stage.approver), claim, text("通帳の写しを確かめる。")).await.unwrap();
    propose(&after).await.unwrap();
    let changing = at(&stage.approver);
    let done = stage.acts.change_payee(&changing, claim).await.unwrap();
    assert_eq!(stage.acts.change_payee(&changing, claim).await.unwrap().position, done.position, "sent twice, done once");
    let lines = doubtful(release(&stage, &stage.second_approver, batch).await);
    assert!(lines.contains("振込先が変わりました"), "{lines}");
    let frozen = stage.acts.payment_batch(batch).await.unwrap().drawn.lines[0].account;
    let case = stage.acts.reimbursement(claim).await.unwrap();
    assert_eq!((case.account_of(frozen), case.account().unwrap().1), (Some(&before), &after), "the line keeps its own");
    stage.acts.take_back_payments(&at(&stage.checker), batch).await.unwrap();
    let batch = drawn(&stage, &[claim]).await.unwrap();
    release(&stage, &stage.second_approver, batch).await.unwrap();

    // The same bytes each time, each time on record, and nothing for a command that was done before.
    let take = async |request: &Request, file| {
        stage.acts.take_payment_file(request, batch, file, "payment_take", text("金融機関に渡す")).await
    };
    let exports = async || -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'viewing.table_exported'")
            .fetch_one(&test)
            .await
            .unwrap()
    };
    let request = at(&stage.checker);
    let first = take(&request, PaymentFile::Transfer).await.unwrap();
    assert_eq!(refusal(take(&request, PaymentFile::Transfer).await), Refusal::TakenOutAlready);
    assert_eq!(refusal(take(&changing, PaymentFile::Transfer).await), Refusal::TakenOutAlready, "any command");
    assert_eq!(exports().await, 1);
    let second = take(&at(&stage.checker), PaymentFile::Transfer).await.unwrap();
    assert_eq!((first.bytes.clone(), exports().await), (second.bytes, 2));
    let (words, _, lossy) = encoding_rs::SHIFT_JIS.decode(&first.bytes);
    assert!(!lossy && words.contains("7654321") && words.contains("ﾐﾎﾝ ﾀﾛｳ"), "{words}");
    assert!(
        first.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).all(|line| line.len() == 121),
        "120 and a return"
    );
    // Another account after the release: no file takes the old one to the bank, and who handles the file does not undo alone.
    propose(&before).await.unwrap();
    for (changed, why) in [(false, "振込先の変更が決裁を待っています"), (true, "振込先が変わりました")]
    {
        if changed {
            stage.acts.change_payee(&at(&stage.approver), claim).await.unwrap();
        }
        match refusal(take(&at(&stage.checker), PaymentFile::Transfer).await) {
            Refusal::PaymentBatch(PaymentBatchRefusal::Moved(lines)) => assert!(lines.contains(why), "{lines}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(exports().await, 2, "nothing left");
    let alone = stage.acts.take_back_payments(&at(&stage.checker), batch).await;
    assert_eq!(refusal(alone), PaymentBatchRefusal::FileMayBeOut.into());
    stage.acts.take_back_payments(&at(&stage.second_approver), batch).await.unwrap();
    let batch = drawn(&stage, &[claim]).await.unwrap();
    release(&stage, &stage.second_approver, batch).await.unwrap();
    let take = async |request: &Request, file| {
        stage.acts.take_payment_file(request, batch, file, "payment_take", text("金融機関に渡す")).await
    };
    let accounting = take(&at(&stage.checker), PaymentFile::Accounting).await.unwrap();
    assert!(encoding_rs::SHIFT_JIS.decode(&accounting.bytes).0.lines().count() == 2);

    let revealing = at(&stage.checker);
    let revealed = stage.acts.reveal_payees(&revealing, claim, "reveal", text("電話で確かめる")).await.unwrap();
    assert_eq!(revealed.account, Some(before));
    let twice = stage.acts.reveal_payees(&revealing, claim, "reveal", text("電話で確かめる")).await;
    assert_eq!(refusal(twice), Refusal::TakenOutAlready);
    let kept: i64 =
        sqlx::query_scalar("SELECT count(*) FROM es.events WHERE payload::text LIKE '%7654321%'").fetch_one(&test).await.unwrap();
    assert_eq!(kept, 0, "no number stands open in the log");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_double_click_makes_one_batch_and_two_clerks_cannot_take_the_same_claim(test: PgPool) {
    let (stage, approval) = awarded(&test).await;
    let claim = decided(&stage, &approval, "見本病院").await;
    let request = at(&stage.checker);
    let draw = |request: Request| {
        let acts = stage.acts.clone();
        async move { acts.draw_up_payments(&request, pay_day(), &[claim]).await }
    };
    let (one, other) = tokio::join!(draw(at(&stage.checker)), draw(at(&stage.checker)));
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "{one:?} {other:?}");
    let (batch, _) = one.or(other).unwrap();
    stage.acts.take_back_payments(&at(&stage.checker), batch).await.unwrap();
    let (first, _) = draw(request.clone()).await.unwrap();
    let (again, done) = draw(request).await.unwrap();
    assert!(first == again && done.again);
    let stale = Request { seen_version: Some(9), ..at(&stage.second_approver) };
    assert!(matches!(stage.acts.release_payments(&stale, first).await, Err(ActError::Stale { now: 1, .. })));
    let today = stage.acts.draw_up_payments(&at(&stage.checker), later(), &[claim]).await;
    assert!(refusal(today).to_string().contains("載っています"));
    assert_eq!(
        refusal(stage.acts.release_payments(&at(&stage.checker), first).await),
        PaymentBatchRefusal::ReleasedByOthers.into()
    );
    assert!(matches!(stage.acts.payment_batch(PaymentBatchId(claim.0)).await, Err(ActError::NotFound)));
}
