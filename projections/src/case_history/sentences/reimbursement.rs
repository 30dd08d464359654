//! The sentences of a claim for reimbursement.

use events::payment_batch::PaymentOutcome;
use events::reimbursement::{BankAccount, ReimbursementEvent};
use events::vocabulary::wareki;

use super::{Sentence, shown, told};

pub(super) fn sentence(event: &ReimbursementEvent) -> Sentence {
    match event {
        ReimbursementEvent::Received(event) => {
            let months: Vec<String> = event.months.iter().map(|month| wareki::year_month(*month)).collect();
            Sentence::new(format!("療養費の請求を受け付けた（受付番号 {}）", event.receipt_number))
                .with("受給者", shown(&event.name, |name| name.written().to_owned()))
                .with("請求者", event.filer.label())
                .with("請求日", wareki::long(event.filed_on))
                .with("診療月", months.join("、"))
                .with("振込先", shown(&event.claim, |claim| claim.account.masked()))
        }
        ReimbursementEvent::Examined(event) => Sentence::new(format!("療養費の額を算定した（{}）", event.amount)),
        ReimbursementEvent::Decided(event) => match &event.refusal {
            None => Sentence::new(format!("療養費 {}の支給を決定した（{}）", event.amount, wareki::long(event.decided_on))),
            Some(why) => {
                Sentence::new(format!("療養費の不支給を決定した（{}）", wareki::long(event.decided_on))).with("理由", told(why))
            }
        },
        ReimbursementEvent::CorrectionProposed(event) => {
            Sentence::new(format!("療養費の支給額を{}に訂正する案を起案した", event.amount)).with("理由", told(&event.why))
        }
        ReimbursementEvent::CorrectionDropped(event) => {
            Sentence::new("療養費の訂正の起案をやめた").with("理由", told(&event.why))
        }
        ReimbursementEvent::Corrected(event) => {
            let yen = |amount: i64| (amount > 0).then(|| format!("{amount}円"));
            Sentence::new(format!(
                "療養費の支給額を{}から{}に訂正した（{}）",
                event.before,
                event.amount,
                wareki::long(event.decided_on)
            ))
            .with_some("返還を求める額", yen(event.to_return()))
            .with_some("追加で支払う額", yen(event.to_pay()))
        }
        ReimbursementEvent::Withdrawn(event) => Sentence::new("療養費の請求を取り下げた").with("理由", told(&event.why)),
        ReimbursementEvent::PaymentPlanned(event) => Sentence::new(format!("支払の一覧に載せた（{}）", event.amount)),
        ReimbursementEvent::PaymentReleased(_) => Sentence::new("支払の一覧が承認された"),
        ReimbursementEvent::PaymentTakenBack(_) => Sentence::new("支払の一覧が取りやめになり、未払いに戻った"),
        ReimbursementEvent::PaymentSettled(event) => settled(event.outcome),
        ReimbursementEvent::AccountChangeProposed(event) => Sentence::new("振込先の変更を起案した")
            .with("新しい振込先", shown(&event.account, BankAccount::masked))
            .with("理由", told(&event.why)),
        ReimbursementEvent::AccountChangeDropped(event) => {
            Sentence::new("振込先の変更の起案をやめた").with("理由", told(&event.why))
        }
        ReimbursementEvent::AccountChanged(event) => {
            Sentence::new(format!("振込先を変更した（{}）", wareki::long(event.changed_on)))
        }
    }
}

fn settled(outcome: PaymentOutcome) -> Sentence {
    match outcome {
        PaymentOutcome::Paid { on } => Sentence::new(format!("療養費を振り込んだ（{}）", wareki::long(on))),
        PaymentOutcome::Rejected { fault } => Sentence::new("振込ができず、未払いに戻った").with("理由", fault.label()),
    }
}
