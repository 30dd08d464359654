//! `bench impact`: awards decided under today's masters and under a draft, on all cores, against the same determinations on one thread.

use std::time::Instant;

use casework::rules::by_hand::Overrides;
use casework::rules::impact::{Go, Totals, Way, study};
use casework::rules::rerun::drafted;
use casework::rules::{DiseaseFacts, Facts, Input, Masters, Member};
use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::{DiseaseId, InsuranceKind, MunicipalityCode, ProcedureKind, Relation, Severity, Yen};
use jiff::civil::date;
use serde::Serialize;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::figures::Rounds;
use super::machine::{Build, peak_memory};
use crate::exit::{Exit, stop};

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Build,
    awards: u32,
    threads: usize,
    reference: &'static str,
    /// Awards a second of the reference; each is decided twice.
    one_thread_per_second: Rounds,
    /// Awards a second of the study.
    studied_per_second: Rounds,
    /// How long the study of all awards took, in seconds.
    seconds: Rounds,
    /// Of each round.
    ratio: Rounds,
    unchanged: u64,
    better: u64,
    worse: u64,
    same_money: u64,
    same_result: u64,
    pending: u64,
    yen_a_month: i64,
    peak_memory_bytes: Option<u64>,
}

/// Measures in memory; no database is needed.
pub async fn run(rounds: usize, awards: u32, masters: Masters, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let stopped = stopping.clone();
    let measured = tokio::task::spawn_blocking(move || measure(rounds, awards, &masters, &stopped)).await?;
    if stopping.is_cancelled() {
        return Err(stop(Exit::TryLater, "測定を途中で止めました。"));
    }
    measured
}

fn measure(rounds: usize, awards: u32, masters: &Masters, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let machine = Build::look();
    machine.warn();
    let draft = drafted(masters, &draft())?;
    let ways = (Way::current(masters), Way::current(&draft));
    let threads = machine.cpus();
    let (mut alone, mut studied, mut seconds, mut ratio) =
        (Rounds::default(), Rounds::default(), Rounds::default(), Rounds::default());
    let mut found = Totals::default();
    // Round 0 warms caches; it does not count.
    for round in 0..=rounds {
        eprintln!("{round} / {rounds}");
        let began = Instant::now();
        let reference = study_on(1, awards, masters, &ways, stopping)?;
        let on_one = f64::from(awards) / began.elapsed().as_secs_f64();
        let began = Instant::now();
        found = study_on(threads, awards, masters, &ways, stopping)?;
        let took = began.elapsed().as_secs_f64();
        anyhow::ensure!(found == reference && found.cases == u64::from(awards), "the parts do not add up to the whole");
        if round > 0 {
            alone.push(on_one);
            studied.push(f64::from(awards) / took);
            seconds.push(took);
            ratio.push(f64::from(awards) / took / on_one);
        }
    }
    anyhow::ensure!(
        found.better > 0 && found.worse > 0 && found.same_result > 0,
        "the draft changes nothing that could be measured"
    );
    Ok(Report {
        bench: "impact",
        machine,
        awards,
        threads,
        reference: "the same awards, decided the same two ways, one after the other on one thread",
        one_thread_per_second: alone,
        studied_per_second: studied,
        seconds,
        ratio,
        unchanged: found.unchanged,
        better: found.better,
        worse: found.worse,
        same_money: found.same_money,
        same_result: found.same_result,
        pending: found.pending,
        yen_a_month: found.yen_a_month,
        peak_memory_bytes: peak_memory(),
    })
}

