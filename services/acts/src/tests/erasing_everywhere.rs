//! Whoever can be erased is, in a prefecture with everything in it: a campaign, tax data, letters, an old ledger, a study. Then every table
//! is read row by row and every document is opened, and nothing that was theirs alone may be found, under whose key it may lie.

use std::collections::{BTreeMap, BTreeSet};

use casework::erasure::Records;
use casework::rules::impact::Go as Study;
use events::ids::{ArtifactId, AwardId, CampaignId, KeyId, RecipientId, SubjectId, TakeoverId};
use events::impact::Way;
use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::{PayerNumber, ProcedureKind, ValidityPeriod, Yen};
use events::{Actor, Log, Personal, SealedToken, StaffRole};
use jiff::civil::{Date, date};
use serde_json::Value;
use sqlx::PgPool;
use store::{ErasedList, Role};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::stage::{PATIENCE, TODAY, open, parts, request, text};
use crate::seeding::{SeedPlan, old_ledger, seed};
use crate::{ActError, Acts, Go, Hands, ImpactQuestion, PrepareInput, Request, TaxRow, TaxRowFault, Worked};

/// A day on which nobody's records need be kept.
const OVER: Date = date(2060, 4, 1);

/// The read models, following all the time.
struct Followed {
    pool: PgPool,
    stop: CancellationToken,
}

impl Followed {
    async fn begin(test: &PgPool) -> Self {
        let pool = store::connect_with((*test.connect_options()).clone(), Role::Projector, 8).await.unwrap();
        let stop = CancellationToken::new();
        let running = store::run_projections(pool.clone(), projections::all(), Uuid::from_u128(77), stop.clone());
        drop(tokio::spawn(running));
        Self { pool, stop }
    }

    async fn caught_up(&self) {
        for log in [Log::Casework, Log::Access] {
            let head = store::head(&self.pool, log).await.unwrap().position;
            for projection in projections::all().into_iter().filter(|one| one.log() == log) {
                let name = projection.name();
                assert!(store::wait_for(&self.pool, name, head, PATIENCE).await.unwrap(), "{name}");
            }
        }
    }
}

/// Who acts.
struct Staff {
    administrator: Actor,
    checker: Actor,
    approver: Actor,
}

fn over(actor: &Actor) -> Request {
    Request { today: OVER, ..request(actor) }
}

/// An old ledger taken over.
async fn taken_over(acts: &Acts, staff: &Staff, followed: &Followed) -> TakeoverId {
    let file = old_ledger(&acts.masters().await.unwrap(), 30, 11, TODAY).unwrap().bytes;
    let (id, _) = acts.receive_takeover(&request(&staff.administrator), file, text("見本の旧台帳")).await.unwrap();
    let payer_number = PayerNumber::parse("52416013").unwrap();
    let input = PrepareInput { sheet: None, header_line: None, columns: None, payer_number };
    acts.prepare_takeover(&request(&staff.administrator), id, input).await.unwrap();
    let work = async || {
        followed.caught_up().await;
        assert_eq!(Box::pin(acts.work_on_takeover(Some(id), TODAY, |_| Go::On)).await.unwrap(), Worked::Done(id));
    };
    work().await;
    let seen = acts.takeover(id).await.unwrap().verdicts().unwrap();
    acts.approve_takeover(&request(&staff.approver), id, seen).await.unwrap();
    work().await;
    id
}

/// Tax data of a new year, of several who are asked to renew: something may stand in the way of erasing one of them.
async fn taxed(test: &PgPool, acts: &Acts, staff: &Staff) -> Vec<RecipientId> {
    let asked: Vec<(Uuid, Uuid, Uuid)> = sqlx::query_as(
        "SELECT campaign, recipient, award FROM read.campaign_items AS i WHERE asked AND NOT EXISTS (
             SELECT FROM read.worklist_steps AS w WHERE w.recipient_id = i.recipient AND w.waits_in IS NOT NULL) ORDER BY item",
    )
    .fetch_all(test)
    .await
    .unwrap();
    let campaign = CampaignId(asked[0].0);
    let guess = events::vocabulary::FiscalYear::containing(TODAY);
    let mut rows = Vec::new();
    for (_, _, award) in asked.iter().filter(|one| one.0 == campaign.0) {
        let standing = acts.starting(AwardId(*award)).await.unwrap();
        let form = acts.prefilled(AwardId(*award), ProcedureKind::Renewal, TODAY).await.unwrap();
        rows.extend(form.household.members.iter().map(|member| TaxRow {
            payer: standing.granted.conclusion.payer_number,
            number: standing.granted.recipient_number,
            name: member.name.clone(),
            year: guess,
            taxed: true,
            income_levy: Yen::new(98_765).unwrap(),
            income: None,
        }));
    }
    let (faults, _) = acts.plan_tax_data(campaign, &rows).await.unwrap();
    if let Some(TaxRowFault::OtherYear(year)) = faults.first().and_then(Option::as_ref) {
        for row in &mut rows {
            row.year = *year;
        }
    }
    acts.take_in_tax_data(&request(&staff.checker), campaign, &rows, b"file").await.unwrap();
    asked.into_iter().map(|(_, recipient, _)| RecipientId(recipient)).collect()
}

