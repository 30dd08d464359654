//! `bench search`: the search over everybody, against looking at everybody one by one.

use std::time::Instant;

use events::ids::{AwardId, RecipientId};
use events::vocabulary::{DiseaseId, Kana, OfficeCode, PersonName, Phone};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use projections::ledger::search::{About, Known, Lexicon, SearchIndex, Subject};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::figures::Rounds;
use super::machine::{Build, peak_memory};
use crate::exit::{Exit, stop};

/// Hits of a page.
const PAGE: usize = 50;

/// A question, asked in each round.
#[derive(Serialize)]
struct Question {
    what: &'static str,
    /// How many it finds.
    found: usize,
    milliseconds: Rounds,
    reference_milliseconds: Rounds,
    /// How many times quicker than the reference, of each round.
    ratio: Rounds,
}

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Build,
    people: usize,
    reference: &'static str,
    /// Seconds until everybody was taken in.
    filled_seconds: f64,
    questions: Vec<Question>,
    /// The slowest median.
    worst_milliseconds: f64,
    peak_memory_bytes: Option<u64>,
}

/// Measures in memory; no database is needed.
pub async fn run(rounds: usize, people: u32, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let stopped = stopping.clone();
    let measured = tokio::task::spawn_blocking(move || measure(rounds, people, &stopped)).await?;
    if stopping.is_cancelled() {
        return Err(stop(Exit::TryLater, "測定を途中で止めました。"));
    }
    measured
}

fn measure(rounds: usize, people: u32, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let machine = Build::look();
    machine.warn();
    let began = Instant::now();
    let all = (0..people).map(known).collect::<anyhow::Result<Vec<_>>>()?;
    let index = SearchIndex::of(all);
    let filled_seconds = began.elapsed().as_secs_f64();
    let lexicon = lexicon()?;
    let last = people - 1;
    let asked = [
        ("recipient number", number(last)),
        ("name", "見本 例花試太".to_owned()),
        ("family name alone", "見本".to_owned()),
        ("reading", "みほん れいかした".to_owned()),
        ("reading without voicing marks", "ミホンレイカシタ".to_owned()),
        ("one kanji", "例".to_owned()),
        ("birth date", "H20.5.2".to_owned()),
        ("name and birth date", "見本 H20.5.2".to_owned()),
        ("guardian", "見本 親例花".to_owned()),
        ("telephone", phone(last)),
        ("last four digits", "0412".to_owned()),
        ("disease", "糖尿病".to_owned()),
        ("office and state", "佐賀中部 有効".to_owned()),
        ("disease, office and name", "糖尿病 佐賀中部 見本 例花".to_owned()),
        ("nobody", "架空想定 未登録".to_owned()),
    ];
    let mut questions: Vec<Question> = asked
        .iter()
        .map(|(what, _)| Question {
            what,
            found: 0,
            milliseconds: Rounds::default(),
            reference_milliseconds: Rounds::default(),
            ratio: Rounds::default(),
        })
        .collect();
    // Round 0 warms caches; it does not count.
    for round in 0..=rounds {
        eprintln!("{round} / {rounds}");
        for ((_, text), question) in asked.iter().zip(&mut questions) {
            if stopping.is_cancelled() {
                break;
            }
            let began = Instant::now();
            let by_scan = index.scan(text, &lexicon, PAGE);
            let reference = began.elapsed().as_secs_f64() * 1e3;
            let began = Instant::now();
            let found = index.search(text, &lexicon, PAGE);
            let took = began.elapsed().as_secs_f64() * 1e3;
            anyhow::ensure!(found == by_scan, "{}: the index and the scan differ", question.what);
            question.found = found.total;
            if round > 0 {
                question.milliseconds.push(took);
                question.reference_milliseconds.push(reference);
                question.ratio.push(reference / took);
            }
        }
    }
    let worst = questions.iter().map(|question| question.milliseconds.median).fold(0.0, f64::max);
    Ok(Report {
        bench: "search",
        machine,
        people: index.people(),
        reference: "every person compared with the question, one after the other",
        filled_seconds,
        questions,
        worst_milliseconds: worst,
        peak_memory_bytes: peak_memory(),
    })
}

