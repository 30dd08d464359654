//! The sentences of the installation: its founding, and changes of the program and its surroundings.

use events::installation::{Difference, InstallationEvent, Lost};

use super::Sentence;

/// Differences told one by one; the rest only counted.
const TOLD: usize = 12;

pub(super) fn sentence(event: &InstallationEvent) -> Sentence {
    match event {
        InstallationEvent::Founded(event) => {
            let text = if event.simulated {
                "台帳を開設した（模擬：登場する人はすべて架空）"
            } else {
                "台帳を開設した"
            };
            Sentence::new(text).with("都道府県", event.prefecture.clone()).with("プログラムの版", event.program_version.clone())
        }
        InstallationEvent::ReleaseStarted(event) => {
            let start = Sentence::new(format!("プログラムの版 {}（{}）を使い始めた", event.version, short(&event.commit)))
                .with("実行ファイルのSHA-256", event.binary.clone())
                .with("起動した処理", event.part.clone());
            with_differences(start, &event.differences)
        }
        InstallationEvent::SchemaMigrated(event) => {
            let before = event.before.map_or_else(|| "なし".to_owned(), |version| version.to_string());
            let mut sentence = Sentence::new(format!("データベースの定義を {before} から {} に更新した", event.after));
            for migration in event.migrations.iter().rev().take(TOLD) {
                sentence = sentence.with("更新", format!("{:04} {}", migration.version, migration.description));
            }
            sentence
        }
        InstallationEvent::ConfigurationChanged(event) => {
            let sentence = Sentence::new(format!("設定を変えた（{}）", event.place));
            with_differences(sentence, &event.differences)
        }
        InstallationEvent::CatalogChanged(event) => {
            let how = if event.migrated { "定義の更新による" } else { "定義の更新によらない" };
            let sentence =
                Sentence::new(format!("データベースの関数・トリガー・権限が{}件変わった（{how}）", event.differences.len()));
            with_differences(sentence, &event.differences)
        }
        InstallationEvent::Restored(event) => {
            let lost = |one: &Lost| format!("{}: {}件まで署名されていたが、{}件から続ける", one.log, one.signed, one.kept);
            event
                .lost
                .iter()
                .fold(Sentence::new("古い状態からの復元を二人で申告した".to_owned()), |sentence, one| {
                    sentence.with("失われたもの", lost(one))
                })
        }
    }
}

fn with_differences(mut sentence: Sentence, differences: &[Difference]) -> Sentence {
    for difference in differences.iter().take(TOLD) {
        let side = |value: &Option<String>| value.as_deref().map_or_else(|| "なし".to_owned(), |value| short(value).to_owned());
        let text = format!("{}: {} → {}", difference.name, side(&difference.before), side(&difference.after));
        sentence = sentence.with("変わったもの", text);
    }
    match differences.len().checked_sub(TOLD) {
        Some(rest) if rest > 0 => sentence.with("ほか", format!("{rest}件")),
        _ => sentence,
    }
}

/// A digest is told by its beginning.
fn short(text: &str) -> &str {
    let is_digest = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digest { text.get(..12).unwrap_or(text) } else { text }
}
