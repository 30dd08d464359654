//! The sentences of a designation.

use events::Personal;
use events::designation::{DesignationEvent, Holder};
use events::vocabulary::{PersonName, ShortText, wareki};

use super::{Sentence, shown, told};

pub(super) fn sentence(event: &DesignationEvent) -> Sentence {
    match event {
        DesignationEvent::Granted(event) => {
            let sentence = Sentence::new(format!("{}に指定した", event.holder.kind().label()));
            held(sentence, &event.holder, event.name.as_ref())
                .with("申請日", wareki::long(event.applied_on))
                .with("有効期間", event.validity.to_string())
        }
        DesignationEvent::Renewed(event) => Sentence::new("指定を更新した")
            .with("申請日", wareki::long(event.applied_on))
            .with("有効期間", event.validity.to_string()),
        DesignationEvent::Changed(event) => {
            let sentence = Sentence::new("指定の内容が変わった").with("変更日", wareki::long(event.changed_on));
            held(sentence, &event.holder, event.name.as_ref())
        }
        DesignationEvent::Ended(event) => Sentence::new(format!("指定が終わった（{}）", event.ground.label()))
            .with("最後の日", wareki::long(event.last_day))
            .with("理由", told(&event.why)),
    }
}

fn held(sentence: Sentence, holder: &Holder, name: Option<&Personal<PersonName>>) -> Sentence {
    match holder {
        Holder::Doctor { number, authority, qualification, workplaces } => sentence
            .with("指定医番号", format!("{number}（{authority}）"))
            .with_some("氏名", name.map(|name| shown(name, |name| name.written().to_owned())))
            .with("要件", qualification.label())
            .with("勤務先", workplaces.iter().map(ShortText::as_str).collect::<Vec<_>>().join("、")),
        Holder::Institution { code, name, address } => sentence
            .with("医療機関コード", format!("{code}（{}）", code.kind().label()))
            .with("名称", name.to_string())
            .with("所在地", address.to_string()),
    }
}
