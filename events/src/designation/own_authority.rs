//! Which designations are ours. A register holds the text and the number that were published; whether they are ours follows from what our own
//! authority is called, and that is no constant: it stands in the masters.

use crate::vocabulary::PrefectureNumber;

/// Everything by which our own authority is known before numbers of doctors and in codes of institutions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnAuthority {
    /// Names, as they stand before numbers of doctors (指定した自治体).
    pub names: Vec<String>,
    /// 都道府県番号, as they begin the codes of institutions.
    pub prefectures: Vec<PrefectureNumber>,
}

impl OwnAuthority {
    /// Whether a line of the registers is ours: of a doctor by who designated, of an institution by the head of its code.
    pub fn designated(&self, authority: Option<&str>, number: &str) -> bool {
        match authority {
            Some(authority) => self.names.iter().any(|name| name == authority),
            None => self.prefectures.iter().any(|own| number.starts_with(&own.to_string())),
        }
    }

    /// The heads of codes of institutions.
    pub fn heads(&self) -> Vec<String> {
        self.prefectures.iter().map(ToString::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doctor_is_ours_by_name_and_an_institution_by_its_code() {
        let own = OwnAuthority {
            names: vec!["見本県".to_owned(), "旧見本県".to_owned()],
            prefectures: PrefectureNumber::try_from(1_u8).into_iter().collect(),
        };
        assert!(own.designated(Some("旧見本県"), "M-1"));
        assert!(!own.designated(Some("隣県"), "0110113719"));
        assert!(own.designated(None, "0110113719"));
        assert!(!own.designated(None, "1010113719"));
        assert!(!OwnAuthority::default().designated(None, "0110113719"), "nothing is ours before the masters say who we are");
    }
}
