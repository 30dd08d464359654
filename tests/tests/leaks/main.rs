//! Personal values that occur nowhere else are planted through the forms and every route is driven with them; then they are searched for
//! where nothing personal may be: logs, traces, figures, addresses, headers, and the database itself.

mod attaching;
mod campaigning;
mod claiming;
mod drive;
mod extending;
mod handing;
mod households;
mod inquiring;
mod linking;
mod mailing;
mod mastering;
mod moving;
mod nights;
mod noticing;
mod overriding;
mod oversight;
mod paying;
mod paying_back;
mod planted;
mod printing;
mod proposing;
mod protecting;
mod redressing;
mod registers;
mod routes;
mod sealing;
mod seeded;
mod sitting;
mod staffing;
mod studying;

use std::time::Duration;

use acceptance::canary::{Canary, findings};
use acceptance::collector::Collector;
use acceptance::{Demo, Parts, Visitor};
use anyhow::{Context, ensure};

#[test]
fn nothing_personal_leaves_the_screens() -> anyhow::Result<()> {
    let collector = Collector::start()?;
    let mut demo = Demo::start_with(40, &[("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url), ("RUST_LOG", "debug")])?;
    let mut parts = Parts::default();
    let mut heard = Vec::new();
    let mut figures = String::new();
    parts.part("every route is driven with planted values", || {
        let people = drive::everything(&demo)?;
        heard = people.iter().flat_map(Visitor::heard).collect();
        figures = Visitor::new(&demo.url)?.get("/metrics")?.body;
        routes::all_driven(&heard)
    });
    let planted = planted::canaries()?;
    parts.part("addresses and headers", || {
        ensure!(heard.len() > 60, "only {} answers", heard.len());
        let told: Vec<String> = heard.iter().map(|hop| format!("{} {} {:?}", hop.method, asked(hop), hop.headers)).collect();
        clean("addresses and headers", &told.join("\n"), &planted)
    });
    parts.part("figures", || {
        ensure!(figures.contains("http_server_request_duration_seconds"), "no figures: {figures}");
        clean("/metrics", &figures, &planted)
    });
    parts.part("the database", || {
        let dump = demo.cluster()?.dump()?;
        // Tokens are random letters: nothing can be read in them, and they are most of the text.
        let (tokens, clear) = seeded::without_tokens(&dump);
        ensure!(tokens.len() > 500, "only {} sealed values", tokens.len());
        clean("pg_dump", &clear, &planted)?;
        let seeded = seeded::canaries(&demo, &tokens, &clear)?;
        clean("pg_dump", &clear, &seeded)
    });
    parts.part("logs and traces", || {
        // The last traces leave the process when it ends.
        demo.stop().context("end of the demo")?;
        std::thread::sleep(Duration::from_millis(300));
        let (log, traces, server) = (demo.log(), collector.text(), demo.cluster()?.log());
        ensure!(
            log.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count() > 100,
            "hardly a log: {log}"
        );
        ensure!(traces.contains("/cases/{id}"), "no trace of a case among {} bytes", traces.len());
        ensure!(server.contains("database system is ready"), "no log of the server");
        for (place, text) in [("the log", &log), ("the traces", &traces), ("the log of PostgreSQL", &server)] {
            clean(place, text, &planted)?;
        }
        Ok(())
    });
    parts.verdict(&demo.log())
}

/// The address that the program chose; one that the test made up on purpose stays out.
fn asked(hop: &acceptance::page::Hop) -> &str {
    if hop.path.starts_with(planted::MADE_UP) { "" } else { &hop.path }
}

fn clean(place: &str, text: &str, canaries: &[Canary]) -> anyhow::Result<()> {
    // The search is proved on this very text before its silence counts.
    for canary in canaries.iter().take(20) {
        let made_up = format!("{text}\n{{\"message\":\"{}\"}}\n", canary.spellings().next().unwrap_or_default());
        ensure!(
            !findings(place, &made_up, std::slice::from_ref(canary)).is_empty(),
            "the search in {place} is blind for {}",
            canary.label
        );
    }
    let found = findings(place, text, canaries);
    ensure!(found.is_empty(), "{} values:\n{}", found.len(), found.join("\n"));
    Ok(())
}
