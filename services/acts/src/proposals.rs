//! 起案: cases are put before the decider under one number, each with what is to be decided; those that cannot be proposed stay where they
//! are, with the reason. On its way each case is endorsed or sent back as an act of its own.

use casework::Refusal;
use casework::application::commands::{EndorseApplication, ProposeApplication, SendBackApplication};
use casework::application::{Application, ApplicationCommand, ProposalRefusal};
use casework::register::Register;
use casework::rules::approval_route;
use events::Log;
use events::application::{ApplicationEvent, RouteStep};
use events::ids::{ApplicationId, ProposalId};
use events::vocabulary::FreeText;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::Expected;

use crate::ids::derived;
use crate::load::{Loaded, decide};
use crate::register::{ATTEMPTS, LARGEST_OF_A_YEAR, fiscal_year, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Chosen, Done, RefuseInput, Request};

/// The most cases of a proposal.
pub const MOST: usize = 30;
/// The phrase without which no refusal goes out (教示).
const INSTRUCTION: &str = casework::letter_text::APPEAL;

/// What is proposed of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalInput {
    /// The case.
    pub application: ApplicationId,
    /// Version of its stream, as it was shown.
    pub seen_version: i32,
    /// Why it is to be refused; none where it is to be approved.
    pub refusal: Option<RefuseInput>,
}

/// What became of a proposal.
#[derive(Debug)]
pub struct Proposing {
    /// The proposal.
    pub proposal: ProposalId,
    /// Fiscal year of 令和 and 起案番号; none where nothing could be proposed.
    pub number: Option<(u8, u32)>,
    /// Case by case.
    pub outcomes: Vec<(ApplicationId, Result<(), ActError>)>,
    /// The act, where there was one.
    pub done: Option<Done>,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    number: (u8, u32),
    cases: Vec<ApplicationId>,
}

/// A proposal that is being put together.
#[derive(Clone, Copy)]
struct Numbered {
    proposal: ProposalId,
    year: u8,
    serial: u32,
}

impl Acts {
    /// 決裁経路 of a day.
    pub(crate) async fn route(&self, refuses: bool, today: Date) -> Result<Vec<RouteStep>, ActError> {
        Ok(approval_route::route(refuses, today, self.masters().await?.as_ref())?)
    }

    /// Refuses to refuse while the masters hold no instruction on appeal.
    pub(crate) async fn instruction_stands(&self, today: Date) -> Result<(), ActError> {
        let masters = self.masters().await?;
        let told = masters
            .phrases
            .at(INSTRUCTION, today)
            .is_some_and(|row| row.value.text.split('／').any(|part| !part.trim().is_empty()));
        if told { Ok(()) } else { Err(Refusal::LetterUnexplained.into()) }
    }

