//! 消去証明書を作成する: made once from what the events say, kept under the key of the erasure's own stream, told in the log. It names nobody, so
//! it stays readable when everything about the person is not.

use casework::Refusal;
use casework::erasure::{Erasure, ErasureCommand};
use documents::erasure_certificate::{Erased, Remaining};
use documents::{Document as _, ErasureCertificate, Imprint};
use events::erasure::{CarriedOut, Certified, ErasureEvent, stream_of};
use events::ids::{ArtifactId, CommandId, CorrelationId, SubjectId};
use events::vocabulary::wareki;
use events::{Actor, Log, StaffRole};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::{NewArtifact, Recorded};
use uuid::Uuid;

use crate::ids::derived;
use crate::load::Told;
use crate::{ActError, Acts, Request};

impl Acts {
    /// The certificate of an erasure; made and kept at the first call.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where nothing was carried out in this log.
    pub async fn erasure_certificate(&self, person: SubjectId, correlation: CorrelationId) -> Result<ArtifactId, ActError> {
        let told = self.told::<ErasureEvent>(Log::Casework, stream_of(person), 0).await?;
        let mut proposal = None;
        let mut carried_out = None;
        for Told { event, envelope } in &told {
            match event {
                ErasureEvent::Certified(certified) => return Ok(certified.artifact),
                ErasureEvent::Proposed(_) => proposal = Some(envelope),
                ErasureEvent::CarriedOut(event) => carried_out = Some((event, envelope)),
                _ => {}
            }
        }
        let (Some(proposal), Some((event, envelope))) = (proposal, carried_out) else { return Err(ActError::NotFound) };
        let reached = self.reached(event, envelope.position).await?;
        let masters = self.masters().await?;
        let authority = masters.authority(envelope.effective_on).map_err(Refusal::from)?;
        let paper = paper(event, proposal, envelope, reached, authority.division_in_full());
        self.certify(person, correlation, &paper, envelope).await
    }

    /// What the event made unreadable, counted, and the chain around it. Nothing is added under a destroyed key, so it is the same whenever
    /// it is asked.
    async fn reached(&self, event: &CarriedOut, position: i64) -> Result<Reached, ActError> {
        let subjects: Vec<Uuid> = event.subjects.iter().map(|subject| subject.0).collect();
        let keys: Vec<Uuid> = event.keys.iter().map(|key| key.0).collect();
        let (records, events): (i64, i64) = sqlx::query_as(
            "SELECT count(DISTINCT stream_id), count(*) FROM es.events
             WHERE log = 1 AND stream_id = ANY($1) AND position < $2 AND stream_type IN ('recipient', 'application')",
        )
        .bind(&subjects)
        .bind(position)
        .fetch_one(self.pool())
        .await?;
        let minutes: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM es.events WHERE log = 1 AND position < $2 AND event_type IN ('sitting.closed', 'sitting.minutes_written')
             AND stream_id IN (SELECT (payload ->> 'sitting')::uuid FROM es.events
                               WHERE log = 1 AND position < $2 AND stream_id = ANY($1) AND event_type = 'application.board_heard')",
        )
        .bind(&subjects)
        .bind(position)
        .fetch_one(self.pool())
        .await?;
        let documents = store::artifacts_under(self.pool(), &keys).await?;
        let chains = store::chains(self.pool(), Log::Casework, position - 1, position).await?;
        let hex = |at: usize| chains.get(at).map(hex::encode).unwrap_or_default();
        Ok(Reached { records, events, documents, minutes, chains: [hex(0), hex(1)] })
    }

    async fn certify(
        &self,
        person: SubjectId,
        correlation: CorrelationId,
        paper: &ErasureCertificate,
        envelope: &Recorded,
    ) -> Result<ArtifactId, ActError> {
        let name = ErasureCertificate::NAME;
        let imprint = Imprint { ident: envelope.event_id.to_string(), recorded_at: envelope.recorded_at };
        let (press, data) = (std::sync::Arc::clone(&self.parts().printer), paper.clone());
        let printed = tokio::task::spawn_blocking(move || press.print(&data, &imprint))
            .await
            .map_err(|error| ActError::internal(&error))?
            .map_err(|error| ActError::internal(&error))?;
        let artifact = ArtifactId(derived(CommandId(envelope.event_id.0), name));
        let key_id = self.key_of(stream_of(person)).await?;
        let parts = self.parts();
        let new = NewArtifact { artifact_id: artifact, kind: name, key_id };
        let digest = store::keep_artifact(self.pool(), &parts.ring, parts.entropy.as_ref(), new, &printed.pdf).await?;
        let request = Request {
            command_id: CommandId(derived(CommandId(envelope.event_id.0), "certify")),
            correlation_id: correlation,
            actor: Actor::program("erasures"),
            trace_context: None,
            today: envelope.effective_on,
            seen_version: None,
        };
        let certified = Certified { person, artifact, sha256: hex::encode(digest) };
        match self.on_erasure(&request, person, ErasureCommand::Certify(certified)).await {
            // Another process was faster, with the same bytes under the same id.
            Ok(_) | Err(ActError::Stale { .. }) => Ok(artifact),
            Err(error) if self.load::<Erasure, ErasureEvent>(stream_of(person)).await?.aggregate.is_certified() => {
                tracing::debug!(%error, "the certificate of erasure was told meanwhile");
                Ok(artifact)
            }
            Err(error) => Err(error),
        }
    }
}

