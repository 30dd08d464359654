//! Showing checkpoints to a witness at another host (C2SP `tlog-witness`) and keeping what it signs. What goes over the wire are sizes,
//! hashes and signatures; nothing of it is secret, and a witness that is believed is one whose signature fits.

use std::error::Error;
use std::time::Duration;

use events::Log;
use evidence::{ConsistencyProof, Note, Signature, consistency_spans, tiles_of};
use futures::future::BoxFuture;
use reqwest::StatusCode;
use sqlx::PgPool;
use store::KeptCheckpoint;

use super::signing::Trouble;
use super::{Round, Witness};

const PATIENCE: Duration = Duration::from_secs(20);
/// A signature line is some 150 bytes long.
const LONGEST_ANSWER: usize = 16 * 1024;

pub(super) struct Witnessing {
    pool: PgPool,
    log: Log,
    witness: Witness,
    client: Option<reqwest::Client>,
    /// The size that the witness stands at, as far as we know.
    known: Option<u64>,
    /// The size up to which we keep its signatures.
    kept: u64,
}

/// What a witness answered.
enum Answer {
    Signed(String),
    Knows(u64),
}

impl Witnessing {
    pub(super) fn new(pool: PgPool, log: Log, witness: Witness) -> Self {
        Self { pool, log, witness, client: None, known: None, kept: 0 }
    }

    /// One client, so that its connection is used again.
    fn client(&mut self) -> Result<reqwest::Client, Trouble> {
        if self.client.is_none() {
            let builder = reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none());
            let builder = match &self.witness.authorities {
                Some(pem) => {
                    let known = reqwest::Certificate::from_pem_bundle(pem).map_err(|error| self.trouble(last_cause(&error)))?;
                    builder.tls_certs_only(known)
                }
                None if self.witness.url.starts_with("https://") => builder,
                // Plain HTTP asks for no authority, and the machine may know none.
                None => builder.tls_certs_only([]),
            };
            self.client = Some(builder.build().map_err(|error| self.trouble(last_cause(&error)))?);
        }
        self.client.clone().ok_or_else(|| self.trouble("cannot be asked"))
    }

    fn trouble(&self, what: impl std::fmt::Display) -> Trouble {
        Trouble::Witness(format!("{} {what}", self.witness.url))
    }

    /// Shows a checkpoint with the proof that it follows on `old`.
    async fn show(&mut self, kept: &KeptCheckpoint, old: u64) -> Result<Answer, Trouble> {
        let wanted = tiles_of(&consistency_spans(old, kept.size));
        let tiles = store::tiles(&self.pool, self.log, &wanted, kept.size).await?;
        let hashes = tiles.consistency(old, kept.size).unwrap_or_default();
        let body = ConsistencyProof { old, hashes, checkpoint: kept.note.clone() }.to_string();
        let url = format!("{}/add-checkpoint", self.witness.url.trim_end_matches('/'));
        let sent = self.client()?.post(url).body(body).send().await;
        let answer = sent.map_err(|error| self.trouble(unanswered(&error)))?;
        let (status, size) = (answer.status(), answer.content_length());
        if size.is_some_and(|size| usize::try_from(size).is_ok_and(|size| size > LONGEST_ANSWER)) {
            return Err(self.trouble("answers too much"));
        }
        let text = answer.text().await.map_err(|error| self.trouble(unanswered(&error)))?;
        match status {
            StatusCode::OK => Ok(Answer::Signed(text)),
            StatusCode::CONFLICT => match text.trim_end().parse() {
                Ok(size) if size != old => Ok(Answer::Knows(size)),
                _ => Err(self.trouble(format!("signed another history of {} events (exit code 11 of verify)", kept.size))),
            },
            StatusCode::NOT_FOUND => Err(self.trouble("does not know this log: give it the .vkey file")),
            StatusCode::FORBIDDEN => Err(self.trouble("knows another key for this log")),
            StatusCode::UNPROCESSABLE_ENTITY => Err(self.trouble(format!(
                "found that {} events do not follow on the {old} it signed (exit code 11 of verify)",
                kept.size
            ))),
            other => Err(self.trouble(format!("answers {other}"))),
        }
    }

    /// Keeps the lines of an answer that are signatures of this witness under this checkpoint.
    async fn keep(&self, kept: &KeptCheckpoint, lines: &str) -> Result<(), Trouble> {
        let mut note = Note::parse(&kept.note).map_err(|error| self.trouble(error))?;
        let key = &self.witness.key;
        let ours = lines.lines().filter_map(|line| Signature::parse(line).ok()).find(|line| line.is_of(key));
        let line = ours.ok_or_else(|| self.trouble("did not sign with its key"))?;
        note.signatures.push(line.clone());
        note.verify(key).map_err(|error| self.trouble(error))?;
        let name = format!("{}+{:08x}", key.name(), key.id());
        Ok(store::keep_cosignature(&self.pool, self.log, kept.size, &name, &line.to_string()).await?)
    }
}

/// What it comes down to; the address is told already, and the errors on the way would repeat it.
fn last_cause(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    while let Some(deeper) = cause.and_then(Error::source) {
        cause = Some(deeper);
    }
    cause.map_or_else(|| "the connection failed".to_owned(), ToString::to_string)
}

fn unanswered(error: &reqwest::Error) -> String {
    let cause = last_cause(error);
    if cause.contains("certificate") {
        format!(
            "is not believed to be the witness: {cause} (name the authority that issued its certificate in checkpoint-places)"
        )
    } else {
        format!("does not answer: {cause}")
    }
}

impl Round for Witnessing {
    fn round(&mut self) -> BoxFuture<'_, Result<bool, Trouble>> {
        Box::pin(async {
            let known = if let Some(known) = self.known {
                known
            } else {
                let name = format!("{}+{:08x}", self.witness.key.name(), self.witness.key.id());
                self.kept = store::cosigned(&self.pool, self.log, &name).await?;
                self.kept
            };
            self.known = Some(known);
            let Some(kept) = store::newest_checkpoint(&self.pool, self.log).await? else { return Ok(false) };
            // A witness that signed it already, for somebody else, is asked once more.
            if kept.size == known && kept.size == self.kept {
                return Ok(false);
            }
            if kept.size < known {
                return Err(self.trouble(format!(
                    "signed {known} events, our newest checkpoint has {} (exit code 13 of verify)",
                    kept.size
                )));
            }
            match self.show(&kept, known).await? {
                Answer::Signed(lines) => {
                    self.keep(&kept, &lines).await?;
                    tracing::info!(log = self.log.name(), position = kept.size, "checkpoints.cosigned");
                    (self.known, self.kept) = (Some(kept.size), kept.size);
                    Ok(false)
                }
                Answer::Knows(size) => {
                    self.known = Some(size);
                    Ok(true)
                }
            }
        })
    }
}
