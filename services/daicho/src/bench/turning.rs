//! Pages of the past of a large prefecture, one after the other as one reader turns them, beside the same pages of the present.

use std::time::Instant;

use jiff::civil::Date;
use serde::Serialize;

use super::figures::Taken;
use super::load::{Ask, client, fetch};
use super::served::Served;
use super::session::{hidden_fields, link_texts, links, sign_in};

/// Who looks: the auditor sees every office and every page.
const LOGIN: &str = "auditor1";
/// Pages of each kind.
const PAGES: usize = 40;
/// Moments that nobody has asked for yet, and how many positions lie between them.
const MOMENTS: (i64, i64) = (20, 997);

/// A kind of page.
#[derive(Serialize)]
pub struct Turned {
    page: &'static str,
    requests: usize,
    median_ms: f64,
    p95_ms: f64,
}

/// Asks for each, the whole round so often; the first `warm` rounds are not measured.
async fn times(
    client: &reqwest::Client,
    page: &'static str,
    asks: &[Ask],
    (warm, rounds): (usize, usize),
) -> anyhow::Result<Turned> {
    anyhow::ensure!(!asks.is_empty(), "there is no {page}");
    let mut taken = Taken::default();
    for round in 0..warm + rounds {
        for ask in asks {
            let began = Instant::now();
            ask.answer(client).await?;
            if round >= warm {
                taken.push(began.elapsed());
            }
        }
    }
    Ok(Turned { page, requests: taken.count(), median_ms: taken.median_ms(), p95_ms: taken.p95_ms() })
}

/// Turns every kind of page.
pub async fn turn(service: &Served, valid_on: Date, known: i64, rounds: usize) -> anyhow::Result<Vec<Turned>> {
    let (client, address) = (client()?, service.address.as_str());
    sign_in(&client, address, LOGIN).await?;
    let mut ledger = vec!["/ledger?office=all".to_owned()];
    let (mut people, mut names) = (Vec::new(), Vec::new());
    let first = fetch(&client, &format!("{address}/ledger?office=all")).await?;
    let token: Vec<_> = hidden_fields(&first).into_iter().filter(|(name, _)| name == "_token").collect();
    while let Some(last) = ledger.last().filter(|_| ledger.len() < PAGES) {
        let page = fetch(&client, &format!("{address}{last}")).await?;
        people.extend(links(&page, "/recipients/").into_iter().take(1));
        names.extend(link_texts(&page, "/recipients/").into_iter().take(1));
        match links(&page, "/ledger?office=all&after=").pop() {
            Some(next) => ledger.push(next),
            None => break,
        }
    }
    let then = format!("valid={valid_on}&known=%23{known}");
    let past = |path: &String| format!("{path}{}{then}", if path.contains('?') { '&' } else { '?' });
    let pages = |paths: &[String]| paths.iter().map(|path| Ask::Page(format!("{address}{path}"))).collect::<Vec<_>>();
    let pages_then = |paths: &[String]| pages(&paths.iter().map(past).collect::<Vec<_>>());
    let search = |past: bool| {
        let form = |name: &String| {
            let mut fields = token.clone();
            fields.push(("q".to_owned(), name.clone()));
            if past {
                fields.extend([("valid".to_owned(), valid_on.to_string()), ("known".to_owned(), format!("#{known}"))]);
            }
            Ask::Form { address: format!("{address}/search"), fields }
        };
        names.iter().map(form).collect::<Vec<_>>()
    };
    let worklist = ["to_check", "checking", "to_decide"].map(|queue| format!("/queues/{queue}"));
    let moments: Vec<Ask> = (1..=MOMENTS.0)
        .map(|back| format!("{address}/ledger?office=all&valid={valid_on}&known=%23{}", known - MOMENTS.1 * back))
        .map(Ask::Page)
        .collect();
    let kinds = [
        ("ledger", pages(&ledger)),
        ("ledger at a past moment", pages_then(&ledger)),
        ("work list", pages(&worklist)),
        ("work list at a past moment", pages_then(&worklist)),
        ("search by name", search(false)),
        ("search at a past moment", search(true)),
        ("person", pages(&people)),
        ("person at a past moment", pages_then(&people)),
    ];
    let mut turned = vec![times(&client, "ledger at a past moment, its first page ever", &moments, (0, 1)).await?];
    for (page, asks) in &kinds {
        turned.push(times(&client, page, asks, (1, rounds)).await?);
    }
    Ok(turned)
}
