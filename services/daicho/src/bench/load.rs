//! A small load client: so many connections, each asking for the next page as soon as it has the last.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::figures::Taken;

/// Connections that ask at once.
pub const CONNECTIONS: usize = 16;

/// A client that follows no redirect (a page that sends us to the sign-in is no page) and never waits for ever.
pub fn client() -> anyhow::Result<reqwest::Client> {
    Ok(reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(CONNECTIONS)
        .timeout(Duration::from_secs(30))
        .no_proxy()
        .build()?)
}

/// Asks for `addresses` in turn for `time`; what each answer took until its last byte.
///
/// # Errors
/// At the first answer that is not a page: a figure that counts refusals is none.
pub async fn drive(client: &reqwest::Client, addresses: &Arc<[String]>, time: Duration) -> anyhow::Result<(Taken, Duration)> {
    anyhow::ensure!(!addresses.is_empty(), "no address to ask for");
    let began = Instant::now();
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (client, addresses, next) = (client.clone(), Arc::clone(addresses), Arc::clone(&next));
        workers.spawn(async move {
            let mut taken = Taken::default();
            while began.elapsed() < time {
                let address = &addresses[next.fetch_add(1, Ordering::Relaxed) % addresses.len()];
                let start = Instant::now();
                fetch(&client, address).await?;
                taken.push(start.elapsed());
            }
            anyhow::Ok(taken)
        });
    }
    let mut all = Taken::default();
    while let Some(done) = workers.join_next().await {
        all.join(done??);
    }
    Ok((all, began.elapsed()))
}

/// One whole page.
pub async fn fetch(client: &reqwest::Client, address: &str) -> anyhow::Result<String> {
    let answer = client.get(address).send().await?;
    let status = answer.status();
    let page = answer.text().await?;
    anyhow::ensure!(status == reqwest::StatusCode::OK && !page.is_empty(), "{address} was answered with {status}");
    Ok(page)
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;

    use super::*;

    async fn served(app: Router) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        format!("http://{address}")
    }

    #[tokio::test]
    async fn every_counted_page_was_served() {
        let count = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&count);
        let app = Router::new().route("/", get(move || async move { counter.fetch_add(1, Ordering::Relaxed).to_string() }));
        let addresses: Arc<[String]> = [served(app).await].into();
        let (taken, _) = drive(&client().unwrap(), &addresses, Duration::from_millis(200)).await.unwrap();
        assert!(taken.count() >= CONNECTIONS);
        assert_eq!(taken.count(), count.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn a_refusal_or_a_redirect_ends_the_measurement() {
        let app = Router::new().route("/", get(|| async { axum::response::Redirect::to("/sign-in") }));
        let addresses: Arc<[String]> = [served(app).await].into();
        assert!(drive(&client().unwrap(), &addresses, Duration::from_millis(200)).await.is_err());
    }
}
