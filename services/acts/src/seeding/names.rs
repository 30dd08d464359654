//! Names that nobody bears: family names that say they are made up, with their readings.

use events::vocabulary::{Kana, PersonName};

use super::dice::Dice;

/// Family names.
pub(super) const FAMILIES: &[(&str, &str)] = &[
    ("見本", "ミホン"),
    ("例題", "レイダイ"),
    ("仮名", "カメイ"),
    ("試験", "シケン"),
    ("架空", "カクウ"),
    ("模擬", "モギ"),
    ("雛形", "ヒナガタ"),
    ("想定", "ソウテイ"),
    ("例示", "レイジ"),
    ("下書", "シタガキ"),
];

const CHILDREN: &[(&str, &str)] = &[
    ("花子", "ハナコ"),
    ("さくら", "サクラ"),
    ("ひかり", "ヒカリ"),
    ("太郎", "タロウ"),
    ("次郎", "ジロウ"),
    ("あおい", "アオイ"),
    ("はると", "ハルト"),
    ("ゆい", "ユイ"),
    ("そうた", "ソウタ"),
    ("みお", "ミオ"),
    ("健太", "ケンタ"),
    ("美咲", "ミサキ"),
    ("大輝", "ダイキ"),
    ("陽菜", "ヒナ"),
    ("翔", "ショウ"),
    ("つむぎ", "ツムギ"),
    ("りく", "リク"),
    ("ことね", "コトネ"),
    ("直樹", "ナオキ"),
    ("千夏", "チナツ"),
    ("悠真", "ユウマ"),
    ("しおり", "シオリ"),
    ("拓海", "タクミ"),
    ("ほのか", "ホノカ"),
];

const FATHERS: &[(&str, &str)] =
    &[("一郎", "イチロウ"), ("隆", "タカシ"), ("誠", "マコト"), ("浩二", "コウジ"), ("健一", "ケンイチ"), ("修", "オサム")];
const MOTHERS: &[(&str, &str)] =
    &[("和子", "カズコ"), ("恵", "メグミ"), ("由美", "ユミ"), ("直子", "ナオコ"), ("京子", "キョウコ"), ("真理", "マリ")];

/// Whose given name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Of {
    /// A child.
    Child,
    /// A father.
    Father,
    /// A mother.
    Mother,
}

/// A name of a family.
pub(super) fn name(dice: &mut Dice, (family, family_kana): (&str, &str), of: Of) -> Option<PersonName> {
    let given = match of {
        Of::Child => CHILDREN,
        Of::Father => FATHERS,
        Of::Mother => MOTHERS,
    };
    let (given, given_kana) = dice.pick(given)?;
    PersonName::new(&format!("{family} {given}"), Kana::parse(&format!("{family_kana} {given_kana}")).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads() {
        for family in FAMILIES {
            for of in [Of::Child, Of::Father, Of::Mother] {
                assert!(name(&mut Dice::new(1, 1), *family, of).is_some());
            }
        }
        for (_, kana) in CHILDREN.iter().chain(FATHERS).chain(MOTHERS) {
            assert!(Kana::parse(kana).is_ok(), "{kana}");
        }
    }
}