const FAMILY: [(&str, &str); 10] = [
    ("見本", "ミホン"),
    ("例題", "レイダイ"),
    ("仮名", "カメイ"),
    ("試験", "シケン"),
    ("架空", "カクウ"),
    ("模擬", "モギ"),
    ("練習", "レンシュウ"),
    ("想定", "ソウテイ"),
    ("標本", "ヒョウホン"),
    ("雛形", "ヒナガタ"),
];
const PARTS: [(&str, &str); 8] = [
    ("例花", "レイカ"),
    ("試太", "シタ"),
    ("仮子", "カリコ"),
    ("模郎", "モロウ"),
    ("架美", "カミ"),
    ("想之", "ソウユキ"),
    ("標斗", "ヒョウト"),
    ("練奈", "レンナ"),
];
const DISEASES: [(&str, &str); 4] =
    [("07_01_001", "1型糖尿病"), ("09_07_012", "血友病A"), ("11_01_001", "点頭てんかん"), ("02_01_001", "ネフローゼ症候群")];

fn number(n: u32) -> String {
    format!("{:07}", 1_000_009 + n * 7)
}

fn phone(n: u32) -> String {
    format!("0952-{:02}-{:04}", n / 10_000 % 80 + 10, n % 10_000)
}

fn picked<T: Copy>(list: &[T], n: u32) -> anyhow::Result<T> {
    let place = usize::try_from(n)? % list.len().max(1);
    list.get(place).copied().ok_or_else(|| anyhow::anyhow!("an empty list"))
}

/// The nth person, named like many others, as in a prefecture.
fn known(n: u32) -> anyhow::Result<Known> {
    let (family, family_kana) = picked(&FAMILY, n)?;
    let (first, first_kana) = picked(&PARTS, n / 10)?;
    let (second, second_kana) = picked(&PARTS, n / 80)?;
    let name =
        |written: String, kana: String| -> anyhow::Result<PersonName> { Ok(PersonName::new(&written, Kana::parse(&kana)?)?) };
    let (from, until): (Date, Date) = (date(2025, 10, 1), date(if n.is_multiple_of(4) { 2026 } else { 2027 }, 9, 30));
    Ok(Known {
        birth_date: Some(date(2008, 4, 2).checked_add(i64::from(n % 6_700).days())?),
        guardian: Some(name(format!("{family} 親{first}"), format!("{family_kana} オヤ{first_kana}"))?),
        phone: Some(Phone::parse(&phone(n))?),
        numbers: vec![number(n)],
        about: About {
            diseases: vec![DiseaseId::parse(picked(&DISEASES, n)?.0)?],
            office: Some(OfficeCode::parse(if n.is_multiple_of(3) { "01" } else { "02" })?),
            awards: vec![(AwardId(Uuid::from_u128(u128::from(n))), from, until)],
            ..About::default()
        },
        ..Known::new(
            Subject::Recipient(RecipientId(Uuid::from_u128(u128::from(n) + 1))),
            name(format!("{family} {first}{second}"), format!("{family_kana} {first_kana}{second_kana}"))?,
        )
    })
}

fn lexicon() -> anyhow::Result<Lexicon> {
    let mut lexicon = Lexicon::new(date(2026, 11, 24))
        .office(OfficeCode::parse("01")?, "佐賀中部", "佐賀中部保健福祉事務所")
        .office(OfficeCode::parse("02")?, "鳥栖", "鳥栖保健福祉事務所");
    for (code, name) in DISEASES {
        lexicon = lexicon.disease(DiseaseId::parse(code)?, name, "");
    }
    Ok(lexicon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_question_is_answered_as_by_looking_at_everybody() {
        let report = run(1, 2_000, &CancellationToken::new()).await.unwrap();
        assert_eq!((report.people, report.questions.len()), (2_000, 15));
        for question in &report.questions {
            assert_eq!(question.found == 0, question.what == "nobody", "{} found {}", question.what, question.found);
            assert_eq!(question.ratio.rounds.len(), 1);
        }
    }

    #[tokio::test]
    async fn a_search_that_is_stopped_gives_no_figures() {
        let stopped = CancellationToken::new();
        stopped.cancel();
        assert!(run(1, 2_000, &stopped).await.is_err());
    }
}