/// Studies so many parts side by side and adds them up.
fn study_on(
    threads: usize,
    awards: u32,
    masters: &Masters,
    (old, new): &(Way, Way),
    stopping: &CancellationToken,
) -> anyhow::Result<Totals> {
    let disease =
        DiseaseFacts::from_master(DiseaseId::parse("01_01_001")?, Input::Known(date(2026, 10, 20)), masters, date(2026, 11, 6));
    let part = |first: u32, step: usize| -> anyhow::Result<Totals> {
        let cases = (first..awards).step_by(step).map(|n| Ok((n, facts(n, disease)?))).collect::<anyhow::Result<Vec<_>>>()?;
        let go = |_: &Totals, _| if stopping.is_cancelled() { Go::Stop } else { Go::On };
        Ok(study(cases.into_iter(), old, new, go))
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..u32::try_from(threads)?).map(|first| scope.spawn(move || part(first, threads))).collect();
        let mut whole = Totals::default();
        for studied in parts {
            whole += studied.join().map_err(|_| anyhow::anyhow!("a part of the study panicked"))??;
        }
        Ok(whole)
    })
}

/// A lower bound of 階層 V than today's, and a dearer 階層 VI.
fn draft() -> [RowAdopted; 2] {
    let row = |table: &str, key: &str, values| RowAdopted {
        table: table.to_owned(),
        key: key.to_owned(),
        valid_from: date(2015, 1, 1),
        valid_to: None,
        status: MasterStatus::Inferred,
        source: "bench".to_owned(),
        values,
    };
    [
        row("levy_bounds", "V", json!({ "from_yen": 80_000 })),
        row(
            "caps",
            "VI",
            json!({ "general_yen": 20_000, "severe_yen": 10_000, "ventilator_yen": 500, "hospital_meal_share": "1/2" }),
        ),
    ]
}

/// The facts of the nth award: levies over all tiers, ages over all years of entitlement, all classes of severity, and one in fifty with
/// a fact missing.
fn facts(n: u32, disease: DiseaseFacts) -> anyhow::Result<Facts> {
    let severity = match n % 50 {
        0 => Input::Unknown,
        1..=5 => Input::Known(Severity::Severe),
        6 => Input::Known(Severity::Ventilator),
        _ => Input::Known(Severity::General),
    };
    let member = |relation, insured, levy: Option<Yen>| Member {
        label: "見本 一郎".to_owned(),
        relation,
        same_insurance: Input::Known(true),
        insured,
        taxed: Input::from_option(levy.map(|levy| levy.amount() > 0)),
        income_levy: Input::from_option(levy),
        as_taxed: None,
    };
    let levy = Yen::new(i64::from(n.wrapping_mul(7_919) % 400) * 1_000)?;
    Ok(Facts {
        kind: ProcedureKind::New,
        application_date: date(2026, 11, 6),
        birth_date: Input::Known(date(2009 + i16::try_from(n % 17)?, 3, 15)),
        municipality: Input::Known(MunicipalityCode::parse(if n.is_multiple_of(2) { "412015" } else { "412023" })?),
        diseases: vec![disease],
        late_reason: None,
        insurance: Input::Known(InsuranceKind::Employee),
        insured_is_child: Input::Known(false),
        members: vec![member(Relation::Father, true, Some(levy)), member(Relation::Mother, false, None)],
        guardian_income: Input::Known(Yen::new(700_000)?),
        patient_income: Input::Unknown,
        income_parts: None,
        hardship_tier: None,
        severity_basis: None,
        sharing: None,
        overrides: Overrides::default(),
        public_assistance: Input::Known(false),
        severity,
        previous: Input::NotApplicable("新規の申請です"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masters() -> Masters {
        crate::commands::rules::shipped().unwrap()
    }

    #[tokio::test]
    async fn every_award_is_in_one_group_and_the_draft_is_felt() {
        let report = run(1, 2_000, masters(), &CancellationToken::new()).await.unwrap();
        assert_eq!(
            report.unchanged + report.better + report.worse + report.same_money + report.same_result + report.pending,
            2_000
        );
        assert_eq!(report.pending, 40);
        assert!(report.better > 0 && report.worse > 0, "{} {}", report.better, report.worse);
        assert_eq!(report.ratio.rounds.len(), 1);
    }

    #[tokio::test]
    async fn a_study_that_is_stopped_gives_no_figures() {
        let stopped = CancellationToken::new();
        stopped.cancel();
        assert!(run(1, 2_000, masters(), &stopped).await.is_err());
    }
}
