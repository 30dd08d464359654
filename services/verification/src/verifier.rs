//! The order of the work: signatures, both logs, decisions, read models.

use std::path::PathBuf;

use acts::Acts;
use events::Log;
use jiff::Timestamp;
use sqlx::PgPool;
use store::{ReadError, RebuildError, Start, Walk};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::checkpoints::Demands;
use crate::decisions;
use crate::logs::Pass;
use crate::papers;
use crate::progress::{Progress, Step, Teller};
use crate::report::{Code, Fault, Histories, ProjectionFinding, Report, Source};
use crate::state::{State, StateError};

/// What verifying needs.
#[derive(Clone)]
pub struct Verifier {
    /// Reads the log, as [`store::Role::Auditor`]; one connection a worker and one more.
    pub auditor: PgPool,
    /// Enters what was found, as [`store::Role::Operator`]: whoever audits only reads.
    pub keeper: PgPool,
    /// Builds read models beside the live ones, as [`store::Role::Projector`]; none: read models are not compared.
    pub projector: Option<PgPool>,
    /// Opens the facts of decisions; none where the keys are not at hand.
    pub acts: Option<Acts>,
    /// Directories that hold copies of checkpoints and the keys of the logs.
    pub places: Vec<PathBuf>,
    /// Pages worked on side by side; as many as there are cores.
    pub workers: usize,
    /// Version of the program.
    pub version: String,
    /// The clock.
    pub now: fn() -> Timestamp,
    /// New ids, for the owner of a read model built beside.
    pub ids: fn() -> Uuid,
}

/// What is taken for verified already.
#[derive(Default)]
pub struct Plan {
    /// Where a stopped verification goes on.
    pub resumed: State,
    /// Take the casework log up to this position for verified, because somebody said so.
    pub from: Option<i64>,
}

/// How a verification ended.
pub enum Outcome {
    /// It came to its end.
    Finished(Box<Report>),
    /// It was stopped; here it goes on.
    Stopped(Box<State>),
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The database does not answer.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A decision cannot be read.
    #[error(transparent)]
    Act(#[from] acts::ActError),
    /// A read model cannot be built beside the live one.
    #[error("{0}: {1}")]
    Projection(String, RebuildError),
    /// The state is of another log, or no state.
    #[error(transparent)]
    State(#[from] StateError),
}

impl Verifier {
    /// Verifies everything.
    ///
    /// # Errors
    /// [`VerifyError`]; what is wrong with the data is in the report.
    pub async fn run(
        &self,
        plan: Plan,
        tell: &mut (dyn FnMut(Progress) + Send),
        stop: &CancellationToken,
    ) -> Result<Outcome, VerifyError> {
        let Plan { resumed: mut state, from } = plan;
        let mut report = Report::begin(Source::Database, &self.version, (self.now)());
        let mut approved = Vec::new();
        for log in Log::ALL {
            let head = store::head(&self.auditor, log).await?;
            Teller::begin(tell, Step::Checkpoints, 0, 0);
            let demands = Demands::gather(&self.auditor, log, &self.places).await?;
            let (reached, gathered) = state.take(log)?;
            let after = if gathered.is_some() { reached.position } else { 0 };
            let start = self.start(from, log, reached).await?;
            let mut pass = Pass::new(log, demands, gathered.unwrap_or_default());
            pass.before(&self.auditor, after, start, stop).await?;
            let mut teller = Teller::begin(tell, Step::of(log), start.position, head.position);
            let walk = Walk { log, start, until: head.position, workers: self.workers };
            let walked = pass.walk(&self.auditor, walk, &mut teller, stop).await?;
            if !walked.stopped && !stop.is_cancelled() {
                let (finding, mut faults) = pass.conclude(&self.auditor, &head, start, &walked).await?;
                report.logs.push(finding);
                report.faults.append(&mut faults);
            }
            if log == Log::Casework {
                let questions = &pass.gathered.questions;
                report.restorations.clone_from(&questions.restorations);
                report.histories = Histories { cases: questions.histories.cases(), events: questions.asked };
                approved.clone_from(&questions.approved);
            }
            state.reach(log, walked.position, &walked.chain, pass.gathered);
            if walked.stopped || stop.is_cancelled() {
                return Ok(Outcome::Stopped(Box::new(state)));
            }
        }
        if let Some(acts) = &self.acts {
            let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            let mut teller = Teller::begin(tell, Step::Decisions, count(state.decided), count(approved.len()));
            let left = approved.get(state.decided..).unwrap_or_default();
            state.decided += decisions::examine(acts, left, &mut state.decisions, self.workers, &mut teller, stop).await?;
            let differ = |id| Fault::elsewhere(Code::Decision, &format!("申請 {id}"), "同じ規則とマスタで別の結果になります");
            report.faults.extend(state.decisions.different.iter().map(differ));
            report.decisions = state.decisions.clone();
            if let Some(found) = papers::examine(acts, &mut report.faults, stop).await? {
                report.papers = found;
            }
        }
        if let Some(projector) = &self.projector {
            self.compare(projector, &mut state.compared, &mut report, tell, stop).await?;
        }
        if stop.is_cancelled() {
            return Ok(Outcome::Stopped(Box::new(state)));
        }
        Ok(Outcome::Finished(Box::new(report.conclude((self.now)()))))
    }

    async fn compare(
        &self,
        projector: &PgPool,
        compared: &mut Vec<String>,
        report: &mut Report,
        tell: &mut (dyn FnMut(Progress) + Send),
        stop: &CancellationToken,
    ) -> Result<(), VerifyError> {
        let all = projections::all();
        let mut done = 0;
        for projection in &all {
            if stop.is_cancelled() {
                break;
            }
            Teller::begin(tell, Step::Projections, done, i64::try_from(all.len()).unwrap_or(i64::MAX));
            let name = projection.name();
            if compared.iter().any(|equal| equal == name) {
                report.projections.push(ProjectionFinding { projection: name.to_owned(), equal: true, differences: Vec::new() });
                done += 1;
                continue;
            }
            let differences = match store::differs(projector, projection.as_ref(), (self.ids)()).await {
                Ok(differences) => differences,
                // An event that cannot be read, or a hole: the log itself is found at fault for it.
                Err(RebuildError::Event(_) | RebuildError::Hole(_)) if !report.faults.is_empty() => continue,
                Err(error) => return Err(VerifyError::Projection(name.to_owned(), error)),
            };
            if differences.is_empty() {
                compared.push(name.to_owned());
            } else {
                let rows: i64 = differences.iter().map(|found| found.only_live + found.only_rebuilt).sum();
                let why = format!("表が記録と違います（{rows} 行）。daicho rebuild {name} で作り直せます");
                report.faults.push(Fault::elsewhere(Code::Projection, name, &why));
            }
            report.projections.push(ProjectionFinding {
                projection: name.to_owned(),
                equal: differences.is_empty(),
                differences,
            });
            done += 1;
        }
        Ok(())
    }

    /// Where the walk over a log begins.
    async fn start(&self, from: Option<i64>, log: Log, reached: Start) -> Result<Start, VerifyError> {
        let from = from.filter(|from| log == Log::Casework && *from > reached.position);
        let Some(from) = from else { return Ok(reached) };
        let chain: Option<Vec<u8>> = sqlx::query_scalar("SELECT chain FROM es.events WHERE log = $1 AND position = $2")
            .bind(log.number())
            .bind(from)
            .fetch_optional(&self.auditor)
            .await
            .map_err(ReadError::from)?;
        let chain = chain.and_then(|chain| chain.try_into().ok());
        Ok(chain.map_or(reached, |chain| Start { position: from, chain }))
    }
}
