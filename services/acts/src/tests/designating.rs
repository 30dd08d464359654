//! The registers: a number is given once, a term follows a term, a list is taken whole or not at all, and opinions are held against it.

use casework::Refusal;
use casework::designation::DesignationRefusal;
use casework::letter_release::{LetterReleaseRefusal, Question};
use casework::rules::designation::Standing;
use casework::rules::impact::Go;
use documents::Imprint;
use events::designation::Holder;
use events::letter::LetterKind;
use events::nightly::TaskKind;
use events::vocabulary::{
    DesignationEnd, DesignationKind, DoctorNumber, DoctorQualification, InstitutionCode, Kana, PersonName, ShortText,
    ValidityPeriod,
};
use jiff::civil::date;
use projections::tasks::{self, TaskFilter};
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, DesignationInput, Request};

fn short(text: &str) -> ShortText {
    ShortText::parse(text).unwrap()
}

fn doctor(number: &str, authority: &str) -> DesignationInput {
    DesignationInput {
        holder: Holder::Doctor {
            number: DoctorNumber::parse(number).unwrap(),
            authority: short(authority),
            qualification: DoctorQualification::Specialist,
            workplaces: vec![short("見本病院")],
        },
        name: Some(PersonName::new("見本 医師", Kana::parse("ミホン イシ").unwrap()).unwrap()),
        on: date(2022, 4, 1),
        validity: None,
    }
}

fn institution(code: &str) -> DesignationInput {
    DesignationInput {
        holder: Holder::Institution {
            code: InstitutionCode::parse(code).unwrap(),
            name: short("見本病院"),
            address: short("佐賀市見本町1-1"),
        },
        name: None,
        on: date(2026, 11, 5),
        validity: None,
    }
}

