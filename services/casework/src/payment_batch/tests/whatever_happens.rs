//! Claims and batches under whatever several people try in whatever order: what a claim was paid, what is planned and what is open of it add up to
//! what was decided.

use cqrs_es::Aggregate as _;
use events::ids::{EventId, PaymentBatchId};
use events::payment_batch::{LineResult, PaymentLine, PaymentOutcome, TransferFault};
use events::reimbursement::{AccountChangeProposed, CorrectionProposed, PaymentPlanned, PaymentSettled};
use events::vocabulary::Yen;
use events::{Actor, EventSet as _, Personal};
use proptest::prelude::*;
use uuid::Uuid;

use super::{LATER, draw, event_id, line};
use crate::Fact;
use crate::application::samples::{approver, checker};
use crate::payment_batch::{ClaimNow, PaymentBatch, PaymentBatchCommand, Stage};
use crate::reimbursement::samples::{DAY, decided, second_approver, yen};
use crate::reimbursement::{Reimbursement, ReimbursementCommand};

/// Something somebody tries.
#[derive(Clone, Debug)]
enum Try {
    Draw(Vec<usize>),
    Release(usize, bool),
    TakeBack(usize),
    Deliver(usize),
    Answer(usize, u32, bool),
    Propose(usize, i64),
    Correct(usize),
    ProposeAccount(usize),
    ChangeAccount(usize),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = prop_oneof![
        4 => prop::collection::vec(0_usize..3, 1..3).prop_map(Try::Draw),
        4 => (0_usize..6, any::<bool>()).prop_map(|(batch, second)| Try::Release(batch, second)),
        1 => (0_usize..6).prop_map(Try::TakeBack),
        4 => (0_usize..6).prop_map(Try::Deliver),
        6 => (0_usize..6, 1_u32..3, any::<bool>()).prop_map(|(batch, line, paid)| Try::Answer(batch, line, paid)),
        2 => (0_usize..3, 0_i64..5).prop_map(|(claim, thousands)| Try::Propose(claim, thousands * 1_000)),
        2 => (0_usize..3).prop_map(Try::Correct),
        1 => (0_usize..3).prop_map(Try::ProposeAccount),
        1 => (0_usize..3).prop_map(Try::ChangeAccount),
    ];
    prop::collection::vec(one, 1..80)
}

/// Claims with the newest decision and the event of their account, and batches: written together or not at all, as acts do.
struct World {
    claims: Vec<(Reimbursement, EventId, EventId)>,
    batches: Vec<PaymentBatch>,
    told: u128,
}

impl World {
    fn new() -> Self {
        let claims = (1..=3).map(|n| (decided(n, 3_000), event_id(1), event_id(2))).collect();
        Self { claims, batches: Vec::new(), told: 10 }
    }

    fn now(&self, line: &PaymentLine) -> ClaimNow {
        let (claim, decision, account) = &self.claims[place(line)];
        ClaimNow {
            decision: Some(*decision),
            correcting: claim.correction().is_some(),
            account: Some((*account, account.to_string())),
            account_changing: claim.account_change().is_some(),
            hands: claim.hands().clone(),
        }
    }

    /// Decides the batch's command and one for each of the named lines; all are taken or none.
    fn act(
        &mut self,
        at: usize,
        who: &Actor,
        command: PaymentBatchCommand,
        lines: &[PaymentLine],
        of_claim: impl Fn(&PaymentLine) -> Option<ReimbursementCommand>,
    ) {
        let Some(batch) = self.batches.get(at) else { return };
        let Ok(event) = batch.decide(command, who) else { return };
        let mut told = Vec::new();
        for line in lines {
            let Some(command) = of_claim(line) else { continue };
            let Ok(event) = command.decide(&self.claims[place(line)].0) else { return };
            told.push((place(line), event));
        }
        self.batches[at].take(Fact { event, by: who.id });
        for (place, event) in told {
            self.claims[place].0.apply(Fact { event, by: who.id });
        }
    }

    fn on_claim(&mut self, at: usize, command: ReimbursementCommand) {
        let by = command.who();
        let (claim, decision, account) = &mut self.claims[at];
        let Ok(event) = command.decide(claim) else { return };
        self.told += 1;
        match event.event_type() {
            "reimbursement.corrected" => *decision = event_id(self.told),
            "reimbursement.account_changed" => *account = event_id(self.told),
            _ => {}
        }
        claim.apply(Fact { event, by });
    }

