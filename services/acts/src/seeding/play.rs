//! Plays the stories: the steps of all cases in the order of their moments, each through [`Acts`] by the hand that may do it.

use casework::application::commands::AmendmentBasis;
use events::Actor;
use events::application::{ApplicationForm, CorrectionItem, DocumentState};
use events::ids::{ApplicationId, CommandId, CorrelationId, TransmittalId, named_stream};
use events::transmittal::ReceiptOutcome;
use events::vocabulary::{FreeText, InsuranceKind, MunicipalityCode, MyNumber, OfficeCode, Phone, ProcedureKind, Tier};
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};
use uuid::{Builder, Uuid};

use super::SeedPlan;
use super::accounts::Staff;
use super::board;
use super::clock;
use super::dice::Dice;
use super::forms::{Choices, form};
use super::profile::Profile;
use super::script::{CASES, Special, Step};
use crate::{ActError, Acts, AmendInput, DocumentInput, Done, ProposalInput, ReceiveInput, RefuseInput, Request, ReturnInput};

/// A request of the seeding: its command id comes from the plan and the name, so that playing again does nothing twice.
pub(super) fn request(plan: &SeedPlan, moment: Timestamp, name: &str, actor: Actor) -> Request {
    let named = named_stream(&format!("seed/{}/{name}", plan.seed));
    let mut random = [0; 10];
    random.copy_from_slice(&named.as_bytes()[..10]);
    let milliseconds = u64::try_from(moment.as_millisecond()).unwrap_or(0);
    let id: Uuid = Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid();
    Request {
        command_id: CommandId(id),
        correlation_id: CorrelationId(id),
        actor,
        trace_context: None,
        today: moment.to_zoned(TimeZone::fixed(Offset::constant(9))).date(),
        seen_version: None,
    }
}

struct Player {
    office: OfficeCode,
    form: ApplicationForm,
    applied: Date,
    my_number: Option<MyNumber>,
    checker: Actor,
    approver: Actor,
    application: Option<ApplicationId>,
    /// 進達書 it went with.
    list: Option<TransmittalId>,
    years_ago: i64,
}

struct Moment {
    at: Timestamp,
    case: usize,
    nth: usize,
    step: Step,
}

/// Plays all cases; returns them.
pub(super) async fn play(acts: &Acts, plan: &SeedPlan, staff: &Staff) -> Result<Vec<ApplicationId>, ActError> {
    let masters = acts.masters().await?;
    let municipalities: Vec<(MunicipalityCode, OfficeCode)> = masters
        .municipalities
        .on(plan.today)
        .filter_map(|row| row.key.parse().ok().map(|code| (code, row.value.office)))
        .collect();
    let mut players = Vec::with_capacity(CASES.len());
    let mut moments = Vec::new();
    for (case, (steps, special)) in CASES.iter().enumerate() {
        let mut dice = Dice::new(plan.seed, 1_000 + u64::try_from(case).unwrap_or(0));
        let when = schedule(&mut dice, plan, case, steps);
        let years_ago = if let Special::LongAgo(years) = special { *years } else { 0 };
        let applied = when.first().map_or(plan.today, |moment| day_of(moment.at, years_ago));
        let choices = Choices::on(&masters, applied);
        let (municipality, responsible) = *municipalities.get(case % municipalities.len().max(1)).ok_or(ActError::NotFound)?;
        // Now and then a family applies at another office than its own.
        let offices = staff.offices();
        let office = if dice.one_in(6) { *dice.pick(&offices).ok_or(ActError::NotFound)? } else { responsible };
        let mut profile = Profile::any(&mut dice, municipality, applied);
        let mut my_number = None;
        shape(&mut profile, *special);
        if *special == Special::MyNumbers {
            my_number = made_up_number(&mut dice);
        }
        players.push(Player {
            office,
            form: form(&mut dice, &profile, &choices, &masters)?,
            applied,
            my_number,
            checker: dice.pick(&staff.checkers).cloned().ok_or(ActError::NotFound)?,
            approver: dice.pick(&staff.approvers).cloned().ok_or(ActError::NotFound)?,
            application: None,
            list: None,
            years_ago,
        });
        moments.extend(when);
    }
    moments.sort_by_key(|moment| (moment.at, moment.case, moment.nth));
    for moment in moments {
        let player = players.get_mut(moment.case).ok_or(ActError::NotFound)?;
        take(acts, plan, staff, player, &moment).await?;
    }
    board::schedule_next(acts, plan, staff).await?;
    Ok(players.into_iter().filter_map(|player| player.application).collect())
}