/// What an erasure reached.
struct Reached {
    records: i64,
    events: i64,
    documents: i64,
    /// Records and minutes of the sittings that heard the person, which stay.
    minutes: i64,
    /// Right before, and at the event.
    chains: [String; 2],
}

fn paper(
    event: &CarriedOut,
    proposal: &Recorded,
    envelope: &Recorded,
    reached: Reached,
    authority: String,
) -> ErasureCertificate {
    let [chain_before, chain_after] = reached.chains;
    let counts = [
        ("申請と受給者の記録", format!("{}件", reached.records)),
        ("その記録の出来事", format!("{}件", reached.events)),
        ("提出・発行した書類", format!("{}点", reached.documents)),
    ];
    ErasureCertificate {
        event: envelope.event_id.to_string(),
        position: format!("{}番", envelope.position),
        erased_at: moment(envelope.recorded_at),
        proposed_by: who(proposal),
        proposed_at: moment(proposal.recorded_at),
        carried_out_by: who(envelope),
        kept_until: wareki::long(event.kept_until),
        subjects: event.subjects.iter().map(ToString::to_string).collect(),
        keys: event.keys.iter().map(ToString::to_string).collect(),
        counts: counts.into_iter().map(|(what, count)| Erased { what, count }).collect(),
        remains: remains(reached.minutes),
        chain_before,
        chain_after,
        algorithm: event.algorithm.clone(),
        key_backups_until: wareki::long(event.key_backups_until),
        authority,
    }
}

/// What staff wrote that is sealed under another key than the person's.
fn remains(minutes: i64) -> Vec<Remaining> {
    vec![
        Remaining {
            what: "審査会の閉会の記録と議事録",
            count: format!("{minutes}件"),
            why: "同じ会で審査したほかの人の記録でもあるため、議題ごとの判定、意見、質疑も残ります。児童は議題の番号で示し、氏名は書かない定めです。",
        },
        Remaining {
            what: "一人の人についてではない記録に職員が書いた文",
            count: "－".to_owned(),
            why: "閲覧や書き出しの目的、発送や進達、夜間処理の理由などです。ほかの人や業務の記録の鍵で封じてあるため残ります。氏名を書かない定めですが、書かれていたときはその文も残ります。",
        },
    ]
}

/// By role and account: names of staff are personal data too.
fn who(envelope: &Recorded) -> String {
    let role = envelope.actor_role.parse::<StaffRole>().map_or("－", StaffRole::label);
    format!("{role}（職員 {}）", envelope.actor_id)
}

fn moment(at: Timestamp) -> String {
    let local = at.to_zoned(TimeZone::fixed(jiff::tz::offset(9)));
    format!("{}　{}時{:02}分", wareki::long(local.date()), local.hour(), local.minute())
}
