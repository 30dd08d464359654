//! Each act of the newer parts as each role: whoever may not do it is refused and nothing is written; whoever may, does it. The household,
//! notices, redress, board, holds, studies and what the night found.

use std::collections::BTreeMap;

use events::award::CorrectionGround;
use events::household::MemberLeft;
use events::ids::SubjectId;
use events::impact::Way;
use events::master::{MasterStatus, RowAdopted};
use events::nightly::{Outcome, TaskKind};
use events::notice::{Filer, LossOfCertificate, NoticeContent, Reissue};
use events::sitting::Verdict;
use events::vocabulary::{ShortText, Tier, ValidityPeriod};
use events::{Actor, Log, StaffRole};
use jiff::ToSpan as _;
use jiff::civil::Date;
use projections::tasks::{self, TaskFilter};
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, open, request, text};
use crate::{
    ActError, Approval, Hands, HearingInput, ImpactQuestion, Kin, NoteInput, OutsideInput, ReceiveNoticeInput, RedressInput,
    RedressWish, ReturnNoticeInput, SittingInput, TaskInput,
};

/// A member of staff of each role, in the office where the role works.
struct Everybody(BTreeMap<StaffRole, Actor>);

impl Everybody {
    async fn at(stage: &Stage) -> Self {
        let mut all = BTreeMap::new();
        for role in StaffRole::ALL.into_iter().filter(|role| *role != StaffRole::Program) {
            let office = if role == StaffRole::Counter { "01" } else { "00" };
            all.insert(role, open(&stage.acts, role, office).await);
        }
        Self(all)
    }

    /// Tries an act as everybody who may not, then as one who may.
    async fn only(&self, stage: &Stage, what: &str, may: &[StaffRole], act: impl AsyncFn(&Actor) -> Result<(), ActError>) {
        for (role, who) in self.0.iter().filter(|(role, _)| !may.contains(role)) {
            let before = head(stage).await;
            let done = act(who).await;
            assert!(matches!(done, Err(ActError::Refused(_))), "{what} as {role:?}: {done:?}");
            assert_eq!(head(stage).await, before, "{what} as {role:?} wrote something");
        }
        let last = may.last().unwrap_or_else(|| panic!("nobody may {what}"));
        let done = act(&self.0[last]).await;
        assert!(done.is_ok(), "{what} as {last:?}: {done:?}");
    }
}

async fn head(stage: &Stage) -> i64 {
    store::head(stage.acts.pool(), Log::Casework).await.unwrap().position
}

async fn awarded(test: &PgPool) -> (Stage, Approval, Everybody) {
    let stage = Stage::set(test).await;
    let case = stage.examined().await;
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let everybody = Everybody::at(&stage).await;
    (stage, approval, everybody)
}