/// A study in which everybody stands with amounts.
async fn studied(acts: &Acts, staff: &Staff) {
    let now = Way { masters_position: acts.masters_position().await.unwrap(), ..Way::default() };
    let period = ValidityPeriod::new(date(2026, 4, 1), date(2027, 3, 31)).unwrap();
    let row = RowAdopted {
        table: "caps".to_owned(),
        key: "IV".to_owned(),
        valid_from: date(2026, 4, 1),
        valid_to: None,
        status: MasterStatus::Inferred,
        source: "見本".to_owned(),
        values: serde_json::json!({
            "general_yen": 7_000, "severe_yen": 2_500, "ventilator_yen": 500, "hospital_meal_share": "1/2"
        }),
    };
    let new = Way { drafts: vec![row], ..now.clone() };
    let question = ImpactQuestion { period, old: now, new, why: text("見本の調査") };
    let (id, _) = acts.ask_impact(&request(&staff.checker), question, Hands::Worker).await.unwrap();
    Box::pin(acts.carry_out_impact(id, TODAY, |_| Study::On)).await.unwrap();
}

/// Everything that lies in the database, table by table, and the keys with those whose they are.
struct Everything {
    tables: BTreeMap<String, Vec<String>>,
    subjects: BTreeMap<KeyId, SubjectId>,
}

impl Everything {
    #[expect(clippy::disallowed_methods, reason = "the names are those of the catalogue")]
    async fn read(test: &PgPool) -> Self {
        let names: Vec<String> = sqlx::query_scalar(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('read', 'read_prev', 'desk', 'es') AND tablename <> 'artifacts' ORDER BY 1",
        )
        .fetch_all(test)
        .await
        .unwrap();
        let mut tables = BTreeMap::new();
        for name in names {
            let rows = format!("SELECT row_to_json(t)::text FROM {name} AS t");
            let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_all(test).await.unwrap();
            tables.insert(name, rows);
        }
        let keys: Vec<(Uuid, Uuid)> =
            sqlx::query_as("SELECT key_id, subject_id FROM es.subject_keys").fetch_all(test).await.unwrap();
        Self { tables, subjects: keys.into_iter().map(|(key, subject)| (KeyId(key), SubjectId(subject))).collect() }
    }

    /// Every sealed value with the table it lies in and the subject of its key.
    fn sealed(&self) -> Vec<(&str, SubjectId, SealedToken)> {
        let mut found = Vec::new();
        for (table, rows) in &self.tables {
            for token in rows.iter().flat_map(|row| tokens(row)) {
                let subject = self.subjects[&token.parts().unwrap().key_id];
                found.push((table.as_str(), subject, token));
            }
        }
        found
    }
}

fn tokens(row: &str) -> impl Iterator<Item = SealedToken> {
    let end = |rest: &str| rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(rest.len());
    row.match_indices("p1.").filter_map(move |(at, _)| {
        let rest = &row[at + 3..];
        SealedToken::parse(&row[at..at + 3 + end(rest)]).ok()
    })
}

/// Texts that point to somebody: full names, lines of an address, telephone numbers.
fn telling(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            let digits = text.chars().filter(|c| c.is_numeric()).count();
            let short = text.chars().count() < 40;
            let is_name = digits == 0 && !text.is_ascii() && text.chars().count() < 12 && text.split([' ', '　']).count() == 2;
            // Days, amounts and articles of law are nobody's own.
            let is_place = digits >= 3 && short && !text.is_ascii() && !text.contains(['年', '月', '円', '第', '条', '歳']);
            let is_line = digits >= 9 && text.starts_with('0') && text.matches('-').count() == 2 && text.parse::<Date>().is_err();
            if is_name || is_place || is_line {
                found.insert(text.clone());
            }
        }
        Value::Array(values) => values.iter().for_each(|value| telling(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| telling(value, found)),
        _ => {}
    }
}