    fn try_it(&mut self, wish: Try) {
        match wish {
            Try::Draw(claims) => {
                let lines: Vec<PaymentLine> = claims.iter().filter_map(|at| self.line_of(*at)).collect();
                self.batches.push(PaymentBatch::default());
                let (at, batch) = (self.batches.len() - 1, PaymentBatchId(Uuid::from_u128(self.batches.len() as u128)));
                self.act(at, &checker(), draw(lines.clone()), &lines, |line| {
                    let planned = PaymentPlanned { batch, decision: line.decision, amount: line.amount };
                    Some(ReimbursementCommand::PlanPayment(checker(), planned))
                });
            }
            Try::Release(at, second) => {
                let who = if second { second_approver() } else { approver() };
                let lines = self.lines(at);
                let now = lines.iter().map(|line| self.now(line)).collect();
                let batch = id(at);
                self.act(at, &who, PaymentBatchCommand::Release(now, DAY), &lines, |_| {
                    Some(ReimbursementCommand::ReleasePayment(who.clone(), batch))
                });
            }
            Try::TakeBack(at) => {
                let lines = self.lines(at);
                self.act(at, &approver(), PaymentBatchCommand::TakeBack, &lines, |_| {
                    Some(ReimbursementCommand::TakeBackPayment(approver(), id(at)))
                });
            }
            Try::Deliver(at) => self.act(at, &checker(), PaymentBatchCommand::Deliver(DAY), &[], |_| None),
            Try::Answer(at, number, paid) => {
                let Some(line) = self.batches.get(at).and_then(|batch| batch.line(number)).cloned() else { return };
                let fault = PaymentOutcome::Rejected { fault: TransferFault::Other };
                let outcome = if paid { PaymentOutcome::Paid { on: LATER } } else { fault };
                let result = LineResult { line: number, amount: line.amount, outcome };
                self.act(at, &checker(), PaymentBatchCommand::TakeResults(vec![result], LATER), &[line], |_| {
                    Some(ReimbursementCommand::SettlePayment(checker(), PaymentSettled { batch: id(at), outcome }))
                });
            }
            Try::Propose(at, amount) => {
                let proposed = CorrectionProposed { corrects: self.claims[at].1, amount: yen(amount), why: Personal::Erased };
                self.on_claim(at, ReimbursementCommand::ProposeCorrection(checker(), Box::new(proposed)));
            }
            Try::Correct(at) => self.on_claim(at, ReimbursementCommand::Correct(approver(), DAY)),
            Try::ProposeAccount(at) => {
                let proposed = AccountChangeProposed { account: Personal::Erased, why: Personal::Erased };
                self.on_claim(at, ReimbursementCommand::ProposeAccount(checker(), Box::new(proposed)));
            }
            Try::ChangeAccount(at) => self.on_claim(at, ReimbursementCommand::ChangeAccount(approver(), DAY)),
        }
    }

    /// What the screen would offer; a claim that stands in a batch is tried with its whole amount all the same.
    fn line_of(&self, at: usize) -> Option<PaymentLine> {
        let (claim, decision, account) = &self.claims[at];
        let amount = claim.payable().ok().or_else(|| claim.decided())?;
        let number = u32::try_from(at).ok()? + 1;
        let line = line(number, amount.amount());
        Some(PaymentLine { decision: *decision, account: *account, account_mark: account.to_string(), ..line })
    }

    fn lines(&self, at: usize) -> Vec<PaymentLine> {
        self.batches.get(at).map(|batch| batch.lines().to_vec()).unwrap_or_default()
    }
}

fn id(at: usize) -> PaymentBatchId {
    PaymentBatchId(Uuid::from_u128(at as u128 + 1))
}

fn place(line: &PaymentLine) -> usize {
    usize::try_from(line.reimbursement.0.as_u128()).unwrap() - 1
}

proptest! {
    #[test]
    fn no_claim_is_ever_paid_more_than_was_decided(story in tries()) {
        let mut world = World::new();
        let mut most = [3_000_i64; 3];
        for wish in story {
            let before: Vec<_> = world.claims.iter().map(|(claim, ..)| *claim.payment()).collect();
            world.try_it(wish);
            for (at, (claim, ..)) in world.claims.iter().enumerate() {
                let decided = claim.decided().map_or(0, Yen::amount);
                most[at] = most[at].max(decided);
                let payment = claim.payment();
                prop_assert!(payment.paid() <= most[at]);
                // What is planned or released in this moment is what is open of the decision, and no more.
                if before[at].planned() != payment.planned() && let Some(planned) = payment.planned() {
                    prop_assert_eq!(payment.paid() + planned.amount.amount(), decided);
                }
                // The claim is in one live batch or in none, and what batches paid is what the claim says.
                let number = at as u128 + 1;
                let mut live = 0;
                let mut paid = 0;
                for batch in &world.batches {
                    for (line, frozen) in (1..).zip(batch.lines()).filter(|(_, line)| line.reimbursement.0.as_u128() == number) {
                        match batch.result(line) {
                            Some(PaymentOutcome::Paid { .. }) => paid += frozen.amount.amount(),
                            Some(PaymentOutcome::Rejected { .. }) => {}
                            None if batch.stage() == Stage::TakenBack => {}
                            None => live += 1,
                        }
                    }
                }
                prop_assert_eq!(paid, payment.paid());
                prop_assert_eq!(live, usize::from(payment.planned().is_some()));
                prop_assert_eq!(
                    decided,
                    payment.paid() + payment.planned().map_or(0, |planned| planned.amount.amount()) + claim.open_yen()
                );
            }
        }
    }
}