fn lost(stage: &Stage, granted: &Approval, day: Date) -> ReceiveNoticeInput {
    ReceiveNoticeInput {
        recipient: granted.recipient,
        award: granted.award,
        filed_on: day,
        happened_on: day,
        receiving_office: stage.counter.office.unwrap(),
        filer: Filer::Guardian,
        content: NoticeContent::Reissue(Reissue { cause: LossOfCertificate::Lost, certificate_returned: false }),
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn notices(test: PgPool) {
    let (stage, granted, everybody) = awarded(&test).await;
    let acts = &stage.acts;
    everybody
        .only(&stage, "receive a notice", &[StaffRole::Counter], async |who| {
            acts.receive_notice(&request(who), lost(&stage, &granted, TODAY)).await.map(drop)
        })
        .await;
    let notice = acts.receive_notice(&request(&stage.counter), lost(&stage, &granted, TODAY)).await.unwrap().notice;
    everybody
        .only(&stage, "return a notice", &[StaffRole::Checker], async |who| {
            let input =
                ReturnNoticeInput { due_on: TODAY.tomorrow().unwrap(), why: text("日付を確かめてください。") };
            acts.return_notice(&request(who), notice, input).await.map(drop)
        })
        .await;
    everybody
        .only(&stage, "withdraw a notice", &[StaffRole::Counter], async |who| {
            acts.withdraw_notice(&request(who), notice, text("見つかったため。")).await.map(drop)
        })
        .await;
    let second = acts.receive_notice(&request(&stage.counter), lost(&stage, &granted, TODAY)).await.unwrap().notice;
    everybody
        .only(&stage, "settle a notice", &[StaffRole::Checker], async |who| {
            acts.settle_notice(&request(who), second).await.map(drop)
        })
        .await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn redress(test: PgPool) {
    let (stage, granted, everybody) = awarded(&test).await;
    let acts = &stage.acts;
    let standing = acts.starting(granted.award).await.unwrap().standing;
    let propose = async |who: &Actor| {
        let wish = RedressWish::Correct {
            ground: CorrectionGround::Income,
            from: standing.validity.start(),
            validity: standing.validity,
            tier: Some(Tier::III),
            severity: standing.right.severity,
            haemophilia: false,
        };
        let input = RedressInput { wish, months: Vec::new(), why: text("読み違い。") };
        acts.propose_redress(&request(who), granted.award, input).await.map(drop)
    };
    everybody.only(&stage, "propose a redress", &[StaffRole::Checker], propose).await;
    everybody
        .only(&stage, "drop a redress", &[StaffRole::Checker, StaffRole::Approver], async |who| {
            acts.drop_redress(&request(who), granted.award, text("確かめ直す。")).await.map(drop)
        })
        .await;
    propose(&stage.checker).await.unwrap();
    everybody
        .only(&stage, "decide a redress", &[StaffRole::Approver], async |who| {
            acts.decide_redress(&request(who), granted.award).await.map(drop)
        })
        .await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn households(test: PgPool) {
    let (stage, granted, everybody) = awarded(&test).await;
    let acts = &stage.acts;
    let child = || Kin::Recipient(crate::Awarded { recipient: granted.recipient, award: granted.award });
    let other = {
        let case = stage.examined().await;
        acts.approve(&request(&stage.approver), case, None).await.unwrap()
    };
    let kin = || Kin::Recipient(crate::Awarded { recipient: other.recipient, award: other.award });
    let recording = [StaffRole::Counter, StaffRole::Checker];
    everybody
        .only(&stage, "link kin", &recording, async |who| acts.link_kin(&request(who), child(), kin(), true).await.map(drop))
        .await;
    let household = acts.household_of(SubjectId(granted.recipient.0)).await.unwrap().unwrap();
    everybody
        .only(&stage, "record somebody outside", &recording, async |who| {
            let person = events::household::OutsidePerson {
                name: events::vocabulary::PersonName::new("見本 太郎", events::vocabulary::Kana::parse("ミホン").unwrap())
                    .unwrap(),
                birth_date: jiff::civil::date(1985, 4, 1),
                number: ShortText::parse("見本7654321").unwrap(),
            };
            let cap = events::vocabulary::Yen::new(10_000).unwrap();
            let validity = ValidityPeriod::new(TODAY, TODAY + 1.year()).unwrap();
            acts.record_outside(&request(who), child(), OutsideInput { person, cap, validity }).await.map(drop)
        })
        .await;
    everybody
        .only(&stage, "leave a household", &recording, async |who| {
            let left = MemberLeft { member: SubjectId(other.recipient.0), last_day: TODAY };
            acts.leave_household(&request(who), household, left).await.map(drop)
        })
        .await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn board_holds_and_withdrawal(test: PgPool) {
    let stage = Stage::set(&test).await;
    let everybody = Everybody::at(&stage).await;
    let acts = &stage.acts;
    let case = stage.receive().await.application;
    let until = TODAY + 10.days();
    let hold = async |who: &Actor| acts.hold(&request(who), case, until, text("回答を待つため。")).await.map(drop);
    everybody.only(&stage, "hold at the counter", &[StaffRole::Counter], hold).await;
    let release = async |who: &Actor| acts.release_hold(&request(who), case).await.map(drop);
    everybody.only(&stage, "release at the counter", &[StaffRole::Counter], release).await;
    stage.take_up(case).await;
    everybody.only(&stage, "hold at the check", &[StaffRole::Checker], hold).await;
    everybody.only(&stage, "release at the check", &[StaffRole::Checker], release).await;
    everybody
        .only(&stage, "put before the board", &[StaffRole::Checker], async |who| {
            acts.put_before_board(&request(who), case, text("判断に迷うため。")).await.map(drop)
        })
        .await;
    everybody
        .only(&stage, "schedule a sitting", &[StaffRole::BoardClerk], async |who| {
            let line = |text: &str| ShortText::parse(text).unwrap();
            let input =
                SittingInput { held_on: TODAY, cut_off_on: TODAY, venue: line("県庁"), members: vec![line("例題 委員")] };
            acts.schedule_sitting(&request(who), input).await.map(drop)
        })
        .await;
    let sitting = stage.sitting(case).await;
    everybody
        .only(&stage, "hear the board", &[StaffRole::BoardClerk], async |who| {
            let open = acts.case(case, None).await?.application.board().open().clone();
            let opinions = open.into_iter().map(|disease| casework::application::commands::Opinion {
                disease,
                verdict: Verdict::Approve,
                remark: None,
            });
            let input = HearingInput { opinions: opinions.collect(), recused: Vec::new() };
            acts.hear_board(&request(who), sitting, case, input).await.map(drop)
        })
        .await;
    everybody
        .only(&stage, "withdraw an application", &[StaffRole::Counter], async |who| {
            acts.withdraw(&request(who), case, TODAY, None).await.map(drop)
        })
        .await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn studies_tasks_and_notes(test: PgPool) {
    let (stage, granted, everybody) = awarded(&test).await;
    let acts = &stage.acts;
    let masters_position = acts.masters_position().await.unwrap();
    let may = [StaffRole::Checker, StaffRole::Approver, StaffRole::Auditor];
    everybody
        .only(&stage, "ask for an impact study", &may, async |who| {
            let draft = RowAdopted {
                table: "levy_bounds".to_owned(),
                key: "V".to_owned(),
                valid_from: TODAY,
                valid_to: None,
                status: MasterStatus::Inferred,
                source: "見本".to_owned(),
                values: serde_json::json!({ "from_yen": 80_000 }),
            };
            let old = Way { masters_position, ..Way::default() };
            let new = Way { drafts: vec![draft], ..old.clone() };
            let period = ValidityPeriod::new(TODAY, TODAY).unwrap();
            let question = ImpactQuestion { period, old, new, why: text("改正の準備。") };
            acts.ask_impact(&request(who), question, Hands::Worker).await.map(drop)
        })
        .await;
    caught_up(&test, &stage).await;
    let end = acts.starting(granted.award).await.unwrap().standing.validity.end();
    let night = end - 20.days();
    acts.run_night(night).await.unwrap();
    caught_up(&test, &stage).await;
    let rows = tasks::page(acts.pool(), TaskFilter::default(), None, 50).await.unwrap();
    let task = rows.into_iter().find(|row| row.finding.kind == TaskKind::RenewalUnanswered).unwrap();
    everybody
        .only(&stage, "close a task", &[StaffRole::Counter, StaffRole::Checker, StaffRole::Approver], async |who| {
            let input = TaskInput { night: task.night, outcome: Outcome::Done, why: text("家族に確かめた。") };
            acts.close_task(&request(who), task.task, input).await.map(drop)
        })
        .await;
    let application = acts.starting(granted.award).await.unwrap().granted.application;
    let writing = [StaffRole::Counter, StaffRole::Checker, StaffRole::Approver, StaffRole::BoardClerk];
    everybody
        .only(&stage, "write a note", &writing, async |who| {
            let input = NoteInput { application, recipient: None, corrects: None, text: text("電話で確かめた。") };
            acts.write_note(&request(who), input).await.map(drop)
        })
        .await;
}