    /// 起案する: what can be proposed goes on one proposal in one act.
    ///
    /// # Errors
    /// [`ActError`], where the whole could not be done; of a single case it stands in the outcomes.
    pub async fn propose_each(&self, request: &Request, inputs: &[ProposalInput]) -> Result<Proposing, ActError> {
        let proposal = ProposalId(derived(request.command_id, "proposal"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return self.proposed_before(request, inputs, proposal, &done).await;
        }
        if inputs.is_empty() || inputs.len() > MOST {
            return Err(Refusal::from(ProposalRefusal::Size(MOST)).into());
        }
        let year = fiscal_year(request.today)?;
        let register = Register::of_proposals(year);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let (by, today) = (request.actor.id, request.today);
            let allocation = self.next_number(register.clone(), proposal.0, LARGEST_OF_A_YEAR, by, today).await?;
            let number = Numbered { proposal, year, serial: allocation.serial };
            let mut submission = Submission::new(self, Log::Casework, request);
            let outcomes = self.proposed_into(&mut submission, request, inputs, number).await;
            let cases: Vec<ApplicationId> =
                outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).map(|(case, _)| *case).collect();
            if cases.is_empty() {
                return Ok(Proposing { proposal, number: None, outcomes, done: None });
            }
            let number = (number.year, number.serial);
            submission.take(allocation)?;
            submission.answer(&Answer { number, cases })?;
            match submission.commit().await {
                Ok(done) => return Ok(Proposing { proposal, number: Some(number), outcomes, done: Some((&done).into()) }),
                // The register or a case moved: the next round says which, and proposes the others.
                Err(Unwritten::Moved { .. }) => {}
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }

    async fn proposed_into(
        &self,
        submission: &mut Submission,
        request: &Request,
        inputs: &[ProposalInput],
        number: Numbered,
    ) -> Vec<(ApplicationId, Result<(), ActError>)> {
        let mut outcomes: Vec<(ApplicationId, Result<(), ActError>)> = Vec::with_capacity(inputs.len());
        for input in inputs {
            if outcomes.iter().all(|(case, _)| *case != input.application) {
                outcomes.push((input.application, self.propose_one(submission, request, input, number).await));
            }
        }
        outcomes
    }

    async fn propose_one(
        &self,
        submission: &mut Submission,
        request: &Request,
        input: &ProposalInput,
        number: Numbered,
    ) -> Result<(), ActError> {
        let Loaded { mut aggregate, version } = self.load::<Application, ApplicationEvent>(input.application.0).await?;
        if version == 0 {
            return Err(ActError::NotFound);
        }
        if version != input.seen_version {
            return Err(ActError::Stale { seen: input.seen_version, now: version });
        }
        if let Some(refusal) = input.refusal.as_ref().filter(|refusal| !refusal.ground.is_empty()) {
            self.known_phrase(&refusal.ground, "refusal", request.today).await?;
            self.instruction_stands(request.today).await?;
        }
        let Numbered { proposal, year, serial } = number;
        let command = ProposeApplication {
            who: request.actor.clone(),
            proposal,
            year,
            serial,
            refusal: input.refusal.clone().map(|refusal| (refusal.ground, refusal.why)),
            route: self.route(input.refusal.is_some(), request.today).await?,
        };
        let facts = decide(&mut aggregate, ApplicationCommand::from(command)).await?;
        let key = Some(self.key_of(input.application.0).await?);
        let (stream, expected, effective_on) = (input.application.0, Expected::Exactly(version), request.today);
        submission.add(Addition { stream, expected, key, effective_on, cause: None, facts })?;
        Ok(())
    }

    /// The first answer again; what was not proposed then is told as it stands now.
    async fn proposed_before(
        &self,
        request: &Request,
        inputs: &[ProposalInput],
        proposal: ProposalId,
        done: &store::Done,
    ) -> Result<Proposing, ActError> {
        let answer = done.answer.as_deref().unwrap_or_default();
        let Answer { number, cases } = serde_json::from_str(answer).map_err(|error| ActError::internal(&error))?;
        let numbered = Numbered { proposal, year: number.0, serial: number.1 };
        let mut unsent = Submission::new(self, Log::Casework, request);
        let mut outcomes = self.proposed_into(&mut unsent, request, inputs, numbered).await;
        for (case, outcome) in &mut outcomes {
            if cases.contains(case) {
                *outcome = Ok(());
            }
        }
        outcomes.retain(|(case, outcome)| outcome.is_err() || cases.contains(case));
        Ok(Proposing { proposal, number: Some(number), outcomes, done: Some(done.into()) })
    }

    /// 起案に同意する, or 代わって行う with the reason of absence: case by case.
    pub async fn endorse_each(
        &self,
        request: &Request,
        chosen: &[Chosen],
        absence: Option<&FreeText>,
    ) -> Vec<(ApplicationId, Result<Done, ActError>)> {
        let mut outcomes = Vec::with_capacity(chosen.len());
        for one in chosen {
            let stands_for = match self.stands_for(request.actor.id, request.today).await {
                Ok(posts) => posts,
                Err(error) => {
                    outcomes.push((one.application, Err(error)));
                    continue;
                }
            };
            let command = EndorseApplication { who: request.actor.clone(), absence: absence.cloned(), stands_for };
            outcomes.push((one.application, self.on_application(&one.own(request, "endorse"), one.application, command).await));
        }
        outcomes
    }

    /// 差し戻す: case by case, for one reason.
    pub async fn send_back_each(
        &self,
        request: &Request,
        chosen: &[Chosen],
        why: &FreeText,
    ) -> Vec<(ApplicationId, Result<Done, ActError>)> {
        let mut outcomes = Vec::with_capacity(chosen.len());
        for one in chosen {
            let command = SendBackApplication { who: request.actor.clone(), why: why.clone() };
            outcomes.push((one.application, self.on_application(&one.own(request, "send_back"), one.application, command).await));
        }
        outcomes
    }
}
