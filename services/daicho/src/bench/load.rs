//! A small load client: so many connections, each asking for the next page as soon as it has the last.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::figures::Taken;

/// Connections that ask at once.
pub const CONNECTIONS: usize = 16;

/// A page to ask for.
#[derive(Clone, Debug)]
pub enum Ask {
    /// By its address.
    Page(String),
    /// By sending a form.
    Form {
        /// Where it is sent.
        address: String,
        /// Its fields, the hidden ones among them.
        fields: Vec<(String, String)>,
    },
}

/// A client that follows no redirect (a page that sends us to the sign-in is no page) and never waits for ever.
pub fn client() -> anyhow::Result<reqwest::Client> {
    Ok(reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(CONNECTIONS)
        .timeout(Duration::from_secs(30))
        .no_proxy()
        .tls_certs_only([])
        .build()?)
}

/// Asks for `asks` in turn for `time` over so many connections; what each answer took until its last byte.
///
/// # Errors
/// At the first answer that is not a page: a figure that counts refusals is none.
pub async fn drive(
    client: &reqwest::Client,
    asks: &Arc<[Ask]>,
    connections: usize,
    time: Duration,
) -> anyhow::Result<(Taken, Duration)> {
    anyhow::ensure!(!asks.is_empty(), "nothing to ask for");
    let began = Instant::now();
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let (client, asks, next) = (client.clone(), Arc::clone(asks), Arc::clone(&next));
        workers.spawn(async move {
            let mut taken = Taken::default();
            while began.elapsed() < time {
                let ask = &asks[next.fetch_add(1, Ordering::Relaxed) % asks.len()];
                let start = Instant::now();
                ask.answer(&client).await?;
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

/// One whole page by its address.
///
/// # Errors
/// Any other answer than a page.
pub async fn fetch(client: &reqwest::Client, address: &str) -> anyhow::Result<String> {
    whole(client.get(address)).await
}

impl Ask {
    /// The whole page that comes back.
    ///
    /// # Errors
    /// Any other answer than a page.
    pub async fn answer(&self, client: &reqwest::Client) -> anyhow::Result<String> {
        match self {
            Self::Page(address) => fetch(client, address).await,
            Self::Form { address, fields } => {
                let origin = reqwest::Url::parse(address)?.origin().ascii_serialization();
                let sent = client.post(address).header("Origin", origin).header("Sec-Fetch-Site", "same-origin").form(fields);
                whole(sent).await
            }
        }
    }
}

async fn whole(request: reqwest::RequestBuilder) -> anyhow::Result<String> {
    let answer = request.send().await?;
    let (status, address) = (answer.status(), answer.url().path().to_owned());
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
        let answer = move || async move { counter.fetch_add(1, Ordering::Relaxed).to_string() };
        let app = Router::new().route("/", get(answer.clone()).post(answer));
        let address = served(app).await;
        let asks: Arc<[Ask]> = [Ask::Page(address.clone()), Ask::Form { address, fields: Vec::new() }].into();
        let (taken, _) = drive(&client().unwrap(), &asks, CONNECTIONS, Duration::from_millis(200)).await.unwrap();
        assert!(taken.count() >= CONNECTIONS);
        assert_eq!(taken.count(), count.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn a_refusal_or_a_redirect_ends_the_measurement() {
        let app = Router::new().route("/", get(|| async { axum::response::Redirect::to("/sign-in") }));
        let asks: Arc<[Ask]> = [Ask::Page(served(app).await)].into();
        assert!(drive(&client().unwrap(), &asks, 1, Duration::from_millis(200)).await.is_err());
    }
}
