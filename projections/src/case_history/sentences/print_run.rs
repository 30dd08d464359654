//! The sentences of a print run.

use events::print_run::PrintRunEvent;
use events::vocabulary::wareki;

use super::{Sentence, Words, told};

pub(super) fn sentence(event: &PrintRunEvent, words: &dyn Words) -> Sentence {
    match event {
        PrintRunEvent::Frozen(event) => Sentence::new(format!("発行の対象を確定した（{}件）", event.items.len()))
            .with("発行番号", format!("令和{}年度 第{}号", event.year, event.serial))
            .with("対象", event.query.kind.label())
            .with(
                "決定日",
                format!("{}から{}まで", wareki::long(event.query.decided_from), wareki::long(event.query.decided_until)),
            )
            .with_some("事務所", event.query.office.map(|office| words.office(office)))
            .with("並び順", event.query.order.label())
            .with("対象外", format!("{}件", event.left_out.len())),
        PrintRunEvent::Rendered(event) => {
            Sentence::new(format!("印刷用のデータを作成した（{}番から{}件）", event.first, event.digests.len()))
        }
        PrintRunEvent::Halted(event) => {
            Sentence::new("印刷用のデータの作成を止めた").with_some("作成できないもの", event.at.map(|item| format!("{item}番")))
        }
        PrintRunEvent::Resumed(_) => Sentence::new("印刷用のデータの作成を再開した"),
        PrintRunEvent::Released(event) => Sentence::new("印刷を承認した").with("内容の要約値", event.digest.clone()),
        PrintRunEvent::Printed(event) => Sentence::new(format!("印刷を確かめた（{}番から{}番まで）", event.from, event.until)),
        PrintRunEvent::Spoiled(event) => {
            Sentence::new(format!("書損を記録した（{}番）", event.item)).with("理由", event.reason.label())
        }
        PrintRunEvent::Matched(event) => Sentence::new(format!("封入を照合した（{}番）", event.item)),
        PrintRunEvent::Mismatched(event) => {
            let sheet = |item: Option<u32>| item.map_or_else(|| "この発行にない".to_owned(), |item| format!("{item}番"));
            let found = event.found.iter().map(|found| {
                let void = if found.counts { "" } else { "・無効" };
                format!("{}（{}{void}）", found.sheet.label(), sheet(found.item))
            });
            Sentence::new("封入の中身が違った").with("読み取ったシート", found.collect::<Vec<_>>().join("、"))
        }
        PrintRunEvent::Posted(event) => Sentence::new(format!("発送した（{}通）", event.items.len()))
            .with("発送日", wareki::long(event.on))
            .with("発送方法", event.way.label()),
        PrintRunEvent::Returned(event) => Sentence::new(format!("返戻を受けた（{}番）", event.item))
            .with("返戻日", wareki::long(event.on))
            .with("理由", event.ground.label()),
        PrintRunEvent::Explained(event) => {
            Sentence::new("差の理由を記録した").with("理由", told(&event.why)).with("期限", wareki::long(event.due_on))
        }
        PrintRunEvent::Settled(event) => Sentence::new("差の課題を終えた").with("したこと", told(&event.how)),
        PrintRunEvent::Closed(event) => {
            Sentence::new("発行を締めた").with("発送していないもの", format!("{}件", event.left.len()))
        }
    }
}
