//! `bench print`: certificates with their cap management sheets rendered on all cores and bound into one file, against the same sheets
//! rendered one after the other on one thread.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

use anyhow::Context as _;
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
        let mut bundle = Bundle::of(certificates * 2);
        render(&printer, threads, certificates, stopping, |sheets| {
            sheets.into_iter().try_for_each(|sheet| Ok(bundle.add(sheet)?))
        })?;
        pages = bundle.pages();
        bytes = bundle.finish().len();
        let took = began.elapsed().as_secs_f64();
        let began = Instant::now();
        let mut reference = 0;
        render(&printer, 1, certificates, stopping, |_| {
            reference += 1;
            Ok(())
        })?;
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

/// A certificate and its cap management sheet.
type Sheets = [Vec<u8>; 2];

/// Renders so many side by side and hands them on in their order. No thread runs further ahead than a batch, so that the memory needed
/// does not grow with their number.
fn render(
    printer: &Printer,
    threads: usize,
    certificates: usize,
    stopping: &CancellationToken,
    mut take: impl FnMut(Sheets) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let part = |first: usize, finished: &SyncSender<anyhow::Result<Sheets>>| {
        for nth in (first..certificates).step_by(threads) {
            let sheets = if stopping.is_cancelled() { Err(anyhow::anyhow!("stopped")) } else { sheets(printer, nth) };
            let last = sheets.is_err();
            if finished.send(sheets).is_err() || last {
                return;
            }
            if nth % BATCH == BATCH - 1 {
                printer.end_batch();
            }
        }
    };
    let part = &part;
    std::thread::scope(|scope| {
        let finished = |first| {
            let (finished, next) = sync_channel(BATCH);
            scope.spawn(move || part(first, &finished));
            next
        };
        let parts: Vec<Receiver<_>> = (0..threads).map(finished).collect();
        for nth in 0..certificates {
            let sheets = parts[nth % threads].recv().context("a part of the printing ended before it was done")?;
            take(sheets?)?;
        }
        anyhow::Ok(())
    })?;
    printer.end_batch();
    Ok(())
}

fn sheets(printer: &Printer, nth: usize) -> anyhow::Result<Sheets> {
    Ok([print(printer, &card(nth), nth)?, print(printer, &sheet(nth), nth)?])
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
        let mut all = Vec::new();
        let mut taken = |sheets| {
            all.push(sheets);
            Ok(())
        };
        render(&printer, 3, 5, &CancellationToken::new(), &mut taken).unwrap();
        assert_eq!((all.len(), &all[4][0]), (5, &print(&printer, &card(4), 4).unwrap()));
        assert_ne!(all[0], all[1]);
        let full = render(&printer, 2, 3, &CancellationToken::new(), |_| anyhow::bail!("no more paper"));
        assert_eq!(full.unwrap_err().to_string(), "no more paper");
        let stopped = CancellationToken::new();
        stopped.cancel();
        assert!(render(&printer, 2, 3, &stopped, |_| Ok(())).is_err());
    }
}