/// The day in Japan, some years before.
fn day_of(moment: Timestamp, years_ago: i64) -> Date {
    let day = moment.to_zoned(TimeZone::fixed(Offset::constant(9))).date();
    day.checked_sub(Span::new().years(years_ago)).unwrap_or(day)
}

/// Days and hours of the steps: a few days apart, the last before today, no two cases at the same minute.
fn schedule(dice: &mut Dice, plan: &SeedPlan, case: usize, steps: &[Step]) -> Vec<Moment> {
    // What was due the day after is overdue by the next step.
    let gap = |step: &Step, days: u32| if *step == Step::ReturnBriefly { days.max(2) } else { days };
    let gaps: Vec<u32> = steps.iter().map(|step| gap(step, dice.between(1, 6))).collect();
    let length: u32 = gaps.iter().sum();
    let latest = u32::try_from(clock::CASES).unwrap_or(0).saturating_sub(length);
    let mut days_ago = i32::try_from(length + dice.below(latest.clamp(1, 30))).unwrap_or(clock::CASES).min(clock::CASES);
    let mut moments = Vec::with_capacity(steps.len());
    for (nth, (step, gap)) in steps.iter().zip(gaps).enumerate() {
        let minute = i64::try_from(case).unwrap_or(0) * 11 + i64::from(dice.below(10));
        let at = clock::at(clock::before(plan.today, days_ago.max(1)), 9, minute);
        moments.push(Moment { at, case, nth, step: *step });
        days_ago -= i32::try_from(gap).unwrap_or(1);
    }
    moments
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

fn shape(profile: &mut Profile, special: Special) {
    match special {
        Special::No | Special::MyNumbers | Special::LongAgo(_) => {}
        Special::Age(years) => profile.age = years,
        Special::Income(insurance, tier) => (profile.insurance, profile.tier) = (insurance, tier),
        Special::Severity(severity) => profile.severity = severity,
        Special::Diseases(number) => profile.diseases = number,
        Special::Haemophilia => profile.haemophilia = true,
        Special::Late(reason) => profile.late = Some(reason),
    }
    if profile.tier == Tier::I {
        profile.insurance = InsuranceKind::None;
    }
}

/// A number with a right check digit that was drawn, not given to anybody; it begins with 9999.
fn made_up_number(dice: &mut Dice) -> Option<MyNumber> {
    let body = format!("9999{:07}", dice.below(10_000_000));
    (0..10).find_map(|digit| MyNumber::parse(&format!("{body}{digit}")).ok())
}

pub(super) fn text(text: &str) -> Result<FreeText, ActError> {
    FreeText::parse(text).map_err(|error| ActError::internal(&error))
}

async fn take(acts: &Acts, plan: &SeedPlan, staff: &Staff, player: &mut Player, moment: &Moment) -> Result<(), ActError> {
    let counter = staff.counter(player.office)?.clone();
    let who = match moment.step {
        Step::Receive | Step::Documents | Step::Forward | Step::Amend | Step::Resubmit | Step::Withdraw | Step::SendWithList => {
            counter
        }
        Step::TakeUp
        | Step::Return
        | Step::ReturnBriefly
        | Step::Remind
        | Step::Hold
        | Step::Examine
        | Step::Board
        | Step::Propose
        | Step::Arrive
        | Step::Miss
        | Step::GiveBack => player.checker.clone(),
        Step::Hear => staff.board_clerks.first().cloned().ok_or(ActError::NotFound)?,
        Step::SendBack | Step::Approve | Step::Refuse => player.approver.clone(),
    };
    let request = request(plan, moment.at, &format!("case/{}/{}", moment.case, moment.nth), who);
    let request = Request { today: day_of(moment.at, player.years_ago), ..request };
    if moment.step == Step::Hear {
        let case = player.application.ok_or(ActError::NotFound)?;
        return board::hear(acts, plan, staff, case, (moment.case, moment.at, request.today)).await;
    }
    let acts = acts.at(moment.at);
    if moment.step == Step::Receive {
        let input = ReceiveInput {
            kind: ProcedureKind::New,
            starting_from: None,
            application_date: player.applied,
            arrival: None,
            receiving_office: player.office,
            form: player.form.clone(),
            child_my_number: player.my_number.clone(),
            applicant_my_number: None,
            documents: Vec::new(),
            alike: Vec::new(),
        };
        let receipt = acts.receive(&request, input).await?;
        player.application = Some(receipt.application);
        return Ok(());
    }
    let case = player.application.ok_or(ActError::NotFound)?;
    let _done = match moment.step {
        Step::Receive | Step::Hear | Step::Documents => {
            acts.record_documents(&request, case, everything(&acts, case).await?).await?
        }
        Step::Forward => acts.forward(&request, case).await?,
        Step::TakeUp => acts.take_up(&request, case).await?,
        Step::Return | Step::ReturnBriefly => {
            let about = "insurance_evidence".to_owned();
            let items = vec![CorrectionItem { about, phrase: "correction.missing_document".to_owned() }];
            let days = if moment.step == Step::Return { 21 } else { 1 };
            let due_on = later(request.today, days);
            let note = text("資格を示す書類を追加してください（見本）。")?;
            acts.return_for_correction(&request, case, ReturnInput { items, due_on, note }).await?
        }
        Step::Remind => acts.remind(&request, case, later(request.today, 14)).await?,
        Step::Hold => {
            acts.hold(&request, case, later(plan.today, 5), text("医師に検査の値を照会しているため（見本）。")?).await?
        }
        Step::Amend => acts.amend(&request, case, amended(player)?).await?,
        Step::Resubmit => acts.resubmit(&request, case).await?,
        Step::Examine => acts.examine(&request, case).await?,
        Step::SendBack => acts.send_back(&request, case, text("所得をみる人を再確認してください（見本）。")?).await?,
        Step::Approve => acts.approve(&request, case, None).await?.done,
        Step::Refuse => acts.refuse(&request, case, refusal()?).await?,
        Step::Propose => proposed(&acts, &request, case).await?,
        Step::Board => acts.put_before_board(&request, case, text("疾病の状態の程度の判断に迷うため（見本）。")?).await?,
        Step::SendWithList => {
            let (list, _) = acts.draw_up_transmittal(&request, &[case]).await?;
            player.list = Some(list);
            let sending =
                self::request(plan, moment.at, &format!("case/{}/{}/send", moment.case, moment.nth), request.actor.clone());
            acts.send_transmittal(&Request { today: request.today, ..sending }, list).await?
        }
        Step::Arrive => checked(&acts, &request, (case, player.list), ReceiptOutcome::Arrived, None).await?,
        Step::Miss => {
            checked(&acts, &request, (case, player.list), ReceiptOutcome::Missing, Some("封筒に入っていません（見本）。")).await?
        }
        Step::GiveBack => {
            checked(&acts, &request, (case, player.list), ReceiptOutcome::SentBack, Some("申請書に署名がありません（見本）。"))
                .await?
        }
        Step::Withdraw => acts.withdraw(&request, case, request.today, Some(text("転居することになったため（見本）。")?)).await?,
    };
    Ok(())
}

/// The family answers with another telephone number.
fn amended(player: &mut Player) -> Result<AmendInput, ActError> {
    player.form.applicant.phone = Phone::parse("0952-00-0001").ok();
    player.form.wishes.note = Some(text("電話番号を訂正しました（見本）。")?);
    Ok(AmendInput {
        application_date: player.applied,
        arrival: None,
        form: player.form.clone(),
        basis: AmendmentBasis::IN_ANSWER,
        why: text("申請者からの申出（見本）")?,
        child_my_number: None,
        applicant_my_number: None,
    })
}

fn refusal() -> Result<RefuseInput, ActError> {
    let why = text("疾病の状態の程度が基準に該当すると認められないため（見本）。")?;
    Ok(RefuseInput { ground: "refusal.criteria_not_met".to_owned(), why })
}

/// What was examined is proposed to be approved, everything else to be refused.
async fn proposed(acts: &Acts, request: &Request, application: ApplicationId) -> Result<Done, ActError> {
    let case = acts.case(application, None).await?;
    let examined = case.application.conclusion().is_some();
    let refusal = if examined { None } else { Some(refusal()?) };
    let told = acts.propose_each(request, &[ProposalInput { application, seen_version: case.version, refusal }]).await?;
    let outcome = told.outcomes.into_iter().next().map_or(Err(ActError::NotFound), |(_, outcome)| outcome);
    outcome.and(told.done.ok_or(ActError::Internal))
}

/// What the division found of a case that came on a list.
async fn checked(
    acts: &Acts,
    request: &Request,
    (case, list): (ApplicationId, Option<TransmittalId>),
    outcome: ReceiptOutcome,
    why: Option<&str>,
) -> Result<Done, ActError> {
    acts.check_receipt(request, list.ok_or(ActError::NotFound)?, case, outcome, why.map(text).transpose()?).await
}

pub(super) async fn everything(acts: &Acts, case: ApplicationId) -> Result<Vec<DocumentInput>, ActError> {
    let case = acts.case(case, None).await?;
    let lines = case.application.checklist().iter();
    Ok(lines
        .map(|line| {
            let state = if line.item.0 == "insurance_evidence" { DocumentState::Seen } else { DocumentState::Received };
            DocumentInput { item: line.item.clone(), state, why: None }
        })
        .collect())
}