fn term(from: jiff::civil::Date, to: jiff::civil::Date) -> ValidityPeriod {
    ValidityPeriod::new(from, to).unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_designation_is_granted_once_renewed_changed_and_ended(test: PgPool) {
    let stage = Stage::set(&test).await;
    let wish = request(&stage.checker);
    let (id, done) = stage.acts.grant_designation(&wish, doctor("SG-1", "佐賀県")).await.unwrap();
    let again = stage.acts.grant_designation(&wish, doctor("SG-1", "佐賀県")).await.unwrap();
    assert_eq!((again.0, again.1.position), (id, done.position), "sent twice, registered once");
    let twice = stage.acts.grant_designation(&request(&stage.checker), doctor("ＳＧ－1", "佐賀県")).await;
    assert!(matches!(twice, Err(ActError::AlreadyTaken(_))), "{twice:?}");
    stage.acts.grant_designation(&request(&stage.checker), doctor("SG-1", "福岡県")).await.unwrap();
    let (hospital, _) = stage.acts.grant_designation(&request(&stage.checker), institution("4110100015")).await.unwrap();
    let file = stage.acts.designation(hospital).await.unwrap();
    assert_eq!(file.designation.term(), Some(term(date(2026, 12, 1), date(2032, 11, 30))), "from the first of the next month");

    let seen = Request { seen_version: Some(1), ..request(&stage.checker) };
    stage.acts.renew_designation(&seen, id, date(2027, 2, 1), None).await.unwrap();
    let stale = Request { seen_version: Some(1), ..request(&stage.checker) };
    let stale = stage.acts.renew_designation(&stale, id, date(2027, 2, 1), None).await;
    assert!(matches!(stale, Err(ActError::Stale { seen: 1, now: 2 })), "{stale:?}");
    let mut moved = doctor("SG-1", "佐賀県");
    moved.name = Some(PersonName::new("例題 医師", Kana::parse("レイダイ イシ").unwrap()).unwrap());
    stage.acts.change_designation(&request(&stage.checker), id, moved).await.unwrap();
    let revoked = (date(2028, 1, 31), DesignationEnd::Revoked);
    let by_checker = stage.acts.end_designation(&request(&stage.checker), id, revoked, text("不正の届出")).await;
    assert!(
        matches!(by_checker, Err(ActError::Refused(Refusal::Designation(DesignationRefusal::RevokedByApprovers)))),
        "{by_checker:?}"
    );
    stage.acts.end_designation(&request(&stage.approver), id, revoked, text("不正の届出")).await.unwrap();
    let file = stage.acts.designation(id).await.unwrap();
    assert_eq!(file.designation.term(), Some(term(date(2027, 4, 1), date(2028, 1, 31))));
    assert_eq!(file.name.unwrap().open().unwrap().written(), "例題 医師");
    assert_eq!(file.history.len(), 4);

    let payloads: Vec<String> = sqlx::query_scalar("SELECT payload::text FROM es.events WHERE event_type LIKE 'designation.%'")
        .fetch_all(&test)
        .await
        .unwrap();
    assert!(payloads.len() == 6 && payloads.iter().all(|payload| !payload.contains("医師") && !payload.contains("不正")));

    let imprint = || Imprint { ident: id.to_string(), recorded_at: jiff::Timestamp::UNIX_EPOCH };
    for (whose, kind) in [(hospital, LetterKind::DesignationNotice), (id, LetterKind::DesignationRenewal)] {
        let letter = stage.acts.designation_letter(whose, kind, TODAY, imprint()).await.unwrap();
        assert!(letter.pdf.starts_with(b"%PDF"), "{kind:?}");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_list_is_taken_whole_or_not_at_all(test: PgPool) {
    let stage = Stage::set(&test).await;
    stage.acts.grant_designation(&request(&stage.checker), doctor("SG-1", "佐賀県")).await.unwrap();
    caught_up(&test, &stage).await;
    let list = || vec![doctor("SG-2", "佐賀県"), doctor("SG-1", "佐賀県"), doctor("SG-2", "佐賀県"), institution("4110100015")];
    let plan = stage.acts.plan_designations(&request(&stage.checker), &list()).await.unwrap();
    let stands = Err(Refusal::from(DesignationRefusal::Stands));
    assert_eq!(plan.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);
    assert_eq!((&plan[1], &plan[2]), (&stands, &stands), "known already, and twice in the file");
    let refused = stage.acts.grant_designations(&request(&stage.checker), list()).await;
    assert!(matches!(refused, Err(ActError::AlreadyTaken(_))), "{refused:?}");
    let told: i64 = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'designation.granted'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert_eq!(told, 1, "nothing half done");
    let (ids, _) = stage
        .acts
        .grant_designations(&request(&stage.checker), vec![doctor("SG-2", "佐賀県"), institution("4110100015")])
        .await
        .unwrap();
    assert_eq!(ids.len(), 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn opinions_are_held_against_the_registers_and_renewals_are_found(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    let case = stage.acts.case(case, None).await.unwrap();
    let masters = stage.acts.masters().await.unwrap();
    let award = stage.acts.determination(&case).await.unwrap().validity();
    let asked = async || {
        let found = stage.acts.register_findings(&case, award, &masters).await.unwrap();
        found.into_iter().map(|one| (one.kind, one.standing)).collect::<Vec<_>>()
    };
    let (doctors, institutions) = (DesignationKind::Doctor, DesignationKind::Institution);
    assert_eq!(asked().await, [(doctors, Some(Standing::Unknown)), (institutions, Some(Standing::Unknown))]);

    let opinion = &case.form.open().unwrap().opinions[0];
    let (number, code) = (opinion.physician_number.clone().unwrap(), opinion.institution_code.unwrap());
    let doctor =
        DesignationInput { validity: Some(term(date(2022, 4, 1), date(2027, 3, 31))), ..doctor(number.as_str(), "佐賀県") };
    let hospital =
        DesignationInput { validity: Some(term(date(2021, 1, 1), date(2026, 12, 31))), ..institution(&code.to_string()) };
    stage.acts.grant_designations(&request(&stage.checker), vec![doctor, hospital]).await.unwrap();
    caught_up(&test, &stage).await;
    assert_eq!(
        asked().await,
        [(doctors, Some(Standing::Designated)), (institutions, Some(Standing::EndsOn(date(2026, 12, 31))))],
        "the institution's term ends within the award"
    );

    stage.acts.run_night(TODAY).await.unwrap();
    caught_up(&test, &stage).await;
    let found = tasks::page(stage.acts.pool(), TaskFilter::default(), None, 50).await.unwrap();
    let days: Vec<_> =
        found.iter().filter(|row| row.finding.kind == TaskKind::DesignationEnding).map(|row| row.finding.day).collect();
    assert_eq!(days, [date(2026, 12, 31), date(2027, 3, 31)]);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guides_to_the_renewal_of_designations_go_out_by_two_persons(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (ours, _) = stage.acts.grant_designation(&request(&stage.checker), doctor("SG-1", "佐賀県")).await.unwrap();
    stage.acts.grant_designation(&request(&stage.checker), doctor("F-1", "福岡県")).await.unwrap();
    let end = stage.acts.designation(ours).await.unwrap().designation.term().unwrap().end();
    caught_up(&test, &stage).await;
    let question = |until| Question { kind: LetterKind::DesignationRenewal, from: end, until, office: None, campaign: None };
    let (release, _) = stage.acts.prepare_letter_release(&request(&stage.checker), question(end)).await.unwrap();
    let file = stage.acts.letter_release(release).await.unwrap();
    assert_eq!(file.prepared.designations, [ours], "another authority writes to its own doctors");
    let early = end.yesterday().unwrap();
    let nobody = Question { from: early, ..question(early) };
    let nobody = stage.acts.prepare_letter_release(&request(&stage.checker), nobody).await;
    assert!(matches!(nobody, Err(ActError::Refused(Refusal::LetterRelease(LetterReleaseRefusal::Nobody)))), "{nobody:?}");
    stage.acts.release_letters(&request(&stage.approver), release).await.unwrap();
    let ended = stage.acts.make_released_letters(release, TODAY, |_| Go::On).await.unwrap().unwrap();
    assert_eq!((ended.made, ended.left.len()), (1, 0));
    let imprint = Imprint { ident: release.to_string(), recorded_at: jiff::Timestamp::UNIX_EPOCH };
    assert!(stage.acts.designations_paper(&file, TODAY, imprint).await.unwrap().starts_with(b"%PDF"));
}
