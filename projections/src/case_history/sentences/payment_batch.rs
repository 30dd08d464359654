//! The sentences of a batch of payments.

use events::payment_batch::{PaymentBatchEvent, PaymentOutcome};
use events::vocabulary::wareki;

use super::Sentence;

pub(super) fn sentence(event: &PaymentBatchEvent) -> Sentence {
    match event {
        PaymentBatchEvent::DrawnUp(event) => {
            let total: i64 = event.lines.iter().map(|line| line.amount.amount()).sum();
            Sentence::new(format!("療養費の支払の一覧（{}件）を作った", event.lines.len()))
                .with("番号", format!("{}-{}", event.year, event.serial))
                .with("合計", format!("{total}円"))
                .with("振込予定日", wareki::long(event.pay_on))
        }
        PaymentBatchEvent::Released(_) => Sentence::new("療養費の支払の一覧を承認した"),
        PaymentBatchEvent::TakenBack(_) => Sentence::new("療養費の支払の一覧を取りやめた"),
        PaymentBatchEvent::Delivered(event) => {
            Sentence::new("療養費の支払の一覧を引き渡した").with("引渡日", wareki::long(event.on))
        }
        PaymentBatchEvent::ResultsTaken(event) => {
            let paid = event.results.iter().filter(|one| matches!(one.outcome, PaymentOutcome::Paid { .. })).count();
            Sentence::new("療養費の振込の結果を取り込んだ")
                .with("振込済", format!("{paid}件"))
                .with("振込不能", format!("{}件", event.results.len() - paid))
        }
    }
}
