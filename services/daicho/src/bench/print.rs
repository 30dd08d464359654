//! `bench print`: certificates with their cap management sheets rendered on all cores and bound into one file, against the same sheets
//! rendered one after the other on one thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use documents::{Bundle, CapSheet, Certificate, Document, Fonts, Imprint, Printer, cap_sheet, certificate};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::figures::Rounds;
use super::machine::{Build, peak_memory};
use crate::exit::{Exit, stop};

/// Documents after which laid out text is forgotten.
const BATCH: usize = 50;

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Build,
    certificates: usize,
    threads: usize,
    reference: &'static str,
    /// Certificates a second of the reference; it binds nothing.
    one_thread_per_second: Rounds,
    /// Certificates a second, bound in one file.
    printed_per_second: Rounds,
    /// How long all took, in seconds.
    seconds: Rounds,
    /// Of each round.
    ratio: Rounds,
    pages: i32,
    bytes: usize,
    peak_memory_bytes: Option<u64>,
}

/// Measures in memory; no database is needed.
pub async fn run(rounds: usize, certificates: usize, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let stopped = stopping.clone();
    let measured = tokio::task::spawn_blocking(move || measure(rounds, certificates, &stopped)).await?;
    if stopping.is_cancelled() {
        return Err(stop(Exit::TryLater, "測定を途中で止めました。"));
    }
    measured
}

fn measure(rounds: usize, certificates: usize, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let machine = Build::look();
    machine.warn();
    let printer = Printer::new(Fonts::shared()?);
    let threads = machine.cpus();
    let (mut alone, mut made, mut seconds, mut ratio) =
        (Rounds::default(), Rounds::default(), Rounds::default(), Rounds::default());
    let (mut pages, mut bytes) = (0, 0);
    let count = f64::from(u32::try_from(certificates)?);
    for round in 1..=rounds {
        eprintln!("{round} / {rounds}");
        let began = Instant::now();
        let mut bundle = Bundle::default();
        for (card, sheet) in render(&printer, threads, certificates, stopping)? {
            bundle.add(card)?;
            bundle.add(sheet)?;
        }
        pages = bundle.pages();
        bytes = bundle.finish().len();
        let took = began.elapsed().as_secs_f64();
        let began = Instant::now();
        let reference = render(&printer, 1, certificates, stopping)?.len();
        let on_one = count / began.elapsed().as_secs_f64();
        anyhow::ensure!(reference == certificates && pages == i32::try_from(certificates)? * 4, "a sheet is missing");
        alone.push(on_one);
        made.push(count / took);
        seconds.push(took);
        ratio.push(count / took / on_one);
    }
    Ok(Report {
        bench: "print",
        machine,
        certificates,
        threads,
        reference: "the same sheets, rendered one after the other on one thread and not bound",
        one_thread_per_second: alone,
        printed_per_second: made,
        seconds,
        ratio,
        pages,
        bytes,
        peak_memory_bytes: peak_memory(),
    })
}

type Sheets = (Vec<u8>, Vec<u8>);

/// Renders so many side by side; they come back in their order.
fn render(printer: &Printer, threads: usize, certificates: usize, stopping: &CancellationToken) -> anyhow::Result<Vec<Sheets>> {
    let next = Arc::new(AtomicUsize::new(0));
    let part = || -> anyhow::Result<Vec<(usize, Sheets)>> {
        let mut done = Vec::new();
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if nth >= certificates {
                return Ok(done);
            }
            anyhow::ensure!(!stopping.is_cancelled(), "stopped");
            done.push((nth, (print(printer, &card(nth), nth)?, print(printer, &sheet(nth), nth)?)));
            if nth % BATCH == BATCH - 1 {
                printer.end_batch();
            }
        }
    };
    let mut all = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|_| scope.spawn(part)).collect();
        let mut all = Vec::with_capacity(certificates);
        for part in parts {
            all.extend(part.join().map_err(|_| anyhow::anyhow!("a part of the printing panicked"))??);
        }
        anyhow::Ok(all)
    })?;
    printer.end_batch();
    all.sort_by_key(|(nth, _)| *nth);
    Ok(all.into_iter().map(|(_, sheets)| sheets).collect())
}

fn print(printer: &Printer, document: &impl Document, nth: usize) -> anyhow::Result<Vec<u8>> {
    let imprint = Imprint { ident: nth.to_string(), recorded_at: "2026-11-24T00:00:00Z".parse()? };
    Ok(printer.print(document, &imprint)?.pdf)
}

/// The nth fictional child: what differs from card to card, so that nothing is remembered from the one before.
fn card(nth: usize) -> Certificate {
    let mut card = certificate::sample();
    card.child.name = format!("見本　花子{nth}");
    card.child.address = format!("佐賀県佐賀市例示町{}番{}号", nth % 97 + 1, nth + 1);
    card.guardian.name = format!("見本　太郎{nth}");
    card.recipient_number = format!("{nth:07}");
    card
}

fn sheet(nth: usize) -> CapSheet {
    CapSheet {
        child_name: format!("見本　花子{nth}"),
        recipient_number: format!("{nth:07}"),
        months: vec![None],
        ..cap_sheet::sample()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_are_printed_in_their_order_and_differ() {
        let report = measure(1, 4, &CancellationToken::new()).unwrap();
        assert_eq!((report.pages, report.certificates), (16, 4));
        let printer = Printer::new(Fonts::shared().unwrap());
        let sheets = render(&printer, 3, 3, &CancellationToken::new()).unwrap();
        assert_eq!(sheets[2].0, print(&printer, &card(2), 2).unwrap());
        assert_ne!(sheets[0], sheets[1]);
        let stopped = CancellationToken::new();
        stopped.cancel();
        assert!(render(&printer, 2, 3, &stopped).is_err());
    }
}
