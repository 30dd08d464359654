//! What can be chosen on the pages: diseases and municipalities, from the masters.

use casework::rules::Masters;
use events::vocabulary::{DiseaseId, MunicipalityCode, kana};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

/// A disease that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DiseaseChoice {
    /// Its id.
    pub id: DiseaseId,
    /// 疾病名.
    pub name: String,
    /// Its reading, empty where unknown.
    pub kana: String,
    /// 疾患群.
    pub group: String,
}

/// A municipality that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MunicipalityChoice {
    /// Its code.
    pub code: MunicipalityCode,
    /// 市町名.
    pub name: String,
    /// The responsible office's name.
    pub office: String,
}

/// A listed state of severity that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StateChoice {
    /// Its key in the masters.
    pub key: String,
    /// Part of the body or disease group, and the state.
    pub label: String,
}

/// The lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Catalogue {
    /// Diseases in the order of the notice.
    pub diseases: Vec<DiseaseChoice>,
    /// Municipalities in the order of their codes.
    pub municipalities: Vec<MunicipalityChoice>,
    /// 重症の状態, in the order of the notice.
    pub states: Vec<StateChoice>,
}

impl Catalogue {
    /// What can be chosen on a day.
    pub fn on(masters: &Masters, day: Date) -> Self {
        let office = |code| {
            masters
                .offices
                .on(day)
                .find(|office| office.key == code)
                .map_or_else(String::new, |office| office.value.short_name.clone())
        };
        let diseases = masters
            .diseases
            .on(day)
            .filter_map(|row| {
                Some(DiseaseChoice {
                    id: DiseaseId::parse(&row.key).ok()?,
                    name: row.value.name.clone(),
                    kana: row.value.kana.clone().unwrap_or_default(),
                    group: row.value.group_name.clone(),
                })
            })
            .collect();
        let municipalities = masters
            .municipalities
            .on(day)
            .filter_map(|row| {
                Some(MunicipalityChoice {
                    code: MunicipalityCode::parse(&row.key).ok()?,
                    name: row.value.name.clone(),
                    office: office(row.value.office.to_string()),
                })
            })
            .collect();
        let states = masters
            .severe_states
            .on(day)
            .map(|row| StateChoice { key: row.key.clone(), label: format!("{}：{}", row.value.part, row.value.state) })
            .collect();
        Self { diseases, municipalities, states }
    }

    /// The diseases a text may mean: its code, else whose name or reading begins with it, then whose name or reading contains it.
    pub fn diseases_like(&self, text: &str) -> Vec<&DiseaseChoice> {
        let text: String = text.nfkc().collect::<String>().trim().to_owned();
        if text.is_empty() {
            return Vec::new();
        }
        if let Ok(id) = DiseaseId::parse(&text) {
            return self.diseases.iter().filter(|disease| disease.id == id).collect();
        }
        let written = text.to_lowercase();
        let spoken = kana::fold(&text);
        let rank = |disease: &DiseaseChoice| {
            let name = disease.name.nfkc().collect::<String>().to_lowercase();
            let reading = kana::fold(&disease.kana);
            if name == written || (!spoken.is_empty() && reading == spoken) {
                Some(0)
            } else if name.starts_with(&written) || (!spoken.is_empty() && reading.starts_with(&spoken)) {
                Some(1)
            } else if name.contains(&written) || (!spoken.is_empty() && reading.contains(&spoken)) {
                Some(2)
            } else {
                None
            }
        };
        let mut found: Vec<(u8, &DiseaseChoice)> =
            self.diseases.iter().filter_map(|disease| Some((rank(disease)?, disease))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        if found.first().is_some_and(|(rank, _)| *rank == 0) {
            found.retain(|(rank, _)| *rank == 0);
        }
        found.into_iter().map(|(_, disease)| disease).collect()
    }

    /// The municipality of this code.
    pub fn municipality(&self, code: MunicipalityCode) -> Option<&MunicipalityChoice> {
        self.municipalities.iter().find(|municipality| municipality.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        let disease = |id: &str, name: &str, kana: &str| DiseaseChoice {
            id: DiseaseId::parse(id).expect("test id"),
            name: name.to_owned(),
            kana: kana.to_owned(),
            group: String::new(),
        };
        Catalogue {
            diseases: vec![
                disease("01_01_001", "前駆B細胞急性リンパ性白血病", "ぜんくびーさいぼうきゅうせいりんぱせいはっけつびょう"),
                disease("07_01_001", "1型糖尿病", "いちがたとうにょうびょう"),
                disease("09_07_012", "血友病A", "けつゆうびょうえー"),
                disease("09_07_013", "血友病B", "けつゆうびょうびー"),
            ],
            municipalities: Vec::new(),
            states: Vec::new(),
        }
    }

    fn names(text: &str) -> Vec<String> {
        catalogue().diseases_like(text).into_iter().map(|disease| disease.name.clone()).collect()
    }

    #[test]
    fn a_code_a_part_of_the_name_and_kana_in_any_width_find_the_disease() {
        for text in ["01_01_001", "０１＿０１＿００１", "白血病", "はっけつびょう", "ﾊｯｹﾂﾋﾞｮｳ", "前駆"]
        {
            assert_eq!(names(text), ["前駆B細胞急性リンパ性白血病"], "{text}");
        }
        assert_eq!(names("血友病"), ["血友病A", "血友病B"]);
        assert_eq!(names("血友病Ｂ"), ["血友病B"]);
    }

    #[test]
    fn nothing_and_nonsense_find_nothing() {
        for text in ["", "　", "存在しない病", "99_99_999", "'; DROP TABLE"] {
            assert!(names(text).is_empty(), "{text}");
        }
    }
}
