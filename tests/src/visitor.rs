//! A person at a browser without JavaScript: follows links and redirects, sends forms, keeps cookies, remembers every answer.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use reqwest::Method;
use reqwest::blocking::Client;
use reqwest::cookie::{CookieStore as _, Jar};

use crate::page::{Form, Hop, Page};
use crate::{Demo, PASSWORD, PATIENCE};

/// Somebody who visits the installation.
#[derive(Clone)]
pub struct Visitor {
    client: Client,
    jar: Arc<Jar>,
    base: String,
    heard: Arc<Mutex<Vec<Hop>>>,
}

impl Visitor {
    /// Somebody not signed in.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(base: &str) -> anyhow::Result<Self> {
        let jar = Arc::new(Jar::default());
        let client = Client::builder()
            .cookie_provider(Arc::clone(&jar))
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            // Plain HTTP: the machine may know no authorities.
            .tls_certs_only([])
            .build()?;
        Ok(Self { client, jar, base: base.to_owned(), heard: Arc::default() })
    }

    /// Somebody signed in with a demo account.
    ///
    /// # Errors
    /// When the sign-in is refused.
    pub fn signed_in(demo: &Demo, login: &str) -> anyhow::Result<Self> {
        let visitor = Self::new(&demo.url)?;
        let form = visitor.get("/sign-in")?.form("/sign-in")?.with("login", login).with("password", PASSWORD);
        let page = visitor.send(&form)?;
        if page.status != 200 || page.path.starts_with("/sign-in") {
            bail!("sign-in of {login} answered {} at {}: {}", page.status, page.path, page.start());
        }
        Ok(visitor)
    }

    /// The same person, cookies included, after the installation came up at another address.
    #[must_use]
    pub fn at(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// The cookies as a browser would send them.
    pub fn cookie(&self) -> Option<String> {
        let cookies = self.jar.cookies(&self.base.parse().ok()?)?;
        cookies.to_str().ok().map(str::to_owned)
    }

    /// Every answer this person got so far, redirects included.
    pub fn heard(&self) -> Vec<Hop> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn get(&self, path: &str) -> anyhow::Result<Page> {
        self.follow(self.once(&Method::GET, path, &[], None)?)
    }

    /// Opens an address until the page is as wanted; read models follow the log with a moment's delay.
    ///
    /// # Errors
    /// When it does not become so in time; the error shows the last page.
    pub fn get_until(&self, path: &str, wanted: impl Fn(&Page) -> bool) -> anyhow::Result<Page> {
        let began = Instant::now();
        loop {
            let page = self.get(path)?;
            if wanted(&page) {
                return Ok(page);
            }
            if began.elapsed() > PATIENCE {
                bail!("{path} did not become as wanted; status {}: {}", page.status, page.start());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Sends a form and follows where it leads.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn send(&self, form: &Form) -> anyhow::Result<Page> {
        self.follow(self.send_once(form)?)
    }

    /// Sends a form and gives back the very answer, be it a redirect.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn send_once(&self, form: &Form) -> anyhow::Result<Page> {
        let mut body = reqwest::Url::parse("x:/")?;
        body.query_pairs_mut().extend_pairs(&form.fields);
        self.send_body(&form.action, "application/x-www-form-urlencoded", body.query().unwrap_or_default().as_bytes().to_vec())
    }

    /// Sends a form with a file, in parts.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn send_file(&self, form: &Form, field: &str, content: &[u8]) -> anyhow::Result<Page> {
        const BOUNDARY: &str = "part-of-a-form";
        let mut body = Vec::new();
        for (name, value) in &form.fields {
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
            );
        }
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"list.csv\"\r\n\r\n");
        body.extend([head.as_bytes(), content, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat());
        self.follow(self.send_body(&form.action, &format!("multipart/form-data; boundary={BOUNDARY}"), body)?)
    }

    /// Sends bytes of one's own and gives back the very answer.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn send_body(&self, path: &str, content_type: &str, body: Vec<u8>) -> anyhow::Result<Page> {
        self.once(&Method::POST, path, &[("content-type", content_type)], Some(body))
    }

    /// One request with headers of one's own, redirects not followed.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn once(&self, method: &Method, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> anyhow::Result<Page> {
        let mut request = self.client.request(method.clone(), format!("{}{path}", self.base));
        if !headers.iter().any(|(name, _)| *name == "sec-fetch-site") {
            request = request.header("sec-fetch-site", "same-origin").header("origin", &self.base);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().with_context(|| format!("{method} {path}"))?;
        let url = response.url().clone();
        let hop = Hop {
            method: method.to_string(),
            status: response.status().as_u16(),
            path: url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())),
            headers: response
                .headers()
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
        };
        let bytes = response.bytes().with_context(|| format!("{method} {path}"))?.to_vec();
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).push(hop.clone());
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Page { status: hop.status, path: url.path().to_owned(), hops: vec![hop], body, bytes })
    }

    fn follow(&self, mut page: Page) -> anyhow::Result<Page> {
        for _ in 0..5 {
            let target = match page.header("location") {
                Some(target) if (300..400).contains(&page.status) => target.to_owned(),
                _ => return Ok(page),
            };
            let target = target.strip_prefix(&self.base).unwrap_or(&target).to_owned();
            let mut next = self.once(&Method::GET, &target, &[], None)?;
            page.hops.append(&mut next.hops);
            page = Page { hops: page.hops, ..next };
        }
        bail!("{} redirects without end", page.path)
    }
}