/// Erases everybody who can be; all whose keys went, and why others could not be.
async fn erase_all(
    test: &PgPool,
    acts: &Acts,
    staff: &Staff,
    (list, followed): (&ErasedList, &Followed),
) -> (BTreeSet<SubjectId>, BTreeMap<SubjectId, String>) {
    let people: Vec<(Uuid, Vec<Uuid>, String)> = sqlx::query_as(
        "SELECT person, subjects, last_ended_on::text FROM read.retention_people WHERE last_ended_on IS NOT NULL ORDER BY person",
    )
    .fetch_all(test)
    .await
    .unwrap();
    let (mut erased, mut refused) = (BTreeSet::new(), BTreeMap::new());
    for (person, subjects, ended) in people {
        let records = Records {
            person: SubjectId(person),
            subjects: subjects.into_iter().map(SubjectId).collect(),
            last_ended_on: Some(ended.parse().unwrap()),
            in_the_way: Vec::new(),
        };
        // An act waits for the read models no longer than a person would.
        followed.caught_up().await;
        let done = match acts.propose_erasure(&over(&staff.administrator), records.clone()).await {
            Ok(_) => acts.carry_out_erasure(&over(&staff.approver), records, list).await.map(drop),
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => {}
            Err(ActError::Refused(why)) => {
                refused.insert(SubjectId(person), why.to_string());
                continue;
            }
            Err(error) => panic!("{error:?}"),
        }
        let line = list.lines().unwrap().pop().unwrap();
        erased.extend(line.subjects);
    }
    (erased, refused)
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_of_who_was_erased_is_left_in_any_table_or_document(test: PgPool) {
    let acts = Acts::new(parts(&test, true).await);
    Box::pin(seed(&acts, SeedPlan { people: 12, seed: 7, today: TODAY })).await.unwrap();
    let staff = Staff {
        administrator: open(&acts, StaffRole::Administrator, "00").await,
        checker: open(&acts, StaffRole::Checker, "00").await,
        approver: open(&acts, StaffRole::Approver, "00").await,
    };
    let followed = Followed::begin(&test).await;
    followed.caught_up().await;
    let asked = Box::pin(taxed(&test, &acts, &staff)).await;
    let ledger = Box::pin(taken_over(&acts, &staff, &followed)).await;
    Box::pin(studied(&acts, &staff)).await;
    followed.caught_up().await;

    let before = Everything::read(&test).await;
    let mut opened = Vec::new();
    for (table, subject, token) in before.sealed() {
        let Ok(Personal::Open(value)) = acts.open::<Value>(&token).await else { panic!("{table} does not open") };
        opened.push((table, subject, value));
    }
    let directory = tempfile::tempdir().unwrap();
    let (erased, refused) =
        Box::pin(erase_all(&test, &acts, &staff, (&ErasedList::in_directory(directory.path()), &followed))).await;
    assert!(erased.len() > 40, "{} subjects", erased.len());
    assert!(asked.iter().any(|one| erased.contains(&SubjectId(one.0))), "{refused:#?}");
    assert!(erased.contains(&SubjectId(ledger.0)), "{refused:#?}");
    followed.caught_up().await;

    // What was theirs alone: nobody who is still there, and nobody of the staff, has the same.
    let people: BTreeSet<Uuid> = sqlx::query_scalar(
        "SELECT stream_id FROM es.streams WHERE stream_type IN ('recipient', 'application', 'account', 'designation')",
    )
    .fetch_all(&test)
    .await
    .unwrap()
    .into_iter()
    .collect();
    let (mut theirs, mut others) = (BTreeSet::new(), BTreeSet::new());
    for (_, subject, value) in &opened {
        if erased.contains(subject) && subject.0 != ledger.0 {
            telling(value, &mut theirs);
        } else if people.contains(&subject.0) {
            telling(value, &mut others);
        }
    }
    let theirs: Vec<String> = theirs.difference(&others).cloned().collect();
    assert!(theirs.len() > 20, "{}", theirs.len());
    let mut places = BTreeSet::new();
    for (table, _, value) in &opened {
        let text = value.to_string();
        if theirs.iter().any(|one| text.contains(one)) {
            places.insert(*table);
        }
    }
    assert!(places.len() >= 6 && places.contains("desk.takeover_rows"), "looked for in too few places: {places:?}");

    let after = Everything::read(&test).await;
    let mut found = BTreeSet::new();
    for (table, rows) in &after.tables {
        let of = |row: &String| {
            theirs.iter().filter(|one| row.contains(*one)).map(|one| (table.clone(), one.clone())).collect::<Vec<_>>()
        };
        found.extend(rows.iter().flat_map(of));
    }
    for (table, subject, token) in after.sealed() {
        match acts.open::<Value>(&token).await.unwrap() {
            Personal::Open(_) if erased.contains(&subject) => {
                found.insert((table.to_owned(), "under a key that should be gone".to_owned()));
            }
            Personal::Open(value) => {
                let text = value.to_string();
                found.extend(theirs.iter().filter(|one| text.contains(*one)).map(|one| (table.to_owned(), one.clone())));
            }
            _ => {}
        }
    }
    assert!(found.is_empty(), "still readable: {found:?}");

    let kept: Vec<(Uuid, String, Vec<u8>)> =
        sqlx::query_as("SELECT artifact_id, kind, substring(sealed FROM 1 FOR 16) FROM es.artifacts")
            .fetch_all(&test)
            .await
            .unwrap();
    for (id, kind, key) in kept {
        let subject = after.subjects[&KeyId(Uuid::from_slice(&key).unwrap())];
        match acts.artifact(ArtifactId(id)).await {
            Err(ActError::Erased) => assert!(erased.contains(&subject), "{kind} of somebody else"),
            Ok(_) => assert!(people.contains(&subject.0) && !erased.contains(&subject), "{kind} of {subject} can be read"),
            Err(error) => panic!("{error:?}"),
        }
    }
    followed.stop.cancel();
}
